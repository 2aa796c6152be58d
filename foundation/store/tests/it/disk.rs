//! A full disk, as SQLite meets it: the file may not grow.

use behorig_store::{Db, Recorded, StoreError};
use futures::future::join_all;
use proof_support::on_sqlite;

use crate::notes::{note_of, notes_and_their_events, writer};

/// Sets how large the file may become, by the connection that writes.
async fn most_pages(db: &Db, sql: &'static str) {
    db.write(&writer(), sql, |tx, sql| {
        Box::pin(async move {
            tx.all::<(i64,)>(sql, &[]).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
    .unwrap();
}

async fn no_room(db: &Db) {
    let mut read = db.read().await.unwrap();
    let (pages,): (i64,) = read.one("PRAGMA page_count", &[]).await.unwrap();
    let sql = format!("PRAGMA max_page_count = {}", pages + 40);
    most_pages(db, Box::leak(sql.into_boxed_str())).await;
}

#[test]
fn a_full_disk_refuses_the_change_whole_and_takes_the_next_when_there_is_room() {
    on_sqlite(|db| async move {
        no_room(&db).await;
        let page = "x".repeat(9_000);
        let mut acknowledged = Vec::new();
        let refused = loop {
            let key = format!("note {:03}", acknowledged.len());
            match note_of(&db, &key, &page).await {
                Ok(()) => acknowledged.push(key),
                Err(error) => break error,
            }
            assert!(acknowledged.len() < 100, "the disk was never full");
        };
        assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
        assert!(!acknowledged.is_empty());
        assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), acknowledged);

        most_pages(&db, "PRAGMA max_page_count = 100000").await;
        note_of(&db, "with room", &page).await.unwrap();
        assert_eq!(notes_and_their_events(&db).await.len(), acknowledged.len() + 1);
    });
}

#[test]
fn of_many_changes_that_meet_a_full_disk_the_acknowledged_are_there_and_no_others() {
    on_sqlite(|db| async move {
        no_room(&db).await;
        let page = "x".repeat(9_000);
        let changes = (0..120).map(|number| {
            let (db, page, key) = (db.db().clone(), page.clone(), format!("note {number:03}"));
            tokio::spawn(async move { (key.clone(), note_of(&db, &key, &page).await) })
        });
        let mut acknowledged = Vec::new();
        let mut refused = 0;
        for change in join_all(changes).await {
            match change.unwrap() {
                (key, Ok(())) => acknowledged.push(key),
                (_, Err(StoreError::Unavailable(_))) => refused += 1,
                (key, Err(error)) => panic!("{key}: {error:?}"),
            }
        }
        assert!(refused > 0, "the disk was never full");
        assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), acknowledged);

        most_pages(&db, "PRAGMA max_page_count = 100000").await;
        note_of(&db, "with room", &page).await.unwrap();
    });
}
