//! A link by which somebody chooses a password: used once, for a while, and no way in by itself.

mod latest;
mod new_link;

use behorig_access::{AccountId, Instant, Standing};
use behorig_outbox::LetterId;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::{Token, TokenHash};

pub use latest::{Latest, latest};
pub use new_link::{Delivery, Given, NewLink, WhyShown};

use crate::PasswordHash;

/// How long a link holds unless said otherwise: three days, in milliseconds.
pub const VALID_FOR: i64 = 72 * 3_600_000;

/// The path of a link. The installation's public address goes before it.
#[must_use]
pub fn path(token: &Token) -> String {
    format!("/engangslank/{}", token.reveal())
}

/// Makes a link for an account; links that it had before stop working. It reaches nobody by itself: see [`NewLink`].
///
/// `token` is made before the write ([`Token::random`]) and shown once to whoever asked for the link; the database keeps its
/// hash alone. Whether the link may be made was decided before.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn issue(tx: &mut WriteTx, token: &Token, account: AccountId, valid_for: i64) -> Result<(), StoreError> {
    let expires_at = tx.now().plus_millis(valid_for);
    end_all_of(tx, account).await?;
    insert(tx, token, account, expires_at, None).await
}

pub(crate) async fn insert(
    tx: &mut WriteTx,
    token: &Token,
    account: AccountId,
    expires_at: Instant,
    letter: Option<LetterId>,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO one_time_link (token_hash, account_id, created_at, expires_at, letter_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![token.hash(), account, now, expires_at, letter],
    )
    .await?;
    Ok(())
}

/// Ends every unused link of an account, and takes back letters that were to carry one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_all_of(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    let now = tx.now();
    let letters: Vec<(LetterId,)> = tx
        .all(
            "SELECT letter_id FROM one_time_link
             WHERE account_id = ?1 AND used_at IS NULL AND expires_at > ?2 AND letter_id IS NOT NULL",
            params![account, now],
        )
        .await?;
    for (letter,) in letters {
        behorig_outbox::withdraw(tx, letter).await?;
    }
    tx.execute(
        "UPDATE one_time_link SET expires_at = ?2 WHERE account_id = ?1 AND used_at IS NULL AND expires_at > ?2",
        params![account, now],
    )
    .await?;
    Ok(())
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

/// What can be done with a link now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkState {
    Good,
    Used,
    Expired,
    /// The account is blocked or ended: a password would open nothing.
    AccountStopped,
}

impl Link {
    pub(crate) fn state(&self, now: Instant) -> LinkState {
        if self.used_at.is_some() {
            LinkState::Used
        } else if self.expires_at <= now {
            LinkState::Expired
        } else if matches!(self.standing, Standing::Blocked | Standing::Ended) {
            LinkState::AccountStopped
        } else {
            LinkState::Good
        }
    }
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

/// Uses a link up and gives its account the password. `false`: it was used or ran out in the meantime.
pub(crate) async fn use_up(
    tx: &mut WriteTx,
    token: TokenHash,
    account: AccountId,
    password: &PasswordHash,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let used = tx
        .execute(
            "UPDATE one_time_link SET used_at = ?3
             WHERE token_hash = ?1 AND account_id = ?2 AND used_at IS NULL AND expires_at > ?3",
            params![token, account, now],
        )
        .await?;
    if used == 1 {
        crate::records::accounts::set_password(tx, account, password).await?;
    }
    Ok(used == 1)
}
