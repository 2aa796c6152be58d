//! Cases that somebody has in name only: grants end by the clock, so whoever has a case may no longer be able to answer it. Such
//! cases stand in the receivers' inbox by themselves.

use std::collections::BTreeSet;

use behorig_access::{AccountId, GroupId, Instant, Service, UnitId};
use behorig_store::{StoreError, Tx, params};

use super::groups::groups_at;
use super::staff::{able_at, staff_at};

/// Who has open cases at a unit and can't answer them now; usually nobody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strays {
    pub handlers: Vec<AccountId>,
    pub groups: Vec<GroupId>,
}

/// Walks from handler to handler in the index of open cases, however many each has.
const HANDLERS: &str = "WITH RECURSIVE holding (account) AS (
        SELECT (SELECT c.handler_account FROM care_case c
                WHERE c.unit_id = ?1 AND c.handler_account IS NOT NULL AND c.closed_at IS NULL
                ORDER BY c.handler_account LIMIT 1)
        UNION ALL
        SELECT (SELECT c.handler_account FROM care_case c
                WHERE c.unit_id = ?1 AND c.handler_account > h.account AND c.handler_account IS NOT NULL
                  AND c.closed_at IS NULL
                ORDER BY c.handler_account LIMIT 1)
        FROM holding h WHERE h.account IS NOT NULL)
    SELECT account FROM holding WHERE account IS NOT NULL";

/// The groups that have open cases at a unit: those of the unit, ended ones too.
const GROUPS: &str = "SELECT g.id FROM staff_group g WHERE g.unit_id = ?1 AND EXISTS (
        SELECT 1 FROM care_case c WHERE c.group_id = g.id AND c.closed_at IS NULL)";

pub(crate) async fn strays_at(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Strays, StoreError> {
    let holding: Vec<(AccountId,)> = tx.all(HANDLERS, params![unit]).await?;
    let holding_groups: Vec<(GroupId,)> = tx.all(GROUPS, params![unit]).await?;
    let mut strays = Strays::default();
    if !holding.is_empty() {
        let able: BTreeSet<AccountId> = able_at(tx, unit, now).await?.into_iter().map(|who| who.account).collect();
        strays.handlers = holding.into_iter().map(|(who,)| who).filter(|who| !able.contains(who)).collect();
    }
    if !holding_groups.is_empty() {
        let groups = groups_at(tx, unit, now).await?;
        let staffed: BTreeSet<GroupId> =
            groups.iter().filter(|group| group.is_staffed()).map(|group| group.id).collect();
        strays.groups = holding_groups.into_iter().map(|(id,)| id).filter(|id| !staffed.contains(id)).collect();
    }
    Ok(strays)
}

/// A clinic whose inbox nobody reads, though residents' cases stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithoutResponsible {
    /// The clinic.
    pub unit: UnitId,
    /// How many open cases nobody answers for.
    pub cases: i64,
}

/// The nightly check: the clinics where open residents' cases have nobody who answers for them, since neither whoever has them nor any
/// receiver can. It should find none; what it finds an administrator must give a receiver.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn cases_without_responsible(tx: &mut Tx, now: Instant) -> Result<Vec<WithoutResponsible>, StoreError> {
    let units: Vec<(UnitId,)> = tx
        .all(
            "SELECT DISTINCT c.unit_id FROM care_case c WHERE c.closed_at IS NULL AND c.kind IN ('resident', 'question')",
            params![],
        )
        .await?;
    let mut found = Vec::new();
    for (unit,) in units {
        if !staff_at(tx, unit, Service::AssignCases, now).await?.is_empty() {
            continue;
        }
        let cases = waiting_without_receiver(tx, unit, now).await?;
        if cases > 0 {
            found.push(WithoutResponsible { unit, cases });
        }
    }
    Ok(found)
}

async fn waiting_without_receiver(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<i64, StoreError> {
    let (mut cases,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM care_case c WHERE c.unit_id = ?1 AND c.handler_account IS NULL
                 AND c.group_id IS NULL AND c.closed_at IS NULL",
            params![unit],
        )
        .await?;
    let strays = strays_at(tx, unit, now).await?;
    for handler in strays.handlers {
        let (more,): (i64,) = tx
            .one(
                "SELECT CAST(count(*) AS BIGINT) FROM care_case c WHERE c.unit_id = ?1 AND c.handler_account = ?2
                     AND c.closed_at IS NULL AND c.kind IN ('resident', 'question')",
                params![unit, handler],
            )
            .await?;
        cases += more;
    }
    for group in strays.groups {
        let (more,): (i64,) = tx
            .one(
                "SELECT CAST(count(*) AS BIGINT) FROM care_case c WHERE c.group_id = ?1 AND c.closed_at IS NULL",
                params![group],
            )
            .await?;
        cases += more;
    }
    Ok(cases)
}

/// Who has open cases at a unit, able or not, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn holding_at(tx: &mut Tx, unit: UnitId) -> Result<Vec<(AccountId, String)>, StoreError> {
    let holding: Vec<(AccountId,)> = tx.all(HANDLERS, params![unit]).await?;
    let mut named = Vec::with_capacity(holding.len());
    for (account,) in holding {
        named.push((account, super::staff::name_of(tx, account).await?));
    }
    named.sort_by_cached_key(|(_, name)| behorig_identity::swedish_sort_key(name));
    Ok(named)
}
