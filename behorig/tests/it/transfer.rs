//! The demo's region moves from its file to PostgreSQL by the command itself, and nobody notices.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use behorig::assemble::Assembled;
use behorig_access::{AccountId, Assurance, Hat, UnitId};
use behorig_sealed_log::{Log, Pace, Question, Sealer};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, DbOptions, Door, Event, Recorded, StoreError, params};
use behorig_transparency::KeyName;
use behorig_visit::{HatChoice, NewSession, SessionLimits, Token};
use http::StatusCode;
use proof_support::{NOW, TestDb, on_postgres, on_sqlite, postgres_is_here};

use crate::site::{Browser, HandClock, assembled};

/// The people whose pages are looked at before and after.
const PEOPLE: [&str; 4] = ["systemadministrator", "lokal-administrator", "arendemottagare", "support"];

#[test]
fn a_log_that_somebody_changed_does_not_move_unless_it_shall_as_it_is() {
    if !postgres_is_here() {
        return;
    }
    on_sqlite(|sqlite| async move {
        sealed(&sqlite).await;
        let changed: Result<(), StoreError> = sqlite
            .write(&Actor::system(Door::System, NOW), (), |tx, ()| {
                Box::pin(async move {
                    tx.execute(
                        "UPDATE audit_event SET user_name = 'Somebody' WHERE activity_level = 'test.event'",
                        &[],
                    )
                    .await?;
                    Ok(Recorded::nothing_to_record((), "a foreign hand"))
                })
            })
            .await;
        changed.unwrap();
        sqlite.close();
        let stays =
            tokio::task::spawn_blocking(move || on_postgres(|postgres| stays_or_moves_as_it_is(sqlite, postgres)));
        stays.await.unwrap();
    });
}

async fn stays_or_moves_as_it_is(sqlite: TestDb, postgres: TestDb) {
    let (DbOptions::Sqlite { path }, DbOptions::Postgres { url, .. }) = (sqlite.options(), postgres.options()) else {
        panic!("one is on each");
    };
    let stopped = behorig(path, &["transfer", "--to", url]);
    let (words, why) = (String::from_utf8_lossy(&stopped.stdout), String::from_utf8_lossy(&stopped.stderr));
    assert!(!stopped.status.success() && why.contains("not whole, and nothing was moved"), "{words}{why}");
    assert!(words.contains("changed: the event at position"), "{words}");
    let count = "SELECT CAST(count(*) AS BIGINT) FROM audit_event";
    assert_eq!(postgres.read().await.unwrap().one::<(i64,)>(count, &[]).await.unwrap(), (0,));

    let moved = behorig(path, &["transfer", "--to", url, "--log-as-it-is"]);
    let words = String::from_utf8_lossy(&moved.stdout).into_owned();
    assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    assert!(words.contains("moved as it was: not whole"), "{words}");
    let there = log(postgres.db().clone()).verify(&Question::default(), NOW, |_, _| {}).await.unwrap();
    assert_eq!(there.broken.len(), 1, "{:?}", there.broken);
}

/// The sealed log of a database, by the key that the program is given here.
fn log(db: Db) -> Log {
    Log::new(db, Keys::new(&[7; 32], &[]).unwrap())
}

/// Begins the log, seals what there is, and writes an event that waits to be sealed.
async fn sealed(test: &TestDb) {
    let log = log(test.db().clone());
    log.begin(&KeyName::new("behorig.example/logg").unwrap(), NOW).await.unwrap();
    let mut sealer = Sealer::new(log, || NOW, Vec::new(), Pace::default());
    for _ in 0..2 {
        sealer.sweep().await.unwrap();
        let event = Event::change("test.event", "case", 1);
        let written: Result<(), StoreError> = test
            .write(&Actor::system(Door::CommandLine, NOW), event, |tx, event| {
                Box::pin(async move { tx.record(event.clone()).await })
            })
            .await;
        written.unwrap();
    }
}

#[test]
fn the_demo_moves_to_postgresql_and_everybody_is_still_signed_in_and_sees_the_same() {
    if !postgres_is_here() {
        return;
    }
    on_sqlite(|sqlite| async move {
        demo_region::build(&sqlite, NOW).await.unwrap();
        sealed(&sqlite).await;
        let people = signed_in(&sqlite).await;
        let before = pages(&program(sqlite.db().clone()), &people).await;
        let shown = before.values().filter(|page| page.starts_with("200 ")).count();
        assert!(shown > 20, "{:?}", before.keys());
        sqlite.close();
        let moved =
            tokio::task::spawn_blocking(move || on_postgres(|postgres| moves(sqlite, postgres, people, before)));
        moved.await.unwrap();
    });
}

