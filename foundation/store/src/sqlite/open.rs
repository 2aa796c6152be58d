//! How connections to the file are made.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{StoreError, migrations};

/// How long a change waits for a change of another process, such as an import beside the running program.
const PATIENCE: Duration = Duration::from_secs(10);

/// The connection that writes, to a file that is there and up to date.
pub(super) fn writer(path: &Path) -> Result<Connection, StoreError> {
    // Processes that start together take turns: two would migrate at once, and one of them fail.
    let turn = turn(path)?;
    make_private(path)?;
    let mut connection = Connection::open(path)?;
    prepare(&connection)?;
    // The fullfsync of macOS; elsewhere it means nothing.
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;")?;
    migrations::run_on_sqlite(&mut connection)?;
    drop(turn);
    if let Err(error) = connection.execute_batch("PRAGMA optimize = 0x10002") {
        tracing::warn!(%error, "the database was opened without fresh statistics");
    }
    Ok(connection)
}

/// A connection that can only ask.
pub(crate) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(256);
    // A plan is made once. Without this SQLite looks at the values bound to a range and plans anew for each: most of a page's time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;")?;
    Ok(())
}

/// Our turn to open the database; over when dropped. A lock beside the file, since SQLite's own would keep the migrations out.
pub(crate) fn turn(path: &Path) -> Result<File, StoreError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-turn");
    let file = OpenOptions::new().create(true).append(true).open(&beside).map_err(|error| unusable(&error))?;
    file.lock().map_err(|error| unusable(&error))?;
    Ok(file)
}

/// A new file is its owner's alone to read: it holds personal data. SQLite gives the files beside it the same rights.
pub(crate) fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut new = OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    match new.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(unusable(&error)),
    }
}

pub(crate) fn unusable(error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("the database file can't be used: {error}"))
}
