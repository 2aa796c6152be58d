//! Whoever reads a page that anyone may read: signed in, with the menu around it, or not.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use behorig_visit::{App, PageError, Visit, plain_page};
use behorig_web::components::Page;
use behorig_web::{Lang, preferences};
use http::HeaderMap;
use http::request::Parts;
use maud::Markup;

/// A reader.
pub(crate) enum Reader {
    /// Somebody who is signed in.
    SignedIn(Box<Visit>),
    /// Anybody.
    Guest {
        /// Language and theme stand in the cookies.
        headers: HeaderMap,
        /// The page's own path.
        path: String,
    },
}

impl FromRequestParts<App> for Reader {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        match Visit::from_request_parts(parts, app).await {
            Ok(visit) => Ok(Self::SignedIn(Box::new(visit))),
            Err(PageError::SignIn { .. } | PageError::ChangePassword) => Ok(Self::Guest {
                headers: parts.headers.clone(),
                path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            }),
            Err(error) => Err(error),
        }
    }
}

impl Reader {
    pub(crate) fn lang(&self) -> Lang {
        match self {
            Self::SignedIn(visit) => visit.lang,
            Self::Guest { headers, .. } => preferences::of(headers).0,
        }
    }

    pub(crate) fn show(&self, page: &Page<'_>, body: Markup) -> Response {
        match self {
            Self::SignedIn(visit) => visit.show(page, body),
            Self::Guest { headers, path } => plain_page(headers, path, page, body).into_response(),
        }
    }
}
