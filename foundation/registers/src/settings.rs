//! Choices of the installation that pages change: few, by key.

use behorig_store::{StoreError, Tx, WriteTx, params};

/// The value of a setting.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = tx.optional("SELECT value FROM setting WHERE key = ?1", params![key]).await?;
    Ok(row.map(|(value,)| value))
}

/// Sets a setting.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn set(tx: &mut WriteTx, key: &str, value: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )
    .await?;
    Ok(())
}
