//! What goes to a witness and what comes back (C2SP tlog-witness). The sending is the caller's.

use std::fmt;

use crate::note::SignatureLine;
use crate::{Checkpoint, ConsistencyProof, NoteError, SignedNote, SigningKey, VerifyingKey};

/// The body of `POST <witness>/add-checkpoint`: a checkpoint, and the proof that the log only grew since the last one that the
/// witness saw. Made as text by `Display`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint<'a> {
    /// From the size that the witness saw last (0 where it never saw the log) to the checkpoint's.
    pub growth: &'a ConsistencyProof,
    /// The checkpoint, signed by the log.
    pub note: &'a SignedNote,
}

impl fmt::Display for AddCheckpoint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.growth.older)?;
        self.growth.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

/// The cosignatures in a witness's answer that are by the given witnesses and hold for this note. Others are passed over: a
/// witness may sign with keys that nobody here knows.
///
/// # Errors
/// [`NoteError::BadForm`] where the answer is no list of signature lines; [`NoteError::BadSignature`] where a line in the name
/// of a given witness is not by it.
pub fn cosignatures_of(
    answer: &str,
    note: &SignedNote,
    witnesses: &[VerifyingKey],
) -> Result<Vec<SignatureLine>, NoteError> {
    let mut good = Vec::new();
    for line in answer.strip_suffix('\n').ok_or(NoteError::BadForm)?.split('\n') {
        let line = SignatureLine::parse(line)?;
        for key in witnesses.iter().filter(|key| line.claims(key)) {
            let bad = || NoteError::BadSignature { name: key.name().clone(), id: key.id() };
            line.check(note.text(), key).ok_or_else(bad)?;
            good.push(line.clone());
        }
    }
    Ok(good)
}

impl SigningKey {
    /// Cosigns a checkpoint as a witness, at a time in seconds since 1970 UTC. **Only** after the checkpoint was opened with the
    /// log's key and proven to grow from the last one cosigned, and after it was stored as the new last one.
    ///
    /// # Errors
    /// [`NoteError::BadForm`] where the note is no checkpoint; [`crate::KeyError::WrongKind`] with a log's key.
    pub fn cosign(&self, note: &SignedNote, seconds: u64) -> Result<SignatureLine, NoteError> {
        if Checkpoint::parse(note.text()).is_err() || i64::try_from(seconds).is_err() {
            return Err(NoteError::BadForm);
        }
        Ok(SignatureLine::of_witness(note.text(), self, seconds)?)
    }
}
