//! Whoever has shown a card that opens no account, and asks for one.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::AccountId;
use behorig_access::Instant;
use behorig_store::{Actor, Door};
use behorig_visit::{App, PageError};
use behorig_web::components::Page;
use behorig_web::{Lang, paths};
use http::StatusCode;
use http::request::Parts;
use maud::Markup;

use super::{ProvenCard, finish, token_of};
use crate::SignIn;
use crate::guest::Guest;
use crate::records::siths_sign_ins as sign_ins;

/// Somebody at the door with a card that proved who they are, and no session: all that they can do is ask for an account. Whoever shows
/// none, or showed it too long ago, is sent to sign in.
pub struct Applicant {
    guest: Guest,
    /// What the card proved.
    pub card: ProvenCard,
    /// The card's account, where it has one that waits for an administrator.
    pub pending: Option<AccountId>,
    /// Whether the card opens an account that is there, however it stands.
    pub has_account: bool,
}

impl<S> FromRequestParts<S> for Applicant
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let guest = Guest::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let deps = parts.extensions.get::<Arc<SignIn>>().cloned();
        let deps = deps.ok_or_else(|| PageError::NotFound.into_response())?;
        let found = Self::of(guest, &deps).await.map_err(IntoResponse::into_response)?;
        found.ok_or_else(|| Redirect::to(paths::SIGN_IN).into_response())
    }
}

impl Applicant {
    async fn of(guest: Guest, deps: &SignIn) -> Result<Option<Self>, PageError> {
        let Some(token) = token_of(&guest).map(|token| token.hash()) else { return Ok(None) };
        let mut tx = guest.app.db.read().await?;
        let row = sign_ins::of(&mut tx, token).await?;
        // Whoever is to confirm a session has an account.
        let row = row.filter(|row| !row.confirms);
        let Some(card) = row.and_then(|row| row.card(&deps.keys, &token, guest.now)) else { return Ok(None) };
        let pending = finish::pending_of(&mut tx, &card).await?;
        let has_account = finish::has_account(&mut tx, &card).await?;
        drop(tx);
        Ok(Some(Self { guest, card, pending, has_account }))
    }

    /// The program's parts.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.guest.app
    }

    /// When the request came.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.guest.now
    }

    /// The language of the page.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.guest.lang
    }

    /// The value of a field in the address.
    #[must_use]
    pub fn asked(&self, name: &str) -> &str {
        self.guest.query.value(name)
    }

    /// A page for them.
    #[must_use]
    pub fn show(&self, status: StatusCode, page: &Page<'_>, body: Markup) -> Response {
        self.guest.show(status, page, body)
    }

    /// They, as the one who acts: known by the card, and by no account yet.
    #[must_use]
    pub fn actor(&self) -> Actor {
        let id = self.card.hsa_ids.first().cloned().unwrap_or_default();
        Actor {
            user_id: if id.is_empty() { "siths".to_owned() } else { id },
            name: format!("{} {}", self.card.given_name, self.card.family_name).trim().to_owned(),
            person_id: self.card.identity_number().map(|number| number.as_stored().to_owned()),
            hat: behorig_access::Hat::Staff.key(),
            ..Actor::system(Door::Page, self.guest.now)
        }
    }
}
