//! Customers, plans and visits on both databases.

mod lists;
mod plans;

use behorig_access::{PersonId, UnitId};
use behorig_registers::persons::{LocalRegister, PersonRegister};
use behorig_store::{StoreError, WriteTx};
use jiff::civil::{Date, date};
use proof_support::World;
use proof_support::world::Step;

use super::*;
use crate::records::customer::Customer;
use crate::rules::amounts::{Law, Per};
use crate::rules::recurrence::{Recurrence, Weekdays};
use crate::{AssignmentId, InterventionId};

/// The Friday on which the world begins.
const FRIDAY: Date = date(2026, 11, 20);

fn day(days: i32) -> Date {
    FRIDAY.saturating_add(jiff::Span::new().days(days))
}

async fn customer_at(world: &World, unit: UnitId, person: PersonId) -> CustomerId {
    world
        .change((unit, person), |tx, (unit, person)| {
            Box::pin(async move {
                let person = LocalRegister.by_id(tx, *person).await?.ok_or(StoreError::Missing)?;
                add_customer(tx, *unit, &person, date(2026, 1, 1)).await
            })
        })
        .await
}

async fn customer(world: &World, name: &str) -> CustomerId {
    let person = world.resident(name).await;
    customer_at(world, world.home_care, person).await
}

/// A change of a customer inside one transaction, with the visits that follow.
async fn change<T, F>(world: &World, customer: CustomerId, work: F) -> T
where
    T: Send + 'static,
    F: for<'t> Fn(&'t mut WriteTx, &'t Customer) -> Step<'t, T> + Send + Sync + 'static,
{
    world
        .change((customer, work), |tx, (customer, work)| {
            Box::pin(async move {
                let customer = Customer::find(tx, *customer).await?.ok_or(StoreError::Missing)?;
                let made = work(tx, &customer).await?;
                plan::replan(tx, &customer, None).await?;
                Ok(made)
            })
        })
        .await
}

fn shower(to: Option<Date>) -> NewIntervention {
    NewIntervention {
        name: "Dusch".to_owned(),
        law: Law::Sol,
        minutes: 120,
        per: Per::Week,
        decided_on: date(2026, 1, 1),
        from: date(2026, 1, 1),
        to,
    }
}

fn daily(start: i64, parts: Vec<(InterventionId, i64)>) -> NewAssignment {
    let recurrence = Recurrence {
        weekdays: Weekdays::EVERY_DAY,
        every_weeks: 1,
        from: date(2026, 1, 1),
        to: None,
        start,
        window_to: None,
        length: 30,
    };
    NewAssignment { recurrence, staff_needed: 1, interventions: parts }
}

/// A customer with a shower every day at a minute of the day.
async fn planned(world: &World, start: i64, decided_to: Option<Date>) -> (CustomerId, AssignmentId, InterventionId) {
    let id = customer(world, "Elsa Lind").await;
    let (assignment, intervention) = change(world, id, move |tx, customer| {
        Box::pin(async move {
            let intervention = interventions::add(tx, customer.id, &shower(decided_to)).await?;
            let new = daily(start, vec![(intervention, 20)]);
            Ok((assignments::add(tx, (customer.id, customer.unit), &new).await?, intervention))
        })
    })
    .await;
    (id, assignment, intervention)
}

async fn visits(world: &World, customer: CustomerId) -> Vec<PlannedVisit> {
    let mut tx = world.db().read().await.unwrap();
    visits_of_customer(&mut tx, customer, date(2026, 1, 1), date(2028, 12, 31)).await.unwrap()
}
