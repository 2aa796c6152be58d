//! The file that is left behind.

use std::fs::File;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use tokio::runtime::Handle as Runtime;

use super::fingerprint::{Contents, Fingerprint};
use super::tables::{self, Column, Kind, Table};
use super::target::Target;
use super::{Carried, MARK, Moved, Progress, Stage, TransferError};
use crate::tx::{Handle, Tx};
use crate::{Authority, Param, StoreError, migrations, sqlite};

/// Another program that has the file open is not waited for longer than this.
const PATIENCE: Duration = Duration::from_secs(2);
/// So often it is told how far it has come, in rows.
const TOLD_EVERY: u64 = 1_000;

/// An SQLite file that nobody else can open as long as this lives. Dropped, it leaves the file as it was.
pub struct Source {
    /// None only while an [`Asking`] has it.
    connection: Option<Connection>,
    _turn: File,
}

impl Source {
    /// Opens the file alone, and brings its tables up to date, as a start of the program would.
    ///
    /// # Errors
    /// [`TransferError::NoFile`], [`TransferError::InUse`], or [`TransferError::MovedBefore`] unless it shall move `again`.
    pub fn open(path: &Path, again: bool) -> Result<Self, TransferError> {
        if !path.is_file() {
            return Err(TransferError::NoFile(path.to_owned()));
        }
        let turn = sqlite::turn(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // Every open connection of a program holds a shared lock on the file, so this one is refused while there is any; and once it is
        // had, it is kept between transactions.
        connection.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
             PRAGMA foreign_keys = ON; BEGIN EXCLUSIVE; COMMIT;",
        )?;
        migrations::run_on_sqlite(&mut connection)?;
        // One transaction until the end: what is read is one state, and whatever stops us takes back what was written.
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        let mark: Option<String> =
            connection.query_row("SELECT value FROM setting WHERE key = ?1", [MARK], |row| row.get(0)).optional()?;
        if let Some(mark) = mark {
            if !again {
                return Err(TransferError::MovedBefore(Moved::from_stored(&mark)?));
            }
            connection.execute("DELETE FROM setting WHERE key = ?1", [MARK])?;
        }
        Ok(Self { connection: Some(connection), _turn: turn })
    }

    /// Carries everything to a PostgreSQL database that holds nothing yet, and compares both before anything of it stands there.
    /// Where all of it is there already, nothing is written.
    ///
    /// # Errors
    /// [`TransferError`]: then nothing was carried.
    pub async fn carry(
        self,
        url: &str,
        authority: Option<&Authority>,
        mut tell: impl FnMut(Progress<'_>) + Send + 'static,
    ) -> Result<(Self, Carried), TransferError> {
        let target = Target::open(url, authority).await?;
        let runtime = Runtime::current();
        let carrying = tokio::task::spawn_blocking(move || {
            let carried = self.carry_all(target, &runtime, &mut tell)?;
            Ok((self, carried))
        });
        carrying.await.unwrap_or_else(|_| Err(StoreError::Refused("the transfer ended in a panic".to_owned()).into()))
    }

    fn carry_all(
        &self,
        mut target: Target,
        runtime: &Runtime,
        tell: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Carried, TransferError> {
        let connection = self.connection()?;
        let tables = tables::in_order(tables::of_sqlite(connection)?)?;
        tables::alike(&tables::shape(&tables), &runtime.block_on(target.shape())?)?;
        let mut of = 0;
        for table in &tables {
            of += count(connection, table)?;
        }
        runtime.block_on(target.begin(&tables))?;
        let filled = runtime.block_on(target.first_filled(&tables))?;
        let mut carried = Carried { tables: Vec::with_capacity(tables.len()), was_there: filled.is_some() };
        let mut contents = Vec::with_capacity(tables.len());
        let mut done = 0;
        for table in &tables {
            let mut told = |rows| tell(Progress { stage: Stage::Copy, table: &table.name, done: done + rows, of });
            let writer = if carried.was_there { None } else { Some(&mut target) };
            let here = copied(connection, table, writer, runtime, &mut told)?;
            done += here.rows;
            carried.tables.push((table.name.clone(), here.rows));
            contents.push(here);
        }
        done = 0;
        for (table, here) in tables.iter().zip(contents) {
            let mut told = |rows| tell(Progress { stage: Stage::Compare, table: &table.name, done: done + rows, of });
            let there = runtime.block_on(target.contents(table, &mut told))?;
            if there != here {
                let table = table.name.clone();
                return Err(match carried.was_there {
                    true => TransferError::NotEmpty { table },
                    false => TransferError::Differs { table },
                });
            }
            done += here.rows;
        }
        runtime.block_on(target.commit())?;
        Ok(carried)
    }

    fn connection(&self) -> Result<&Connection, TransferError> {
        Ok(self.connection.as_ref().ok_or_else(lent)?)
    }

    /// Asks the file, as any transaction does.
    ///
    /// # Errors
    /// None while nobody else asks.
    pub fn ask(&mut self) -> Result<Asking<'_>, TransferError> {
        let connection = self.connection.take().ok_or_else(lent)?;
        Ok(Asking { tx: Tx::new(Handle::Sqlite(connection)), home: &mut self.connection })
    }

    /// Writes into the file that its contents have moved, and closes it.
    ///
    /// # Errors
    /// Where the disk takes nothing: then everything stands in PostgreSQL, and the file does not know it.
    pub fn leave(mut self, moved: &Moved) -> Result<(), TransferError> {
        let connection = self.connection.take().ok_or_else(lent)?;
        // No event: this log has moved too, and nobody will read it here.
        connection.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", (MARK, moved.stored()))?;
        connection.execute_batch("COMMIT")?;
        connection.close().map_err(|(_, error)| error.into())
    }
}

fn lent() -> StoreError {
    StoreError::Refused("somebody is asking the file".to_owned())
}

/// Questions to the file of a [`Source`].
pub struct Asking<'s> {
    tx: Tx,
    home: &'s mut Option<Connection>,
}

