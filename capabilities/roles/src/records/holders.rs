//! Who holds a role.

use behorig_access::{AccountId, GrantId, Instant, Period, RoleId, Scope};
use behorig_registers::UnitsInScope;
use behorig_store::{FromRow, Row, StoreError, ToParam, Tx, params};

/// Someone who holds, held or will hold a role.
#[derive(Clone, Debug)]
pub(crate) struct HolderRow {
    /// The grant.
    pub grant: GrantId,
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Where.
    pub unit_name: String,
    /// When.
    pub period: Period,
}

impl FromRow for HolderRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            account: row.next()?,
            name: row.next()?,
            unit_name: row.next()?,
            period: Period { from: row.next()?, to: row.next()? },
        })
    }
}

/// Accounts with a grant of the role at a unit in `scope`, latest given first, from the one after `after`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn accounts(
    tx: &mut Tx,
    role: RoleId,
    scope: &Scope,
    after: Option<GrantId>,
    most: i64,
) -> Result<Vec<HolderRow>, StoreError> {
    let within = UnitsInScope::of(scope, "g.unit_id", 4);
    let before = after.map_or([0xff; 16], |grant| *grant.as_bytes());
    let mut bound = vec![role.to_param(), before.to_param(), most.to_param()];
    bound.extend(within.params());
    tx.all(
        &format!(
            "SELECT g.id, a.id, a.given_name || ' ' || a.family_name, u.name, g.from_at, g.to_at
             FROM grants g JOIN shown_account a ON a.id = g.holder_account JOIN unit u ON u.id = g.unit_id
             WHERE g.role_id = ?1 AND g.id < ?2 AND {} ORDER BY g.id DESC LIMIT ?3",
            within.sql()
        ),
        &bound,
    )
    .await
}

/// How many residents hold the role now, counted to one more than `most`. Who they are is not said: that would be reading
/// residents' data.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn residents_now(tx: &mut Tx, role: RoleId, now: Instant, most: i64) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM (
                 SELECT DISTINCT g.holder_person FROM grants g
                 WHERE g.role_id = ?1 AND g.holder_person IS NOT NULL
                   AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2) LIMIT ?3
             ) held",
            params![role, now, most + 1],
        )
        .await?;
    Ok(count)
}
