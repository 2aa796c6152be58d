//! Opening a database: new, old, twice, by many at once.

use behorig_store::{Db, DbOptions, Recorded, StoreError, SystemName};
use futures::future::join_all;
use proof_support::{TestDb, both_databases, on_postgres, on_sqlite};
use refinery::{Migration, Runner};
use tokio_postgres::NoTls;

use crate::notes::{note, notes, notes_and_their_events, writer};

both_databases!(
    a_database_opened_again_keeps_what_it_holds,
    an_empty_database_gets_its_tables_and_many_may_come_for_it_at_once,
    a_database_of_every_older_version_is_brought_up_to_date,
    links_of_the_first_version_still_hold_in_the_second,
    addresses_and_notices_from_before_text_messages_are_of_mail,
    a_program_does_not_start_on_the_database_of_a_newer_one,
    records_security_officers_from_before_may_hand_out_the_log,
);

async fn a_database_opened_again_keeps_what_it_holds(db: TestDb) {
    note(&db, "before").await.unwrap();
    let again = db.open_again().await;
    assert_eq!(notes_and_their_events(&again).await.len(), 1);
    note(&again, "through the other").await.unwrap();
    assert_eq!(notes_and_their_events(&db).await.len(), 2);
    again.close();
    note(&db, "after").await.unwrap();
}

async fn open(options: DbOptions) -> Result<Db, StoreError> {
    Db::open(options, SystemName { id: "test".to_owned(), name: "test".to_owned() }).await
}

/// The database as it was before the program ever saw it.
async fn empty(db: &TestDb) -> DbOptions {
    match db.options() {
        DbOptions::Sqlite { path } => DbOptions::Sqlite { path: path.with_file_name("another.sqlite") },
        DbOptions::Postgres { url, .. } => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
            db.options().clone()
        }
    }
}

async fn an_empty_database_gets_its_tables_and_many_may_come_for_it_at_once(db: TestDb) {
    let options = empty(&db).await;
    let nodes = (0..6).map(|number| {
        let options = options.clone();
        tokio::spawn(async move {
            let db = open(options).await?;
            note(&db, &format!("node {number}")).await?;
            Ok::<_, StoreError>(db)
        })
    });
    let nodes: Vec<Db> = join_all(nodes).await.into_iter().map(|node| node.unwrap().unwrap()).collect();
    for node in &nodes {
        assert_eq!(notes(node).await.len(), 6);
        node.close();
    }
}

/// Our migrations as files, in their order: the common ones and the database's own.
fn ours(options: &DbOptions) -> Vec<Migration> {
    let own = match options {
        DbOptions::Sqlite { .. } => "migrations-sqlite",
        DbOptions::Postgres { .. } => "migrations-postgres",
    };
    let files = ["migrations", own].into_iter().flat_map(|folder| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path())
    });
    let mut migrations: Vec<Migration> = files
        .map(|path| {
            let sql = std::fs::read_to_string(&path).unwrap();
            Migration::unapplied(path.file_stem().unwrap().to_str().unwrap(), &sql).unwrap()
        })
        .collect();
    migrations.sort();
    migrations
}

