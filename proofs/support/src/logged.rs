//! What the audit log and the history say, for tests that ask whether something was told.

use behorig_access::{EventId, Instant};
use behorig_store::{FieldChange, FromRow, Row, StoreError, params};

use crate::World;

/// An event of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its id.
    pub id: EventId,
    /// StoreLog `activityType`, such as `Skriva`.
    pub activity: String,
    /// StoreLog `activityLevel`: which function.
    pub level: Option<String>,
    /// StoreLog `activityArgs`.
    pub args: Option<String>,
    /// When.
    pub at: Instant,
    /// StoreLog `userId`.
    pub user_id: String,
    /// Which hat was on.
    pub hat: String,
    /// Through which door.
    pub door: String,
    /// About what and whom.
    pub resources: Vec<LoggedResource>,
}

/// One thing or person that an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedResource {
    /// StoreLog `resourceType`.
    pub resource_type: String,
    /// The record's own id.
    pub resource_id: Option<String>,
    /// The person whose data it is, by the stored identity number.
    pub patient: Option<String>,
}

impl FromRow for Logged {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            activity: row.next()?,
            level: row.next()?,
            args: row.next()?,
            at: row.next()?,
            user_id: row.next()?,
            hat: row.next()?,
            door: row.next()?,
            resources: Vec::new(),
        })
    }
}

impl FromRow for LoggedResource {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { resource_type: row.next()?, resource_id: row.next()?, patient: row.next()? })
    }
}

impl World {
    /// The audit log in the order of time, without what [`World`] itself did to set the scene.
    pub async fn events(&self) -> Vec<Logged> {
        let mut read = self.db.read().await.expect("a read");
        let mut events: Vec<Logged> = read
            .all(
                "SELECT id, activity_type, activity_level, activity_args, at, user_id, hat, door FROM audit_event
                 WHERE activity_level NOT LIKE 'test.%' ORDER BY at, id",
                params![],
            )
            .await
            .expect("the audit log");
        for event in &mut events {
            event.resources = read
                .all(
                    "SELECT resource_type, resource_id, patient_extension FROM audit_resource WHERE event_id = ?1
                     ORDER BY position",
                    params![event.id],
                )
                .await
                .expect("what an event is about");
        }
        events
    }

    /// What history tells of a record, in the order of time.
    pub async fn history_of(&self, entity: uuid::Uuid) -> Vec<FieldChange> {
        let mut read = self.db.read().await.expect("a read");
        let rows: Vec<(String, Option<String>, Option<String>)> = read
            .all(
                "SELECT field, old_value, new_value FROM history WHERE entity_id = ?1 ORDER BY at, id",
                params![entity],
            )
            .await
            .expect("the history");
        rows.into_iter().map(|(field, old, new)| FieldChange { field, old, new }).collect()
    }
}
