//! May somebody order at a unit: the rule with what it is asked of, read in the request's own transaction.

use behorig_access::{AccountId, Assurance, Hat, Instant, Service, UnitId, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_registers::units::UnitKind;
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, params};

use crate::rules::{MayNotOrder, OrderedBy, PlaceOfOrder, may_order_at};

struct Link((UnitId, UnitKind, bool));

impl FromRow for Link {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (unit, kind): (UnitId, String) = (row.next()?, row.next()?);
        let kind = UnitKind::from_stored(&kind).ok_or_else(|| StoreError::Shape(format!("no kind of unit: {kind}")))?;
        Ok(Self((unit, kind, row.next()?)))
    }
}

/// A unit as the rule asks of it: its chain, its region, and what that region has chosen.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn place_of_order(tx: &mut Tx, unit: UnitId) -> Result<PlaceOfOrder, StoreError> {
    let chain: Vec<Link> = tx
        .all(
            "SELECT u.id, u.kind, COALESCE(c.heads_may_order, FALSE)
             FROM unit_ancestor a JOIN unit u ON u.id = a.ancestor_id
             LEFT JOIN ordering_choice c ON c.region_id = u.id
             WHERE a.unit_id = ?1 ORDER BY a.distance",
            params![unit],
        )
        .await?;
    let chain: Vec<_> = chain.into_iter().map(|Link(link)| link).collect();
    Ok(PlaceOfOrder::of_chain(&chain))
}

/// The region of a unit: its nearest ancestor of that kind, or itself. None where no region is above it.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn region_of(tx: &mut Tx, unit: UnitId) -> Result<Option<UnitId>, StoreError> {
    Ok(place_of_order(tx, unit).await?.region)
}

/// May the viewer order permissions at this unit, and on what right?
///
/// # Errors
/// Any [`StoreError`] of the database; why the viewer may not is the answer's own.
pub async fn may_order(
    tx: &mut Tx,
    viewer: &Viewer,
    unit: UnitId,
    now: Instant,
) -> Result<Result<OrderedBy, MayNotOrder>, StoreError> {
    let place = place_of_order(tx, unit).await?;
    Ok(may_order_at(viewer, &place, now))
}

/// The same of an account that is not the viewer: the receiver asks it of the orderer, again at approval. How the account last signed in
/// says nothing of its right.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such account.
pub async fn account_may_order(
    tx: &mut Tx,
    account: AccountId,
    unit: UnitId,
    now: Instant,
) -> Result<Result<OrderedBy, MayNotOrder>, StoreError> {
    let viewer = behorig_registers::viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await?;
    may_order(tx, &viewer, unit, now).await
}

/// Live units for which the viewer may order, by name, for choice lists: at most so many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn units_to_order_for(
    tx: &mut Tx,
    viewer: &Viewer,
    now: Instant,
    most: i64,
) -> Result<Vec<(UnitId, String)>, StoreError> {
    let named = scope_of(viewer, Service::OrderPermissions, now);
    let head = scope_of(viewer, Service::OrderAsHead, now);
    if named.is_empty() && head.is_empty() {
        return Ok(Vec::new());
    }
    let in_named = UnitsInScope::of(&named, "u.id", 2);
    let mut bound: Vec<Param<'_>> = vec![most.to_param()];
    bound.extend(in_named.params());
    let in_head = UnitsInScope::of(&head, "u.id", bound.len() + 1);
    bound.extend(in_head.params());
    let sql = format!(
        "SELECT u.id, u.name FROM unit u
         WHERE u.ended_at IS NULL AND ({} OR ({} AND COALESCE((
             SELECT c.heads_may_order FROM unit_ancestor a JOIN unit r ON r.id = a.ancestor_id AND r.kind = 'region'
             LEFT JOIN ordering_choice c ON c.region_id = r.id
             WHERE a.unit_id = u.id ORDER BY a.distance LIMIT 1), FALSE)))
         ORDER BY u.sort_key, u.id LIMIT ?1",
        in_named.sql(),
        in_head.sql()
    );
    tx.all(&sql, &bound).await
}