/// Brings an empty database to a version without the program.
async fn migrated_by(options: &DbOptions, migrations: &[Migration]) {
    let runner = Runner::new(migrations);
    match options {
        DbOptions::Sqlite { path } => {
            runner.run(&mut rusqlite::Connection::open(path).unwrap()).unwrap();
        }
        DbOptions::Postgres { url, .. } => {
            let (mut client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            runner.run_async(&mut client).await.unwrap();
        }
    }
}

async fn a_database_of_every_older_version_is_brought_up_to_date(db: TestDb) {
    let ours = ours(db.options());
    for version in 0..=ours.len() {
        let options = empty(&db).await;
        if let DbOptions::Sqlite { path } = &options {
            let _ = std::fs::remove_file(path);
        }
        migrated_by(&options, &ours[..version]).await;
        let opened = open(options).await.unwrap();
        note(&opened, "up to date").await.unwrap();
        let mut read = opened.read().await.unwrap();
        let (applied,): (i64,) =
            read.one("SELECT CAST(count(*) AS BIGINT) FROM refinery_schema_history", &[]).await.unwrap();
        assert_eq!(usize::try_from(applied).unwrap(), ours.len());
        drop(read);
        opened.close();
    }
}

async fn links_of_the_first_version_still_hold_in_the_second(db: TestDb) {
    let options = empty(&db).await;
    migrated_by(&options, &ours(&options)[..1]).await;
    let bytes = |text: &str| match &options {
        DbOptions::Sqlite { .. } => format!("CAST('{text}' AS BLOB)"),
        DbOptions::Postgres { .. } => format!("CAST('{text}' AS BYTEA)"),
    };
    let (unit, account, hash) =
        (bytes("unit-of-16-bytes"), bytes("user-of-16-bytes"), bytes("hash-of-thirty-two-bytes-exactly"));
    past_the_door(
        &options,
        &format!(
            "INSERT INTO unit (id, kind, name, sort_key, created_at, version)
                 VALUES ({unit}, 'clinic', 'Kliniken', {unit}, 0, 1);
             INSERT INTO account (id, unit_id, user_name, user_name_key, given_name, family_name, sort_key, notices, language,
                 password_must_change, created_at, version)
                 VALUES ({account}, {unit}, 'eva', 'eva', 'Eva', 'Ek', {account}, TRUE, 'sv', FALSE, 0, 1);
             INSERT INTO one_time_link (token_hash, account_id, created_at, expires_at) VALUES ({hash}, {account}, 1, 2);"
        ),
    )
    .await;
    let opened = open(options.clone()).await.unwrap();
    let mut read = opened.read().await.unwrap();
    let link: (Vec<u8>, i64, bool) =
        read.one("SELECT token_hash, expires_at, letter_id IS NULL FROM one_time_link", &[]).await.unwrap();
    assert_eq!(link, (b"hash-of-thirty-two-bytes-exactly".to_vec(), 2, true));
    let (letters,): (i64,) = read.one("SELECT CAST(count(*) AS BIGINT) FROM outbox", &[]).await.unwrap();
    assert_eq!(letters, 0);
    drop(read);
    opened.close();
}

async fn addresses_and_notices_from_before_text_messages_are_of_mail(db: TestDb) {
    let options = empty(&db).await;
    let before: Vec<Migration> = ours(&options).into_iter().filter(|one| one.version() < 15).collect();
    migrated_by(&options, &before).await;
    let bytes = |text: &str| match &options {
        DbOptions::Sqlite { .. } => format!("CAST('{text}' AS BLOB)"),
        DbOptions::Postgres { .. } => format!("CAST('{text}' AS BYTEA)"),
    };
    let (eva, bo, letter) = (bytes("eva-of--16-bytes"), bytes("bo-of---16-bytes"), bytes("letter--16-bytes"));
    past_the_door(
        &options,
        &format!(
            "INSERT INTO notice_address (person_id, email, confirmed_at, language, asked_email, asked_at, wrong_codes,
                 codes_since, codes_sent) VALUES ({eva}, 'eva@a.example', 1, 'en', 'eva@b.example', 2, 3, 4, 5);
             INSERT INTO case_notice (case_id, message_id, person_id, letter_id)
                 VALUES ({eva}, {eva}, {eva}, {letter}), ({eva}, {eva}, {bo}, NULL);
             INSERT INTO outbox (id, kind, recipient, subject, body, created_at, due_at, give_up_at, attempts)
                 VALUES ({letter}, 'resident-notice', 'eva@a.example', 'Hej', {letter}, 1, 1, 2, 0);"
        ),
    )
    .await;
    let opened = open(options.clone()).await.unwrap();
    let mut read = opened.read().await.unwrap();
    let address: (String, String, bool, String, String, i64) = read
        .one("SELECT way, address, wanted, language, asked_address, codes_sent FROM notice_address", &[])
        .await
        .unwrap();
    let (way, email, wanted, language, asked, codes) = address;
    assert_eq!((way.as_str(), email.as_str(), wanted, codes), ("mail", "eva@a.example", true, 5));
    assert_eq!((language.as_str(), asked.as_str()), ("en", "eva@b.example"));
    let notices: Vec<(String, bool)> =
        read.all("SELECT way, letter_id IS NULL FROM case_notice ORDER BY way", &[]).await.unwrap();
    assert_eq!(notices, [("mail".to_owned(), false), ("none".to_owned(), true)]);
    let (letter,): (String,) = read.one("SELECT way FROM outbox", &[]).await.unwrap();
    assert_eq!(letter, "mail");
    drop(read);
    opened.close();
}

