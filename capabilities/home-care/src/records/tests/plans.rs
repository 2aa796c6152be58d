use behorig_access::{BuiltIn, GrantId, Instant};
use behorig_store::params;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, both_databases};

use super::*;
use crate::records::occasions::{When, add_extra, move_to, set_state};
use crate::rules::recurrence::{Pause, moment};
use crate::rules::sight::as_object;
use crate::rules::visit_state::VisitState;

both_databases!(
    a_new_assignment_has_its_visits_for_a_year_from_now_on,
    a_change_moves_the_visits_that_nobody_touched_and_no_others,
    what_has_been_stays_as_it_was,
    a_pause_pauses_every_visit_of_its_days_and_no_longer_than_it_lasts,
    a_decision_that_ends_takes_its_visits_with_it,
    the_daily_sweep_writes_each_day_once,
    an_assignment_that_ends_sends_nobody,
    an_earlier_last_day_sends_nobody_after_it_whoever_it_was_given_to,
    who_comes_back_has_nothing_of_what_was_planned_before,
    a_customer_who_ends_has_no_visits_and_no_followers_after_the_last_day,
    an_extra_visit_stands_beside_the_plan,
    nobody_is_a_customer_of_a_unit_twice_and_a_former_one_can_come_back,
);

fn at(day: Date, minute: i64) -> Instant {
    moment(day, minute, behorig_web::format::stockholm()).unwrap()
}

fn when(day: Date, minute: i64) -> When {
    When { day, from: at(day, minute), to: at(day, minute + 30) }
}

async fn a_new_assignment_has_its_visits_for_a_year_from_now_on(db: TestDb) {
    let world = World::new(&db).await;
    // It is ten o'clock: the visit of today at eight is not made up afterwards, the one at twelve is still to come.
    for (start, first) in [(8 * 60, day(1)), (12 * 60, day(0))] {
        let (id, assignment, _) = planned(&world, start, None).await;
        let visits = visits(&world, id).await;
        assert_eq!(visits.first().map(|visit| visit.day), Some(first));
        assert_eq!(visits.last().map(|visit| visit.day), Some(day(HORIZON_DAYS)));
        assert_eq!(visits.len(), usize::try_from(HORIZON_DAYS).unwrap() + usize::from(first == day(0)));
        for visit in &visits {
            assert_eq!((visit.assignment, visit.state, visit.touched), (Some(assignment), VisitState::Planned, false));
            assert_eq!((visit.planned_minutes(), visit.granted_minutes, visit.version), (30, 20, 1));
            assert_eq!(visit.interventions, ["Dusch"]);
            assert_eq!((visit.occasion, visit.unit), (visit.day, world.home_care));
        }
        assert!(visits.is_sorted_by_key(|visit| visit.planned_from));
    }
}

async fn a_change_moves_the_visits_that_nobody_touched_and_no_others(db: TestDb) {
    let world = World::new(&db).await;
    let (id, assignment, intervention) = planned(&world, 12 * 60, None).await;
    let before = visits(&world, id).await;
    let (moved, called_off) = (before[3].clone(), before[5].clone());
    let (touch, cancel) = (moved.id, called_off.id);
    change(&world, id, move |tx, _| {
        Box::pin(async move {
            move_to(tx, touch, 1, when(day(3), 15 * 60)).await?;
            set_state(tx, cancel, 1, VisitState::Cancelled).await
        })
    })
    .await;
    change_start(&world, id, (assignment, intervention), 14 * 60).await;
    let after = visits(&world, id).await;
    assert_eq!(after.len(), before.len(), "each occasion has its one visit");
    for visit in &after {
        let minute = if visit.id == touch { 15 * 60 } else { 14 * 60 };
        if visit.id == cancel {
            assert_eq!((visit.state, visit.planned_from), (VisitState::Cancelled, called_off.planned_from));
        } else {
            assert_eq!(visit.planned_from, at(visit.day, minute), "{}", visit.day);
            assert_eq!(visit.granted_minutes, if visit.id == touch { 20 } else { 25 });
        }
    }
    // The same once more changes nothing at all but the ids of what nobody touched.
    change_start(&world, id, (assignment, intervention), 14 * 60).await;
    let told = |visits: &[PlannedVisit]| -> Vec<_> {
        visits
            .iter()
            .map(|visit| (visit.day, visit.planned_from, visit.planned_to, visit.state, visit.touched))
            .collect()
    };
    assert_eq!(told(&visits(&world, id).await), told(&after));
}

