//! Being told by the identity provider that somebody signed out there.

use behorig_access::SessionId;
use behorig_oidc::LogoutNotice;
use behorig_store::{Event, Recorded, StoreError, WriteTx, params};
use behorig_visit::{PageError, end_session};

use super::card::hashed;
use crate::guest::Guest;

/// Ends the sessions that a notice names, once, on whichever node it comes.
pub(crate) async fn end_named_by(guest: &Guest, issuer: &str, notice: &LogoutNotice) -> Result<(), PageError> {
    let input = Named {
        id: Some((hashed(issuer, &notice.id), notice.until.as_millisecond())),
        subject: notice.subject.as_deref().map(|subject| hashed(issuer, subject)),
        session: notice.session.as_deref().map(|session| hashed(issuer, session)),
    };
    end(guest, input).await
}

/// Ends the session that a page of the identity provider names in the browser. Its name is known to nobody but the two of us and that
/// browser.
pub(crate) async fn end_session_of_provider(guest: &Guest, issuer: &str, session: &str) -> Result<(), PageError> {
    end(guest, Named { id: None, subject: None, session: Some(hashed(issuer, session)) }).await
}

struct Named {
    /// The notice, and until when it could come again.
    id: Option<(Vec<u8>, i64)>,
    subject: Option<Vec<u8>>,
    session: Option<Vec<u8>>,
}

async fn end(guest: &Guest, named: Named) -> Result<(), PageError> {
    let actor = crate::entry::nobody(guest);
    let ended = guest.app.db.write(&actor, named, |tx, named| {
        Box::pin(async move {
            const NOTHING: &str = "no session was open any more, or the notice was carried out before";
            if let Some((id, until)) = &named.id
                && !is_new(tx, id, *until).await?
            {
                return Ok(Recorded::nothing_to_record((), NOTHING));
            }
            let mut recorded = None;
            for session in sessions_of(tx, named).await? {
                end_session(tx, session).await?;
                recorded = Some(tx.record(Event::change("sign-in.closed-by-provider", "session", session)).await?);
            }
            Ok::<_, StoreError>(recorded.unwrap_or_else(|| Recorded::nothing_to_record((), NOTHING)))
        })
    });
    Ok(ended.await?)
}

async fn is_new(tx: &mut WriteTx, id: &[u8], until: i64) -> Result<bool, StoreError> {
    let added = tx
        .execute(
            "INSERT INTO oidc_logout_notice (id_hash, holds_until) VALUES (?1, ?2) ON CONFLICT (id_hash) DO NOTHING",
            params![id, until],
        )
        .await?;
    Ok(added == 1)
}

async fn sessions_of(tx: &mut WriteTx, named: &Named) -> Result<Vec<SessionId>, StoreError> {
    let found: Vec<(SessionId,)> = match (&named.session, &named.subject) {
        (Some(session), None) => {
            tx.all("SELECT id FROM session WHERE idp_session = ?1 AND ended_at IS NULL", params![session]).await?
        }
        (Some(session), Some(subject)) => {
            tx.all(
                "SELECT id FROM session WHERE idp_session = ?1 AND idp_subject = ?2 AND ended_at IS NULL",
                params![session, subject],
            )
            .await?
        }
        (None, Some(subject)) => {
            tx.all("SELECT id FROM session WHERE idp_subject = ?1 AND ended_at IS NULL", params![subject]).await?
        }
        (None, None) => Vec::new(),
    };
    Ok(found.into_iter().map(|(id,)| id).collect())
}
