//! The raising of a session.

use behorig_access::{Assurance, SessionId};
use behorig_identity::IdentityNumber;
use behorig_store::{Event, Recorded, StoreError, WriteTx};
use behorig_visit::{NewSession, SessionLimits, end_session, open};

use crate::entry::Entry;
use crate::records::sessions;

/// Opens the session that goes on where another ends: the same holder with the same hat on, at the higher of the two levels. The caller
/// has seen in the same transaction that it is the same person.
///
/// # Errors
/// [`StoreError::Stale`] where the other session has ended.
pub(super) async fn rise(
    tx: &mut WriteTx,
    from: SessionId,
    entry: &Entry,
    proven: Option<&IdentityNumber>,
) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    let old = sessions::to_be_raised(tx, from).await?.ok_or(StoreError::Stale)?;
    let assurance: Assurance = old.assurance.max(entry.assurance);
    // Twelve hours are what a sign-in lasts; touching a key once more makes them no longer.
    let absolute = match proven {
        Some(_) => entry.limits.absolute,
        None => old.ends_at.millis_since(now).min(entry.limits.absolute),
    };
    let session = NewSession {
        choice: old.choice,
        assurance,
        method: entry.method,
        address: Some(entry.address.clone()),
        agent: Some(entry.agent.clone()),
    };
    let id = open(tx, &entry.token, &session, SessionLimits { absolute, ..entry.limits }).await?;
    if let Some(number) = proven.or(old.proven_number.as_ref()) {
        sessions::note_proof(tx, id, number).await?;
    }
    sessions::hand_on_card(tx, from, id).await?;
    end_session(tx, from).await?;
    let event =
        Event::change("sign-in.confirm", "session", id).with_args(format!("{} {}", entry.method, assurance.key()));
    tx.record(event).await
}
