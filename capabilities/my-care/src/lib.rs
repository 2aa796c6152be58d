//! The resident's side: *Mina mottagningar*, where one writes to a clinic, and *Mina ärenden*, where one reads what came of it.
//!
//! Everything is asked with the hat of a resident, for oneself or for a child under thirteen of whom the register says that one has
//! custody; then the child's rights count and never one's own. What is being written is kept on the server, whatever happens.

mod address;
mod guide;
mod pages;
mod records;
mod rules;
mod whom;
mod words;

use std::pin::Pin;
use std::sync::Arc;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use behorig_access::{Holder, Instant, Viewer};
use behorig_cases::records::Notices;
use behorig_files::{BODY_FROM_RESIDENTS, Files};
use behorig_outbox::Way;
use behorig_store::{StoreError, Tx};
use behorig_visit::{Access, Guide, MenuItem, OWN_SECTION, PageError, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Where *Mina mottagningar* is.
pub const CLINICS: &str = "/mina-mottagningar";
/// Where *Mina ärenden* is.
pub const CASES: &str = "/mina-arenden";

/// Where *Mina inställningar* is.
pub const SETTINGS: &str = "/mina-installningar";

/// What the pages stand on besides the request.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Where attachments are kept.
    pub files: Files,
    /// What notices are written with, where there is a mail server or an SMS provider.
    pub notices: Option<Notices>,
}

impl Desk {
    /// Whether residents are told of anything this way.
    fn goes_by(&self, way: Way) -> bool {
        self.notices.as_ref().is_some_and(|notices| notices.outbox.goes_by(way))
    }
}

/// The routes.
#[must_use]
pub fn routes(desk: Desk) -> Vec<Route> {
    use pages::{
        add, case, check, clinic, clinics, discard, file, inbox, live, readers, receipt, reply, search, settings,
        withdraw, write,
    };
    let who = Access::Resident;
    let with_files = || DefaultBodyLimit::max(BODY_FROM_RESIDENTS);
    let desk = Extension(Arc::new(desk));
    let mut routes = vec![
        Route::get(CLINICS, who, get(clinics::show)),
        Route::get("/mina-mottagningar/{unit}", who, get(clinic::show)),
        Route::post("/mina-mottagningar/{unit}/lagg-till", who, post(add::add)),
        Route::get("/mina-mottagningar/{unit}/{type}", who, get(write::show)),
        Route::post("/mina-mottagningar/{unit}/{type}", who, post(write::keep).layer(with_files())),
        Route::get("/mina-mottagningar/{unit}/{type}/kontrollera", who, get(check::show)),
        Route::post("/mina-mottagningar/{unit}/{type}/kontrollera", who, post(check::send)),
        Route::get("/mina-mottagningar/{unit}/{type}/slang", who, get(discard::ask)),
        Route::post("/mina-mottagningar/{unit}/{type}/slang", who, post(discard::discard)),
        Route::get(CASES, who, get(inbox::show)),
        Route::get("/mina-arenden/handelser", who, get(live::inbox)),
        Route::get(search::PATH, who, get(search::show)),
        Route::get("/mina-arenden/{id}", who, get(case::show)),
        Route::get("/mina-arenden/{id}/handelser", who, get(live::case)),
        Route::get("/mina-arenden/{id}/kvitto", who, get(receipt::show)),
        Route::post("/mina-arenden/{id}/svar", who, post(reply::reply).layer(with_files())),
        Route::get("/mina-arenden/{id}/ta-tillbaka", who, get(withdraw::ask)),
        Route::post("/mina-arenden/{id}/ta-tillbaka", who, post(withdraw::withdraw)),
        Route::get("/mina-arenden/{id}/lasare", who, get(readers::show)),
        Route::get("/mina-arenden/{id}/bilagor/{file}", who, get(file::open)),
    ];
    routes.push(Route::get(SETTINGS, who, get(settings::show)));
    routes.push(Route::post(settings::CHOOSE, who, post(settings::choose)));
    for part in [&settings::MAIL, &settings::SMS] {
        routes.extend([
            Route::post(part.ask, who, post(move |desk, form| settings::ask(part, desk, form))),
            Route::post(part.confirm, who, post(move |desk, form| settings::confirm(part, desk, form))),
            Route::get(part.remove, who, get(move |visit| settings::ask_removal(part, visit))),
            Route::post(part.remove, who, post(move |form| settings::remove(part, form))),
        ]);
    }
    for route in &mut routes {
        route.handler = std::mem::take(&mut route.handler).layer(desk.clone());
    }
    routes
}

/// The menu.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |section, label, path, icon| MenuItem {
        section: Some(section),
        under: None,
        label,
        path,
        access: Access::Resident,
        icon: Some(icon),
    };
    let care = "my-care-menu-section";
    vec![
        item(care, "my-care-clinics", CLINICS, Icon::Building),
        item(care, "my-care-cases", CASES, Icon::Inbox),
        item(OWN_SECTION, "my-care-settings", SETTINGS, Icon::Settings),
    ]
}

/// The help.
#[must_use]
pub fn guides() -> Vec<Guide> {
    vec![
        Guide { key: "mina-mottagningar", title: "my-care-guide-clinics", body: guide::clinics },
        Guide { key: "mina-arenden", title: "my-care-guide-cases", body: guide::cases },
        Guide { key: "mina-installningar", title: "my-care-guide-settings", body: guide::settings },
    ]
}

/// Counts what a resident has not read, their young children's with it, for the card of *Mina ärenden*.
#[must_use]
pub fn unread<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + Send + 't>> {
    Box::pin(async move {
        match viewer.holder() {
            Holder::Person(person) => records::unread(tx, person, now).await,
            Holder::Account(_) => Ok(0),
        }
    })
}

/// The page of the case whose number a resident typed, where they may read it.
pub fn opened_by_number<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    typed: &'t str,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<Option<String>, PageError>> + Send + 't>> {
    Box::pin(pages::search::opened_by_number(tx, viewer, typed, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_case_types::TEXTS, behorig_files::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "my-care-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
