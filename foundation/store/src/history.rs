//! The history of a record as it is read: changes that each are one event.

use behorig_access::Instant;
use uuid::Uuid;

use crate::{FieldChange, StoreError, Tx, params};

/// Everything that one event changed in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// When.
    pub at: Instant,
    /// By whom.
    pub who: String,
    /// Through which door, as stored.
    pub door: String,
    /// What, in the order in which it was told.
    pub fields: Vec<FieldChange>,
}

type Stored = (Uuid, Instant, String, String, String, Option<String>, Option<String>);

/// At most this many changed fields are read of a record.
const MOST: i64 = 500;

/// The latest changes of a record, newest first. `kind` and `id` name it as [`crate::WriteTx::history`] did.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn changes_of(tx: &mut Tx, kind: &str, id: Uuid) -> Result<Vec<Changed>, StoreError> {
    let rows: Vec<Stored> = tx
        .all(
            "SELECT event_id, at, shown_name(history.actor_account, actor_name), door, field, old_value, new_value FROM history
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
    // Rows were read backwards; within an event they stand in the order in which they were told.
    Ok(found
        .into_iter()
        .map(|(_, mut changed)| {
            changed.fields.reverse();
            changed
        })
        .collect())
}

/// The changes that came after a version of a record, newest first, where each change raises the version by one.
#[must_use]
pub fn since(mut changes: Vec<Changed>, seen: i64, current: i64) -> Vec<Changed> {
    changes.truncate(usize::try_from(current.saturating_sub(seen)).unwrap_or(0));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn who_saw_a_version_is_told_every_later_change_and_no_earlier_one(made in 1..30_i64, seen in 0..40_i64) {
            let change = |at| Changed { at: Instant(at), who: String::new(), door: String::new(), fields: Vec::new() };
            let newest_first = (1..=made).rev().map(change).collect();
            let told: Vec<i64> = since(newest_first, seen, made).iter().map(|changed| changed.at.0).collect();
            let expected: Vec<i64> = (1..=made).rev().filter(|version| *version > seen).collect();
            prop_assert_eq!(told, expected);
        }
    }
}
