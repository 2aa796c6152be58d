//! The database as the program holds it.

use std::path::PathBuf;
use std::sync::Arc;

use behorig_access::Instant;

use crate::change::{Asked, Change, Verdict};
use crate::figures::{Figures, Meters};
use crate::news::Listeners;
use crate::postgres::{Isolation, Postgres};
use crate::sqlite::Sqlite;
use crate::{Actor, Authority, Boxed, Post, ReadTx, StoreError, SystemName, Work, WriteTx};

/// Which database, and under which name its events are logged.
#[derive(Debug, Clone)]
pub enum DbOptions {
    /// An embedded SQLite file.
    Sqlite {
        /// The file; made if it is not there.
        path: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres {
        /// `postgres://user@host:port/database`; it may hold a password and is never printed.
        url: String,
        /// How many connections at most.
        connections: usize,
        /// Whom the server's certificate must come from; none for those that the system trusts.
        authority: Option<Authority>,
    },
}

/// Which SQL the database speaks, where the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    backend: Arc<Backend>,
    system: Arc<SystemName>,
    meters: Arc<Meters>,
    pub(crate) listeners: Arc<Listeners>,
}

enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file or the server can't be reached or a migration fails.
    pub async fn open(options: DbOptions, system: SystemName) -> Result<Self, StoreError> {
        let listeners = Arc::new(Listeners::default());
        let told = Arc::clone(&listeners);
        let meters = Arc::new(Meters::default());
        let counted = Arc::clone(&meters);
        let backend = match options {
            DbOptions::Sqlite { path } => Backend::Sqlite(Sqlite::open(&path, told, counted)?),
            DbOptions::Postgres { url, connections, authority } => {
                Backend::Postgres(Postgres::open(&url, connections, authority.as_ref(), told, counted).await?)
            }
        };
        Ok(Self { backend: Arc::new(backend), system: Arc::new(system), meters, listeners })
    }

    /// Opens a snapshot to ask questions of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where no connection can be had.
    pub fn read(&self) -> Boxed<'_, Result<ReadTx, StoreError>> {
        Box::pin(async move {
            match &*self.backend {
                Backend::Sqlite(sqlite) => sqlite.read().await,
                Backend::Postgres(postgres) => postgres.read().await,
            }
        })
    }

    /// Runs a change as one durable transaction and answers when it is on disk.
    ///
    /// `work` gets the transaction and `input`, and may be run more than once: it may do nothing but SQL. It runs apart from the
    /// caller's task, so a caller that goes away never leaves half a change.
    ///
    /// # Errors
    /// Whatever `work` answers, or the database's own failure turned into `E`; then nothing of the change remains.
    pub async fn write<I, T, E, F>(&self, actor: &Actor, input: I, work: F) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let asked = Asked::new(input, work);
        let change: Arc<dyn Change> = Arc::<Asked<I, T, E, F>>::clone(&asked);
        asked.answer(self.carry_out(actor, change).await)
    }

    fn carry_out<'a>(&'a self, actor: &Actor, change: Arc<dyn Change>) -> Boxed<'a, Verdict> {
        let actor = Arc::new(actor.clone());
        let system = Arc::clone(&self.system);
        Box::pin(async move {
            match &*self.backend {
                Backend::Sqlite(sqlite) => sqlite.write(actor, system, change).await,
                Backend::Postgres(postgres) => postgres.write(actor, system, change, Isolation::Serializable).await,
            }
        })
    }

    /// Runs a sealing: see [`crate::Sealing`].
    pub(crate) fn carry_out_sealing<'a>(&'a self, actor: &Actor, change: Arc<dyn Change>) -> Boxed<'a, Verdict> {
        let actor = Arc::new(actor.clone());
        let system = Arc::clone(&self.system);
        Box::pin(async move {
            match &*self.backend {
                Backend::Sqlite(sqlite) => sqlite.write(actor, system, change).await,
                Backend::Postgres(postgres) => postgres.write(actor, system, change, Isolation::RepeatableRead).await,
            }
        })
    }

    /// What this handle has done since it was opened.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let in_use = match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.in_use(),
            Backend::Postgres(postgres) => postgres.in_use(),
        };
        self.meters.read(in_use)
    }

    /// Which SQL the database speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match &*self.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Opens a line to the other nodes of the database, on a connection of its own; `hear` gets what any of them tells, this one among
    /// them, and must return at once. An embedded database has one node and no line.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where no connection can be had.
    pub async fn post(
        &self,
        channel: &'static str,
        hear: impl Fn(&str) + Send + 'static,
    ) -> Result<Option<Post>, StoreError> {
        match &*self.backend {
            Backend::Sqlite(_) => Ok(None),
            Backend::Postgres(postgres) => postgres.post(channel, hear).await.map(Some),
        }
    }

    /// Finishes what was begun and closes the database; later calls answer [`StoreError::Unavailable`].
    pub fn close(&self) {
        match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.close(),
            Backend::Postgres(postgres) => postgres.close(),
        }
    }
}

/// A UUIDv7 for a given time: ids sort by when their record was made, and one made later in the same millisecond sorts later.
pub(crate) fn uuid_at(at: Instant) -> uuid::Uuid {
    let millis = u64::try_from(at.0).unwrap_or(0);
    let seconds = millis / 1000;
    let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(&*IN_ORDER, seconds, nanos))
}

static IN_ORDER: std::sync::LazyLock<std::sync::Mutex<uuid::ContextV7>> =
    std::sync::LazyLock::new(|| std::sync::Mutex::new(uuid::ContextV7::new()));
