//! All that is asked of the database and changed in it about customers of home care. A customer is loaded through whoever asks, and
//! every change is written with its event, its history and the visits that follow from it.

pub(crate) mod assignments;
mod change;
mod customer;
pub(crate) mod feeds;
pub(crate) mod interventions;
pub(crate) mod left_over;
pub(crate) mod list;
pub(crate) mod occasions;
mod own;
pub(crate) mod pauses;
pub(crate) mod plan;
mod settings;
mod units;
mod visits;
mod who;

#[cfg(test)]
mod tests;

pub use assignments::{Assignment, NewAssignment, assignments_of};
pub(crate) use change::living;
pub use change::{Ended, EndedGrant, add_assignment, add_customer, add_intervention, add_pause, end_customer};
pub use customer::Customer;
pub use interventions::{Intervention, NewIntervention, interventions_of};
pub(crate) use own::{StaffBy, customers_who_are, staff_by_role};
pub use pauses::{CarePause, NewPause, PauseReason, has_care_on, pauses_of};
pub use plan::{HORIZON_DAYS, extend_plans};
pub use settings::{RelativeColumns, relative_columns, set_relative_columns};
pub(crate) use units::home_care_units;
pub(crate) use visits::names_at_visits;
pub use visits::{PlannedVisit, find_visit, next_visits_of, visits_at_unit, visits_of_customer};
pub(crate) use who::SOON;
pub use who::{EndingGrant, WhoMaySee, ending_soon, ending_soon_count, who_may_see};

use behorig_identity::IdentityNumber;
use behorig_registers::units::{Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Resource, Row, StoreError};
use jiff::civil::Date;

use crate::CustomerId;

/// What the log calls a customer.
const RESOURCE: &str = "customer";

/// The event of something that was done with customers of the unit whose chain this is: itself first, the root last.
pub fn event<'a>(
    activity: ActivityType,
    level: &'static str,
    units: &[Unit],
    customers: impl Iterator<Item = (CustomerId, &'a IdentityNumber, String)>,
) -> Event {
    let care_unit = units.first().map(as_logged);
    let care_provider = units.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(as_logged);
    let resources = customers
        .map(|(customer, number, name)| Resource {
            resource_type: RESOURCE,
            resource_id: Some(customer.to_string()),
            patient: Some((*number, name)),
            care_provider: care_provider.clone(),
            care_unit: care_unit.clone(),
        })
        .collect();
    Event { activity, level, args: None, purpose: Purpose::Administration, resources }
}

pub(crate) fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}

/// The next column as a civil day.
pub(crate) fn day(row: &Row<'_>) -> Result<Date, StoreError> {
    parsed_day(&row.next::<String>()?)
}

/// The next column as a civil day, or none.
pub(crate) fn optional_day(row: &Row<'_>) -> Result<Option<Date>, StoreError> {
    row.next::<Option<String>>()?.map(|text| parsed_day(&text)).transpose()
}

fn parsed_day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Shape(format!("no day: {text}")))
}

/// The next column as one of a list of stored words.
pub(crate) fn word<T>(row: &Row<'_>, from_stored: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
    let text: String = row.next()?;
    from_stored(&text).ok_or_else(|| StoreError::Shape(format!("no such word: {text}")))
}
