//! The history of a record, as changes that each are one event.

use behorig_access::Instant;
use behorig_store::{FieldChange, StoreError, Tx, params};
use uuid::Uuid;

/// Everything that one event changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    /// When.
    pub at: Instant,
    /// By whom.
    pub who: String,
    /// Through which door, as stored.
    pub door: String,
    /// What.
    pub fields: Vec<FieldChange>,
}

type Stored = (Uuid, Instant, String, String, String, Option<String>, Option<String>);

/// A page of history shows at most this many changed fields.
const MOST: i64 = 500;

/// The latest changes of a record, newest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn of(tx: &mut Tx, kind: &str, id: Uuid) -> Result<Vec<Changed>, StoreError> {
    let rows: Vec<Stored> = tx
        .all(
            "SELECT event_id, at, actor_name, door, field, old_value, new_value FROM history
             WHERE entity_kind = ?1 AND entity_id = ?2 ORDER BY at DESC, id DESC LIMIT ?3",
            params![kind, id, MOST],
        )
        .await?;
    let mut found: Vec<(Uuid, Changed)> = Vec::new();
    for (event, at, who, door, field, old, new) in rows {
        let change = FieldChange { field, old, new };
        match found.last_mut().filter(|(last, _)| *last == event) {
            Some((_, changed)) => changed.fields.push(change),
            None => found.push((event, Changed { at, who, door, fields: vec![change] })),
        }
    }
    // Rows were read backwards; within an event they stand in the order of the form.
    Ok(found
        .into_iter()
        .map(|(_, mut changed)| {
            changed.fields.reverse();
            changed
        })
        .collect())
}

/// The changes that came after a version of a record, newest first: each change raises the version by one.
pub(crate) fn since(mut changes: Vec<Changed>, seen: i64, current: i64) -> Vec<Changed> {
    changes.truncate(usize::try_from(current.saturating_sub(seen)).unwrap_or(0));
    changes
}
