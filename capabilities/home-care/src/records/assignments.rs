//! Assignments: visits that recur, and what is done at each.

use std::collections::HashMap;

use behorig_access::{Instant, UnitId};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use jiff::civil::Date;

use super::{day, optional_day};
use crate::rules::recurrence::{Recurrence, Weekdays};
use crate::{AssignmentId, CustomerId, InterventionId};

/// What an assignment is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignment {
    /// When its visits are.
    pub recurrence: Recurrence,
    /// How many make each visit.
    pub staff_needed: i64,
    /// What is done at each, and how many of the granted minutes it takes.
    pub interventions: Vec<(InterventionId, i64)>,
}

impl NewAssignment {
    /// Minutes of what was decided that each visit gives, where all of it holds.
    #[must_use]
    pub fn granted_minutes(&self) -> i64 {
        self.interventions.iter().map(|(_, minutes)| minutes).sum()
    }
}

/// An assignment of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// Whose.
    pub customer: CustomerId,
    /// By which unit.
    pub unit: UnitId,
    /// What it is made of.
    pub plan: NewAssignment,
    /// The last day to which its visits are written.
    pub planned_through: Date,
    /// When it was ended by hand.
    pub ended_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

impl Assignment {
    /// Whether it has visits on this day or later.
    #[must_use]
    pub fn is_current(&self, today: Date) -> bool {
        self.ended_at.is_none() && self.plan.recurrence.to.is_none_or(|to| to >= today)
    }
}

impl FromRow for Assignment {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, customer, unit) = (row.next()?, row.next()?, row.next()?);
        let weekdays: i64 = row.next()?;
        let recurrence = Recurrence {
            weekdays: Weekdays::from_bits(weekdays)
                .ok_or_else(|| StoreError::Shape(format!("no weekdays: {weekdays}")))?,
            every_weeks: row.next()?,
            from: day(row)?,
            to: optional_day(row)?,
            start: row.next()?,
            window_to: row.next()?,
            length: row.next()?,
        };
        Ok(Self {
            id,
            customer,
            unit,
            plan: NewAssignment { recurrence, staff_needed: row.next()?, interventions: Vec::new() },
            planned_through: day(row)?,
            ended_at: row.next()?,
            version: row.next()?,
        })
    }
}

pub(super) const SELECT: &str =
    "SELECT a.id, a.customer_id, a.unit_id, a.weekdays, a.every_weeks, a.from_date, a.to_date,
    a.start_minute, a.window_to, a.length, a.staff_needed, a.planned_through, a.ended_at, a.version FROM assignment a";

/// A customer's assignments, by the hour at which they begin.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn assignments_of(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Assignment>, StoreError> {
    let mut found: Vec<Assignment> =
        tx.all(&format!("{SELECT} WHERE a.customer_id = ?1 ORDER BY a.start_minute, a.id"), params![customer]).await?;
    let parts: Vec<(AssignmentId, InterventionId, i64)> = tx
        .all(
            "SELECT x.assignment_id, x.intervention_id, x.minutes
             FROM assignment a JOIN assignment_intervention x ON x.assignment_id = a.id
             JOIN intervention i ON i.id = x.intervention_id
             WHERE a.customer_id = ?1 ORDER BY i.from_date, i.id",
            params![customer],
        )
        .await?;
    let mut of: HashMap<AssignmentId, Vec<(InterventionId, i64)>> = HashMap::new();
    for (assignment, intervention, minutes) in parts {
        of.entry(assignment).or_default().push((intervention, minutes));
    }
    for assignment in &mut found {
        assignment.plan.interventions = of.remove(&assignment.id).unwrap_or_default();
    }
    Ok(found)
}

/// One assignment of a customer.
pub(crate) async fn find(
    tx: &mut Tx,
    customer: CustomerId,
    id: AssignmentId,
) -> Result<Option<Assignment>, StoreError> {
    Ok(assignments_of(tx, customer).await?.into_iter().find(|assignment| assignment.id == id))
}

pub(crate) async fn add(
    tx: &mut WriteTx,
    (customer, unit): (CustomerId, UnitId),
    new: &NewAssignment,
) -> Result<AssignmentId, StoreError> {
    let id = AssignmentId::new(tx.new_uuid());
    let plan = &new.recurrence;
    let (from, to) = (plan.from.to_string(), plan.to.map(|day| day.to_string()));
    tx.execute(
        "INSERT INTO assignment (id, customer_id, unit_id, weekdays, every_weeks, from_date, to_date, start_minute,
             window_to, length, staff_needed, planned_through, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?6, 1)",
        params![
            id,
            customer,
            unit,
            plan.weekdays.bits(),
            plan.every_weeks,
            from,
            to,
            plan.start,
            plan.window_to,
            plan.length,
            new.staff_needed
        ],
    )
    .await?;
    put_parts(tx, id, &new.interventions)?;
    Ok(id)
}

pub(crate) async fn change(
    tx: &mut WriteTx,
    id: AssignmentId,
    version: i64,
    new: &NewAssignment,
) -> Result<(), StoreError> {
    let plan = &new.recurrence;
    let (from, to) = (plan.from.to_string(), plan.to.map(|day| day.to_string()));
    tx.change_one(
        "UPDATE assignment SET weekdays = ?3, every_weeks = ?4, from_date = ?5, to_date = ?6, start_minute = ?7,
             window_to = ?8, length = ?9, staff_needed = ?10, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![
            id,
            version,
            plan.weekdays.bits(),
            plan.every_weeks,
            from,
            to,
            plan.start,
            plan.window_to,
            plan.length,
            new.staff_needed
        ],
    )
    .await?;
    tx.put("DELETE FROM assignment_intervention WHERE assignment_id = ?1", params![id])?;
    put_parts(tx, id, &new.interventions)
}

fn put_parts(tx: &mut WriteTx, id: AssignmentId, parts: &[(InterventionId, i64)]) -> Result<(), StoreError> {
    for (intervention, minutes) in parts {
        tx.put(
            "INSERT INTO assignment_intervention (assignment_id, intervention_id, minutes) VALUES (?1, ?2, ?3)",
            params![id, intervention, minutes],
        )?;
    }
    Ok(())
}

pub(crate) async fn end(tx: &mut WriteTx, id: AssignmentId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE assignment SET ended_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, now],
    )
    .await
}
