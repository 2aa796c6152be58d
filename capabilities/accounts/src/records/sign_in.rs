//! What administrators do about how somebody signs in, kept in the account's history.

use behorig_store::{Event, FieldChange, Recorded, StoreError, WriteTx, params};

use super::Account;

/// Unlocks an account that the system locked (*Återaktivera låst konto*): months without use are counted anew.
///
/// # Errors
/// [`StoreError::Stale`] where it is not locked, or was changed in the meantime.
pub(crate) async fn reactivate(tx: &mut WriteTx, account: &Account, version: i64) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE account SET locked_at = NULL, lock_reason = NULL, reactivated_at = ?3, version = version + 1
         WHERE id = ?1 AND version = ?2 AND locked_at IS NOT NULL AND ended_at IS NULL",
        params![account.id, version, now],
    )
    .await?;
    note_act(tx, account, "accounts.reactivate", "locked", Some("1"), None).await
}

/// Notes an act in the account's history and in the audit log.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn note_act(
    tx: &mut WriteTx,
    account: &Account,
    level: &'static str,
    field: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> Result<Recorded<()>, StoreError> {
    let change = FieldChange { field: field.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) };
    let recorded = tx.record(Event::change(level, "account", account.id)).await?;
    tx.history(&recorded, "account", account.id.uuid(), &[change]).await?;
    Ok(recorded)
}
