//! One password as it was typed.

use crate::{AesKey, Counters, PrivateId, PublicId, block, modhex};
use std::fmt;

/// Why a password is no good. The person is told the same for every cause; the difference is for support's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtpError {
    /// Fewer than 32 or more than 64 letters.
    #[error("a Yubico OTP has 32 to 64 letters")]
    WrongLength,
    /// Not modhex on any layout we know: typed by hand, or not by a YubiKey.
    #[error("a Yubico OTP is an even number of modhex letters")]
    NotModhex,
    /// The block's checksum is wrong: another AES key made it, or it was damaged.
    #[error("the OTP was not made with this AES key")]
    WrongKey,
    /// The checksum is right but the private id is another's.
    #[error("the OTP carries another private id")]
    WrongPrivateId,
}

/// A Yubico OTP: the public id of the key and one encrypted block.
///
/// Holds nothing checked yet. `Debug` shows the public id alone, since an unused password is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Otp {
    public_id: PublicId,
    block: [u8; 16],
}

impl Otp {
    /// Letters of the encrypted block, which every password ends with.
    const BLOCK_LETTERS: usize = 32;

    /// Reads a password as typed: blanks and the key's own Enter ignored, either case, Dvorak translated.
    ///
    /// # Errors
    /// [`OtpError::WrongLength`] and [`OtpError::NotModhex`].
    pub fn parse(text: &str) -> Result<Self, OtpError> {
        let text = text.trim();
        if text.len() < Self::BLOCK_LETTERS || text.len() > Self::BLOCK_LETTERS + 2 * PublicId::MAX_BYTES {
            return Err(OtpError::WrongLength);
        }
        let bytes = modhex::decode(text).ok_or(OtpError::NotModhex)?;
        let (public_id, block) = bytes.split_last_chunk::<16>().ok_or(OtpError::WrongLength)?;
        let public_id = PublicId::from_bytes(public_id).ok_or(OtpError::WrongLength)?;
        Ok(Self { public_id, block: *block })
    }

    /// Which key says that it typed this. A claim until [`open`](Self::open) has agreed.
    #[must_use]
    pub fn public_id(&self) -> &PublicId {
        &self.public_id
    }

    /// Decrypts the password with the key's AES key and checks that it is the key it says.
    ///
    /// The answer proves that the key made this password at some time, **not** that it is unused: compare and store the
    /// counters as the crate's first page says.
    ///
    /// # Errors
    /// [`OtpError::WrongKey`] and [`OtpError::WrongPrivateId`].
    pub fn open(&self, key: &AesKey, expected: &PrivateId) -> Result<Counters, OtpError> {
        let block = block::open(key, self.block).ok_or(OtpError::WrongKey)?;
        if block.private_id.equals(expected) { Ok(block.counters) } else { Err(OtpError::WrongPrivateId) }
    }

    /// Makes the password that a key with these secrets would type: the other side of [`open`](Self::open), for tests
    /// and for the demo's stand-in for a key. The highest bit of the use counter and the highest byte of the timestamp
    /// have no place in a password and are lost.
    #[must_use]
    pub fn seal(public_id: PublicId, key: &AesKey, own: &PrivateId, counters: Counters, random: [u8; 2]) -> Self {
        Self { public_id, block: block::seal(key, own, counters, random) }
    }

    /// The password in its one canonical form, for a validation server. A secret until it has been used.
    #[must_use]
    pub fn to_modhex(&self) -> String {
        format!("{}{}", self.public_id, modhex::encode(&self.block))
    }
}

