//! A request by somebody who has not signed in yet.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{Extension, FromRef, FromRequestParts};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use behorig_access::Instant;
use behorig_visit::{App, ClientAddress, PageError, Token, TokenHash, no_session_cookie, plain_page};
use behorig_web::components::Page;
use behorig_web::{Form, Lang, preferences};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use maud::Markup;

/// What a browser calls itself is kept no longer than this.
const LONGEST_AGENT: usize = 300;

/// A request with what signing in asks of it.
pub(crate) struct Guest {
    pub(crate) app: App,
    pub(crate) now: Instant,
    pub(crate) lang: Lang,
    /// The browser's address; that of this machine where the accept loop told none.
    pub(crate) address: IpAddr,
    /// What the browser calls itself.
    pub(crate) agent: String,
    pub(crate) query: Form,
    headers: HeaderMap,
    path: String,
    jar: CookieJar,
}

impl<S> FromRequestParts<S> for Guest
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let app = App::from_ref(state);
        let told = Option::<Extension<ClientAddress>>::from_request_parts(parts, state).await.ok().flatten();
        let query = Form::parse(parts.uri.query().unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            now: app.clock.now(),
            lang: preferences::of(&parts.headers).0,
            address: told.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |Extension(ClientAddress(address))| address),
            agent: agent.chars().take(LONGEST_AGENT).collect(),
            query,
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            jar: CookieJar::from_headers(&parts.headers),
            headers: parts.headers.clone(),
            app,
        })
    }
}

impl Guest {
    /// A page for somebody who has not signed in.
    pub(crate) fn show(&self, status: StatusCode, page: &Page<'_>, body: Markup) -> Response {
        (status, plain_page(&self.headers, &self.path, page, body)).into_response()
    }

    /// The secret in a cookie of ours, if there is one.
    pub(crate) fn token_in(&self, cookie: &str) -> Option<Token> {
        self.secret_in(&self.named(cookie))
    }

    fn secret_in(&self, cookie: &str) -> Option<Token> {
        self.jar.get(cookie).and_then(|cookie| Token::from_sent(cookie.value()))
    }

    /// A cookie's name as the browser knows it: with the prefix that keeps other hosts of the same domain from setting it
    /// (RFC 6265bis, 4.1.3.2), which asks for https.
    fn named(&self, cookie: &str) -> String {
        let prefix = if self.app.settings.is_secure() { "__Host-" } else { "" };
        format!("{prefix}{cookie}")
    }

    /// The session that the browser brings along, to be ended when a new one begins.
    pub(crate) fn old_session(&self) -> Option<TokenHash> {
        self.secret_in(no_session_cookie(&self.app).name()).map(|token| token.hash())
    }

    /// A cookie for signing in, that no script reads and that only we get.
    pub(crate) fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        Cookie::build((self.named(name), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.app.settings.is_secure())
            .build()
    }
}

/// Adds a cookie to an answer. A cookie of ours is always a valid header.
pub(crate) fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// A new secret.
///
/// # Errors
/// Where the system gives no randomness.
pub(crate) fn new_token() -> Result<Token, PageError> {
    Token::random().map_err(|error| PageError::Fault(format!("no randomness: {error}")))
}
