//! The one way into the database that is not a change by somebody: the sealing of the log.
//!
//! Sealing makes no audit event, or it would never end. So that this is no way round [`Db::write`], it reaches the tables of the sealed
//! log and no other, and the capability `sealed-log` alone asks for it (a test holds that).

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use behorig_access::Instant;

use crate::change::Change;
use crate::tx::{Tx, WriteTx};
use crate::{Actor, Boxed, Db, Dialect, Door, FromRow, Param, StoreError};

/// The tables that sealing writes in.
const TABLES: [&str; 6] =
    ["audit_unsealed", "audit_leaf", "audit_hash", "audit_tree", "audit_checkpoint", "audit_witness"];

/// The door of the sealed log. On PostgreSQL its transactions are REPEATABLE READ: that a sealer reads the queue is then no conflict to
/// those who write into it.
#[derive(Clone)]
pub struct Sealing(Db);

impl Db {
    /// The door of the sealed log, for the crate that seals.
    #[must_use]
    pub fn sealing(&self) -> Sealing {
        Sealing(self.clone())
    }
}

/// What [`Sealing::commit`] is given to do: statements on the tables of the sealed log.
pub type SealWork<'t, T> = Boxed<'t, Result<T, StoreError>>;

impl Sealing {
    /// Runs a sealing as one durable transaction. `work` may be run more than once, and may do nothing but SQL.
    ///
    /// # Errors
    /// Whatever `work` answers, or the database's own failure; then nothing of it remains.
    pub async fn commit<I, T, F>(&self, input: I, work: F) -> Result<T, StoreError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut SealTx<'_>, &'t I) -> SealWork<'t, T> + Send + Sync + 'static,
    {
        let asked = Arc::new(Asked { input, work, answer: Mutex::new(None) });
        let change: Arc<dyn Change> = Arc::<Asked<I, T, F>>::clone(&asked);
        // Nobody acts: no event is written by which it would show.
        let nobody = Actor::system(Door::System, Instant(0));
        self.0.carry_out_sealing(&nobody, change).await?;
        let answer = asked.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(StoreError::Refused("a sealing was not run".to_owned())))
    }
}

struct Asked<I, T, F> {
    input: I,
    work: F,
    answer: Mutex<Option<Result<T, StoreError>>>,
}

impl<I, T, F> Change for Asked<I, T, F>
where
    I: Send + Sync,
    T: Send,
    F: for<'t> Fn(&'t mut SealTx<'_>, &'t I) -> SealWork<'t, T> + Send + Sync,
{
    fn run<'t>(&'t self, tx: &'t mut WriteTx) -> Pin<Box<dyn Future<Output = bool> + Send + 't>> {
        Box::pin(async move {
            let mut tx = SealTx(tx);
            let answer = (self.work)(&mut tx, &self.input).await;
            let is_kept = answer.is_ok();
            *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            is_kept
        })
    }
}

/// A sealing in progress.
pub struct SealTx<'w>(&'w mut WriteTx);

impl SealTx<'_> {
    /// Which SQL the database speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn all<T: FromRow>(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<T>, StoreError> {
        let tx: &mut Tx = self.0;
        tx.all(sql, params).await
    }

    /// Runs a statement that changes a table of the sealed log, and tells how many rows it changed.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a statement that is not about such a table; else any [`StoreError`] of the database.
    pub fn execute<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> Boxed<'a, Result<u64, StoreError>> {
        Box::pin(async move {
            if !is_of_the_log(sql) {
                return Err(StoreError::Refused("sealing reaches the tables of the sealed log alone".to_owned()));
            }
            self.0.execute(sql, params).await
        })
    }
}

/// Whether a statement begins by naming a table of the sealed log as the one that it changes.
fn is_of_the_log(sql: &str) -> bool {
    let mut words = sql.split_ascii_whitespace();
    let table = match words.next() {
        Some("INSERT") => words.next().filter(|word| *word == "INTO").and(words.next()),
        Some("DELETE") => words.next().filter(|word| *word == "FROM").and(words.next()),
        Some("UPDATE") => words.next(),
        _ => None,
    };
    table.is_some_and(|table| TABLES.contains(&table)) && !sql.contains(';')
}

#[cfg(test)]
mod tests {
    use super::is_of_the_log;

    #[test]
    fn sealing_changes_the_tables_of_the_sealed_log_and_no_other() {
        for good in [
            "INSERT INTO audit_leaf (event_id) VALUES (?1)",
            "DELETE FROM audit_unsealed\n WHERE event_id = ?1",
            "UPDATE audit_tree SET size = ?1",
            "UPDATE audit_witness SET trouble = NULL",
        ] {
            assert!(is_of_the_log(good), "{good}");
        }
        for bad in [
            "UPDATE audit_event SET at = 0",
            "DELETE FROM audit_resource",
            "INSERT INTO audit_key (id) VALUES ('x')",
            "WITH gone AS (DELETE FROM audit_event RETURNING id) SELECT 1",
            "UPDATE audit_tree SET size = 1; DELETE FROM audit_event",
            "DROP TABLE audit_leaf",
            "",
        ] {
            assert!(!is_of_the_log(bad), "{bad}");
        }
    }
}
