//! Backups made while the database is in use, and put back.

use std::path::{Path, PathBuf};

use behorig_sign_in::seal::{Keys, Place};
use behorig_store::{Actor, Db, DbOptions, Door, Recorded, StoreError, SystemName, params};
use proof_support::{NOW, TestDb, on_postgres, on_sqlite};
use sha2::{Digest as _, Sha256};

use super::{Operator, Said, said};

const FILE: &str = "0192f/0192f00000000000000000000000000a";
const CONTENT: &[u8] = b"%PDF-1.7 what somebody sent";

fn place(row: &[u8]) -> Place<'_> {
    Place { table: "outbox", column: "body", row }
}

/// A sealed letter and an attachment, as the program keeps them.
async fn filled(db: &Db, operator: &Operator) {
    let actor = Actor::system(Door::System, NOW);
    db.write(&actor, (), |tx, ()| {
        Box::pin(async move {
            let (id, file) = (tx.new_uuid(), tx.new_uuid());
            let sealed = Keys::new(&[7; 32], &[]).unwrap().seal(place(id.as_bytes()), b"a letter").unwrap();
            tx.execute(
                "INSERT INTO outbox (id, kind, way, recipient, subject, body, created_at, due_at, give_up_at, attempts)
                 VALUES (?1, 'test', 'mail', 'a@example.se', 'A letter', ?2, 0, 0, 0, 0)",
                params![id, sealed],
            )
            .await?;
            tx.execute(
                "INSERT INTO case_attachment (id, name, media_type, size, storage_key, sha256, added_at)
                 VALUES (?1, 'a.pdf', 'application/pdf', ?2, ?3, ?4, 0)",
                params![file, i64::try_from(CONTENT.len()).unwrap(), FILE, Sha256::digest(CONTENT).to_vec()],
            )
            .await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
    .unwrap();
    put(&operator.path("behorig-files").join(FILE), CONTENT);
}

fn put(path: &Path, content: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn backups(operator: &Operator) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(operator.path("backups")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

async fn backed_up(operator: &Operator) -> PathBuf {
    let said = operator.says(&["backup", "--to", "backups"]).await;
    assert!(said.is_good && said.out.contains("The key is not in it"), "{said:?}");
    let mut made = backups(operator);
    assert_eq!(made.len(), 1, "{made:?}");
    made.remove(0)
}

/// Another machine, with the same key and nothing else.
fn elsewhere(db: &TestDb) -> Operator {
    let operator = Operator::of(db);
    operator.configure("[database]\npath = \"restored.sqlite\"\n");
    operator
}

async fn restored(operator: &Operator, from: &Path, more: &[&str]) -> Said {
    let from = from.to_str().unwrap();
    operator.says(&[&["restore", "--from", from], more].concat()).await
}

async fn opened(path: &Path) -> Db {
    assert!(path.is_file(), "{}", path.display());
    let system = SystemName { id: "test".to_owned(), name: "test".to_owned() };
    Db::open(DbOptions::Sqlite { path: path.to_owned() }, system).await.unwrap()
}

fn nothing_is_left(operator: &Operator) {
    let names = std::fs::read_dir(operator.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    assert!(names.iter().all(|name| !name.contains("restor")), "{names:?}");
}

#[test]
fn a_backup_of_a_running_installation_is_put_back_elsewhere_with_all_that_belongs_to_it() {
    on_sqlite(|db| async move {
        let operator = Operator::of(&db);
        filled(db.db(), &operator).await;
        // What a backup that was killed left, and a file that no row tells of.
        std::fs::create_dir_all(operator.path("backups/.behorig-1.unfinished/files")).unwrap();
        put(&operator.path("behorig-files/0192f/stray"), b"x");
        let made = backed_up(&operator).await;
        let manifest = std::fs::read_to_string(made.join("manifest.json")).unwrap();
        assert!(manifest.contains("\"outbox\": 1") && !manifest.contains("0707"), "{manifest}");
        let sums = std::fs::read_to_string(made.join("files.sha256")).unwrap();
        assert_eq!(sums, format!("{}  files/{FILE}\n", hex::encode(Sha256::digest(CONTENT))));
        let holds = |name: &str| made.join(name).exists();
        assert!(holds("behorig.sqlite") && !holds("behorig.sqlite-wal") && !holds("files/0192f/stray"));

        let other = elsewhere(&db);
        let back = restored(&other, &made, &[]).await;
        assert!(back.is_good && back.out.contains("Start the program"), "{back:?}");
        nothing_is_left_but_the_database(&other);
        assert_eq!(std::fs::read(other.path("behorig-files").join(FILE)).unwrap(), CONTENT);
        let copy = opened(&other.path("restored.sqlite")).await;
        let mut tx = copy.read().await.unwrap();
        let (id, body): (Vec<u8>, Vec<u8>) = tx.one("SELECT id, body FROM outbox", &[]).await.unwrap();
        assert_eq!(Keys::new(&[7; 32], &[]).unwrap().open(place(&id), &body).unwrap(), b"a letter");
        let told = "SELECT count(*) FROM audit_event WHERE activity_level = 'backup.restore'";
        assert_eq!(tx.one::<(i64,)>(told, &[]).await.unwrap(), (1,));
        drop(tx);
        copy.close();
    });
}

fn nothing_is_left_but_the_database(operator: &Operator) {
    let left = ["restored.sqlite.restoring", "restored.sqlite.restoring-turn", "behorig-files.restoring"];
    assert!(left.iter().all(|name| !operator.path(name).exists()));
}

#[test]
fn what_is_there_is_never_written_over_and_never_taken_from_a_program_that_runs() {
    on_sqlite(|db| async move {
        let operator = Operator::of(&db);
        filled(db.db(), &operator).await;
        let made = backed_up(&operator).await;
        let there = restored(&operator, &made, &[]).await;
        assert!(!there.is_good && there.error.contains("--replace"), "{there:?}");
        let used = restored(&operator, &made, &["--replace"]).await;
        assert!(!used.is_good && used.error.contains("stop the program"), "{used:?}");
        db.close();
        put(&operator.path("behorig-files").join(FILE), b"changed since");
        let replaced = restored(&operator, &made, &["--replace"]).await;
        assert!(replaced.is_good && replaced.out.matches(".before-").count() == 2, "{replaced:?}");
        assert_eq!(std::fs::read(operator.path("behorig-files").join(FILE)).unwrap(), CONTENT);
        let DbOptions::Sqlite { path } = db.options() else { unreachable!("SQLite") };
        let names = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
        let kept: Vec<PathBuf> = names.filter(|path| path.to_string_lossy().contains(".before-")).collect();
        assert_eq!(kept.len(), 1);
        let old = opened(&kept[0]).await;
        old.close();
    });
}

#[test]
fn a_damaged_backup_and_a_wrong_key_are_refused_and_leave_nothing_behind() {
    on_sqlite(|db| async move {
        let operator = Operator::of(&db);
        filled(db.db(), &operator).await;
        let made = backed_up(&operator).await;
        let other = elsewhere(&db);
        for name in ["behorig.sqlite", "files.sha256", &format!("files/{FILE}")] {
            let path = made.join(name);
            let whole = std::fs::read(&path).unwrap();
            let mut damaged = whole.clone();
            *damaged.last_mut().unwrap() ^= 1;
            std::fs::write(&path, damaged).unwrap();
            let refused = restored(&other, &made, &[]).await;
            assert!(!refused.is_good && refused.error.contains("is not what the backup says"), "{name}: {refused:?}");
            nothing_is_left(&other);
            std::fs::write(&path, whole).unwrap();
        }
        std::fs::write(other.key_file(), "08".repeat(32)).unwrap();
        let refused = restored(&other, &made, &[]).await;
        assert!(!refused.is_good && refused.error.contains("1 sealed values do not open"), "{refused:?}");
        nothing_is_left(&other);
        // The key of the time of the backup below the one of now.
        std::fs::write(other.key_file(), format!("{}\n{}\n", "08".repeat(32), "07".repeat(32))).unwrap();
        let back = restored(&other, &made, &[]).await;
        assert!(back.is_good, "{back:?}");
    });
}

#[test]
fn an_attachment_that_is_lost_is_told_and_stops_no_backup() {
    on_sqlite(|db| async move {
        let operator = Operator::of(&db);
        filled(db.db(), &operator).await;
        put(&operator.path("behorig-files").join(FILE), b"not what was sent");
        let said = operator.says(&["backup", "--to", "backups"]).await;
        assert!(said.is_good && said.out.contains("1 attachments are lost") && said.out.contains(FILE), "{said:?}");
        let back = restored(&elsewhere(&db), &backups(&operator)[0], &[]).await;
        assert!(back.is_good && back.out.contains("1 attachments were lost"), "{back:?}");
    });
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_backup_and_the_next_one_is_whole() {
    on_sqlite(|db| async move {
        let operator = Operator::of(&db);
        filled(db.db(), &operator).await;
        // No file may grow beyond this, and the program is told so as by a disk that is full.
        let within = "trap '' XFSZ; ulimit -f 300; exec \"$0\" backup --to backups";
        let program = env!("CARGO_BIN_EXE_behorig");
        let full = said(operator.command(Path::new("/bin/sh")).args(["-c", within, program])).await;
        assert!(!full.is_good && !full.error.is_empty(), "{full:?}");
        assert_eq!(backups(&operator), Vec::<PathBuf>::new());
        backed_up(&operator).await;
    });
}

#[test]
fn a_backup_needs_to_be_told_where_to_and_finds_it_in_the_configuration() {
    on_sqlite(|db| async move {
        let operator = Operator::of(&db);
        let nowhere = operator.says(&["backup"]).await;
        assert!(!nowhere.is_good && nowhere.error.contains("backup.path"), "{nowhere:?}");
        let text = std::fs::read_to_string(operator.path("behorig.toml")).unwrap();
        operator.configure(&format!("{text}[backup]\npath = \"backups\"\n"));
        let made = operator.says(&["backup"]).await;
        assert!(made.is_good && backups(&operator).len() == 1, "{made:?}");
        let held = std::fs::File::open(operator.path("backups/.behorig-backup-turn")).unwrap();
        held.lock().unwrap();
        let second = operator.says(&["backup"]).await;
        assert!(!second.is_good && second.error.contains("another backup"), "{second:?}");
    });
}

#[test]
fn on_postgresql_its_own_tools_are_named_and_what_belongs_to_it() {
    on_postgres(|db| async move {
        let operator = Operator::of(&db);
        for arguments in [["backup", "--to", "backups"], ["restore", "--from", "backups"]] {
            let said = operator.says(&arguments).await;
            assert!(
                !said.is_good && said.error.contains("pg_dump") && said.error.contains("behorig-files"),
                "{said:?}"
            );
        }
        assert!(!operator.path("backups").exists());
    });
}
