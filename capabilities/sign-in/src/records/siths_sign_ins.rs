//! Sign-ins with a SITHS card that browsers have begun: one row for a browser, found by the hash of its cookie on any node.

use behorig_access::Instant;
use behorig_oidc::BegunSignIn;
use behorig_store::seal::{Keys, Place, SealError};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::TokenHash;
use serde::{Deserialize, Serialize};

use crate::siths::{ProvenCard, REMEMBERED};

/// A sign-in under way.
#[derive(Debug, Clone)]
pub(crate) struct SithsRow {
    begun: Option<Vec<u8>>,
    pub(crate) return_to: String,
    card: Option<Vec<u8>>,
    proven_at: Option<Instant>,
    /// Whether the ticket of the port for cards has not come back: until then nobody goes on.
    is_awaited: bool,
    /// Whether it is to confirm the session that is open, and not to open one.
    pub(crate) confirms: bool,
}

/// What a browser goes to the port for cards for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To open a session.
    SignIn,
    /// To confirm the one that is open.
    Confirm,
}

impl Purpose {
    fn way(self) -> &'static str {
        match self {
            Self::SignIn => "certificate",
            Self::Confirm => "certificate-to-confirm",
        }
    }
}

/// What a browser has shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Card(ProvenCard),
    Refused {
        /// The id of the text that says why.
        why: String,
    },
}

/// A ticket of the port for cards holds so long, in milliseconds: as long as a redirect takes, and a slow line.
const TICKET_HOLDS: i64 = 2 * 60_000;
/// The clocks of two nodes may differ by so much, in milliseconds.
const SKEW: i64 = 60_000;
/// A card may be looked for so long, in milliseconds.
const ERRAND_HOLDS: i64 = 15 * 60_000;

impl FromRow for SithsRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            begun: row.next()?,
            return_to: row.next()?,
            card: row.next()?,
            proven_at: row.next()?,
            is_awaited: row.next()?,
            confirms: row.next::<String>()? == Purpose::Confirm.way(),
        })
    }
}

impl SithsRow {
    /// Whom the card proved, if it has, and not too long ago.
    pub(crate) fn card(&self, keys: &Keys, token: &TokenHash, now: Instant) -> Option<ProvenCard> {
        match self.kept(keys, token, now)? {
            Kept::Card(card) => Some(card),
            Kept::Refused { .. } => None,
        }
    }

    /// Why the card was not taken, as the id of a text.
    pub(crate) fn refusal(&self, keys: &Keys, token: &TokenHash, now: Instant) -> Option<String> {
        match self.kept(keys, token, now)? {
            Kept::Card(_) => None,
            Kept::Refused { why } => Some(why),
        }
    }

    fn kept(&self, keys: &Keys, token: &TokenHash, now: Instant) -> Option<Kept> {
        self.proven_at.filter(|at| !self.is_awaited && (-SKEW..REMEMBERED).contains(&now.millis_since(*at)))?;
        let clear = keys.open(card_place(token), self.card.as_deref()?).ok()?;
        serde_json::from_slice(&clear).ok()
    }

    /// What the identity provider's answer is held against, while nobody has answered.
    pub(crate) fn begun(&self, keys: &Keys, token: &TokenHash) -> Option<BegunSignIn> {
        let clear = keys.open(begun_place(token), self.begun.as_deref()?).ok()?;
        serde_json::from_slice(&clear).ok()
    }
}

fn begun_place(token: &TokenHash) -> Place<'_> {
    Place { table: "siths_sign_in", column: "begun", row: &token.0 }
}

fn card_place(token: &TokenHash) -> Place<'_> {
    Place { table: "siths_sign_in", column: "card", row: &token.0 }
}

/// What is held against the answer, sealed for the row of a browser.
pub(crate) fn sealed_begun(keys: &Keys, token: &TokenHash, begun: &BegunSignIn) -> Result<Vec<u8>, SealError> {
    keys.seal(begun_place(token), &serde_json::to_vec(begun).unwrap_or_default())
}

/// Whom the card proved, sealed for the row of a browser.
pub(crate) fn sealed_card(keys: &Keys, token: &TokenHash, card: &ProvenCard) -> Result<Vec<u8>, SealError> {
    sealed(keys, token, &Kept::Card(card.clone()))
}

/// Why the card was not taken, sealed for the row of a browser.
pub(crate) fn sealed_refusal(keys: &Keys, token: &TokenHash, why: &str) -> Result<Vec<u8>, SealError> {
    sealed(keys, token, &Kept::Refused { why: why.to_owned() })
}

fn sealed(keys: &Keys, token: &TokenHash, kept: &Kept) -> Result<Vec<u8>, SealError> {
    keys.seal(card_place(token), &serde_json::to_vec(kept).unwrap_or_default())
}

