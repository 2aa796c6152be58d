//! Beginning by the identity provider, and what it answers.

use behorig_access::Instant;
use behorig_oidc::{Answer, Assurance, OidcError};
use behorig_store::{Actor, Door, Recorded, StoreError};
use behorig_visit::{PageError, Token};
use jiff::Timestamp;

use super::{ProvenCard, SithsSignIn, token_of};
use crate::SignIn;
use crate::guest::{Guest, new_token};
use crate::records::siths_sign_ins as sign_ins;

/// Why somebody is not on their way.
pub(crate) enum NotOnTheWay {
    /// The identity provider said no, or nothing; the id of the text that tells the person.
    Told(&'static str),
    /// The browser has not begun, or its answer was used.
    NotBegun,
    Page(PageError),
}

impl From<PageError> for NotOnTheWay {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<StoreError> for NotOnTheWay {
    fn from(error: StoreError) -> Self {
        Self::Page(error.into())
    }
}

impl From<OidcError> for NotOnTheWay {
    fn from(error: OidcError) -> Self {
        tracing::warn!(%error, "the identity provider for SITHS let nobody in");
        Self::Told(error.message_id())
    }
}

fn fault(error: &dyn std::fmt::Display) -> NotOnTheWay {
    NotOnTheWay::Page(PageError::Fault(error.to_string()))
}

/// A time as the protocol wants it.
pub(crate) fn timestamp(now: Instant) -> Timestamp {
    Timestamp::from_millisecond(now.as_millis()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The program as the one who acts, now: a call to the identity provider takes its time.
pub(super) fn at_once(guest: &Guest) -> Actor {
    Actor::system(Door::System, guest.app.clock.now())
}

/// Begins a sign-in for a browser: the secret of its cookie, and where to send it. A reserve card is let in too, as two factors.
pub(crate) async fn begin(
    deps: &SignIn,
    siths: &SithsSignIn,
    guest: &Guest,
    return_to: &str,
) -> Result<(Token, String), NotOnTheWay> {
    let there = siths.provider.begin(Assurance::Loa2, guest.lang.code(), timestamp(guest.now)).await?;
    let token = new_token()?;
    let sealed = sign_ins::sealed_begun(&deps.keys, &token.hash(), &there.begun).map_err(|error| fault(&error))?;
    let before = token_of(guest).map(|token| token.hash());
    let input = (token.hash(), before, sealed, return_to.to_owned());
    guest
        .app
        .db
        .write(&at_once(guest), input, |tx, (token, before, sealed, return_to)| {
            Box::pin(async move {
                sign_ins::add(tx, *token, *before, sealed, return_to).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "who begins to sign in is nobody yet"))
            })
        })
        .await?;
    Ok((token, there.address))
}

/// Takes the answer that the browser came back with, and notes whom the card proved. An answer counts once, and only in the browser
/// that began: else somebody could begin and have another person's card answer, or have another go in as them.
pub(crate) async fn give_back(
    deps: &SignIn,
    siths: &SithsSignIn,
    guest: &Guest,
    answer: &Answer,
) -> Result<(), NotOnTheWay> {
    let token = token_of(guest).ok_or(NotOnTheWay::NotBegun)?.hash();
    let mut tx = guest.app.db.read().await?;
    let row = sign_ins::of(&mut tx, token).await?;
    drop(tx);
    let begun = row.and_then(|row| row.begun(&deps.keys, &token)).ok_or(NotOnTheWay::NotBegun)?;
    let actor = at_once(guest);
    let taken = guest.app.db.write(&actor, token, |tx, token| {
        Box::pin(async move {
            let taken = sign_ins::take(tx, *token).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record(taken, "an answer is not yet anybody's act"))
        })
    });
    if !taken.await? {
        return Err(NotOnTheWay::NotBegun);
    }
    let said = siths.provider.finish(&begun, answer, timestamp(guest.now)).await?;
    let card = ProvenCard::of_provider(&siths.issuer, said);
    let sealed = sign_ins::sealed_card(&deps.keys, &token, &card).map_err(|error| fault(&error))?;
    let actor = at_once(guest);
    let kept = guest.app.db.write(&actor, (token, sealed), |tx, (token, sealed)| {
        Box::pin(async move {
            sign_ins::put_card(tx, *token, sealed).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "who it is, is told when they are let in"))
        })
    });
    Ok(kept.await?)
}
