//! The two choices that belong to the browser and not to the person: language and colour theme. Each is a cookie, so
//! that the very first byte of a page is right.

use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use crate::forms::Form;
use crate::{Lang, paths};

/// A year: a choice of light or dark is not asked for again.
const KEPT_SECONDS: u32 = 31_536_000;
/// No address of ours is longer, in bytes: a way back is kept while somebody signs in, for whoever asks.
const LONGEST_PATH: usize = 2_000;
const THEME_COOKIE: &str = "tema";
const LANGUAGE_COOKIE: &str = "sprak";

/// Which colours the pages have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

impl Theme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Auto];

    /// The value of the cookie, of the form field and of `data-theme`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this key; anything else is [`Theme::Auto`].
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.key() == key).unwrap_or_default()
    }
}

/// The language and the theme of the browser that sent these headers.
#[must_use]
pub fn of(headers: &HeaderMap) -> (Lang, Theme) {
    let lang = cookie(headers, LANGUAGE_COOKIE).and_then(Lang::from_code).unwrap_or_else(|| {
        headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .map_or_else(Lang::default, Lang::from_accept_language)
    });
    (lang, cookie(headers, THEME_COOKIE).map_or_else(Theme::default, Theme::from_key))
}

/// The two routes that make the choices. They need no session and change nothing but a cookie.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(paths::THEME, post(choose_theme))
        .route(&format!("{}/{{language}}", paths::LANGUAGE), get(choose_language))
}

/// The address that switches to `lang` and comes back to `path`.
#[must_use]
pub fn language_path(lang: Lang, path: &str) -> String {
    format!("{}/{}?till={}", paths::LANGUAGE, lang.code(), paths::query_value(path))
}

async fn choose_theme(form: Form) -> Response {
    let theme = Theme::from_key(form.value("theme"));
    back_with_cookie(THEME_COOKIE, theme.key(), form.value("till"))
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    till: String,
}

async fn choose_language(Path(language): Path<String>, Query(back): Query<Back>) -> Response {
    match Lang::from_code(&language) {
        Some(lang) => back_with_cookie(LANGUAGE_COOKIE, lang.code(), &back.till),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn back_with_cookie(name: &str, value: &str, to: &str) -> Response {
    let cookie = format!("{name}={value}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax; HttpOnly");
    ([(SET_COOKIE, cookie)], Redirect::to(own_path(to))).into_response()
}

/// The path if it leads to this site, else the start page: a link in a mail must not send anyone elsewhere by way of us.
#[must_use]
pub fn own_path(path: &str) -> &str {
    let leads_home = path.len() <= LONGEST_PATH
        && path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n', '\t'])
        && !path.chars().any(char::is_control);
    if leads_home { path } else { paths::START }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_choice_of_the_person_goes_before_the_browsers() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        assert_eq!(of(&headers), (Lang::En, Theme::Auto));
        headers.insert(COOKIE, HeaderValue::from_static("xtema=light; tema=dark; sprak=sv"));
        assert_eq!(of(&headers), (Lang::Sv, Theme::Dark));
        headers.insert(COOKIE, HeaderValue::from_static("tema=<script>; sprak=xx"));
        assert_eq!(of(&headers), (Lang::En, Theme::Auto));
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in
            ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/\t/evil.example", "\\/x"]
        {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(own_path("/konton?q=åsa&sida=2"), "/konton?q=åsa&sida=2");
        assert_eq!(own_path(&format!("/{}", "a".repeat(LONGEST_PATH))), "/", "and nothing endless is kept");
    }

    proptest! {
        #[test]
        fn the_way_back_survives_the_switch_of_language(path in "/[ -~åäö]{0,40}") {
            let address = language_path(Lang::En, &path);
            let query = address.split_once('?').unwrap().1;
            let form = Form::parse(query.as_bytes()).unwrap();
            prop_assert_eq!(form.value("till"), path);
        }
    }
}
