//! How a request can end other than with its page.

use axum::response::{IntoResponse, Response};
use behorig_store::StoreError;
use behorig_web::Errors;
use http::StatusCode;

use crate::Refusal;

/// Why a page can't be shown. Put into the answer by [`IntoResponse`] and made a page in the visitor's language, with the
/// header around it, by [`crate::frame`].
#[derive(Debug, Clone, thiserror::Error)]
pub enum PageError {
    /// Nobody is signed in. `return_to` is where to go afterwards.
    #[error("not signed in")]
    SignIn {
        /// A path of our own.
        return_to: String,
    },
    /// The password was set by somebody else and must be changed first.
    #[error("the password must be changed first")]
    ChangePassword,
    /// There is no such thing, or the visitor may not know that there is.
    #[error("not found")]
    NotFound,
    /// The visitor knows of the thing but may not do this: said with the reason and who can mend it.
    #[error("refused: {}", .0.denial)]
    Refused(Box<Refusal>),
    /// The record was changed by someone else since the page was shown.
    #[error("changed by someone else in the meantime")]
    Stale,
    /// The request is none that a page of ours sends.
    #[error("a malformed request: {0}")]
    Malformed(&'static str),
    /// The request is larger than any form of ours.
    #[error("the request is too large")]
    TooLarge,
    /// The form came from another site.
    #[error("the form came from another site")]
    ForeignOrigin,
    /// Too many tries; may be tried again after so many seconds.
    #[error("too many tries")]
    TooMany(i64),
    /// The database can't serve now.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the program leans on besides its database can't serve now, told to its log.
    #[error("{0}")]
    Away(String),
    /// A fault of the program, told to its log.
    #[error("a fault: {0}")]
    Fault(String),
}

impl PageError {
    /// The HTTP status that says it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn { .. } | Self::ChangePassword => StatusCode::SEE_OTHER,
            Self::NotFound | Self::Store(StoreError::Missing) => StatusCode::NOT_FOUND,
            Self::Refused(_) | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Stale | Self::Store(StoreError::Stale) => StatusCode::CONFLICT,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Away(_) | Self::Store(StoreError::Unavailable(_) | StoreError::Busy) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Store(_) | Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Why a form was not carried out.
#[derive(Debug, Clone)]
pub enum Rejected {
    /// Something in it is wrong: it is shown again with what was typed.
    Errors(Errors),
    /// Something else is in the way.
    Page(PageError),
}

impl From<StoreError> for Rejected {
    fn from(error: StoreError) -> Self {
        Self::Page(error.into())
    }
}

impl From<PageError> for Rejected {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<Errors> for Rejected {
    fn from(errors: Errors) -> Self {
        Self::Errors(errors)
    }
}
