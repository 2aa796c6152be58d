//! The schedule of a customer: *Kunduppdrag* on screen, on paper, as a calendar and in the phone, and the customer's own view of it.
//!
//! Whoever reads it sees the columns that are theirs and nothing of the others, in every shape: what stands under a column is made in
//! `words` alone, for the columns that `read` gives to the reader. A calendar address is decided about anew at each fetch; the copy that
//! a phone keeps lives 24 hours at most, and is wiped at the first contact after it may no longer be seen.

mod asked;
mod fetch;
mod follow;
mod followed;
mod grid;
mod guide;
mod own;
mod page;
mod pdf;
mod phone;
mod read;
mod show;
mod words;

use axum::Extension;
use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, OWN_SECTION, Route};
use behorig_web::components::Icon;

pub use crate::records::feeds::sweep as sweep_calendar_addresses;
pub use followed::{Followed, followed};
pub(crate) use guide::guides;

use crate::CustomerId;

/// Where a customer's schedule is.
pub(crate) fn path_of(customer: CustomerId) -> String {
    format!("/kunder/{customer}/kunduppdrag")
}

fn pdf_path(customer: CustomerId) -> String {
    format!("{}.pdf", path_of(customer))
}

fn calendar_path(customer: CustomerId) -> String {
    format!("{}/kalender", path_of(customer))
}

/// The routes.
pub(crate) fn routes() -> Vec<Route> {
    let sees = Access::AnyOf(&[Service::AssignmentScheduleWeb, Service::ViewCustomers]);
    let follows = Access::Service(Service::AssignmentScheduleWeb);
    let in_phone = Access::Service(Service::AssignmentScheduleMobile);
    vec![
        Route::get("/kunder/{id}/kunduppdrag", sees, get(page::show)),
        Route::get("/kunder/{id}/kunduppdrag.pdf", sees, get(pdf::show)),
        Route::get("/kunder/{id}/kunduppdrag/kalender", follows, get(follow::show)),
        Route::post("/kunder/{id}/kunduppdrag/kalender", follows, post(follow::make)),
        Route::get("/kunder/{id}/kunduppdrag/kalender/aterkalla", follows, get(follow::question)),
        Route::post("/kunder/{id}/kunduppdrag/kalender/aterkalla", follows, post(follow::revoke)),
        Route::get("/kalender/{token}", Access::Anyone, get(fetch::fetch).layer(Extension(fetch::Fetches::default()))),
        Route::get(phone::PHONE, in_phone, get(phone::show)),
        Route::get(phone::WORKER, Access::Anyone, get(phone::worker)),
        Route::get(phone::MANIFEST, Access::Anyone, get(phone::manifest)),
        Route::get(phone::ICON, Access::Anyone, get(phone::icon)),
        Route::get(phone::LARGE_ICON, Access::Anyone, get(phone::large_icon)),
        Route::get(own::OWN, Access::Resident, get(own::show)),
    ]
}

/// The menu.
pub(crate) fn menu() -> Vec<MenuItem> {
    let item =
        |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon: Some(icon) };
    vec![
        item(
            Some("menu-section-customers"),
            "home-care-schedule-phone",
            phone::PHONE,
            Access::Service(Service::AssignmentScheduleMobile),
            Icon::Phone,
        ),
        item(Some(OWN_SECTION), "home-care-schedule-own", own::OWN, Access::Resident, Icon::Calendar),
    ]
}
