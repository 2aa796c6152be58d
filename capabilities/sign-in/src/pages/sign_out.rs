//! `/logga-ut` and `/session/forlang`.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_store::{Event, StoreError};
use behorig_visit::{App, PageError, Visit, end_session, no_session_cookie};
use http::{HeaderName, HeaderValue, StatusCode};

use super::siths::leave_for;
use crate::guest::{Guest, with_cookie};
use crate::records::sessions;
use crate::siths::SithsSignIn;
use crate::{SIGNED_OUT_PATH, SignIn};

/// Signs out: the session ends and the cookie goes. Whoever is signed out already is none the wiser. Whom an identity provider let in is
/// sent to sign out there too: else the next person at a shared computer would come in as them.
pub(crate) async fn sign_out(
    State(app): State<App>,
    Extension(deps): Extension<Arc<SignIn>>,
    guest: Guest,
    visit: Result<Visit, PageError>,
) -> Result<Response, PageError> {
    let mut there = None;
    if let Ok(mut visit) = visit {
        let session = visit.session.id;
        if sessions::is_by_provider(visit.snapshot.get().await?, session).await? {
            there = deps.siths.as_ref().filter(|siths| siths.signs_out_there);
        }
        let actor = visit.actor();
        drop(visit);
        app.db
            .write(&actor, session, |tx, session| {
                Box::pin(async move {
                    end_session(tx, *session).await?;
                    tx.record(Event::change("sign-in.close", "session", session)).await
                })
            })
            .await
            .map_err(|error: StoreError| PageError::from(error))?;
    }
    let mut response = match there {
        Some(siths) => away(&guest, siths).await,
        None => Redirect::to(SIGNED_OUT_PATH).into_response(),
    };
    // What a phone keeps for when there is no connection goes with the session, whatever page one signs out from.
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"storage\""));
    Ok(with_cookie(response, &no_session_cookie(&app)))
}

/// To the identity provider, and back; or nowhere, where it has no page for it or does not answer: here one is signed out already.
async fn away(guest: &Guest, siths: &SithsSignIn) -> Response {
    let afterwards = format!("{}{SIGNED_OUT_PATH}", guest.app.settings.public_url);
    match siths.provider.logout_address(&afterwards, crate::siths::timestamp(guest.now)).await {
        Ok(Some(address)) => leave_for(guest, &address, "sign-in-siths-signing-out"),
        Ok(None) => Redirect::to(SIGNED_OUT_PATH).into_response(),
        Err(error) => {
            tracing::warn!(%error, "somebody could not be signed out at the identity provider");
            Redirect::to(SIGNED_OUT_PATH).into_response()
        }
    }
}

/// Keeps the session alive: being asked is enough, since every request of a session notes that it is in use.
pub(crate) async fn renew(_visit: Visit) -> StatusCode {
    StatusCode::NO_CONTENT
}
