//! The plan written down: every assignment's visits stand in the table from now to a year ahead, in the transaction that makes or
//! changes it, and further as days go. What a person has touched, and what has begun by the clock, the plan leaves alone.

use behorig_access::Instant;
use behorig_store::{Actor, Db, Door, Param, Recorded, StoreError, ToParam, Tx, WriteTx, params};
use behorig_web::format;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::assignments::{self, Assignment};
use super::customer::Customer;
use super::{assignments_of, interventions_of, pauses_of};
use crate::rules::amounts::{Part, given_on};
use crate::rules::recurrence::{Occasion, Pause, Recurrence, occasions};
use crate::rules::visit_state::VisitState;
use crate::{AssignmentId, CareVisitId, CustomerId};

/// Visits are written this many days ahead: 53 weeks.
pub const HORIZON_DAYS: i32 = 53 * 7;
/// Visits of one statement.
const ROWS: usize = 53;
/// Assignments that one transaction of the sweep extends.
const AT_ONCE: i64 = 100;

fn horizon(today: Date) -> Date {
    today.saturating_add(HORIZON_DAYS.days())
}

/// What a customer's visits follow from besides the assignments themselves.
struct Ground {
    from: Date,
    to: Option<Date>,
    pauses: Vec<Pause>,
    interventions: Vec<super::Intervention>,
}

impl Ground {
    async fn read(tx: &mut Tx, customer: CustomerId, from: Date, to: Option<Date>) -> Result<Self, StoreError> {
        let pauses = pauses_of(tx, customer).await?.into_iter().map(|pause| pause.pause.days).collect();
        Ok(Self { from, to, pauses, interventions: interventions_of(tx, customer).await? })
    }

    /// The recurrence within the days on which the customer is one.
    fn within(&self, assignment: &Assignment) -> Recurrence {
        let plan = assignment.plan.recurrence;
        let to = match (plan.to, self.to) {
            (Some(own), Some(customers)) => Some(own.min(customers)),
            (own, customers) => own.or(customers),
        };
        Recurrence { to, ..plan }
    }

    /// What the assignment gives of what is decided and was not ended.
    fn parts(&self, assignment: &Assignment) -> Vec<Part> {
        let of = |(id, minutes): &(crate::InterventionId, i64)| {
            let found = self.interventions.iter().find(|one| one.id == *id && one.ended_at.is_none())?;
            let decided = &found.decided;
            Some(Part { name: decided.name.clone(), minutes: *minutes, from: decided.from, to: decided.to })
        };
        assignment.plan.interventions.iter().filter_map(of).collect()
    }

    /// The visits to be written for the days from `from` to `to` that begin after `after`.
    fn visits(&self, assignment: &Assignment, after: Instant, from: Date, to: Date) -> Vec<(Occasion, String, i64)> {
        let parts = self.parts(assignment);
        occasions(&self.within(assignment), &self.pauses, from.max(self.from), to)
            .filter(|one| one.from > after)
            .filter_map(|one| given_on(&parts, one.day).map(|(names, minutes)| (one, names, minutes)))
            .collect()
    }
}

/// Writes a customer's coming visits anew: of one assignment, or of all where something changed that all follow from.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn replan(
    tx: &mut WriteTx,
    customer: &Customer,
    only: Option<AssignmentId>,
) -> Result<(), StoreError> {
    let now = tx.now();
    let today = format::local(now.0).date();
    let ground = Ground::read(tx, customer.id, customer.from, customer.to).await?;
    for assignment in assignments_of(tx, customer.id).await? {
        if only.is_none_or(|only| only == assignment.id) {
            rewrite(tx, &ground, &assignment, today).await?;
        }
    }
    pause_touched(tx, customer.id, &ground.pauses, today).await
}

async fn rewrite(tx: &mut WriteTx, ground: &Ground, assignment: &Assignment, today: Date) -> Result<(), StoreError> {
    let now = tx.now();
    tx.put(
        "DELETE FROM visit WHERE assignment_id = ?1 AND occasion >= ?2 AND planned_from > ?3 AND NOT touched
             AND state IN ('planned', 'paused')",
        params![assignment.id, today.to_string(), now],
    )?;
    if assignment.ended_at.is_some() {
        // Nobody goes to what has ended, whoever it was given to.
        return tx.put(
            "UPDATE visit SET state = 'cancelled', version = version + 1
             WHERE assignment_id = ?1 AND occasion >= ?2 AND planned_from > ?3 AND state IN ('planned', 'paused')",
            params![assignment.id, today.to_string(), now],
        );
    }
    let through = horizon(today);
    write(tx, assignment, &ground.visits(assignment, now, today, through))?;
    if let Some(last) = ground.within(assignment).to {
        // Nobody goes after the last day either.
        tx.put(
            "UPDATE visit SET state = 'cancelled', version = version + 1
             WHERE assignment_id = ?1 AND occasion > ?2 AND planned_from > ?3 AND state IN ('planned', 'paused')",
            params![assignment.id, last.to_string(), now],
        )?;
    }
    tx.put("UPDATE assignment SET planned_through = ?2 WHERE id = ?1", params![assignment.id, through.to_string()])
}

