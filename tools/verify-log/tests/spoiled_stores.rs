//! Logs in a database, spoiled by somebody who writes in it: what `behorig audit verify` finds, and what this verifier finds in the
//! export without any of the program's code.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop where they can't go on")]

use std::path::Path;
use std::process::Command;

use behorig_access::{Instant, Uuid};
use behorig_sealed_log::{Kept, Log, Pace, Question, Sealer};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Door, Event, Recorded, StoreError};
use behorig_transparency::{KeyName, notes_in};
use proof_support::{Backend, NOW, TestDb, both_databases};

both_databases!(
    a_whole_log_is_whole_to_both,
    a_changed_event_is_named_by_both,
    a_changed_and_an_added_row_of_what_an_event_is_about_are_named_by_both,
    a_dropped_event_is_named_by_both,
    a_drop_that_closes_the_row_behind_it_is_named_by_both,
    two_swapped_events_are_named_by_both,
    an_event_that_was_added_past_the_program_is_named_by_both,
    an_event_that_was_changed_with_its_hashes_is_found_by_both,
    an_end_that_was_cut_off_with_its_checkpoints_is_found_by_what_was_kept,
    an_event_taken_back_before_it_was_sealed_and_one_that_waits_are_told,
    the_proof_of_one_event_holds_for_anybody,
);

const EVENTS: u64 = 12;

struct Ground {
    test: TestDb,
    log: Log,
    kept: String,
}

impl Ground {
    /// Twelve sealed events, with a checkpoint after the first half and one after all; the last one was kept elsewhere.
    async fn new(test: TestDb) -> Self {
        let log = Log::new(test.db().clone(), Keys::new(&[7; 32], &[]).unwrap());
        log.begin(&KeyName::new("behorig.example/logg").unwrap(), NOW).await.unwrap();
        let mut ground = Self { test, log, kept: String::new() };
        let mut sealer = Sealer::new(ground.log.clone(), || NOW, Vec::new(), Pace::default());
        ground.events(EVENTS / 2 - 1).await;
        sealer.sweep().await.unwrap();
        ground.events(EVENTS / 2).await;
        sealer.sweep().await.unwrap();
        let mut read = ground.test.read().await.unwrap();
        let (note,) = read.one("SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1", &[]).await.unwrap();
        drop(read);
        ground.kept = note;
        ground
    }

    async fn events(&self, count: u64) {
        for number in 0..count {
            let actor = Actor::system(Door::CommandLine, Instant(NOW.0 + i64::try_from(number).unwrap()));
            let event = Event::change("test.event", "case", number);
            let written: Result<(), StoreError> = self
                .test
                .write(&actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await }))
                .await;
            written.unwrap();
        }
    }

    /// The event at a position.
    async fn at(&self, position: u64) -> Uuid {
        let sql = format!("SELECT event_id FROM audit_leaf WHERE position = {position}");
        let mut read = self.test.read().await.unwrap();
        let (id,) = read.one(&sql, &[]).await.unwrap();
        id
    }

    fn bytes(&self, id: Uuid) -> String {
        let hex = id.simple();
        match self.test.backend() {
            Backend::Sqlite => format!("x'{hex}'"),
            Backend::Postgres => format!("'\\x{hex}'"),
        }
    }

    async fn spoil(&self, sql: &str) {
        let done: Result<u64, StoreError> = self
            .test
            .write(&Actor::system(Door::System, NOW), sql.to_owned(), |tx, sql| {
                Box::pin(async move {
                    let changed = tx.execute(sql, &[]).await?;
                    Ok(Recorded::nothing_to_record(changed, "a foreign hand"))
                })
            })
            .await;
        assert!(done.unwrap() > 0, "nothing was spoiled: {sql}");
    }

    /// What the program says.
    async fn program_says(&self, seen: &[&str], words: &[&str]) {
        let kept = |note: &&str| Kept { whence: "a note".to_owned(), notes: notes_in(note) };
        let seen = seen.iter().map(kept).collect();
        let question = Question { seen, ..Question::default() };
        let report = self.log.verify(&question, Instant(NOW.0 + 1_000), |_, _| {}).await.unwrap();
        assert_eq!(report.is_whole(), words.is_empty(), "{report:#?}");
        for word in words {
            assert!(report.broken.iter().any(|line| line.contains(word)), "nothing of {word:?}: {report:#?}");
        }
    }

    /// What the verifier says of the export, and its exit code.
    async fn verifier_says(&self, seen: &[&str], expected: i32, words: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("export");
        self.log.export(&export, NOW, |_, _| {}).await.unwrap();
        let mut more = Vec::new();
        for (number, note) in seen.iter().enumerate() {
            let path = folder.path().join(format!("seen{number}"));
            std::fs::write(&path, note).unwrap();
            more.extend(["--seen".to_owned(), path.display().to_string()]);
        }
        let (code, said) = run("log", &export, &self.key().await, &more);
        assert_eq!(code, expected, "{said}");
        for word in words {
            assert!(said.contains(word), "says nothing of {word:?}:\n{said}");
        }
    }

    async fn key(&self) -> String {
        self.log.public_keys().await.unwrap().0.to_string()
    }
}

