//! The two secrets that a YubiKey shares with whoever checks it. Neither is ever printed.

use std::fmt;

/// Why a typed secret was refused. Says nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The text has not the number of hexadecimal digits that this secret has.
    #[error("must be {expected} hexadecimal digits")]
    WrongLength {
        /// How many digits it must have.
        expected: usize,
    },
    /// Something else than 0–9 and a–f stands in it.
    #[error("must hold only the digits 0-9 and the letters a-f")]
    NotHexadecimal,
}

/// The AES-128 key of one YubiKey slot.
///
/// Kept encrypted with the program's own key wherever it is stored; `Debug` prints no digit of it.
#[derive(Clone, PartialEq, Eq)]
pub struct AesKey([u8; 16]);

/// The six secret bytes inside every password of one YubiKey slot (*private identity*).
///
/// They prove that a block was made by the key it claims, beyond its checksum. `Debug` prints no digit of them.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateId([u8; 6]);

impl AesKey {
    /// Reads 32 hexadecimal digits, in either case, blanks allowed between them as Yubico's tools print them.
    ///
    /// # Errors
    /// [`SecretError`] when the digits are not hexadecimal or not 32.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        hexadecimal(text).map(Self)
    }

    /// The key as it came out of the encrypted column.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bare key: for encrypting it into its column, and for nothing else.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl PrivateId {
    /// Reads 12 hexadecimal digits, in either case, blanks allowed between them.
    ///
    /// # Errors
    /// [`SecretError`] when the digits are not hexadecimal or not 12.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        hexadecimal(text).map(Self)
    }

    /// The private id as it came out of the encrypted column.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }

    /// The bare private id: for encrypting it into its column, and for nothing else.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 6] {
        &self.0
    }

    /// Compares in a time that does not depend on where the two differ.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

fn hexadecimal<const N: usize>(text: &str) -> Result<[u8; N], SecretError> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.chars().count() != 2 * N {
        return Err(SecretError::WrongLength { expected: 2 * N });
    }
    let mut bytes = [0; N];
    hex::decode_to_slice(&digits, &mut bytes).map_err(|_| SecretError::NotHexadecimal)?;
    Ok(bytes)
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AesKey(****)")
    }
}

impl fmt::Debug for PrivateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateId(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_yubicos_tools_print_it() {
        let key = AesKey::parse("c4422890653076cde73d449b191b416a").unwrap();
        assert_eq!(AesKey::parse(" C4 42 28 90 65 30 76 CD E7 3D 44 9B 19 1B 41 6A\n").unwrap(), key);
        assert_eq!(key.as_bytes()[..2], [0xc4, 0x42]);
        assert_eq!(
            PrivateId::parse("33c69e7f249e").unwrap(),
            PrivateId::from_bytes([0x33, 0xc6, 0x9e, 0x7f, 0x24, 0x9e])
        );
    }

    #[test]
    fn a_wrong_secret_is_refused_with_what_to_do() {
        assert_eq!(AesKey::parse("c442").unwrap_err(), SecretError::WrongLength { expected: 32 });
        assert_eq!(PrivateId::parse("33c69e7f249g").unwrap_err(), SecretError::NotHexadecimal);
        assert_eq!(PrivateId::parse("33c69e7f249å").unwrap_err(), SecretError::NotHexadecimal);
        assert_eq!(PrivateId::parse("").unwrap_err(), SecretError::WrongLength { expected: 12 });
    }

    #[test]
    fn no_digit_of_a_secret_is_printed() {
        assert_eq!(format!("{:?}", AesKey::from_bytes([0x88; 16])), "AesKey(****)");
        assert_eq!(format!("{:?}", PrivateId::from_bytes([0x88; 6])), "PrivateId(****)");
    }
}
