//! The sealed log in the store: every audit event becomes a leaf of a Merkle tree whose root is signed every few seconds.
//!
//! - A [`Log`] is the tree with its keys. [`Log::begin`] makes it where there is none.
//! - A [`Sealer`] seals what waits, signs what was sealed, shows it to the [`Witness`]es and thins old checkpoints. Any number of them
//!   may work on one database: nothing forks (`records/sealing.rs` says why).
//! - A [`Thinner`] erases what is older than its unit's log is kept, with an event that tells of it; the tree stays as it is.
//! - [`Log::verify`] finds what was changed, dropped, added, swapped or cut off; [`Log::proof`] proves one event to somebody else, and
//!   [`Log::export`] writes all of it for a verifier that somebody else has written.
//!
//! The bytes are those of `protocols/transparency`; `docs/sealed-log.md` says what each part can and cannot show.

mod error;
mod export;
mod log;
mod proof;
mod records;
pub mod retention;
mod rotation;
mod rules;
mod sealer;
mod state;
mod thinner;
mod verify;
mod walk;
mod witness;

pub use error::LogError;
pub use export::Exported;
pub use log::Log;
pub use retention::Years;
pub use sealer::{Pace, Sealed, Sealer, SealerAtWork};
pub use state::{State, WitnessState, state};
pub use thinner::{Thinner, ThinningPace};
pub use verify::{Kept, Question, Report};
pub use witness::{HttpWitness, MailWitness, Witness, WitnessError};
