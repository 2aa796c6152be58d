//! The way to the port for cards and back, as the ordinary site sees it.

use behorig_store::{Event, Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Token, TokenHash};

use super::begin::at_once;
use super::token_of;
use crate::guest::{Guest, new_token};
use crate::records::siths_sign_ins::{self as sign_ins, Purpose};

/// Begins to show a card's own certificate: the secret of the browser's cookie, and the errand that it carries to the port.
pub(crate) async fn begin_errand(
    guest: &Guest,
    purpose: Purpose,
    return_to: &str,
) -> Result<(Token, Token), PageError> {
    let (token, errand) = (new_token()?, new_token()?);
    let before = token_of(guest).map(|token| token.hash());
    let input = (token.hash(), before, (errand.hash(), purpose), return_to.to_owned());
    let actor = at_once(guest);
    let begun = guest.app.db.write(&actor, input, |tx, (token, before, errand, return_to)| {
        Box::pin(async move {
            sign_ins::add_errand(tx, *token, *before, *errand, return_to).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "who begins to sign in is nobody yet"))
        })
    });
    begun.await?;
    Ok((token, errand))
}

/// Why a ticket from the port is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TicketRefusal {
    /// Another browser began.
    OtherBrowser,
    /// It came too late.
    Late,
    /// It was used, or there never was such a ticket.
    Unknown,
}

impl TicketRefusal {
    fn key(self) -> &'static str {
        match self {
            Self::OtherBrowser => "other-browser",
            Self::Late => "late",
            Self::Unknown => "unknown",
        }
    }
}

/// Takes the ticket that a browser brings back from the port for cards: once, soon, and from the browser that began alone.
///
/// What a ticket that is refused belongs to is let go with it, whoever brought it: somebody holds what they should not, and the log is
/// told, once. Of a ticket that belongs to nothing there is nothing to tell.
pub(crate) async fn take_ticket(guest: &Guest, ticket: &Token) -> Result<Result<(), TicketRefusal>, PageError> {
    let own = token_of(guest).map(|token| token.hash());
    let actor = at_once(guest);
    let input = (own, ticket.hash());
    let taken = guest.app.db.write(&actor, input, |tx, (own, ticket)| Box::pin(judge(tx, *own, *ticket)));
    Ok(taken.await?)
}

async fn judge(
    tx: &mut WriteTx,
    own: Option<TokenHash>,
    ticket: TokenHash,
) -> Result<Recorded<Result<(), TicketRefusal>>, StoreError> {
    let now = tx.now();
    let owner = sign_ins::by_ticket(tx, ticket).await?;
    let (refusal, let_go) = match (owner, own) {
        (Some((owner, _)), own) if own != Some(owner) => (TicketRefusal::OtherBrowser, owner),
        (Some((owner, shown_at)), _) if sign_ins::is_late(shown_at, now) => (TicketRefusal::Late, owner),
        (Some((owner, _)), _) => {
            sign_ins::use_ticket(tx, owner).await?;
            return Ok(Recorded::nothing_to_record(Ok(()), "who it is, is told when they are let in"));
        }
        (None, Some(own)) => (TicketRefusal::Unknown, own),
        (None, None) => return Ok(Recorded::nothing_to_record(Err(TicketRefusal::Unknown), "nobody had begun")),
    };
    if !sign_ins::remove(tx, let_go).await? {
        return Ok(Recorded::nothing_to_record(Err(refusal), "nobody had begun"));
    }
    let event = Event::change("sign-in.refuse-ticket", "ticket", "siths").with_args(refusal.key());
    Ok(tx.record(event).await?.with(Err(refusal)))
}