async fn moves(sqlite: TestDb, postgres: TestDb, people: People, before: Pages) {
    let (DbOptions::Sqlite { path }, DbOptions::Postgres { url, .. }) = (sqlite.options(), postgres.options()) else {
        panic!("one is on each");
    };
    let told = behorig(path, &["transfer", "--to", url]);
    let words = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    assert!(words.contains("the same on both sides") && words.contains("Attachments stay where they are"), "{words}");
    assert!(words.contains("The sealed log is whole on both sides"), "{words}");
    assert!(!words.contains("behorig@"), "no user of the database is told: {words}");
    for refused in [&["serve"] as &[_], &["transfer", "--to", url]] {
        let refused = behorig(path, refused);
        let why = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && why.contains("moved to 127.0.0.1/"), "{why}");
    }

    let there = log(postgres.db().clone()).verify(&Question::default(), NOW, |_, _| {}).await.unwrap();
    assert!(there.is_whole() && there.events > 100, "{} events: {:?}", there.events, there.broken);
    let program = program(postgres.db().clone());
    let after = pages(&program, &people).await;
    for (page, text) in &before {
        assert_eq!(after.get(page), Some(text), "{page:?}");
    }
    assert_eq!(before.len(), after.len());
    let mut relative = browser(&program, None);
    let typed = [("anvandarnamn", "karin.sandberg"), ("losenord", demo_region::DEMO_PASSWORD)];
    let inside = relative.post("/logga-in", &typed).await;
    assert_eq!(inside.status, StatusCode::SEE_OTHER, "{}", inside.body);
    assert_eq!(relative.get("/").await.status, StatusCode::OK);
    let told = "SELECT CAST(count(*) AS BIGINT) FROM audit_event WHERE activity_level = 'installation.transfer'";
    assert_eq!(postgres.read().await.unwrap().one::<(i64,)>(told, &[]).await.unwrap(), (1,));
}

fn program(db: Db) -> Assembled {
    assembled(db, &Arc::new(HandClock::at(NOW)), None)
}

/// The program itself on a file.
fn behorig(file: &Path, arguments: &[&str]) -> Output {
    let key = file.with_file_name("key");
    std::fs::write(&key, "07".repeat(32)).unwrap();
    Command::new(env!("CARGO_BIN_EXE_behorig"))
        .args(arguments)
        .env("BEHORIG_DATABASE_PATH", file)
        .env("BEHORIG_KEY_FILE", key)
        .env("BEHORIG_FILES_PATH", file.with_file_name("files"))
        .env("BEHORIG_SERVER_LISTEN", "127.0.0.1:0")
        .output()
        .unwrap()
}

/// Name and token of each.
type People = Vec<(&'static str, String)>;
/// By person and path, the status and the words of a page.
type Pages = BTreeMap<(&'static str, String), String>;

/// Each of the people, signed in as staff where their first grant is.
async fn signed_in(db: &Db) -> People {
    let mut people = Vec::new();
    for key in PEOPLE {
        let person = demo_region::test_people().into_iter().find(|person| person.key == key);
        let user_name = person.and_then(|person| person.user_name).unwrap_or_else(|| panic!("{key} has no account"));
        let (account, unit): (AccountId, UnitId) = db
            .read()
            .await
            .unwrap()
            .one(
                "SELECT a.id, g.unit_id FROM account a JOIN grants g ON g.holder_account = a.id JOIN role r ON r.id = g.role_id
                 WHERE a.user_name_key = ?1 AND r.kind = 'staff' ORDER BY g.id",
                params![user_name],
            )
            .await
            .unwrap();
        let token = Token::random().unwrap();
        let choice = HatChoice { hat: Hat::Staff, account: Some(account), person: None, unit: Some(unit) };
        let session = NewSession { choice, assurance: Assurance::High, method: "bankid", address: None, agent: None };
        db.write(&Actor::system(Door::System, NOW), (token.clone(), session), |tx, (token, session)| {
            Box::pin(async move {
                behorig_visit::open(tx, token, session, SessionLimits::default()).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test's own sign-in"))
            })
        })
        .await
        .unwrap();
        people.push((key, token.reveal().to_owned()));
    }
    people
}

fn browser(program: &Assembled, token: Option<&str>) -> Browser {
    Browser::of(&program.router, token)
}

/// Every page that the start page of each leads to.
async fn pages(program: &Assembled, people: &People) -> Pages {
    let mut pages = Pages::new();
    for (who, token) in people {
        let mut browser = browser(program, Some(token));
        let start = browser.get("/").await;
        assert_eq!(start.status, StatusCode::OK, "{who}");
        for path in leads_to(&start.body) {
            let page = browser.get(&path).await;
            pages.insert((who, path), format!("{}\n{}", page.status, words(&page.body)));
        }
    }
    pages
}

fn leads_to(body: &str) -> BTreeSet<String> {
    let links = body.split("<a ").skip(1).filter_map(|rest| rest.split_once("href=\"")?.1.split_once('"'));
    links.map(|(path, _)| path.replace("&amp;", "&")).filter(|path| path.starts_with('/')).collect()
}

/// What a reader sees: keys of forms and the like are new each time.
fn words(body: &str) -> String {
    let body = body.split_once("<body").map_or(body, |(_, body)| body);
    let visible = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
    visible.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}
