//! A PostgreSQL server that goes away, and comes back.

use behorig_store::{Db, DbOptions, StoreError, SystemName};
use futures::future::join_all;
use proof_support::{TestDb, on_postgres};
use tokio_postgres::NoTls;

use crate::notes::{note, note_in, notes_and_their_events, writer};

const CUT: &str = "SELECT pg_terminate_backend(pg_backend_pid())";

#[test]
fn a_change_whose_connection_is_cut_is_unavailable_and_leaves_nothing_and_the_next_works() {
    on_postgres(|db| async move {
        let outcome: Result<(), StoreError> = db
            .write(&writer(), (), |tx, ()| {
                Box::pin(async move {
                    let recorded = note_in(tx, "half", "").await?;
                    tx.all::<(bool,)>(CUT, &[]).await?;
                    Ok(recorded)
                })
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
        note(&db, "after").await.unwrap();
        assert_eq!(notes_and_their_events(&db).await.into_iter().collect::<Vec<_>>(), ["after"]);
    });
}

#[test]
fn a_read_whose_connection_is_cut_is_unavailable_and_the_next_works() {
    on_postgres(|db| async move {
        let mut read = db.read().await.unwrap();
        let cut = read.all::<(bool,)>(CUT, &[]).await;
        assert!(matches!(cut, Err(StoreError::Unavailable(_))), "{cut:?}");
        drop(read);
        assert!(notes_and_their_events(&db).await.is_empty());
    });
}

#[test]
fn a_question_that_its_asker_gave_up_leaves_nothing_open_on_the_connection() {
    on_postgres(|db| async move {
        for round in 0..4 {
            let mut read = db.read().await.unwrap();
            let slow = read.all::<(bool,)>("SELECT pg_sleep(0.3) IS NULL", &[]);
            assert!(tokio::time::timeout(std::time::Duration::from_millis(50), slow).await.is_err());
            drop(read);
            // On the connection that was used last: a write, which the snapshot that was given up would refuse.
            note(&db, &format!("after {round}")).await.unwrap();
        }
        assert_eq!(notes_and_their_events(&db).await.len(), 4);
    });
}

/// Cuts every connection of the program, as a restart of the server does.
async fn cut_everything(db: &TestDb) {
    let DbOptions::Postgres { url, .. } = db.options() else { panic!("not PostgreSQL") };
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
            &[],
        )
        .await
        .unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}

#[test]
fn connections_that_died_while_they_lay_idle_are_noticed_by_nobody() {
    on_postgres(|db| async move {
        for round in 0..5 {
            let warm: Vec<_> = join_all((0..8).map(|_| db.read())).await.into_iter().map(Result::unwrap).collect();
            drop(warm);
            cut_everything(&db).await;
            let changes = (0..8).map(|number| {
                let db: Db = db.db().clone();
                tokio::spawn(async move {
                    drop(db.read().await?);
                    note(&db, &format!("{round} {number}")).await
                })
            });
            for change in join_all(changes).await {
                change.unwrap().unwrap();
            }
        }
        assert_eq!(notes_and_their_events(&db).await.len(), 40);
    });
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_unavailable_and_its_password_is_not_told() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for url in [
        format!("postgres://anna:hemligt-ord@127.0.0.1:{free}/behorig"),
        "postgres://anna:hemligt-ord@127.0.0.1:99999999/behorig".to_owned(),
        "postgres://anna:hemligt-ord@127.0.0.1/behorig?no_such_setting=1".to_owned(),
    ] {
        let system = SystemName { id: "test".to_owned(), name: "test".to_owned() };
        let refused = Db::open(DbOptions::Postgres { url, connections: 2, authority: None }, system)
            .await
            .map(|_| ())
            .unwrap_err();
        assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
        assert!(!format!("{refused} {refused:?}").contains("hemligt"), "{refused}");
    }
}
