//! Accounts that wait for an administrator: whoever owns one can do nothing with it.

use behorig_access::AccountId;
use behorig_store::{StoreError, WriteTx, params};

/// Has an account that was made in this transaction wait for an administrator.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn make_pending(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one("UPDATE account SET pending_since = ?2 WHERE id = ?1 AND ended_at IS NULL", params![account, now])
        .await
}

/// Lets an account that waited be used. The event and the history are the caller's.
///
/// # Errors
/// [`StoreError::Stale`] where it does not wait.
pub async fn admit(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE account SET pending_since = NULL, version = version + 1
         WHERE id = ?1 AND pending_since IS NOT NULL AND ended_at IS NULL",
        params![account],
    )
    .await
}

/// Ends an account that waited; its HSA-ids and its number are free for another. It never had anything else that could end. The event
/// and the history are the caller's.
///
/// # Errors
/// [`StoreError::Stale`] where it does not wait.
pub async fn turn_away(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE account SET pending_since = NULL, ended_at = ?2, version = version + 1
         WHERE id = ?1 AND pending_since IS NOT NULL AND ended_at IS NULL",
        params![account, now],
    )
    .await?;
    tx.execute("DELETE FROM account_hsa_id WHERE account_id = ?1", params![account]).await?;
    Ok(())
}
