//! *Daglig planering*: the day of a home-care unit by who makes which visit, and the visits as whoever makes them starts, ticks and
//! stops them in the phone.
//!
//! The visits are written by `behorig_home_care`; what a person has touched here the plan no longer changes. Who can be planned is
//! who holds a live grant at the unit whose role carries *Daglig planering*, asked when it is planned. Travel is not modelled.

mod fields;
mod guide;
mod pages;
mod records;
mod rules;

use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The days of the units.
pub const PLANNING: &str = pages::PLANNING;
/// One's own visits.
pub const MY_VISITS: &str = pages::MY_VISITS;

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    use pages::{board, correct, live, moving, my_day, not_made, perform, reason, take_over, units, visit};
    let plan = Access::Service(Service::PlanVisits);
    let make = Access::Service(Service::PerformVisits);
    let either = Access::AnyOf(&[Service::PlanVisits, Service::PerformVisits]);
    vec![
        Route::get(pages::PLANNING, plan, get(units::show)),
        Route::get("/planering/{unit}", plan, get(board::show)),
        Route::post("/planering/{unit}", plan, post(board::give)),
        Route::get("/planering/{unit}/handelser", plan, get(live::board)),
        Route::get(pages::MY_VISITS, make, get(my_day::show)),
        Route::get(pages::TAKE_OVER, make, get(take_over::list)),
        Route::get("/besok/{id}", either, get(visit::show)),
        Route::post("/besok/{id}/start", make, post(perform::start)),
        Route::post("/besok/{id}/angra", make, post(perform::undo)),
        Route::post("/besok/{id}/utfor", make, post(perform::perform)),
        Route::get("/besok/{id}/blev-inte-av", make, get(not_made::form)),
        Route::post("/besok/{id}/blev-inte-av", make, post(not_made::save)),
        Route::post("/besok/{id}/ta-over", make, post(take_over::take)),
        Route::get("/besok/{id}/orsak", either, get(reason::form)),
        Route::post("/besok/{id}/orsak", either, post(reason::save)),
        Route::get("/besok/{id}/flytta", plan, get(moving::form)),
        Route::post("/besok/{id}/flytta", plan, post(moving::save)),
        Route::get("/besok/{id}/ratta", plan, get(correct::form)),
        Route::post("/besok/{id}/ratta", plan, post(correct::save)),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |section, label, path, service, icon| MenuItem {
        section,
        under: None,
        label,
        path,
        access: Access::Service(service),
        icon: Some(icon),
    };
    let section = Some("menu-section-customers");
    vec![
        item(section, "planning-title", pages::PLANNING, Service::PlanVisits, Icon::Calendar),
        item(section, "planning-my-visits", pages::MY_VISITS, Service::PerformVisits, Icon::Tasks),
        item(None, "planning-take-over", pages::TAKE_OVER, Service::PerformVisits, Icon::Switch),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_in_both_languages() {
        let problems = behorig_web::texts::check_parity(&[TEXTS]);
        assert!(problems.is_empty(), "{problems:#?}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let known = [TEXTS, behorig_web::TEXTS, behorig_visit::TEXTS, behorig_home_care::TEXTS];
        assert_eq!(behorig_web::texts::unknown_ids(&folder, &known).unwrap(), []);
    }

    #[test]
    fn every_word_that_a_rule_chooses_exists() {
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut met = 0;
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                for id in source.split('"').filter(|part| part.starts_with(concat!("planning", "-")) && plain(part)) {
                    met += 1;
                    let known = TEXTS.sv.lines().any(|line| line.split(" =").next() == Some(id));
                    assert!(known, "{id} in {}", path.display());
                }
            }
        }
        assert!(met > 80);
    }
}
