//! A log of a test's own, with a clock in its hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use behorig_access::Instant;
use behorig_sealed_log::{Log, Pace, Question, Report, Sealer, Thinner, ThinningPace, Witness};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Event, Param, Recorded, StoreError};
use behorig_transparency::KeyName;
use proof_support::{NOW, TestDb};

pub const ORIGIN: &str = "behorig.example/logg";

pub struct Ground {
    pub test: TestDb,
    pub log: Log,
    clock: Arc<AtomicI64>,
}

pub fn log_of(db: Db) -> Log {
    Log::new(db, Keys::new(&[7; 32], &[]).unwrap())
}

pub fn origin() -> KeyName {
    KeyName::new(ORIGIN).unwrap()
}

impl Ground {
    /// A log that has begun: one event, which tells of it, waits.
    pub async fn new(test: TestDb) -> Self {
        Self::begun_at(test, NOW).await
    }

    /// The same, begun at a time.
    pub async fn begun_at(test: TestDb, at: Instant) -> Self {
        let log = log_of(test.db().clone());
        log.begin(&origin(), at).await.unwrap();
        Self { test, log, clock: Arc::new(AtomicI64::new(at.0)) }
    }

    pub fn thinner(&self) -> Thinner {
        let clock = Arc::clone(&self.clock);
        let pace = ThinningPace { between: Duration::ZERO, ..ThinningPace::default() };
        Thinner::new(self.log.clone(), move || Instant(clock.load(Ordering::SeqCst)), pace)
    }

    pub fn now(&self) -> Instant {
        Instant(self.clock.load(Ordering::SeqCst))
    }

    pub fn pass(&self, time: Duration) {
        self.clock.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub fn back(&self, time: Duration) {
        self.clock.fetch_sub(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub fn sealer(&self) -> Sealer {
        self.sealer_with(Vec::new())
    }

    pub fn sealer_with(&self, witnesses: Vec<Witness>) -> Sealer {
        let clock = Arc::clone(&self.clock);
        Sealer::new(self.log.clone(), move || Instant(clock.load(Ordering::SeqCst)), witnesses, Pace::default())
    }

    /// Writes so many events, as the program does.
    pub async fn events(&self, count: usize) {
        for number in 0..count {
            self.event(Event::change("test.event", "case", format!("{number}"))).await.unwrap();
        }
    }

    pub async fn event(&self, event: Event) -> Result<(), StoreError> {
        let actor = Actor::system(Door::CommandLine, self.now());
        self.test.write(&actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await })).await
    }

    /// What somebody does who writes in the database.
    pub async fn spoil(&self, sql: &str, params: &[Param<'_>]) -> u64 {
        assert!(params.is_empty(), "a foreign hand writes its values into its words");
        let actor = Actor::system(Door::System, self.now());
        let done: Result<u64, StoreError> = self
            .test
            .write(&actor, sql.to_owned(), |tx, sql| {
                Box::pin(async move {
                    let changed = tx.execute(sql, &[]).await?;
                    Ok(Recorded::nothing_to_record(changed, "a foreign hand"))
                })
            })
            .await;
        done.unwrap()
    }

    /// The tree's root, as this database writes bytes.
    pub async fn root_in_sql(&self) -> String {
        let mut read = self.test.read().await.unwrap();
        let (root,): (Vec<u8>,) = read.one("SELECT root FROM audit_tree", &[]).await.unwrap();
        let root: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
        match self.test.backend() {
            proof_support::Backend::Sqlite => format!("x'{root}'"),
            proof_support::Backend::Postgres => format!("'\\x{root}'"),
        }
    }

    /// Restores the state of one event, with its root, in every table of the log.
    pub async fn cut_back_to_one(&self, root: &str) {
        for sql in [
            "DELETE FROM audit_resource WHERE event_id IN (SELECT event_id FROM audit_leaf WHERE position >= 1)"
                .to_owned(),
            "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE position >= 1)".to_owned(),
            "DELETE FROM audit_leaf WHERE position >= 1".to_owned(),
            "DELETE FROM audit_checkpoint WHERE size > 1".to_owned(),
            "DELETE FROM audit_witness".to_owned(),
            format!("UPDATE audit_tree SET size = 1, root = {root}, leased_until = 0"),
            "UPDATE audit_hash SET hashes = substr(hashes, 1, 32)".to_owned(),
        ] {
            self.spoil(&sql, &[]).await;
        }
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut read = self.test.read().await.unwrap();
        let (count,): (i64,) = read.one(&format!("SELECT CAST(({sql}) AS BIGINT)"), &[]).await.unwrap();
        count
    }

    pub async fn waiting(&self) -> i64 {
        self.count("SELECT count(*) FROM audit_unsealed").await
    }

    pub async fn size(&self) -> i64 {
        self.count("SELECT size FROM audit_tree").await
    }

    pub async fn verified(&self) -> Report {
        self.log.verify(&Question::default(), self.now(), |_, _| {}).await.unwrap()
    }

    #[track_caller]
    pub fn is_whole(report: &Report) {
        assert!(report.is_whole(), "{report:#?}");
    }
}
