//! The outbox: letters that are written with a change and sent afterwards.
//!
//! - [`Outbox::put`] writes a [`Letter`] in the change's own transaction, so that the two stand or fall together, with its body
//!   sealed by the program's key. After the commit, [`Outbox::wake`] has it sent at once.
//! - A [`Sender`] takes one letter after the other by a lease, so that of many nodes one sends each, and hands it to a
//!   [`Carrier`]. No transaction is open meanwhile.
//! - A letter is sent at least once: whoever dies between the sending and the note of it has it sent again, with the same id.
//!   Its body is wiped as soon as it is sent, given up or withdrawn.
//!
//! Nothing of a letter but its id and its kind is ever logged.

mod letter;
mod pace;
mod records;
mod sender;

pub use letter::{Letter, LetterId, Post};
pub use pace::Pace;
pub use records::{Outcome, Standing, Tidied, outcome, standing, tidy, withdraw};
pub use sender::{Carried, Carrier, NotCarried, Sender, Sending};

use std::sync::Arc;

use behorig_store::seal::{Keys, SealError};
use behorig_store::{StoreError, WriteTx};
use tokio::sync::Notify;

/// Where letters are put; cheap to clone, and all clones are one.
#[derive(Clone)]
pub struct Outbox(Arc<Inner>);

struct Inner {
    keys: Keys,
    due: Notify,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Outbox(…)")
    }
}

impl Outbox {
    /// An outbox whose letters are sealed with these keys.
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        Self(Arc::new(Inner { keys, due: Notify::new() }))
    }

    /// Writes a letter in the change's own transaction. It is sent once the change is committed, and never if it is not.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database; [`StoreError::Shape`] where the system gives no randomness to seal with.
    pub async fn put(&self, tx: &mut WriteTx, letter: &Letter) -> Result<LetterId, StoreError> {
        let id = LetterId::new(tx.new_uuid());
        let sealed = self.0.keys.seal(records::place(&id), letter.body.as_bytes());
        let sealed = sealed.map_err(|error| StoreError::Shape(error.to_string()))?;
        records::insert(tx, id, letter, &sealed)?;
        Ok(id)
    }

    /// Says that a letter was committed: this node's sender looks now instead of at its next round. Without it nothing is lost.
    pub fn wake(&self) {
        self.0.due.notify_one();
    }

    async fn woken(&self) {
        self.0.due.notified().await;
    }

    fn open(&self, id: LetterId, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        self.0.keys.open(records::place(&id), sealed)
    }
}
