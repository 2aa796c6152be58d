//! YubiKeys of accounts: enrolled by support, ended by support, and each password of theirs good once.

use behorig_access::{AccountId, Instant};
use behorig_store::seal::{Keys, Place};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_yubico_otp::{AesKey, Counters, Otp, PrivateId, PublicId};
use uuid::Uuid;

/// An enrolled key, as support sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yubikey {
    /// The row's id.
    pub id: Uuid,
    /// The public id, in modhex.
    pub public_id: String,
    /// When it was enrolled.
    pub enrolled_at: Instant,
    /// When it was ended.
    pub ended_at: Option<Instant>,
    /// Whether it was ever used.
    pub was_used: bool,
}

impl FromRow for Yubikey {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            public_id: row.next()?,
            enrolled_at: row.next()?,
            ended_at: row.next()?,
            was_used: row.next()?,
        })
    }
}

/// What a key shares with whoever checks it.
#[derive(Debug, Clone)]
pub enum Secrets {
    /// We hold the private id and the AES key, and check by ourselves.
    Ours(PrivateId, AesKey),
    /// A validation server holds them; we ask it.
    ValidationServers,
}

/// Enrols a key for an account; its secrets are sealed with the program's key. Whether it may be done was decided before.
///
/// # Errors
/// [`StoreError::Conflict`] on `yubikey_public_id` where the key is already somebody's.
pub async fn enrol(
    tx: &mut WriteTx,
    keys: &Keys,
    account: AccountId,
    public_id: &PublicId,
    secrets: &Secrets,
) -> Result<Uuid, StoreError> {
    let id = tx.new_uuid();
    let now = tx.now();
    let clear = match secrets {
        Secrets::Ours(private_id, key) => [private_id.as_bytes().as_slice(), key.as_bytes()].concat(),
        Secrets::ValidationServers => Vec::new(),
    };
    let sealed = keys.seal(place(&id), &clear).map_err(|error| StoreError::Shape(error.to_string()))?;
    tx.execute(
        "INSERT INTO yubikey (id, public_id, account_id, private_id_and_key, use_counter, session_counter, enrolled_at)
         VALUES (?1, ?2, ?3, ?4, -1, -1, ?5)",
        params![id, public_id.to_string(), account, sealed, now],
    )
    .await?;
    Ok(id)
}

/// Ends a key of an account: lost, broken, handed back. It can be enrolled anew, for anyone.
///
/// # Errors
/// [`StoreError::Stale`] where it has ended already or is another account's.
pub async fn end(tx: &mut WriteTx, account: AccountId, id: Uuid) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE yubikey SET ended_at = ?3 WHERE id = ?1 AND account_id = ?2 AND ended_at IS NULL",
        params![id, account, now],
    )
    .await
}

/// Ends every key of an account, when the account ends.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_all_of(tx: &mut WriteTx, account: AccountId) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.execute("UPDATE yubikey SET ended_at = ?2 WHERE account_id = ?1 AND ended_at IS NULL", params![account, now])
        .await
}

/// The keys of an account, the live first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Yubikey>, StoreError> {
    tx.all(
        "SELECT id, public_id, enrolled_at, ended_at, use_counter >= 0 FROM yubikey WHERE account_id = ?1
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, enrolled_at, id",
        params![account],
    )
    .await
}

/// A live key with its sealed secrets.
pub(crate) struct Enrolled {
    pub(crate) id: Uuid,
    pub(crate) account: AccountId,
    sealed: Vec<u8>,
}

impl FromRow for Enrolled {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.next()?, account: row.next()?, sealed: row.next()? })
    }
}

/// The live key of this public id.
pub(crate) async fn live(tx: &mut Tx, public_id: &PublicId) -> Result<Option<Enrolled>, StoreError> {
    tx.optional(
        "SELECT id, account_id, private_id_and_key FROM yubikey WHERE public_id = ?1 AND ended_at IS NULL",
        params![public_id.to_string()],
    )
    .await
}

/// Whether an account has a live key.
pub(crate) async fn has_one(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let row: Option<(Uuid,)> = tx
        .optional("SELECT id FROM yubikey WHERE account_id = ?1 AND ended_at IS NULL LIMIT 1", params![account])
        .await?;
    Ok(row.is_some())
}

/// What a key's secrets say of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The key made it; unused only if [`use_up`] says so.
    Made(Counters),
    /// The key did not make it, or its secrets do not open.
    NotMade,
    /// A validation server has to be asked.
    AskServer,
}

impl Enrolled {
    pub(crate) fn open(&self, keys: &Keys, otp: &Otp) -> Opened {
        let clear = match keys.open(place(&self.id), &self.sealed) {
            Ok(clear) if clear.is_empty() => return Opened::AskServer,
            Ok(clear) => clear,
            Err(error) => {
                tracing::error!(%error, yubikey = %self.id, "a YubiKey's secrets do not open");
                return Opened::NotMade;
            }
        };
        let opened = clear
            .split_first_chunk::<6>()
            .and_then(|(private_id, key)| {
                Some((PrivateId::from_bytes(*private_id), AesKey::from_bytes(key.try_into().ok()?)))
            })
            .and_then(|(private_id, key)| otp.open(&key, &private_id).ok());
        opened.map_or(Opened::NotMade, Opened::Made)
    }
}

/// Uses a password up: its counters are compared and stored in one statement, so that of two at the same moment one is
/// refused. `false`: it, or a later one, was used before.
pub(crate) async fn use_up(tx: &mut WriteTx, id: Uuid, counters: Counters) -> Result<bool, StoreError> {
    let (uses, session) = (i64::from(counters.use_counter), i64::from(counters.session_counter));
    let changed = tx
        .execute(
            "UPDATE yubikey SET use_counter = ?2, session_counter = ?3
             WHERE id = ?1 AND ended_at IS NULL
               AND (use_counter < ?2 OR (use_counter = ?2 AND session_counter < ?3))",
            params![id, uses, session],
        )
        .await?;
    Ok(changed == 1)
}

fn place(id: &Uuid) -> Place<'_> {
    Place { table: "yubikey", column: "private_id_and_key", row: id.as_bytes() }
}
