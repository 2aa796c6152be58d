//! The audit events of cases: what was done, about whom, at which clinic.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use behorig_access::{PersonId, UnitId};
use behorig_identity::IdentityNumber;
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Recorded, Resource, StoreError, Tx, WriteTx, params};

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
        resources.push(Resource {
            resource_type: "case",
            resource_id: Some(case.id.to_string()),
            patient: match case.person {
                Some(person) => patient(tx, person).await?,
                None => None,
            },
            care_provider: chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(as_logged),
            care_unit: chain.first().map(as_logged),
        });
    }
    Ok(resources)
}

async fn patient(tx: &mut Tx, person: PersonId) -> Result<Option<(IdentityNumber, String)>, StoreError> {
    let row: Option<(IdentityNumber, String, String)> = tx
        .optional("SELECT identity_number, given_name, family_name FROM person WHERE id = ?1", params![person])
        .await?;
    Ok(row.map(|(number, given, family)| (number, format!("{given} {family}"))))
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}