/// Stores that a browser has begun by the identity provider. What it had begun before is let go.
pub(crate) async fn add(
    tx: &mut WriteTx,
    token: TokenHash,
    before: Option<TokenHash>,
    begun: &[u8],
    return_to: &str,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        remove(tx, before).await?;
    }
    let now = tx.now();
    tx.execute(
        "INSERT INTO siths_sign_in (token_hash, way, begun, return_to, begun_at) VALUES (?1, 'oidc', ?2, ?3, ?4)",
        params![token, begun, return_to, now],
    )
    .await?;
    Ok(())
}

/// The sign-in that a browser has begun.
pub(crate) async fn of(tx: &mut Tx, token: TokenHash) -> Result<Option<SithsRow>, StoreError> {
    tx.optional(
        "SELECT begun, return_to, card, proven_at, ticket_hash IS NOT NULL, way
         FROM siths_sign_in WHERE token_hash = ?1",
        params![token],
    )
    .await
}

/// Takes away what the answer is held against: an answer counts once. `false` where another took it.
pub(crate) async fn take(tx: &mut WriteTx, token: TokenHash) -> Result<bool, StoreError> {
    let taken = tx
        .execute("UPDATE siths_sign_in SET begun = NULL WHERE token_hash = ?1 AND begun IS NOT NULL", params![token])
        .await?;
    Ok(taken == 1)
}

/// Notes whom the card proved.
pub(crate) async fn put_card(tx: &mut WriteTx, token: TokenHash, card: &[u8]) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute("UPDATE siths_sign_in SET card = ?2, proven_at = ?3 WHERE token_hash = ?1", params![token, card, now])
        .await?;
    Ok(())
}

/// Lets a sign-in go; `false` where it was gone.
pub(crate) async fn remove(tx: &mut WriteTx, token: TokenHash) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM siths_sign_in WHERE token_hash = ?1", params![token]).await? == 1)
}

/// Stores that a browser has begun with an errand to the port for cards. What it had begun before is let go.
pub(crate) async fn add_errand(
    tx: &mut WriteTx,
    token: TokenHash,
    before: Option<TokenHash>,
    (errand, purpose): (TokenHash, Purpose),
    return_to: &str,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        remove(tx, before).await?;
    }
    let now = tx.now();
    tx.execute(
        "INSERT INTO siths_sign_in (token_hash, way, errand_hash, return_to, begun_at)
         VALUES (?1, ?5, ?2, ?3, ?4)",
        params![token, errand, return_to, now, purpose.way()],
    )
    .await?;
    Ok(())
}

fn hash_of(stored: Vec<u8>) -> Option<TokenHash> {
    stored.try_into().ok().map(TokenHash)
}

/// Whose sign-in an errand is, while it holds.
pub(crate) async fn by_errand(tx: &mut Tx, errand: TokenHash, now: Instant) -> Result<Option<TokenHash>, StoreError> {
    let found: Option<(Vec<u8>,)> = tx
        .optional(
            "SELECT token_hash FROM siths_sign_in WHERE errand_hash = ?1 AND begun_at > ?2",
            params![errand, now.plus_millis(-ERRAND_HOLDS)],
        )
        .await?;
    Ok(found.and_then(|(hash,)| hash_of(hash)))
}

/// Notes what a browser showed at the port for cards, sealed, and the ticket that it is sent back with. The errand counts once; `false`
/// where it was done.
pub(crate) async fn show(
    tx: &mut WriteTx,
    token: TokenHash,
    errand: TokenHash,
    ticket: TokenHash,
    sealed: &[u8],
) -> Result<bool, StoreError> {
    let now = tx.now();
    let shown = tx
        .execute(
            "UPDATE siths_sign_in SET card = ?4, proven_at = ?5, ticket_hash = ?3, errand_hash = NULL
             WHERE token_hash = ?1 AND errand_hash = ?2",
            params![token, errand, ticket, sealed, now],
        )
        .await?;
    Ok(shown == 1)
}

/// Whose sign-in a ticket is that was not used, and when the card was shown for it.
pub(crate) async fn by_ticket(tx: &mut Tx, ticket: TokenHash) -> Result<Option<(TokenHash, Instant)>, StoreError> {
    let found: Option<(Vec<u8>, Instant)> = tx
        .optional(
            "SELECT token_hash, proven_at FROM siths_sign_in WHERE ticket_hash = ?1 AND proven_at IS NOT NULL",
            params![ticket],
        )
        .await?;
    Ok(found.and_then(|(hash, at)| Some((hash_of(hash)?, at))))
}

/// Whether a ticket for a card that was shown then comes too late.
pub(crate) fn is_late(shown_at: Instant, now: Instant) -> bool {
    !(-SKEW..TICKET_HOLDS).contains(&now.millis_since(shown_at))
}

/// Uses up the ticket of a sign-in: it may go on.
pub(crate) async fn use_ticket(tx: &mut WriteTx, token: TokenHash) -> Result<(), StoreError> {
    tx.execute("UPDATE siths_sign_in SET ticket_hash = NULL WHERE token_hash = ?1", params![token]).await?;
    Ok(())
}
