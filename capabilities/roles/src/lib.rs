//! Roles and grants: *Inställningar → Roller*, the tab *Behörigheter* of a user, and the questions asked the other way round.
//!
//! A role is a named set of numbered services; administrators make them, and nobody changes one that they hold. A grant gives a
//! role to a user at a unit, for a time, on somebody's word. *Varför?* says what a user may do and by which grant; *Vem får?*
//! says who may do something at a unit. Every answer is made by `behorig_access::decide`.

pub mod ending;
mod guide;
mod pages;
mod records;
pub mod rules;
mod words;

use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    let look = Access::Service(Service::ViewRoles);
    let edit = Access::Service(Service::EditRoles);
    let see = Access::Service(Service::ViewGrants);
    let give = Access::Service(Service::AdministerGrants);
    vec![
        Route::get("/installningar/roller", look, get(pages::list::list)),
        Route::get("/installningar/roller/matris", look, get(pages::matrix::matrix)),
        Route::get("/installningar/roller/ny", edit, get(pages::new::new)),
        Route::post("/installningar/roller/ny", edit, post(pages::new::create)),
        Route::get("/installningar/roller/{id}", look, get(pages::role::role)),
        Route::post("/installningar/roller/{id}", edit, post(pages::role::save)),
        Route::get("/installningar/roller/{id}/tjanster", look, get(pages::services::services)),
        Route::post("/installningar/roller/{id}/tjanster", edit, post(pages::services::save)),
        Route::get("/installningar/roller/{id}/historik", look, get(pages::role_history::history)),
        Route::get("/installningar/roller/{id}/innehavare", look, get(pages::holders::holders)),
        Route::get("/installningar/roller/{id}/ta-bort", edit, get(pages::removal::question)),
        Route::post("/installningar/roller/{id}/ta-bort", edit, post(pages::removal::remove)),
        Route::get("/anvandare/{id}/behorigheter", see, get(pages::grants::tab)),
        Route::post("/anvandare/{id}/behorigheter", give, post(pages::ticks::save)),
        Route::get("/anvandare/{id}/behorigheter/ny", give, get(pages::add::new)),
        Route::post("/anvandare/{id}/behorigheter/ny", give, post(pages::add::add)),
        Route::get("/anvandare/{id}/behorigheter/{grant}/avsluta", give, get(pages::end::question)),
        Route::post("/anvandare/{id}/behorigheter/{grant}/avsluta", give, post(pages::end::end)),
        Route::get(pages::administer::PATH, give, get(pages::administer::form)),
        Route::post(pages::administer::PATH, give, post(pages::administer::answer)),
        Route::get("/anvandare/{id}/varfor", see, get(pages::why::why)),
        Route::get("/installningar/vem-far", see, get(pages::who_may::who_may)),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let settings = Some("menu-section-settings");
    let look = Access::Service(Service::ViewRoles);
    let item = |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon };
    let give = Access::Service(Service::AdministerGrants);
    vec![
        item(Some("menu-section-users"), "roles-administer", pages::administer::PATH, give, Some(Icon::Key)),
        item(settings, "roles-menu", "/installningar/roller", look, Some(Icon::Key)),
        item(None, "roles-menu-new", "/installningar/roller/ny", Access::Service(Service::EditRoles), Some(Icon::Plus)),
        item(
            settings,
            "roles-who-may",
            "/installningar/vem-far",
            Access::Service(Service::ViewGrants),
            Some(Icon::People),
        ),
        item(None, "roles-menu-matrix", "/installningar/roller/matris", look, Some(Icon::Tasks)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "roles-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
