//! The residents of a clinic: who is approved for communication and to whom a restricted case type is handed out, since when,
//! until when and on whose word; and how that is given, changed and taken back (*Invånare (lokal administratör)*).
//!
//! All of it is grants. Reading them is reading care data: every page is one audit event with everyone on it, written before
//! anything is shown. A person with protected identity is an unknown one to whoever may not see such persons.

mod guide;
mod lasting;
mod pages;
mod records;
mod rules;

use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, Guide, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    let view = Access::Service(Service::ViewResidents);
    let approve = Access::Service(Service::ApproveResidents);
    let hand_out = Access::Service(Service::HandOutCaseTypes);
    // Who has no approval but handed-out case types is removed by service 403.
    let remove = Access::AnyOf(&[Service::ApproveResidents, Service::HandOutCaseTypes]);
    // Whoever comes to the address of a search or a question by another way than its form gets the list.
    vec![
        Route::get(pages::LIST, view, get(pages::list::show)),
        Route::get(pages::lookup::PATH, view, get(pages::list::show)),
        Route::post(pages::lookup::PATH, view, post(pages::lookup::find)),
        Route::get(pages::approve::PATH, approve, get(pages::approve::form)),
        Route::post(pages::approve::PATH, approve, post(pages::approve::approve)),
        Route::get(pages::hand_out::PATH, hand_out, get(pages::hand_out::form)),
        Route::post(pages::hand_out::PATH, hand_out, post(pages::hand_out::hand_out)),
        Route::get(pages::removal::MANY, view, get(pages::list::show)),
        Route::post(pages::removal::MANY, remove, post(pages::removal::many)),
        Route::get("/invanare/{grant}", view, get(pages::resident::show)),
        Route::get("/invanare/{grant}/varfor", view, get(pages::why::show)),
        Route::get("/invanare/{grant}/ta-bort", remove, get(pages::removal::question)),
        Route::post("/invanare/{grant}/ta-bort", remove, post(pages::removal::remove)),
        Route::get("/invanare/{grant}/dela-ut", hand_out, get(pages::hand_out::form_of)),
        Route::get("/invanare/{grant}/andra", hand_out, get(pages::case_type::form)),
        Route::post("/invanare/{grant}/andra", hand_out, post(pages::case_type::save)),
        Route::get("/invanare/{grant}/ta-bort-arendetyp", hand_out, get(pages::take_back::question)),
        Route::post("/invanare/{grant}/ta-bort-arendetyp", hand_out, post(pages::take_back::take_back)),
    ]
}

/// The menu, and what the command search finds besides.
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
    vec![
        item(Some("menu-section-residents"), "residents-title", pages::LIST, Service::ViewResidents, Icon::People),
        item(None, "residents-approve", pages::approve::PATH, Service::ApproveResidents, Icon::Plus),
        item(None, "residents-hand-out", pages::hand_out::PATH, Service::HandOutCaseTypes, Icon::Document),
    ]
}

/// The help.
#[must_use]
pub fn guides() -> Vec<Guide> {
    vec![Guide { key: "invanare", title: "residents-guide", body: guide::body }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "residents-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
