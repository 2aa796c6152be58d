//! `kill -9` at any moment: what was acknowledged is there, each change with its event, and nothing half done.
//!
//! This program is started again as a child that writes and says which notes were acknowledged; the parent kills it.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use behorig_store::{Db, DbOptions, SystemName};
use proof_support::{Backend, TestDb, both_databases};

use crate::notes::{note, notes_and_their_events};

both_databases!(a_program_that_is_killed_loses_nothing_that_it_acknowledged, two_programs_on_one_database_lose_nothing,);

const WHERE: &str = "BEHORIG_CHILD_DATABASE";
const NAME: &str = "BEHORIG_CHILD_NAME";
const ROUNDS: u64 = 10;

async fn a_program_that_is_killed_loses_nothing_that_it_acknowledged(db: TestDb) {
    let seed = std::env::var("BEHORIG_TEST_SEED")
        .map_or_else(|_| RandomState::new().build_hasher().finish(), |seed| seed.parse().unwrap());
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let mut child = start_child(&db, &format!("{round}"));
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        // Every third dies at any moment from its start on, the others while they write.
        if round % 3 > 0 {
            acknowledged.extend(first_heard(&mut lines));
        }
        let listener = std::thread::spawn(move || heard(lines));
        tokio::time::sleep(Duration::from_micros(mixed(seed ^ round) % 100_000)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(listener.join().unwrap());

        let after = db.open_again().await;
        let there = notes_and_their_events(&after).await;
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "BEHORIG_TEST_SEED={seed}, round {round}, lost: {lost:?}");
        note(&after, &format!("written after round {round}")).await.unwrap();
        after.close();
    }
}

async fn two_programs_on_one_database_lose_nothing(db: TestDb) {
    let mut child = start_child(&db, "other");
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut others = first_heard(&mut lines);
    let listener = std::thread::spawn(move || heard(lines));
    let mut own = BTreeSet::new();
    for number in 0..60 {
        let key = format!("own {number}");
        note(&db, &key).await.unwrap();
        own.insert(key);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    others.extend(listener.join().unwrap());
    let there = notes_and_their_events(&db).await;
    assert!(there.is_superset(&own) && there.is_superset(&others));
}

/// Waits for the first note that a child says was acknowledged.
fn first_heard(lines: &mut impl BufRead) -> BTreeSet<String> {
    let mut line = String::new();
    loop {
        assert!(lines.read_line(&mut line).unwrap() > 0, "the child ended by itself");
        let heard = heard(line.as_bytes());
        if !heard.is_empty() {
            return heard;
        }
        line.clear();
    }
}

/// The notes that a child said were acknowledged, as far as whole lines tell.
fn heard(lines: impl BufRead) -> BTreeSet<String> {
    let whole = lines.lines().map_while(Result::ok);
    whole.filter_map(|line| line.strip_prefix("acknowledged ")?.strip_suffix('.').map(str::to_owned)).collect()
}

fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 31)
}

fn start_child(db: &TestDb, name: &str) -> Child {
    let place = match db.options() {
        DbOptions::Sqlite { path } => path.display().to_string(),
        DbOptions::Postgres { url, .. } => url.clone(),
    };
    assert_eq!(db.backend() == Backend::Postgres, place.starts_with("postgres://"));
    Command::new(std::env::current_exe().unwrap())
        .args(["killed::the_child_that_writes_until_it_is_killed", "--exact", "--nocapture", "--quiet"])
        .env(WHERE, place)
        .env(NAME, name)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Does nothing unless it is started by the tests above.
#[test]
fn the_child_that_writes_until_it_is_killed() {
    let Ok(place) = std::env::var(WHERE) else { return };
    let name = std::env::var(NAME).unwrap();
    let options = if place.starts_with("postgres://") {
        DbOptions::Postgres { url: place, connections: 6, authority: None }
    } else {
        DbOptions::Sqlite { path: place.into() }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let system = SystemName { id: "child".to_owned(), name: "child".to_owned() };
        let db = Db::open(options, system).await.unwrap();
        let writers = (0..6).map(|writer| {
            let (db, name) = (db.clone(), name.clone());
            tokio::spawn(async move {
                for number in 0_u64.. {
                    let key = format!("{name}/{writer}/{number}");
                    note(&db, &key).await.unwrap();
                    let mut out = std::io::stdout().lock();
                    // The full stop tells a whole line from one that was cut.
                    write!(out, "\nacknowledged {key}.\n").unwrap();
                    out.flush().unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}
