//! The writer's thread: changes in their order, each a savepoint, committed in groups.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};

use futures::FutureExt;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::tx::{Handle, Tx, WriteTx};
use crate::{Actor, Recorded, StoreError, SystemName, Work};

/// Measured: beyond 64 changes a group gains nothing and makes the first wait longer.
const GROUP: usize = 64;

/// Told whether the group that held the change is on disk.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// A change in the queue.
pub(super) trait Change: Send {
    /// Runs it inside the group's transaction; its answer is given after the commit.
    fn run(self: Box<Self>, connection: Connection) -> Ran;
    /// Answers that it was not run.
    fn refuse(self: Box<Self>, why: StoreError);
}

/// A change that was run.
pub(super) struct Ran {
    connection: Connection,
    answer: Answer,
    /// Whether what is left in the group's transaction is whole changes and nothing else.
    sound: Result<(), StoreError>,
}

pub(super) struct QueuedChange<I, T, E, F> {
    pub(super) actor: Arc<Actor>,
    pub(super) system: Arc<SystemName>,
    pub(super) input: I,
    pub(super) work: F,
    pub(super) tell: oneshot::Sender<Result<T, E>>,
}

impl<I, T, E, F> Change for QueuedChange<I, T, E, F>
where
    I: Send,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E> + Send,
{
    fn run(self: Box<Self>, connection: Connection) -> Ran {
        let Self { actor, system, input, work, tell } = *self;
        let (connection, outcome, sound) = in_savepoint(connection, actor, system, &input, &work);
        let answer: Answer = Box::new(move |committed| {
            let outcome = match (outcome, committed) {
                (Ok(_), Err(error)) => Err(E::from(error)),
                (outcome, _) => outcome,
            };
            // A browser that hung up no longer listens; the change stands all the same.
            let _ = tell.send(outcome);
        });
        Ran { connection, answer, sound }
    }

    fn refuse(self: Box<Self>, why: StoreError) {
        let _ = self.tell.send(Err(E::from(why)));
    }
}

pub(super) fn write_in_groups(mut connection: Connection, queue: &mpsc::Receiver<Box<dyn Change>>) {
    while let Ok(first) = queue.recv() {
        if let Err(error) = begin(&connection) {
            tracing::error!(%error, "the database takes no change now");
            refuse_group(first, queue, &error);
            continue;
        }
        let mut answers = Vec::new();
        let mut group = Ok(());
        let mut next = Some(first);
        while let Some(change) = next.take() {
            let ran = change.run(connection);
            connection = ran.connection;
            answers.push(ran.answer);
            group = ran.sound;
            if group.is_ok() && answers.len() < GROUP {
                next = queue.try_recv().ok();
            }
        }
        let committed = group.and_then(|()| statement(&connection, "COMMIT"));
        if let Err(error) = &committed {
            tracing::error!(%error, changes = answers.len(), "a group of changes did not reach the disk");
            roll_back(&connection);
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
    if let Err(error) = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the database was closed without a last checkpoint");
    }
}

/// Whoever waits in the queue has waited as long as the first. Gathered before anyone is answered: who sends after an answer
/// gets a try of their own.
fn refuse_group(first: Box<dyn Change>, queue: &mpsc::Receiver<Box<dyn Change>>, error: &StoreError) {
    let waiting: Vec<_> = queue.try_iter().take(GROUP - 1).collect();
    for change in std::iter::once(first).chain(waiting) {
        change.refuse(error.clone());
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

/// Runs one change on the writer's connection; what it wrote before failing is taken back.
fn in_savepoint<I, T, E, F>(
    connection: Connection,
    actor: Arc<Actor>,
    system: Arc<SystemName>,
    input: &I,
    work: &F,
) -> (Connection, Result<T, E>, Result<(), StoreError>)
where
    E: From<StoreError>,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E>,
{
    if let Err(error) = statement(&connection, "SAVEPOINT change") {
        return (connection, Err(E::from(error.clone())), Err(error));
    }
    let mut tx = WriteTx { tx: Tx::new(Handle::Sqlite(connection)), actor, system };
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx, input).now_or_never()));
    let outcome = match (outcome, tx.tx.fault.take()) {
        (Ok(Some(Ok(_))), Some(fault)) => Err(E::from(fault)),
        (Ok(Some(outcome)), _) => outcome.map(Recorded::into_value),
        (Ok(None), _) => Err(E::from(StoreError::Refused("a write waited for something other than SQL".to_owned()))),
        (Err(_), _) => Err(E::from(StoreError::Refused("a write ended in a panic".to_owned()))),
    };
    let Handle::Sqlite(connection) = std::mem::replace(&mut tx.tx.handle, Handle::Taken) else {
        unreachable!("a write on SQLite holds the SQLite connection that it was given")
    };
    let sound = match (&outcome, connection.is_autocommit()) {
        (_, true) => Err(StoreError::Unavailable("the disk is full or failing".to_owned())),
        (Ok(_), false) => statement(&connection, "RELEASE change"),
        (Err(_), false) => {
            statement(&connection, "ROLLBACK TO change").and_then(|()| statement(&connection, "RELEASE change"))
        }
    };
    (connection, outcome, sound)
}

fn statement(connection: &Connection, text: &str) -> Result<(), StoreError> {
    connection.prepare_cached(text)?.execute(())?;
    Ok(())
}
