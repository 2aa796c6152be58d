//! Routes as data: who may ask is stated before the page's code is read.

use axum::Router;
use axum::routing::MethodRouter;
use behorig_access::Service;

use crate::App;

/// Who may ask for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Anyone,
    /// Anyone who is signed in: one's own password, hats and sessions.
    SignedIn,
    /// Anyone who is signed in to an account: a resident has none, and so neither a password nor details of an account.
    OwnAccount,
    /// Anyone whose hat is that of staff, whatever they hold: what is their own, such as what they write to support.
    Staff,
    /// Anyone whose hat is a resident's: what is their own, or a young child's of theirs.
    Resident,
    /// Holders of this service where the record is.
    Service(Service),
    /// Holders of any of these services where the record is; each part of the page shows itself by its own.
    AnyOf(&'static [Service]),
}

/// A page or a form of the program.
#[derive(Clone)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: http::Method,
    /// axum's notation: `/anvandare/{id}`.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
    /// What answers.
    pub handler: MethodRouter<App>,
}

impl Route {
    /// A page.
    #[must_use]
    pub fn get(path: &'static str, access: Access, handler: MethodRouter<App>) -> Self {
        Self { method: http::Method::GET, path, access, handler }
    }

    /// A form.
    #[must_use]
    pub fn post(path: &'static str, access: Access, handler: MethodRouter<App>) -> Self {
        Self { method: http::Method::POST, path, access, handler }
    }
}

/// The capabilities' lists as one router.
pub fn router(routes: Vec<Route>) -> Router<App> {
    routes.into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler))
}
