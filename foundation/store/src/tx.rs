//! What may be asked and changed inside one transaction.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::postgres::{Question, Transaction};
use crate::{Actor, Dialect, FromRow, Param, Row, StoreError, sqlite::ReaderPool};
use behorig_access::Instant;

pub(crate) enum Handle {
    Sqlite(rusqlite::Connection),
    Postgres(Transaction),
    /// Between two owners; a transaction in a caller's hands never holds it.
    Taken,
}

/// A transaction that can be asked questions. Functions that only read take `&mut Tx`, so they serve inside a [`ReadTx`] and
/// inside a [`WriteTx`] alike.
pub struct Tx {
    pub(crate) handle: Handle,
    /// The first statement that failed. PostgreSQL gives up a transaction then, and SQLite may do so; on both, nothing more is
    /// asked and nothing of it stands, whatever its sender makes of the error.
    pub(crate) fault: Option<StoreError>,
}

impl Tx {
    pub(crate) fn new(handle: Handle) -> Self {
        Self { handle, fault: None }
    }

    /// Which database answers: for the few statements that can't be the same.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.handle {
            Handle::Postgres(_) => Dialect::Postgres,
            Handle::Sqlite(_) | Handle::Taken => Dialect::Sqlite,
        }
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database, or [`StoreError::Shape`]. After an error the transaction answers no more, and a
    /// write can't end well.
    pub async fn all<T: FromRow>(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<T>, StoreError> {
        self.ready_for(params)?;
        let answer = self.ask(sql, params).await;
        self.remember(answer)
    }

    async fn ask<T: FromRow>(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<T>, StoreError> {
        match &mut self.handle {
            Handle::Sqlite(connection) => sqlite_rows(connection, sql, params),
            Handle::Postgres(transaction) => {
                let mut answers = transaction.ask(&[(sql, params)]).await?;
                rows_of(&answers.pop().unwrap_or_default())
            }
            Handle::Taken => Err(taken()),
        }
    }

    /// All rows of two questions, neither of which needs the other's answer: PostgreSQL gets both at once.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn two<A: FromRow, B: FromRow>(
        &mut self,
        first: Question<'_>,
        second: Question<'_>,
    ) -> Result<(Vec<A>, Vec<B>), StoreError> {
        let (of_first, of_second, _, _): (_, _, Vec<Nothing>, Vec<Nothing>) = self.together([first, second]).await?;
        Ok((of_first, of_second))
    }

    /// As [`Tx::two`], with three.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn three<A: FromRow, B: FromRow, C: FromRow>(
        &mut self,
        first: Question<'_>,
        second: Question<'_>,
        third: Question<'_>,
    ) -> Result<(Vec<A>, Vec<B>, Vec<C>), StoreError> {
        let (of_first, of_second, of_third, _): (_, _, _, Vec<Nothing>) = self.together([first, second, third]).await?;
        Ok((of_first, of_second, of_third))
    }

    /// As [`Tx::two`], with four.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn four<A: FromRow, B: FromRow, C: FromRow, D: FromRow>(
        &mut self,
        questions: [Question<'_>; 4],
    ) -> Result<Four<A, B, C, D>, StoreError> {
        self.together(questions).await
    }

    async fn together<A: FromRow, B: FromRow, C: FromRow, D: FromRow, const N: usize>(
        &mut self,
        questions: [Question<'_>; N],
    ) -> Result<Four<A, B, C, D>, StoreError> {
        for (_, params) in &questions {
            self.ready_for(params)?;
        }
        let answer = self.ask_together(&questions).await;
        self.remember(answer)
    }

    async fn ask_together<A: FromRow, B: FromRow, C: FromRow, D: FromRow>(
        &mut self,
        questions: &[Question<'_>],
    ) -> Result<Four<A, B, C, D>, StoreError> {
        match &mut self.handle {
            Handle::Sqlite(connection) => Ok((
                sqlite_answer(connection, questions.first())?,
                sqlite_answer(connection, questions.get(1))?,
                sqlite_answer(connection, questions.get(2))?,
                sqlite_answer(connection, questions.get(3))?,
            )),
            Handle::Postgres(transaction) => {
                let mut answers = transaction.ask(questions).await?.into_iter();
                let mut next = || answers.next().unwrap_or_default();
                Ok((rows_of(&next())?, rows_of(&next())?, rows_of(&next())?, rows_of(&next())?))
            }
            Handle::Taken => Err(taken()),
        }
    }

    /// The first row of an answer, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn optional<T: FromRow>(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<T>, StoreError> {
        Ok(self.all(sql, params).await?.into_iter().next())
    }

    /// The one row of an answer.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none; else as [`Tx::all`].
    pub async fn one<T: FromRow>(&mut self, sql: &str, params: &[Param<'_>]) -> Result<T, StoreError> {
        self.optional(sql, params).await?.ok_or(StoreError::Missing)
    }

    async fn run(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.ready_for(params)?;
        let changed = match &mut self.handle {
            Handle::Sqlite(connection) => sqlite_execute(connection, sql, params),
            Handle::Postgres(transaction) => transaction.execute(sql, params).await,
            Handle::Taken => Err(taken()),
        };
        self.remember(changed)
    }

    fn put(&mut self, sql: &str, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.ready_for(params)?;
        let put = match &mut self.handle {
            Handle::Sqlite(connection) => sqlite_execute(connection, sql, params).map(|_| ()),
            Handle::Postgres(transaction) => {
                transaction.put(sql, params);
                Ok(())
            }
            Handle::Taken => Err(taken()),
        };
        self.remember(put)
    }

    /// Nothing is asked after a fault, nor with a value that the two databases would take differently.
    fn ready_for(&mut self, params: &[Param<'_>]) -> Result<(), StoreError> {
        if let Some(fault) = &self.fault {
            return Err(StoreError::Refused(format!("an earlier statement of the transaction failed: {fault}")));
        }
        let foreign = params.iter().find_map(Param::foreign);
        self.remember(foreign.map_or(Ok(()), |why| Err(StoreError::Refused(why.to_owned()))))
    }

    fn remember<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &answer
            && self.fault.is_none()
        {
            self.fault = Some(error.clone());
        }
        answer
    }
}

fn sqlite_execute(connection: &rusqlite::Connection, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
}

fn taken() -> StoreError {
    StoreError::Refused("the transaction has ended".to_owned())
}

fn sqlite_rows<T: FromRow>(
    connection: &rusqlite::Connection,
    sql: &str,
    params: &[Param<'_>],
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(T::from_row(&Row::sqlite(row))?);
    }
    Ok(found)
}

fn sqlite_answer<T: FromRow>(
    connection: &rusqlite::Connection,
    question: Option<&Question<'_>>,
) -> Result<Vec<T>, StoreError> {
    question.map_or(Ok(Vec::new()), |(sql, params)| sqlite_rows(connection, sql, params))
}

/// The rows of four questions.
pub type Four<A, B, C, D> = (Vec<A>, Vec<B>, Vec<C>, Vec<D>);

/// The rows of a question that is not asked.
struct Nothing;

impl FromRow for Nothing {
    fn from_row(_: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self)
    }
}

