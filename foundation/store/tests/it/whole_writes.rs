//! A change is whole or not at all, whatever happens to it.

use std::time::Duration;

use behorig_store::{Event, Recorded, StoreError, params};
use proof_support::{Backend, TestDb, both_databases, on_sqlite};

use crate::notes::{note, note_in, notes_and_their_events, writer};

both_databases!(
    a_change_that_fails_leaves_nothing,
    a_change_that_panics_leaves_nothing_and_the_database_goes_on,
    a_change_that_swallows_a_failure_is_not_acknowledged,
    a_transaction_answers_no_more_after_a_failure,
    a_caller_that_goes_away_gets_its_change_done_whole,
    a_change_of_one_record_that_meets_none_is_stale_and_one_that_meets_more_is_taken_back,
    history_stands_beside_the_event_that_it_belongs_to,
    a_closed_database_answers_nothing,
);

async fn a_change_that_fails_leaves_nothing(db: TestDb) {
    let outcome: Result<(), StoreError> = db
        .write(&writer(), (), |tx, ()| {
            Box::pin(async move {
                let recorded = note_in(tx, "half", "").await?;
                tx.one::<(String,)>("SELECT value FROM setting WHERE key = 'nowhere'", &[]).await?;
                Ok(recorded)
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Missing)), "{outcome:?}");
    assert!(notes_and_their_events(&db).await.is_empty());
}

async fn a_change_that_panics_leaves_nothing_and_the_database_goes_on(db: TestDb) {
    let outcome: Result<(), StoreError> = db
        .write(&writer(), (), |tx, ()| {
            Box::pin(async move {
                let _ = note_in(tx, "half", "").await?;
                panic!("on purpose, in a test");
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Refused(_))), "{outcome:?}");
    note(&db, "after").await.unwrap();
    assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), ["after"]);
}

async fn a_change_that_swallows_a_failure_is_not_acknowledged(db: TestDb) {
    note(&db, "taken").await.unwrap();
    let outcome: Result<(), StoreError> = db
        .write(&writer(), (), |tx, ()| {
            Box::pin(async move {
                let recorded = note_in(tx, "first", "").await?;
                let swallowed = tx.execute("INSERT INTO setting (key, value) VALUES ('taken', '')", &[]).await;
                assert!(swallowed.is_err());
                Ok(recorded)
            })
        })
        .await;
    assert!(outcome.is_err_and(|error| error.is_conflict_on("setting_pkey")));
    assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), ["taken"]);
}

