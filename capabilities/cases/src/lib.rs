//! Cases: a resident writes to a clinic and gets an answer, and the clinic writes to residents.
//!
//! The state machine is pure and stands in [`rules`]; everything that is kept goes through [`records`], where a case is loaded by its
//! viewer and every change is written with its message or event, its audit event and its letters. Whoever a case was assigned to counts
//! only while they can answer: otherwise it stands in the receivers' inbox by itself, so that no case is ever lost.

mod guide;
mod pages;
pub mod records;
pub mod rules;

use std::pin::Pin;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use behorig_access::{Holder, Instant, Service, Viewer};
use behorig_files::{BODY_FROM_STAFF, Files};
use behorig_store::{StoreError, Tx};
use behorig_visit::{Access, MenuItem, PageError, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use records::Notices;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Who meets a case of the clinic at all: receivers any, handlers their own.
const EITHER: &[Service] = &[Service::AssignCases, Service::AnswerCases];

/// Everything that can be asked of this capability. `notices` tell staff by mail that something waits, where mail is set up;
/// `files` hold the attachments.
#[must_use]
pub fn routes(notices: Option<Notices>, files: &Files) -> Vec<Route> {
    use pages::{
        absence, answer, assign, begin, draft, everything_of, file, groups, inbox, lists, live, search, thread,
    };
    let receive = Access::Service(Service::AssignCases);
    let respond = Access::Service(Service::AnswerCases);
    let either = Access::AnyOf(EITHER);
    let with_files = || DefaultBodyLimit::max(BODY_FROM_STAFF);
    let mut routes = vec![
        Route::get(pages::INBOX, receive, get(inbox::show)),
        Route::post(pages::INBOX, receive, post(inbox::assign_ticked)),
        Route::get(pages::MINE, respond, get(lists::mine)),
        Route::get(pages::ALL, receive, get(lists::all)),
        Route::get(search::PATH, either, get(search::show)),
        Route::get(begin::PATH, respond, get(begin::show)),
        Route::post(begin::PATH, respond, post(begin::send).layer(with_files())),
        Route::get(everything_of::PATH, receive, get(everything_of::question)),
        Route::post(everything_of::PATH, receive, post(everything_of::carry_out)),
        Route::get(groups::PATH, receive, get(groups::list)),
        Route::get(groups::NEW, receive, get(groups::new)),
        Route::post(groups::NEW, receive, post(groups::add)),
        Route::get("/arenden/grupper/{id}", receive, get(groups::show)),
        Route::post("/arenden/grupper/{id}", receive, post(groups::change)),
        Route::get("/arenden/grupper/{id}/slut", receive, get(groups::end_question)),
        Route::post("/arenden/grupper/{id}/slut", receive, post(groups::end)),
        Route::get(absence::PATH, receive, get(absence::show)),
        Route::post(absence::PATH, receive, post(absence::begin)),
        Route::post("/arenden/franvaro/{id}/slut", receive, post(absence::end)),
        Route::get(pages::INBOX_LIVE, receive, get(live::inbox)),
        Route::get(pages::MINE_LIVE, respond, get(live::mine)),
        Route::get("/arenden/{id}", either, get(thread::show)),
        Route::get("/arenden/{id}/handelser", either, get(live::case)),
        Route::post("/arenden/{id}", either, post(answer::send).layer(with_files())),
        Route::post("/arenden/{id}/utkast", either, post(draft::keep)),
        Route::get("/arenden/{id}/bilagor/{file}", either, get(file::open)),
        Route::get("/arenden/{id}/fordela", either, get(assign::question)),
        Route::post("/arenden/{id}/fordela", either, post(assign::carry_out)),
    ];
    for route in &mut routes {
        let layers = (Extension(notices.clone()), Extension(files.clone()));
        route.handler = std::mem::take(&mut route.handler).layer(layers);
    }
    routes
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |label, path, service, icon| MenuItem {
        section: Some("cases-menu-section"),
        under: None,
        label,
        path,
        access: Access::Service(service),
        icon: Some(icon),
    };
    let to_search = MenuItem {
        access: Access::AnyOf(EITHER),
        ..item("cases-search", pages::search::PATH, Service::AnswerCases, Icon::Search)
    };
    vec![
        item("cases-inbox", pages::INBOX, Service::AssignCases, Icon::Inbox),
        item("cases-mine", pages::MINE, Service::AnswerCases, Icon::Mail),
        to_search,
        item("cases-begin", pages::begin::PATH, Service::AnswerCases, Icon::Plus),
        item("cases-all-pass-on", pages::everything_of::PATH, Service::AssignCases, Icon::Switch),
        item("cases-groups", pages::groups::PATH, Service::AssignCases, Icon::People),
        item("cases-absence", pages::absence::PATH, Service::AssignCases, Icon::Calendar),
    ]
}

/// How many cases stand in the inboxes where the viewer assigns them, counted to `most`: for the card of the start page.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn waiting_for(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let scope = behorig_access::scope_of(viewer, Service::AssignCases, now);
    let mut count = 0;
    // Who assigns for a whole branch opens its clinics one by one, so only single units are counted.
    for root in scope.roots.iter().filter(|root| root.object.is_none() && !root.branch) {
        count += records::waiting_at(tx, root.unit, most, now).await?;
    }
    Ok(count.min(most))
}

/// The page of the case whose number staff typed, where they may read it.
pub fn opened_by_number<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    typed: &'t str,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<Option<String>, PageError>> + Send + 't>> {
    Box::pin(async move {
        let Holder::Account(_) = viewer.holder() else { return Ok(None) };
        let case = records::readable_by_number(tx, viewer, typed, now).await?;
        Ok(case.map(|case| pages::path_of(case.id, "")))
    })
}

/// Where cases are answered and closed.
pub const LIST: &str = pages::INBOX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_files::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "cases-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
