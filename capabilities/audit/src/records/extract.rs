//! The resident's extract: who, by unit, has had to do with their data, and when.

use behorig_access::{EventId, Instant, PersonId};
use behorig_identity::IdentityNumber;
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use crate::rules::Days;

/// Something that was done, as its subject is told of it: never by whom.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub id: EventId,
    pub at: Instant,
    pub activity: String,
    pub level: Option<String>,
    /// With which hat: `staff`, `relative`, `resident` or `system`.
    pub hat: String,
    /// From which unit, or else which one holds what was read.
    pub unit_name: Option<String>,
    pub provider_name: Option<String>,
}

impl FromRow for Told {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            at: row.next()?,
            activity: row.next()?,
            level: row.next()?,
            hat: row.next()?,
            unit_name: row.next()?,
            provider_name: row.next()?,
        })
    }
}

/// What others than the person did with the person's data in a period, the latest first, after an event. What a person reads of their
/// own is left out, this extract with it.
///
/// Events are read in the order of their ids, which is that in which they were written; a person twice on one event is told once.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn page(
    tx: &mut Tx,
    (person, number): (PersonId, &IdentityNumber),
    days: Days,
    after: Option<EventId>,
    most: i64,
) -> Result<Vec<Told>, StoreError> {
    let (from, to) = days.moments();
    let after = after.unwrap_or(EventId::from_bytes([0xff; 16]));
    tx.all(
        "SELECT e.id, e.at, e.activity_type, e.activity_level, e.hat, COALESCE(e.care_unit_name, r.care_unit_name),
             COALESCE(e.care_provider_name, r.care_provider_name)
         FROM audit_resource r CROSS JOIN audit_event e
         WHERE r.patient_extension = ?1 AND r.event_id < ?2 AND e.id = r.event_id AND e.at >= ?3 AND e.at < ?4
           AND (e.person_id IS NULL OR e.person_id <> ?5)
           AND NOT EXISTS (SELECT 1 FROM audit_resource o WHERE o.event_id = r.event_id
             AND o.patient_extension = r.patient_extension AND o.position < r.position)
         ORDER BY r.event_id DESC LIMIT ?6",
        params![number, after, from, to, person, most],
    )
    .await
}
