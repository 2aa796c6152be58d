//! The embedded database: one writer that commits in groups, any number of readers.
//!
//! The writer's thread runs each change as a savepoint inside a shared transaction and makes the whole group durable with one
//! fsync; a change is answered only after that. While one group waits for the disk, the next gathers in the queue.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use futures::FutureExt;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, oneshot};

use crate::tx::{Handle, ReadTx, Tx, WriteTx};
use crate::{Actor, Recorded, StoreError, SystemName, Work, migrations};

const READERS: usize = 16;
/// Measured: beyond 64 changes a group gains nothing and makes the first wait longer.
const GROUP: usize = 64;

/// Told whether the group that held the change is on disk.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// One change: runs on the writer's connection and leaves the answer to be given after the commit.
type Job = Box<dyn FnOnce(Connection) -> (Connection, Answer) + Send>;

pub(crate) struct Sqlite {
    path: PathBuf,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    readers: Arc<ReaderPool>,
}

/// Connections that only read, handed out one at a time.
pub(crate) struct ReaderPool {
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl ReaderPool {
    pub(crate) fn give_back(&self, connection: Option<Connection>) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(connection);
        self.turns.add_permits(1);
    }
}

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        prepare(&connection)?;
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        migrations::run_on_sqlite(&mut connection)?;
        connection.execute_batch("PRAGMA optimize = 0x10002")?;
        let (jobs, queue) = mpsc::channel::<Job>();
        let writer = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_in_groups(connection, &queue))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            readers: Arc::new(ReaderPool { idle: Mutex::new(Vec::new()), turns: Semaphore::new(READERS) }),
        })
    }

    pub(crate) async fn read(&self) -> Result<ReadTx, StoreError> {
        let turn = self.readers.turns.acquire().await.map_err(|_| closed())?;
        let idle = self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open_reader()?,
        };
        connection.prepare_cached("BEGIN")?.execute(())?;
        // The permit comes back with the connection, or is its loss.
        turn.forget();
        Ok(ReadTx::sqlite(connection, Arc::clone(&self.readers)))
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        prepare(&connection)?;
        connection.execute_batch("PRAGMA query_only = ON")?;
        Ok(connection)
    }

    pub(crate) async fn write<I, T, E, F>(
        &self,
        actor: Arc<Actor>,
        system: Arc<SystemName>,
        input: I,
        work: F,
    ) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let (tell, told) = oneshot::channel::<Result<T, E>>();
        let job: Job = Box::new(move |connection| {
            let (connection, outcome) = in_savepoint(connection, actor, system, &input, &work);
            let answer: Answer = Box::new(move |committed| {
                let outcome = match (outcome, committed) {
                    (Ok(_), Err(error)) => Err(E::from(error)),
                    (outcome, _) => outcome,
                };
                // A browser that hung up no longer listens; the change stands all the same.
                let _ = tell.send(outcome);
            });
            (connection, answer)
        });
        let sent = {
            let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
        };
        if !sent {
            return Err(E::from(closed()));
        }
        told.await.unwrap_or_else(|_| Err(E::from(closed())))
    }

    /// Lets the writer finish what it was given, and closes the file.
    pub(crate) fn close(&self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(writer) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take()
            && writer.join().is_err()
        {
            tracing::error!("the SQLite writer ended in a panic");
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the database is closed".to_owned())
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;")?;
    Ok(())
}

fn write_in_groups(mut connection: Connection, queue: &mpsc::Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let mut answers = Vec::new();
        let mut group = begin(&connection);
        let mut next = Some(first);
        while let Some(job) = next.take() {
            let answer;
            (connection, answer) = job(connection);
            answers.push(answer);
            // SQLite takes the whole transaction back by itself when the disk is full or fails.
            if group.is_ok() && connection.is_autocommit() {
                group = Err(StoreError::Unavailable("the disk is full or failing".to_owned()));
            }
            if group.is_ok() && answers.len() < GROUP {
                next = queue.try_recv().ok();
            }
        }
        let committed = group.and_then(|()| commit(&connection));
        if let Err(error) = &committed {
            tracing::error!(%error, changes = answers.len(), "a group of changes did not reach the disk");
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
    if let Err(error) = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the database was closed without a last checkpoint");
    }
}

fn begin(connection: &Connection) -> Result<(), StoreError> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute(())?;
    Ok(())
}

fn commit(connection: &Connection) -> Result<(), StoreError> {
    let committed = connection.prepare_cached("COMMIT").and_then(|mut statement| statement.execute(()));
    if let Err(error) = committed {
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK")?;
        }
        return Err(error.into());
    }
    Ok(())
}

/// Runs one change on the writer's connection; what it wrote before failing is taken back.
fn in_savepoint<I, T, E, F>(
    connection: Connection,
    actor: Arc<Actor>,
    system: Arc<SystemName>,
    input: &I,
    work: &F,
) -> (Connection, Result<T, E>)
where
    E: From<StoreError>,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E>,
{
    if let Err(error) = savepoint(&connection, "SAVEPOINT change") {
        return (connection, Err(E::from(error)));
    }
    let mut tx = WriteTx { tx: Tx::new(Handle::Sqlite(connection)), actor, system };
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx, input).now_or_never()));
    let outcome = match outcome {
        Ok(Some(outcome)) => outcome.map(Recorded::into_value),
        Ok(None) => Err(E::from(StoreError::Refused("a write waited for something other than SQL".to_owned()))),
        Err(_) => Err(E::from(StoreError::Refused("a write ended in a panic".to_owned()))),
    };
    let Handle::Sqlite(connection) = std::mem::replace(&mut tx.tx.handle, Handle::Taken) else {
        unreachable!("a write on SQLite holds the SQLite connection that it was given")
    };
    let ended = match (&outcome, connection.is_autocommit()) {
        (_, true) => Ok(()),
        (Ok(_), false) => savepoint(&connection, "RELEASE change"),
        (Err(_), false) => {
            savepoint(&connection, "ROLLBACK TO change").and_then(|()| savepoint(&connection, "RELEASE change"))
        }
    };
    match ended {
        Ok(()) => (connection, outcome),
        Err(error) => (connection, Err(E::from(error))),
    }
}

fn savepoint(connection: &Connection, statement: &str) -> Result<(), StoreError> {
    connection.prepare_cached(statement)?.execute(())?;
    Ok(())
}
