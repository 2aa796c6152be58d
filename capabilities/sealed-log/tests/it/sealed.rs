//! Sealing: one log, however many seal it and wherever they stop.

use std::time::Duration;

use behorig_sealed_log::{LogError, Question};
use behorig_transparency::SignedNote;
use proof_support::{Backend, TestDb, both_databases};

use crate::ground::{Ground, log_of};

both_databases!(
    two_sealers_at_once_fork_nothing,
    a_sealer_that_stops_between_any_two_steps_loses_nothing,
    whoever_sealed_last_goes_on_until_the_lease_is_over,
    a_tree_that_somebody_rewrote_is_never_signed,
    a_sealed_event_that_is_queued_again_holds_nobody_up,
    a_queue_of_thousands_is_sealed_in_rounds,
    old_checkpoints_are_thinned_and_the_log_still_verifies,
    a_new_key_signs_from_where_the_old_one_ends,
    at_the_end_what_waits_is_sealed_and_signed,
);

async fn two_sealers_at_once_fork_nothing(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(60).await;
    // No lease keeps them apart: what does is the tree's own row.
    let mut sealers: Vec<_> = (0..4).map(|_| ground.sealer()).collect();
    for _ in 0..6 {
        let rounds = sealers.iter_mut().map(|sealer| async move { sealer.round().await.unwrap().events });
        let sealed: u64 = futures::future::join_all(rounds).await.into_iter().sum();
        ground.spoil("UPDATE audit_tree SET leased_until = 0", &[]).await;
        for sealer in &mut sealers {
            sealer.sign().await.unwrap();
        }
        ground.events(usize::try_from(sealed % 7).unwrap() + 3).await;
    }
    for sealer in &mut sealers {
        sealer.sweep().await.unwrap();
        ground.spoil("UPDATE audit_tree SET leased_until = 0", &[]).await;
    }
    let events = ground.count("SELECT count(*) FROM audit_event").await;
    assert_eq!((ground.size().await, ground.waiting().await), (events, 0));
    assert_eq!(ground.count("SELECT count(*) FROM audit_leaf").await, events);
    assert!(events > 70, "{events}");
    Ground::is_whole(&ground.verified().await);
}

async fn a_sealer_that_stops_between_any_two_steps_loses_nothing(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(5).await;
    // It stops after the round, before the signing.
    assert_eq!(ground.sealer().round().await.unwrap().events, 6);
    assert_eq!(ground.count("SELECT max(size) FROM audit_checkpoint").await, 0);
    ground.events(2).await;
    ground.pass(Duration::from_secs(11));
    // The next one signs what was sealed and not signed, and goes on.
    let mut next = ground.sealer();
    next.sign().await.unwrap();
    assert_eq!(ground.count("SELECT max(size) FROM audit_checkpoint").await, 6);
    assert_eq!(next.sweep().await.unwrap(), 2);
    assert_eq!(ground.count("SELECT max(size) FROM audit_checkpoint").await, 8);
    // It stops in the middle of the writing: what was begun is undone by the database, as any change.
    ground.events(3).await;
    let mut cut_off = ground.sealer();
    ground.pass(Duration::from_secs(11));
    let _ = tokio::time::timeout(Duration::from_micros(50), cut_off.sweep()).await;
    drop(cut_off);
    ground.pass(Duration::from_secs(11));
    ground.sealer().sweep().await.unwrap();
    assert_eq!((ground.waiting().await, ground.size().await), (0, 11));
    Ground::is_whole(&ground.verified().await);
}

async fn whoever_sealed_last_goes_on_until_the_lease_is_over(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut one, mut other) = (ground.sealer(), ground.sealer());
    assert_eq!(one.sweep().await.unwrap(), 1);
    ground.events(1).await;
    assert_eq!(other.sweep().await.unwrap(), 0, "the first is at it");
    assert_eq!(one.sweep().await.unwrap(), 1);
    ground.events(1).await;
    ground.pass(Duration::from_secs(11));
    assert_eq!(other.sweep().await.unwrap(), 1, "the first has not been heard of");
    ground.events(1).await;
    // A clock that was set back an hour makes no lease of an hour.
    ground.back(Duration::from_secs(3600));
    assert_eq!(one.sweep().await.unwrap(), 1);
    Ground::is_whole(&ground.verified().await);
}

