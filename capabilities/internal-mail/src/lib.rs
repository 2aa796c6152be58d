//! *Internpost*: mail among staff who hold the service, to a person, to a role at a unit, or to a group.
//!
//! Whom mail is for is asked when it is read and not when it was sent: whoever holds the role or is in the group then reads it, and
//! who has lost the service, or is blocked, does not. Words, files and drafts stand where cases keep theirs.

mod guide;
mod pages;
mod records;
pub mod rules;

use std::pin::Pin;
use std::sync::Arc;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use behorig_access::{Instant, Service, Viewer};
use behorig_cases::records::Notices;
use behorig_files::{BODY_FROM_STAFF, Files};
use behorig_store::{StoreError, Tx};
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use records::{NewMail, Reply, reply, send};

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The inbox.
pub const INBOX: &str = pages::INBOX;

/// What the pages stand on besides the request.
#[derive(Debug, Clone)]
pub struct MailRoom {
    /// Where files are kept.
    pub files: Files,
    /// What notices are written with, where there is a mail server.
    pub notices: Option<Notices>,
}

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes(room: MailRoom) -> Vec<Route> {
    use pages::{file, list, reply, thread, write};
    let mail = Access::Service(Service::InternalMail);
    let with_files = || DefaultBodyLimit::max(BODY_FROM_STAFF);
    let room = Extension(Arc::new(room));
    let mut routes = vec![
        Route::get(pages::INBOX, mail, get(list::inbox)),
        Route::get(pages::SENT, mail, get(list::sent)),
        Route::get(pages::NEW, mail, get(write::show)),
        Route::post(pages::NEW, mail, post(write::send).layer(with_files())),
        Route::get("/internpost/{id}", mail, get(thread::show)),
        Route::post("/internpost/{id}", mail, post(reply::send).layer(with_files())),
        Route::get("/internpost/{id}/bilagor/{file}", mail, get(file::open)),
    ];
    for route in &mut routes {
        route.handler = std::mem::take(&mut route.handler).layer(room.clone());
    }
    routes
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |label, path, icon| MenuItem {
        section: Some("internal-menu-section"),
        under: None,
        label,
        path,
        access: Access::Service(Service::InternalMail),
        icon: Some(icon),
    };
    vec![item("internal-inbox", pages::INBOX, Icon::Mail), item("internal-new", pages::NEW, Icon::Pencil)]
}

/// How many threads hold something that the viewer has not read, for the card of the start page.
#[must_use]
pub fn unread<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + Send + 't>> {
    Box::pin(async move { records::unread(tx, viewer, pages::MOST_COUNTED, now).await })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_files::TEXTS];
        // What is logged of mail is named as its words are.
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
