//! One order: read through the viewer, placed, decided.

use behorig_access::{AccountId, Holder, Instant, OrderId, UnitId, Viewer};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::PageError;

use crate::rules::{OrderKind, OrderState, Standpoint};

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
}

pub(super) const COLUMNS: &str =
    "o.id, o.number, o.kind, o.state, o.unit_id, u.name, o.orderer_account, o.orderer_name, o.subject,
    o.particulars, o.ordered_at, o.decided_at, o.decided_by_name, o.decision_reason, o.outcome_account, o.version";

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
        })
    }
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
    let sql = format!("SELECT {COLUMNS} FROM care_order o JOIN unit u ON u.id = o.unit_id WHERE o.id = ?1");
    let order: Order = tx.optional(&sql, params![id]).await?.ok_or(PageError::NotFound)?;
    let orderer = viewer.holder() == Holder::Account(order.orderer);
    let receiver = behorig_visit::permits(tx, viewer, order.kind.received_by(), order.unit, now).await?;
    if !orderer && !receiver {
        behorig_visit::require(tx, viewer, order.kind.received_by(), order.unit, now).await?;
    }
    Ok((order, Standpoint { orderer, receiver, subject: false }))
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
}

/// Puts an order into the list under the next number.
///
/// # Errors
/// [`StoreError::Conflict`] on `care_order_number` where another order took the number at the same moment.
pub(crate) async fn place(tx: &mut WriteTx, order: &NewOrder) -> Result<(OrderId, i64), StoreError> {
    let id = OrderId::new(tx.new_uuid());
    let now = tx.now();
    let orderer_name = tx.actor().name.clone();
    let (last,): (Option<i64>,) = tx.one("SELECT max(number) FROM care_order", params![]).await?;
    let number = last.unwrap_or(0) + 1;
    tx.execute(
        "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject, particulars,
             ordered_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)",
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
            now
        ],
    )
    .await?;
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
         WHERE id = ?1 AND version = ?2 AND state = 'received'",
        params![order.id, order.version, state.key(), now, decider, name, reason, outcome],
    )
    .await
}