async fn records_security_officers_from_before_may_hand_out_the_log(db: TestDb) {
    let options = empty(&db).await;
    let before: Vec<Migration> = ours(&options).into_iter().filter(|one| one.version() < 27).collect();
    migrated_by(&options, &before).await;
    let bytes = |text: &str| match &options {
        DbOptions::Sqlite { .. } => format!("CAST('{text}' AS BLOB)"),
        DbOptions::Postgres { .. } => format!("CAST('{text}' AS BYTEA)"),
    };
    let (unit, seeded, narrowed) = (bytes("unit-of-16-bytes"), bytes("role-as-seeded.."), bytes("role-narrowed..."));
    let (whole, own) = (bytes("role-has-it....."), bytes("role-of-their..."));
    let role = |id: &str, built_in: &str, name: &str| {
        format!(
            "INSERT INTO role (id, organisation_id, built_in, name, name_key, kind, daily_planning, lowest_assurance, gives_all,
                 created_at, version) VALUES ({id}, {unit}, {built_in}, '{name}', '{name}', 'staff', FALSE, 'two-factor', FALSE, 0, 1);"
        )
    };
    let officer = "'records-security-officer'";
    let roles = [
        role(&seeded, officer, "as seeded"),
        role(&narrowed, officer, "narrowed"),
        role(&whole, officer, "has it"),
        role(&own, "NULL", "of their own"),
    ];
    past_the_door(
        &options,
        &format!(
            "INSERT INTO unit (id, kind, name, sort_key, created_at, version) VALUES ({unit}, 'region', 'R', {unit}, 0, 1);
             {} INSERT INTO role_service (role_id, service) VALUES ({seeded}, 400), ({narrowed}, 420), ({whole}, 400),
                 ({whole}, 430), ({own}, 400);",
            roles.concat()
        ),
    )
    .await;
    let opened = open(options.clone()).await.unwrap();
    let mut read = opened.read().await.unwrap();
    let holding: Vec<(String,)> = read
        .all(
            "SELECT r.name FROM role r JOIN role_service s ON s.role_id = r.id AND s.service = 430 ORDER BY r.name",
            &[],
        )
        .await
        .unwrap();
    let holding: Vec<&str> = holding.iter().map(|(name,)| name.as_str()).collect();
    assert_eq!(holding, ["as seeded", "has it"]);
    drop(read);
    opened.close();
}

/// Writes into a database that the program has not opened.
async fn past_the_door(options: &DbOptions, sql: &str) {
    match options {
        DbOptions::Sqlite { path } => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        DbOptions::Postgres { url, .. } => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(sql).await.unwrap();
        }
    }
}

async fn a_program_does_not_start_on_the_database_of_a_newer_one(db: TestDb) {
    let options = empty(&db).await;
    let mut newer = ours(&options);
    newer.push(Migration::unapplied("V9999__from_the_future", "CREATE TABLE future (id BIGINT)").unwrap());
    migrated_by(&options, &newer).await;
    let refused = open(options).await.map(|_| ()).unwrap_err();
    assert!(matches!(&refused, StoreError::Unavailable(why) if why.contains("from_the_future")), "{refused:?}");
}

#[test]
#[cfg(unix)]
fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    on_sqlite(|db| async move {
        let options = empty(&db).await;
        let DbOptions::Sqlite { path } = &options else { panic!("not SQLite") };
        let new = open(options.clone()).await.unwrap();
        note(&new, "personal data").await.unwrap();
        for file in ["another.sqlite", "another.sqlite-wal", "another.sqlite-shm"] {
            let rights = std::fs::metadata(path.with_file_name(file)).unwrap().permissions().mode();
            assert_eq!(rights & 0o077, 0, "{file} is open to others");
        }
        new.close();
    });
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    on_sqlite(|db| async move {
        let DbOptions::Sqlite { path } = empty(&db).await else { panic!("not SQLite") };
        let letter = "Kära dagbok, ".repeat(1_000);
        std::fs::write(&path, &letter).unwrap();
        let refused = open(DbOptions::Sqlite { path: path.clone() }).await.map(|_| ());
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
        let nowhere = open(DbOptions::Sqlite { path: path.with_file_name("no/such/folder.sqlite") }).await.map(|_| ());
        assert!(matches!(nowhere, Err(StoreError::Unavailable(_))), "{nowhere:?}");
    });
}

#[test]
fn an_acknowledged_change_on_sqlite_is_synced_to_the_disk() {
    on_sqlite(|db| async move {
        let settings = db
            .write(&writer(), (), |tx, ()| {
                Box::pin(async move {
                    let (synchronous,): (i64,) = tx.one("PRAGMA synchronous", &[]).await?;
                    let (journal,): (String,) = tx.one("PRAGMA journal_mode", &[]).await?;
                    let (foreign_keys,): (i64,) = tx.one("PRAGMA foreign_keys", &[]).await?;
                    let settings = (synchronous, journal, foreign_keys);
                    Ok::<_, StoreError>(Recorded::nothing_to_record(settings, "a test"))
                })
            })
            .await
            .unwrap();
        assert_eq!(settings, (2, "wal".to_owned(), 1), "FULL, write-ahead log, foreign keys");
    });
}

#[test]
fn an_acknowledged_change_on_postgresql_is_synced_to_the_disk_whatever_the_server_is_set_to() {
    on_postgres(|db| async move {
        let DbOptions::Postgres { url, .. } = db.options() else { panic!("not PostgreSQL") };
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        let name = url.rsplit_once('/').unwrap().1;
        client.batch_execute(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await.unwrap();
        let again = db.open_again().await;
        let mut read = again.read().await.unwrap();
        let (synced,): (String,) = read.one("SELECT current_setting('synchronous_commit')", &[]).await.unwrap();
        assert_eq!(synced, "on");
        drop(read);
        again.close();
    });
}
