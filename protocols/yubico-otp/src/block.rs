//! The sixteen bytes inside a password: what they hold, how they are encrypted and checked.
//!
//! Little endian: private id (6), use counter (2), timestamp low (2) and high (1), session counter (1), random (2),
//! CRC-16/ISO 13239 (2).

use crate::{AesKey, Counters, PrivateId};
use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

/// The highest bit of the use counter tells that Caps Lock was on, and counts nothing.
const USE_COUNTER_BITS: u16 = 0x7fff;
/// What the checksum of a whole and undamaged block comes to.
const CRC_RESIDUE: u16 = 0xf0b8;

/// A block in clear text.
pub(crate) struct Block {
    pub(crate) private_id: PrivateId,
    pub(crate) counters: Counters,
}

/// Decrypts a block; `None` when its checksum is wrong, that is, when it was encrypted with another key.
pub(crate) fn open(key: &AesKey, encrypted: [u8; 16]) -> Option<Block> {
    let mut block = encrypted.into();
    Aes128::new(&(*key.as_bytes()).into()).decrypt_block(&mut block);
    let clear: [u8; 16] = block.into();
    (crc(&clear) == CRC_RESIDUE).then(|| read(&clear))
}

fn read(clear: &[u8; 16]) -> Block {
    let [u0, u1, u2, u3, u4, u5, use_low, use_high, t0, t1, t2, session_counter, _, _, _, _] = *clear;
    Block {
        private_id: PrivateId::from_bytes([u0, u1, u2, u3, u4, u5]),
        counters: Counters {
            use_counter: u16::from_le_bytes([use_low, use_high]) & USE_COUNTER_BITS,
            session_counter,
            timestamp: u32::from_le_bytes([t0, t1, t2, 0]),
        },
    }
}

/// Encrypts a block as a key does when it is touched.
pub(crate) fn seal(key: &AesKey, private_id: &PrivateId, counters: Counters, random: [u8; 2]) -> [u8; 16] {
    let [u0, u1, u2, u3, u4, u5] = *private_id.as_bytes();
    let [use_low, use_high] = counters.use_counter.to_le_bytes();
    let [t0, t1, t2, _] = counters.timestamp.to_le_bytes();
    let [r0, r1] = random;
    let body = [u0, u1, u2, u3, u4, u5, use_low, use_high, t0, t1, t2, counters.session_counter, r0, r1];
    let mut clear = [0; 16];
    for (to, from) in clear.iter_mut().zip(body.into_iter().chain((!crc(&body)).to_le_bytes())) {
        *to = from;
    }
    let mut block = clear.into();
    Aes128::new(&(*key.as_bytes()).into()).encrypt_block(&mut block);
    block.into()
}

/// CRC-16 as in ISO 13239, without the final inversion: polynomial 0x8408 reflected, from 0xffff.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0x8408 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_agrees_with_the_published_values() {
        assert_eq!(crc(&[0x00, 0x01, 0x02, 0x03, 0x04]), 62919);
        assert_eq!(crc(&[0xfe]), 4470);
        assert_eq!(crc(&[0x55, 0xaa, 0x00, 0xff]), 52149);
    }

    #[test]
    fn caps_lock_does_not_count_as_a_use() {
        let key = AesKey::from_bytes([7; 16]);
        let counters = Counters { use_counter: 0x8001, session_counter: 3, timestamp: 0 };
        let sealed = seal(&key, &PrivateId::from_bytes([1; 6]), counters, [0, 0]);
        assert_eq!(open(&key, sealed).unwrap().counters.use_counter, 1);
    }
}
