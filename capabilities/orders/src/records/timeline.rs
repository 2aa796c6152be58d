//! What happened to an order: its timeline, which its orderer follows.

use behorig_access::{Instant, OrderId};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use crate::rules::Happened;

/// At most so many events are shown: an order that is asked about more often than that has other troubles.
const MOST: i64 = 200;

/// Notes what happened to an order, in the change's own transaction. `lines` is how many lines it concerns, `words` what was said.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) fn note(
    tx: &mut WriteTx,
    order: OrderId,
    what: Happened,
    lines: Option<i64>,
    words: Option<&str>,
) -> Result<(), StoreError> {
    let (id, now) = (tx.new_uuid(), tx.now());
    let (account, name) = (tx.actor().account, tx.actor().name.clone());
    tx.put(
        "INSERT INTO care_order_event (id, order_id, at, actor_account, actor_name, what, lines, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, order, now, account, name, what.key(), lines, words],
    )
}

/// Something that happened to an order.
pub(crate) struct Noted {
    pub at: Instant,
    pub who: String,
    pub what: Happened,
    pub lines: Option<i64>,
    pub words: Option<String>,
}

impl FromRow for Noted {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            at: row.next()?,
            who: row.next()?,
            what: {
                let key: String = row.next()?;
                Happened::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no event of an order: {key}")))?
            },
            lines: row.next()?,
            words: row.next()?,
        })
    }
}

/// Everything that happened to an order, the latest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn timeline(tx: &mut Tx, order: OrderId) -> Result<Vec<Noted>, StoreError> {
    tx.all(
        "SELECT at, shown_name(care_order_event.actor_account, actor_name), what, lines, words FROM care_order_event WHERE order_id = ?1
         ORDER BY at DESC, id DESC LIMIT ?2",
        params![order, MOST],
    )
    .await
}
