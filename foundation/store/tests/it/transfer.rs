//! Everything in a file carried to PostgreSQL: whole and the same, or not at all.

use std::path::PathBuf;

use behorig_store::transfer::{self, Carried, Moved, Progress, Source, Stage, TransferError};
use behorig_store::{DbOptions, StoreError, params};
use futures::future::join_all;
use proof_support::{TestDb, on_postgres, on_sqlite};
use rusqlite::Connection;
use tokio_postgres::{Client, NoTls};

use crate::notes::{note, note_of, notes_and_their_events};

/// A file that nobody has open, and an empty database.
struct Both {
    sqlite: TestDb,
    file: PathBuf,
    postgres: TestDb,
    url: String,
}

fn with_both<F: Future<Output = ()>>(test: impl FnOnce(Both) -> F + Send + 'static) {
    on_sqlite(|sqlite| async move {
        let there = tokio::task::spawn_blocking(move || {
            on_postgres(|postgres| async move {
                let (DbOptions::Sqlite { path }, DbOptions::Postgres { url, .. }) =
                    (sqlite.options().clone(), postgres.options().clone())
                else {
                    panic!("one is on each");
                };
                test(Both { sqlite, file: path, postgres, url }).await;
            });
        });
        there.await.unwrap();
    });
}

impl Both {
    async fn transfer(&self, again: bool) -> Result<Carried, TransferError> {
        let (source, carried) = Source::open(&self.file, again)?.carry(&self.url, None, |_| {}).await?;
        source.leave(&Moved::to(&self.url, 1_795_165_200_000)?)?;
        Ok(carried)
    }

    fn file(&self) -> Connection {
        Connection::open(&self.file).unwrap()
    }

    async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    async fn mark(&self) -> Option<Moved> {
        let again = self.sqlite.open_again().await;
        let mut tx = again.read().await.unwrap();
        let mark = transfer::moved(&mut tx).await.unwrap();
        drop(tx);
        again.close();
        mark
    }

    async fn holds_nothing(&self) -> bool {
        self.postgres.read().await.unwrap().one::<(i64,)>("SELECT count(*) FROM setting", &[]).await.unwrap() == (0,)
    }
}

#[test]
fn everything_is_carried_and_the_file_says_that_it_was_left() {
    with_both(|both| async move {
        let notes = (0..1_100).map(async |number| {
            note_of(&both.sqlite, &format!("ärende {number}"), "Åsa\tÖberg\\N\n").await.unwrap();
        });
        join_all(notes).await;
        let here = notes_and_their_events(&both.sqlite).await;
        both.sqlite.close();
        let before = both.mark().await;

        let carried = both.transfer(false).await.unwrap();
        assert!(!carried.was_there);
        assert_eq!(carried.tables.iter().find(|(name, _)| name == "setting").unwrap().1, 1_100);
        assert_eq!(notes_and_their_events(&both.postgres).await, here);
        let value = "SELECT value FROM setting WHERE key = ?1";
        let (text,): (String,) = both.postgres.read().await.unwrap().one(value, params!["ärende 7"]).await.unwrap();
        assert_eq!(text, "Åsa\tÖberg\\N\n");

        assert_eq!(before, None);
        let mark = both.mark().await.unwrap();
        assert_eq!((mark.at, mark.to.starts_with("127.0.0.1/behorig_test_")), (1_795_165_200_000, true), "{mark:?}");
        assert!(matches!(both.transfer(false).await, Err(TransferError::MovedBefore(moved)) if moved == mark));
        // Once more, where it has lost its last word.
        assert!(both.transfer(true).await.unwrap().was_there);
        assert_eq!(notes_and_their_events(&both.postgres).await, here);
    });
}

