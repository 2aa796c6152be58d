//! *Batch*: bringing units, persons, accounts and grants in from CSV files, and taking the registers out as such.
//!
//! - [`import::run`] is the only way in, for the page and for the command line: everything or nothing, and a second time changes
//!   nothing. It decides by service 398 inside its own transaction.
//! - [`files`] reads what people have: any of the usual encodings, separators and header names. All that is wrong is told at once,
//!   with file, line and column.
//! - An export has the columns of an import, so that it can be brought in again.

pub mod export;
pub mod files;
mod guide;
pub mod import;
mod pages;
mod records;

use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use import::{MayNotImport, may_import};

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The pages: all of them ask for service 398. Their imports tell `person_changed` of every person whose record changes.
#[must_use]
pub fn routes(person_changed: Option<import::PersonChanged>) -> Vec<Route> {
    pages::routes(person_changed)
}

/// *Batch* in the menu, for holders of service 398.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    vec![MenuItem {
        section: Some("menu-section-batch"),
        under: None,
        label: "batch-menu",
        path: pages::PATH,
        access: Access::Service(Service::Batch),
        icon: Some(Icon::Document),
    }]
}
