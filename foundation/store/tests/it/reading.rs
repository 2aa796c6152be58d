//! Reads: one state of the database each, and a connection that always comes back.

use std::time::Duration;

use behorig_store::StoreError;
use proof_support::{TestDb, both_databases};

use crate::notes::{note, notes};

both_databases!(
    a_read_sees_one_state_of_the_database_from_its_first_question_to_its_last,
    a_read_that_ends_gives_its_connection_back,
    a_read_that_is_given_up_in_the_middle_gives_its_connection_back,
    a_read_can_not_change_anything,
    a_read_after_an_acknowledged_change_sees_it,
);

async fn count(read: &mut behorig_store::ReadTx) -> i64 {
    let (count,): (i64,) = read.one("SELECT CAST(count(*) AS BIGINT) FROM setting", &[]).await.unwrap();
    count
}

async fn a_read_sees_one_state_of_the_database_from_its_first_question_to_its_last(db: TestDb) {
    note(&db, "first").await.unwrap();
    let mut early = db.read().await.unwrap();
    assert_eq!(count(&mut early).await, 1);
    note(&db, "second").await.unwrap();
    let mut late = db.read().await.unwrap();
    assert_eq!((count(&mut early).await, count(&mut late).await), (1, 2));
}

async fn a_read_that_ends_gives_its_connection_back(db: TestDb) {
    for _ in 0..200 {
        let mut read = db.read().await.unwrap();
        count(&mut read).await;
    }
    let together = (0..50).map(|_| {
        let db = db.db().clone();
        tokio::spawn(async move {
            let mut read = db.read().await.unwrap();
            count(&mut read).await
        })
    });
    let done = tokio::time::timeout(Duration::from_secs(60), futures::future::join_all(together)).await.unwrap();
    assert!(done.into_iter().all(|count| count.unwrap() == 0));
    note(&db, "after").await.unwrap();
    assert_eq!(notes(&db).await.len(), 1);
}

async fn a_read_that_is_given_up_in_the_middle_gives_its_connection_back(db: TestDb) {
    for round in 0..60 {
        let read = async {
            let mut read = db.read().await.unwrap();
            loop {
                count(&mut read).await;
                // SQLite never waits; without this the read could not be given up.
                tokio::task::yield_now().await;
            }
        };
        let given_up: Result<(), _> = tokio::time::timeout(Duration::from_micros(round * 50), read).await;
        assert!(given_up.is_err());
    }
    let mut read = db.read().await.unwrap();
    assert_eq!(count(&mut read).await, 0);
}

async fn a_read_can_not_change_anything(db: TestDb) {
    for statement in [
        "INSERT INTO setting (key, value) VALUES ('a', 'b') RETURNING key",
        "UPDATE setting SET value = 'b' RETURNING key",
        "DELETE FROM setting RETURNING key",
    ] {
        let mut read = db.read().await.unwrap();
        let refused = read.all::<(String,)>(statement, &[]).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{statement}: {refused:?}");
    }
    assert!(notes(&db).await.is_empty());
}

async fn a_read_after_an_acknowledged_change_sees_it(db: TestDb) {
    for number in 0..30 {
        note(&db, &number.to_string()).await.unwrap();
        assert_eq!(notes(&db).await.len(), number + 1);
    }
}
