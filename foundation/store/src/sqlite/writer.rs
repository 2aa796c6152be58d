//! The writer's thread: changes in their order, each a savepoint, committed in groups.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};

use futures::FutureExt;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::change::{Change, Verdict};
use crate::figures::Meters;
use crate::news::Listeners;
use crate::tx::{Handle, Tx, WriteTx};
use crate::{Actor, StoreError, SystemName, Topic};

/// Measured: beyond 64 changes a group gains nothing and makes the first wait longer.
const GROUP: usize = 64;

/// A change in the queue.
pub(super) struct Queued {
    pub(super) actor: Arc<Actor>,
    pub(super) system: Arc<SystemName>,
    pub(super) change: Arc<dyn Change>,
    pub(super) tell: oneshot::Sender<Verdict>,
}

impl Queued {
    /// A browser that hung up no longer listens; what was done stands all the same.
    fn answer(self, verdict: Verdict) {
        let _ = self.tell.send(verdict);
    }
}

/// A change that was run, whose answer is given after the group's commit.
struct Ran {
    queued: Queued,
    /// Whether the change wants to be kept; or why it was taken back.
    outcome: Result<bool, StoreError>,
}

impl Ran {
    fn answer(self, committed: &Result<(), StoreError>) {
        let verdict = match self.outcome {
            Ok(true) => committed.clone(),
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        self.queued.answer(verdict);
    }
}

pub(super) fn write_in_groups(
    mut connection: Connection,
    queue: &mpsc::Receiver<Queued>,
    listeners: &Listeners,
    meters: &Meters,
) {
    while let Ok(first) = queue.recv() {
        if let Err(error) = begin(&connection) {
            tracing::error!(%error, "the database takes no change now");
            refuse_group(first, queue, &error);
            continue;
        }
        let mut done = Vec::new();
        let mut touched = Vec::new();
        let mut group = Ok(());
        let mut next = Some(first);
        while let Some(queued) = next.take() {
            let outcome;
            (connection, outcome, group) = in_savepoint(connection, &queued, &mut touched);
            done.push(Ran { queued, outcome });
            if group.is_ok() && done.len() < GROUP {
                next = queue.try_recv().ok();
            }
        }
        let committed = group.and_then(|()| statement(&connection, "COMMIT"));
        if let Err(error) = &committed {
            tracing::error!(%error, changes = done.len(), "a group of changes did not reach the disk");
            roll_back(&connection);
        }
        if committed.is_ok() {
            meters.group(done.len());
        } else {
            meters.lost_group();
        }
        for ran in done {
            ran.answer(&committed);
        }
        if committed.is_ok() {
            listeners.tell(&touched);
        }
    }
    if let Err(error) = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the database was closed without a last checkpoint");
    }
}

/// Whoever waits in the queue has waited as long as the first. Gathered before anyone is answered: who sends after an answer
/// gets a try of their own.
fn refuse_group(first: Queued, queue: &mpsc::Receiver<Queued>, error: &StoreError) {
    let waiting: Vec<_> = queue.try_iter().take(GROUP - 1).collect();
    for queued in std::iter::once(first).chain(waiting) {
        queued.answer(Err(error.clone()));
    }
}

fn begin(connection: &Connection) -> Result<(), StoreError> {
    roll_back(connection);
    statement(connection, "BEGIN IMMEDIATE")
}

/// Leaves no transaction open. SQLite takes the whole of it back by itself when the disk is full or fails.
fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be taken back");
    }
}

/// Runs one change on the writer's connection; what it wrote before failing is taken back. Gives back the connection, what the
/// change came to, and whether what is left in the group's transaction is whole changes and nothing else; what a kept change touched
/// is added to what the group did.
fn in_savepoint(
    connection: Connection,
    queued: &Queued,
    touched: &mut Vec<Topic>,
) -> (Connection, Result<bool, StoreError>, Result<(), StoreError>) {
    if let Err(error) = statement(&connection, "SAVEPOINT change") {
        return (connection, Err(error.clone()), Err(error));
    }
    let (actor, system) = (Arc::clone(&queued.actor), Arc::clone(&queued.system));
    let mut tx = WriteTx { tx: Tx::new(Handle::Sqlite(connection)), actor, system, touched: Vec::new() };
    let outcome = catch_unwind(AssertUnwindSafe(|| queued.change.run(&mut tx).now_or_never()));
    let outcome = match (outcome, tx.tx.fault.take()) {
        (Ok(Some(true)), Some(fault)) => Err(fault),
        (Ok(Some(is_kept)), _) => Ok(is_kept),
        (Ok(None), _) => Err(StoreError::Refused("a write waited for something other than SQL".to_owned())),
        (Err(_), _) => Err(StoreError::Refused("a write ended in a panic".to_owned())),
    };
    let Handle::Sqlite(connection) = std::mem::replace(&mut tx.tx.handle, Handle::Taken) else {
        unreachable!("a write on SQLite holds the SQLite connection that it was given")
    };
    let sound = match (&outcome, connection.is_autocommit()) {
        (_, true) => Err(StoreError::Unavailable("the disk is full or failing".to_owned())),
        (Ok(true), false) => statement(&connection, "RELEASE change"),
        (_, false) => {
            statement(&connection, "ROLLBACK TO change").and_then(|()| statement(&connection, "RELEASE change"))
        }
    };
    if matches!(outcome, Ok(true)) {
        touched.append(&mut tx.touched);
    }
    (connection, outcome, sound)
}

fn statement(connection: &Connection, text: &str) -> Result<(), StoreError> {
    connection.prepare_cached(text)?.execute(())?;
    Ok(())
}