/// Lets an assignment begin at another minute, with five minutes more of its intervention.
async fn change_start(
    world: &World,
    id: CustomerId,
    (assignment, intervention): (AssignmentId, InterventionId),
    start: i64,
) {
    change(world, id, move |tx, _| {
        Box::pin(async move {
            let (version,): (i64,) =
                tx.one("SELECT version FROM assignment WHERE id = ?1", params![assignment]).await?;
            assignments::change(tx, assignment, version, &daily(start, vec![(intervention, 25)])).await
        })
    })
    .await;
}

async fn what_has_been_stays_as_it_was(db: TestDb) {
    let world = World::new(&db).await;
    let (id, assignment, intervention) = planned(&world, 12 * 60, None).await;
    // Two days on, in the afternoon: three visits have been, whether anybody wrote about them or not.
    let later = world.later(2 * DAY + 4 * HOUR);
    change(&later, id, move |tx, _| {
        Box::pin(async move { assignments::change(tx, assignment, 1, &daily(18 * 60, vec![(intervention, 20)])).await })
    })
    .await;
    let after = visits(&later, id).await;
    let minutes: Vec<bool> = after.iter().take(4).map(|visit| visit.planned_from == at(visit.day, 12 * 60)).collect();
    assert_eq!(minutes, [true, true, true, false]);
}

async fn a_pause_pauses_every_visit_of_its_days_and_no_longer_than_it_lasts(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _, _) = planned(&world, 12 * 60, None).await;
    let touched = visits(&world, id).await[2].id;
    change(&world, id, move |tx, _| Box::pin(move_to(tx, touched, 1, when(day(2), 16 * 60)))).await;
    let in_hospital = NewPause { days: Pause { from: day(1), to: Some(day(3)) }, reason: PauseReason::Hospital };
    let pause = change(&world, id, move |tx, customer| {
        Box::pin(async move { pauses::add(tx, customer.id, &in_hospital).await })
    })
    .await;
    let paused = async || -> Vec<Date> {
        let all = visits(&world, id).await;
        all.iter().filter(|visit| visit.state == VisitState::Paused).map(|visit| visit.day).collect()
    };
    assert_eq!(paused().await, [day(1), day(2), day(3)], "also the one that somebody moved");
    let home_earlier = NewPause { days: Pause { from: day(1), to: Some(day(1)) }, reason: PauseReason::Hospital };
    change(&world, id, move |tx, _| Box::pin(async move { pauses::change(tx, pause, 1, &home_earlier).await })).await;
    assert_eq!(paused().await, [day(1)]);
    change(&world, id, move |tx, _| Box::pin(pauses::end(tx, pause, 2))).await;
    assert_eq!(paused().await, []);
    let moved = visits(&world, id).await.into_iter().find(|visit| visit.id == touched).unwrap();
    assert_eq!((moved.state, moved.planned_from), (VisitState::Planned, at(day(2), 16 * 60)));
}

async fn a_decision_that_ends_takes_its_visits_with_it(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _, intervention) = planned(&world, 12 * 60, Some(day(10))).await;
    assert_eq!(visits(&world, id).await.last().map(|visit| visit.day), Some(day(10)));
    change(&world, id, move |tx, _| {
        Box::pin(async move { interventions::change(tx, intervention, 1, &shower(Some(day(20)))).await })
    })
    .await;
    assert_eq!(visits(&world, id).await.last().map(|visit| visit.day), Some(day(20)));
    change(&world, id, move |tx, _| Box::pin(interventions::end(tx, intervention, 2))).await;
    assert_eq!(visits(&world, id).await, []);
}

