//! One order: read through the viewer, placed, decided.

use behorig_access::{AccountId, Holder, Instant, OrderId, OrderableId, UnitId, Viewer};
use behorig_orderers::{OrderedBy, one_person};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::PageError;

use super::timeline::note;
use crate::rules::{Effect, Happened, OrderKind, OrderState, Standpoint};

/// An order.
pub(crate) struct Order {
    pub id: OrderId,
    pub number: i64,
    pub kind: OrderKind,
    pub state: OrderState,
    pub unit: UnitId,
    pub unit_name: String,
    pub orderer: AccountId,
    pub orderer_name: String,
    pub subject: String,
    /// JSON; what it means is the kind's to say.
    pub particulars: String,
    pub ordered_at: Instant,
    pub decided_at: Option<Instant>,
    pub decided_by_name: Option<String>,
    pub reason: Option<String>,
    pub outcome: Option<AccountId>,
    pub version: i64,
    /// What an order of permissions asks for, whomever its lines name.
    pub ordering: Option<Ordering>,
}

/// What an order of permissions asks for.
#[derive(Clone, Debug)]
pub(crate) struct Ordering {
    /// To grant or to revoke.
    pub effect: Effect,
    /// The service that was ordered.
    pub orderable: OrderableId,
    /// What it is called.
    pub orderable_name: String,
    /// On what right, as the check at its sending found.
    pub ordered_by: Option<OrderedBy>,
    /// When the grants asked for begin; at approval where there is none.
    pub from: Option<Instant>,
    /// When they end; until further notice where there is none.
    pub to: Option<Instant>,
}

pub(super) const COLUMNS: &str =
    "o.id, o.number, o.kind, o.state, o.unit_id, u.name, o.orderer_account, shown_name(o.orderer_account, o.orderer_name), o.subject,
    o.particulars, o.ordered_at, o.decided_at, shown_name(o.decided_by, o.decided_by_name), o.decision_reason, o.outcome_account, o.version, o.act,
    o.orderable_id, b.name, o.ordered_by, o.from_at, o.to_at";
/// Where [`COLUMNS`] are.
pub(super) const FROM: &str =
    "care_order o JOIN unit u ON u.id = o.unit_id LEFT JOIN orderable b ON b.id = o.orderable_id";

impl FromRow for Order {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            number: row.next()?,
            kind: {
                let key: String = row.next()?;
                OrderKind::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no kind of order: {key}")))?
            },
            state: {
                let key: String = row.next()?;
                OrderState::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no state of an order: {key}")))?
            },
            unit: row.next()?,
            unit_name: row.next()?,
            orderer: row.next()?,
            orderer_name: row.next()?,
            subject: row.next()?,
            particulars: row.next()?,
            ordered_at: row.next()?,
            decided_at: row.next()?,
            decided_by_name: row.next()?,
            reason: row.next()?,
            outcome: row.next()?,
            version: row.next()?,
            ordering: ordering_from(row)?,
        })
    }
}

fn ordering_from(row: &Row<'_>) -> Result<Option<Ordering>, StoreError> {
    let effect: Option<String> = row.next()?;
    let (orderable, name): (Option<OrderableId>, Option<String>) = (row.next()?, row.next()?);
    let ordered_by: Option<String> = row.next()?;
    let (from, to) = (row.next()?, row.next()?);
    let Some((effect, (orderable, orderable_name))) = effect.zip(orderable.zip(name)) else { return Ok(None) };
    let effect = Effect::from_key(&effect)
        .ok_or_else(|| StoreError::Shape(format!("an order neither grants nor revokes: {effect}")))?;
    let ordered_by = ordered_by.as_deref().and_then(OrderedBy::from_key);
    Ok(Some(Ordering { effect, orderable, orderable_name, ordered_by, from, to }))
}

