//! Secrets that a browser holds: 32 random bytes, of which the database keeps only the hash.

use sha2::{Digest, Sha256};

/// A secret for a cookie or a one-time link; it never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What the database keeps of a [`Token`]: SHA-256 of its text. A token has 256 random bits, so no slow hash is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

impl Token {
    /// A new secret from the system's randomness.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex::encode(bytes)))
    }

    /// A token as a browser sent it: 64 hex digits, or it is none.
    #[must_use]
    pub fn from_sent(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| Self(text.to_owned()))
    }

    /// The secret itself, for the cookie or the link and nowhere else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What to store and to search by.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl behorig_store::ToParam for TokenHash {
    fn to_param(&self) -> behorig_store::Param<'_> {
        behorig_store::Param::Bytes(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_prints_and_is_found_by_its_hash() {
        let token = Token::random().unwrap();
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Token::from_sent(token.reveal()).unwrap().hash(), token.hash());
        assert!(Token::from_sent("zz").is_none());
        assert!(Token::from_sent(&"å".repeat(32)).is_none());
    }
}
