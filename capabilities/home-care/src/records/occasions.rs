//! Exceptions to one occasion: a visit that is moved, called off or brought back, and one besides the plan.

use behorig_access::Instant;
use behorig_store::{StoreError, Tx, WriteTx, params};
use jiff::civil::Date;

use super::customer::Customer;
use super::visits::PlannedVisit;
use crate::CareVisitId;
use crate::rules::visit_state::VisitState;

/// When a visit is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// The day on which it begins.
    pub day: Date,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
}

/// Whether a visit of the same assignment other than this one stands at that time.
pub(crate) async fn overlaps_itself(tx: &mut Tx, visit: &PlannedVisit, when: When) -> Result<bool, StoreError> {
    let days = |days: i64| when.day.saturating_add(jiff::Span::new().days(days)).to_string();
    let found: Option<(i64,)> = tx
        .optional(
            "SELECT CAST(1 AS BIGINT) FROM visit v
             WHERE v.customer_id = ?1 AND v.day >= ?2 AND v.day <= ?3 AND v.assignment_id = ?4 AND v.id <> ?5
               AND v.state IN ('planned', 'ongoing', 'performed') AND v.planned_from < ?7 AND v.planned_to > ?6 LIMIT 1",
            params![visit.customer, days(-1), days(1), visit.assignment, visit.id, when.from, when.to],
        )
        .await?;
    Ok(found.is_some())
}

/// Moves a planned visit. It is then a person's, and the plan no longer changes it.
pub(crate) async fn move_to(tx: &mut WriteTx, id: CareVisitId, version: i64, when: When) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE visit SET day = ?3, planned_from = ?4, planned_to = ?5, touched = TRUE, version = version + 1
         WHERE id = ?1 AND version = ?2 AND state = 'planned'",
        params![id, version, when.day.to_string(), when.from, when.to],
    )
    .await?;
    // Whoever was to make it is planned for the day that it is on.
    tx.put("UPDATE visit_staff SET day = ?2 WHERE visit_id = ?1", params![id, when.day.to_string()])
}

/// Lets a visit stand otherwise: called off, or planned again. Whether it may was asked of [`VisitState::may_become`].
pub(crate) async fn set_state(
    tx: &mut WriteTx,
    id: CareVisitId,
    version: i64,
    state: VisitState,
) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE visit SET state = ?3, touched = TRUE, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![id, version, state.as_stored()],
    )
    .await
}

/// A visit besides the plan. Nothing of what was decided is used up by it.
pub(crate) async fn add_extra(
    tx: &mut WriteTx,
    customer: &Customer,
    when: When,
    staff_needed: i64,
    interventions: &[String],
) -> Result<CareVisitId, StoreError> {
    let id = CareVisitId::new(tx.new_uuid());
    let (day, names) = (when.day.to_string(), interventions.join("\n"));
    tx.execute(
        "INSERT INTO visit (id, customer_id, unit_id, occasion, day, planned_from, planned_to, granted_minutes,
             staff_needed, interventions, state, touched, version)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, 0, ?7, ?8, 'planned', TRUE, 1)",
        params![id, customer.id, customer.unit, day, when.from, when.to, staff_needed, names],
    )
    .await?;
    Ok(id)
}
