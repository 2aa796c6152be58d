//! Thinning: what its unit's log is no longer kept for goes, once, in small rounds, and nothing else does.

use std::time::Duration;

use behorig_access::{Instant, UnitId};
use behorig_store::{Actor, Door, Event, Recorded, StoreError, params};
use proof_support::{Backend, NOW, TestDb, World, both_databases};

use crate::ground::Ground;

both_databases!(
    many_events_are_thinned_in_rounds_while_others_write,
    two_thinners_at_once_erase_each_event_once,
    the_nearest_word_counts_and_what_tells_of_the_log_stays,
    an_event_of_years_ahead_keeps_what_was_sealed_after_it,
    a_clock_that_comes_from_years_ahead_erases_nothing,
);

const YEAR: u64 = 366 * 86_400;
const A_WHILE: Duration = Duration::from_secs(61);

/// A log of six years ago, and a region that nobody logged the making of.
async fn ground(test: TestDb) -> (Ground, World) {
    let world = World::new(test.db()).await;
    let ground = Ground::begun_at(test, Instant(NOW.0 - 6_000 * i64::try_from(YEAR).unwrap())).await;
    ground.spoil("DELETE FROM audit_unsealed WHERE event_id IN (SELECT id FROM audit_event WHERE activity_level = 'test.world')", &[]).await;
    ground.spoil("DELETE FROM audit_resource WHERE event_id IN (SELECT id FROM audit_event WHERE activity_level = 'test.world')", &[]).await;
    ground.spoil("DELETE FROM audit_event WHERE activity_level = 'test.world'", &[]).await;
    (ground, world)
}

async fn happened(ground: &Ground, unit: UnitId, level: &'static str) {
    let actor = Actor { at_unit: Some(unit), ..Actor::system(Door::Page, ground.now()) };
    let written: Result<(), StoreError> = ground
        .test
        .write(&actor, Event::change(level, "case", 1), |tx, event| {
            Box::pin(async move { tx.record(event.clone()).await })
        })
        .await;
    written.unwrap();
}

/// So many events at a unit, as a copy of one.
async fn many(ground: &Ground, unit: UnitId, count: usize) {
    happened(ground, unit, "test.many").await;
    let new_id = match ground.test.backend() {
        Backend::Sqlite => "randomblob(16)",
        Backend::Postgres => "uuid_send(gen_random_uuid())",
    };
    let copies = format!(
        "INSERT INTO audit_event (id, system_id, system_name, activity_type, at, purpose, user_id, hat, door, unit_id)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})
         SELECT {new_id}, e.system_id, e.system_name, e.activity_type, e.at + n.i, e.purpose, e.user_id, e.hat, e.door, e.unit_id
         FROM n CROSS JOIN audit_event e WHERE e.activity_level = 'test.many'"
    );
    ground.spoil(&copies, &[]).await;
    ground
        .spoil(
            "INSERT INTO audit_unsealed (event_id) SELECT e.id FROM audit_event e
             WHERE NOT EXISTS (SELECT 1 FROM audit_unsealed q WHERE q.event_id = e.id)
                 AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)",
            &[],
        )
        .await;
}

/// As if the program had run, and thinned, until now.
async fn looked_meanwhile(ground: &Ground) {
    ground.spoil(&format!("UPDATE audit_thinner SET leased_until = {}", ground.now().0), &[]).await;
}

async fn keep(ground: &Ground, unit: UnitId, years: Option<i64>) {
    let kept: Result<(), StoreError> = ground
        .test
        .write(&Actor::system(Door::Page, NOW), (unit, years), |tx, (unit, years)| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO audit_retention (unit_id, years, set_at, set_by_name, version) VALUES (?1, ?2, 0, 'x', 1)
                     ON CONFLICT (unit_id) DO UPDATE SET years = excluded.years",
                    params![*unit, *years],
                )
                .await?;
                Ok(Recorded::nothing_to_record((), "a test"))
            })
        })
        .await;
    kept.unwrap();
}

async fn seal(ground: &Ground) {
    ground.pass(A_WHILE);
    ground.sealer().sweep().await.unwrap();
}

async fn many_events_are_thinned_in_rounds_while_others_write(test: TestDb) {
    let (ground, world) = ground(test).await;
    many(&ground, world.clinic, 1_500).await;
    seal(&ground).await;
    keep(&ground, world.region, Some(5)).await;
    ground.pass(Duration::from_secs(6 * YEAR));
    let begun = std::time::Instant::now();
    let thinner = ground.thinner();
    let thinning = async {
        let erased = thinner.sweep().await.unwrap();
        (erased, begun.elapsed())
    };
    let ((erased, took), ()) = tokio::join!(thinning, ground.events(20));
    assert!(took < Duration::from_secs(60), "a round holds nobody up: {took:?}");
    assert_eq!(erased, 1_500);
    assert_eq!(ground.count("SELECT count(*) FROM audit_thinning").await, 8);
    seal(&ground).await;
    Ground::is_whole(&ground.verified().await);
    assert_eq!(ground.count("SELECT count(*) FROM audit_event WHERE activity_level = 'test.event'").await, 20);
}