/// A table that no version knows yet, with every type at its edges and references inside itself that point forwards.
const OF_TOMORROW: &str = "CREATE TABLE of_tomorrow (
    name TEXT NOT NULL, place BIGINT, yes BOOLEAN, share DOUBLE PRECISION, content BYTEA, \"order\" TEXT UNIQUE,
    next TEXT REFERENCES of_tomorrow (\"order\"), said TEXT REFERENCES setting (key), PRIMARY KEY (name))";

#[test]
fn a_table_that_a_later_version_adds_is_carried_too() {
    with_both(|both| async move {
        note(&both.sqlite, "said").await.unwrap();
        both.sqlite.close();
        both.client().await.batch_execute(OF_TOMORROW).await.unwrap();
        let file = both.file();
        file.execute_batch(OF_TOMORROW).unwrap();
        let insert = "INSERT INTO of_tomorrow VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        file.execute_batch("BEGIN; PRAGMA defer_foreign_keys = ON").unwrap();
        let large = vec![7_u8; 3_000_000];
        file.execute(insert, ("a", i64::MIN, true, 1e-300, &large, "1", "2", "said")).unwrap();
        file.execute(insert, ("Å", i64::MAX, false, -3.0, &[0_u8, 255], "2", "1", None::<&str>)).unwrap();
        file.execute(
            insert,
            ("", None::<i64>, None::<bool>, None::<f64>, &[0_u8; 0], None::<&str>, None::<&str>, "said"),
        )
        .unwrap();
        file.execute(insert, ("B", 0, true, f64::INFINITY, None::<&[u8]>, "", None::<&str>, None::<&str>)).unwrap();
        file.execute_batch("COMMIT").unwrap();
        drop(file);

        let carried = both.transfer(false).await.unwrap();
        assert_eq!(carried.tables.iter().find(|(name, _)| name == "of_tomorrow").unwrap().1, 4);
        let rows = both.client().await;
        let rows = rows.query("SELECT * FROM of_tomorrow ORDER BY name COLLATE \"C\"", &[]).await.unwrap();
        let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(names, ["", "B", "a", "Å"]);
        assert_eq!(rows[0].get::<_, Option<i64>>(1), None);
        assert_eq!(rows[0].get::<_, Vec<u8>>(4), Vec::<u8>::new());
        assert_eq!((rows[1].get::<_, f64>(3), rows[1].get::<_, String>(5)), (f64::INFINITY, String::new()));
        assert_eq!((rows[2].get::<_, i64>(1), rows[2].get::<_, bool>(2)), (i64::MIN, true));
        assert_eq!((rows[2].get::<_, f64>(3), rows[2].get::<_, Vec<u8>>(4) == large), (1e-300, true));
        assert_eq!(
            (rows[3].get::<_, i64>(1), rows[3].get::<_, bool>(2), rows[3].get::<_, String>(6)),
            (i64::MAX, false, "1".to_owned())
        );
    });
}

#[test]
fn a_table_that_only_one_side_has_is_told_and_nothing_is_carried() {
    with_both(|both| async move {
        note(&both.sqlite, "a").await.unwrap();
        both.sqlite.close();
        both.file().execute_batch("CREATE TABLE of_tomorrow (id BYTEA PRIMARY KEY)").unwrap();
        let refused = both.transfer(false).await.unwrap_err();
        assert!(refused.to_string().contains("PostgreSQL has no of_tomorrow.id"), "{refused}");
        assert!(both.holds_nothing().await && both.mark().await.is_none());
    });
}

#[test]
fn a_file_that_is_open_is_not_carried_and_one_that_is_carried_is_not_opened() {
    with_both(|both| async move {
        note(&both.sqlite, "a").await.unwrap();
        assert!(matches!(both.transfer(false).await, Err(TransferError::InUse)));
        let missing = Source::open(&both.file.with_file_name("none.sqlite"), false);
        assert!(matches!(missing, Err(TransferError::NoFile(_))));
        both.sqlite.close();

        let source = Source::open(&both.file, false).unwrap();
        let meanwhile = both.file().query_row("SELECT count(*) FROM setting", [], |row| row.get::<_, i64>(0));
        assert!(meanwhile.unwrap_err().to_string().contains("locked"));
        drop(source);
        assert!(both.transfer(false).await.is_ok());
    });
}

#[test]
fn a_target_that_holds_something_else_is_left_alone() {
    with_both(|both| async move {
        note(&both.sqlite, "ours").await.unwrap();
        both.sqlite.close();
        note(&both.postgres, "theirs").await.unwrap();
        let refused = both.transfer(false).await.unwrap_err();
        assert!(matches!(refused, TransferError::NotEmpty { .. }), "{refused}");
        assert_eq!(notes_and_their_events(&both.postgres).await.into_iter().collect::<Vec<_>>(), ["theirs"]);
        assert_eq!(both.mark().await, None);
    });
}

#[test]
fn one_that_breaks_off_leaves_nothing_behind_and_can_be_begun_anew() {
    with_both(|both| async move {
        for number in 0..20 {
            note(&both.sqlite, &number.to_string()).await.unwrap();
        }
        both.sqlite.close();
        for at in [Stage::Copy, Stage::Compare] {
            let source = Source::open(&both.file, false).unwrap();
            let breaks = move |progress: Progress<'_>| {
                let told = (progress.stage, progress.table, progress.done > 20);
                assert_ne!(told, (at, "setting", true), "breaks off here");
            };
            let broken = source.carry(&both.url, None, breaks).await;
            assert!(matches!(broken, Err(TransferError::Store(StoreError::Refused(_)))), "{at:?}");
            assert!(both.holds_nothing().await && both.mark().await.is_none(), "{at:?}");
        }
        assert!(!both.transfer(false).await.unwrap().was_there);
        assert_eq!(notes_and_their_events(&both.postgres).await.len(), 20);
    });
}

#[test]
fn a_value_that_postgres_would_not_hold_is_named_by_its_column() {
    with_both(|both| async move {
        both.sqlite.close();
        for value in ["'hemligt' || char(0)", "CAST(x'ff' AS TEXT)", "x'ff'"] {
            let put = format!("DELETE FROM setting; INSERT INTO setting VALUES ('k', {value})");
            both.file().execute_batch(&put).unwrap();
            let refused = both.transfer(false).await.unwrap_err();
            assert_eq!(refused.to_string(), "setting.value holds a value that is not text: mend it in the file first");
            assert!(both.holds_nothing().await && both.mark().await.is_none());
        }
    });
}

#[test]
fn what_is_not_read_back_as_it_was_written_does_not_stand() {
    with_both(|both| async move {
        note(&both.sqlite, "en anteckning").await.unwrap();
        both.sqlite.close();
        both.client()
            .await
            .batch_execute(
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN NEW.activity_args = upper(NEW.activity_args); RETURN NEW; END $$;
                 CREATE TRIGGER meddle BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION meddle()",
            )
            .await
            .unwrap();
        let refused = both.transfer(false).await.unwrap_err();
        assert!(matches!(&refused, TransferError::Differs { table } if table == "audit_event"), "{refused:?}");
        assert!(both.holds_nothing().await && both.mark().await.is_none());
    });
}

#[test]
fn no_table_counts_by_a_sequence_that_would_have_to_be_set() {
    on_postgres(|db| async move {
        let sql = "SELECT CAST(count(*) AS BIGINT) FROM pg_class WHERE relkind = 'S'";
        assert_eq!(db.read().await.unwrap().one::<(i64,)>(sql, &[]).await.unwrap(), (0,));
    });
}
