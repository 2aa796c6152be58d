//! *Skaffa konto som personal*: whoever shows a card that opens no account asks for one, on a form filled in from the card and the
//! directory behind it; the account is made pending; and whoever administers permissions at the unit gives some, or says no and why.
//!
//! The card is shown to `behorig-sign-in`, which leads here and hands over an [`Applicant`](behorig_sign_in::siths::Applicant). Nobody
//! who is pending is signed in, so there is nothing that they can do but see how their request stands.

mod guide;
mod letters;
mod pages;
mod records;
mod rules;

use std::sync::Arc;

use axum::Extension;
use axum::routing::{get, post};
use behorig_access::{Instant, Service, Viewer};
use behorig_sign_in::{ASK_FOR_ACCOUNT, SignIn};
use behorig_store::{Boxed, Tx};
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The requests that wait.
pub const LIST: &str = "/kontoansokningar";

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes(sign_in: &Arc<SignIn>) -> Vec<Route> {
    let deps = || Extension(Arc::clone(sign_in));
    let administers = Access::Service(Service::AdministerGrants);
    vec![
        Route::get(ASK_FOR_ACCOUNT, Access::Anyone, get(pages::ask::show).layer(deps())),
        Route::post(ASK_FOR_ACCOUNT, Access::Anyone, post(pages::ask::send).layer(deps())),
        Route::get(LIST, administers, get(pages::list::show)),
        Route::get("/kontoansokningar/{id}", administers, get(pages::decide::show)),
        Route::post("/kontoansokningar/{id}", administers, post(pages::decide::decide).layer(deps())),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    vec![MenuItem {
        section: Some("menu-section-users"),
        under: None,
        label: "new-account-menu",
        path: LIST,
        access: Access::Service(Service::AdministerGrants),
        icon: Some(Icon::Person),
    }]
}

/// How many requests wait for the viewer, for the card of the start page.
#[must_use]
pub fn waiting<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    now: Instant,
) -> Boxed<'t, Result<i64, behorig_store::StoreError>> {
    Box::pin(async move { records::waiting_for(tx, viewer, 99, now).await })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_accounts::TEXTS, behorig_sign_in::TEXTS];
        let wrong =
            behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "new-account-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
