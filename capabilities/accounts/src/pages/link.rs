//! The page after a one-time link was made: that it is being mailed, or the link itself, once, to whoever made it.

use axum::response::Response;
use behorig_sign_in::one_time_link::{Given, NewLink};
use behorig_visit::Visit;
use behorig_web::components::{Button, Page};
use maud::html;

/// Tells how the link gets to its owner. `title` says what was done.
pub(super) fn show(visit: &Visit, title: &str, account_path: &str, link: &NewLink, given: &Given) -> Response {
    let lang = visit.lang;
    let body = html! {
        (link.panel(lang, &visit.app.settings.public_url, given, &lang.t("accounts-link-how")))
        div.button-row {
            (Button::primary_link(account_path.to_owned(), lang.t("accounts-to-user")))
            (Button::link("/anvandare", lang.t("accounts-all")))
        }
    };
    let mut response = visit.show(&Page::new(title.to_owned()).section(lang.t("accounts-all")), body);
    // The page may hold a secret: no cache keeps it.
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}
