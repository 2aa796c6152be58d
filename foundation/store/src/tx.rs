//! What may be asked and changed inside one transaction.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, LazyLock};

use crate::postgres::{Question, Transaction};
use crate::veil::{Reader, lifted};
use crate::{Actor, Boxed, Dialect, FromRow, Param, Row, StoreError, sqlite::ReaderPool};
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
    /// For whom the answers are.
    reader: Arc<Reader>,
}

static NOBODY: LazyLock<Arc<Reader>> = LazyLock::new(Arc::default);

impl Tx {
    pub(crate) fn new(handle: Handle) -> Self {
        Self { handle, fault: None, reader: Arc::clone(&NOBODY) }
    }

    /// Says for whom the answers are from now on.
    pub fn read_for(&mut self, reader: Arc<Reader>) {
        self.reader = reader;
    }

    /// For whom the answers are.
    #[must_use]
    pub fn reader(&self) -> &Arc<Reader> {
        &self.reader
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
        let mut found = Vec::new();
        self.each(&[(sql, params)], &mut [&mut into(&mut found)]).await?;
        Ok(found)
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
        let (mut of_first, mut of_second) = (Vec::new(), Vec::new());
        self.each(&[first, second], &mut [&mut into(&mut of_first), &mut into(&mut of_second)]).await?;
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
        let (mut of_first, mut of_second, mut of_third) = (Vec::new(), Vec::new(), Vec::new());
        self.each(
            &[first, second, third],
            &mut [&mut into(&mut of_first), &mut into(&mut of_second), &mut into(&mut of_third)],
        )
        .await?;
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
        let (mut first, mut second, mut third, mut fourth) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        self.each(
            &questions,
            &mut [&mut into(&mut first), &mut into(&mut second), &mut into(&mut third), &mut into(&mut fourth)],
        )
        .await?;
        Ok((first, second, third, fourth))
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

    /// Gives each row to its question's taker.
    fn each<'a, 't>(
        &'a mut self,
        questions: &'a [Question<'a>],
        takers: &'a mut [Taker<'t>],
    ) -> Boxed<'a, Result<(), StoreError>> {
        Box::pin(async move {
            for (_, params) in questions {
                self.ready_for(params)?;
            }
            journey(questions.len());
            let (reader, dialect) = (Arc::clone(&self.reader), self.dialect());
            let texts: Vec<_> = questions.iter().map(|(sql, _)| lifted(sql, &reader, dialect)).collect();
            let questions: Vec<Question<'_>> =
                texts.iter().zip(questions).map(|(sql, (_, params))| (&**sql, *params)).collect();
            let answer = self.ask(&questions, takers).await;
            self.remember(answer)
        })
    }

    async fn ask(&mut self, questions: &[Question<'_>], takers: &mut [Taker<'_>]) -> Result<(), StoreError> {
        match &mut self.handle {
            Handle::Sqlite(connection) => questions
                .iter()
                .zip(takers)
                .try_for_each(|((sql, params), take)| sqlite_rows(connection, sql, params, *take)),
            Handle::Postgres(transaction) => {
                let answers = transaction.ask(questions).await?;
                answers
                    .iter()
                    .zip(takers)
                    .try_for_each(|(rows, take)| rows.iter().try_for_each(|row| take(&Row::postgres(row))))
            }
            Handle::Taken => Err(taken()),
        }
    }

    fn run<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> Boxed<'a, Result<u64, StoreError>> {
        Box::pin(async move {
            self.ready_for(params)?;
            journey(1);
            let changed = match &mut self.handle {
                Handle::Sqlite(connection) => sqlite_execute(connection, sql, params),
                Handle::Postgres(transaction) => transaction.execute(sql, params).await,
                Handle::Taken => Err(taken()),
            };
            self.remember(changed)
        })
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

/// Notes, for whoever counts, that so many statements go to the database at once and that somebody waits for what comes of them.
fn journey(statements: usize) {
    tracing::trace!(target: "behorig_store::journey", statements);
}

fn sqlite_execute(connection: &rusqlite::Connection, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
}

fn taken() -> StoreError {
    StoreError::Refused("the transaction has ended".to_owned())
}

/// What takes the rows of an answer, one by one.
type Taker<'t> = &'t mut (dyn FnMut(&Row<'_>) -> Result<(), StoreError> + Send);

fn into<T: FromRow>(found: &mut Vec<T>) -> impl FnMut(&Row<'_>) -> Result<(), StoreError> + Send {
    |row| {
        found.push(T::from_row(row)?);
        Ok(())
    }
}

fn sqlite_rows(
    connection: &rusqlite::Connection,
    sql: &str,
    params: &[Param<'_>],
    take: Taker<'_>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    while let Some(row) = rows.next()? {
        take(&Row::sqlite(row))?;
    }
    Ok(())
}

/// The rows of four questions.
pub type Four<A, B, C, D> = (Vec<A>, Vec<B>, Vec<C>, Vec<D>);

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
    pub fn execute<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> Boxed<'a, Result<u64, StoreError>> {
        self.tx.run(sql, params)
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
    pub fn change_one<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> Boxed<'a, Result<(), StoreError>> {
        Box::pin(async move {
            match self.tx.run(sql, params).await? {
                1 => Ok(()),
                0 => Err(StoreError::Stale),
                more => self.tx.remember(Err(StoreError::Shape(format!("a change of one record met {more}")))),
            }
        })
    }
}
