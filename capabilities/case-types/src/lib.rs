//! Case types (*ärendetyper*) of a clinic: what the resident sees and fills in, what staff may answer, and the templates that
//! staff start cases from.
//!
//! A ready type is activated as it is; a clinic makes its own from fields. A published form is never changed: a case keeps the
//! version that it was sent with. What a resident may do with a restricted type is a grant, and decided elsewhere.

mod guide;
mod pages;
mod records;
pub mod rules;

use axum::routing::{get, post};
use behorig_access::Service;
use behorig_clinics::SettingsCard;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use records::forms::{CurrentForm, current_form, published_form, sql_of_current_form};
pub use records::made::{activate, activate_ready, add_template};
pub use records::templates::{
    Template, TemplateKind, TemplateText, active_templates, find_template, templates_of_unit,
};
pub use records::types::{CaseType, NewCaseType, find, of_unit, open_of_unit, restricted_of_unit, sql_of_case_type};
pub use rules::{Alternative, Answers, Form, Placeholders, Ready};

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

const SETTINGS: Access = Access::Service(Service::ClinicSettings);

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    use pages::{
        alternative, alternatives, editor, end, field, history, list, new, preview, publish, ready, restriction,
    };
    use pages::{settings, state};
    let page = |path, handler| Route::get(path, SETTINGS, handler);
    let form = |path, handler| Route::post(path, SETTINGS, handler);
    let mut routes = vec![
        page("/mottagning/arendetyper", get(list::list)),
        form("/mottagning/arendetyper", post(list::activate)),
        page("/mottagning/arendetyper/fardig", get(ready::ready)),
        page("/mottagning/arendetyper/ny", get(new::new)),
        form("/mottagning/arendetyper/ny", post(new::create)),
        page("/mottagning/arendetyper/{id}", get(settings::settings_page)),
        form("/mottagning/arendetyper/{id}", post(settings::save)),
        form("/mottagning/arendetyper/{id}/flytta", post(list::step)),
        form("/mottagning/arendetyper/{id}/lage", post(state::save)),
        page("/mottagning/arendetyper/{id}/begransat", get(restriction::question)),
        form("/mottagning/arendetyper/{id}/begransat", post(restriction::save)),
        page("/mottagning/arendetyper/{id}/avsluta", get(end::question)),
        form("/mottagning/arendetyper/{id}/avsluta", post(end::end)),
        page("/mottagning/arendetyper/{id}/forhandsgranska", get(preview::preview)),
        form("/mottagning/arendetyper/{id}/forhandsgranska", post(preview::tried)),
        form("/mottagning/arendetyper/{id}/publicera", post(publish::publish)),
        form("/mottagning/arendetyper/{id}/angra", post(publish::discard)),
        page("/mottagning/arendetyper/{id}/historik", get(history::history)),
        page("/mottagning/arendetyper/{id}/formular", get(editor::editor)),
        form("/mottagning/arendetyper/{id}/formular", post(editor::save)),
        page("/mottagning/arendetyper/{id}/formular/ny", get(field::new)),
        form("/mottagning/arendetyper/{id}/formular/ny", post(field::add)),
        page("/mottagning/arendetyper/{id}/formular/{field}", get(field::field)),
        form("/mottagning/arendetyper/{id}/formular/{field}", post(field::save)),
        form("/mottagning/arendetyper/{id}/formular/{field}/flytta", post(field::step)),
        page("/mottagning/arendetyper/{id}/formular/{field}/ta-bort", get(field::removal)),
        form("/mottagning/arendetyper/{id}/formular/{field}/ta-bort", post(field::remove)),
        page("/mottagning/arendetyper/{id}/svar", get(alternatives::list)),
        page("/mottagning/arendetyper/{id}/svar/ny", get(alternative::new)),
        form("/mottagning/arendetyper/{id}/svar/ny", post(alternative::add)),
        page("/mottagning/arendetyper/{id}/svar/{alternative}", get(alternative::alternative)),
        form("/mottagning/arendetyper/{id}/svar/{alternative}", post(alternative::save)),
        form("/mottagning/arendetyper/{id}/svar/{alternative}/flytta", post(alternative::step)),
        page("/mottagning/arendetyper/{id}/svar/{alternative}/ta-bort", get(alternative::removal)),
        form("/mottagning/arendetyper/{id}/svar/{alternative}/ta-bort", post(alternative::remove)),
    ];
    routes.extend(template_routes());
    routes
}

fn template_routes() -> Vec<Route> {
    use pages::templates::{edit, list, removal};
    vec![
        Route::get("/mottagning/mallar", SETTINGS, get(list::list)),
        Route::get("/mottagning/mallar/ny", SETTINGS, get(edit::new)),
        Route::post("/mottagning/mallar/ny", SETTINGS, post(edit::create)),
        Route::get("/mottagning/mallar/{id}", SETTINGS, get(edit::template)),
        Route::post("/mottagning/mallar/{id}", SETTINGS, post(edit::save)),
        Route::get("/mottagning/mallar/{id}/ta-bort", SETTINGS, get(removal::question)),
        Route::post("/mottagning/mallar/{id}/ta-bort", SETTINGS, post(removal::remove)),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let settings = Some("menu-section-settings");
    let item =
        |section, label, path, icon| MenuItem { section, under: None, label, path, access: SETTINGS, icon: Some(icon) };
    vec![
        item(settings, "case-types-menu", pages::LIST, Icon::Case),
        item(None, "case-types-new", "/mottagning/arendetyper/ny", Icon::Plus),
        item(settings, "case-types-templates-menu", pages::TEMPLATES, Icon::Document),
        item(None, "case-types-template-new", "/mottagning/mallar/ny", Icon::Plus),
    ]
}

/// The cards of these pages among the settings of a clinic.
#[must_use]
pub fn settings_cards() -> Vec<SettingsCard> {
    let card = |icon, path, title, text| SettingsCard { icon, path, title, text };
    vec![
        card(Icon::Case, pages::LIST, "case-types-title", "case-types-card"),
        card(Icon::Document, pages::TEMPLATES, "case-types-templates", "case-types-templates-card"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "case-types-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
