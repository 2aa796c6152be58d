//! A copy of the embedded database, taken while others write into it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use behorig_store::{Db, DbOptions, StoreError, SystemName, backup};
use proof_support::{TestDb, on_sqlite};

use crate::notes::{note_of, notes_and_their_events};

fn path_of(db: &TestDb) -> std::path::PathBuf {
    let DbOptions::Sqlite { path } = db.options() else { unreachable!("SQLite") };
    path.clone()
}

async fn open(path: &std::path::Path) -> Db {
    let system = SystemName { id: "test".to_owned(), name: "test".to_owned() };
    Db::open(DbOptions::Sqlite { path: path.to_owned() }, system).await.unwrap()
}

#[test]
fn a_copy_taken_among_changes_is_whole_holds_one_moment_and_holds_nobody_up() {
    on_sqlite(|db| async move {
        for number in 0..200 {
            note_of(&db, &format!("before {number:03}"), &"x".repeat(20_000)).await.unwrap();
        }
        let (from, copying) = (path_of(&db), Arc::new(AtomicBool::new(true)));
        let to = from.with_file_name("copy.sqlite");
        let (writing, until) = (db.db().clone(), Arc::clone(&copying));
        let writer = tokio::spawn(async move {
            let mut written = 0;
            while until.load(Ordering::SeqCst) {
                note_of(&writing, &format!("during {written:03}"), "y").await.unwrap();
                written += 1;
            }
            written
        });
        let (target, source) = (to.clone(), from.clone());
        let steps = tokio::task::spawn_blocking(move || {
            let mut steps = Vec::new();
            backup::copy(&source, &target, |done, all| {
                steps.push((done, all));
                // Long enough for changes to be committed between two steps.
                std::thread::sleep(std::time::Duration::from_millis(20));
            })
            .map(|()| steps)
        });
        let steps = steps.await.unwrap().unwrap();
        copying.store(false, Ordering::SeqCst);
        let written = writer.await.unwrap();
        assert!(written > 0, "changes went on");
        let (done, all) = *steps.last().unwrap();
        assert!(steps.len() >= 4 && done == all, "{steps:?}");
        assert!(steps.is_sorted(), "it never began anew: {steps:?}");

        let contents = backup::check(&to).unwrap();
        assert_eq!(contents.schema, behorig_store::newest_migration());
        let copy = open(&to).await;
        let there = notes_and_their_events(&copy).await;
        assert_eq!(contents.rows["setting"], there.len() as u64);
        assert_eq!(there.iter().filter(|key| key.starts_with("before")).count(), 200);
        assert!(there.len() < 200 + written, "one moment, not the last: {} of {written} during", there.len() - 200);
        copy.close();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&to).unwrap().permissions().mode() & 0o077, 0, "for its owner alone");
        }
    });
}

#[test]
fn a_damaged_copy_and_one_with_a_row_that_refers_to_none_are_found() {
    on_sqlite(|db| async move {
        for number in 0..50 {
            note_of(&db, &format!("{number:03}"), &"x".repeat(2_000)).await.unwrap();
        }
        let (from, to) = (path_of(&db), path_of(&db).with_file_name("copy.sqlite"));
        backup::copy(&from, &to, |_, _| ()).unwrap();
        backup::check(&to).unwrap();
        let whole = std::fs::read(&to).unwrap();

        let mut damaged = whole.clone();
        let (from, until) = (damaged.len() / 2, damaged.len() / 2 + 8_192);
        damaged[from..until].fill(0x5a);
        std::fs::write(&to, damaged).unwrap();
        assert!(matches!(backup::check(&to), Err(StoreError::Unavailable(_) | StoreError::Refused(_))));

        std::fs::write(&to, whole).unwrap();
        let stray = rusqlite::Connection::open(&to).unwrap();
        stray
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO account_hsa_id (hsa_id, account_id) VALUES ('SE2321000156-STRAY', x'00');",
            )
            .unwrap();
        drop(stray);
        let error = backup::check(&to).unwrap_err();
        assert!(error.to_string().contains("account_hsa_id"), "{error}");
    });
}

#[test]
fn a_database_is_free_when_nobody_has_it_open() {
    on_sqlite(|db| async move {
        let path = path_of(&db);
        note_of(&db, "a", "").await.unwrap();
        assert!(!backup::is_free(&path).unwrap());
        note_of(&db, "b", "").await.unwrap();
        db.close();
        assert!(backup::is_free(&path).unwrap());
        assert!(!path.with_file_name("behorig.sqlite-wal").exists(), "all of it is in the one file");
    });
}
