//! The sealed log: what makes a changed, removed or reordered audit event show.
//!
//! - [`Event`] has **canonical bytes**: the same on every database and for every reader, fixed byte by byte.
//! - [`tree`] lays a Merkle tree (RFC 6962, RFC 9162) over them whose hashes are **stored**: every function says which stored
//!   hashes it needs, the caller reads them, and the function answers. No tree is kept in memory.
//! - A [`Checkpoint`] states the tree's size and root, as a C2SP signed note ([`SignedNote`]) with an Ed25519 signature.
//!   [`LogKeys`] opens it, also with keys of before. A witness's cosignature stands on the same note.
//! - [`notes_in`] finds such notes in what somebody kept, a file or letters.
//! - An [`EventProof`] is a text file to hand over: one event, its way to the root, and the checkpoint.
//! - A [`Thinning`] is what an event that tells of erased events says.
//! - [`EventsWriter`] and its neighbours write the whole log out for somebody else's verifier.
//!
//! No database, no clock and no randomness live here: the caller stores the hashes, brings the time and the salts, and keeps
//! the keys. Every byte is written down in `docs/sealed-log.md`, and `tools/verify-log` reads it all without this crate.

mod checkpoint;
mod event;
mod export;
mod hash;
mod kept;
mod keys;
mod log_keys;
mod note;
mod proof;
mod thinning;
pub mod tree;
mod witness;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use event::{Event, EventError, Resource};
pub use export::{CheckpointsWriter, EventsWriter, LeavesWriter};
pub use hash::Hash;
pub use kept::notes_in;
pub use keys::{KeyError, KeyId, KeyName, Kind, SigningKey, VerifyingKey};
pub use log_keys::{Cosignature, LogKeys, Opened};
pub use note::{NoteError, SignatureLine, SignedNote};
pub use proof::{EventProof, ProofError, Proven};
pub use thinning::{Day, FLOOR_DAYS, Positions, THINNING_LEVEL, Thinning};
pub use tree::{ConsistencyProof, InclusionProof, TreeError};
pub use witness::{AddCheckpoint, cosignatures_of};
