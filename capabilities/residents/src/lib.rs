//! Residents who are approved for communication with a clinic: who they are, since when, until when and on whose word.
//!
//! Reading them is reading care data: every page is one audit event with everyone on it, written before anything is shown.
//! A person with protected identity is an unknown one to whoever may not see such persons.

mod guide;
mod pages;
mod records;
mod rules;

use axum::routing::get;
use behorig_access::Service;
use behorig_visit::{Access, Guide, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(pages::LIST, Access::Service(Service::ViewResidents), get(pages::list::show)),
        Route::get("/invanare/{grant}", Access::Service(Service::ViewResidents), get(pages::resident::show)),
    ]
}

/// The menu.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    vec![MenuItem {
        section: Some("menu-section-residents"),
        under: None,
        label: "residents-title",
        path: pages::LIST,
        access: Access::Service(Service::ViewResidents),
        icon: Some(Icon::People),
    }]
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
    fn every_word_of_the_pages_is_in_both_languages() {
        let problems = behorig_web::texts::check_parity(&[TEXTS]);
        assert!(problems.is_empty(), "{problems:#?}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let unknown = behorig_web::texts::unknown_ids(&folder, &[TEXTS, behorig_web::TEXTS, behorig_visit::TEXTS]);
        assert_eq!(unknown.unwrap(), []);
    }
}
