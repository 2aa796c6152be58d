//! An account ends, and with it everything that hung on it: a list of hooks, put together by the program.

use std::pin::Pin;

use behorig_access::{ADMINISTRATOR_SERVICE, AccountId, Instant, UnitId, last_administrator};
use behorig_registers::grants;
use behorig_sign_in::{one_time_link, recovery_codes, security_keys, yubikeys};
use behorig_store::{Event, FieldChange, Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::{Rejected, end_sessions_of_account};
use behorig_web::{Errors, Message};

use super::Account;

/// An answer that is waited for inside a transaction.
pub type Answer<'t, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

/// One kind of thing that ends with an account.
#[derive(Clone, Copy)]
pub struct EndHook {
    /// The text id of what ends, with `$count`: *3 behörigheter*.
    pub label: &'static str,
    /// How many there are to end now.
    pub count: for<'t> fn(&'t mut Tx, AccountId, Instant) -> Answer<'t, i64>,
    /// Ends them, in the transaction that ends the account.
    pub end: for<'t> fn(&'t mut WriteTx, AccountId) -> Answer<'t, ()>,
}

/// The text id of the open cases of an account that ends, with `$count`, for the program to hang them on it.
pub const OPEN_CASES_END: &str = "accounts-ends-cases";

/// What always ends with an account: its grants, sessions, YubiKeys, security keys with recovery codes, and one-time links. The program adds to them.
pub const OWN_END_HOOKS: [EndHook; 5] = [
    EndHook { label: "accounts-ends-grants", count: count_grants, end: end_grants },
    EndHook { label: "accounts-ends-sessions", count: count_sessions, end: end_sessions },
    EndHook { label: "accounts-ends-yubikeys", count: count_yubikeys, end: end_yubikeys },
    EndHook { label: "accounts-ends-security-keys", count: count_security_keys, end: end_security_keys },
    EndHook { label: "accounts-ends-links", count: count_links, end: end_links },
];

fn counted<'t>(tx: &'t mut Tx, sql: &'static str, account: AccountId, now: Instant) -> Answer<'t, i64> {
    Box::pin(async move {
        let (count,): (i64,) = tx.one(sql, params![account, now]).await?;
        Ok(count)
    })
}

fn count_grants(tx: &mut Tx, account: AccountId, now: Instant) -> Answer<'_, i64> {
    counted(
        tx,
        "SELECT CAST(count(*) AS BIGINT) FROM grants WHERE holder_account = ?1 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?2)",
        account,
        now,
    )
}

fn end_grants(tx: &mut WriteTx, account: AccountId) -> Answer<'_, ()> {
    Box::pin(async move {
        let (now, ender) = (tx.now(), tx.actor().account);
        tx.execute(
            "UPDATE grants SET to_at = ?2, ended_at = ?2, ended_by = ?3, version = version + 1
             WHERE holder_account = ?1 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?2)",
            params![account, now, ender],
        )
        .await?;
        Ok(())
    })
}

fn count_sessions(tx: &mut Tx, account: AccountId, now: Instant) -> Answer<'_, i64> {
    counted(
        tx,
        "SELECT CAST(count(*) AS BIGINT) FROM session WHERE account_id = ?1 AND ended_at IS NULL AND ends_at > ?2",
        account,
        now,
    )
}

fn end_sessions(tx: &mut WriteTx, account: AccountId) -> Answer<'_, ()> {
    Box::pin(async move { end_sessions_of_account(tx, account).await.map(|_| ()) })
}

fn count_yubikeys(tx: &mut Tx, account: AccountId, now: Instant) -> Answer<'_, i64> {
    counted(
        tx,
        "SELECT CAST(count(*) AS BIGINT) FROM yubikey WHERE account_id = ?1 AND (ended_at IS NULL OR ended_at > ?2)",
        account,
        now,
    )
}

fn end_yubikeys(tx: &mut WriteTx, account: AccountId) -> Answer<'_, ()> {
    Box::pin(async move { yubikeys::end_all_of(tx, account).await.map(|_| ()) })
}

