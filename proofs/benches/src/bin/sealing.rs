//! How quickly the store seals events beside hashing them with the library alone, how long a million take to verify, and what the queue
//! adds to a write.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant as Tick;

use behorig_sealed_log::{Log, Pace, Question, Sealer};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, DbOptions, Door, Event, Recorded, StoreError, params};
use behorig_transparency::tree::{self, Held};
use behorig_transparency::{Event as Sealed, Hash, KeyName, Resource};
use behorig_visit::{Clock as _, SystemClock};
use proof_benches::database::{Database, Kind, connect, folder};
use proof_benches::load::Work;
use proof_benches::measure::{grouped, median};
use proof_benches::printed::{progress, promised, rate, table};
use proof_benches::versus::{Effort, in_turns};
use proof_benches::{Outcome, is_quick};
use rusqlite::Connection;
use uuid::Uuid;

/// The promise: at least so much of the rate of hashing alone.
const LEAST: f64 = 0.5;
/// The promise of verifying a million events on two cores, in seconds.
const VERIFIED_WITHIN: f64 = 10.0;
/// Events are sealed in so many turns.
const TURNS: usize = 5;
/// When the first of them happened, in milliseconds since 1970; each of the others a millisecond later.
const BEGUN: usize = 1_795_165_200_000;
/// So many write at once where the queue is measured.
const WRITERS: usize = 16;

#[tokio::main]
async fn main() -> Outcome<()> {
    let events = if is_quick() { 20_000 } else { 1_000_000 };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        rows.push(measure(kind, events).await?);
    }
    let sentence = format!(
        "{} events of one row of *about whom* each, sealed by the store's own rounds of a thousand, each round on disk before the next \
         begins, in {TURNS} turns with *hashed alone*: events with the same words hashed and put into a tree in memory by the library, on one \
         core; promised: at least {LEAST} of its rate. *Verified*, in seconds: `behorig audit verify`'s own code reads all of it back from the \
         database and holds every event against its leaf, the tree and every checkpoint; `verify-log`, which shares no code with the \
         writer, does with the export; promised for a million on two cores: {VERIFIED_WITHIN:.0} s each. *Queued*: confirmed writes of one \
         event a second, by {WRITERS} at once, with and without its row in the queue of what is to be sealed.",
        grouped(events as f64)
    );
    let head = [
        "database",
        "sealed a second",
        "hashed alone a second",
        "ratio",
        "verified, s",
        "by verify-log, s",
        "queued a second",
        "not queued",
        "ratio",
    ];
    Ok(table(&sentence, 1, &head, &rows)?)
}

async fn measure(kind: Kind, events: usize) -> Outcome<Vec<String>> {
    let database = Database::make(kind).await?;
    let db = database.open().await?;
    let log = Log::new(db.clone(), Keys::new(&[7; 32], &[])?);
    log.begin(&KeyName::new("bench.example/logg")?, SystemClock.now()).await?;
    let mut sealer = Sealer::new(log.clone(), || SystemClock.now(), Vec::new(), Pace::default());
    let mut alone = Alone::default();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let each = events / TURNS;
    for turn in 0..TURNS {
        progress(&format!("sealing on {}: {each} events, {} of {TURNS} times", kind.name(), turn + 1))?;
        pour(&database, turn * each, each).await?;
        let sealed = seal(&mut sealer, each).await?;
        let hashed = alone.hash(each)?;
        ours.push(sealed);
        theirs.push(hashed);
        ratios.push(sealed / hashed);
    }
    database.settle().await?;
    progress(&format!("verifying on {}", kind.name()))?;
    let verified = verify(&log).await?;
    let exported = folder()?;
    let by_other = verify_export(&log, &exported.path().join("log"), events).await?;
    progress(&format!("the queue on {}", kind.name()))?;
    let writer = |is_queued| Writer { db: db.clone(), is_queued };
    let mut with: Vec<_> = (0..WRITERS).map(|_| writer(true)).collect();
    let mut without: Vec<_> = (0..WRITERS).map(|_| writer(false)).collect();
    let queue = in_turns(&mut with, &mut without, Effort::asked()).await?;
    let allowed = VERIFIED_WITHIN * events as f64 / 1_000_000.0;
    let ratio = median(ratios);
    let row = vec![
        kind.name().to_owned(),
        rate(median(ours)),
        rate(median(theirs)),
        promised(ratio, ratio >= LEAST),
        promised(verified, verified <= allowed),
        promised(by_other, by_other <= allowed),
        rate(queue.ours),
        rate(queue.theirs),
        format!("{:.2}", queue.ratio),
    ];
    drop((with, without, sealer, log));
    proof_benches::ground::close(db).await?;
    database.remove().await?;
    Ok(row)
}

