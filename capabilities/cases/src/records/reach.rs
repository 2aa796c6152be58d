//! Whether a clinic and a resident can write to each other now: the resident's own grants say so.

use behorig_access::{
    Assurance, CaseTypeId, Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer,
    decide,
};
use behorig_registers::persons::Person;
use behorig_registers::{units, viewer_of_person};
use behorig_store::{StoreError, Tx};

use super::error::Unreachable;
use super::guardians::needs_guardian;

/// Whether the resident may write to the clinic: approved, added by the catchment area, or with a handed-out case type: this one, or
/// any where it is about none.
pub(crate) fn may_write(viewer: &Viewer, chain: &[UnitId], case_type: Option<CaseTypeId>, now: Instant) -> bool {
    let target = Target::at(chain);
    let handed_out = match case_type {
        None => has_any(viewer, chain, now),
        // Asked as for a restricted type, which the approval alone does not open.
        Some(id) => {
            let object = ObjectRef { kind: ObjectKind::CaseType, id: id.as_object() };
            let of_type = target.object(object).restricted(Restrictions::RESTRICTED_CASE_TYPE);
            decide(viewer, Service::UseCaseType, &of_type, now).is_permit()
        }
    };
    handed_out || decide(viewer, Service::CommunicateWithClinic, &target, now).is_permit()
}

/// The resident's own rights, as surely signed in as residents are.
pub(crate) async fn rights_of(tx: &mut Tx, person: PersonId, now: Instant) -> Result<Viewer, StoreError> {
    viewer_of_person(tx, person, Assurance::High, now).await
}

/// Whether a clinic can write to a resident: they are alive and may write to the clinic themselves, and a young child has a guardian
/// who reads it.
///
/// # Errors
/// The answer's own [`Unreachable`] inside, any [`StoreError`] of the database outside.
pub async fn reachable(
    tx: &mut Tx,
    unit: UnitId,
    person: &Person,
    now: Instant,
) -> Result<Result<(), Unreachable>, StoreError> {
    if person.deceased_on.is_some() {
        return Ok(Err(Unreachable::Deceased));
    }
    let chain = units::chain_ids(tx, unit).await?;
    let rights = rights_of(tx, person.id, now).await?;
    if !may_write(&rights, &chain, None, now) {
        return Ok(Err(Unreachable::NotApproved));
    }
    Ok(match needs_guardian(tx, person.id, now).await? {
        Some(false) => Err(Unreachable::NoGuardian),
        _ => Ok(()),
    })
}

/// Whether the resident may use any case type of the clinic.
fn has_any(viewer: &Viewer, chain: &[UnitId], now: Instant) -> bool {
    viewer.grants().iter().any(|grant| {
        let there = chain.first() == Some(&grant.unit) || (grant.branch && chain.contains(&grant.unit));
        there && grant.period.holds_at(now) && grant.services.contains(Service::UseCaseType)
    })
}