async fn a_tree_that_somebody_rewrote_is_never_signed(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(4).await;
    let mut sealer = ground.sealer();
    sealer.sweep().await.unwrap();
    ground.events(1).await;
    for (spoilt, mended) in [
        ("UPDATE audit_tree SET size = 3", "UPDATE audit_tree SET size = 5"),
        (
            "UPDATE audit_checkpoint SET size = 55 WHERE size = 5",
            "UPDATE audit_checkpoint SET size = 5 WHERE size = 55",
        ),
        ("UPDATE audit_key SET last_size = 1", "UPDATE audit_key SET last_size = NULL"),
        ("UPDATE audit_tree SET origin = 'another/log'", "UPDATE audit_tree SET origin = 'behorig.example/logg'"),
        ("UPDATE audit_hash SET page = 9 WHERE page = 0", "UPDATE audit_hash SET page = 0 WHERE page = 9"),
    ] {
        ground.spoil(spoilt, &[]).await;
        let refused = sealer.sweep().await.unwrap_err();
        assert!(matches!(refused, LogError::Broken(_) | LogError::Checkpoint(_)), "{spoilt}: {refused}");
        assert_eq!(ground.waiting().await, 1, "{spoilt}: what waits goes on waiting");
        assert!(ground.sealer().sweep().await.is_err(), "{spoilt}: nor does one who comes new");
        ground.spoil(mended, &[]).await;
    }
    assert_eq!(sealer.sweep().await.unwrap(), 1);
    Ground::is_whole(&ground.verified().await);
}

async fn a_sealed_event_that_is_queued_again_holds_nobody_up(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut sealer = ground.sealer();
    sealer.sweep().await.unwrap();
    ground.spoil("INSERT INTO audit_unsealed (event_id) SELECT event_id FROM audit_leaf", &[]).await;
    ground.events(2).await;
    assert_eq!(sealer.sweep().await.unwrap(), 2);
    let report = ground.verified().await;
    assert!(report.broken.iter().any(|line| line.contains("put into the queue again")), "{report:#?}");
}

async fn a_queue_of_thousands_is_sealed_in_rounds(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(10).await;
    let new_id = match ground.test.backend() {
        Backend::Sqlite => "randomblob(16)",
        Backend::Postgres => "uuid_send(gen_random_uuid())",
    };
    let many = format!(
        "INSERT INTO audit_event (id, system_id, system_name, activity_type, at, purpose, user_id, hat, door)
         SELECT {new_id}, e.system_id, e.system_name, e.activity_type, e.at, e.purpose, e.user_id, e.hat, e.door
         FROM audit_event e CROSS JOIN audit_event f CROSS JOIN audit_event g WHERE e.id <> f.id"
    );
    assert_eq!(ground.spoil(&many, &[]).await, 11 * 10 * 11);
    ground
        .spoil(&many.replace("CROSS JOIN audit_event g WHERE e.id <> f.id", "WHERE e.at = f.at LIMIT 3000"), &[])
        .await;
    ground
        .spoil(
            "INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event
             WHERE NOT EXISTS (SELECT 1 FROM audit_unsealed q WHERE q.event_id = id)",
            &[],
        )
        .await;
    let all = ground.waiting().await;
    assert!(all > 4_000, "{all}");
    let mut sealer = ground.sealer();
    assert_eq!(sealer.round().await.unwrap().events, 1_000);
    assert_eq!(sealer.sweep().await.unwrap(), u64::try_from(all).unwrap() - 1_000);
    assert_eq!((ground.waiting().await, ground.size().await), (0, all));
    let mut heard = Vec::new();
    let question = Question::default();
    let report = ground.log.verify(&question, ground.now(), |done, of| heard.push((done, of))).await.unwrap();
    Ground::is_whole(&report);
    let all = u64::try_from(all).unwrap();
    assert!(heard.len() > 2 && heard.last() == Some(&(all, all)), "{heard:?}");
}

