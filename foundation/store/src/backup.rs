//! A copy of the embedded database while it is used, and what a copy is asked before anybody trusts it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::StoreError;
use crate::sqlite::open;

/// So many pages are copied between two looks at the clock: about a megabyte.
const PAGES: std::ffi::c_int = 256;
/// A source that is locked for a moment is asked again after so long.
const AGAIN_AFTER: Duration = Duration::from_millis(20);

/// What a whole copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The newest migration that it has had.
    pub schema: i64,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
}

/// A file that a row of the database tells of, and that lies beside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOfRow {
    /// Under which key it lies.
    pub key: String,
    /// SHA-256 of its content.
    pub sha256: Vec<u8>,
}

/// Copies the database to a new file, as it stands at one moment. It is read inside one transaction: whoever writes meanwhile is not
/// held, and is not in the copy. `progress` gets how many pages are copied, of how many.
///
/// # Errors
/// [`StoreError::Unavailable`] where either file can't be used or the disk is full. What was written of the copy is the caller's to
/// take away.
pub fn copy(from: &Path, to: &Path, mut progress: impl FnMut(u64, u64)) -> Result<(), StoreError> {
    let source = open::reader(from)?;
    // Without a transaction of its own the copy would begin anew whenever somebody else has written.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
    open::make_private(to)?;
    let mut target = Connection::open(to)?;
    // Nobody trusts the copy before it was brought to the disk as a whole.
    target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    {
        let backup = Backup::new(&source, &mut target)?;
        loop {
            let step = backup.step(PAGES)?;
            let at = backup.progress();
            let [all, left] = [at.pagecount, at.remaining].map(|pages| u64::try_from(pages).unwrap_or(0));
            progress(all.saturating_sub(left), all);
            match step {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked => std::thread::sleep(AGAIN_AFTER),
                _ => {}
            }
        }
    }
    target.close().map_err(|(_, error)| error)?;
    File::open(to).and_then(|file| file.sync_all()).map_err(|error| open::unusable(&error))
}

/// Looks whether a copy is whole: every page, every index, every reference; and counts what it holds. It is one file afterwards,
/// with no journal beside it.
///
/// # Errors
/// [`StoreError::Unavailable`] with the first thing that is wrong.
pub fn check(copy: &Path) -> Result<Contents, StoreError> {
    let connection = Connection::open(copy)?;
    if !becomes_one_file(&connection)? {
        return Err(StoreError::Unavailable("somebody else uses the copy".to_owned()));
    }
    let sound: String = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))?;
    if sound != "ok" {
        return Err(StoreError::Unavailable(format!("the file is damaged: {sound}")));
    }
    let stray: Option<String> = first(&connection, "PRAGMA foreign_key_check")?;
    if let Some(table) = stray {
        return Err(StoreError::Unavailable(format!("the file is damaged: a row of {table} refers to none")));
    }
    let mut rows = BTreeMap::new();
    for table in tables(&connection)? {
        let count: i64 = connection.query_row(&format!("SELECT count(*) FROM \"{table}\""), (), |row| row.get(0))?;
        rows.insert(table, u64::try_from(count).unwrap_or(0));
    }
    let schema = connection.query_row("SELECT max(version) FROM refinery_schema_history", (), |row| row.get(0))?;
    Ok(Contents { schema, rows })
}

/// Whether no other program has the database open. If so it is one file afterwards, with no journal beside it.
///
/// # Errors
/// [`StoreError::Unavailable`] where the file can't be used.
pub fn is_free(path: &Path) -> Result<bool, StoreError> {
    becomes_one_file(&Connection::open(path)?)
}

/// Leaving the journal beside the file is only allowed to whoever is alone with it.
fn becomes_one_file(connection: &Connection) -> Result<bool, StoreError> {
    connection.busy_timeout(Duration::ZERO)?;
    let mode: Result<String, _> = connection.query_row("PRAGMA journal_mode = DELETE", (), |row| row.get(0));
    match mode.map_err(StoreError::from) {
        Ok(mode) => Ok(mode == "delete"),
        Err(StoreError::Busy) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives `each` every file that a row of a copy tells of: of all tables that keep a `storage_key` with its `sha256`.
///
/// # Errors
/// [`StoreError::Unavailable`] where the copy can't be read; else what `each` answers.
pub fn files_of<E: From<StoreError>>(copy: &Path, mut each: impl FnMut(FileOfRow) -> Result<(), E>) -> Result<(), E> {
    let connection = Connection::open(copy).map_err(StoreError::from)?;
    let with_files = "SELECT t.name FROM sqlite_schema t WHERE t.type = 'table'
        AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'storage_key')
        AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'sha256')";
    for table in all(&connection, with_files)? {
        // One file can hang on several messages.
        let sql = format!("SELECT DISTINCT storage_key, sha256 FROM \"{table}\" ORDER BY storage_key");
        let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query(()).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let (key, sha256) = row.get(0).and_then(|key| Ok((key, row.get(1)?))).map_err(StoreError::from)?;
            each(FileOfRow { key, sha256 })?;
        }
    }
    Ok(())
}

fn tables(connection: &Connection) -> Result<Vec<String>, StoreError> {
    all(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
}

fn all(connection: &Connection, sql: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map((), |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found)
}

fn first(connection: &Connection, sql: &str) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(())?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}
