//! The tallies of failed attempts.

use behorig_access::Instant;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use crate::rules::throttle::Tally;

impl FromRow for Tally {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { failures: row.next()?, last_at: row.next()?, closed_until: row.next()? })
    }
}

/// The tally under a key.
pub(crate) async fn of(tx: &mut Tx, key: &str) -> Result<Tally, StoreError> {
    let tally: Option<Tally> = tx
        .optional("SELECT failures, last_at, closed_until FROM sign_in_throttle WHERE key = ?1", params![key])
        .await?;
    Ok(tally.unwrap_or(Tally::NONE))
}

/// The longest wait of several keys, in seconds; `None` when all are open.
pub(crate) async fn wait(tx: &mut Tx, keys: &[String], now: Instant) -> Result<Option<i64>, StoreError> {
    let mut longest = None;
    for key in keys {
        longest = longest.max(of(tx, key).await?.wait(now));
    }
    Ok(longest)
}

/// Stores a tally.
pub(crate) async fn put(tx: &mut WriteTx, key: &str, tally: Tally) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sign_in_throttle (key, failures, last_at, closed_until) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
             closed_until = excluded.closed_until",
        params![key, tally.failures, tally.last_at, tally.closed_until],
    )
    .await?;
    Ok(())
}

/// Forgets the failures under a key: somebody got in, or an administrator gave the account back.
pub(crate) async fn forget(tx: &mut WriteTx, key: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sign_in_throttle WHERE key = ?1", params![key]).await?;
    Ok(())
}
