//! Columns that are encrypted with the program's own key: whoever steals the database without the key has nothing of them.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};

/// The layout of a sealed value: this byte, the key's id, the nonce, the ciphertext with its tag.
const LAYOUT: u8 = 1;
const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 12;

/// Which place of the database a value belongs to. It is sealed into the value, so that one moved to another row, column or
/// table no longer opens.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's key.
    pub row: &'a [u8],
}

/// A value could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes are no sealed value.
    #[error("a stored value is not a sealed one")]
    NotSealed,
    /// It was sealed with a key that the program was not given.
    #[error("a stored value was sealed with a key that the program does not have")]
    UnknownKey,
    /// It was changed, or belongs to another place.
    #[error("a sealed value was changed or moved")]
    Broken,
    /// The library failed.
    #[error("sealing failed")]
    Failed,
}

struct Sealing {
    id: [u8; KEY_ID_BYTES],
    key: RandomizedNonceKey,
}

impl Sealing {
    fn new(key: &[u8; 32]) -> Result<Self, SealError> {
        let named = digest(&SHA256, &[b"behorig sealing key".as_slice(), key].concat());
        let id = named.as_ref().first_chunk().copied().ok_or(SealError::Failed)?;
        let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| SealError::Failed)?;
        Ok(Self { id, key })
    }
}

/// The program's keys. `Debug` shows none.
pub struct Keys {
    current: Sealing,
    older: Vec<Sealing>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(****)")
    }
}

impl Keys {
    /// The key that seals and opens, and older ones that only open what they sealed.
    ///
    /// # Errors
    /// [`SealError::Failed`] where the library refuses the key.
    pub fn new(current: &[u8; 32], older: &[[u8; 32]]) -> Result<Self, SealError> {
        let older = older.iter().map(Sealing::new).collect::<Result<_, _>>()?;
        Ok(Self { current: Sealing::new(current)?, older })
    }

    /// Seals a value for its place: AES-256-GCM with a random nonce.
    ///
    /// # Errors
    /// [`SealError::Failed`] where the system gives no randomness.
    pub fn seal(&self, place: Place<'_>, clear: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = clear.to_vec();
        let nonce = self
            .current
            .key
            .seal_in_place_append_tag(Aad::from(bound(place)), &mut sealed)
            .map_err(|_| SealError::Failed)?;
        Ok([&[LAYOUT], self.current.id.as_slice(), nonce.as_ref(), &sealed].concat())
    }

    /// Opens a value in its place.
    ///
    /// # Errors
    /// [`SealError`]; nothing of the value is told.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (&LAYOUT, rest) = sealed.split_first().ok_or(SealError::NotSealed)? else {
            return Err(SealError::NotSealed);
        };
        let (id, rest) = rest.split_first_chunk::<KEY_ID_BYTES>().ok_or(SealError::NotSealed)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::NotSealed)?;
        let mut keys = std::iter::once(&self.current).chain(&self.older);
        let key = keys.find(|key| key.id == *id).ok_or(SealError::UnknownKey)?;
        let mut body = body.to_vec();
        let clear = key
            .key
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(bound(place)), &mut body)
            .map_err(|_| SealError::Broken)?;
        Ok(clear.to_vec())
    }
}

fn bound(place: Place<'_>) -> Vec<u8> {
    [place.table.as_bytes(), b"\0", place.column.as_bytes(), b"\0", place.row].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: Place<'static> = Place { table: "yubikey", column: "private_id_and_key", row: &[1; 16] };

    fn keys(byte: u8) -> Keys {
        Keys::new(&[byte; 32], &[]).unwrap()
    }

    #[test]
    fn a_value_moved_to_another_row_column_or_table_does_not_open() {
        let sealed = keys(1).seal(HERE, b"secret").unwrap();
        for elsewhere in
            [Place { row: &[2; 16], ..HERE }, Place { column: "other", ..HERE }, Place { table: "account", ..HERE }]
        {
            assert_eq!(keys(1).open(elsewhere, &sealed), Err(SealError::Broken));
        }
    }

    #[test]
    fn an_older_key_still_opens_what_it_sealed_and_a_stranger_does_not() {
        let sealed = keys(1).seal(HERE, b"secret").unwrap();
        let renewed = Keys::new(&[2; 32], &[[1; 32]]).unwrap();
        assert_eq!(renewed.open(HERE, &sealed).unwrap(), b"secret");
        assert_eq!(keys(3).open(HERE, &sealed), Err(SealError::UnknownKey));
        assert_eq!(renewed.open(HERE, &renewed.seal(HERE, b"new").unwrap()).unwrap(), b"new");
    }

    #[test]
    fn the_same_value_sealed_twice_looks_different_and_no_key_prints() {
        let keys = keys(7);
        assert_ne!(keys.seal(HERE, b"secret").unwrap(), keys.seal(HERE, b"secret").unwrap());
        assert_eq!(format!("{keys:?}"), "Keys(****)");
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_a_changed_bit_is_found(clear: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
            let keys = keys(9);
            let mut sealed = keys.seal(HERE, &clear).unwrap();
            prop_assert_eq!(keys.open(HERE, &sealed).unwrap(), clear);
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(keys.open(HERE, &sealed).is_err());
        }

        #[test]
        fn any_bytes_at_all_are_refused_without_panic(bytes: Vec<u8>) {
            prop_assert!(keys(9).open(HERE, &bytes).is_err());
        }
    }
}
