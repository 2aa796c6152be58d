//! The page that shows a one-time link: once, to whoever made it.

use axum::response::Response;
use behorig_sign_in::one_time_link::{self, VALID_FOR};
use behorig_visit::{PageError, Token, Visit};
use behorig_web::components::{Button, Page, one_time_link as shown_once};
use behorig_web::format;
use maud::html;

/// A secret for a link, made before the write that keeps its hash.
pub(super) fn new_token() -> Result<Token, PageError> {
    Token::random().map_err(|error| PageError::Fault(error.to_string()))
}

/// Shows the link. `title` says what was done.
pub(super) fn show(visit: &Visit, title: &str, account_path: &str, token: &Token) -> Response {
    let lang = visit.lang;
    let address = format!("{}{}", visit.app.settings.public_url, one_time_link::path(token));
    let until = format::date_time(lang, visit.now.plus_millis(VALID_FOR).as_millis());
    let body = html! {
        p { (lang.t("accounts-link-how")) }
        (shown_once(lang, &lang.t("accounts-link"), &address, &lang.tr("accounts-link-holds", &[("time", until.into())])))
        div.button-row {
            (Button::primary_link(account_path.to_owned(), lang.t("accounts-to-user")))
            (Button::link("/anvandare", lang.t("accounts-all")))
        }
    };
    let mut response = visit.show(&Page::new(title.to_owned()).section(lang.t("accounts-all")), body);
    // The page holds a secret: no cache keeps it.
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}
