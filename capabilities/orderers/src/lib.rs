//! What can be ordered and who may order it: orderable services, named orderers, heads of operations, what a region has chosen.
//!
//! Permissions are ordered by people whom their region has named (*Beställare*), with a period and a proof, and by a unit's head of
//! operations where the region has chosen so. Who is named holds a grant like any other: [`may_order`] asks the one decision, and says
//! on what right, or why not.

mod guide;
mod history;
mod naming;
mod pages;
mod records;
mod rules;
mod words;

use axum::routing::{get, post};
pub use behorig_access::OrderableId;
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use records::choices::choice_of;
pub use records::named::one_person;
pub use records::orderables::{Orderable, OrderableRole, find_orderable, orderables_of};
pub use records::places::{account_may_order, may_order, place_of_order, region_of, units_to_order_for};
pub use rules::{
    CERTIFICATION_MONTHS, ChoiceError, MayNotOrder, OrderedBy, PlaceOfOrder, RegionChoice, may_be_ordered, may_order_at,
};

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    let name = Access::Service(Service::AdministerOrderers);
    let edit = Access::Service(Service::EditRoles);
    vec![
        Route::get(pages::ORDERERS, name, get(pages::list::list)),
        Route::get(pages::NAMING, name, get(pages::naming::new)),
        Route::post(pages::NAMING, name, post(pages::naming::name)),
        Route::get(pages::CHOICE, name, get(pages::choice::choice)),
        Route::post(pages::CHOICE, name, post(pages::choice::save)),
        Route::get("/bestallare/{grant}", name, get(pages::appointment::appointment)),
        Route::post("/bestallare/{grant}", name, post(pages::appointment::change_end)),
        Route::get("/bestallare/{grant}/avsluta", name, get(pages::ending::question)),
        Route::post("/bestallare/{grant}/avsluta", name, post(pages::ending::end)),
        Route::get(pages::SERVICES, edit, get(pages::services::list)),
        Route::get(pages::NEW_SERVICE, edit, get(pages::service_form::new)),
        Route::post(pages::NEW_SERVICE, edit, post(pages::service_form::create)),
        Route::get("/installningar/bestallbara-tjanster/{id}", edit, get(pages::service::service)),
        Route::post("/installningar/bestallbara-tjanster/{id}", edit, post(pages::service::save)),
        Route::get("/installningar/bestallbara-tjanster/{id}/avsluta", edit, get(pages::service_end::question)),
        Route::post("/installningar/bestallbara-tjanster/{id}/avsluta", edit, post(pages::service_end::end)),
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
    let (orders, settings) = (Some("menu-section-orders"), Some("menu-section-settings"));
    vec![
        item(orders, "orderers-menu", pages::ORDERERS, Service::AdministerOrderers, Icon::People),
        item(None, "orderers-menu-new", pages::NAMING, Service::AdministerOrderers, Icon::Plus),
        item(None, "orderers-menu-choice", pages::CHOICE, Service::AdministerOrderers, Icon::Settings),
        item(settings, "orderers-menu-services", pages::SERVICES, Service::EditRoles, Icon::Tasks),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "orderers-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
