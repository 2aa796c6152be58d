//! Logs that the real writer wrote, spoiled in every way, and what the verifier says of them.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::Command;

use behorig_transparency::tree::{self, Held};
use behorig_transparency::{
    Checkpoint, CheckpointsWriter, Event, EventProof, EventsWriter, Hash, KeyName, Kind, LeavesWriter, SignedNote,
    SigningKey,
};
use uuid::Uuid;

const ORIGIN: &str = "behorig.example/logg";
const TIME: u64 = 1_763_812_800;

fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(ORIGIN).unwrap(), Kind::Log, &[seed; 32]).unwrap()
}

fn witness() -> SigningKey {
    SigningKey::from_seed(KeyName::new("vittne.example").unwrap(), Kind::Witness, &[7; 32]).unwrap()
}

fn event(at: u64) -> Vec<u8> {
    let event = Event {
        salt: [u8::try_from(at % 251).unwrap(); 16],
        id: Uuid::from_u128((0x0199_7c3e_7c00_7000_u128 << 64) | u128::from(at)),
        system_id: "SE2321000016-1003",
        system_name: "Behörig",
        activity_type: "Läsa",
        activity_level: Some("cases.thread"),
        activity_args: None,
        at: 1_763_812_800_000 + i64::try_from(at).unwrap(),
        purpose: "Vård och behandling",
        user_id: "SE2321000016-2A7F",
        user_name: Some("Åsa Öberg"),
        user_person_id: Some("198112189876"),
        user_assignment: None,
        user_title: Some(""),
        care_provider_id: None,
        care_provider_name: None,
        care_unit_id: Some("SE2321000016-4B2C"),
        care_unit_name: Some("Vårdcentralen Gripen"),
        hat: "staff",
        door: "page",
        account_id: Some(Uuid::from_u128(7)),
        person_id: None,
        resources: Vec::new(),
    };
    event.to_bytes().unwrap()
}

/// A log with what an export has of it, to spoil.
struct Log {
    events: Vec<Option<Vec<u8>>>,
    leaves: Vec<Hash>,
    notes: Vec<SignedNote>,
    row: Vec<Hash>,
}

impl Log {
    /// A log of so many events with a checkpoint at each of these sizes, the last one witnessed.
    fn with_checkpoints(events: u64, sizes: &[u64]) -> Self {
        let events: Vec<_> = (0..events).map(|at| Some(event(at))).collect();
        let leaves: Vec<_> = events.iter().flatten().map(|bytes| Hash::of_leaf(bytes)).collect();
        let row = tree::append(0, &leaves, &Held::default()).unwrap().hashes;
        let mut log = Self { events, leaves, notes: Vec::new(), row };
        for size in sizes {
            log.notes.push(log.checkpoint(*size, &log_key(1)));
        }
        if let Some(last) = log.notes.last_mut() {
            let line = witness().cosign(last, TIME).unwrap();
            last.add(line);
        }
        log
    }

    fn held(&self, places: Vec<tree::HashIndex>) -> Held {
        places.into_iter().map(|place| (place, self.row[usize::try_from(place.get()).unwrap()])).collect()
    }

    fn checkpoint(&self, size: u64, key: &SigningKey) -> SignedNote {
        let root = tree::root(size, &self.held(tree::frontier_needs(size).unwrap())).unwrap();
        Checkpoint::new(KeyName::new(ORIGIN).unwrap(), size, root).sign(&[key]).unwrap()
    }

    fn write(&self, folder: &Path, with_leaves: bool) {
        let mut events = EventsWriter::new(Vec::new()).unwrap();
        for event in &self.events {
            match event {
                Some(bytes) => events.event(bytes).unwrap(),
                None => events.erased().unwrap(),
            }
        }
        std::fs::write(folder.join("events"), events.finish().unwrap()).unwrap();
        if with_leaves {
            let mut leaves = LeavesWriter::new(Vec::new()).unwrap();
            self.leaves.iter().for_each(|leaf| leaves.leaf(*leaf).unwrap());
            std::fs::write(folder.join("leaves"), leaves.finish().unwrap()).unwrap();
        }
        let mut checkpoints = CheckpointsWriter::new(Vec::new());
        self.notes.iter().for_each(|note| checkpoints.checkpoint(note).unwrap());
        std::fs::write(folder.join("checkpoints"), checkpoints.finish().unwrap()).unwrap();
    }

