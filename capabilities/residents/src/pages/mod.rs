//! The pages, one file each, and what they have in common.

pub(crate) mod list;
pub(crate) mod resident;

use behorig_access::{Instant, PersonId};
use behorig_identity::IdentityNumber;
use behorig_registers::units::{Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Resource};
use behorig_web::{Lang, format};

/// Where the list is.
pub(crate) const LIST: &str = "/invanare";

/// The event of a page that shows residents of the unit whose chain this is.
pub(crate) fn reading<'a>(
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
    Event { activity: ActivityType::Read, level, args: None, purpose: Purpose::Administration, resources }
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}

/// The day on which something begins.
pub(crate) fn day(at: Instant) -> String {
    format::date(format::local(at.0).date())
}

/// The last day of a period that ends at this moment, or *tills vidare*.
pub(crate) fn last_day(lang: Lang, to: Option<Instant>) -> String {
    format::until(lang, to.map(|to| format::local(to.plus_millis(-1).0).date()))
}
