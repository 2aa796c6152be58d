//! How quickly the store seals events beside hashing them with the library alone, how long a million take to verify, and what the queue
//! adds to a write.

use std::time::Instant as Tick;

use behorig_access::Instant;
use behorig_sealed_log::{Log, Pace, Question, Sealer};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Event, Recorded, StoreError, params};
use behorig_transparency::tree::{self, Held};
use behorig_transparency::{Event as Sealed, Hash, KeyName, Resource};
use behorig_visit::{Clock as _, SystemClock};
use proof_benches::database::{Database, Kind};
use proof_benches::load::Work;
use proof_benches::measure::grouped;
use proof_benches::printed::{progress, promised, rate, table};
use proof_benches::versus::{Effort, in_turns};
use proof_benches::{Outcome, is_quick};
use uuid::Uuid;

/// The promise of verifying a million events on two cores, in seconds.
const VERIFIED_WITHIN: f64 = 10.0;

#[tokio::main]
async fn main() -> Outcome<()> {
    let events = if is_quick() { 20_000 } else { 1_000_000 };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("{events} events on {}: pouring them", kind.name()))?;
        let database = Database::make(kind).await?;
        let db = database.open().await?;
        let log = Log::new(db.clone(), Keys::new(&[7; 32], &[])?);
        log.begin(&KeyName::new("bench.example/logg")?, SystemClock.now()).await?;
        pour(&db, kind, events).await?;
        database.settle().await?;
        progress(&format!("sealing on {}", kind.name()))?;
        let alone = hashed_alone(events)?;
        let sealed = seal(&log, events).await?;
        database.settle().await?;
        progress(&format!("verifying on {}", kind.name()))?;
        let verified = verify(&log).await?;
        progress(&format!("the queue on {}", kind.name()))?;
        let mut with: Vec<_> = (0..16).map(|_| Writer { db: db.clone(), is_queued: true }).collect();
        let mut without: Vec<_> = (0..16).map(|_| Writer { db: db.clone(), is_queued: false }).collect();
        let queue = in_turns(&mut with, &mut without, Effort::asked()).await?;
        let allowed = VERIFIED_WITHIN * events as f64 / 1_000_000.0;
        rows.push(vec![
            kind.name().to_owned(),
            rate(sealed),
            rate(alone),
            format!("{:.2}", sealed / alone),
            promised(verified, verified <= allowed),
            rate(queue.ours),
            rate(queue.theirs),
            format!("{:.2}", queue.ratio),
        ]);
        db.close();
        database.remove().await?;
    }
    let sentence = format!(
        "{} events of one row of *about whom* each, sealed by the store's own rounds of a thousand, each round on disk before the next \
         begins. *Hashed alone*: the same bytes hashed and put into a tree in memory by the library, on one core. *Verified*: seconds to \
         read all of it back and hold every event against its leaf, the tree and every checkpoint (promised: {VERIFIED_WITHIN:.0} s a \
         million on two cores). The queue: confirmed writes of one event a second, by 16 at once, with and without its row in the queue.",
        grouped(events as f64)
    );
    let head = [
        "database",
        "sealed a second",
        "hashed alone a second",
        "ratio",
        "verified, s",
        "queued",
        "not queued",
        "ratio",
    ];
    Ok(table(&sentence, 1, &head, &rows)?)
}

/// Pours events in past the program, each with its row in the queue: what the sealer finds after a long night.
async fn pour(db: &Db, kind: Kind, events: usize) -> Outcome<()> {
    let id = if kind == Kind::Sqlite { "randomblob(16)" } else { "uuid_send(gen_random_uuid())" };
    let statements = [
        format!(
            "INSERT INTO audit_event (id, system_id, system_name, activity_type, activity_level, at, purpose, user_id, user_name,
                 user_assignment, user_title, care_provider_id, care_provider_name, care_unit_id, care_unit_name, hat, door)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events})
             SELECT {id}, 'behorig-bench', 'Behörig, bench', 'Läsa', 'cases.thread', 1795165200000 + i, 'Vård och behandling',
                 '0197a0b0-0000-7000-8000-000000000001', 'Anna Ek', 'Mottagning 0', 'Leg. Sjuksköterska',
                 '0197a0b0-0000-7000-8000-000000000002', 'Storskogs vård', '0197a0b0-0000-7000-8000-000000000003', 'Mottagning 0',
                 'staff', 'page' FROM n"
        ),
        "INSERT INTO audit_resource (event_id, position, resource_type, resource_id, patient_root, patient_extension, patient_name)
         SELECT id, 0, 'case', '0197a0b0-0000-7000-8000-000000000009', '1.2.752.129.2.1.3.1', '191212121212', 'Tolvan Tolvansson'
         FROM audit_event WHERE system_id = 'behorig-bench' AND activity_level = 'cases.thread'"
            .to_owned(),
        "INSERT INTO audit_unsealed (event_id) SELECT event_id FROM audit_resource WHERE resource_type = 'case'".to_owned(),
    ];
    for sql in statements {
        db.write(&Actor::system(Door::Import, SystemClock.now()), sql, |tx, sql| {
            Box::pin(async move {
                tx.execute(sql, &[]).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "a benchmark"))
            })
        })
        .await?;
    }
    Ok(())
}

