//! Recovery codes of accounts: each good once, in place of the second factor.

use behorig_access::AccountId;
use behorig_store::{StoreError, Tx, WriteTx, params};

use crate::recovery::CodeHash;

/// Gives an account new codes; the old ones are void.
pub(crate) async fn replace(tx: &mut WriteTx, account: AccountId, codes: &[CodeHash]) -> Result<(), StoreError> {
    let now = tx.now();
    end_all_of(tx, account).await?;
    for code in codes {
        tx.execute(
            "INSERT INTO recovery_code (account_id, code_hash, made_at) VALUES (?1, ?2, ?3)",
            params![account, code.0, now],
        )
        .await?;
    }
    Ok(())
}

/// Voids every code of an account.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_all_of(tx: &mut WriteTx, account: AccountId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM recovery_code WHERE account_id = ?1", params![account]).await
}

/// How many codes of an account are left.
pub(crate) async fn left(tx: &mut Tx, account: AccountId) -> Result<i64, StoreError> {
    let (left,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM recovery_code WHERE account_id = ?1 AND used_at IS NULL",
            params![account],
        )
        .await?;
    Ok(left)
}

/// Whether an account has this very code.
pub(crate) async fn has(tx: &mut Tx, account: AccountId, code: &CodeHash) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx
        .optional(
            "SELECT made_at FROM recovery_code WHERE account_id = ?1 AND code_hash = ?2",
            params![account, code.0],
        )
        .await?;
    Ok(row.is_some())
}

/// Uses a code up; `false` where it is none of the account's, or was used.
pub(crate) async fn use_up(tx: &mut WriteTx, account: AccountId, code: &CodeHash) -> Result<bool, StoreError> {
    let now = tx.now();
    let used = tx
        .execute(
            "UPDATE recovery_code SET used_at = ?3 WHERE account_id = ?1 AND code_hash = ?2 AND used_at IS NULL",
            params![account, code.0, now],
        )
        .await?;
    Ok(used == 1)
}
