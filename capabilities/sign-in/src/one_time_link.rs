//! A link by which somebody chooses a password: used once, for a while, and no way in by itself.

mod latest;
mod new_link;

use behorig_access::{AccountId, Instant, Standing};
use behorig_store::{StoreError, WriteTx};
use behorig_visit::{Token, TokenHash};

pub use latest::{Latest, latest};
pub use new_link::{Delivery, Given, NewLink, WhyShown};

use crate::PasswordHash;
pub(crate) use crate::records::one_time_links::{Link, find};
use crate::records::{accounts, one_time_links};

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
    one_time_links::insert(tx, token.hash(), account, expires_at, None).await
}

/// Ends every unused link of an account, and takes back letters that were to carry one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_all_of(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    for letter in one_time_links::letters_of_unused(tx, account).await? {
        behorig_outbox::withdraw(tx, letter).await?;
    }
    one_time_links::end_unused(tx, account).await
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

/// Uses a link up and gives its account the password. `false`: it was used or ran out in the meantime.
pub(crate) async fn use_up(
    tx: &mut WriteTx,
    token: TokenHash,
    account: AccountId,
    password: &PasswordHash,
) -> Result<bool, StoreError> {
    let is_used = one_time_links::note_used(tx, token, account).await?;
    if is_used {
        accounts::set_password(tx, account, password).await?;
    }
    Ok(is_used)
}
