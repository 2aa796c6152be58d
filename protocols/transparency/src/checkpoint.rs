//! C2SP checkpoints: how large the log is, and its root.

use std::fmt;

use crate::tree::MAX_LEAVES;
use crate::{Hash, KeyError, KeyName, NoteError, SignedNote, SigningKey};

/// Why a text is no checkpoint, or one cannot be made or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not the lines of a checkpoint.
    #[error("this is no checkpoint: it must say the log's name, its size and its root, each on a line of its own")]
    BadForm,
    /// A checkpoint of another log.
    #[error("this is a checkpoint of the log {0}, and another was asked for")]
    AnotherLog(KeyName),
    /// Only a key that was retired before has signed it.
    #[error("the checkpoint over {0} events is signed only with a key that had been retired before")]
    RetiredKey(u64),
    /// The note or its signatures.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl From<KeyError> for CheckpointError {
    fn from(error: KeyError) -> Self {
        Self::Note(NoteError::Key(error))
    }
}

/// The state of a log: its name, how many events it has, and the root of the tree over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: KeyName,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint to sign.
    #[must_use]
    pub const fn new(origin: KeyName, size: u64, root: Hash) -> Self {
        Self { origin, size, root, extensions: Vec::new() }
    }

    /// Reads the text of a note.
    ///
    /// # Errors
    /// [`CheckpointError::BadForm`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let bad = || CheckpointError::BadForm;
        let mut lines = text.strip_suffix('\n').ok_or_else(bad)?.split('\n');
        let origin = lines.next().and_then(|name| KeyName::new(name).ok()).ok_or_else(bad)?;
        let size = lines.next().and_then(decimal).filter(|size| *size <= MAX_LEAVES).ok_or_else(bad)?;
        let root = lines.next().and_then(Hash::parse).ok_or_else(bad)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(bad());
        }
        Ok(Self { origin, size, root, extensions })
    }

    /// Signs the checkpoint with the log's key, which carries the log's name. During a change of keys with both.
    ///
    /// # Errors
    /// [`KeyError::AnotherLog`] with a key of another name, and what [`SignedNote::sign`] says.
    pub fn sign(&self, keys: &[&SigningKey]) -> Result<SignedNote, CheckpointError> {
        if keys.iter().any(|key| *key.verifying_key().name() != self.origin) {
            return Err(KeyError::AnotherLog.into());
        }
        Ok(SignedNote::sign(&self.to_string(), keys)?)
    }

    /// Which log.
    #[must_use]
    pub const fn origin(&self) -> &KeyName {
        &self.origin
    }

    /// How many events.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree over them.
    #[must_use]
    pub const fn root(&self) -> Hash {
        self.root
    }

    /// Further lines, which nobody audits. Ours have none.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A number in the one way of writing it: no sign, no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}
