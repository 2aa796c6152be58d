//! Log review (*loggranskning*): the access log searched, and samples of it drawn, judged and signed, by those who review at a unit; and
//! *Vem har läst om mig?*, the extract that a resident is entitled to.
//!
//! A sample is drawn by a stored seed, so that anybody can draw it again; nobody judges what they did themselves; what is signed stands.
//! Reading the log is itself on the log, and so in the extract of whoever it was about.

mod export;
mod guide;
mod ids;
mod levels;
mod pages;
mod records;
mod rules;
mod words;

use std::pin::Pin;

use axum::routing::{get, post};
use behorig_access::{Instant, Service, Viewer};
use behorig_store::{StoreError, Tx};
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::components::Icon;
use behorig_web::{TextSource, format};

pub use guide::help;
pub use ids::ReviewId;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Where reviews are.
pub const LIST: &str = pages::LIST;

const REVIEWS: Access = Access::Service(Service::ReviewLogs);
const KEEPS: Access = Access::Service(Service::KeepAccessLog);

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    use pages::{event, export, extract, extract_pdf, judge, list, new, pdf, plans, retention, review, search};
    vec![
        Route::get(pages::LIST, REVIEWS, get(list::show)),
        Route::get(pages::SEARCH, REVIEWS, get(search::show)),
        Route::post(pages::SEARCH, REVIEWS, post(search::patient)),
        Route::get("/loggranskning/handelser/{id}", REVIEWS, get(event::show)),
        Route::get(pages::NEW, REVIEWS, get(new::show)),
        Route::post(pages::NEW, REVIEWS, post(new::make)),
        Route::get(pages::PLANS, REVIEWS, get(plans::show)),
        Route::post(pages::PLANS, REVIEWS, post(plans::save)),
        Route::get(pages::EXPORT, KEEPS, get(export::show)),
        Route::post(pages::EXPORT, KEEPS, post(export::give)),
        Route::get(pages::RETENTION, KEEPS, get(retention::show)),
        Route::post(pages::RETENTION, KEEPS, post(retention::save)),
        Route::get("/loggranskning/{id}", REVIEWS, get(review::show)),
        Route::post("/loggranskning/{id}", REVIEWS, post(judge::save)),
        Route::get("/loggranskning/{id}/rapport.pdf", REVIEWS, get(pdf::show)),
        Route::get(pages::EXTRACT, Access::Resident, get(extract::show)),
        Route::get(pages::EXTRACT_PDF, Access::Resident, get(extract_pdf::show)),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item =
        |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon: Some(icon) };
    vec![
        item(Some("audit-section"), "audit-title", pages::LIST, REVIEWS, Icon::Shield),
        item(Some("audit-section"), "audit-search", pages::SEARCH, REVIEWS, Icon::History),
        item(None, "audit-new", pages::NEW, REVIEWS, Icon::Plus),
        item(None, "audit-plans", pages::PLANS, REVIEWS, Icon::Calendar),
        item(Some("audit-section"), "audit-export", pages::EXPORT, KEEPS, Icon::Document),
        item(Some("audit-section"), "audit-retention", pages::RETENTION, KEEPS, Icon::History),
        item(Some("my-care-menu-section"), "audit-extract", pages::EXTRACT, Access::Resident, Icon::Eye),
    ]
}

/// How many reviews are overdue for the viewer, counted to `most`.
#[must_use]
pub fn overdue_for<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    most: i64,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + Send + 't>> {
    Box::pin(async move {
        let reach = records::places::Reach::of(viewer, now);
        records::review::overdue(tx, &reach, format::local(now.0).date(), most).await
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "audit-", TEXTS, &others).unwrap();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
