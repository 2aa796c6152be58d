//! One event of the log, read through whoever reviews.

use behorig_access::{EventId, Instant, PersonId, Service, Target, UnitId, Viewer};
use behorig_identity::IdentityNumber;
use behorig_registers::units;
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};

use super::shown::ACTOR_IS_PROTECTED;
use super::{Patient, sees_staff};

/// An event with all that the log says of it, but for whom it is about.
#[derive(Debug, Clone)]
pub(crate) struct Whole {
    pub id: EventId,
    pub at: Instant,
    pub unit: Option<UnitId>,
    pub user_id: String,
    /// None also of staff whose identity is protected, to who may not see it.
    pub user_name: Option<String>,
    /// Whether the identity of whoever acted is protected.
    pub is_protected: bool,
    pub user_title: Option<String>,
    pub assignment: Option<String>,
    pub hat: String,
    pub door: String,
    pub activity: String,
    pub level: Option<String>,
    pub args: Option<String>,
    pub purpose: String,
    pub unit_name: Option<String>,
    pub provider_name: Option<String>,
}

impl FromRow for Whole {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            at: row.next()?,
            unit: row.next()?,
            user_id: row.next()?,
            user_name: row.next()?,
            is_protected: row.next()?,
            user_title: row.next()?,
            assignment: row.next()?,
            hat: row.next()?,
            door: row.next()?,
            activity: row.next()?,
            level: row.next()?,
            args: row.next()?,
            purpose: row.next()?,
            unit_name: row.next()?,
            provider_name: row.next()?,
        })
    }
}

impl Whole {
    /// An event, with the chain of the unit where it happened. Service 400 there.
    ///
    /// # Errors
    /// [`PageError::Refused`] to whoever holds a grant at the unit, [`PageError::NotFound`] to anyone else, and for what happened at no
    /// unit.
    pub(crate) async fn for_viewer(
        tx: &mut Tx,
        viewer: &Viewer,
        id: EventId,
        now: Instant,
    ) -> Result<(Self, Vec<UnitId>), PageError> {
        let found: Option<Self> = tx
            .optional(
                &format!(
                    "SELECT e.id, e.at, e.unit_id, e.user_id, e.user_name, {ACTOR_IS_PROTECTED}, e.user_title,
                         e.user_assignment, e.hat, e.door, e.activity_type, e.activity_level, e.activity_args, e.purpose,
                         e.care_unit_name, e.care_provider_name
                     FROM audit_event e WHERE e.id = ?1"
                ),
                params![id],
            )
            .await?;
        let mut event = found.ok_or(PageError::NotFound)?;
        let chain = units::chain_ids(tx, event.unit.ok_or(PageError::NotFound)?).await?;
        require_target(tx, viewer, Service::ReviewLogs, &Target::at(&chain), now).await?;
        if event.is_protected && !sees_staff(viewer, &chain, now) {
            event.user_name = None;
        }
        Ok((event, chain))
    }
}

/// Something that an event is about.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub position: i64,
    pub resource_type: String,
    pub patient: Option<Patient>,
    pub unit_name: Option<String>,
}

impl FromRow for About {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (position, resource_type) = (row.next()?, row.next()?);
        let number: Option<String> = row.next()?;
        let name: Option<String> = row.next()?;
        let unit_name = row.next()?;
        let known = row.next::<Option<PersonId>>()?.zip(row.next::<Option<bool>>()?);
        // A number of a kind that this program does not know is shown as nobody's rather than in the clear.
        let number = number.and_then(|number| IdentityNumber::from_stored(&number).ok());
        let patient = number.map(|number| Patient { number, name: name.unwrap_or_default(), known });
        Ok(Self { position, resource_type, patient, unit_name })
    }
}

/// What an event is about, after a place. Whether the reader sees who a person is, [`super::sees`] says.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn about(tx: &mut Tx, event: EventId, after: i64, most: i64) -> Result<Vec<About>, StoreError> {
    tx.all(
        "SELECT r.position, r.resource_type, r.patient_extension, r.patient_name, r.care_unit_name, p.id,
             p.protection <> 'none'
         FROM audit_resource r LEFT JOIN person p ON p.identity_number = r.patient_extension
         WHERE r.event_id = ?1 AND r.position > ?2 ORDER BY r.position LIMIT ?3",
        params![event, after, most],
    )
    .await
}
