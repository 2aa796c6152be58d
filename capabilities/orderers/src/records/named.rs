//! Whoever is to be named: found among the accounts, exactly.

use behorig_access::{
    ADMINISTRATOR_SERVICE, AccountId, GrantId, Holder, Instant, Scope, Standing, UnitId, last_administrator,
};
use behorig_identity::{HsaId, UserName};
use behorig_registers::{UnitsInScope, grants, roles, standing};
use behorig_store::{FromRow, Row, StoreError, ToParam, Tx, params};

/// An account of the organisation, wherever in it.
#[derive(Clone, Debug)]
pub(crate) struct Colleague {
    /// The account.
    pub account: AccountId,
    /// Given and family name.
    pub name: String,
    /// Title, where there is one.
    pub title: Option<String>,
    /// The name of the unit that the account belongs to.
    pub unit_name: String,
    /// How the account stands.
    pub standing: Standing,
}

impl FromRow for Colleague {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (account, name, title, unit_name) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let standing = standing(row.next()?, row.next()?, row.next()?, row.next()?);
        Ok(Self { account, name, title, unit_name, standing })
    }
}

/// The account with this HSA-id or user name, in the organisation that `unit` is part of.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn colleague(tx: &mut Tx, unit: UnitId, typed: &str) -> Result<Option<Colleague>, StoreError> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if let Ok(id) = HsaId::from_stored(&plain.to_uppercase()) {
        let by_id = "a.id = (SELECT h.account_id FROM account_hsa_id h WHERE h.hsa_id = ?1)";
        if let Some(found) = colleague_by(tx, unit, by_id, id.as_str()).await? {
            return Ok(Some(found));
        }
    }
    match UserName::parse(typed) {
        Ok(name) => colleague_by(tx, unit, "a.user_name_key = ?1", name.folded()).await,
        Err(_) => Ok(None),
    }
}

async fn colleague_by(tx: &mut Tx, unit: UnitId, by: &str, key: &str) -> Result<Option<Colleague>, StoreError> {
    let sql = format!(
        "SELECT a.id, a.given_name || ' ' || a.family_name, a.title, u.name, a.ended_at, a.blocked_at, a.locked_at,
             a.pending_since
         FROM account a JOIN unit u ON u.id = a.unit_id
         WHERE {by} AND NOT is_hidden(a) AND EXISTS (
             SELECT 1 FROM unit_ancestor own JOIN unit top ON top.id = own.ancestor_id AND top.parent_id IS NULL
             JOIN unit_ancestor there ON there.ancestor_id = top.id
             WHERE own.unit_id = ?2 AND there.unit_id = a.unit_id)"
    );
    tx.optional(&sql, params![key, unit]).await
}

/// The condition that two rows of `account` are one person's, as far as anybody can tell. They are by their identity number; and where
/// one of them has none, as an account may that is signed in to by card or password, by their name: four eyes are not two accounts.
/// Two namesakes of whom one has no number count as one, and somebody else decides.
#[must_use]
pub fn one_person(one: &str, other: &str) -> String {
    format!(
        "COALESCE({one}.id = {other}.id OR {one}.identity_number = {other}.identity_number
             OR (({one}.identity_number IS NULL OR {other}.identity_number IS NULL) AND {one}.sort_key = {other}.sort_key), FALSE)"
    )
}

/// Whether an account is the holder's own, or another of the same person's.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn is_same_person(tx: &mut Tx, holder: Holder, account: AccountId) -> Result<bool, StoreError> {
    let own = behorig_registers::id_of(holder);
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM account a
         WHERE a.id = ?2 AND (EXISTS (SELECT 1 FROM account o WHERE o.id = ?1 AND {})
             OR EXISTS (SELECT 1 FROM person p WHERE p.id = ?1 AND p.identity_number = a.identity_number))",
        one_person("o", "a")
    );
    let (count,): (i64,) = tx.one(&sql, params![own, account]).await?;
    Ok(count > 0)
}

/// Whether ending this grant would take its unit's last administrator: an organisation may let its heads administer grants.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn takes_last_administrator(
    tx: &mut Tx,
    account: AccountId,
    ending: GrantId,
    now: Instant,
) -> Result<bool, StoreError> {
    let held = grants::of_account(tx, account, now).await?;
    let Some(unit) = held.iter().find(|row| row.id == ending).map(|row| row.unit) else { return Ok(false) };
    let mut administers = Vec::new();
    for row in held.iter().filter(|row| row.unit == unit && row.object.is_none() && row.period.holds_at(now)) {
        let role = roles::find(tx, row.role).await?;
        if role.is_some_and(|role| role.services.contains(ADMINISTRATOR_SERVICE)) {
            administers.push(row.id);
        }
    }
    if administers != [ending] {
        return Ok(false);
    }
    let others = grants::other_holders_at(tx, unit, ADMINISTRATOR_SERVICE, account, now).await?;
    Ok(last_administrator(u64::try_from(others).unwrap_or(0)).is_err())
}

/// Live regions of a scope, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn regions_in(tx: &mut Tx, scope: &Scope) -> Result<Vec<(UnitId, String)>, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 1);
    let bound: Vec<_> = within.params().collect();
    let sql = format!(
        "SELECT u.id, u.name FROM unit u WHERE u.kind = 'region' AND u.ended_at IS NULL AND {}
         ORDER BY u.sort_key, u.id",
        within.sql()
    );
    tx.all(&sql, &bound).await
}

/// Live units of a region's branch whose name begins with `text`, by name, each with the name of the unit above.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_of(
    tx: &mut Tx,
    region: UnitId,
    text: &str,
    most: i64,
) -> Result<Vec<(UnitId, String, Option<String>)>, StoreError> {
    let (from, to) = behorig_identity::prefix_range(&behorig_identity::sort_prefix(text));
    tx.all(
        "SELECT u.id, u.name, p.name FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         LEFT JOIN unit p ON p.id = u.parent_id
         WHERE a.ancestor_id = ?1 AND u.ended_at IS NULL AND u.sort_key >= ?2 AND u.sort_key < ?3
         ORDER BY u.sort_key, u.id LIMIT ?4",
        &[region.to_param(), from.to_param(), to.to_param(), most.to_param()],
    )
    .await
}
