//! The program's key changed while the database is in use.

use behorig_store::seal::{KeyId, Keys, Place};
use behorig_store::sealed_columns::{Resealed, SealedColumn, seal_anew, sealed_by, try_all};
use behorig_store::{Db, Recorded, StoreError, params};
use proof_support::{TestDb, both_databases};

use crate::notes::writer;

both_databases!(
    every_value_is_sealed_anew_and_the_old_key_seals_nothing_then,
    what_cannot_be_opened_stays_as_it_is_and_is_counted,
    what_an_old_key_seals_is_found_in_columns_that_nobody_named,
);

const BODY: SealedColumn = SealedColumn { table: "outbox", column: "body", key: "id" };
const LETTERS: u64 = 450;

fn keys(first: u8, others: &[u8]) -> Keys {
    let others: Vec<[u8; 32]> = others.iter().map(|byte| [*byte; 32]).collect();
    Keys::new(&[first; 32], &others).unwrap()
}

fn place(row: &[u8]) -> Place<'_> {
    Place { table: "outbox", column: "body", row }
}

async fn letters(db: &Db, keys: &Keys, count: u64) {
    db.write(&writer(), (keys.clone(), count), |tx, (keys, count)| {
        Box::pin(async move {
            for number in 0..*count {
                let id = tx.new_uuid();
                let body = format!("letter {number}");
                let sealed = keys.seal(place(id.as_bytes()), body.as_bytes()).unwrap();
                tx.execute(
                    "INSERT INTO outbox (id, kind, way, recipient, subject, body, created_at, due_at, give_up_at, attempts)
                     VALUES (?1, 'test', 'mail', 'a@example.se', ?3, ?2, 0, 0, 0, 0)",
                    params![id, sealed, body],
                )
                .await?;
            }
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
    .unwrap();
}

async fn bodies(db: &Db, keys: &Keys) -> Vec<bool> {
    let mut tx = db.read().await.unwrap();
    let rows: Vec<(Vec<u8>, String, Vec<u8>)> =
        tx.all("SELECT id, subject, body FROM outbox WHERE body IS NOT NULL ORDER BY id", &[]).await.unwrap();
    rows.iter().map(|(id, said, body)| keys.open(place(id), body).is_ok_and(|clear| clear == said.as_bytes())).collect()
}

async fn every_value_is_sealed_anew_and_the_old_key_seals_nothing_then(db: TestDb) {
    letters(&db, &keys(1, &[]), LETTERS).await;
    let renewed = keys(2, &[1]);
    letters(&db, &renewed, 1).await;
    let by_old = async || sealed_by(&mut db.read().await.unwrap(), KeyId::of(&[1; 32])).await.unwrap();
    assert_eq!(by_old().await, [("outbox.body".to_owned(), 450)]);

    let mut rows = 0;
    let done = seal_anew(&db, &writer(), &renewed, BODY, || rows += 1).await.unwrap();
    assert_eq!(done, Resealed { renewed: LETTERS, current: 1, unreadable: 0 });
    assert_eq!(rows, LETTERS + 1);
    assert_eq!(by_old().await, []);
    let alone = keys(2, &[]);
    assert!(bodies(&db, &alone).await.iter().all(|whole| *whole), "the new key alone opens all");
    assert_eq!(try_all(&mut db.read().await.unwrap(), &alone, BODY).await.unwrap(), (LETTERS + 1, 0));
    // Once more does nothing.
    let again = seal_anew(&db, &writer(), &renewed, BODY, || ()).await.unwrap();
    assert_eq!(again, Resealed { renewed: 0, current: LETTERS + 1, unreadable: 0 });
}

async fn what_cannot_be_opened_stays_as_it_is_and_is_counted(db: TestDb) {
    letters(&db, &keys(1, &[]), 2).await;
    letters(&db, &keys(9, &[]), 1).await;
    let done = seal_anew(&db, &writer(), &keys(2, &[1]), BODY, || ()).await.unwrap();
    assert_eq!(done, Resealed { renewed: 2, current: 0, unreadable: 1 });
    assert_eq!(
        bodies(&db, &keys(9, &[])).await.iter().filter(|opens| **opens).count(),
        1,
        "whoever has its key reads it"
    );
    assert_eq!(try_all(&mut db.read().await.unwrap(), &keys(2, &[1]), BODY).await.unwrap(), (2, 1));
}

async fn what_an_old_key_seals_is_found_in_columns_that_nobody_named(db: TestDb) {
    let sealed = keys(1, &[]).seal(Place { table: "x", column: "y", row: b"z" }, b"").unwrap();
    db.write(&writer(), sealed, |tx, sealed| {
        Box::pin(async move {
            let id = tx.new_uuid();
            tx.execute(
                "INSERT INTO unit (id, kind, name, sort_key, created_at, version) VALUES (?1, 'clinic', 'A', ?2, 0, 1)",
                params![id, sealed],
            )
            .await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
    .unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(sealed_by(&mut tx, KeyId::of(&[1; 32])).await.unwrap(), [("unit.sort_key".to_owned(), 1)]);
    assert_eq!(sealed_by(&mut tx, KeyId::of(&[2; 32])).await.unwrap(), []);
}
