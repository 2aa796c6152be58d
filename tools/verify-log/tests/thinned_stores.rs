//! Logs that were thinned, and logs that somebody emptied and called thinned: what `behorig audit verify` says of them, and what this
//! verifier says of the export.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop where they can't go on")]

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use behorig_access::{Instant, UnitId};
use behorig_sealed_log::{Kept, Log, LogError, Pace, Question, Sealer, Thinner, ThinningPace};
use behorig_store::seal::Keys;
use behorig_store::{ActivityType, Actor, Door, Event, Recorded, StoreError, params};
use behorig_transparency::{Day, KeyName, Kind, Positions, SignedNote, SigningKey, Thinning, notes_in};
use proof_support::{NOW, TestDb, World, both_databases};

both_databases!(
    a_log_that_was_thinned_is_whole_to_both,
    an_event_erased_by_hand_is_found_by_both_beside_those_that_were_thinned,
    a_thinning_that_names_events_of_four_years_is_found_by_both,
    a_thinning_that_is_told_to_lie_further_off_is_found_by_both,
    a_made_up_thinning_that_nobody_sealed_is_found_by_both,
    a_thinning_that_was_erased_itself_is_found_by_both,
    a_witness_proves_age_and_finds_a_clock_that_was_set_back,
    a_changed_event_is_not_erased_with_its_traces,
);

const DAY: i64 = 86_400_000;
const YEAR: i64 = 366 * DAY;

struct Ground {
    test: TestDb,
    world: World,
    log: Log,
    clock: Arc<AtomicI64>,
}

/// A witness that this test plays itself.
fn witness() -> SigningKey {
    SigningKey::from_seed(KeyName::new("vittne.example").unwrap(), Kind::Witness, &[7; 32]).unwrap()
}

impl Ground {
    /// A log that began six years ago: at positions 1–8 the clinic's events, at 9–10 another's.
    async fn new(test: TestDb) -> Self {
        let world = World::new(test.db()).await;
        let clock = Arc::new(AtomicI64::new(NOW.0 - 6 * YEAR));
        let log = Log::new(test.db().clone(), Keys::new(&[7; 32], &[]).unwrap());
        let ground = Self { test, world, log, clock };
        // What the making of the world told is no part of this log.
        ground.spoil("DELETE FROM audit_unsealed").await;
        ground.spoil("DELETE FROM audit_resource").await;
        ground.spoil("DELETE FROM audit_event").await;
        ground.log.begin(&KeyName::new("behorig.example/logg").unwrap(), ground.now()).await.unwrap();
        ground.seal().await;
        ground.events(ground.world.clinic, 8).await;
        ground.events(ground.world.other_clinic, 2).await;
        ground
    }

    fn now(&self) -> Instant {
        Instant(self.clock.load(Ordering::SeqCst))
    }

    fn at(&self, ago: i64) {
        self.clock.store(NOW.0 - ago, Ordering::SeqCst);
    }

    async fn seal(&self) {
        // Whoever sealed or thinned before has been silent for so long that nobody waits for them.
        self.clock.fetch_add(61_000, Ordering::SeqCst);
        let clock = Arc::clone(&self.clock);
        let clock = move || Instant(clock.load(Ordering::SeqCst));
        Sealer::new(self.log.clone(), clock, Vec::new(), Pace::default()).sweep().await.unwrap();
    }

    /// So many events at a unit, each sealed in its turn.
    async fn events(&self, unit: UnitId, count: u64) {
        for number in 0..count {
            let actor = Actor { at_unit: Some(unit), ..Actor::system(Door::Page, self.now()) };
            self.record(&actor, Event::change("test.event", "case", number)).await;
            self.seal().await;
        }
    }

