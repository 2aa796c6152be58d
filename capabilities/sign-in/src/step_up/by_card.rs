//! Confirming with a SITHS card: it must be one of the account that is signed in.

use behorig_access::Standing;
use behorig_store::{Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, TokenHash};

use super::Confirmed;
use super::rise::rise;
use crate::entry::{self, Entry};
use crate::guest::{Guest, new_token};
use crate::records::{accounts, sessions, siths_sign_ins as sign_ins};
use crate::siths::{METHOD, ProvenCard, accounts_of};

/// Raises the browser's session, where the card is its account's. What was shown is used up however it ends.
pub(crate) async fn by_card(guest: &Guest, shown: TokenHash, card: &ProvenCard) -> Result<Confirmed, PageError> {
    let Some(session) = guest.old_session() else { return Ok(Confirmed::Gone) };
    let mut tx = guest.app.db.read().await?;
    let holder = accounts_of(&mut tx, card).await?.into_iter().next();
    drop(tx);
    let actor = match &holder {
        Some(account) => accounts::actor_at_door(guest, account).await?,
        None => entry::nobody(guest),
    };
    let entry = Entry::by(guest, new_token()?, METHOD, card.assurance());
    let token = entry.token.clone();
    let input = (shown, session, entry, card.clone());
    let judged = guest
        .app
        .db
        .write(&actor, input, |tx, (shown, session, entry, card)| Box::pin(judge(tx, *shown, *session, entry, card)));
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
    shown: TokenHash,
    session: TokenHash,
    entry: &Entry,
    card: &ProvenCard,
) -> Result<Recorded<Judged>, StoreError> {
    if !sign_ins::remove(tx, shown).await? {
        return Ok(Recorded::nothing_to_record(Judged::Gone, "the card was used and recorded before"));
    }
    let Some((session, account)) = sessions::account_by_token(tx, session).await? else {
        return Ok(Recorded::nothing_to_record(Judged::Gone, "the session had ended"));
    };
    let of_card = accounts_of(tx, card).await?;
    if !of_card.iter().any(|known| Some(known.id) == account && known.standing == Standing::Active) {
        tracing::warn!(%session, "another person's card was shown for a session to be confirmed");
        return Ok(Recorded::nothing_to_record(Judged::Another, "nothing was raised; the card is on the log"));
    }
    Ok(rise(tx, session, entry, card.identity_number().as_ref()).await?.with(Judged::Raised))
}