fn rows_of<T: FromRow>(rows: &[tokio_postgres::Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| T::from_row(&Row::postgres(row))).collect()
}

/// A snapshot to ask questions of. It sees one state of the database from its first question to its last.
pub struct ReadTx {
    tx: Tx,
    pool: Option<Arc<ReaderPool>>,
}

impl ReadTx {
    pub(crate) fn sqlite(connection: rusqlite::Connection, pool: Arc<ReaderPool>) -> Self {
        Self { tx: Tx::new(Handle::Sqlite(connection)), pool: Some(pool) }
    }

    pub(crate) fn postgres(transaction: Transaction) -> Self {
        Self { tx: Tx::new(Handle::Postgres(transaction)), pool: None }
    }
}

impl Deref for ReadTx {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for ReadTx {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl Drop for ReadTx {
    fn drop(&mut self) {
        match std::mem::replace(&mut self.tx.handle, Handle::Taken) {
            Handle::Sqlite(connection) => {
                // A connection that can't end its transaction is closed instead of going back to the pool.
                if let Some(pool) = &self.pool {
                    let ended = connection.prepare_cached("ROLLBACK").and_then(|mut end| end.execute(())).is_ok();
                    pool.give_back(ended.then_some(connection));
                }
            }
            Handle::Postgres(transaction) => transaction.leave(),
            Handle::Taken => {}
        }
    }
}

/// A transaction that knows who changes: the change, its audit event and its history are written together or not at all.
pub struct WriteTx {
    pub(crate) tx: Tx,
    pub(crate) actor: Arc<Actor>,
    pub(crate) system: Arc<crate::SystemName>,
    /// Told when the change is on disk.
    pub(crate) touched: Vec<crate::Topic>,
}

impl Deref for WriteTx {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl WriteTx {
    /// Who changes, with which hat, through which door and when.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The time of the change: the same in every row that it writes.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.actor.at
    }

    /// A new id whose order follows the time of the change.
    #[must_use]
    pub fn new_uuid(&self) -> uuid::Uuid {
        crate::db::uuid_at(self.actor.at)
    }

    /// Runs a statement that changes, and tells how many rows it changed.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.tx.run(sql, params).await
    }

    /// Runs a statement of which nobody asks how many rows it changed. On PostgreSQL it travels with the next statement or with
    /// the commit, where its failure then shows: a statement whose failure is somebody's mistake is for [`WriteTx::execute`].
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub fn put(&mut self, sql: &str, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.tx.put(sql, params)
    }

    /// Runs a statement that must change exactly one row, such as an update `WHERE id = ?1 AND version = ?2`.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where it changed none; else any [`StoreError`] of the database.
    pub async fn change_one(&mut self, sql: &str, params: &[Param<'_>]) -> Result<(), StoreError> {
        match self.tx.run(sql, params).await? {
            1 => Ok(()),
            0 => Err(StoreError::Stale),
            more => self.tx.remember(Err(StoreError::Shape(format!("a change of one record met {more}")))),
        }
    }
}
