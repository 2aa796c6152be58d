//! One hash of the tree.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// A SHA-256 hash of the tree: of a leaf, of a node, or the root. Printed in base64, as checkpoints and proofs write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The root of a tree without leaves: the hash of no bytes (RFC 6962, 2.1).
    pub const EMPTY_TREE: Self = Self(tlog_tiles::EMPTY_HASH.0);

    /// The hash of a leaf: SHA-256 of the byte 0x00 and the leaf's bytes (RFC 6962, 2.1).
    #[must_use]
    pub fn of_leaf(bytes: &[u8]) -> Self {
        Self(tlog_tiles::record_hash(bytes).0)
    }

    /// A hash as it was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads a hash in base64 (RFC 4648, 4: padded, nothing left over).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    pub(crate) const fn to_library(self) -> tlog_tiles::Hash {
        tlog_tiles::Hash(self.0)
    }

    pub(crate) const fn from_library(hash: tlog_tiles::Hash) -> Self {
        Self(hash.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
