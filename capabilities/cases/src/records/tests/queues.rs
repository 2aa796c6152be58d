//! The queues of many units say what the lists of each say.

use behorig_access::{BuiltIn, Instant};
use proof_support::{TestDb, both_databases, world::HOUR};

use super::*;
use crate::rules::{Act, Queue};

both_databases!(
    a_queue_counts_what_the_inbox_shows_and_what_is_in_work,
    many_units_are_counted_at_once_and_none_with_another,
    who_holds_the_branch_above_can_answer_and_who_holds_the_unit_above_alone_can_not,
    what_came_is_counted_by_the_hour,
);

async fn queue(scene: &Scene) -> Queue {
    let mut read = scene.world.db().read().await.unwrap();
    let queues = queues_of(&mut read, &[scene.unit], scene.world.now).await.unwrap();
    let queue = queues.get(&scene.unit).copied().unwrap_or_default();
    let inbox = waiting_at(&mut read, scene.unit, 99, scene.world.now).await.unwrap();
    assert_eq!(i64::from(queue.waiting), inbox, "no question is replied to here");
    queue
}

async fn a_queue_counts_what_the_inbox_shows_and_what_is_in_work(db: TestDb) {
    let scene = Scene::new(&db).await;
    assert_eq!(queue(&scene).await, Queue::default());
    let lo = scene.world.account("Lo Berg").at(scene.unit).await;
    let until = Instant(scene.world.now.0 + HOUR);
    scene.world.grant(lo, BuiltIn::CaseHandler, scene.unit).until(until).await;
    let (first, second) = (scene.send().await.id, scene.assigned().await);
    let got = queue(&scene).await;
    assert_eq!((got.waiting, got.in_work), (1, 1));
    assert_eq!(got.oldest, Some(scene.case(first).await.received_at));
    assert_eq!(got.due_at, scene.case(first).await.due_at());
    scene.assign_to(scene.receiver, &[first], To::Person(lo)).await.unwrap();
    let got = queue(&scene).await;
    assert_eq!((got.waiting, got.in_work, got.oldest), (0, 2, None));
    scene.write(scene.handler, second, Act::Answer).await.unwrap();
    assert_eq!(queue(&scene).await.in_work, 1);
    // The right of who has the other one ends by the clock.
    let scene = scene.later(HOUR);
    let got = queue(&scene).await;
    assert_eq!((got.waiting, got.in_work), (1, 0));
}

async fn many_units_are_counted_at_once_and_none_with_another(db: TestDb) {
    let scene = Scene::new(&db).await;
    scene.send().await;
    let world = &scene.world;
    let units = [world.other_clinic, scene.unit, world.region, world.care_unit, world.home_care];
    let mut read = world.db().read().await.unwrap();
    let queues = queues_of(&mut read, &units, world.now).await.unwrap();
    assert_eq!(queues.len(), 1, "{queues:?}");
    assert_eq!(queues[&scene.unit].waiting, 1);
    assert!(queues_of(&mut read, &[], world.now).await.unwrap().is_empty());
}

async fn who_holds_the_branch_above_can_answer_and_who_holds_the_unit_above_alone_can_not(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (world, case) = (&scene.world, scene.send().await.id);
    let lo = world.account("Lo Berg").at(scene.unit).await;
    let branch = world.grant(lo, BuiltIn::CaseHandler, world.region).branch().await;
    scene.assign_to(scene.receiver, &[case], To::Person(lo)).await.unwrap();
    let got = queue(&scene).await;
    assert_eq!((got.waiting, got.in_work), (0, 1));
    world.end(branch).await;
    world.grant(lo, BuiltIn::CaseHandler, world.region).await;
    world.grant(lo, BuiltIn::CaseHandler, world.other_clinic).branch().await;
    let got = queue(&scene).await;
    assert_eq!((got.waiting, got.in_work), (1, 0), "neither reaches the clinic");
}

async fn what_came_is_counted_by_the_hour(db: TestDb) {
    let scene = Scene::new(&db).await;
    scene.send().await;
    let hour = scene.world.now.0 / HOUR;
    let scene = scene.later(HOUR);
    scene.send().await;
    scene.send().await;
    let mut read = scene.world.db().read().await.unwrap();
    let units = [scene.unit, scene.world.other_clinic];
    let mut all = received_by_hour(&mut read, &units, Instant(hour * HOUR)).await.unwrap();
    all.sort_unstable();
    assert_eq!(all, [(scene.unit, hour, 1), (scene.unit, hour + 1, 2)]);
    let last = received_by_hour(&mut read, &units, Instant((hour + 1) * HOUR)).await.unwrap();
    assert_eq!(last, [(scene.unit, hour + 1, 2)]);
}
