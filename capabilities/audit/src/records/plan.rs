//! Plans: how often a unit's log is reviewed, and when the next review is to be signed.

use behorig_access::{Scope, Service, UnitId};
use behorig_store::{Event, FromRow, Purpose, Row, StoreError, Tx, Work, WriteTx, params};
use behorig_visit::{Rejected, Seat};
use behorig_web::format;
use jiff::civil::Date;

use super::bound::Bound;
use super::stored_day;
use crate::pages::PLANS;
use crate::rules::next_due;

/// A unit's plan.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub unit: UnitId,
    pub unit_name: String,
    pub every_months: i64,
    pub due_on: Date,
}

impl FromRow for Plan {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (unit, unit_name, every_months) = (row.next()?, row.next()?, row.next()?);
        Ok(Self { unit, unit_name, every_months, due_on: stored_day(&row.next::<String>()?)? })
    }
}

const PLAN: &str = "SELECT p.unit_id, u.name, p.every_months, p.due_on
    FROM log_review_plan p JOIN unit u ON u.id = p.unit_id";

/// After which plan a page of the list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub due_on: Date,
    pub unit: UnitId,
}

impl Key {
    /// As it stands in an address.
    pub(crate) fn in_address(self) -> String {
        format!("{}.{}", self.due_on, self.unit)
    }

    /// Reads what [`in_address`](Self::in_address) wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (day, unit) = text.split_once('.')?;
        Some(Self { due_on: day.parse().ok()?, unit: unit.parse().ok()? })
    }
}

/// The plans of a scope, the first due before the others; those that were due before `before` alone, where that is given.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn page(
    tx: &mut Tx,
    scope: &Scope,
    before: Option<Date>,
    after: Option<Key>,
    most: i64,
) -> Result<Vec<Plan>, StoreError> {
    let mut bound = Bound::default();
    let mut conditions = vec![bound.within(scope, "p.unit_id")];
    if let Some(day) = before {
        conditions.push(format!("p.due_on < {}", bound.text(day.to_string())));
    }
    if let Some(key) = after {
        let (day, unit) = (bound.text(key.due_on.to_string()), bound.bytes(*key.unit.as_bytes()));
        conditions.push(format!("(p.due_on, p.unit_id) > ({day}, {unit})"));
    }
    let most = bound.int(most);
    let sql = format!("{PLAN} WHERE {} ORDER BY p.due_on, p.unit_id LIMIT {most}", conditions.join(" AND "));
    tx.all(&sql, &bound.params()).await
}

/// A unit's plan, where it has one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn of_unit(tx: &mut Tx, unit: UnitId) -> Result<Option<Plan>, StoreError> {
    tx.optional(&format!("{PLAN} WHERE p.unit_id = ?1"), params![unit]).await
}

/// After a signing: the unit's next day, where it has a plan.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(super) async fn move_on(tx: &mut WriteTx, unit: UnitId) -> Result<(), StoreError> {
    let Some(plan) = of_unit(tx, unit).await? else { return Ok(()) };
    let today = format::local(tx.now().0).date();
    let next = next_due(plan.due_on, u32::try_from(plan.every_months).unwrap_or(1), today);
    tx.change_one(
        "UPDATE log_review_plan SET due_on = ?2, version = version + 1 WHERE unit_id = ?1",
        params![unit, next.to_string()],
    )
    .await
}

/// A plan as it was asked for; none takes away what there is.
pub(crate) struct Planned {
    pub seat: Seat,
    pub unit: UnitId,
    pub every: Option<(i64, Date)>,
}

/// Writes a plan. Service 400 at the unit.
pub(crate) fn planned<'t>(tx: &'t mut WriteTx, planned: &'t Planned) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = planned.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::ReviewLogs, planned.unit, now).await?;
        let (account, name) = (tx.actor().account, tx.actor().name.clone());
        let told = match planned.every {
            Some((months, due_on)) => {
                tx.execute(
                    "INSERT INTO log_review_plan (unit_id, every_months, due_on, set_by, set_by_name, set_at, version)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
                     ON CONFLICT (unit_id) DO UPDATE SET every_months = excluded.every_months, due_on = excluded.due_on,
                         set_by = excluded.set_by, set_by_name = excluded.set_by_name, set_at = excluded.set_at,
                         version = log_review_plan.version + 1",
                    params![planned.unit, months, due_on.to_string(), account, name, now],
                )
                .await?;
                format!("every {months} months, next {due_on}")
            }
            None => {
                tx.execute("DELETE FROM log_review_plan WHERE unit_id = ?1", params![planned.unit]).await?;
                "none".to_owned()
            }
        };
        let event = Event { purpose: Purpose::Quality, ..Event::change("audit.plan", "unit", planned.unit) };
        let recorded = tx.record(event.with_args(told)).await?;
        Ok(recorded.with(PLANS.to_owned()))
    })
}