async fn a_transaction_answers_no_more_after_a_failure(db: TestDb) {
    let outcome: Result<(), StoreError> = db
        .write(&writer(), (), |tx, ()| {
            Box::pin(async move {
                assert!(tx.execute("INSERT INTO no_such_table (a) VALUES (1)", &[]).await.is_err());
                let refused = note_in(tx, "after", "").await;
                assert!(matches!(refused, Err(StoreError::Refused(_))));
                refused
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Refused(_))), "{outcome:?}");
    let mut read = db.read().await.unwrap();
    assert!(read.all::<(i64,)>("SELECT nothing FROM no_such_table", &[]).await.is_err());
    assert!(matches!(read.all::<(String,)>("SELECT key FROM setting", &[]).await, Err(StoreError::Refused(_))));
    drop(read);
    assert!(notes_and_their_events(&db).await.is_empty());
}

async fn a_caller_that_goes_away_gets_its_change_done_whole(db: TestDb) {
    let actor = writer();
    for round in 0..20 {
        let key = format!("round {round}");
        let change = db.write(&actor, key.clone(), |tx, key| {
            Box::pin(async move {
                let _ = note_in(tx, key, "").await?;
                note_in(tx, &format!("{key}, second half"), "").await
            })
        });
        // Listens for no time at all: the change is sent, and nobody waits for its answer.
        let gone: Result<Result<(), StoreError>, _> = tokio::time::timeout(Duration::ZERO, change).await;
        drop(gone);
    }
    for _ in 0..500 {
        if notes_and_their_events(&db).await.len() == 40 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("changes were lost with their callers: {:?}", notes_and_their_events(&db).await);
}

async fn a_change_of_one_record_that_meets_none_is_stale_and_one_that_meets_more_is_taken_back(db: TestDb) {
    note(&db, "one").await.unwrap();
    note(&db, "two").await.unwrap();
    let change = |sql: &'static str| {
        let db = db.db().clone();
        async move {
            db.write(&writer(), sql, |tx, sql| {
                Box::pin(async move {
                    tx.change_one(sql, params!["new"]).await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
                })
            })
            .await
        }
    };
    let none = change("UPDATE setting SET value = ?1 WHERE key = 'three'").await;
    assert!(matches!(none, Err(StoreError::Stale)), "{none:?}");
    let both = change("UPDATE setting SET value = ?1").await;
    assert!(matches!(both, Err(StoreError::Shape(_))), "{both:?}");
    change("UPDATE setting SET value = ?1 WHERE key = 'one'").await.unwrap();
    let mut read = db.read().await.unwrap();
    let values: Vec<(String,)> = read.all("SELECT value FROM setting ORDER BY key", &[]).await.unwrap();
    assert_eq!(values, [("new".to_owned(),), (String::new(),)]);
}

async fn history_stands_beside_the_event_that_it_belongs_to(db: TestDb) {
    let record = uuid::Uuid::from_u128(7);
    let event = db
        .write(&writer(), record, |tx, record| {
            Box::pin(async move {
                let recorded = tx.record(Event::change("accounts.edit", "account", record)).await?;
                let changes = ["title", "mobile"].map(|field| behorig_store::FieldChange {
                    field: field.to_owned(),
                    old: None,
                    new: Some(format!("new {field}")),
                });
                tx.history(&recorded, "account", *record, &changes).await?;
                let event = recorded.event();
                Ok::<_, StoreError>(recorded.with(event))
            })
        })
        .await
        .unwrap()
        .expect("a change that is recorded has its event");
    let mut read = db.read().await.unwrap();
    let fields: Vec<(String, String, String)> = read
        .all("SELECT field, new_value, door FROM history WHERE event_id = ?1 ORDER BY at, id", params![event])
        .await
        .unwrap();
    let expected = [("title", "new title", "system"), ("mobile", "new mobile", "system")];
    assert_eq!(fields, expected.map(|(field, new, door)| (field.to_owned(), new.to_owned(), door.to_owned())));
    let (resource,): (String,) =
        read.one("SELECT resource_id FROM audit_resource WHERE event_id = ?1", params![event]).await.unwrap();
    assert_eq!(resource, record.to_string());
}

async fn a_closed_database_answers_nothing(db: TestDb) {
    note(&db, "before").await.unwrap();
    let read_before = db.read().await.unwrap();
    db.close();
    assert!(matches!(db.read().await.map(drop), Err(StoreError::Unavailable(_))));
    assert!(matches!(note(&db, "after").await, Err(StoreError::Unavailable(_))));
    drop(read_before);
    assert!(matches!(db.read().await.map(drop), Err(StoreError::Unavailable(_))));
    let again = db.open_again().await;
    assert_eq!(notes_and_their_events(&again).await.into_iter().collect::<Vec<_>>(), ["before"]);
    again.close();
    assert!(matches!(db.backend(), Backend::Sqlite | Backend::Postgres));
}

#[test]
fn a_change_on_sqlite_that_waits_for_something_other_than_sql_is_refused_and_leaves_nothing() {
    on_sqlite(|db| async move {
        let outcome: Result<(), StoreError> = db
            .write(&writer(), (), |tx, ()| {
                Box::pin(async move {
                    let recorded = note_in(tx, "half", "").await?;
                    tokio::task::yield_now().await;
                    Ok(recorded)
                })
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Refused(_))), "{outcome:?}");
        note(&db, "after").await.unwrap();
        assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), ["after"]);
    });
}

#[test]
fn a_change_sent_before_the_database_closes_is_done() {
    on_sqlite(|db| async move {
        let changes: Vec<_> = (0..50)
            .map(|number| {
                let db = db.db().clone();
                tokio::spawn(async move { note(&db, &number.to_string()).await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(2)).await;
        let closing = db.db().clone();
        tokio::task::spawn_blocking(move || closing.close()).await.unwrap();
        let mut acknowledged = 0;
        for change in changes {
            acknowledged += usize::from(change.await.unwrap().is_ok());
        }
        let again = db.open_again().await;
        assert_eq!(notes_and_their_events(&again).await.len(), acknowledged);
        again.close();
    });
}
