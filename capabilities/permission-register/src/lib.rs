//! Who has what permission, now and on any past day; the spreadsheets that it replaces.
//!
//! The register is no copy: it is the grants of staff themselves, read as of a moment. Whoever holds service 420 reads it as far as they
//! hold it, and takes it out as a file. Whoever holds service 422 brings in the spreadsheets of before: what each row would do is shown
//! first, and what was shown is what is carried out.

mod guide;
mod ids;
mod pages;
mod records;
mod rules;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use ids::ImportId;
pub use records::import::forget_old;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// A spreadsheet with what its form says around it.
const BODY: usize = behorig_documents::sheet_in::MOST_BYTES + 1_000_000;

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    let view = Access::Service(Service::ViewPermissionRegister);
    let import = Access::Service(Service::ImportPermissionRegister);
    vec![
        Route::get(pages::REGISTER, view, get(pages::register::show)),
        Route::get("/behorighetsregister/csv", view, get(pages::export::csv)),
        Route::get("/behorighetsregister/xlsx", view, get(pages::export::xlsx)),
        Route::get(pages::IMPORT, import, get(pages::upload::show)),
        Route::post(pages::IMPORT, import, post(pages::upload::send).layer(DefaultBodyLimit::max(BODY))),
        Route::get("/behorighetsregister/import/{id}", import, get(pages::columns::show)),
        Route::post("/behorighetsregister/import/{id}", import, post(pages::columns::save)),
        Route::get("/behorighetsregister/import/{id}/kontroll", import, get(pages::check::show)),
        Route::post("/behorighetsregister/import/{id}/kontroll", import, post(pages::check::carry_out)),
        Route::post("/behorighetsregister/import/{id}/avbryt", import, post(pages::upload::forget)),
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
    vec![
        item(
            Some("menu-section-orders"),
            "permission-register-title",
            pages::REGISTER,
            Service::ViewPermissionRegister,
            Icon::Shield,
        ),
        item(None, "permission-register-import", pages::IMPORT, Service::ImportPermissionRegister, Icon::Document),
    ]
}
