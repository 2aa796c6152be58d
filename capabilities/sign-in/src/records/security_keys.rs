//! Security keys and passkeys of accounts.

use behorig_access::{AccountId, Instant};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

/// A key as its owner and administrators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityKey {
    /// The row's id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub added_at: Instant,
    /// When it was last used to sign in or to confirm.
    pub used_at: Option<Instant>,
    /// When it was removed.
    pub ended_at: Option<Instant>,
}

impl FromRow for SecurityKey {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            name: row.next()?,
            added_at: row.next()?,
            used_at: row.next()?,
            ended_at: row.next()?,
        })
    }
}

/// The keys of an account, the live first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<SecurityKey>, StoreError> {
    tx.all(
        "SELECT id, name, added_at, used_at, ended_at FROM security_key WHERE account_id = ?1
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, added_at, id",
        params![account],
    )
    .await
}

/// Removes a key of an account, by its owner or by an administrator. It can be added anew, by anyone.
///
/// # Errors
/// [`StoreError::Stale`] where it is gone already or is another account's.
pub async fn end(tx: &mut WriteTx, account: AccountId, id: Uuid) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE security_key SET ended_at = ?3 WHERE id = ?1 AND account_id = ?2 AND ended_at IS NULL",
        params![id, account, now],
    )
    .await
}

/// Removes every key of an account, when the account ends.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_all_of(tx: &mut WriteTx, account: AccountId) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE security_key SET ended_at = ?2 WHERE account_id = ?1 AND ended_at IS NULL",
        params![account, now],
    )
    .await
}

/// A live key with what its answers are held against.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) id: Uuid,
    pub(crate) account: AccountId,
    pub(crate) passkey: Passkey,
}

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            account: row.next()?,
            passkey: {
                let stored: String = row.next()?;
                serde_json::from_str(&stored)
                    .map_err(|error| StoreError::Shape(format!("a security key that does not read: {error}")))?
            },
        })
    }
}

/// The live keys of an account.
pub(crate) async fn live_of(tx: &mut Tx, account: AccountId) -> Result<Vec<Held>, StoreError> {
    tx.all(
        "SELECT id, account_id, credential FROM security_key WHERE account_id = ?1 AND ended_at IS NULL
         ORDER BY added_at, id",
        params![account],
    )
    .await
}

/// The live key with this id of its own.
pub(crate) async fn by_credential(tx: &mut Tx, credential: &[u8]) -> Result<Option<Held>, StoreError> {
    tx.optional(
        "SELECT id, account_id, credential FROM security_key WHERE credential_id = ?1 AND ended_at IS NULL",
        params![credential],
    )
    .await
}

/// Whether an account has a live key.
pub(crate) async fn has_one(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let row: Option<(Uuid,)> = tx
        .optional("SELECT id FROM security_key WHERE account_id = ?1 AND ended_at IS NULL LIMIT 1", params![account])
        .await?;
    Ok(row.is_some())
}

/// A new key to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewKey {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) credential_id: Vec<u8>,
    /// As JSON.
    pub(crate) credential: String,
}

/// Stores a key. Another live key with the same id of its own is a conflict on `security_key_credential`.
pub(crate) async fn add(tx: &mut WriteTx, new: &NewKey) -> Result<Uuid, StoreError> {
    let (id, now) = (tx.new_uuid(), tx.now());
    // What a new key says of its counter is not told by the library: the first use sets it, and any is higher than -1.
    tx.execute(
        "INSERT INTO security_key (id, account_id, name, credential_id, credential, sign_count, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, -1, ?6)",
        params![id, new.account, new.name, new.credential_id, new.credential, now],
    )
    .await?;
    Ok(id)
}

/// What a key proved, to be used up.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    pub(crate) key: Uuid,
    pub(crate) account: AccountId,
    /// The key as it is to be kept after this use, as JSON.
    pub(crate) credential: String,
    /// How often the key says that it has signed.
    pub(crate) sign_count: i64,
}

/// Uses a proof up: the counter is compared and stored in one statement, so that of two keys that are one, a key and its copy, one
/// is refused. `false`: the key was removed, or its counter has gone back.
pub(crate) async fn use_up(tx: &mut WriteTx, proof: &Proof) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx
        .execute(
            "UPDATE security_key SET credential = ?2, sign_count = ?3, used_at = ?4
             WHERE id = ?1 AND ended_at IS NULL AND account_id = ?5
               AND (sign_count < ?3 OR (sign_count = 0 AND ?3 = 0))",
            params![proof.key, proof.credential, proof.sign_count, now, proof.account],
        )
        .await?;
    Ok(changed == 1)
}
