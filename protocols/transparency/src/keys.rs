//! Names and keys of logs and witnesses, as C2SP signed notes know them.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Why a name or a key is refused. Says nothing of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Empty, or with a space, a plus or a control character.
    #[error("the name of a log or a witness has at least one character, and no space and no plus")]
    BadName,
    /// Not `name+id+key`.
    #[error("a public key is written as name+id+key: take the whole line as it was given")]
    BadForm,
    /// The id belongs to another name or key: a letter was lost or changed.
    #[error("the public key's id does not fit its name and bytes: a character was changed")]
    WrongId,
    /// Neither 0x01 nor 0x04.
    #[error("the public key is of a kind that this program does not know")]
    UnknownKind,
    /// A witness's key where a log's should be, or the other way round.
    #[error("the key is of the wrong kind: a log signs checkpoints, a witness cosigns them")]
    WrongKind,
    /// A key that carries another log's name.
    #[error("the key belongs to a log of another name")]
    AnotherLog,
    /// The library refuses.
    #[error("the cryptographic library refused the key")]
    Refused,
}

/// What a log or a witness is called: for a log also the first line of its checkpoints. A name in the manner of
/// `example.se/behorig/logg`, which nobody needs to be able to open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Takes a name.
    ///
    /// # Errors
    /// [`KeyError::BadName`].
    pub fn new(name: &str) -> Result<Self, KeyError> {
        let refused = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || name.contains(refused) { Err(KeyError::BadName) } else { Ok(Self(name.to_owned())) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Four bytes that tell keys of one name apart. Not a secret, and no proof of anything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(crate) [u8; 4]);

impl KeyId {
    /// The four bytes, to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }

    /// The first four bytes of SHA-256 over the name, a newline, the kind and the public key (C2SP signed-note).
    fn of(name: &KeyName, kind: Kind, public: &[u8; 32]) -> Self {
        let named = [name.0.as_bytes(), b"\n", &[kind.byte()], public].concat();
        let mut id = [0; 4];
        for (to, from) in id.iter_mut().zip(digest(&SHA256, &named).as_ref()) {
            *to = *from;
        }
        Self(id)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A log's Ed25519 key (0x01): it signs the note's text.
    Log,
    /// A witness's Ed25519 key (0x04): it signs the note's text with the time at which it saw it.
    Witness,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }

    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Log),
            0x04 => Some(Self::Witness),
            _ => None,
        }
    }
}

/// A public key with its name: what a verifier is given. Written as C2SP's verifier key, `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: KeyName,
    kind: Kind,
    public: [u8; 32],
    id: KeyId,
}

impl VerifyingKey {
    /// A key from its bytes.
    #[must_use]
    pub fn new(name: KeyName, kind: Kind, public: [u8; 32]) -> Self {
        let id = KeyId::of(&name, kind, &public);
        Self { name, kind, public, id }
    }

    /// Reads `name+id+key`.
    ///
    /// # Errors
    /// [`KeyError::BadForm`], [`KeyError::BadName`], [`KeyError::UnknownKind`], [`KeyError::WrongId`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        // A name has no plus, the key in base64 may have: the first two part the three.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::BadForm);
        };
        let name = KeyName::new(name)?;
        let bytes = STANDARD.decode(key).map_err(|_| KeyError::BadForm)?;
        let (&kind, public) = bytes.split_first().ok_or(KeyError::BadForm)?;
        let kind = Kind::from_byte(kind).ok_or(KeyError::UnknownKind)?;
        let key = Self::new(name, kind, public.try_into().map_err(|_| KeyError::BadForm)?);
        if key.id.to_string() == id { Ok(key) } else { Err(KeyError::WrongId) }
    }

    /// Whose key it is.
    #[must_use]
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// What it signs.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The id on its signature lines.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(crate) fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.public).verify(message, signature).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.byte()], self.public.as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, self.id, STANDARD.encode(key))
    }
}

/// A secret key with its name. `Debug` shows the public side alone.
pub struct SigningKey {
    public: VerifyingKey,
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// A key from its 32 secret bytes, which the caller draws from the system and keeps sealed.
    ///
    /// # Errors
    /// [`KeyError::Refused`] where the library refuses.
    pub fn from_seed(name: KeyName, kind: Kind, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Refused)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Refused)?;
        Ok(Self { public: VerifyingKey::new(name, kind, public), pair })
    }

    /// The key to give to everybody.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        Ok(self.pair.try_sign(message).map_err(|_| KeyError::Refused)?.as_ref().to_vec())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ****)", self.public)
    }
}