    async fn record(&self, actor: &Actor, event: Event) {
        let written: Result<(), StoreError> =
            self.test.write(actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await })).await;
        written.unwrap();
    }

    async fn keep(&self, unit: UnitId, years: i64) {
        let kept: Result<(), StoreError> = self
            .test
            .write(&Actor::system(Door::Page, self.now()), (unit, years), |tx, (unit, years)| {
                Box::pin(async move {
                    tx.execute(
                        "INSERT INTO audit_retention (unit_id, years, set_at, set_by_name, version) VALUES (?1, ?2, 0, 'x', 1)",
                        params![*unit, *years],
                    )
                    .await?;
                    Ok(Recorded::nothing_to_record((), "a test"))
                })
            })
            .await;
        kept.unwrap();
    }

    async fn thin(&self) -> u64 {
        let clock = Arc::clone(&self.clock);
        let pace = ThinningPace { between: std::time::Duration::ZERO, ..ThinningPace::default() };
        let thinner = Thinner::new(self.log.clone(), move || Instant(clock.load(Ordering::SeqCst)), pace);
        let erased = thinner.sweep().await.unwrap();
        self.seal().await;
        erased
    }

    /// Today, thinned: the clinic keeps its log for five years.
    async fn thinned(&self) {
        self.at(4 * YEAR);
        self.events(self.world.clinic, 3).await;
        self.at(0);
        self.keep(self.world.clinic, 5).await;
        assert_eq!(self.thin().await, 8);
    }

    async fn spoil(&self, sql: &str) -> u64 {
        let done: Result<u64, StoreError> = self
            .test
            .write(&Actor::system(Door::System, NOW), sql.to_owned(), |tx, sql| {
                Box::pin(async move {
                    let changed = tx.execute(sql, &[]).await?;
                    Ok(Recorded::nothing_to_record(changed, "a foreign hand"))
                })
            })
            .await;
        done.unwrap()
    }

    /// As a thinning leaves it, without a word of it.
    async fn erase_by_hand(&self, position: u64) {
        let id = format!("(SELECT event_id FROM audit_leaf WHERE position = {position})");
        assert!(self.spoil(&format!("DELETE FROM audit_resource WHERE event_id = {id}")).await > 0);
        assert_eq!(self.spoil(&format!("DELETE FROM audit_event WHERE id = {id}")).await, 1);
        assert_eq!(self.spoil(&format!("UPDATE audit_leaf SET salt = NULL WHERE position = {position}")).await, 1);
    }

    /// An event that tells of an erasure as the thinner would.
    fn telling(&self, before: i64, positions: Vec<u64>) -> Event {
        let told = Thinning {
            unit: self.world.clinic.uuid(),
            before: Day::of(before),
            years: 5,
            positions: Positions::of(positions),
        };
        let event = Event { activity: ActivityType::Erase, ..Event::change("audit.thin", "unit", self.world.clinic) };
        event.with_args(told.to_string())
    }

    async fn count(&self, sql: &str) -> i64 {
        let mut read = self.test.read().await.unwrap();
        let (count,): (i64,) = read.one(&format!("SELECT CAST(({sql}) AS BIGINT)"), &[]).await.unwrap();
        count
    }

    /// What the program says: whole where no word is expected.
    async fn program_says(&self, seen: &[&str], broken: &[&str], told: &[&str]) {
        let kept = |note: &&str| Kept { whence: "a note".to_owned(), notes: notes_in(note) };
        let seen = seen.iter().map(kept).collect();
        let witnesses = vec![behorig_sealed_log::Witness::Http(
            behorig_sealed_log::HttpWitness::new("http://127.0.0.1:9", witness().verifying_key().clone(), None)
                .unwrap(),
        )];
        let question = Question { seen, witnesses, ..Question::default() };
        let report = self.log.verify(&question, Instant(self.now().0 + 1_000), |_, _| {}).await.unwrap();
        assert_eq!(report.is_whole(), broken.is_empty(), "{report:#?}");
        for word in broken {
            assert!(report.broken.iter().any(|line| line.contains(word)), "nothing of {word:?}: {report:#?}");
        }
        for word in told {
            assert!(report.told.iter().any(|line| line.contains(word)), "nothing of {word:?}: {report:#?}");
        }
    }

    /// What the verifier says of the export.
    async fn verifier_says(&self, seen: &[&str], expected: i32, words: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("export");
        self.log.export(&export, self.now(), |_, _| {}).await.unwrap();
        let key = self.log.public_keys().await.unwrap().0.to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_verify-log"));
        command.arg("log").arg(&export).args(["--key", &key]);
        if !seen.is_empty() {
            command.args(["--witness", &witness().verifying_key().to_string()]);
        }
        for (number, note) in seen.iter().enumerate() {
            let path = folder.path().join(format!("seen{number}"));
            std::fs::write(&path, note).unwrap();
            command.arg("--seen").arg(path);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code().unwrap(), expected, "{said}");
        for word in words {
            assert!(said.contains(word), "says nothing of {word:?}:\n{said}");
        }
    }

    /// The last checkpoint, as a witness cosigned it at a time.
    async fn cosigned(&self, at: Instant) -> String {
        let mut read = self.test.read().await.unwrap();
        let (note,): (String,) =
            read.one("SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1", &[]).await.unwrap();
        drop(read);
        let mut note = SignedNote::parse(&note).unwrap();
        let line = witness().cosign(&note, u64::try_from(at.0 / 1000).unwrap()).unwrap();
        note.add(line);
        note.to_string()
    }
}

