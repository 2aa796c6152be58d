//! On what right orders of permissions stand now: the check that receivers see, asked again whenever it is shown.

use std::collections::HashMap;

use behorig_access::{AccountId, Assurance, Hat, Instant, OrderId, Target, UnitId, Viewer, decide};
use behorig_orderers::{MayNotOrder, OrderedBy, PlaceOfOrder, may_order_at};
use behorig_registers::units::{self, UnitKind};
use behorig_registers::viewer_of_account;
use behorig_store::{Param, StoreError, ToParam, Tx};

use super::order::Order;

/// Whether the orderer may order now what still waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// They may, at every unit of it.
    May(OrderedBy),
    /// They may not at this one.
    MayNot {
        /// The first unit where they may not.
        unit: UnitId,
        /// Why.
        why: MayNotOrder,
    },
}

/// The units of the lines that wait, by order, each with its ancestors as the right to order asks of them.
pub(super) type Places = HashMap<OrderId, HashMap<UnitId, PlaceOfOrder>>;

/// Reads the units of these orders' waiting lines.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(super) async fn places(tx: &mut Tx, orders: &[OrderId]) -> Result<Places, StoreError> {
    if orders.is_empty() {
        return Ok(Places::new());
    }
    let list = (1..=orders.len()).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT l.order_id, l.unit_id, x.ancestor_id, u.kind, COALESCE(c.heads_may_order, FALSE)
         FROM (SELECT DISTINCT w.order_id, w.unit_id FROM care_order_line w
               WHERE w.order_id IN ({list}) AND w.state IN ('waiting', 'approved-once')) l
         JOIN unit_ancestor x ON x.unit_id = l.unit_id
         JOIN unit u ON u.id = x.ancestor_id
         LEFT JOIN ordering_choice c ON c.region_id = x.ancestor_id
         ORDER BY l.order_id, l.unit_id, x.distance"
    );
    let bound: Vec<Param<'_>> = orders.iter().map(ToParam::to_param).collect();
    let rows: Vec<(OrderId, UnitId, UnitId, String, bool)> = tx.all(&sql, &bound).await?;
    let mut found = Places::new();
    for of_unit in rows.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
        let Some((order, unit, ..)) = of_unit.first() else { continue };
        let chain: Option<Vec<(UnitId, UnitKind, bool)>> = of_unit
            .iter()
            .map(|(_, _, ancestor, kind, heads)| Some((*ancestor, UnitKind::from_stored(kind)?, *heads)))
            .collect();
        let chain = chain.ok_or_else(|| StoreError::Shape("a unit of no kind".to_owned()))?;
        found.entry(*order).or_default().insert(*unit, PlaceOfOrder::of_chain(&chain));
    }
    Ok(found)
}

/// The orderer as whoever decides about them sees them: how they had signed in when they sent the order was asked then.
async fn orderer(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Viewer, StoreError> {
    viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await
}

/// Whether whoever ordered a new user might still order one for its unit: the right that the order stands on, asked anew.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn may_still_order(tx: &mut Tx, order: &Order, now: Instant) -> Result<bool, StoreError> {
    let orderer = orderer(tx, order.orderer, now).await?;
    let chain = units::chain_ids(tx, order.unit).await?;
    Ok(decide(&orderer, order.kind.ordered_by(), &Target::at(&chain), now).is_permit())
}

/// The right at all of these units; the least unit where there is none, so that the answer is the same each time.
fn right_at(orderer: &Viewer, places: &HashMap<UnitId, PlaceOfOrder>, now: Instant) -> Option<Right> {
    let mut units: Vec<(&UnitId, &PlaceOfOrder)> = places.iter().collect();
    units.sort_unstable_by_key(|(unit, _)| **unit);
    let mut right = None;
    for (unit, place) in units {
        match may_order_at(orderer, place, now) {
            // An order is as a head's where any of it is.
            Ok(by) if right.is_none() || by == OrderedBy::Head => right = Some(Right::May(by)),
            Ok(_) => {}
            Err(why) => return Some(Right::MayNot { unit: *unit, why }),
        }
    }
    right
}

/// The right of one order at the units of its waiting lines; `None` where none waits.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn right_of(
    tx: &mut Tx,
    order: OrderId,
    orderer_account: AccountId,
    now: Instant,
) -> Result<Option<Right>, StoreError> {
    Ok(rights_of(tx, &[(order, orderer_account)], now).await?.remove(&order))
}

/// The rights of several orders: their units are read at once, and each orderer once.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn rights_of(
    tx: &mut Tx,
    orders: &[(OrderId, AccountId)],
    now: Instant,
) -> Result<HashMap<OrderId, Right>, StoreError> {
    let ids: Vec<OrderId> = orders.iter().map(|(order, _)| *order).collect();
    let places = places(tx, &ids).await?;
    let mut orderers: HashMap<AccountId, Viewer> = HashMap::new();
    let mut rights = HashMap::new();
    for (order, account) in orders {
        let Some(units) = places.get(order) else { continue };
        if !orderers.contains_key(account) {
            let viewer = orderer(tx, *account, now).await?;
            orderers.insert(*account, viewer);
        }
        let right = orderers.get(account).and_then(|viewer| right_at(viewer, units, now));
        rights.extend(right.map(|right| (*order, right)));
    }
    Ok(rights)
}
