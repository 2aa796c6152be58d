//! Confirming with BankID: the order is one to confirm, and who answers must be who is signed in.

use behorig_identity::IdentityNumber;
use behorig_store::{Actor, Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Token, TokenHash};

use super::rise::rise;
use crate::entry::Entry;
use crate::guest::Guest;
use crate::records::bankid_orders;
use crate::records::sessions;

/// What became of an answer to confirm.
#[derive(Debug)]
pub(crate) enum Confirmed {
    /// The session is raised; the new cookie's secret.
    Raised(Token),
    /// It was another person who answered.
    Another,
    /// The answer was used, or the session ended.
    Gone,
}

/// Raises the browser's session, where the number is its owner's. The answer is used up however it ends.
pub(crate) async fn by_bankid(
    guest: &Guest,
    actor: Actor,
    order: TokenHash,
    entry: Entry,
    number: IdentityNumber,
) -> Result<Confirmed, PageError> {
    let Some(session) = guest.old_session() else { return Ok(Confirmed::Gone) };
    let token = entry.token.clone();
    let judged = guest.app.db.write(&actor, (order, session, entry, number), |tx, (order, session, entry, number)| {
        Box::pin(judge(tx, *order, *session, entry, number))
    });
    Ok(match judged.await? {
        Judged::Raised => Confirmed::Raised(token),
        Judged::Another => Confirmed::Another,
        Judged::Gone => Confirmed::Gone,
    })
}

enum Judged {
    Raised,
    Another,
    Gone,
}

async fn judge(
    tx: &mut WriteTx,
    order: TokenHash,
    session: TokenHash,
    entry: &Entry,
    number: &IdentityNumber,
) -> Result<Recorded<Judged>, StoreError> {
    if !bankid_orders::remove(tx, order).await? {
        return Ok(Recorded::nothing_to_record(Judged::Gone, "the answer was used and recorded before"));
    }
    let Some((session, owner)) = sessions::owner_by_token(tx, session).await? else {
        return Ok(Recorded::nothing_to_record(Judged::Gone, "the session had ended"));
    };
    if owner.as_ref() != Some(number) {
        tracing::warn!(%session, "another person answered for a session to be confirmed");
        return Ok(Recorded::nothing_to_record(Judged::Another, "nothing was raised"));
    }
    Ok(rise(tx, session, entry, Some(number)).await?.with(Judged::Raised))
}