/// Pours events in past the program, each with its row in the queue: what the sealer finds after a long night.
async fn pour(database: &Database, first: usize, count: usize) -> Outcome<()> {
    match &database.options {
        DbOptions::Sqlite { path } => {
            let mut connection = Connection::open(path)?;
            let all = connection.transaction()?;
            for sql in statements("unhex(printf('%012x', n.i) || hex(randomblob(10)))", first, count) {
                all.execute(&sql, [])?;
            }
            all.commit()?;
            // What is measured is sealing, and not that a large transaction is brought from the one file to the other.
            connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        DbOptions::Postgres { url, .. } => {
            let client = connect(url).await?;
            let chance = "substr(replace(CAST(gen_random_uuid() AS TEXT), '-', ''), 13)";
            let id = format!("decode(lpad(to_hex(n.i), 12, '0') || {chance}, 'hex')");
            for sql in statements(&id, first, count) {
                client.batch_execute(&sql).await?;
            }
            client.batch_execute("VACUUM ANALYZE audit_event, audit_resource, audit_unsealed, audit_leaf").await?;
            client.batch_execute("CHECKPOINT").await?;
        }
    }
    Ok(())
}

/// Events, what they are about, and their places in the queue. `id` begins with the time, as the program's own ids do.
fn statements(id: &str, first: usize, count: usize) -> [String; 3] {
    let (from, until) = (BEGUN + first, BEGUN + first + count);
    let these = format!("activity_level = 'cases.thread' AND at >= {from} AND at < {until}");
    [
        format!(
            "INSERT INTO audit_event (id, system_id, system_name, activity_type, activity_level, at, purpose, user_id, user_name,
                 user_assignment, user_title, care_provider_id, care_provider_name, care_unit_id, care_unit_name, hat, door)
             WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {until})
             SELECT {id}, 'behorig-bench', 'Behörig, bench', 'Läsa', 'cases.thread', n.i, 'Vård och behandling',
                 '0197a0b0-0000-7000-8000-000000000001', 'Anna Ek', 'Mottagning 0', 'Leg. Sjuksköterska',
                 '0197a0b0-0000-7000-8000-000000000002', 'Storskogs vård', '0197a0b0-0000-7000-8000-000000000003', 'Mottagning 0',
                 'staff', 'page' FROM n"
        ),
        format!(
            "INSERT INTO audit_resource (event_id, position, resource_type, resource_id, patient_root, patient_extension, patient_name)
             SELECT id, 0, 'case', '0197a0b0-0000-7000-8000-000000000009', '1.2.752.129.2.1.3.1', '191212121212', 'Tolvan Tolvansson'
             FROM audit_event WHERE {these}"
        ),
        format!("INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event WHERE {these}"),
    ]
}

/// The library alone, with a tree in memory.
#[derive(Default)]
struct Alone {
    size: u64,
    row: Vec<Hash>,
}

impl Alone {
    /// Events a second that are hashed and put into the tree.
    fn hash(&mut self, events: usize) -> Outcome<f64> {
        let batch: Vec<Sealed<'_>> = (0..1_000).map(event).collect();
        let mut scratch = Vec::new();
        let begun = Tick::now();
        for _ in 0..events / batch.len() {
            let leaves: Vec<Hash> = batch.iter().map(|event| event.leaf(&mut scratch)).collect::<Result<_, _>>()?;
            let mut frontier = Vec::new();
            for index in tree::frontier_needs(self.size)? {
                let hash = self.row.get(usize::try_from(index.get())?).ok_or("a hash is not there")?;
                frontier.push((index, *hash));
            }
            let frontier: Held = frontier.into_iter().collect();
            let grown = tree::append(self.size, &leaves, &frontier)?;
            self.row.extend(grown.hashes);
            self.size = grown.size;
        }
        Ok(events as f64 / begun.elapsed().as_secs_f64())
    }
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
async fn seal(sealer: &mut Sealer, events: usize) -> Outcome<f64> {
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
    let report = log.verify(&Question::default(), SystemClock.now(), |_, _| {}).await?;
    let time = begun.elapsed().as_secs_f64();
    if report.is_whole() { Ok(time) } else { Err(format!("the log is not whole: {:?}", report.broken).into()) }
}

/// Seconds that verifying takes by somebody who has the export and the public key alone.
async fn verify_export(log: &Log, exported: &Path, events: usize) -> Outcome<f64> {
    let written = log.export(exported, SystemClock.now(), |_, _| {}).await?;
    if written.events < events as u64 {
        return Err(format!("only {} of {events} events were exported", written.events).into());
    }
    let (key, _) = log.public_keys().await?;
    let begun = Tick::now();
    let said = Command::new(verifier()?).arg("log").arg(exported).arg("--key").arg(key.to_string()).output()?;
    let time = begun.elapsed().as_secs_f64();
    if said.status.success() { Ok(time) } else { Err(String::from_utf8_lossy(&said.stdout).into_owned().into()) }
}

/// The program `verify-log`, which is built beside this one.
fn verifier() -> Outcome<PathBuf> {
    let beside = std::env::current_exe()?.with_file_name("verify-log");
    if beside.exists() { Ok(beside) } else { Err("verify-log is not beside this program: build it too".into()) }
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