/// Events a second that the library alone hashes into a tree.
fn hashed_alone(events: usize) -> Outcome<f64> {
    let batch: Vec<Sealed<'_>> = (0..1_000).map(event).collect();
    let (mut size, mut row, mut scratch) = (0, Vec::new(), Vec::new());
    let begun = Tick::now();
    for _ in 0..events / batch.len() {
        let leaves: Vec<Hash> = batch.iter().map(|event| event.leaf(&mut scratch)).collect::<Result<_, _>>()?;
        let frontier: Held = tree::frontier_needs(size)?
            .into_iter()
            .filter_map(|index| Some((index, *row.get(usize::try_from(index.get()).ok()?)?)))
            .collect();
        let grown = tree::append(size, &leaves, &frontier)?;
        row.extend(grown.hashes);
        size = grown.size;
    }
    Ok(size as f64 / begun.elapsed().as_secs_f64())
}

fn event(number: u128) -> Sealed<'static> {
    Sealed {
        salt: [7; 16],
        id: Uuid::from_u128(number),
        system_id: "behorig-bench",
        system_name: "Behörig, bench",
        activity_type: "Läsa",
        activity_level: Some("cases.thread"),
        activity_args: None,
        at: 1_795_165_200_000,
        purpose: "Vård och behandling",
        user_id: "0197a0b0-0000-7000-8000-000000000001",
        user_name: Some("Anna Ek"),
        user_person_id: None,
        user_assignment: Some("Mottagning 0"),
        user_title: Some("Leg. Sjuksköterska"),
        care_provider_id: Some("0197a0b0-0000-7000-8000-000000000002"),
        care_provider_name: Some("Storskogs vård"),
        care_unit_id: Some("0197a0b0-0000-7000-8000-000000000003"),
        care_unit_name: Some("Mottagning 0"),
        hat: "staff",
        door: "page",
        account_id: None,
        person_id: None,
        resources: vec![Resource {
            position: 0,
            resource_type: "case",
            resource_id: Some("0197a0b0-0000-7000-8000-000000000009"),
            patient_root: Some("1.2.752.129.2.1.3.1"),
            patient_extension: Some("191212121212"),
            patient_name: Some("Tolvan Tolvansson"),
            care_provider_id: None,
            care_provider_name: None,
            care_unit_id: None,
            care_unit_name: None,
        }],
    }
}

/// Events a second that the store seals.
async fn seal(log: &Log, events: usize) -> Outcome<f64> {
    let mut sealer = Sealer::new(log.clone(), || SystemClock.now(), Vec::new(), Pace::default());
    let begun = Tick::now();
    let sealed = sealer.sweep().await?;
    let time = begun.elapsed().as_secs_f64();
    if sealed < events as u64 {
        return Err(format!("only {sealed} of {events} events were sealed").into());
    }
    Ok(sealed as f64 / time)
}

/// Seconds that verifying takes.
async fn verify(log: &Log) -> Outcome<f64> {
    let begun = Tick::now();
    let report = log.verify(&Question::default(), Instant(SystemClock.now().0), |_, _| {}).await?;
    let time = begun.elapsed().as_secs_f64();
    if report.is_whole() { Ok(time) } else { Err(format!("the log is not whole: {:?}", report.broken).into()) }
}

/// Somebody who writes one event after the other.
struct Writer {
    db: Db,
    is_queued: bool,
}

impl Work for Writer {
    async fn once(&mut self) -> Outcome<()> {
        let actor = Actor::system(Door::Page, SystemClock.now());
        if self.is_queued {
            let event = Event { resources: Vec::new(), ..Event::change("bench.write", "case", 1) };
            let written: Result<(), StoreError> =
                self.db.write(&actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await })).await;
            return Ok(written?);
        }
        let written: Result<(), StoreError> = self
            .db
            .write(&actor, (), |tx, ()| {
                Box::pin(async move {
                    let (id, now) = (tx.new_uuid(), tx.now());
                    tx.put(
                        "INSERT INTO audit_event (id, system_id, system_name, activity_type, activity_level, at, purpose, user_id,
                             user_name, hat, door)
                         VALUES (?1, 'behorig-bench', 'Behörig, bench', 'Skriva', 'bench.write', ?2, 'Administration', 'behorig',
                             'Behörig', 'system', 'page')",
                        params![id, now],
                    )?;
                    Ok(Recorded::nothing_to_record((), "a benchmark"))
                })
            })
            .await;
        Ok(written?)
    }
}