fn count_security_keys(tx: &mut Tx, account: AccountId, now: Instant) -> Answer<'_, i64> {
    counted(
        tx,
        "SELECT CAST(count(*) AS BIGINT) FROM security_key WHERE account_id = ?1 AND (ended_at IS NULL OR ended_at > ?2)",
        account,
        now,
    )
}

/// Recovery codes stand in for a key, and go with the keys.
fn end_security_keys(tx: &mut WriteTx, account: AccountId) -> Answer<'_, ()> {
    Box::pin(async move {
        security_keys::end_all_of(tx, account).await?;
        recovery_codes::end_all_of(tx, account).await.map(|_| ())
    })
}

fn count_links(tx: &mut Tx, account: AccountId, now: Instant) -> Answer<'_, i64> {
    counted(
        tx,
        "SELECT CAST(count(*) AS BIGINT) FROM one_time_link WHERE account_id = ?1 AND used_at IS NULL AND expires_at > ?2",
        account,
        now,
    )
}

fn end_links(tx: &mut WriteTx, account: AccountId) -> Answer<'_, ()> {
    Box::pin(async move { one_time_link::end_all_of(tx, account).await })
}

/// What would end with the account now: each hook that has something to end, with how many.
pub(crate) async fn what_ends(
    tx: &mut Tx,
    account: AccountId,
    hooks: &[EndHook],
    now: Instant,
) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let mut found = Vec::new();
    for hook in hooks {
        let count = (hook.count)(tx, account, now).await?;
        if count > 0 {
            found.push((hook.label, count));
        }
    }
    Ok(found)
}

/// The names of the units that would have no administrator without this account.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn sole_administrator_at(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Vec<String>, StoreError> {
    let held: Vec<(UnitId, String)> = tx
        .all(
            "SELECT DISTINCT u.id, u.name FROM grants g
             JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
             JOIN unit u ON u.id = g.unit_id
             WHERE g.holder_account = ?1 AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
             ORDER BY u.name",
            params![account, ADMINISTRATOR_SERVICE, now],
        )
        .await?;
    let mut sole = Vec::new();
    for (unit, name) in held {
        let others = grants::other_holders_at(tx, unit, ADMINISTRATOR_SERVICE, account, now).await?;
        if last_administrator(u64::try_from(others).unwrap_or(0)).is_err() {
            sole.push(name);
        }
    }
    Ok(sole)
}

/// Ends an account and everything that the hooks name. Its user name stays taken; its HSA-ids and its identity number are free
/// for a new account of the same person.
///
/// # Errors
/// [`Rejected::Errors`] where a unit would be without an administrator; [`StoreError::Stale`] where the account was changed or
/// had ended.
pub async fn end_account(
    tx: &mut WriteTx,
    account: &Account,
    version: i64,
    hooks: &[EndHook],
) -> Result<Recorded<()>, Rejected> {
    let now = tx.now();
    let sole = sole_administrator_at(tx, account.id, now).await?;
    if !sole.is_empty() {
        let mut errors = Errors::new();
        errors.add_general(Message::new("accounts-last-administrator").with("units", sole.join(", ")));
        return Err(errors.into());
    }
    let mut changes: Vec<FieldChange> = grants::of_account(tx, account.id, now)
        .await?
        .into_iter()
        .filter(|grant| !grant.period.is_over_at(now))
        .map(|grant| FieldChange {
            field: "grant".to_owned(),
            old: Some(format!("{}, {}", grant.role_name, grant.unit_name)),
            new: None,
        })
        .collect();
    changes.push(FieldChange { field: "ended".to_owned(), old: None, new: Some("1".to_owned()) });
    tx.change_one(
        "UPDATE account SET ended_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![account.id, version, now],
    )
    .await?;
    for hook in hooks {
        (hook.end)(tx, account.id).await?;
    }
    tx.execute("DELETE FROM account_hsa_id WHERE account_id = ?1", params![account.id]).await?;
    let recorded = tx.record(Event::change("accounts.end", "account", account.id)).await?;
    tx.history(&recorded, "account", account.id.uuid(), &changes).await?;
    Ok(recorded)
}
