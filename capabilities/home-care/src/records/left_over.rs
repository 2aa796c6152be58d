//! Visits that a person has changed or given to somebody, and that a change of their assignment leaves outside it. The plan does not
//! take away what is a person's; so whoever changes the assignment says what becomes of them.

use behorig_access::Instant;
use behorig_store::{StoreError, Tx, params};
use behorig_web::format;

use super::assignments::Assignment;
use super::visits::PlannedVisit;

/// The visits of an assignment that begin after now and that a person has changed or given to somebody, in their order.
pub(crate) async fn by_hand(
    tx: &mut Tx,
    assignment: &Assignment,
    now: Instant,
) -> Result<Vec<PlannedVisit>, StoreError> {
    let sql = format!(
        "SELECT {} FROM visit v
         WHERE v.customer_id = ?1 AND v.day >= ?2 AND v.assignment_id = ?3 AND v.planned_from > ?4 AND v.touched
           AND v.state IN ('planned', 'paused')
         ORDER BY v.day, v.planned_from, v.id",
        PlannedVisit::COLUMNS
    );
    let today = format::local(now.0).date().to_string();
    tx.all(&sql, params![assignment.customer, today, assignment.id, now]).await
}