async fn the_daily_sweep_writes_each_day_once(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _, _) = planned(&world, 12 * 60, None).await;
    let (ended, assignment, _) = planned(&world, 12 * 60, None).await;
    change(&world, ended, move |tx, _| Box::pin(assignments::end(tx, assignment, 1))).await;
    let before = visits(&world, id).await;
    assert_eq!(extend_plans(world.db(), world.now).await.unwrap(), 0, "the plans are written already");
    let later = world.later(3 * DAY);
    assert_eq!(extend_plans(world.db(), later.now).await.unwrap(), 1);
    assert_eq!(extend_plans(world.db(), later.now).await.unwrap(), 0);
    let after = visits(&later, id).await;
    assert_eq!(after.len(), before.len() + 3);
    assert_eq!(after.last().map(|visit| visit.day), Some(day(HORIZON_DAYS + 3)));
    assert_eq!(after[..before.len()], before, "what was written stays");
}

async fn an_assignment_that_ends_sends_nobody(db: TestDb) {
    let world = World::new(&db).await;
    let (id, assignment, _) = planned(&world, 12 * 60, None).await;
    let touched = visits(&world, id).await[4].id;
    change(&world, id, move |tx, _| Box::pin(move_to(tx, touched, 1, when(day(4), 9 * 60)))).await;
    let later = world.later(DAY);
    change(&later, id, move |tx, _| Box::pin(assignments::end(tx, assignment, 1))).await;
    let left: Vec<(Date, VisitState)> = visits(&later, id).await.iter().map(|visit| (visit.day, visit.state)).collect();
    assert_eq!(left, [(day(0), VisitState::Planned), (day(4), VisitState::Cancelled)]);
}

async fn an_earlier_last_day_sends_nobody_after_it_whoever_it_was_given_to(db: TestDb) {
    let world = World::new(&db).await;
    let (id, assignment, intervention) = planned(&world, 12 * 60, None).await;
    let touched = visits(&world, id).await[4].id;
    change(&world, id, move |tx, _| Box::pin(move_to(tx, touched, 1, when(day(4), 9 * 60)))).await;
    change(&world, id, move |tx, _| {
        Box::pin(async move {
            let mut shorter = daily(12 * 60, vec![(intervention, 20)]);
            shorter.recurrence.to = Some(day(1));
            assignments::change(tx, assignment, 1, &shorter).await
        })
    })
    .await;
    let left: Vec<(Date, VisitState)> = visits(&world, id).await.iter().map(|visit| (visit.day, visit.state)).collect();
    let planned = VisitState::Planned;
    assert_eq!(left, [(day(0), planned), (day(1), planned), (day(4), VisitState::Cancelled)]);
}

async fn who_comes_back_has_nothing_of_what_was_planned_before(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _, _) = planned(&world, 12 * 60, None).await;
    world
        .change(id, |tx, id| {
            Box::pin(async move {
                let customer = Customer::find(tx, *id).await?.ok_or(StoreError::Missing)?;
                end_customer(tx, &customer, 1, day(0)).await?;
                let person = LocalRegister.by_id(tx, customer.person).await?.ok_or(StoreError::Missing)?;
                add_customer(tx, customer.unit, &person, day(3)).await
            })
        })
        .await;
    let later = world.later(5 * DAY);
    // A change of anything that plans follow from writes them all anew.
    change(&later, id, |_, _| Box::pin(async { Ok(()) })).await;
    assert_eq!(visits(&later, id).await.iter().filter(|visit| visit.day > day(0)).count(), 0);
}

