//! Connections that only read, handed out one at a time.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::closed;
use crate::StoreError;

const READERS: usize = 16;

pub(crate) struct ReaderPool {
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl ReaderPool {
    pub(super) fn new() -> Self {
        Self { idle: Mutex::new(Vec::new()), turns: Semaphore::new(READERS) }
    }

    /// A connection with its transaction begun.
    pub(super) async fn take(
        &self,
        open: impl Fn() -> Result<Connection, StoreError>,
    ) -> Result<Connection, StoreError> {
        let turn = self.turns.acquire().await.map_err(|_| closed())?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(open, Ok)?;
        connection.prepare_cached("BEGIN")?.execute(())?;
        // The turn comes back with the connection, or with the news of its loss.
        turn.forget();
        Ok(connection)
    }

    pub(crate) fn give_back(&self, connection: Option<Connection>) {
        if !self.turns.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(connection);
        }
        self.turns.add_permits(1);
    }

    pub(super) fn in_use(&self) -> (usize, usize) {
        (READERS.saturating_sub(self.turns.available_permits()), READERS)
    }

    /// Reads in progress come to their end; no other begins.
    pub(super) fn close(&self) {
        self.turns.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