async fn a_log_that_was_thinned_is_whole_to_both(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.at(4 * YEAR);
    ground.events(ground.world.clinic, 3).await;
    ground.at(0);
    assert_eq!(ground.thin().await, 0, "nobody has said how long");
    ground.keep(ground.world.region, 7).await;
    assert_eq!(ground.thin().await, 0, "nothing is seven years old");
    ground.keep(ground.world.clinic, 5).await;
    let mut read = ground.test.read().await.unwrap();
    let (gone,) = read.one("SELECT event_id FROM audit_leaf WHERE position = 3", &[]).await.unwrap();
    drop(read);
    assert_eq!(ground.thin().await, 8);
    assert_eq!(ground.thin().await, 0);
    assert_eq!(ground.count("SELECT count(*) FROM audit_leaf WHERE salt IS NULL AND thinned_by IS NOT NULL").await, 8);
    assert_eq!(
        ground.count("SELECT count(*) FROM audit_resource r WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = r.event_id)").await,
        0
    );
    assert_eq!(ground.count("SELECT events FROM audit_thinning").await, 8);
    assert_eq!(ground.count("SELECT count(*) FROM audit_event WHERE activity_level = 'audit.begin-sealing'").await, 1);
    let told = "8 events were erased, as 1 events of the log tell; a witness's clock proves of 0 of them";
    ground.program_says(&[], &[], &[told]).await;
    ground
        .verifier_says(
            &[],
            0,
            &["8 events are erased; their hashes stand. Of 8 of them 1 events of the log tell", "\nWHOLE"],
        )
        .await;
    let folder = tempfile::tempdir().unwrap();
    let refused = ground.log.proof(gone, &folder.path().join("gone"), ground.now()).await;
    assert!(matches!(refused, Err(LogError::Erased(_))), "{refused:?}");
    // Two years later the younger ones go, and the other clinic's where the region's seven years are over.
    ground.clock.fetch_add(2 * YEAR, Ordering::SeqCst);
    assert_eq!(ground.thin().await, 0, "not as if they had gone by in a moment");
    ground.spoil(&format!("UPDATE audit_thinner SET leased_until = {}", ground.now().0)).await;
    assert_eq!(ground.thin().await, 3 + 2);
    ground.program_says(&[], &[], &["13 events were erased, as 3 events of the log tell"]).await;
}

async fn an_event_erased_by_hand_is_found_by_both_beside_those_that_were_thinned(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.thinned().await;
    ground.erase_by_hand(9).await;
    ground.program_says(&[], &["erased: the event at position 9, and no event of the log tells of it"], &[]).await;
    ground.verifier_says(&[], 1, &["erased: the event at position 9, and no event of the log tells of it"]).await;
    ground.erase_by_hand(10).await;
    ground.program_says(&[], &["erased: the events at positions 9 to 10"], &["8 events were erased"]).await;
    ground.verifier_says(&[], 1, &["erased: the events at positions 9 to 10"]).await;
}

async fn a_thinning_that_names_events_of_four_years_is_found_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.thinned().await;
    // Whoever writes in the database can have a lie sealed, and it says itself what is wrong with it.
    ground.record(&Actor::system(Door::System, NOW), ground.telling(NOW.0 - 6 * YEAR, vec![9, 11, 12])).await;
    ground.seal().await;
    ground.erase_by_hand(9).await;
    ground.erase_by_hand(12).await;
    let young = [
        "that the events at positions 11-12 were erased, which were sealed less than five years before",
        "erased: the event at position 12,",
    ];
    ground.program_says(&[], &young, &[]).await;
    ground
        .verifier_says(
            &[],
            1,
            &["events from position 11 on were erased, which were sealed less", "erased: the event at position 12,"],
        )
        .await;
}

async fn a_thinning_that_is_told_to_lie_further_off_is_found_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.thinned().await;
    ground.record(&Actor::system(Door::System, NOW), ground.telling(NOW.0 - 4 * YEAR, vec![9])).await;
    ground
        .record(&Actor::system(Door::System, Instant(NOW.0 + 2 * YEAR)), ground.telling(NOW.0 - 4 * YEAR, vec![9]))
        .await;
    ground
        .record(&Actor::system(Door::System, NOW), Event::change("audit.thin", "unit", "x").with_args("all of it"))
        .await;
    ground.seal().await;
    ground.erase_by_hand(9).await;
    let found = [
        "less than five years after them",
        "that lies in the future",
        "in a form that is not known",
        "erased: the event at position 9,",
    ];
    ground.program_says(&[], &found, &[]).await;
    ground.verifier_says(&[], 1, &found).await;
}

