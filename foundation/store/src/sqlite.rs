//! The embedded database: one writer that commits in groups, any number of readers.
//!
//! The writer's thread runs each change as a savepoint inside a shared transaction and makes the whole group durable with one
//! fsync; a change is answered only after that. While one group waits for the disk, the next gathers in the queue.

pub(crate) mod open;
mod readers;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::sync::oneshot;

pub(crate) use open::turn;
pub(crate) use readers::ReaderPool;
use writer::Queued;

use crate::change::{Change, Verdict};
use crate::figures::Meters;
use crate::news::Listeners;
use crate::{Actor, ReadTx, StoreError, SystemName};

pub(crate) struct Sqlite {
    path: PathBuf,
    changes: Mutex<Option<mpsc::Sender<Queued>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    readers: Arc<ReaderPool>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, listeners: Arc<Listeners>, meters: Arc<Meters>) -> Result<Self, StoreError> {
        let connection = open::writer(path)?;
        let (changes, queue) = mpsc::channel();
        let writer = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || writer::write_in_groups(connection, &queue, &listeners, &meters))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            changes: Mutex::new(Some(changes)),
            writer: Mutex::new(Some(writer)),
            readers: Arc::new(ReaderPool::new()),
        })
    }

    pub(crate) async fn read(&self) -> Result<ReadTx, StoreError> {
        let connection = self.readers.take(|| open::reader(&self.path)).await?;
        Ok(ReadTx::sqlite(connection, Arc::clone(&self.readers)))
    }

    pub(crate) async fn write(&self, actor: Arc<Actor>, system: Arc<SystemName>, change: Arc<dyn Change>) -> Verdict {
        let (tell, told) = oneshot::channel();
        let queued = Queued { actor, system, change, tell };
        let sent = {
            let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
            changes.as_ref().is_some_and(|changes| changes.send(queued).is_ok())
        };
        if !sent {
            return Err(closed());
        }
        told.await.unwrap_or_else(|_| Err(closed()))
    }

    /// How many readers are lent just now, and how many there can be.
    pub(crate) fn in_use(&self) -> (usize, usize) {
        self.readers.in_use()
    }

    /// Lets the writer finish what it was given, and closes the file.
    pub(crate) fn close(&self) {
        self.readers.close();
        drop(self.changes.lock().unwrap_or_else(PoisonError::into_inner).take());
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