    /// What the verifier says of it, with its leaf hashes at hand.
    fn verified(&self, more: &[&str]) -> (i32, String) {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path(), true);
        run("log", folder.path(), more)
    }

    fn verified_without_leaves(&self) -> (i32, String) {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path(), false);
        run("log", folder.path(), &[])
    }
}

fn run(what: &str, path: &Path, more: &[&str]) -> (i32, String) {
    run_with_key(what, path, &log_key(1), more)
}

fn run_with_key(what: &str, path: &Path, key: &SigningKey, more: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verify-log"));
    command.arg(what).arg(path).args(["--key", &key.verifying_key().to_string()]);
    let output = command.args(["--witness", &witness().verifying_key().to_string()]).args(more).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

#[track_caller]
fn says((code, said): (i32, String), expected_code: i32, words: &[&str]) {
    assert_eq!(code, expected_code, "{said}");
    for word in words {
        assert!(said.contains(word), "says nothing of {word:?}:\n{said}");
    }
}

fn log() -> Log {
    Log::with_checkpoints(30, &[5, 10, 20, 30])
}

#[test]
fn a_whole_log_is_whole() {
    says(
        log().verified(&[]),
        0,
        &["30 events, 4 signed checkpoints", "Witnessed up to event 30 by vittne.example", "\nWHOLE"],
    );
    says(log().verified_without_leaves(), 0, &["\nWHOLE"]);
    for size in 0..70 {
        says(Log::with_checkpoints(size, &[size / 2, size]).verified(&[]), 0, &["\nWHOLE"]);
    }
}

#[test]
fn events_after_the_last_checkpoint_are_told() {
    says(Log::with_checkpoints(30, &[20, 27]).verified(&[]), 0, &["The last 3 events are under no checkpoint yet"]);
}

#[test]
fn a_changed_event_is_named() {
    let mut log = log();
    let place = log.events[13].as_mut().unwrap().len() - 60;
    log.events[13].as_mut().unwrap()[place] ^= 1;
    says(
        log.verified(&[]),
        1,
        &["changed: the event at position 13, now 01997c3e-7c00-7000-0000-00000000000d", "NOT WHOLE"],
    );
    says(log.verified_without_leaves(), 1, &["before position 10 is whole; between positions 10 and 19"]);
    log.leaves[13] = Hash::of_leaf(log.events[13].as_ref().unwrap());
    says(log.verified(&[]), 1, &["before position 10 is whole; between positions 10 and 19", "changed too"]);
}

#[test]
fn a_dropped_event_is_named() {
    let mut log = log();
    log.events.remove(13);
    says(log.verified(&[]), 1, &["dropped: the event that was sealed at position 13"]);
    log.leaves.remove(13);
    says(log.verified(&[]), 1, &["between positions 10 and 19", "1 are cut off"]);
}

#[test]
fn an_added_event_is_named() {
    let mut log = log();
    log.events.insert(13, Some(event(99)));
    says(log.verified(&[]), 1, &["added: the event 01997c3e-7c00-7000-0000-000000000063"]);
}

#[test]
fn swapped_events_are_named() {
    let mut log = log();
    log.events.swap(3, 28);
    says(log.verified(&[]), 1, &["swapped: the events at positions 3 and 28"]);
    assert!(!log.verified(&[]).1.contains("changed"), "and nothing else is");
}

#[test]
fn spoiled_leaf_hashes_are_told_from_spoiled_events() {
    let mut log = log();
    log.leaves.swap(3, 4);
    says(
        log.verified(&[]),
        1,
        &["the events are whole, but stored leaf hashes were changed between positions 0 and 5"],
    );
}

#[test]
fn a_tail_cut_back_is_found_by_what_a_witness_kept() {
    let whole = log();
    let mut cut = log();
    cut.events.truncate(20);
    cut.leaves.truncate(20);
    says(cut.verified(&[]), 1, &["the log ends after 20 events, and a witnessed checkpoint covers 30: 10 are cut off"]);
    cut.notes.truncate(3);
    let line = witness().cosign(&cut.notes[2], TIME - 60).unwrap();
    cut.notes[2].add(line);
    says(cut.verified(&[]), 0, &["Witnessed up to event 20"]);
    let kept = tempfile::tempdir().unwrap();
    let kept = kept.path().join("kept");
    std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
    std::fs::write(&kept, whole.notes[3].to_string()).unwrap();
    says(cut.verified(&["--seen", kept.to_str().unwrap()]), 1, &["a witnessed checkpoint covers 30: 10 are cut off"]);
}

#[test]
fn a_kept_file_that_holds_nothing_of_the_log_is_no_proof() {
    let log = log();
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let seen = ["--seen", kept.to_str().unwrap()];
    std::fs::write(&kept, log.notes[3].to_string().replace("\n\n", "\n")).unwrap();
    says(log.verified(&seen), 2, &["holds no signed checkpoint that can be read"]);
    let made_up = Checkpoint::new(KeyName::new(ORIGIN).unwrap(), 900, Hash::EMPTY_TREE);
    let made_up = made_up.sign(&[&log_key(99)]).unwrap().to_string();
    std::fs::write(&kept, &made_up).unwrap();
    says(log.verified(&seen), 1, &["none of its checkpoints is this log's"]);
    std::fs::write(&kept, format!("Hej!\n\n{made_up}\n{}", log.notes[3])).unwrap();
    says(
        log.verified(&seen),
        0,
        &["and proves nothing: the checkpoint over 900 events", "checkpoints of this log: 1, the last over 30"],
    );
}

#[test]
fn a_log_shown_in_two_forms_is_found() {
    let mut other = Log::with_checkpoints(30, &[30]);
    other.leaves[29] = Hash::of_leaf(b"another ending");
    other.row = tree::append(0, &other.leaves, &Held::default()).unwrap().hashes;
    let mut log = log();
    log.notes.push(other.checkpoint(30, &log_key(1)));
    says(log.verified(&[]), 1, &["two signed checkpoints over 30 events differ"]);
}

#[test]
fn a_checkpoint_by_another_key_is_not_believed() {
    let mut log = log();
    log.notes[1] = log.checkpoint(10, &log_key(2));
    says(log.verified(&[]), 1, &["the checkpoint over 10 events is not signed by a key of the log"]);
    let folder = tempfile::tempdir().unwrap();
    log.notes = vec![log.checkpoint(10, &log_key(1)), log.checkpoint(20, &log_key(2))];
    let line = witness().cosign(&log.notes[1], TIME).unwrap();
    log.notes[1].add(line);
    log.write(folder.path(), true);
    let retired = |size: u64| format!("{size}={}", log_key(1).verifying_key());
    says(run_with_key("log", folder.path(), &log_key(2), &["--retired", &retired(10)]), 0, &["2 signed checkpoints"]);
    says(
        run_with_key("log", folder.path(), &log_key(2), &["--retired", &retired(9)]),
        1,
        &["the checkpoint over 10 events"],
    );
}

#[test]
fn a_log_that_no_witness_saw_is_told() {
    let mut log = log();
    log.notes = vec![log.checkpoint(30, &log_key(1))];
    says(log.verified(&[]), 1, &["none of the witnesses has seen any checkpoint"]);
    log.notes.clear();
    says(log.verified(&[]), 1, &["there is no checkpoint to hold the events against"]);
}

#[test]
fn erased_events_are_allowed_only_as_far_as_was_said() {
    let mut log = log();
    log.events[0] = None;
    log.events[1] = None;
    says(log.verified(&["--erased-below", "2"]), 0, &["2 events are erased; their hashes stand", "\nWHOLE"]);
    says(
        log.verified(&["--erased-below", "1"]),
        1,
        &["erased: the event at position 1, and no event of the log tells of it"],
    );
    says(log.verified(&[]), 1, &["erased: the events at positions 0 to 1, and no event of the log tells of them"]);
    says(log.verified_without_leaves(), 1, &["the file of leaf hashes that stands for them is missing"]);
}

#[test]
fn files_cut_in_the_middle_are_told() {
    let folder = tempfile::tempdir().unwrap();
    log().write(folder.path(), true);
    let events = std::fs::read(folder.path().join("events")).unwrap();
    std::fs::write(folder.path().join("events"), &events[..events.len() - 3]).unwrap();
    says(
        run("log", folder.path(), &[]),
        1,
        &["ends in the middle of one", "dropped: the event that was sealed at position 29"],
    );
    std::fs::write(folder.path().join("events"), b"something else\n").unwrap();
    says(run("log", folder.path(), &[]), 2, &["its first line must be"]);
}

/// Whatever bit is turned, wherever it lies: a log that was touched is never called whole.
#[test]
fn no_bit_of_an_export_can_be_turned_unseen() {
    let folder = tempfile::tempdir().unwrap();
    Log::with_checkpoints(7, &[4, 7]).write(folder.path(), true);
    for (file, step) in [("events", 13), ("leaves", 5), ("checkpoints", 7)] {
        let path = folder.path().join(file);
        let whole = std::fs::read(&path).unwrap();
        for place in (0..whole.len()).step_by(step) {
            let mut turned = whole.clone();
            turned[place] ^= 1 << (place % 7);
            std::fs::write(&path, turned).unwrap();
            let (code, said) = run("log", folder.path(), &[]);
            assert_ne!(code, 0, "bit {} of byte {place} of {file}: {said}", place % 7);
        }
        std::fs::write(&path, whole).unwrap();
    }
    says(run("log", folder.path(), &[]), 0, &["\nWHOLE"]);
}

#[test]
fn every_proof_of_the_writer_is_believed_and_no_other() {
    let log = Log::with_checkpoints(23, &[23]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.tlog-proof");
    for leaf in 0..23 {
        let inclusion = tree::inclusion(leaf, 23, &log.held(tree::inclusion_needs(leaf, 23).unwrap())).unwrap();
        let proof = EventProof::new(event(leaf), inclusion, log.notes[0].clone()).unwrap().to_string();
        std::fs::write(&file, &proof).unwrap();
        let said = run("proof", &file, &[]);
        assert!(!said.1.contains("198112189876"), "an identity number is masked");
        says(said, 0, &[&format!("at position {leaf} of 23"), "user_name: Åsa Öberg", "Witnessed by vittne.example"]);
        let elsewhere = proof.replace(&format!("\nindex {leaf}\n"), &format!("\nindex {}\n", (leaf + 1) % 23));
        std::fs::write(&file, elsewhere).unwrap();
        says(run("proof", &file, &[]), 1, &["the event is not the one that the checkpoint covers"]);
        std::fs::write(&file, proof.replace("\nextra A", "\nextra B")).unwrap();
        says(run("proof", &file, &[]), 1, &["NOT WHOLE"]);
    }
}

#[test]
fn a_question_that_cannot_be_read_is_answered_with_how_to_ask() {
    let output = Command::new(env!("CARGO_BIN_EXE_verify-log")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("verify-log log FOLDER --key KEY"));
    says(run("log", Path::new("/nowhere"), &["--colour", "blue"]), 2, &["--colour is no option"]);
}

#[test]
#[ignore = "a million events, of which only an optimised build tells anything: --profile dist"]
fn a_million_events_are_verified_within_ten_seconds() {
    let sizes: Vec<u64> = (1..=1_000).map(|number| number * 1_000).collect();
    let log = Log::with_checkpoints(1_000_000, &sizes);
    let folder = tempfile::tempdir().unwrap();
    log.write(folder.path(), true);
    let begun = std::time::Instant::now();
    says(run("log", folder.path(), &[]), 0, &["1000000 events, 1000 signed checkpoints", "\nWHOLE"]);
    let took = begun.elapsed();
    println!("a million events under a thousand checkpoints: {took:?}");
    assert!(took.as_secs() < 10, "{took:?}");
}