impl Deref for Asking<'_> {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Asking<'_> {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        if let Handle::Sqlite(connection) = std::mem::replace(&mut self.tx.handle, Handle::Taken) {
            *self.home = Some(connection);
        }
    }
}

fn count(connection: &Connection, table: &Table) -> Result<u64, TransferError> {
    let sql = format!("SELECT count(*) FROM {}", tables::quoted(&table.name));
    let rows: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    Ok(u64::try_from(rows).unwrap_or(0))
}

/// Reads a table in the order of its key, writes it where there is a target, and says what it came to.
fn copied(
    connection: &Connection,
    table: &Table,
    target: Option<&mut Target>,
    runtime: &Runtime,
    told: &mut dyn FnMut(u64),
) -> Result<Contents, TransferError> {
    let mut fingerprint = Fingerprint::new();
    let mut writing = target.map(|target| runtime.block_on(target.write(table))).transpose()?;
    let mut statement = connection.prepare(&table.in_order_of_key(""))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let values = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| value(table, column, row.get_ref(at)?))
            .collect::<Result<Vec<Param<'_>>, TransferError>>()?;
        fingerprint.add(&values);
        if let Some(writing) = &mut writing {
            runtime.block_on(writing.row(&values))?;
        }
        if fingerprint.rows().is_multiple_of(TOLD_EVERY) {
            told(fingerprint.rows());
        }
    }
    if let Some(writing) = writing {
        runtime.block_on(writing.finish())?;
    }
    told(fingerprint.rows());
    Ok(fingerprint.finish())
}

/// A value as what its column is for. SQLite would keep anything in it, PostgreSQL would not.
fn value<'r>(table: &Table, column: &Column, stored: ValueRef<'r>) -> Result<Param<'r>, TransferError> {
    let value = match (column.kind, stored) {
        (_, ValueRef::Null) => Some(Param::Null),
        (Kind::Integer, ValueRef::Integer(value)) => Some(Param::Int(value)),
        (Kind::Boolean, ValueRef::Integer(value @ (0 | 1))) => Some(Param::Bool(value == 1)),
        (Kind::Double, ValueRef::Real(value)) => Some(Param::Float(value)),
        (Kind::Text, ValueRef::Text(bytes)) => std::str::from_utf8(bytes).ok().map(Param::Text),
        (Kind::Bytes, ValueRef::Blob(bytes)) => Some(Param::Bytes(bytes)),
        _ => None,
    };
    let alike = value.filter(|value| value.foreign().is_none());
    alike.ok_or_else(|| TransferError::Foreign {
        table: table.name.clone(),
        column: column.name.clone(),
        kind: column.kind.name(),
    })
}
