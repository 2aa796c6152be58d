//! How a log begins, and what waits to be sealed.

use behorig_access::Instant;
use behorig_sealed_log::LogError;
use behorig_store::seal::Keys;
use behorig_store::{Actor, Door, Event, ReadTx, Recorded, Resource, StoreError};
use proof_support::{NOW, TestDb, both_databases};

use crate::ground::{Ground, log_of, origin};

both_databases!(
    a_log_begins_once_however_many_begin_it,
    a_change_that_is_undone_leaves_nothing_in_the_queue,
    the_past_is_sealed_as_it_stands,
    the_signing_key_opens_with_the_programs_key_alone,
    an_event_of_a_megabyte_is_sealed_and_proven,
    events_that_are_written_at_once_are_each_sealed_once,
);

async fn a_log_begins_once_however_many_begin_it(test: TestDb) {
    let other = test.open_again().await;
    let logs = [log_of(test.db().clone()), log_of(other.clone()), log_of(test.db().clone())];
    let name = origin();
    let [one, two, three] = logs.each_ref().map(|log| log.begin(&name, NOW));
    let (one, two, three) = tokio::join!(one, two, three);
    assert!(one.is_ok() && two.is_ok() && three.is_ok(), "{one:?} {two:?} {three:?}");
    let keys = [logs[0].public_keys().await.unwrap(), logs[1].public_keys().await.unwrap()];
    assert_eq!(keys[0], keys[1]);
    let ground = Ground::new(test).await;
    assert_eq!(ground.waiting().await, 1, "one event tells of the beginning");
    assert_eq!(ground.count("SELECT count(*) FROM audit_checkpoint WHERE size = 0").await, 1);
    other.close();
}

async fn a_change_that_is_undone_leaves_nothing_in_the_queue(test: TestDb) {
    let ground = Ground::new(test).await;
    let before = ground.waiting().await;
    let actor = Actor::system(Door::System, NOW);
    let undone: Result<(), StoreError> = ground
        .test
        .write(&actor, (), |tx, ()| {
            Box::pin(async move {
                let _ = tx.record(Event::change("test.undone", "case", "1")).await?;
                Err::<Recorded<()>, _>(StoreError::Missing)
            })
        })
        .await;
    assert!(undone.is_err());
    assert_eq!(ground.waiting().await, before);
    ground.events(2).await;
    assert_eq!(ground.waiting().await, before + 2);
    assert_eq!(ground.count("SELECT count(*) FROM audit_event").await, before + 2);
}

async fn the_past_is_sealed_as_it_stands(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(3).await;
    let mut sealer = ground.sealer();
    assert_eq!(sealer.sweep().await.unwrap(), 4);
    assert_eq!((ground.waiting().await, ground.size().await), (0, 4));
    Ground::is_whole(&ground.verified().await);
}

async fn the_signing_key_opens_with_the_programs_key_alone(test: TestDb) {
    let ground = Ground::new(test).await;
    let stranger = behorig_sealed_log::Log::new(ground.test.db().clone(), Keys::new(&[8; 32], &[]).unwrap());
    assert!(matches!(stranger.public_keys().await, Err(LogError::Sealed(_))));
    let mut read: ReadTx = ground.test.read().await.unwrap();
    let (seed, public): (Vec<u8>, String) = read.one("SELECT seed, public_key FROM audit_key", &[]).await.unwrap();
    drop(read);
    let (key, retired) = ground.log.public_keys().await.unwrap();
    assert_eq!((key.to_string(), retired.len()), (public, 0));
    assert!(seed.len() > 32, "a nonce and a tag stand with it");
    // A key put in another key's place does not open.
    ground.spoil("UPDATE audit_key SET id = (SELECT substr(t.root, 1, 4) FROM audit_tree t)", &[]).await;
    assert!(matches!(ground.log.public_keys().await, Err(LogError::Sealed(_))));
}

async fn an_event_of_a_megabyte_is_sealed_and_proven(test: TestDb) {
    let ground = Ground::new(test).await;
    let many = (0..3_000).map(|number| Resource {
        resource_type: "resident",
        resource_id: Some(format!("{number:032}")),
        ..Resource::default()
    });
    let event = Event { resources: many.collect(), ..Event::change("test.large", "case", 1) };
    ground.event(event.with_args("å".repeat(500_000))).await.unwrap();
    assert_eq!(ground.sealer().sweep().await.unwrap(), 2);
    Ground::is_whole(&ground.verified().await);
    let mut read = ground.test.read().await.unwrap();
    let (id,): (behorig_access::Uuid,) =
        read.one("SELECT id FROM audit_event WHERE activity_level = 'test.large'", &[]).await.unwrap();
    drop(read);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.tlog-proof");
    ground.log.proof(id, &file, Instant(NOW.0)).await.unwrap();
    assert!(std::fs::metadata(&file).unwrap().len() > 1_000_000);
    assert!(matches!(ground.log.proof(id, &file, NOW).await, Err(LogError::File(_))), "a file that is there stays");
}

async fn events_that_are_written_at_once_are_each_sealed_once(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut sealer = ground.sealer();
    let writing = async {
        let writers = (0..8).map(|_| ground.events(25));
        futures::future::join_all(writers).await;
    };
    let sealing = async {
        for _ in 0..30 {
            sealer.sweep().await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(3)).await;
        }
    };
    tokio::join!(writing, sealing);
    sealer.sweep().await.unwrap();
    assert_eq!((ground.waiting().await, ground.size().await), (0, 201));
    Ground::is_whole(&ground.verified().await);
}
