//! Visits as planned and as made: the one table that schedule, daily planning, calendar and reports read.

use behorig_access::{Instant, UnitId};
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use jiff::civil::Date;

use super::{day, word};
use crate::rules::visit_state::{Deviation, VisitState};
use crate::{AssignmentId, CareVisitId, CustomerId};

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedVisit {
    /// Its id.
    pub id: CareVisitId,
    /// To whom.
    pub customer: CustomerId,
    /// By which unit.
    pub unit: UnitId,
    /// The assignment that it comes from; none for an extra visit.
    pub assignment: Option<AssignmentId>,
    /// The day of the assignment that it stands for, whatever day it was moved to.
    pub occasion: Date,
    /// The day on which it begins.
    pub day: Date,
    /// When it is planned to begin.
    pub planned_from: Instant,
    /// When it is planned to end.
    pub planned_to: Instant,
    /// How much of what was decided it is meant to give, in minutes.
    pub granted_minutes: i64,
    /// How many make it.
    pub staff_needed: i64,
    /// What is to be done, by name.
    pub interventions: Vec<String>,
    /// How it stands.
    pub state: VisitState,
    /// Whether a person has changed it, so that the plan no longer does.
    pub touched: bool,
    /// When it began.
    pub performed_from: Option<Instant>,
    /// When it ended.
    pub performed_to: Option<Instant>,
    /// Why it was not made as planned.
    pub deviation: Option<Deviation>,
    /// What was written about it.
    pub note: Option<String>,
    /// For optimistic locking.
    pub version: i64,
}

impl PlannedVisit {
    /// The columns that [`FromRow`] reads, of the table alias `v`: for another question about visits.
    pub const COLUMNS: &str = "v.id, v.customer_id, v.unit_id, v.assignment_id, v.occasion, v.day, v.planned_from,
        v.planned_to, v.granted_minutes, v.staff_needed, v.interventions, v.state, v.touched, v.performed_from,
        v.performed_to, v.deviation, v.note, v.version";

    /// How long it is planned to be, in minutes.
    #[must_use]
    pub const fn planned_minutes(&self) -> i64 {
        self.planned_to.millis_since(self.planned_from) / 60_000
    }

    /// How long it was, in whole minutes; none where it has not ended.
    #[must_use]
    pub fn performed_minutes(&self) -> Option<i64> {
        Some((self.performed_to?.millis_since(self.performed_from?) + 30_000) / 60_000)
    }
}

impl FromRow for PlannedVisit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            customer: row.next()?,
            unit: row.next()?,
            assignment: row.next()?,
            occasion: day(row)?,
            day: day(row)?,
            planned_from: row.next()?,
            planned_to: row.next()?,
            granted_minutes: row.next()?,
            staff_needed: row.next()?,
            interventions: {
                let names: String = row.next()?;
                names.lines().map(str::to_owned).collect()
            },
            state: word(row, VisitState::from_stored)?,
            touched: row.next()?,
            performed_from: row.next()?,
            performed_to: row.next()?,
            deviation: row.next::<Option<String>>()?.as_deref().and_then(Deviation::from_stored),
            note: row.next()?,
            version: row.next()?,
        })
    }
}

/// A customer's visits that begin on the days from `from` to `to`, both included, in the order in which they begin.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn visits_of_customer(
    tx: &mut Tx,
    customer: CustomerId,
    from: Date,
    to: Date,
) -> Result<Vec<PlannedVisit>, StoreError> {
    let sql = format!(
        "SELECT {} FROM visit v WHERE v.customer_id = ?1 AND v.day >= ?2 AND v.day <= ?3
         ORDER BY v.day, v.planned_from, v.id",
        PlannedVisit::COLUMNS
    );
    tx.all(&sql, params![customer, from.to_string(), to.to_string()]).await
}

/// Every visit of a unit that begins on a day, in the order in which they begin. Whom they are to is decided by the caller for each.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn visits_at_unit(tx: &mut Tx, unit: UnitId, day: Date) -> Result<Vec<PlannedVisit>, StoreError> {
    let sql = format!(
        "SELECT {} FROM visit v WHERE v.unit_id = ?1 AND v.day = ?2 ORDER BY v.planned_from, v.id",
        PlannedVisit::COLUMNS
    );
    tx.all(&sql, params![unit, day.to_string()]).await
}

/// A customer's visits from a day on, at most so many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn next_visits_of(
    tx: &mut Tx,
    customer: CustomerId,
    from: Date,
    most: i64,
) -> Result<Vec<PlannedVisit>, StoreError> {
    let sql = format!(
        "SELECT {} FROM visit v WHERE v.customer_id = ?1 AND v.day >= ?2 ORDER BY v.day, v.planned_from, v.id LIMIT ?3",
        PlannedVisit::COLUMNS
    );
    tx.all(&sql, params![customer, from.to_string(), most]).await
}

/// One visit. Whether the viewer may see its customer is for the caller to ask.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find_visit(tx: &mut Tx, id: CareVisitId) -> Result<Option<PlannedVisit>, StoreError> {
    tx.optional(&format!("SELECT {} FROM visit v WHERE v.id = ?1", PlannedVisit::COLUMNS), params![id]).await
}

/// Who makes a customer's visits on the days from `from` to `to`: visit, given name and family name, in the order of their places.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn names_at_visits(
    tx: &mut Tx,
    customer: CustomerId,
    from: Date,
    to: Date,
) -> Result<Vec<(CareVisitId, String, String)>, StoreError> {
    tx.all(
        "SELECT s.visit_id, a.given_name, a.family_name
         FROM visit v JOIN visit_staff s ON s.visit_id = v.id JOIN shown_account a ON a.id = s.account_id
         WHERE v.customer_id = ?1 AND v.day >= ?2 AND v.day <= ?3 ORDER BY s.visit_id, s.place",
        params![customer, from.to_string(), to.to_string()],
    )
    .await
}
