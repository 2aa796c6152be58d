//! Sign-ins with a SITHS card that browsers have begun: one row for a browser, found by the hash of its cookie on any node.

use behorig_access::Instant;
use behorig_oidc::BegunSignIn;
use behorig_store::seal::{Keys, Place, SealError};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::TokenHash;

use crate::siths::{ProvenCard, REMEMBERED};

/// A sign-in under way.
#[derive(Debug, Clone)]
pub(crate) struct SithsRow {
    begun: Option<Vec<u8>>,
    pub(crate) return_to: String,
    card: Option<Vec<u8>>,
    proven_at: Option<Instant>,
}

impl FromRow for SithsRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { begun: row.next()?, return_to: row.next()?, card: row.next()?, proven_at: row.next()? })
    }
}

impl SithsRow {
    /// Whom the card proved, if it has, and not too long ago.
    pub(crate) fn card(&self, keys: &Keys, token: &TokenHash, now: Instant) -> Option<ProvenCard> {
        self.proven_at.filter(|at| (0..REMEMBERED).contains(&now.millis_since(*at)))?;
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
    keys.seal(card_place(token), &serde_json::to_vec(card).unwrap_or_default())
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
    tx.optional("SELECT begun, return_to, card, proven_at FROM siths_sign_in WHERE token_hash = ?1", params![token])
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
