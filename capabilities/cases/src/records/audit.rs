//! The audit events of cases: what was done, about whom, at which clinic.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use behorig_access::{PersonId, UnitId};
use behorig_identity::IdentityNumber;
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Recorded, Resource, StoreError, Tx, WriteTx, params};

use super::around::{Around, NAME_OF_PERSON, NameOfPerson, as_patient};
use super::case::Case;

/// Writes the audit event of something that was done to cases.
pub(crate) async fn record(
    tx: &mut WriteTx,
    activity: ActivityType,
    level: &'static str,
    args: Option<String>,
    cases: &[Case],
) -> Result<Recorded<()>, StoreError> {
    let resources = about(tx, cases).await?;
    tx.record(Event { activity, level, args, purpose: Purpose::Care, resources }).await
}

/// As [`record`], of one case around which everything is known.
pub(crate) async fn record_around(
    tx: &mut WriteTx,
    activity: ActivityType,
    level: &'static str,
    case: &Case,
    around: &Around,
) -> Result<Recorded<()>, StoreError> {
    let resources = vec![resource(case, &around.chain, around.patient.clone())];
    tx.record(Event { activity, level, args: None, purpose: Purpose::Care, resources }).await
}

/// Writes that a file of a case is about to be given out.
pub(crate) async fn record_file_reading(tx: &mut WriteTx, case: &Case) -> Result<Recorded<()>, StoreError> {
    record(tx, ActivityType::Read, "cases.file", None, std::slice::from_ref(case)).await
}

/// Each case as what an event is about, with its person and its clinic.
async fn about(tx: &mut Tx, cases: &[Case]) -> Result<Vec<Resource>, StoreError> {
    let mut clinics: BTreeMap<UnitId, Vec<Unit>> = BTreeMap::new();
    let mut resources = Vec::with_capacity(cases.len());
    for case in cases {
        let chain = match clinics.entry(case.unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(units::chain(tx, case.unit).await?),
        };
        let patient = match case.person {
            Some(person) => patient(tx, person).await?,
            None => None,
        };
        resources.push(resource(case, chain, patient));
    }
    Ok(resources)
}

fn resource(case: &Case, chain: &[Unit], patient: Option<(IdentityNumber, String)>) -> Resource {
    Resource {
        resource_type: "case",
        resource_id: Some(case.id.to_string()),
        patient,
        care_provider: chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(as_logged),
        care_unit: chain.first().map(as_logged),
    }
}

async fn patient(tx: &mut Tx, person: PersonId) -> Result<Option<(IdentityNumber, String)>, StoreError> {
    let row: Option<NameOfPerson> = tx.optional(NAME_OF_PERSON, params![person]).await?;
    Ok(as_patient(row))
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}
