//! What keeps the log from being sealed, verified or proven.

use behorig_access::Uuid;
use behorig_store::StoreError;
use behorig_store::seal::SealError;
use behorig_transparency::{CheckpointError, EventError, KeyError, NoteError, ProofError, TreeError};

/// Why something about the sealed log could not be done. Says nothing of what an event says.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The database.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// The log's secret key does not open: another program's key, or a changed row.
    #[error("the log's signing key can't be opened with the key of key.file: {0}")]
    Sealed(#[from] SealError),
    /// A key.
    #[error("the log's key: {0}")]
    Key(#[from] KeyError),
    /// A checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The tree.
    #[error("the tree: {0}")]
    Tree(#[from] TreeError),
    /// An event.
    #[error(transparent)]
    Event(#[from] EventError),
    /// A proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// There is no log yet.
    #[error("nothing has been sealed here yet: start the program once, and it begins")]
    NotBegun,
    /// What is stored was changed by somebody else. Nothing more is sealed or signed: events wait and none is lost.
    #[error(
        "the sealed log was changed in the database: {0}. Nothing is sealed until somebody has looked: run `behorig audit verify`"
    )]
    Broken(String),
    /// An event that has no leaf yet, or is none.
    #[error(
        "no sealed event has the id {0}: it is none of the log, or it is not sealed yet (that takes a few seconds)"
    )]
    NoSuchEvent(Uuid),
    /// An event that was erased.
    #[error("the event {0} was erased when its time was over: the log has its hash, and nobody has what it said")]
    Erased(Uuid),
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// A file.
    #[error("{0}")]
    File(String),
}

impl From<NoteError> for LogError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(CheckpointError::Note(error))
    }
}
