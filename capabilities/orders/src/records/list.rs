//! Many orders: the list, and how many wait.

use behorig_access::{AccountId, Instant, OrderId, Scope, Service, UnitId, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{StoreError, ToParam, Tx, params};

use super::lines::candidates;
use super::order::{COLUMNS, FROM, Order};
use crate::rules::OrderState;

/// Which orders a list shows.
pub(crate) enum Which<'a> {
    /// Those that an account has placed.
    Of(AccountId),
    /// Those of a state at the units of a scope.
    Received(&'a Scope, OrderState),
}

impl Which<'_> {
    /// What waits is listed with the oldest first, everything else with the latest first.
    const fn is_queue(&self) -> bool {
        matches!(self, Self::Received(_, state) if state.is_open())
    }
}

/// Orders from the one after `after`: the oldest first where they wait, else the latest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn list(
    tx: &mut Tx,
    which: &Which<'_>,
    after: Option<OrderId>,
    most: i64,
) -> Result<Vec<Order>, StoreError> {
    let edge: Option<(Instant,)> = match after {
        Some(id) => tx.optional("SELECT ordered_at FROM care_order WHERE id = ?1", params![id]).await?,
        None => None,
    };
    let (beyond, direction, first) =
        if which.is_queue() { (">", "ASC", (i64::MIN, [0; 16])) } else { ("<", "DESC", (i64::MAX, [0xff; 16])) };
    let at = edge.map_or(Instant(first.0), |(at,)| at);
    let id = after.filter(|_| edge.is_some()).map_or(first.1, |id| *id.as_bytes());
    let select = format!("SELECT {COLUMNS} FROM {FROM}");
    let order =
        format!("(o.ordered_at, o.id) {beyond} (?2, ?3) ORDER BY o.ordered_at {direction}, o.id {direction} LIMIT ?4");
    match which {
        Which::Of(account) => {
            let sql = format!("{select} WHERE o.orderer_account = ?1 AND {order}");
            tx.all(&sql, params![account, at, id, most]).await
        }
        Which::Received(scope, state) => {
            let within = UnitsInScope::of(scope, "o.unit_id", 5);
            let sql = format!("{select} WHERE o.state = ?1 AND {} AND {order}", within.sql());
            let key = state.key();
            let mut bound = vec![key.to_param(), at.to_param(), id.to_param(), most.to_param()];
            bound.extend(within.params());
            tx.all(&sql, &bound).await
        }
    }
}

/// How many orders wait at the units where the viewer receives them, counted to at most `most`: the figure of a start page.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn waiting_in(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let scope = scope_of(viewer, Service::ReceiveOrders, now);
    let within = UnitsInScope::of(&scope, "o.unit_id", 2);
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (
             SELECT o.id FROM care_order o WHERE o.state = 'received' AND {} LIMIT ?1) waiting",
        within.sql()
    );
    let mut bound = vec![most.to_param()];
    bound.extend(within.params());
    let (count,): (i64,) = tx.one(&sql, &bound).await?;
    Ok(count)
}

/// The live units that a word may mean, by name, HSA-id or id, of those where the viewer may order new users.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_for_users(
    tx: &mut Tx,
    viewer: &Viewer,
    word: &str,
    now: Instant,
) -> Result<Vec<UnitId>, StoreError> {
    let mut found = Vec::new();
    for (unit, ..) in candidates(tx, word).await? {
        if behorig_visit::permits(tx, viewer, Service::OrderNewAccount, unit, now).await? {
            found.push(unit);
        }
    }
    Ok(found)
}

/// Live units of a scope, by name: those that one can order for.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_of(tx: &mut Tx, scope: &Scope, most: i64) -> Result<Vec<(UnitId, String)>, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 2);
    let mut bound = vec![most.to_param()];
    bound.extend(within.params());
    let sql = format!(
        "SELECT u.id, u.name FROM unit u WHERE u.ended_at IS NULL AND {} ORDER BY u.sort_key, u.id LIMIT ?1",
        within.sql()
    );
    tx.all(&sql, &bound).await
}
