//! Who changed what of an account, when, from what to what and through which door.

use behorig_access::{AccountId, Instant};
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use uuid::Uuid;

/// One changed field.
#[derive(Debug, Clone)]
pub(crate) struct HistoryRow {
    /// The row's id: where the next page begins.
    pub id: Uuid,
    /// The event that told of it: rows of one event belong together.
    pub event: Uuid,
    /// When.
    pub at: Instant,
    /// The account that did it; none where the program itself did.
    pub account: Option<AccountId>,
    /// Who.
    pub who: String,
    /// Through which door, as stored.
    pub door: String,
    /// Which field.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

impl FromRow for HistoryRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            event: row.next()?,
            at: row.next()?,
            account: row.next()?,
            who: row.next()?,
            door: row.next()?,
            field: row.next()?,
            old: row.next()?,
            new: row.next()?,
        })
    }
}

const ROW: &str =
    "SELECT h.id, h.event_id, h.at, h.actor_account, shown_name(h.actor_account, h.actor_name), h.door, h.field, h.old_value, h.new_value FROM history h
    WHERE h.entity_id = ?1 AND h.entity_kind = 'account'";

/// The history of an account, the latest first, from before the row `before`; at most `most` rows.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn history_of(
    tx: &mut Tx,
    account: AccountId,
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<HistoryRow>, StoreError> {
    let from: Option<(Instant,)> = match before {
        Some(id) => tx.optional("SELECT at FROM history WHERE id = ?1", params![id]).await?,
        None => None,
    };
    match (from, before) {
        (Some((at,)), Some(id)) => {
            let sql = format!("{ROW} AND (h.at, h.id) < (?2, ?3) ORDER BY h.at DESC, h.id DESC LIMIT ?4");
            tx.all(&sql, params![account, at, id, most]).await
        }
        _ => tx.all(&format!("{ROW} ORDER BY h.at DESC, h.id DESC LIMIT ?2"), params![account, most]).await,
    }
}

/// An import that takes longer than this is none; in milliseconds.
const LONGEST_CHANGE: i64 = 3_600_000;

/// What was changed of an account since a moment, the earliest first.
///
/// A change bears the time when it began: one that began before the moment, such as an import of many files, may have ended after
/// it. Where nothing else tells why the account is another, that change is told.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn history_since(
    tx: &mut Tx,
    account: AccountId,
    since: Instant,
) -> Result<Vec<HistoryRow>, StoreError> {
    let later: Vec<HistoryRow> =
        tx.all(&format!("{ROW} AND h.at >= ?2 ORDER BY h.at, h.id"), params![account, since]).await?;
    if !later.is_empty() {
        return Ok(later);
    }
    let begun = since.plus_millis(-LONGEST_CHANGE);
    let sql = format!("{ROW} AND h.at >= ?2 ORDER BY h.at DESC, h.id DESC LIMIT 1");
    let latest: Option<HistoryRow> = tx.optional(&sql, params![account, begun]).await?;
    match latest {
        Some(latest) => {
            let sql = format!("{ROW} AND h.event_id = ?2 ORDER BY h.at, h.id");
            tx.all(&sql, params![account, latest.event]).await
        }
        None => Ok(Vec::new()),
    }
}
