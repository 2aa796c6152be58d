//! `/logga-ut` and `/session/forlang`.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_store::{Event, StoreError};
use behorig_visit::{App, PageError, Visit, end_session, no_session_cookie};
use http::{HeaderName, HeaderValue, StatusCode};

use crate::guest::with_cookie;

/// Signs out: the session ends and the cookie goes. Whoever is signed out already is none the wiser.
pub(crate) async fn sign_out(State(app): State<App>, visit: Result<Visit, PageError>) -> Result<Response, PageError> {
    if let Ok(visit) = visit {
        let session = visit.session.id;
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
    let mut response = Redirect::to("/logga-in?besked=utloggad").into_response();
    // What a phone keeps for when there is no connection goes with the session, whatever page one signs out from.
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"storage\""));
    Ok(with_cookie(response, &no_session_cookie(&app)))
}

/// Keeps the session alive: being asked is enough, since every request of a session notes that it is in use.
pub(crate) async fn renew(_visit: Visit) -> StatusCode {
    StatusCode::NO_CONTENT
}
