//! A proof to hand over: one event, its way to the root, and the signed checkpoint, in one text file (C2SP tlog-proof).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::decimal;
use crate::tree::InclusionProof;
use crate::{Checkpoint, CheckpointError, Event, EventError, Hash, LogKeys, NoteError, Opened};
use crate::{SignedNote, TreeError, VerifyingKey};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// Why a proof is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Not the lines of a proof.
    #[error("this is no proof: its first line must be {FIRST_LINE}, and nothing of it may be changed")]
    BadForm,
    /// The proof carries no event: it may be good for whoever has it.
    #[error("the proof does not carry the event itself")]
    NoEvent,
    /// The event's bytes are none.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The hashes do not lead from the event to the root.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The checkpoint is not to be believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl From<NoteError> for ProofError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(CheckpointError::Note(error))
    }
}

/// One event's canonical bytes with the proof that the log has it. The text form is the file to hand over; the event stands in
/// its line `extra`, so the file tells of people and is to be handled as the log itself.
#[derive(Clone, PartialEq, Eq)]
pub struct EventProof {
    event: Vec<u8>,
    leaf: u64,
    path: Vec<Hash>,
    note: SignedNote,
}

/// What a proof that holds proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven<'a> {
    /// The event.
    pub event: Event<'a>,
    /// Its position in the log, from 0.
    pub leaf: u64,
    /// The checkpoint that it is under, and who witnessed that.
    pub opened: Opened,
}

impl EventProof {
    /// Puts a proof together. The way must lead to the root of this very checkpoint.
    ///
    /// # Errors
    /// Any [`ProofError`]: a proof that does not hold is not handed out.
    pub fn new(event: Vec<u8>, inclusion: InclusionProof, note: SignedNote) -> Result<Self, ProofError> {
        Event::parse(&event)?;
        let checkpoint = Checkpoint::parse(note.text())?;
        if inclusion.size != checkpoint.size() {
            return Err(TreeError::NotProven.into());
        }
        inclusion.check(Hash::of_leaf(&event), checkpoint.root())?;
        Ok(Self { event, leaf: inclusion.leaf, path: inclusion.path, note })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ProofError::BadForm`], [`ProofError::NoEvent`], [`ProofError::Checkpoint`].
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        let bad = || ProofError::BadForm;
        let (head, note) = text.split_once("\n\n").ok_or_else(bad)?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(bad());
        }
        let extra = lines.next().and_then(|line| line.strip_prefix("extra ")).ok_or(ProofError::NoEvent)?;
        let event = STANDARD.decode(extra).map_err(|_| bad())?;
        let leaf = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(decimal).ok_or_else(bad)?;
        let path = lines.map(|line| Hash::parse(line).ok_or_else(bad)).collect::<Result<_, _>>()?;
        Ok(Self { event, leaf, path, note: SignedNote::parse(note)? })
    }

    /// Checks everything: the checkpoint's signature, the way to its root, and that the event is one.
    ///
    /// # Errors
    /// Any [`ProofError`] but `BadForm` and `NoEvent`.
    pub fn check(&self, keys: &LogKeys, witnesses: &[VerifyingKey]) -> Result<Proven<'_>, ProofError> {
        let opened = keys.open(&self.note, witnesses)?;
        let inclusion = InclusionProof { leaf: self.leaf, size: opened.checkpoint.size(), path: self.path.clone() };
        inclusion.check(Hash::of_leaf(&self.event), opened.checkpoint.root())?;
        Ok(Proven { event: Event::parse(&self.event)?, leaf: self.leaf, opened })
    }
}

impl fmt::Display for EventProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}\nextra {}\nindex {}", STANDARD.encode(&self.event), self.leaf)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

impl fmt::Debug for EventProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventProof(position {})", self.leaf)
    }
}
