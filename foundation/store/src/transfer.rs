//! Outgrowing one machine: everything in an SQLite file carried to PostgreSQL, compared on both sides, and only then left behind.
//!
//! What is carried is found in the schema, never in a list here, so a table that a later version adds goes along. The file is held so
//! that nobody else can open it meanwhile. PostgreSQL gets everything in one transaction, which is committed only when each table
//! there was read back and is row for row what the file holds: one that breaks off leaves the target as empty as it was.

mod fingerprint;
mod source;
mod tables;
mod target;

use std::path::PathBuf;

pub use source::{Asking, Source};

use tokio_postgres::config::Host;

use crate::error::unreachable_server;
use crate::{Dialect, StoreError, Tx, params};

/// The setting by which a file says that its contents have moved.
const MARK: &str = "transfer.moved";

/// Where the contents of a file have gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// When, in milliseconds since 1970 UTC.
    pub at: i64,
    /// The hosts and the name of the database; no user and no password.
    pub to: String,
}

impl Moved {
    /// To the database of this URL, at this time.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the URL can't be read.
    pub fn to(url: &str, at: i64) -> Result<Self, StoreError> {
        let config: tokio_postgres::Config = url.parse().map_err(unreachable_server)?;
        let hosts = config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        });
        let hosts = hosts.collect::<Vec<_>>().join(",");
        Ok(Self { at, to: format!("{hosts}/{}", config.get_dbname().unwrap_or_default()) })
    }

    fn stored(&self) -> String {
        format!("{} {}", self.at, self.to)
    }

    fn from_stored(text: &str) -> Result<Self, StoreError> {
        let wrong = || StoreError::Shape(format!("the setting {MARK} is not a time and a place"));
        let (at, to) = text.split_once(' ').ok_or_else(wrong)?;
        Ok(Self { at: at.parse().map_err(|_| wrong())?, to: to.to_owned() })
    }
}

/// Whether this is a file whose contents have moved to PostgreSQL: whoever goes on writing to it makes a second truth.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn moved(tx: &mut Tx) -> Result<Option<Moved>, StoreError> {
    if tx.dialect() == Dialect::Postgres {
        return Ok(None);
    }
    let row: Option<(String,)> = tx.optional("SELECT value FROM setting WHERE key = ?1", params![MARK]).await?;
    row.map(|(text,)| Moved::from_stored(&text)).transpose()
}

/// How far it has come, in rows over all tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What is done with the rows.
    pub stage: Stage,
    /// The table in hand.
    pub table: &'a str,
    /// Rows done in this stage.
    pub done: u64,
    /// Rows that there are.
    pub of: u64,
}

/// What is done with the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// They are written to PostgreSQL.
    Copy,
    /// They are read back and compared.
    Compare,
}

/// What stands in PostgreSQL, compared table by table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Each table and how many rows it has, in the order of copying.
    pub tables: Vec<(String, u64)>,
    /// It was all there already, from a transfer that ended before its last word; nothing was written.
    pub was_there: bool,
}

impl Carried {
    /// The rows of all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Why nothing was carried. Whatever it is, the target holds nothing of it and the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// There is no such file.
    #[error("there is no database at {}", .0.display())]
    NoFile(PathBuf),
    /// Some program has it open.
    #[error("the database is in use: stop the program, and whatever else has the file open, and try again")]
    InUse,
    /// It was moved before.
    #[error("this database was moved to {} before: only if that one is lost, move it once more with --again", .0.to)]
    MovedBefore(Moved),
    /// Somebody else's rows are in the target.
    #[error("the target is not empty: {table} has other rows than this database; make a new, empty database for it")]
    NotEmpty {
        /// The first table that differs.
        table: String,
    },
    /// What was read back is not what was written.
    #[error("{table} is not the same on both sides after copying: nothing was kept; do not use the target")]
    Differs {
        /// The table.
        table: String,
    },
    /// The two do not have the same tables and columns.
    #[error("the databases do not have the same tables: {0}")]
    Schema(String),
    /// A value that PostgreSQL can't hold, or not as what the column is for.
    #[error("{table}.{column} holds a value that is not {kind}: mend it in the file first")]
    Foreign {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What the column is for.
        kind: &'static str,
    },
    /// Tables that refer to each other in a circle can't be filled one after the other.
    #[error("these tables refer to each other in a circle: {0}")]
    Circle(String),
    /// Either database.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for TransferError {
    fn from(error: rusqlite::Error) -> Self {
        match StoreError::from(error) {
            StoreError::Busy => Self::InUse,
            other => Self::Store(other),
        }
    }
}

impl From<tokio_postgres::Error> for TransferError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}
