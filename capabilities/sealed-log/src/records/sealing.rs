//! The one write that makes the tree grow.
//!
//! It ends or begins with nothing but its condition: the tree's row still has the size that was read. Whoever changes no row undoes all of
//! it, so two sealers that read the same tree can never both make it grow, whatever their clocks and leases say.

use behorig_access::Instant;
use behorig_store::{Dialect, SealTx, StoreError, params};
use uuid::Uuid;

use super::as_stored;
use crate::rules::Planned;

/// Who seals, and for how long others leave it to them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) holder: Uuid,
    pub(crate) now: Instant,
    pub(crate) until: Instant,
}

/// Writes a round.
///
/// # Errors
/// [`StoreError::Stale`] where another sealer was first, or the queue is not as it was read.
pub(crate) async fn grow(tx: &mut SealTx<'_>, round: &Planned, turn: Turn) -> Result<(), StoreError> {
    let (before, size) = (as_stored(round.before), as_stored(round.size));
    let grown = tx
        .execute(
            "UPDATE audit_tree SET size = ?1, root = ?2, holder = ?3, leased_until = ?4 WHERE id = 1 AND size = ?5",
            params![size, round.root.as_bytes(), turn.holder, turn.until, before],
        )
        .await?;
    if grown != 1 {
        return Err(StoreError::Stale);
    }
    let bytes = packed(tx.dialect());
    // The rows come as one value, cut into pieces by the database: one journey, and one statement to plan, for a thousand of them.
    let leaves = format!(
        "INSERT INTO audit_leaf (event_id, position, salt, sealed_at)
         WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
         SELECT substr({bytes}, i * 32 + 1, 16), CAST(?3 AS BIGINT) + i, substr({bytes}, i * 32 + 17, 16), CAST(?4 AS BIGINT) FROM n"
    );
    let count = as_stored(round.count());
    tx.execute(&leaves, params![round.leaves, count, before, turn.now]).await?;
    let pages = format!(
        "INSERT INTO audit_hash (page, hashes)
         WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
         SELECT CAST(?3 AS BIGINT) + i, substr({bytes}, i * 1024 + 1, 1024) FROM n WHERE TRUE
         ON CONFLICT (page) DO UPDATE SET hashes = excluded.hashes"
    );
    let page_count = i64::try_from(round.page_count()).unwrap_or(i64::MAX);
    tx.execute(&pages, params![round.pages, page_count, as_stored(round.first_page)]).await?;
    let left = tx
        .execute(
            "DELETE FROM audit_unsealed WHERE event_id IN
                 (SELECT l.event_id FROM audit_leaf l WHERE l.position >= ?1 AND l.position < ?2)",
            params![before, size],
        )
        .await?;
    if left == round.count() { Ok(()) } else { Err(StoreError::Stale) }
}

/// The first value as bytes: PostgreSQL must be told, SQLite must not.
const fn packed(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "?1",
        Dialect::Postgres => "CAST(?1 AS BYTEA)",
    }
}

/// Leaves the turn to others, at the end.
pub(crate) async fn leave(tx: &mut SealTx<'_>, holder: Uuid) -> Result<(), StoreError> {
    tx.execute("UPDATE audit_tree SET leased_until = 0 WHERE id = 1 AND holder = ?1", params![holder]).await?;
    Ok(())
}