/// Writes visits, many in a statement. Where the occasion has its visit already, a person's or one that has begun, that one stays.
fn write(tx: &mut WriteTx, assignment: &Assignment, visits: &[(Occasion, String, i64)]) -> Result<(), StoreError> {
    for group in visits.chunks(ROWS) {
        let ids: Vec<CareVisitId> = group.iter().map(|_| CareVisitId::new(tx.new_uuid())).collect();
        let days: Vec<String> = group.iter().map(|(one, _, _)| one.day.to_string()).collect();
        let mut bound: Vec<Param<'_>> = vec![
            assignment.customer.to_param(),
            assignment.unit.to_param(),
            assignment.id.to_param(),
            assignment.plan.staff_needed.to_param(),
        ];
        let mut rows = Vec::with_capacity(group.len());
        for (((one, names, minutes), id), day) in group.iter().zip(&ids).zip(&days) {
            let state = if one.paused { VisitState::Paused } else { VisitState::Planned };
            let at = bound.len();
            let [id_at, day_at, from, to, granted, done, stands] = std::array::from_fn(|place| at + place + 1);
            rows.push(format!(
                "(?{id_at}, ?1, ?2, ?3, ?{day_at}, ?{day_at}, ?{from}, ?{to}, ?{granted}, ?4, ?{done}, ?{stands}, FALSE, 1)"
            ));
            bound.extend([
                id.to_param(),
                day.to_param(),
                one.from.to_param(),
                one.to.to_param(),
                minutes.to_param(),
                names.to_param(),
                Param::Text(state.as_stored()),
            ]);
        }
        let sql = format!(
            "INSERT INTO visit (id, customer_id, unit_id, assignment_id, occasion, day, planned_from, planned_to,
                 granted_minutes, staff_needed, interventions, state, touched, version)
             VALUES {} ON CONFLICT (assignment_id, occasion) WHERE assignment_id IS NOT NULL DO NOTHING",
            rows.join(", ")
        );
        tx.put(&sql, &bound)?;
    }
    Ok(())
}

/// A visit that somebody moved or was given is paused too, and comes back when the pause does not cover its day: nobody is sent to
/// an empty home.
async fn pause_touched(
    tx: &mut WriteTx,
    customer: CustomerId,
    pauses: &[Pause],
    today: Date,
) -> Result<(), StoreError> {
    let now = tx.now();
    let rows: Vec<(CareVisitId, String, String)> = tx
        .all(
            "SELECT v.id, v.day, v.state FROM visit v
             WHERE v.customer_id = ?1 AND v.day >= ?2 AND v.planned_from > ?3 AND v.touched
               AND v.state IN ('planned', 'paused')",
            params![customer, today.to_string(), now],
        )
        .await?;
    for (id, day, state) in rows {
        let day: Date = day.parse().map_err(|_| StoreError::Shape(format!("no day: {day}")))?;
        let paused = pauses.iter().any(|pause| pause.covers(day));
        let stands = if paused { VisitState::Paused } else { VisitState::Planned };
        if state != stands.as_stored() {
            tx.put(
                "UPDATE visit SET state = ?2, version = version + 1 WHERE id = ?1",
                params![id, stands.as_stored()],
            )?;
        }
    }
    Ok(())
}

/// Writes the visits of the days that have come into sight since the plans were written, and gives how many assignments it reached.
/// Run daily, on every node: twice does no more than once.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn extend_plans(db: &Db, now: Instant) -> Result<i64, StoreError> {
    let through = horizon(format::local(now.0).date());
    let mut extended = 0;
    loop {
        let actor = Actor::system(Door::System, now);
        let reached = db
            .write(&actor, through, |tx, through| {
                Box::pin(async move {
                    let reached = extend_some(tx, *through).await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record(
                        reached,
                        "the visits follow from assignments whose own events tell of them",
                    ))
                })
            })
            .await?;
        extended += reached;
        if reached < AT_ONCE {
            return Ok(extended);
        }
    }
}

async fn extend_some(tx: &mut WriteTx, through: Date) -> Result<i64, StoreError> {
    let sql = format!(
        "{} WHERE a.ended_at IS NULL AND a.planned_through < ?1 ORDER BY a.planned_through, a.id LIMIT ?2",
        assignments::SELECT
    );
    let due: Vec<Assignment> = tx.all(&sql, params![through.to_string(), AT_ONCE]).await?;
    let now = tx.now();
    for one in &due {
        let customer = Customer::find(tx, one.customer).await?.ok_or(StoreError::Missing)?;
        let ground = Ground::read(tx, customer.id, customer.from, customer.to).await?;
        let whole = assignments::find(tx, customer.id, one.id).await?.ok_or(StoreError::Missing)?;
        let next = one.planned_through.tomorrow().unwrap_or(one.planned_through);
        write(tx, &whole, &ground.visits(&whole, now, next, through))?;
        tx.put("UPDATE assignment SET planned_through = ?2 WHERE id = ?1", params![one.id, through.to_string()])?;
    }
    Ok(i64::try_from(due.len()).unwrap_or(i64::MAX))
}