/// An order for one of its two parties: who ordered it, or who receives orders for its unit.
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`] to anyone else.
pub(crate) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: OrderId,
    now: Instant,
) -> Result<(Order, Standpoint), PageError> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE o.id = ?1");
    let order: Order = tx.optional(&sql, params![id]).await?.ok_or(PageError::NotFound)?;
    let (orderer, alike) = match viewer.holder() {
        Holder::Account(account) if account == order.orderer => (true, true),
        Holder::Account(account) => same_person(tx, account, order.orderer).await?,
        Holder::Person(_) => (false, false),
    };
    let receiver = behorig_visit::permits(tx, viewer, order.kind.received_by(), order.unit, now).await?;
    if !orderer && !receiver {
        behorig_visit::require(tx, viewer, order.kind.received_by(), order.unit, now).await?;
    }
    Ok((order, Standpoint { orderer, namesake: alike && !orderer, receiver, subject: false }))
}

/// Whether two accounts are one person's, and whether they may be: somebody's order is theirs whichever of their accounts they use.
async fn same_person(tx: &mut Tx, one: AccountId, other: AccountId) -> Result<(bool, bool), StoreError> {
    let sql = format!(
        "SELECT COALESCE(a.identity_number = b.identity_number, FALSE), {}
         FROM account a CROSS JOIN account b WHERE a.id = ?1 AND b.id = ?2",
        one_person("a", "b")
    );
    Ok(tx.optional(&sql, params![one, other]).await?.unwrap_or_default())
}

/// The identity number of whoever asks, as stored: an order with the same number is for themselves.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn own_number(tx: &mut Tx, viewer: &Viewer) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> = match viewer.holder() {
        Holder::Account(account) => {
            tx.optional("SELECT identity_number FROM account WHERE id = ?1", params![account]).await?
        }
        Holder::Person(person) => {
            tx.optional("SELECT identity_number FROM person WHERE id = ?1", params![person]).await?
        }
    };
    Ok(row.and_then(|(number,)| number))
}

/// A new order.
#[derive(Clone)]
pub(crate) struct NewOrder {
    pub kind: OrderKind,
    pub unit: UnitId,
    pub orderer: AccountId,
    pub subject: String,
    pub particulars: String,
    /// What an order of permissions asks for; its lines are written by whoever places it.
    pub ordering: Option<NewOrdering>,
}

/// What a new order of permissions asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewOrdering {
    pub effect: Effect,
    pub orderable: OrderableId,
    pub ordered_by: OrderedBy,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
}

/// Puts an order into the list under the next number, and begins its timeline.
///
/// # Errors
/// [`StoreError::Conflict`] on `care_order_number` where another order took the number at the same moment.
pub(crate) async fn place(tx: &mut WriteTx, order: &NewOrder) -> Result<(OrderId, i64), StoreError> {
    let id = OrderId::new(tx.new_uuid());
    let now = tx.now();
    let orderer_name = tx.actor().name.clone();
    let (last,): (Option<i64>,) = tx.one("SELECT max(number) FROM care_order", params![]).await?;
    let number = last.unwrap_or(0) + 1;
    let ordering = order.ordering.as_ref();
    tx.execute(
        "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject, particulars,
             ordered_at, act, orderable_id, ordered_by, from_at, to_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1)",
        params![
            id,
            number,
            order.kind.key(),
            OrderState::Received.key(),
            order.unit,
            order.orderer,
            orderer_name,
            order.subject,
            order.particulars,
            now,
            ordering.map(|ordering| ordering.effect.key()),
            ordering.map(|ordering| ordering.orderable),
            ordering.map(|ordering| ordering.ordered_by.key()),
            ordering.and_then(|ordering| ordering.from),
            ordering.and_then(|ordering| ordering.to)
        ],
    )
    .await?;
    note(tx, id, Happened::Placed, None, None)?;
    Ok((id, number))
}

/// Decides an order: its state, who, when, why, and what came of it.
///
/// # Errors
/// [`StoreError::Stale`] where it was decided in the meantime.
pub(crate) async fn decide(
    tx: &mut WriteTx,
    order: &Order,
    state: OrderState,
    reason: Option<&str>,
    outcome: Option<AccountId>,
) -> Result<(), StoreError> {
    let now = tx.now();
    let (decider, name) = (tx.actor().account, tx.actor().name.clone());
    tx.change_one(
        "UPDATE care_order SET state = ?3, decided_at = ?4, decided_by = ?5, decided_by_name = ?6, decision_reason = ?7,
             outcome_account = ?8, version = version + 1
         WHERE id = ?1 AND version = ?2 AND state IN ('received', 'asked')",
        params![order.id, order.version, state.key(), now, decider, name, reason, outcome],
    )
    .await
}

/// Changes an order that is not decided yet: it waits for an answer, or no longer, or some of its lines are decided.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else changed it in the meantime.
pub(crate) async fn keep_open(tx: &mut WriteTx, order: &Order, state: OrderState) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE care_order SET state = ?3, version = version + 1
         WHERE id = ?1 AND version = ?2 AND state IN ('received', 'asked')",
        params![order.id, order.version, state.key()],
    )
    .await
}
