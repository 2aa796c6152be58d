//! Many at a time: every acknowledged change stands, and no two overwrite each other.

use behorig_store::{Db, DbOptions, Recorded, StoreError, params};
use futures::future::join_all;
use proof_support::{TestDb, both_databases, on_sqlite};

use crate::notes::{note, note_in, notes_and_their_events, writer};

both_databases!(
    two_hundred_changes_at_once_are_all_acknowledged_and_all_there,
    a_change_that_fails_in_a_group_does_not_harm_the_others,
    two_who_count_the_same_thing_at_once_come_to_the_exact_sum,
    twenty_who_count_the_same_thing_at_once_come_to_the_exact_sum,
    who_takes_long_is_not_overtaken_for_ever_by_those_who_are_quick,
    two_handles_on_one_database_lose_nothing,
    of_two_who_take_the_same_name_one_gets_it,
);

async fn two_hundred_changes_at_once_are_all_acknowledged_and_all_there(db: TestDb) {
    let changes = (0..200).map(|number| {
        let db = db.db().clone();
        tokio::spawn(async move { note(&db, &number.to_string()).await })
    });
    for change in join_all(changes).await {
        change.unwrap().unwrap();
    }
    assert_eq!(notes_and_their_events(&db).await.len(), 200);
}

async fn a_change_that_fails_in_a_group_does_not_harm_the_others(db: TestDb) {
    note(&db, "taken").await.unwrap();
    let changes = (0..140).map(|number| {
        let db = db.db().clone();
        tokio::spawn(async move {
            let outcome: Result<(), StoreError> = db
                .write(&writer(), number, |tx, number| {
                    Box::pin(async move {
                        let recorded = note_in(tx, &number.to_string(), "").await?;
                        match number % 7 {
                            0 => Err(StoreError::Missing),
                            1 => note_in(tx, "taken", "").await,
                            2 => panic!("on purpose, in a test"),
                            _ => Ok(recorded),
                        }
                    })
                })
                .await;
            (number, outcome)
        })
    });
    for change in join_all(changes).await {
        let (number, outcome) = change.unwrap();
        match number % 7 {
            0 => assert!(matches!(outcome, Err(StoreError::Missing)), "{outcome:?}"),
            1 => assert!(outcome.is_err_and(|error| error.is_conflict_on("setting_pkey"))),
            2 => assert!(matches!(outcome, Err(StoreError::Refused(_))), "{outcome:?}"),
            _ => outcome.unwrap(),
        }
    }
    let expected = (0..140).filter(|number| number % 7 > 2).map(|number| number.to_string());
    let mut there = notes_and_their_events(&db).await;
    assert!(there.remove("taken"));
    assert_eq!(there, expected.collect());
}

/// Reads the counter and writes one more, as a form does that was shown a number, after so many looks at it.
async fn count_one(db: &Db, looks: u32) -> Result<(), StoreError> {
    db.write(&writer(), looks, |tx, looks| {
        Box::pin(async move {
            let mut value = String::new();
            for _ in 0..*looks {
                (value,) = tx.one("SELECT value FROM setting WHERE key = 'counter'", &[]).await?;
            }
            let next = value.parse::<i64>().unwrap() + 1;
            tx.execute("UPDATE setting SET value = ?1 WHERE key = 'counter'", params![next.to_string()]).await?;
            Ok(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
}

async fn counted(db: &Db) -> String {
    let mut read = db.read().await.unwrap();
    read.one::<(String,)>("SELECT value FROM setting WHERE key = 'counter'", &[]).await.unwrap().0
}

/// Each handle is a counter of its own; all count at the same time.
async fn count_together(handles: Vec<Db>, times: usize) {
    crate::notes::note_of(&handles[0], "counter", "0").await.unwrap();
    let tasks = handles.into_iter().map(|db| {
        tokio::spawn(async move {
            for _ in 0..times {
                count_one(&db, 1).await.unwrap();
            }
        })
    });
    for task in join_all(tasks).await {
        task.unwrap();
    }
}

async fn two_who_count_the_same_thing_at_once_come_to_the_exact_sum(db: TestDb) {
    count_together(vec![db.db().clone(), db.db().clone()], 50).await;
    assert_eq!(counted(&db).await, "100");
}

async fn twenty_who_count_the_same_thing_at_once_come_to_the_exact_sum(db: TestDb) {
    count_together((0..20).map(|_| db.db().clone()).collect(), 10).await;
    assert_eq!(counted(&db).await, "200");
}

async fn who_takes_long_is_not_overtaken_for_ever_by_those_who_are_quick(db: TestDb) {
    crate::notes::note_of(db.db(), "counter", "0").await.unwrap();
    let others = db.db().clone();
    let quick = tokio::spawn(async move {
        loop {
            count_one(&others, 1).await.unwrap();
        }
    });
    let patient = count_one(db.db(), 300).await;
    quick.abort();
    patient.unwrap();
}

async fn two_handles_on_one_database_lose_nothing(db: TestDb) {
    let other = db.open_again().await;
    count_together(vec![db.db().clone(), other.clone(), db.db().clone(), other.clone()], 25).await;
    assert_eq!((counted(&db).await, counted(&other).await), ("100".to_owned(), "100".to_owned()));
    other.close();
}

async fn of_two_who_take_the_same_name_one_gets_it(db: TestDb) {
    for round in 0..10 {
        let key = format!("name {round}");
        let both = join_all((0..2).map(|_| {
            let (db, key) = (db.db().clone(), key.clone());
            tokio::spawn(async move { note(&db, &key).await })
        }));
        let outcomes: Vec<_> = both.await.into_iter().map(Result::unwrap).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let refused = outcomes.into_iter().find_map(Result::err).unwrap();
        assert!(refused.is_conflict_on("setting_pkey"), "{refused:?}");
    }
}

#[test]
fn a_change_that_could_not_begin_is_refused_and_not_done_later() {
    on_sqlite(|db| async move {
        let DbOptions::Sqlite { path } = db.options() else { panic!("not SQLite") };
        // The program waits for ten seconds; the test has less patience.
        db.write(&writer(), (), |tx, ()| {
            Box::pin(async move {
                tx.all::<(i64,)>("PRAGMA busy_timeout = 50", &[]).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
            })
        })
        .await
        .unwrap();
        let other = rusqlite::Connection::open(path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let changes = (0..20).map(|number| {
            let db = db.db().clone();
            tokio::spawn(async move { note(&db, &number.to_string()).await })
        });
        for change in join_all(changes).await {
            let outcome = change.unwrap();
            assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
        }
        other.execute_batch("ROLLBACK").unwrap();
        note(&db, "after").await.unwrap();
        assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), ["after"]);
    });
}
