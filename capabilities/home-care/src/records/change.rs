//! A customer begins and ends.

use behorig_access::{GrantId, Holder, Instant, Period, PersonId, UnitId};
use behorig_identity::swedish_sort_key;
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::persons::Person;
use behorig_store::{FieldChange, Recorded, StoreError, WriteTx, params};
use behorig_web::{Lang, format};
use jiff::civil::Date;

use super::customer::Customer;
use super::{NewAssignment, NewIntervention, NewPause, assignments, interventions, pauses, plan, who_may_see};
use crate::rules::recurrence::moment;
use crate::{AssignmentId, CustomerId, InterventionId, PauseId};

/// Makes a person a customer of a unit from a day on, or a former one a customer again. Whether it may be done was decided before;
/// the caller records it.
///
/// # Errors
/// [`StoreError::Conflict`] where the person is one already.
pub async fn add_customer(
    tx: &mut WriteTx,
    unit: UnitId,
    person: &Person,
    from: Date,
) -> Result<CustomerId, StoreError> {
    let known: Option<(CustomerId, Option<String>)> = tx
        .optional("SELECT id, to_date FROM customer WHERE person_id = ?1 AND unit_id = ?2", params![person.id, unit])
        .await?;
    if let Some((id, ended)) = known {
        if ended.is_none_or(|ended| ended >= from.to_string()) {
            return Err(StoreError::Conflict { constraint: "customer_of_person".to_owned() });
        }
        tx.execute(
            "UPDATE customer SET from_date = ?2, to_date = NULL, version = version + 1 WHERE id = ?1",
            params![id, from.to_string()],
        )
        .await?;
        // What was agreed before is agreed anew, or not at all.
        let now = tx.now();
        for table in ["assignment", "care_pause"] {
            tx.put(
                &format!(
                    "UPDATE {table} SET ended_at = ?2, version = version + 1 WHERE customer_id = ?1 AND ended_at IS NULL"
                ),
                params![id, now],
            )?;
        }
        return Ok(id);
    }
    let id = CustomerId::new(tx.new_uuid());
    let (now, sort_key) = (tx.now(), sort_key_of(person.id, tx).await?);
    let sort_key =
        sort_key.unwrap_or_else(|| swedish_sort_key(&format!("{}, {}", person.family_name, person.given_name)));
    tx.execute(
        "INSERT INTO customer (id, person_id, unit_id, sort_key, from_date, created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
        params![id, person.id, unit, sort_key, from.to_string(), now],
    )
    .await?;
    Ok(id)
}

/// A person of the register who lives.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn living(tx: &mut WriteTx, person: PersonId) -> Result<Option<Person>, StoreError> {
    let columns = behorig_registers::persons::columns();
    let sql = format!("SELECT {columns} FROM person p WHERE p.id = ?1 AND p.deceased_on IS NULL");
    tx.optional(&sql, params![person]).await
}

async fn sort_key_of(person: PersonId, tx: &mut WriteTx) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = tx.optional("SELECT sort_key FROM person WHERE id = ?1", params![person]).await?;
    Ok(row.map(|(key,)| key))
}

/// Decides an intervention for a customer. Whether it may be done was decided before; the caller records it.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such customer.
pub async fn add_intervention(
    tx: &mut WriteTx,
    customer: CustomerId,
    new: &NewIntervention,
) -> Result<InterventionId, StoreError> {
    interventions::add(tx, customer, new).await
}

/// Makes an assignment and writes its visits, from now to a year ahead. Whether it may be done was decided before; the caller
/// records it.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such customer.
pub async fn add_assignment(
    tx: &mut WriteTx,
    customer: CustomerId,
    new: &NewAssignment,
) -> Result<AssignmentId, StoreError> {
    let customer = Customer::find(tx, customer).await?.ok_or(StoreError::Missing)?;
    let id = assignments::add(tx, (customer.id, customer.unit), new).await?;
    plan::replan(tx, &customer, Some(id)).await?;
    Ok(id)
}

/// Pauses a customer's visits. Whether it may be done was decided before; the caller records it.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such customer.
pub async fn add_pause(tx: &mut WriteTx, customer: CustomerId, new: &NewPause) -> Result<PauseId, StoreError> {
    let customer = Customer::find(tx, customer).await?.ok_or(StoreError::Missing)?;
    let id = pauses::add(tx, customer.id, new).await?;
    plan::replan(tx, &customer, None).await?;
    Ok(id)
}

