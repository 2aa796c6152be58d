//! Columns that are encrypted with the program's own key: whoever steals the database without the key has nothing of them.

use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};

/// The layout of a sealed value: this byte, the key's id, the nonce, the ciphertext with its tag.
const LAYOUT: u8 = 1;
const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 12;
/// A sealed value is no shorter than this, in bytes: layout, id, nonce and tag around nothing.
pub(crate) const LEAST_BYTES: i64 = 33;

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

/// Which key sealed a value: the first bytes of a digest of the key, which say nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; KEY_ID_BYTES]);

impl KeyId {
    /// The id of a key.
    #[must_use]
    pub fn of(key: &[u8; 32]) -> Self {
        let named = digest(&SHA256, &[b"behorig sealing key".as_slice(), key].concat());
        let mut id = [0; KEY_ID_BYTES];
        id.iter_mut().zip(named.as_ref()).for_each(|(to, from)| *to = *from);
        Self(id)
    }

    /// The key that a stored value names; `None` where the value is no sealed one.
    #[must_use]
    pub fn of_sealed(sealed: &[u8]) -> Option<Self> {
        let (&LAYOUT, rest) = sealed.split_first()? else { return None };
        rest.first_chunk().copied().map(Self)
    }

    /// What every value begins with that the key sealed.
    pub(crate) fn beginning(self) -> Vec<u8> {
        [&[LAYOUT], self.0.as_slice()].concat()
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

struct Sealing {
    id: KeyId,
    key: RandomizedNonceKey,
}

impl Sealing {
    fn new(key: &[u8; 32]) -> Result<Self, SealError> {
        let sealing = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| SealError::Failed)?;
        Ok(Self { id: KeyId::of(key), key: sealing })
    }
}

struct Ring {
    current: Sealing,
    older: Vec<Sealing>,
}

impl Ring {
    fn new(current: &[u8; 32], older: &[[u8; 32]]) -> Result<Self, SealError> {
        let older = older.iter().map(Sealing::new).collect::<Result<_, _>>()?;
        Ok(Self { current: Sealing::new(current)?, older })
    }

    fn find(&self, id: KeyId) -> Option<&Sealing> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.id == id)
    }
}

/// Where the keys come from, asked again when a value names one that is not known: the first seals, all open.
type Source = Box<dyn Fn() -> Option<Vec<[u8; 32]>> + Send + Sync>;

/// The program's keys; cheap to clone, and all clones are one. `Debug` shows none.
#[derive(Clone)]
pub struct Keys(Arc<Held>);

struct Held {
    ring: RwLock<Arc<Ring>>,
    source: Option<Source>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(****)")
    }
}

impl Keys {
    /// The key that seals and opens, and others that only open what they sealed.
    ///
    /// # Errors
    /// [`SealError::Failed`] where the library refuses the key.
    pub fn new(current: &[u8; 32], older: &[[u8; 32]]) -> Result<Self, SealError> {
        Self::held(Ring::new(current, older)?, None)
    }

    /// The same keys, which are read again from `source` when a value was sealed with one that is not among them: a node goes on
    /// while another has changed the key.
    ///
    /// # Errors
    /// [`SealError::Failed`] where the library refuses a key.
    pub fn read_again_from(
        current: &[u8; 32],
        older: &[[u8; 32]],
        source: impl Fn() -> Option<Vec<[u8; 32]>> + Send + Sync + 'static,
    ) -> Result<Self, SealError> {
        Self::held(Ring::new(current, older)?, Some(Box::new(source)))
    }

    fn held(ring: Ring, source: Option<Source>) -> Result<Self, SealError> {
        Ok(Self(Arc::new(Held { ring: RwLock::new(Arc::new(ring)), source })))
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.0.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the keys again. Says whether they are others than before; where they can't be read, those that are held stay.
    pub fn read_again(&self) -> bool {
        let read = self.0.source.as_ref().and_then(|source| source());
        let ring =
            read.as_ref().and_then(|keys| keys.split_first()).and_then(|(first, rest)| Ring::new(first, rest).ok());
        let Some(ring) = ring else { return false };
        let ids = |ring: &Ring| -> Vec<KeyId> {
            std::iter::once(&ring.current).chain(&ring.older).map(|key| key.id).collect()
        };
        let is_new = ids(&ring) != ids(&self.ring());
        if is_new {
            *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
        }
        is_new
    }

    /// The id of the key that seals.
    #[must_use]
    pub fn current(&self) -> KeyId {
        self.ring().current.id
    }

    /// Seals a value for its place: AES-256-GCM with a random nonce.
    ///
    /// # Errors
    /// [`SealError::Failed`] where the system gives no randomness.
    pub fn seal(&self, place: Place<'_>, clear: &[u8]) -> Result<Vec<u8>, SealError> {
        let ring = self.ring();
        let mut sealed = clear.to_vec();
        let nonce = ring
            .current
            .key
            .seal_in_place_append_tag(Aad::from(bound(place)), &mut sealed)
            .map_err(|_| SealError::Failed)?;
        Ok([ring.current.id.beginning().as_slice(), nonce.as_ref(), &sealed].concat())
    }

    /// Opens a value in its place.
    ///
    /// # Errors
    /// [`SealError`]; nothing of the value is told.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let id = KeyId::of_sealed(sealed).ok_or(SealError::NotSealed)?;
        let (nonce, body) = sealed
            .get(1 + KEY_ID_BYTES..)
            .and_then(<[u8]>::split_first_chunk::<NONCE_BYTES>)
            .ok_or(SealError::NotSealed)?;
        let mut ring = self.ring();
        if ring.find(id).is_none() && self.read_again() {
            ring = self.ring();
        }
        let key = ring.find(id).ok_or(SealError::UnknownKey)?;
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
    fn a_value_of_a_key_that_came_since_opens_by_reading_the_keys_again() {
        let file = Arc::new(RwLock::new(vec![[1; 32]]));
        let read = Arc::clone(&file);
        let running = Keys::read_again_from(&[1; 32], &[], move || Some(read.read().unwrap().clone())).unwrap();
        let of_before = running.seal(HERE, b"before").unwrap();
        let of_another_node = keys(2).seal(HERE, b"since").unwrap();
        assert_eq!(running.open(HERE, &of_another_node), Err(SealError::UnknownKey));
        *file.write().unwrap() = vec![[2; 32], [1; 32]];
        assert_eq!(running.clone().open(HERE, &of_another_node).unwrap(), b"since");
        assert_eq!(running.open(HERE, &of_before).unwrap(), b"before");
        assert_eq!(running.current(), KeyId::of(&[2; 32]), "and what is sealed from now on is sealed with the new one");
        assert!(!running.read_again(), "the same keys are nothing new");
        file.write().unwrap().clear();
        assert!(!running.read_again(), "an empty file takes no key away from those who have it");
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
