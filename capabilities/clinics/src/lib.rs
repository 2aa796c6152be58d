//! A clinic's own settings (*Inställningar för mottagningen*): what it says of itself, what it promises, whether it takes new
//! cases, and whom it lets in by its catchment area (*betjäningsområde*).
//!
//! Other capabilities ask [`clinic`], [`catchment_of`], [`clinics_that_reach`] and [`due`], and put their own cards on the hub of
//! the settings through [`Neighbours`].

mod fields;
mod guide;
mod neighbours;
mod pages;
mod records;
mod rules;
mod saving;
mod words;

use std::sync::Arc;

use axum::Extension;
use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use neighbours::{CountAt, Neighbours, SettingsCard};
pub use pages::HUB;
pub use records::{
    Adding, Answer, Clinic, Notify, add_clinic, catchment_of, clinic, clinics_that_reach,
    end_catchment_grants_that_no_longer_fit, set_up, sql_of_clinic,
};
pub use rules::{
    Catchment, CatchmentFacts, ClinicStatus, Left, MOST_AGE, Sex, due, due_day, end_of_day, is_working_day,
    working_days_since,
};
pub use words::catchment_in_words;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Everything that can be asked of this capability, at the unit of the hat.
#[must_use]
pub fn routes(neighbours: Neighbours) -> Vec<Route> {
    use pages::{area, contact, history, hub, removal, reply, sheet, status, texts};
    let own = Access::Service(Service::ClinicSettings);
    let neighbours = Extension(Arc::new(neighbours));
    let mut routes = vec![
        Route::get(HUB, own, get(hub::show)),
        Route::get(contact::PATH, own, get(|visit| sheet::show(visit, &contact::SHEET))),
        Route::post(contact::PATH, own, post(|near, sent| sheet::save(near, sent, &contact::SHEET))),
        Route::get(texts::PATH, own, get(|visit| sheet::show(visit, &texts::SHEET))),
        Route::post(texts::PATH, own, post(|near, sent| sheet::save(near, sent, &texts::SHEET))),
        Route::get(reply::PATH, own, get(|visit| sheet::show(visit, &reply::SHEET))),
        Route::post(reply::PATH, own, post(|near, sent| sheet::save(near, sent, &reply::SHEET))),
        Route::get(status::PATH, own, get(status::show)),
        Route::post(status::PATH, own, post(status::save)),
        Route::get(area::PATH, own, get(area::show)),
        Route::post(area::PATH, own, post(area::save)),
        Route::get(removal::PATH, own, get(removal::question)),
        Route::post(removal::PATH, own, post(removal::remove)),
        Route::get(history::PATH, own, get(history::show)),
    ];
    for route in &mut routes {
        route.handler = std::mem::take(&mut route.handler).layer(neighbours.clone());
    }
    routes
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |section, label, path| MenuItem {
        section,
        under: None,
        label,
        path,
        access: Access::Service(Service::ClinicSettings),
        icon: Some(Icon::Building),
    };
    vec![
        item(Some("menu-section-settings"), "clinics-title", HUB),
        item(None, "clinics-contact", pages::contact::PATH),
        item(None, "clinics-texts", pages::texts::PATH),
        item(None, "clinics-reply", pages::reply::PATH),
        item(None, "clinics-status", pages::status::PATH),
        item(None, "clinics-area", pages::area::PATH),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "clinics-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
