//! The part of a password that says which key typed it.

use crate::modhex;
use std::fmt;

/// Why a typed public id was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicIdError {
    /// Nothing was typed.
    #[error("is empty")]
    Empty,
    /// More than 16 bytes, which no key has.
    #[error("is longer than 32 letters")]
    TooLong,
    /// Not modhex, or an odd number of letters.
    #[error("is not an even number of modhex letters (cbdefghijklnrtuv)")]
    NotModhex,
}

/// The public id of a YubiKey slot: 0 to 16 bytes, nearly always 6. Not secret; printed and stored as modhex.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicId(Vec<u8>);

impl PublicId {
    /// The most bytes a public id can have.
    pub const MAX_BYTES: usize = 16;

    /// Reads a public id as typed or as stored: modhex in either case, blanks around it ignored.
    ///
    /// A key can be made without a public id, and [`crate::Otp::parse`] accepts its passwords, but one cannot be
    /// enrolled by name, so empty text is refused here.
    ///
    /// # Errors
    /// [`PublicIdError`], each cause by itself.
    pub fn parse(text: &str) -> Result<Self, PublicIdError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PublicIdError::Empty);
        }
        if text.len() > 2 * Self::MAX_BYTES {
            return Err(PublicIdError::TooLong);
        }
        modhex::decode(text).map(Self).ok_or(PublicIdError::NotModhex)
    }

    /// Takes the bytes themselves; `None` when there are more than sixteen.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= Self::MAX_BYTES).then(|| Self(bytes.to_vec()))
    }

    /// The bytes that the modhex letters stand for.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether the key has no public id at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&modhex::encode(&self.0))
    }
}

impl fmt::Debug for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_public_id_is_stored_in_one_form_however_it_was_typed() {
        assert_eq!(PublicId::parse(" CCCCCCDVVULE \n").unwrap().to_string(), "ccccccdvvule");
        assert_eq!(PublicId::parse("ccccccdvvule").unwrap().as_bytes().len(), 6);
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        assert_eq!(PublicId::parse("  ").unwrap_err(), PublicIdError::Empty);
        assert_eq!(PublicId::parse(&"c".repeat(34)).unwrap_err(), PublicIdError::TooLong);
        assert_eq!(PublicId::parse("ccc").unwrap_err(), PublicIdError::NotModhex);
        assert_eq!(PublicId::parse("cccccc123456").unwrap_err(), PublicIdError::NotModhex);
        assert_eq!(PublicId::from_bytes(&[0; 17]), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(bytes in proptest::collection::vec(any::<u8>(), 1..=16)) {
            let id = PublicId::from_bytes(&bytes).unwrap();
            prop_assert_eq!(PublicId::parse(&id.to_string()).unwrap(), id);
        }
    }
}
