//! The links by which somebody chooses a password, as stored.

use behorig_access::{AccountId, Instant, Standing};
use behorig_outbox::LetterId;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::TokenHash;

/// Stores a link, by its secret's hash alone.
pub(crate) async fn insert(
    tx: &mut WriteTx,
    token: TokenHash,
    account: AccountId,
    expires_at: Instant,
    letter: Option<LetterId>,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO one_time_link (token_hash, account_id, created_at, expires_at, letter_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![token, account, now, expires_at, letter],
    )
    .await?;
    Ok(())
}

/// The letters that were to carry an account's unused links.
pub(crate) async fn letters_of_unused(tx: &mut WriteTx, account: AccountId) -> Result<Vec<LetterId>, StoreError> {
    let now = tx.now();
    let letters: Vec<(LetterId,)> = tx
        .all(
            "SELECT letter_id FROM one_time_link
             WHERE account_id = ?1 AND used_at IS NULL AND expires_at > ?2 AND letter_id IS NOT NULL",
            params![account, now],
        )
        .await?;
    Ok(letters.into_iter().map(|(letter,)| letter).collect())
}

/// Lets every unused link of an account run out now.
pub(crate) async fn end_unused(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE one_time_link SET expires_at = ?2 WHERE account_id = ?1 AND used_at IS NULL AND expires_at > ?2",
        params![account, now],
    )
    .await?;
    Ok(())
}

/// Notes that a link was used. `false`: it was used or ran out in the meantime.
pub(crate) async fn note_used(tx: &mut WriteTx, token: TokenHash, account: AccountId) -> Result<bool, StoreError> {
    let now = tx.now();
    let used = tx
        .execute(
            "UPDATE one_time_link SET used_at = ?3
             WHERE token_hash = ?1 AND account_id = ?2 AND used_at IS NULL AND expires_at > ?3",
            params![token, account, now],
        )
        .await?;
    Ok(used == 1)
}

/// For whom a link was made, until when it holds, and the letter that carries it.
pub(crate) async fn made(
    tx: &mut Tx,
    token: TokenHash,
) -> Result<Option<(AccountId, Instant, Option<LetterId>)>, StoreError> {
    tx.optional("SELECT account_id, expires_at, letter_id FROM one_time_link WHERE token_hash = ?1", params![token])
        .await
}

/// Of the latest link of an account: when it was made, until when it holds, whether it was used, and its letter.
pub(crate) async fn latest_of(
    tx: &mut Tx,
    account: AccountId,
) -> Result<Option<(Instant, Instant, bool, Option<LetterId>)>, StoreError> {
    tx.optional(
        "SELECT created_at, expires_at, used_at IS NOT NULL, letter_id FROM one_time_link WHERE account_id = ?1
         ORDER BY created_at DESC, expires_at DESC LIMIT 1",
        params![account],
    )
    .await
}

/// A link, and whom it is for.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) account: AccountId,
    pub(crate) expires_at: Instant,
    pub(crate) used_at: Option<Instant>,
    pub(crate) name: String,
    pub(crate) user_name: String,
    pub(crate) standing: Standing,
}

impl FromRow for Link {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: row.next()?,
            expires_at: row.next()?,
            used_at: row.next()?,
            name: row.next()?,
            user_name: row.next()?,
            standing: behorig_registers::standing(row.next()?, row.next()?, row.next()?, row.next()?),
        })
    }
}

/// The link of this secret, if there ever was one.
pub(crate) async fn find(tx: &mut Tx, token: TokenHash) -> Result<Option<Link>, StoreError> {
    tx.optional(
        "SELECT l.account_id, l.expires_at, l.used_at, a.given_name || ' ' || a.family_name, a.user_name,
             a.ended_at, a.blocked_at, a.locked_at, a.pending_since
         FROM one_time_link l JOIN account a ON a.id = l.account_id WHERE l.token_hash = ?1",
        params![token],
    )
    .await
}