async fn old_checkpoints_are_thinned_and_the_log_still_verifies(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut sealer = ground.sealer();
    for _ in 0..6 {
        ground.events(1).await;
        sealer.sweep().await.unwrap();
        ground.pass(Duration::from_secs(20));
    }
    let all = ground.count("SELECT count(*) FROM audit_checkpoint").await;
    assert_eq!(all, 7);
    assert_eq!(sealer.thin().await.unwrap(), 0, "nothing is old");
    ground.pass(Duration::from_secs(24 * 3600));
    assert!(sealer.thin().await.unwrap() > 0);
    let by_minute = ground.count("SELECT count(*) FROM audit_checkpoint").await;
    assert!((2..=4).contains(&by_minute), "{by_minute} for two minutes");
    ground.pass(Duration::from_secs(90 * 24 * 3600));
    sealer.thin().await.unwrap();
    let by_day = ground.count("SELECT count(*) FROM audit_checkpoint").await;
    assert!((1..=2).contains(&by_day), "{by_day}");
    ground.events(1).await;
    sealer.sweep().await.unwrap();
    Ground::is_whole(&ground.verified().await);
}

async fn a_new_key_signs_from_where_the_old_one_ends(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(3).await;
    let mut sealer = ground.sealer();
    sealer.sweep().await.unwrap();
    let (old, _) = ground.log.public_keys().await.unwrap();
    let (size, new) = ground.log.rotate(ground.now()).await.unwrap();
    assert_eq!(size, 4);
    assert_ne!(old, new);
    assert_eq!(ground.log.public_keys().await.unwrap(), (new.clone(), vec![(4, old.clone())]));
    // The sealer that was at work goes on with the new key.
    ground.events(2).await;
    sealer.sweep().await.unwrap();
    let mut read = ground.test.read().await.unwrap();
    let notes: Vec<(i64, String)> =
        read.all("SELECT size, note FROM audit_checkpoint WHERE size >= 4 ORDER BY size", &[]).await.unwrap();
    drop(read);
    let both = &notes[0].1;
    let (old_id, new_id) = (old.id().to_string(), new.id().to_string());
    assert_eq!(
        SignedNote::parse(both).unwrap().to_string().matches('\u{2014}').count(),
        2,
        "{old_id} {new_id}: {both}"
    );
    assert_eq!(notes.last().unwrap().1.matches('\u{2014}').count(), 1);
    Ground::is_whole(&ground.verified().await);
    let with_old = Question { key: Some(old), ..Question::default() };
    let report = ground.log.verify(&with_old, ground.now(), |_, _| {}).await.unwrap();
    assert!(report.broken.iter().any(|line| line.contains("another key")), "{report:#?}");
}

async fn at_the_end_what_waits_is_sealed_and_signed(test: TestDb) {
    let ground = Ground::new(test).await;
    // Another one has been at it, and its lease would keep this one waiting.
    ground.sealer().sweep().await.unwrap();
    let at_work = ground.sealer().begin();
    tokio::time::sleep(Duration::from_millis(200)).await;
    ground.events(7).await;
    at_work.stop().await;
    assert_eq!(ground.waiting().await, 0);
    assert_eq!(ground.count("SELECT max(size) FROM audit_checkpoint").await, 8);
    // It left its turn: the next one need not wait.
    let again = ground.test.open_again().await;
    log_of(again.clone()).public_keys().await.unwrap();
    again.close();
    ground.events(1).await;
    assert_eq!(ground.sealer().sweep().await.unwrap(), 1);
    Ground::is_whole(&ground.verified().await);
}
