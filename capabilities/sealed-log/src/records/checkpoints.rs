//! Signed checkpoints, and what the witnesses took of them.

use behorig_access::Instant;
use behorig_store::{FromRow, Row, SealTx, StoreError, Tx, params};
use behorig_transparency::{Hash, KeyId};

use super::tree::hash;
use super::{as_stored, from_stored};

/// A checkpoint as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct CheckpointRow {
    pub(crate) size: u64,
    pub(crate) root: Hash,
    pub(crate) note: String,
    pub(crate) signed_at: Instant,
}

impl FromRow for CheckpointRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            size: from_stored(row.next()?)?,
            root: hash(row.next()?)?,
            note: row.next()?,
            signed_at: row.next()?,
        })
    }
}

/// The largest one.
pub(crate) async fn last(tx: &mut Tx) -> Result<Option<CheckpointRow>, StoreError> {
    tx.optional("SELECT size, root, note, signed_at FROM audit_checkpoint ORDER BY size DESC LIMIT 1", &[]).await
}

/// The largest one that a witness has seen, if it covers so many events.
pub(crate) async fn last_witnessed(tx: &mut Tx, at_least: u64) -> Result<Option<CheckpointRow>, StoreError> {
    tx.optional(
        "SELECT size, root, note, signed_at FROM audit_checkpoint WHERE witnessed_at IS NOT NULL AND size >= ?1 ORDER BY size DESC LIMIT 1",
        params![as_stored(at_least)],
    )
    .await
}

/// The next checkpoints above a size, smallest first.
pub(crate) async fn above(tx: &mut Tx, size: i64) -> Result<Vec<CheckpointRow>, StoreError> {
    let sql = "SELECT size, root, note, signed_at FROM audit_checkpoint WHERE size > ?1 ORDER BY size LIMIT 1000";
    tx.all(sql, params![size]).await
}

/// Puts a checkpoint in, unless there is one of its size; nothing where the key that signed it is retired meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] where the key is no longer the log's.
pub(crate) async fn put(tx: &mut SealTx<'_>, row: &CheckpointRow, key: KeyId) -> Result<(), StoreError> {
    let present: Vec<(Vec<u8>,)> = tx.all("SELECT id FROM audit_key WHERE last_size IS NULL", &[]).await?;
    if !matches!(present.as_slice(), [(id,)] if id == key.as_bytes()) {
        return Err(StoreError::Stale);
    }
    tx.execute(
        "INSERT INTO audit_checkpoint (size, root, signed_at, note) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (size) DO NOTHING",
        params![as_stored(row.size), row.root.as_bytes(), row.signed_at, row.note],
    )
    .await?;
    Ok(())
}

/// Notes that a witness has taken a checkpoint, and its note where it carries a cosignature now.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else changed the note meanwhile: the next time will do.
pub(crate) async fn witnessed(
    tx: &mut SealTx<'_>,
    before: &CheckpointRow,
    note: Option<&str>,
    witness: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let size = as_stored(before.size);
    match note {
        Some(note) => {
            let sql = "UPDATE audit_checkpoint SET note = ?1, witnessed_at = coalesce(witnessed_at, ?2)
                 WHERE size = ?3 AND note = ?4";
            if tx.execute(sql, params![note, now, size, before.note]).await? == 0 {
                return Err(StoreError::Stale);
            }
        }
        None => {
            let sql = "UPDATE audit_checkpoint SET witnessed_at = coalesce(witnessed_at, ?1) WHERE size = ?2";
            tx.execute(sql, params![now, size]).await?;
        }
    }
    tx.execute(
        "INSERT INTO audit_witness (name, size, at, trouble) VALUES (?1, ?2, ?3, NULL)
         ON CONFLICT (name) DO UPDATE SET size = excluded.size, at = excluded.at, trouble = NULL",
        params![witness, size, now],
    )
    .await?;
    Ok(())
}

/// Notes what keeps a witness from taking more.
pub(crate) async fn in_trouble(tx: &mut SealTx<'_>, witness: &str, why: &str, now: Instant) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO audit_witness (name, size, at, trouble) VALUES (?1, 0, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET trouble = excluded.trouble",
        params![witness, now, why],
    )
    .await?;
    Ok(())
}

/// What one witness has taken.
#[derive(Debug, Clone)]
pub(crate) struct WitnessRow {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) at: Instant,
    pub(crate) trouble: Option<String>,
}

impl FromRow for WitnessRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { name: row.next()?, size: from_stored(row.next()?)?, at: row.next()?, trouble: row.next()? })
    }
}

pub(crate) async fn witnesses(tx: &mut Tx) -> Result<Vec<WitnessRow>, StoreError> {
    tx.all("SELECT name, size, at, trouble FROM audit_witness ORDER BY name", &[]).await
}

/// Takes old checkpoints away: of those signed before a time, the last of each span of so many milliseconds stays, and the last
/// witnessed of each; and where a key was changed, the one that both keys signed.
pub(crate) async fn thin(tx: &mut SealTx<'_>, before: Instant, span: i64) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM audit_checkpoint WHERE signed_at < ?1
             AND size NOT IN (SELECT max(c.size) FROM audit_checkpoint c WHERE c.signed_at < ?1
                 GROUP BY c.signed_at / ?2, c.witnessed_at IS NOT NULL)
             AND size NOT IN (SELECT k.last_size FROM audit_key k WHERE k.last_size IS NOT NULL)",
        params![before, span],
    )
    .await
}
