//! Home care: the customers of a unit, what was decided for them, when somebody comes, and who may see it.
//!
//! A customer is a person at a home-care unit; whoever follows one does so by a grant whose object is the person. Assignments recur,
//! and their visits are written down a year ahead, so that schedule, daily planning, calendar and reports all read one table: see
//! [`records`]. The rules are pure and stand in [`rules`]. Reading a customer's data is one audit event, written before it is shown.

mod guide;
mod ids;
mod pages;
pub mod records;
pub mod rules;
pub mod schedule;

use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::guides;
pub use ids::{AssignmentId, CareVisitId, CustomerId, InterventionId, PauseId};
pub use records::{
    Customer, PlannedVisit, ending_soon_count, extend_plans, find_visit, relative_columns, visits_at_unit,
    visits_of_customer, who_may_see,
};
pub use rules::columns::ScheduleColumn;
pub use rules::recurrence::{Occasion, Pause, Recurrence, occasions};
pub use rules::visit_state::{Deviation, VisitState};
pub use rules::weeks::{IsoWeek, week_of};

/// The words of this crate.
pub const TEXTS: TextSource = TextSource {
    sv: concat!(include_str!("../texts/sv.ftl"), include_str!("../texts/schedule-sv.ftl")),
    en: concat!(include_str!("../texts/en.ftl"), include_str!("../texts/schedule-en.ftl")),
};
/// Where the customers are.
pub const LIST: &str = pages::LIST;
/// Where the relatives' grants that end soon are.
pub const ENDING: &str = pages::ending::PATH;

/// Who sees a customer at all: staff, and whoever follows the schedule.
const SEES: &[Service] = &[Service::ViewCustomers, Service::AssignmentScheduleWeb];

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    use pages::{add, assignment, customer, end, ending, extra, intervention, list, occasion, pause, settings};
    let sees = Access::AnyOf(SEES);
    let views = Access::Service(Service::ViewCustomers);
    let edits = Access::Service(Service::EditCustomers);
    let chooses = Access::Service(Service::HomeCareSettings);
    let mut routes = vec![
        Route::get(pages::LIST, sees, get(list::show)),
        Route::get(add::PATH, edits, get(add::form)),
        Route::post(add::PATH, edits, post(add::add)),
        Route::get(ending::PATH, views, get(ending::show)),
        Route::get("/kunder/{id}", sees, get(customer::show)),
        Route::get("/kunder/{id}/avsluta", edits, get(end::question)),
        Route::post("/kunder/{id}/avsluta", edits, post(end::carry_out)),
        Route::get("/kunder/{id}/insatser/ny", edits, get(intervention::new)),
        Route::post("/kunder/{id}/insatser/ny", edits, post(intervention::add)),
        Route::get("/kunder/{id}/insatser/{intervention}", edits, get(intervention::edit)),
        Route::post("/kunder/{id}/insatser/{intervention}", edits, post(intervention::save)),
        Route::get("/kunder/{id}/insatser/{intervention}/avsluta", edits, get(intervention::end_question)),
        Route::post("/kunder/{id}/insatser/{intervention}/avsluta", edits, post(intervention::end)),
        Route::get("/kunder/{id}/uppdrag/ny", edits, get(assignment::new)),
        Route::post("/kunder/{id}/uppdrag/ny", edits, post(assignment::add)),
        Route::get("/kunder/{id}/uppdrag/{assignment}", edits, get(assignment::edit)),
        Route::post("/kunder/{id}/uppdrag/{assignment}", edits, post(assignment::save)),
        Route::get("/kunder/{id}/uppdrag/{assignment}/avsluta", edits, get(assignment::end_question)),
        Route::post("/kunder/{id}/uppdrag/{assignment}/avsluta", edits, post(assignment::end)),
        Route::get("/kunder/{id}/pauser/ny", edits, get(pause::new)),
        Route::post("/kunder/{id}/pauser/ny", edits, post(pause::add)),
        Route::get("/kunder/{id}/pauser/{pause}", edits, get(pause::edit)),
        Route::post("/kunder/{id}/pauser/{pause}", edits, post(pause::save)),
        Route::get("/kunder/{id}/pauser/{pause}/ta-bort", edits, get(pause::end_question)),
        Route::post("/kunder/{id}/pauser/{pause}/ta-bort", edits, post(pause::end)),
        Route::get("/kunder/{id}/besok/nytt", edits, get(extra::new)),
        Route::post("/kunder/{id}/besok/nytt", edits, post(extra::add)),
        Route::get("/kunder/{id}/besok/{visit}", edits, get(occasion::show)),
        Route::post("/kunder/{id}/besok/{visit}", edits, post(occasion::carry_out)),
        Route::get(settings::PATH, chooses, get(settings::show)),
        Route::post(settings::PATH, chooses, post(settings::save)),
    ];
    routes.extend(schedule::routes());
    routes
}

/// The menu, and what the command search finds besides.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item =
        |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon: Some(icon) };
    let customers = Some("menu-section-customers");
    let service = Access::Service;
    let mut items = vec![
        item(customers, "home-care-all-customers", pages::LIST, Access::AnyOf(SEES), Icon::People),
        item(None, "home-care-new-customer", pages::add::PATH, service(Service::EditCustomers), Icon::Plus),
        item(customers, "home-care-ending", ENDING, service(Service::ViewCustomers), Icon::Clock),
        item(
            Some("menu-section-settings"),
            "home-care-settings",
            pages::settings::PATH,
            service(Service::HomeCareSettings),
            Icon::Home,
        ),
    ];
    items.extend(schedule::menu());
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "home-care-", TEXTS, &others).unwrap();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