/// What ends with a customer.
#[derive(Debug, Clone, Default)]
pub struct Ended {
    /// Relatives' grants that were to last longer.
    pub grants: Vec<EndedGrant>,
}

/// A relative's grant that ends earlier than it would have.
#[derive(Debug, Clone)]
pub struct EndedGrant {
    grant: GrantId,
    holder: Holder,
    change: FieldChange,
}

impl Ended {
    /// Writes into the history of each grant, and of whoever holds it, from when to when its end was moved and why.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn history(&self, tx: &mut WriteTx, recorded: &Recorded<()>) -> Result<(), StoreError> {
        for one in &self.grants {
            let change = std::slice::from_ref(&one.change);
            tx.history(recorded, "grant", one.grant.uuid(), change).await?;
            if let Holder::Account(account) = one.holder {
                tx.history(recorded, "account", account.uuid(), change).await?;
            }
        }
        Ok(())
    }
}

/// Lets a customer's care end with a day: later visits go, and whoever follows the customer at this unit by a grant for just them
/// follows to the end of that day. Whether it may be done was decided before; the caller records it, with what ended.
///
/// # Errors
/// [`StoreError::Stale`] where the customer was changed in the meantime.
pub async fn end_customer(
    tx: &mut WriteTx,
    customer: &Customer,
    version: i64,
    last: Date,
) -> Result<Ended, StoreError> {
    let now = tx.now();
    let last_day = last.to_string();
    tx.change_one(
        "UPDATE customer SET to_date = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![customer.id, version, last_day],
    )
    .await?;
    let mut ending = customer.clone();
    ending.to = Some(last);
    plan::replan(tx, &ending, None).await?;
    // What a person has moved beyond the last day is called off: nobody goes there.
    tx.put(
        "UPDATE visit SET state = 'cancelled', version = version + 1
         WHERE customer_id = ?1 AND day > ?2 AND state IN ('planned', 'paused')",
        params![customer.id, last_day],
    )?;
    let Some(end) = first_moment_after(last) else { return Ok(Ended::default()) };
    let mut ended = Ended::default();
    for (grant, holder) in grants_beyond(tx, &ending, end, now).await? {
        let old = Some(in_history(&grant, grant.period));
        let new = if grant.period.from < end {
            grants::change_end(tx, grant.id, grant.version, Some(end)).await?;
            let shorter = Period { from: grant.period.from, to: Some(end) };
            let args = [("grant", in_history(&grant, shorter).into())];
            Some(Lang::Sv.tr("home-care-grant-ends-with-care", &args).into_owned())
        } else {
            // It was to begin after the last day: it never does.
            grants::end(tx, grant.id, grant.version).await?;
            None
        };
        let change = FieldChange { field: "grant".to_owned(), old, new };
        ended.grants.push(EndedGrant { grant: grant.id, holder, change });
    }
    Ok(ended)
}

/// A grant as history keeps it: role, unit, and its first and last day.
fn in_history(grant: &GrantRow, period: Period) -> String {
    let day = |at: Instant| format::local(at.0).date();
    let days = format::period(Lang::Sv, day(period.from), period.to.map(|to| day(to.plus_millis(-1))));
    format!("{}, {}, {days}", grant.role_name, grant.unit_name)
}

/// The midnight after a day, in Stockholm.
pub(crate) fn first_moment_after(day: Date) -> Option<Instant> {
    moment(day.tomorrow().ok()?, 0, format::stockholm())
}

/// The grants for just this customer, given at the unit itself, that were to last longer. One given above it may be for another unit
/// of the branch too, and stays.
async fn grants_beyond(
    tx: &mut WriteTx,
    customer: &Customer,
    end: Instant,
    now: Instant,
) -> Result<Vec<(GrantRow, Holder)>, StoreError> {
    let mut found = Vec::new();
    for one in who_may_see(tx, customer, now).await? {
        if one.to.is_some_and(|to| to <= end) {
            continue;
        }
        let grant = grants::find(tx, one.grant).await?.ok_or(StoreError::Missing)?;
        if grant.0.unit == customer.unit {
            found.push(grant);
        }
    }
    Ok(found)
}