async fn a_customer_who_ends_has_no_visits_and_no_followers_after_the_last_day(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _, _) = planned(&world, 12 * 60, None).await;
    let mut tx = world.db().read().await.unwrap();
    let person = Customer::find(&mut tx, id).await.unwrap().unwrap().person;
    drop(tx);
    let karin = world.account("Karin Sandberg").at(world.home_care).await;
    let until_further_notice =
        world.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(person)).await;
    let soon = world.now.plus_millis(DAY);
    let short = world.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(person)).until(soon).await;
    let later = world.later(30 * DAY);
    let never = later.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(person)).await;
    let ended = world
        .change(id, |tx, id| {
            Box::pin(async move {
                let customer = Customer::find(tx, *id).await?.ok_or(StoreError::Missing)?;
                end_customer(tx, &customer, 1, day(5)).await
            })
        })
        .await;
    assert_eq!(ended.grants.len(), 2);
    assert_eq!(visits(&world, id).await.last().map(|visit| visit.day), Some(day(5)));
    let end_of = async |grant: GrantId| -> Option<Instant> {
        let mut tx = world.db().read().await.unwrap();
        let (to,) = tx.one("SELECT to_at FROM grants WHERE id = ?1", params![grant]).await.unwrap();
        to
    };
    assert_eq!(end_of(until_further_notice).await, Some(at(day(6), 0)), "through the last day");
    assert_eq!(end_of(short).await, Some(soon), "what ends before stays as it was");
    assert_eq!(end_of(never).await, Some(world.now), "what was to begin after the last day never does");
}

async fn an_extra_visit_stands_beside_the_plan(db: TestDb) {
    let world = World::new(&db).await;
    let (id, assignment, _) = planned(&world, 12 * 60, None).await;
    let extra = change(&world, id, |tx, customer| {
        Box::pin(async move {
            let names = ["Dusch".to_owned(), "Promenad".to_owned()];
            add_extra(tx, customer, when(day(1), 12 * 60), 2, &names).await
        })
    })
    .await;
    let mut tx = world.db().read().await.unwrap();
    let visit = find_visit(&mut tx, extra).await.unwrap().unwrap();
    assert_eq!((visit.assignment, visit.granted_minutes, visit.staff_needed), (None, 0, 2));
    assert_eq!(visit.interventions, ["Dusch", "Promenad"]);
    let of_day = visits_at_unit(&mut tx, world.home_care, day(1)).await.unwrap();
    assert_eq!(of_day.len(), 2);
    let planned = of_day.iter().find(|visit| visit.assignment == Some(assignment)).unwrap();
    assert!(occasions::overlaps_itself(&mut tx, &visits_after(planned), when(day(1), 12 * 60 + 15)).await.unwrap());
    assert!(!occasions::overlaps_itself(&mut tx, planned, when(day(1), 12 * 60 + 15)).await.unwrap());
}

/// Another visit of the same assignment.
fn visits_after(visit: &PlannedVisit) -> PlannedVisit {
    PlannedVisit { id: crate::CareVisitId::new(uuid::Uuid::nil()), ..visit.clone() }
}

async fn nobody_is_a_customer_of_a_unit_twice_and_a_former_one_can_come_back(db: TestDb) {
    let world = World::new(&db).await;
    let person = world.resident("Elsa Lind").await;
    let id = customer_at(&world, world.home_care, person).await;
    let add = async |from: Date| {
        let actor = world.system();
        world
            .db()
            .write(&actor, (world.home_care, person, from), |tx, (unit, person, from)| {
                Box::pin(async move {
                    let person = LocalRegister.by_id(tx, *person).await?.ok_or(StoreError::Missing)?;
                    let id = add_customer(tx, *unit, &person, *from).await?;
                    Ok::<_, StoreError>(behorig_store::Recorded::nothing_to_record(id, "a test"))
                })
            })
            .await
    };
    assert!(add(day(0)).await.unwrap_err().is_conflict_on("customer_of_person"));
    world
        .change(id, |tx, id| {
            Box::pin(async move {
                let customer = Customer::find(tx, *id).await?.ok_or(StoreError::Missing)?;
                end_customer(tx, &customer, 1, day(0)).await
            })
        })
        .await;
    assert_eq!(add(day(30)).await.unwrap(), id, "the same customer, with all that was");
    assert!(add(day(60)).await.is_err());
}
