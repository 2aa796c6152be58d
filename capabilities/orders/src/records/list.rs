//! Many orders: the list, and how many wait.

use behorig_access::{AccountId, Instant, OrderId, Scope, Service, UnitId, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{StoreError, ToParam, Tx, params};

use super::order::{COLUMNS, Order};
use crate::rules::OrderState;

/// Which orders a list shows.
pub(crate) enum Which<'a> {
    /// Those that an account has placed.
    Of(AccountId),
    /// Those of a state at the units of a scope.
    Received(&'a Scope, OrderState),
}

/// Orders, the latest first, from the one after `after`.
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
    let at = edge.map_or(Instant(i64::MAX), |(at,)| at);
    let id = after.map_or([0xff; 16], |id| *id.as_bytes());
    let select = format!("SELECT {COLUMNS} FROM care_order o JOIN unit u ON u.id = o.unit_id");
    let order = "(o.ordered_at, o.id) < (?2, ?3) ORDER BY o.ordered_at DESC, o.id DESC LIMIT ?4";
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
