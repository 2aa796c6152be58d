//! No case is ever lost: who answers for it when whoever has it no longer can.

use behorig_access::{AccountId, BuiltIn, Instant};
use behorig_store::params;
use proof_support::{
    TestDb, both_databases,
    world::{DAY, HOUR},
};

use super::*;
use crate::rules::Act;

both_databases!(
    a_right_that_ends_by_the_clock_leaves_the_case_in_the_inbox,
    who_is_blocked_gives_their_cases_back_in_the_same_transaction,
    the_substitute_gets_the_cases_of_who_is_away,
    an_absence_to_come_moves_the_cases_when_it_begins,
    the_nightly_check_finds_a_clinic_whose_inbox_nobody_reads,
);

async fn hand_back_all(scene: &Scene, who: AccountId, why: &'static str) -> usize {
    scene.world.change((who, why), |tx, (who, why)| Box::pin(hand_back_cases_of(tx, *who, why))).await
}

async fn a_right_that_ends_by_the_clock_leaves_the_case_in_the_inbox(db: TestDb) {
    let scene = Scene::new(&db).await;
    let lo = scene.world.account("Lo Berg").at(scene.unit).await;
    let until = Instant(scene.world.now.0 + HOUR);
    scene.world.grant(lo, BuiltIn::CaseHandler, scene.unit).until(until).await;
    let id = scene.send().await.id;
    scene.assign_to(scene.receiver, &[id], To::Person(lo)).await.unwrap();
    assert!(scene.inbox().await.is_empty());
    assert_eq!(hand_back_all(&scene, lo, "right-ended").await, 0, "who still can keeps them");

    let scene = scene.later(HOUR);
    assert_eq!(scene.inbox().await, [id]);
    let mut read = scene.world.db().read().await.unwrap();
    assert_eq!(waiting_at(&mut read, scene.unit, 99, scene.world.now).await.unwrap(), 1);
    drop(read);
    // It is assigned from there as any other.
    let assigned = scene.assign_to(scene.receiver, &[id], To::Person(scene.handler)).await.unwrap();
    assert_eq!(assigned.done, [id]);
    assert!(scene.inbox().await.is_empty());
}

async fn who_is_blocked_gives_their_cases_back_in_the_same_transaction(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (id, answered) = (scene.assigned().await, scene.assigned().await);
    scene.write(scene.handler, answered, Act::Answer).await.unwrap();
    let moved = scene
        .world
        .change(scene.handler, |tx, who| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![who, now]).await?;
                hand_back_cases_of(tx, *who, "blocked").await
            })
        })
        .await;
    assert_eq!(moved, 1);
    let case = scene.case(id).await;
    assert_eq!((case.handler, case.state), (None, State::Received));
    let thread = scene.thread(scene.receiver, id).await.unwrap();
    let Some(Entry::Happening(last)) = thread.entries.last() else { panic!("no event") };
    assert_eq!((last.what.as_str(), last.note.as_deref()), ("handed-back", Some("why-blocked")));
    assert_eq!(last.from.as_deref(), Some("Nils Öberg"));
    let told = scene.world.events().await;
    assert!(
        told.iter().any(|event| event.level.as_deref() == Some("cases.hand-back-all") && event.resources.len() == 1)
    );
}

async fn away(scene: &Scene, absence: NewAbsence) {
    scene
        .staff(scene.receiver, absence, |tx, _, absence| Box::pin(async move { Ok(begin_absence(tx, absence).await?) }))
        .await
        .unwrap();
}

async fn the_substitute_gets_the_cases_of_who_is_away(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    let now = scene.world.now;
    let (account, substitute) = (scene.handler, Some(scene.other_handler));
    away(&scene, NewAbsence { account, from: now, to: Some(Instant(now.0 + DAY)), substitute }).await;
    assert_eq!(scene.mine(scene.other_handler).await, [id]);
    let refused = scene.send().await.id;
    let to_who_is_away = scene.assign_to(scene.receiver, &[refused], To::Person(scene.handler)).await;
    assert!(matches!(to_who_is_away, Err(CaseError::NotAble)));
    let mut read = scene.world.db().read().await.unwrap();
    let absences = absences_at(&mut read, scene.unit, now).await.unwrap();
    assert!(absences.len() == 1 && absences[0].is_now(now));
    drop(read);
    let back = scene
        .staff(scene.receiver, (absences[0].id, absences[0].version), |tx, _, (id, version)| {
            Box::pin(async move { Ok(end_absence(tx, *id, *version).await?) })
        })
        .await;
    back.unwrap();
    assert!(scene.assign_to(scene.receiver, &[refused], To::Person(scene.handler)).await.is_ok());
}

async fn an_absence_to_come_moves_the_cases_when_it_begins(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    let from = Instant(scene.world.now.0 + DAY);
    away(&scene, NewAbsence { account: scene.handler, from, to: None, substitute: None }).await;
    assert_eq!(scene.mine(scene.handler).await, [id]);
    assert_eq!(hand_over_begun_absences(scene.world.db(), scene.world.now).await.unwrap(), 0);
    let scene = scene.later(DAY);
    assert_eq!(scene.inbox().await, [id], "seen at once, before anything has moved it");
    assert_eq!(hand_over_begun_absences(scene.world.db(), scene.world.now).await.unwrap(), 1);
    assert_eq!(hand_over_begun_absences(scene.world.db(), scene.world.now).await.unwrap(), 0);
    assert_eq!((scene.inbox().await, scene.case(id).await.handler), (vec![id], None));
}

async fn the_nightly_check_finds_a_clinic_whose_inbox_nobody_reads(db: TestDb) {
    let scene = Scene::new(&db).await;
    let unit = scene.unit;
    let check = |scene: &Scene| {
        let (db, now) = (scene.world.db().clone(), scene.world.now);
        async move { cases_without_responsible(&mut db.read().await.unwrap(), now).await.unwrap() }
    };
    scene.assigned().await;
    scene.send().await;
    assert_eq!(check(&scene).await, []);
    scene
        .world
        .change(scene.receiver, |tx, who| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![who, now]).await
            })
        })
        .await;
    assert_eq!(check(&scene).await, [WithoutResponsible { unit, cases: 1 }]);
    scene.world.end(scene.handlers_grant).await;
    assert_eq!(check(&scene).await, [WithoutResponsible { unit, cases: 2 }]);
}
