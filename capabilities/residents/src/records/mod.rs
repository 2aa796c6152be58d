//! All that is asked of the database and changed in it about a clinic's residents. Everything is grants: what stands here is
//! read from them and written by `behorig_registers::grants`.

pub(crate) mod change;
pub(crate) mod giving;
mod held;
pub(crate) mod list;
mod resident;

pub(crate) use held::{Held, What, ever_at, live_at};
pub(crate) use resident::{Candidate, Changed, Register, Resident, Who, approval_of, candidate, history_of};

use behorig_access::PersonId;
use behorig_identity::IdentityNumber;
use behorig_registers::units::{Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Resource};

/// The event of something that was done with residents of the unit whose chain this is.
pub(crate) fn event<'a>(
    activity: ActivityType,
    level: &'static str,
    chain: &[Unit],
    residents: impl Iterator<Item = (PersonId, &'a IdentityNumber, String)>,
) -> Event {
    let care_unit = chain.first().map(as_logged);
    let care_provider = chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(as_logged);
    let resources = residents
        .map(|(person, number, name)| Resource {
            resource_type: "resident",
            resource_id: Some(person.to_string()),
            patient: Some((*number, name)),
            care_provider: care_provider.clone(),
            care_unit: care_unit.clone(),
        })
        .collect();
    Event { activity, level, args: None, purpose: Purpose::Administration, resources }
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}