fn run(what: &str, path: &Path, key: &str, more: &[String]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verify-log"));
    let output = command.arg(what).arg(path).args(["--key", key]).args(more).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

async fn a_whole_log_is_whole_to_both(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.program_says(&[&ground.kept], &[]).await;
    ground.verifier_says(&[&ground.kept], 0, &["12 events, 4 signed checkpoints", "WHOLE"]).await;
    // The export told of itself, and nothing of that disturbs the next one.
    ground.program_says(&[], &[]).await;
}

async fn a_changed_event_is_named_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    let id = ground.at(4).await;
    let row = ground.bytes(id);
    ground.spoil(&format!("UPDATE audit_event SET user_name = 'Somebody Else' WHERE id = {row}")).await;
    let words = format!("changed: the event at position 4, {id}");
    ground.program_says(&[], &[&words]).await;
    ground.verifier_says(&[], 1, &[&format!("changed: the event at position 4, now {id}")]).await;
}

async fn a_changed_and_an_added_row_of_what_an_event_is_about_are_named_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    let (one, other) = (ground.at(3).await, ground.at(8).await);
    let (changed, added) = (ground.bytes(one), ground.bytes(other));
    ground.spoil(&format!("UPDATE audit_resource SET resource_id = '77' WHERE event_id = {changed}")).await;
    ground
        .spoil(&format!("INSERT INTO audit_resource (event_id, position, resource_type) VALUES ({added}, 5, 'case')"))
        .await;
    ground.program_says(&[], &["changed: the event at position 3", "changed: the event at position 8"]).await;
    ground.verifier_says(&[], 1, &["changed: the event at position 3", "changed: the event at position 8"]).await;
}

async fn a_dropped_event_is_named_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    let id = ground.at(5).await;
    let row = ground.bytes(id);
    ground.spoil(&format!("DELETE FROM audit_resource WHERE event_id = {row}")).await;
    ground.spoil(&format!("DELETE FROM audit_event WHERE id = {row}")).await;
    ground.program_says(&[], &[&format!("dropped: the event that was sealed at position 5, {id}")]).await;
    ground.verifier_says(&[], 1, &["dropped: the event that was sealed at position 5"]).await;
    // It may look like one that was erased by the law's leave.
    ground.spoil(&format!("UPDATE audit_leaf SET salt = NULL WHERE event_id = {row}")).await;
    ground.program_says(&[], &["erased: the event at position 5, and no event of the log tells of it"]).await;
    ground.verifier_says(&[], 1, &["erased: the event at position 5, and no event of the log tells of it"]).await;
}

async fn a_drop_that_closes_the_row_behind_it_is_named_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    let row = ground.bytes(ground.at(2).await);
    for sql in [
        format!("DELETE FROM audit_resource WHERE event_id = {row}"),
        format!("DELETE FROM audit_event WHERE id = {row}"),
        format!("DELETE FROM audit_leaf WHERE event_id = {row}"),
        "UPDATE audit_leaf SET position = -position WHERE position > 2".to_owned(),
        "UPDATE audit_leaf SET position = -position - 1 WHERE position < 0".to_owned(),
    ] {
        ground.spoil(&sql).await;
    }
    ground.program_says(&[], &["dropped: the event that was sealed at position 2"]).await;
    ground.verifier_says(&[], 1, &["dropped: the event that was sealed at position 2"]).await;
}

async fn two_swapped_events_are_named_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    for sql in [
        "UPDATE audit_leaf SET position = -1 WHERE position = 3",
        "UPDATE audit_leaf SET position = 3 WHERE position = 9",
        "UPDATE audit_leaf SET position = 9 WHERE position = -1",
    ] {
        ground.spoil(sql).await;
    }
    ground.program_says(&[], &["swapped: the events at positions 3 and 9"]).await;
    ground.verifier_says(&[], 1, &["swapped"]).await;
}

async fn an_event_that_was_added_past_the_program_is_named_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    let new = Uuid::from_u128(0x0199_7c3e_7c00_7000_8000_0000_0000_0abc);
    let row = ground.bytes(new);
    ground
        .spoil(&format!(
            "INSERT INTO audit_event (id, system_id, system_name, activity_type, at, purpose, user_id, hat, door)
             SELECT {row}, system_id, system_name, activity_type, at, purpose, user_id, hat, door FROM audit_event LIMIT 1"
        ))
        .await;
    ground.program_says(&[], &[&format!("added: the event {new}")]).await;
    ground.verifier_says(&[], 1, &["added", &new.to_string()]).await;
}