async fn two_thinners_at_once_erase_each_event_once(test: TestDb) {
    let (ground, world) = ground(test).await;
    many(&ground, world.clinic, 450).await;
    many(&ground, world.other_clinic, 30).await;
    seal(&ground).await;
    keep(&ground, world.region, Some(5)).await;
    ground.pass(Duration::from_secs(6 * YEAR));
    let all = ground.count("SELECT count(*) FROM audit_event WHERE unit_id IS NOT NULL").await;
    let mut erased = 0;
    for _ in 0..6 {
        let (one, other, third) = (ground.thinner(), ground.thinner(), ground.thinner());
        let (one, other, third) = tokio::join!(one.sweep(), other.sweep(), third.sweep());
        erased += one.unwrap() + other.unwrap() + third.unwrap();
        ground.pass(A_WHILE);
    }
    assert_eq!(i64::try_from(erased).unwrap(), all);
    assert_eq!(ground.count("SELECT CAST(sum(events) AS BIGINT) FROM audit_thinning").await, all);
    seal(&ground).await;
    Ground::is_whole(&ground.verified().await);
    // Whoever was at it last goes on alone until the lease is over.
    keep(&ground, world.home_care, Some(5)).await;
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0);
    let taken = ground.count("SELECT leased_until FROM audit_thinner").await;
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0);
    assert_eq!(ground.count("SELECT leased_until FROM audit_thinner").await, taken);
}

async fn the_nearest_word_counts_and_what_tells_of_the_log_stays(test: TestDb) {
    let (ground, world) = ground(test).await;
    for unit in [world.clinic, world.other_clinic, world.home_care] {
        for level in ["test.one", "audit.retention", "audit.thin"] {
            happened(&ground, unit, level).await;
        }
    }
    ground.events(1).await;
    seal(&ground).await;
    ground.pass(Duration::from_secs(6 * YEAR));
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0, "nobody has said anything");
    keep(&ground, world.region, Some(5)).await;
    keep(&ground, world.care_unit, None).await;
    keep(&ground, world.other_clinic, Some(7)).await;
    let thinner = ground.thinner();
    assert_eq!(thinner.sweep().await.unwrap(), 1, "of home care alone: the clinics keep theirs, or for longer");
    assert_eq!(ground.count("SELECT count(*) FROM audit_event e WHERE e.activity_level = 'test.one'").await, 2);
    ground.pass(Duration::from_secs(YEAR));
    looked_meanwhile(&ground).await;
    assert_eq!(thinner.sweep().await.unwrap(), 1, "of the other clinic, where seven years are over");
    keep(&ground, world.care_unit, Some(5)).await;
    assert_eq!(thinner.sweep().await.unwrap(), 1);
    let stays = "activity_level IN ('audit.retention', 'audit.thin', 'audit.begin-sealing', 'test.event')";
    assert_eq!(ground.count(&format!("SELECT count(*) FROM audit_event WHERE {stays}")).await, 3 + 3 + 3 + 1 + 1);
}

async fn an_event_of_years_ahead_keeps_what_was_sealed_after_it(test: TestDb) {
    let (ground, world) = ground(test).await;
    happened(&ground, world.clinic, "test.one").await;
    seal(&ground).await;
    ground.pass(Duration::from_secs(2 * YEAR));
    happened(&ground, world.clinic, "test.ahead").await;
    ground.back(Duration::from_secs(2 * YEAR));
    seal(&ground).await;
    happened(&ground, world.clinic, "test.one").await;
    seal(&ground).await;
    keep(&ground, world.clinic, Some(5)).await;
    ground.pass(Duration::from_secs(6 * YEAR));
    assert_eq!(ground.thinner().sweep().await.unwrap(), 1);
    seal(&ground).await;
    Ground::is_whole(&ground.verified().await);
    ground.pass(Duration::from_secs(2 * YEAR));
    looked_meanwhile(&ground).await;
    assert_eq!(ground.thinner().sweep().await.unwrap(), 2);
    seal(&ground).await;
    Ground::is_whole(&ground.verified().await);
}

async fn a_clock_that_comes_from_years_ahead_erases_nothing(test: TestDb) {
    let (ground, world) = ground(test).await;
    happened(&ground, world.clinic, "test.one").await;
    seal(&ground).await;
    keep(&ground, world.clinic, Some(5)).await;
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0, "it is young");
    ground.pass(Duration::from_secs(6 * YEAR));
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0, "nobody believes that six years went by in a moment");
    let looked = ground.count("SELECT leased_until FROM audit_thinner").await;
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0);
    assert_eq!(
        ground.count("SELECT leased_until FROM audit_thinner").await,
        looked + 86_400_000,
        "a day nearer each time"
    );
    ground.back(Duration::from_secs(6 * YEAR));
    assert_eq!(ground.thinner().sweep().await.unwrap(), 0, "the clock is right again, and it is young");
    ground.pass(Duration::from_secs(6 * YEAR));
    looked_meanwhile(&ground).await;
    assert_eq!(ground.thinner().sweep().await.unwrap(), 1);
}
