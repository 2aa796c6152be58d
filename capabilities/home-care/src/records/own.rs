//! What customers ask about themselves: where they are customers, and by which work staff learn of their visits.

use behorig_access::{Instant, PersonId, Service};
use behorig_store::{Param, StoreError, ToParam, Tx, params};
use behorig_web::format;

use super::Customer;
use crate::CustomerId;

/// Staff with a role at a unit, who see the customer by it.
pub(crate) struct StaffBy {
    /// The unit of their grant.
    pub unit: String,
    /// By which role.
    pub role: String,
    /// How many they are.
    pub people: i64,
}

/// The person as a customer, at each unit that comes or will.
pub(crate) async fn customers_who_are(
    tx: &mut Tx,
    person: PersonId,
    now: Instant,
) -> Result<Vec<CustomerId>, StoreError> {
    let today = format::local(now.0).date().to_string();
    let rows: Vec<(CustomerId,)> = tx
        .all(
            "SELECT id FROM customer WHERE person_id = ?1 AND (to_date IS NULL OR to_date >= ?2) ORDER BY from_date, id",
            params![person, today],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The services by which staff learn of a customer's visits.
const OF_STAFF: [Service; 6] = [
    Service::AssignmentScheduleWeb,
    Service::AssignmentScheduleMobile,
    Service::ViewCustomers,
    Service::EditCustomers,
    Service::PlanVisits,
    Service::PerformVisits,
];

/// How many hold a role by which they learn of the customer's visits, by unit and role.
pub(crate) async fn staff_by_role(tx: &mut Tx, customer: &Customer, now: Instant) -> Result<Vec<StaffBy>, StoreError> {
    let places: Vec<String> = (3..3 + OF_STAFF.len()).map(|place| format!("?{place}")).collect();
    let sql = format!(
        "SELECT u.name, r.name, CAST(count(DISTINCT g.holder_account) AS BIGINT)
         FROM unit_ancestor x
         JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
         JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
         JOIN unit u ON u.id = g.unit_id
         JOIN account a ON a.id = g.holder_account
         WHERE x.unit_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND EXISTS (SELECT 1 FROM role_service s WHERE s.role_id = r.id AND s.service IN ({}))
         GROUP BY u.name, r.name, r.name_key ORDER BY u.name, r.name_key",
        places.join(", ")
    );
    let mut values = params![customer.unit, now].to_vec();
    let services: Vec<Param<'_>> = OF_STAFF.iter().map(ToParam::to_param).collect();
    values.extend(services);
    let rows: Vec<(String, String, i64)> = tx.all(&sql, &values).await?;
    Ok(rows.into_iter().map(|(unit, role, people)| StaffBy { unit, role, people }).collect())
}
