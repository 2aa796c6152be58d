//! A resident adds a clinic by its catchment area: a grant like any other, on that basis.

use behorig_access::{Basis, BuiltIn, GrantId, Holder, Period, UnitId};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::persons::Person;
use behorig_registers::units;
use behorig_store::{FieldChange, Recorded, StoreError, WriteTx, params};
use behorig_web::format;

use super::clinic::clinic;
use super::{area, refit};
use crate::rules::CatchmentFacts;

/// What became of a resident's wish to add a clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adding {
    /// It was added, by this grant.
    Added(GrantId),
    /// The resident is let in already, by this approval.
    Already(GrantId),
    /// No catchment area covers the resident now.
    NotCovered,
    /// The clinic takes no new cases.
    NotOpen,
}

/// Gives the resident the grant that a catchment area lets them take. It ends by itself on the day that they are too old, and
/// earlier when the area or the register no longer fits. The write that calls it records the event; see [`Adding::history`].
///
/// # Errors
/// [`StoreError::Missing`] where the organisation lacks the role of approved residents; else any [`StoreError`].
pub async fn add_clinic(tx: &mut WriteTx, person: &Person, unit: UnitId) -> Result<Adding, StoreError> {
    let now = tx.now();
    let organisation = units::organisation_of(tx, unit).await?;
    let role = grants::role_of_template(tx, organisation, BuiltIn::ApprovedResident).await?;
    let held: Option<(GrantId,)> = tx
        .optional(
            "SELECT id FROM grants WHERE holder_person = ?1 AND unit_id = ?2 AND role_id = ?3
             AND from_at <= ?4 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?4) LIMIT 1",
            params![person.id, unit, role, now],
        )
        .await?;
    if let Some((grant,)) = held {
        return Ok(Adding::Already(grant));
    }
    let is_live = units::find(tx, unit).await?.is_some_and(|unit| unit.ended_at.is_none());
    if !is_live || !clinic(tx, unit).await?.status.takes_new_cases() {
        return Ok(Adding::NotOpen);
    }
    let facts = CatchmentFacts::from(person);
    let today = format::local(now.0).date();
    let Some(area) = area::catchment_of(tx, unit).await?.filter(|area| area.covers(&facts, today)) else {
        return Ok(Adding::NotCovered);
    };
    let period = Period { from: now, to: area.too_old_on(&facts).map(refit::start_of_day) };
    let holder = Holder::Person(person.id);
    let grant = NewGrant { holder, role, unit, branch: false, object: None, period, basis: Basis::CatchmentArea };
    Ok(Adding::Added(grants::give(tx, &grant).await?))
}

impl Adding {
    /// Writes into the history of a new grant how it began, tied to the event that told of it.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn history(self, tx: &mut WriteTx, recorded: &Recorded<()>) -> Result<(), StoreError> {
        let Self::Added(grant) = self else { return Ok(()) };
        let (row, _) = grants::find(tx, grant).await?.ok_or(StoreError::Missing)?;
        let new = Some(refit::in_history(&row.role_name, &row.unit_name));
        let began = FieldChange { field: "grant".to_owned(), old: None, new };
        tx.history(recorded, "grant", grant.uuid(), &[began]).await
    }
}