impl fmt::Debug for Otp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Otp({}****)", self.public_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNTING_KEY: &str = "000102030405060708090a0b0c0d0e0f";

    /// Opens a published password and gives use counter, session counter and timestamp.
    fn opened(key: &str, otp: &str, private_id: &str) -> Result<(u16, u8, u32), OtpError> {
        let counters = Otp::parse(otp)?.open(&AesKey::parse(key).unwrap(), &PrivateId::parse(private_id).unwrap())?;
        Ok((counters.use_counter, counters.session_counter, counters.timestamp))
    }

    #[test]
    fn published_passwords_open_to_their_published_contents() {
        let eights = "88".repeat(16);
        let zeros = "00".repeat(16);
        for (key, otp, private_id, contents) in [
            (COUNTING_KEY, "dvgtiblfkbgturecfllberrvkinnctnn", "010203040506", (1, 1, 0x01_0001)),
            (COUNTING_KEY, "rnibcnfhdninbrdebccrndfhjgnhftee", "010203040506", (1, 2, 0x01_0001)),
            (COUNTING_KEY, "iikkijbdknrrdhfdrjltvgrbkkjblcbh", "010203040506", (0x0fff, 1, 0x01_0001)),
            (eights.as_str(), "dcihgvrhjeucvrinhdfddbjhfjftjdei", "888888888888", (0x0888, 0x88, 0x88_8888)),
            (zeros.as_str(), "kkkncjnvcnenkjvjgncjihljiibgbhbh", "000000000000", (0, 0, 0)),
            ("c4422890653076cde73d449b191b416a", "iucvrkjiegbhidrcicvlgrcgkgurhjnj", "33c69e7f249e", (1, 0, 0x24_13a7)),
        ] {
            assert_eq!(opened(key, otp, private_id), Ok(contents), "{otp}");
        }
    }

    #[test]
    fn a_password_with_a_short_public_id_opens() {
        let otp = Otp::parse("dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh\n").unwrap();
        let key = AesKey::parse("ecde18dbe76fbd0c33330f1c354871db").unwrap();
        let counters = otp.open(&key, &PrivateId::parse("8792ebfe26cc").unwrap()).unwrap();
        assert_eq!(otp.public_id().to_string(), "dteffuje");
        assert_eq!((counters.use_counter, counters.session_counter), (19, 17));
        assert_eq!(counters.timestamp & 0xffff, 0xc230);
    }

    #[test]
    fn another_key_and_another_private_id_are_told_apart() {
        let otp = "dvgtiblfkbgturecfllberrvkinnctnn";
        assert_eq!(opened("c4422890653076cde73d449b191b416a", otp, "010203040506"), Err(OtpError::WrongKey));
        assert_eq!(opened(COUNTING_KEY, otp, "010203040507"), Err(OtpError::WrongPrivateId));
    }

    #[test]
    fn one_changed_letter_spoils_a_password() {
        let good = "dvgtiblfkbgturecfllberrvkinnctnn";
        for place in 0..good.len() {
            let mut changed = good.to_owned();
            let other = if good[place..].starts_with('c') { "b" } else { "c" };
            changed.replace_range(place..=place, other);
            assert_eq!(opened(COUNTING_KEY, &changed, "010203040506"), Err(OtpError::WrongKey), "{changed}");
        }
    }

    #[test]
    fn what_no_key_typed_is_refused() {
        assert_eq!(Otp::parse("").unwrap_err(), OtpError::WrongLength);
        assert_eq!(Otp::parse(&"c".repeat(31)).unwrap_err(), OtpError::WrongLength);
        assert_eq!(Otp::parse(&"c".repeat(66)).unwrap_err(), OtpError::WrongLength);
        assert_eq!(Otp::parse(&"c".repeat(33)).unwrap_err(), OtpError::NotModhex);
        assert_eq!(Otp::parse(&"a".repeat(44)).unwrap_err(), OtpError::NotModhex);
        assert_eq!(Otp::parse(&"å".repeat(22)).unwrap_err(), OtpError::NotModhex);
    }

    #[test]
    fn an_unused_password_is_not_printed() {
        let otp = Otp::parse("dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh").unwrap();
        assert_eq!(format!("{otp:?}"), "Otp(dteffuje****)");
    }

    proptest! {
        #[test]
        fn any_text_at_all_is_answered(text: String) {
            let _ = Otp::parse(&text);
        }

        #[test]
        fn any_modhex_of_the_right_length_is_answered(text in "[cbdefghijklnrtuvCBDEFGHIJKLNRTUV]{32,64}", key: [u8; 16], id: [u8; 6]) {
            if let Ok(otp) = Otp::parse(&text) {
                let _ = otp.open(&AesKey::from_bytes(key), &PrivateId::from_bytes(id));
                prop_assert_eq!(otp.to_modhex(), text.to_ascii_lowercase());
            }
        }

        #[test]
        fn what_a_key_types_opens_to_its_counters(
            key: [u8; 16], id: [u8; 6], use_counter in 0_u16..0x8000, session_counter: u8,
            timestamp in 0_u32..0x0100_0000, random: [u8; 2], public in proptest::collection::vec(any::<u8>(), 0..=16),
        ) {
            let (key, id) = (AesKey::from_bytes(key), PrivateId::from_bytes(id));
            let counters = Counters { use_counter, session_counter, timestamp };
            let typed = Otp::seal(PublicId::from_bytes(&public).unwrap(), &key, &id, counters, random).to_modhex();
            prop_assert_eq!(Otp::parse(&typed).unwrap().open(&key, &id), Ok(counters));
        }
    }
}
