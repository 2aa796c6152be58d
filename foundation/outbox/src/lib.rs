//! The outbox: letters that are written with a change and sent afterwards.
//!
//! - [`Outbox::put`] writes a [`Letter`] in the change's own transaction, so that the two stand or fall together, with its body
//!   sealed by the program's key. After the commit, [`Outbox::wake`] has it sent at once.
//! - A [`Sender`] takes one letter after the other by a lease, so that of many nodes one sends each, and hands it to a
//!   [`Carrier`]. No transaction is open meanwhile. Mail and text messages have a carrier and a sender each: while one
//!   [`Way`] is shut, the other goes on.
//! - A letter is sent at least once: whoever dies between the sending and the note of it has it sent again, with the same id.
//!   Where the way knows no repeats ([`Way::knows_repeats`]), one of which nobody can say whether it went is sent three times in
//!   all, and then given up. Its body is wiped as soon as it is sent, given up or withdrawn.
//!
//! Nothing of a letter but its id and its kind is ever logged.

mod address;
mod letter;
mod pace;
mod records;
mod sender;

pub use address::{Address, Way};
pub use letter::{Letter, LetterId, Post};
pub use pace::Pace;
pub use records::{Backlog, Outcome, Standing, Tidied, backlog, outcome, standing, tidy, withdraw, written_to};
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
    ways: Vec<Way>,
    mail_due: Notify,
    sms_due: Notify,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Outbox(…)")
    }
}

impl Outbox {
    /// An outbox whose letters are sealed with these keys and go by mail.
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        Self::by(keys, &[Way::Mail])
    }

    /// An outbox whose letters are sealed with these keys and go by these ways. Nobody should be offered any other: a letter that
    /// is put for one waits until its time is over.
    #[must_use]
    pub fn by(keys: Keys, ways: &[Way]) -> Self {
        Self(Arc::new(Inner { keys, ways: ways.to_vec(), mail_due: Notify::new(), sms_due: Notify::new() }))
    }

    /// Whether letters go by this way here.
    #[must_use]
    pub fn goes_by(&self, way: Way) -> bool {
        self.0.ways.contains(&way)
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

    /// Says that a letter was committed: this node's senders look now instead of at their next round. Without it nothing is lost.
    pub fn wake(&self) {
        Way::ALL.into_iter().for_each(|way| self.due(way).notify_one());
    }

    async fn woken(&self, way: Way) {
        self.due(way).notified().await;
    }

    fn due(&self, way: Way) -> &Notify {
        match way {
            Way::Mail => &self.0.mail_due,
            Way::Sms => &self.0.sms_due,
        }
    }

    fn open(&self, id: LetterId, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        self.0.keys.open(records::place(&id), sealed)
    }
}
