//! Whom to believe of a log: its key, its keys of before, and its witnesses.

use crate::note::Says;
use crate::{Checkpoint, CheckpointError, KeyError, KeyName, Kind, NoteError, SignedNote, VerifyingKey};

/// A log's keys: the present one, and those before it, each up to the size at which it was retired.
#[derive(Debug, Clone)]
pub struct LogKeys {
    present: VerifyingKey,
    retired: Vec<(u64, VerifyingKey)>,
}

/// A checkpoint that a known key has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// Which of the witnesses asked for have seen it.
    pub cosignatures: Vec<Cosignature>,
}

/// A witness saw that the log only grew, up to this checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// Which witness.
    pub witness: KeyName,
    /// When, in seconds since 1970 UTC, by the witness's clock.
    pub seconds: u64,
}

impl LogKeys {
    /// A log with one key, whose name is the log's.
    ///
    /// # Errors
    /// [`KeyError::WrongKind`] with a witness's key.
    pub fn new(present: VerifyingKey) -> Result<Self, KeyError> {
        if present.kind() == Kind::Log { Ok(Self { present, retired: Vec::new() }) } else { Err(KeyError::WrongKind) }
    }

    /// The same log with a key of before: good for checkpoints over at most `last_size` events, which is the size at which
    /// both keys signed. Whoever steals it afterwards can sign nothing that is newer.
    ///
    /// # Errors
    /// [`KeyError::WrongKind`], [`KeyError::AnotherLog`].
    pub fn with_retired(mut self, key: VerifyingKey, last_size: u64) -> Result<Self, KeyError> {
        if key.kind() != Kind::Log {
            return Err(KeyError::WrongKind);
        }
        if key.name() != self.present.name() {
            return Err(KeyError::AnotherLog);
        }
        self.retired.push((last_size, key));
        Ok(self)
    }

    /// The log's name.
    #[must_use]
    pub fn origin(&self) -> &KeyName {
        self.present.name()
    }

    /// Opens a signed checkpoint of this log.
    ///
    /// # Errors
    /// [`CheckpointError::AnotherLog`]; [`CheckpointError::RetiredKey`]; [`CheckpointError::Note`] where no key of the log
    /// signed it, or a signature of a key given here does not hold.
    pub fn open(&self, note: &SignedNote, witnesses: &[VerifyingKey]) -> Result<Opened, CheckpointError> {
        let checkpoint = Checkpoint::parse(note.text())?;
        if checkpoint.origin() != self.origin() {
            return Err(CheckpointError::AnotherLog(checkpoint.origin().clone()));
        }
        let size = checkpoint.size();
        let (good, late): (Vec<_>, Vec<_>) = self.retired.iter().partition(|(last, _)| size <= *last);
        let mut known = vec![&self.present];
        known.extend(good.iter().map(|(_, key)| key));
        known.extend(witnesses.iter().filter(|key| key.kind() == Kind::Witness));
        let said = note.said_by(&known).or_else(|error| match error {
            NoteError::NoKnownSignature => Ok(Vec::new()),
            other => Err(other),
        })?;
        if !said.iter().any(|(_, says)| *says == Says::Signed) {
            let late: Vec<_> = late.iter().map(|(_, key)| key).collect();
            let by_retired = note.said_by(&late).is_ok();
            return Err(if by_retired {
                CheckpointError::RetiredKey(size)
            } else {
                NoteError::NoKnownSignature.into()
            });
        }
        let cosignatures = said.into_iter().filter_map(|(key, says)| match says {
            Says::SeenAt(seconds) => Some(Cosignature { witness: key.name().clone(), seconds }),
            Says::Signed => None,
        });
        Ok(Opened { checkpoint, cosignatures: cosignatures.collect() })
    }
}