async fn an_event_that_was_changed_with_its_hashes_is_found_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    let row = ground.bytes(ground.at(7).await);
    ground.spoil(&format!("UPDATE audit_event SET user_name = 'Somebody Else' WHERE id = {row}")).await;
    // The forger puts the hash of what the event says now where the sealed one was: leaf 7 is the twelfth hash of the row.
    let mut read = ground.test.read().await.unwrap();
    let (page,): (Vec<u8>,) = read.one("SELECT hashes FROM audit_hash WHERE page = 0", &[]).await.unwrap();
    drop(read);
    let folder = tempfile::tempdir().unwrap();
    ground.log.export(&folder.path().join("all"), NOW, |_, _| {}).await.unwrap();
    let events = std::fs::read(folder.path().join("all/events")).unwrap();
    let forged = leaf(&events, 7);
    let mut hashes = page.clone();
    hashes[11 * 32..12 * 32].copy_from_slice(&forged);
    let hex: String = hashes.iter().map(|byte| format!("{byte:02x}")).collect();
    let value = if ground.test.backend() == Backend::Sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'") };
    ground.spoil(&format!("UPDATE audit_hash SET hashes = {value} WHERE page = 0")).await;
    ground.program_says(&[], &["stored leaf hashes were changed between positions 6 and 11"]).await;
    ground.verifier_says(&[], 1, &["everything before position 6 is whole; between positions 6 and 11"]).await;
}

/// The leaf hash of the event at a position of an export.
fn leaf(events: &[u8], position: usize) -> [u8; 32] {
    let mut rest = &events[events.iter().position(|byte| *byte == b'\n').unwrap() + 1..];
    for _ in 0..position {
        let length = usize::try_from(u32::from_be_bytes(rest[..4].try_into().unwrap())).unwrap();
        rest = &rest[4 + length..];
    }
    let length = usize::try_from(u32::from_be_bytes(rest[..4].try_into().unwrap())).unwrap();
    *behorig_transparency::Hash::of_leaf(&rest[4..4 + length]).as_bytes()
}

async fn an_end_that_was_cut_off_with_its_checkpoints_is_found_by_what_was_kept(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut read = ground.test.read().await.unwrap();
    let (root,): (Vec<u8>,) = read.one("SELECT root FROM audit_checkpoint WHERE size = 6", &[]).await.unwrap();
    drop(read);
    let hex: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
    let root = if ground.test.backend() == Backend::Sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'") };
    for sql in [
        "DELETE FROM audit_resource WHERE event_id IN (SELECT event_id FROM audit_leaf WHERE position >= 6)".to_owned(),
        "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE position >= 6)".to_owned(),
        "DELETE FROM audit_leaf WHERE position >= 6".to_owned(),
        "DELETE FROM audit_checkpoint WHERE size > 6".to_owned(),
        // Six leaves have ten hashes.
        "UPDATE audit_hash SET hashes = substr(hashes, 1, 320) WHERE page = 0".to_owned(),
        format!("UPDATE audit_tree SET size = 6, root = {root}"),
    ] {
        ground.spoil(&sql).await;
    }
    // Without anything from elsewhere it is whole: that is what witnesses are for.
    ground.program_says(&[], &[]).await;
    ground
        .program_says(
            &[&ground.kept],
            &["cut off: the log ends after 6 events, and a witnessed checkpoint covers 12: 6 are gone"],
        )
        .await;
    ground.verifier_says(&[&ground.kept], 1, &["the log ends after 6 events", "6 are cut off"]).await;
}

async fn an_event_taken_back_before_it_was_sealed_and_one_that_waits_are_told(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.events(2).await;
    ground
        .spoil(
            "DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_unsealed ORDER BY event_id DESC LIMIT 1)",
        )
        .await;
    let question = Question::default();
    let report = ground.log.verify(&question, Instant(NOW.0 + 300_000), |_, _| {}).await.unwrap();
    let found = |words: &str| report.broken.iter().any(|line| line.contains(words));
    assert!(
        found("dropped before it was sealed") && found("1 events have waited to be sealed for up to 5 minutes"),
        "{report:#?}"
    );
}

async fn the_proof_of_one_event_holds_for_anybody(test: TestDb) {
    let ground = Ground::new(test).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("event.tlog-proof");
    let id = ground.at(9).await;
    ground.log.proof(id, &path, NOW).await.unwrap();
    let (code, said) = run("proof", &path, &ground.key().await, &[]);
    assert!(code == 0 && said.contains(&id.to_string()), "{said}");
    let row = ground.bytes(id);
    ground.spoil(&format!("UPDATE audit_event SET purpose = 'Another' WHERE id = {row}")).await;
    let refused = ground.log.proof(id, &folder.path().join("other"), NOW).await;
    assert!(refused.is_err(), "what was changed is not proven");
}
