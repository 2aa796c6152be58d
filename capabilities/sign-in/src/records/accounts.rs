//! Accounts as they come to the door.

use behorig_access::{AccountId, Hat, Instant, Standing, UnitId};
use behorig_identity::{Email, IdentityNumber};
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_registers::{settings, standing};
use behorig_store::{Actor, ActorUnit, Door, FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_web::Lang;

use crate::PasswordHash;
use crate::guest::Guest;
use crate::letters::Addressee;
use crate::rules::unused;

/// An account with what signing in asks of it.
#[derive(Debug, Clone)]
pub(crate) struct AtDoor {
    pub(crate) id: AccountId,
    pub(crate) unit: UnitId,
    pub(crate) user_name: String,
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) number: Option<IdentityNumber>,
    pub(crate) hsa_id: Option<String>,
    pub(crate) password: Option<PasswordHash>,
    pub(crate) standing: Standing,
    pub(crate) last_use: Instant,
}

impl FromRow for AtDoor {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            unit: row.next()?,
            user_name: row.next()?,
            name: row.next()?,
            title: row.next()?,
            number: row.next()?,
            hsa_id: row.next()?,
            password: row.next::<Option<String>>()?.map(PasswordHash::from_stored),
            standing: standing(row.next()?, row.next()?, row.next()?, row.next()?),
            last_use: unused::last_use(row.next()?, row.next()?, row.next()?),
        })
    }
}

const AT_DOOR: &str = "SELECT a.id, a.unit_id, a.user_name, a.given_name || ' ' || a.family_name, a.title,
        a.identity_number, (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id), a.password_hash,
        a.ended_at, a.blocked_at, a.locked_at, a.pending_since, a.last_sign_in_at, a.reactivated_at, a.created_at
    FROM account a";

/// The account of a user name, in lower case.
pub(crate) async fn by_user_name(tx: &mut Tx, folded: &str) -> Result<Option<AtDoor>, StoreError> {
    tx.optional(&format!("{AT_DOOR} WHERE a.user_name_key = ?1"), params![folded]).await
}

/// The account of an identity number that has not ended.
pub(crate) async fn by_number(tx: &mut Tx, number: &IdentityNumber) -> Result<Option<AtDoor>, StoreError> {
    tx.optional(&format!("{AT_DOOR} WHERE a.identity_number = ?1 AND a.ended_at IS NULL"), params![number]).await
}

/// The account of an HSA-id that has not ended.
pub(crate) async fn by_hsa_id(tx: &mut Tx, hsa_id: &str) -> Result<Option<AtDoor>, StoreError> {
    tx.optional(
        &format!(
            "{AT_DOOR} WHERE a.id = (SELECT x.account_id FROM account_hsa_id x WHERE x.hsa_id = ?1) AND a.ended_at IS NULL"
        ),
        params![hsa_id],
    )
    .await
}

/// One account.
pub(crate) async fn by_id(tx: &mut Tx, id: AccountId) -> Result<AtDoor, StoreError> {
    tx.one(&format!("{AT_DOOR} WHERE a.id = ?1"), params![id]).await
}

/// Whether the account has been out of use for longer than the region lets pass.
pub(crate) async fn is_unused(tx: &mut Tx, account: &AtDoor, now: Instant) -> Result<bool, StoreError> {
    let setting = settings::get(tx, unused::SETTING).await?;
    Ok(unused::is_unused(account.last_use, unused::months_of(setting.as_deref()), now))
}

/// The account as the one who acts, at a unit.
fn actor(account: &AtDoor, hat: Hat, chain: &[Unit], now: Instant) -> Actor {
    let logged = |unit: &Unit| ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    };
    Actor {
        account: Some(account.id),
        person: None,
        user_id: account.hsa_id.clone().unwrap_or_else(|| account.id.to_string()),
        name: account.name.clone(),
        person_id: account.number.as_ref().map(|number| number.as_stored().to_owned()),
        title: account.title.clone(),
        assignment: chain.first().map(|unit| unit.name.clone()),
        hat: hat.key(),
        unit: chain.first().map(logged),
        at_unit: chain.first().map(|unit| unit.id),
        care_provider: chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(logged),
        door: Door::Page,
        at: now,
    }
}

/// The account as the one who acts, at its own unit: at the door it has no other yet.
pub(crate) async fn actor_at_door(guest: &Guest, account: &AtDoor) -> Result<Actor, StoreError> {
    let mut tx = guest.app.db.read().await?;
    let chain = units::chain(&mut tx, account.unit).await?;
    Ok(actor(account, Hat::Staff, &chain, guest.now))
}

/// Notes that the account was signed in with.
pub(crate) async fn note_sign_in(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute("UPDATE account SET last_sign_in_at = ?2 WHERE id = ?1", params![account, now]).await?;
    Ok(())
}

/// Locks an account, unless it is locked or ended; `false` where it was.
pub(crate) async fn lock(tx: &mut WriteTx, account: AccountId, reason: &'static str) -> Result<bool, StoreError> {
    let now = tx.now();
    let locked = tx
        .execute(
            "UPDATE account SET locked_at = ?2, lock_reason = ?3
             WHERE id = ?1 AND locked_at IS NULL AND ended_at IS NULL",
            params![account, now, reason],
        )
        .await?;
    Ok(locked == 1)
}

/// Gives an account the password that its owner chose.
pub(crate) async fn set_password(tx: &mut WriteTx, account: AccountId, hash: &PasswordHash) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE account SET password_hash = ?2, password_must_change = FALSE, password_changed_at = ?3 WHERE id = ?1",
        params![account, hash, now],
    )
    .await
}

/// Whether an account has the same password as it had then.
pub(crate) async fn kept_password_since(tx: &mut Tx, account: AccountId, since: Instant) -> Result<bool, StoreError> {
    let row: Option<(AccountId,)> = tx
        .optional(
            "SELECT id FROM account WHERE id = ?1 AND (password_changed_at IS NULL OR password_changed_at <= ?2)",
            params![account, since],
        )
        .await?;
    Ok(row.is_some())
}

/// Stores the same password at another cost, unless it was changed in the meantime.
pub(crate) async fn store_rehashed(
    tx: &mut WriteTx,
    account: AccountId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE account SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2",
        params![account, old, new],
    )
    .await?;
    Ok(())
}

/// The account's owner, where there is an address to write to.
pub(crate) async fn addressee(tx: &mut Tx, account: AccountId) -> Result<Option<Addressee>, StoreError> {
    let row: (String, Option<String>, String) =
        tx.one("SELECT given_name, email, language FROM account WHERE id = ?1", params![account]).await?;
    let (given_name, email, language) = row;
    let email = email.and_then(|email| Email::parse(&email).ok());
    Ok(email.map(|email| Addressee { given_name, email, language: Lang::from_code(&language).unwrap_or_default() }))
}
