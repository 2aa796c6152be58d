//! The history of a clinic's settings, as changes that each are one event.

use behorig_access::{Instant, UnitId};
use behorig_store::{FieldChange, StoreError, Tx, params};
use uuid::Uuid;

/// How history names a clinic's settings.
pub(crate) const KIND: &str = "clinic";

/// Everything that one event changed.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// The latest changes of a clinic's settings, newest first.
pub(crate) async fn changes_of(tx: &mut Tx, unit: UnitId) -> Result<Vec<Changed>, StoreError> {
    let rows: Vec<Stored> = tx
        .all(
            "SELECT event_id, at, actor_name, door, field, old_value, new_value FROM history
             WHERE entity_kind = ?1 AND entity_id = ?2 ORDER BY at DESC, id DESC LIMIT ?3",
            params![KIND, unit, MOST],
        )
        .await?;
    let mut found: Vec<(Uuid, Changed)> = Vec::new();
    for (event, at, who, door, field, old, new) in rows {
        let change = FieldChange { field, old, new };
        match found.last_mut().filter(|(last, _)| *last == event) {
            Some((_, changed)) => changed.fields.insert(0, change),
            None => found.push((event, Changed { at, who, door, fields: vec![change] })),
        }
    }
    Ok(found.into_iter().map(|(_, changed)| changed).collect())
}
