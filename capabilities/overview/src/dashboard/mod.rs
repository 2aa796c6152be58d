//! The Dashboard: figures and charts over a chosen period, of the units that one holds.
//!
//! Everything shown is counts of what happened at units and of what waits there now; no figure is about any person.

mod figures;
mod grid;
mod guide;
mod pages;
mod records;
mod rules;

use axum::routing::get;
use behorig_access::Service;
use behorig_visit::{Access, Guide, MenuItem, Route};
use behorig_web::components::Icon;

/// Its pages.
pub(crate) fn routes() -> Vec<Route> {
    let held = Access::Service(Service::Dashboard);
    vec![
        Route::get(pages::PATH, held, get(pages::show::show)),
        Route::get("/dashboard/{figur}/tabell.csv", held, get(pages::export::csv)),
        Route::get("/dashboard/{figur}/tabell.xlsx", held, get(pages::export::xlsx)),
    ]
}

/// Its place in the menu.
pub(crate) fn menu() -> Vec<MenuItem> {
    vec![MenuItem {
        section: Some(crate::MENU_SECTION),
        under: None,
        label: "dashboard-title",
        path: pages::PATH,
        access: Access::Service(Service::Dashboard),
        icon: Some(Icon::Chart),
    }]
}

/// Its guide.
pub(crate) fn help() -> Vec<Guide> {
    vec![guide::GUIDE]
}