async fn a_made_up_thinning_that_nobody_sealed_is_found_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.thinned().await;
    ground.record(&Actor::system(Door::System, NOW), ground.telling(NOW.0 - 6 * YEAR, vec![9])).await;
    ground.spoil("DELETE FROM audit_unsealed").await;
    ground.erase_by_hand(9).await;
    ground.program_says(&[], &["erased: the event at position 9,", "added: the event"], &[]).await;
    ground.verifier_says(&[], 1, &["erased: the event at position 9,", "added: the event"]).await;
    // One that took a sealed event's place is a changed event, and tells nothing.
    let (from, to) =
        ("(SELECT activity_args FROM audit_event WHERE activity_level = 'audit.thin' ORDER BY id DESC LIMIT 1)", 10);
    ground
        .spoil(&format!(
            "UPDATE audit_event SET activity_args = {from}, activity_level = 'audit.thin'
             WHERE id = (SELECT event_id FROM audit_leaf WHERE position = {to})"
        ))
        .await;
    ground.program_says(&[], &["erased: the event at position 9,", "changed: the event at position 10"], &[]).await;
    ground.verifier_says(&[], 1, &["erased: the event at position 9,", "changed: the event at position 10"]).await;
}

async fn a_thinning_that_was_erased_itself_is_found_by_both(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.thinned().await;
    let teller = ground
        .count("SELECT l.position FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE e.activity_level = 'audit.thin'")
        .await;
    ground.erase_by_hand(u64::try_from(teller).unwrap()).await;
    let words = ["erased: the events at positions 1 to 8,", &format!("erased: the event at position {teller},")];
    ground.program_says(&[], &words, &[]).await;
    ground.verifier_says(&[], 1, &words).await;
}

async fn a_witness_proves_age_and_finds_a_clock_that_was_set_back(test: TestDb) {
    let ground = Ground::new(test).await;
    let six_years_ago = ground.cosigned(Instant(ground.now().0 + 60_000)).await;
    ground.thinned().await;
    let proven = "a witness's clock proves of 8 of them";
    ground.program_says(&[&six_years_ago], &[], &[proven]).await;
    ground.verifier_says(&[&six_years_ago], 0, &["and of 8 a witness's clock proves", "\nWHOLE"]).await;
    // The program's clock said six years ago, and the witness, who saw the log without them, says that it was last year.
    let fresh = ground.cosigned(Instant(NOW.0 - YEAR)).await;
    let size = ground.count("SELECT size FROM audit_tree").await;
    ground.clock.store(NOW.0 - 6 * YEAR, Ordering::SeqCst);
    let position = u64::try_from(size).unwrap();
    ground.events(ground.world.clinic, 1).await;
    ground.at(0);
    ground.record(&Actor::system(Door::System, NOW), ground.telling(NOW.0 - 6 * YEAR, vec![position])).await;
    ground.seal().await;
    ground.erase_by_hand(position).await;
    let found = format!("erased: the event at position {position},");
    ground.program_says(&[&fresh], &["were erased, which were sealed less than five years before", &found], &[]).await;
    ground.verifier_says(&[&fresh], 1, &["were erased, which were sealed less than five years before", &found]).await;
}

async fn a_changed_event_is_not_erased_with_its_traces(test: TestDb) {
    let ground = Ground::new(test).await;
    ground.spoil("UPDATE audit_event SET user_name = 'Somebody Else' WHERE id = (SELECT event_id FROM audit_leaf WHERE position = 4)").await;
    ground.at(0);
    ground.keep(ground.world.clinic, 5).await;
    assert_eq!(ground.thin().await, 7);
    ground.program_says(&[], &["changed: the event at position 4"], &["7 events were erased"]).await;
    ground.verifier_says(&[], 1, &["changed: the event at position 4"]).await;
    // Where the tree itself was rewritten, nothing is erased at all.
    ground.keep(ground.world.other_clinic, 5).await;
    ground.spoil("UPDATE audit_hash SET page = 9 WHERE page = 0").await;
    let clock = Arc::clone(&ground.clock);
    let thinner =
        Thinner::new(ground.log.clone(), move || Instant(clock.load(Ordering::SeqCst)), ThinningPace::default());
    assert!(matches!(thinner.sweep().await, Err(LogError::Broken(_))));
}
