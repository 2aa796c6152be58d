//! How many cases of residents a second are accepted, each durable with its audit event and its notice in the outbox, beside the
//! tickets that Request Tracker 5 makes over REST on the same server; and with a hundred thousand notices that nobody has sent.

use std::io::Write as _;

use behorig_identity::Email;
use behorig_outbox::{Carried, Carrier, Letter, NotCarried, Outbox, Pace, Sender};
use behorig_store::seal::Keys;
use behorig_store::{Db, Recorded, StoreError, params};
use behorig_visit::{Clock as _, SystemClock};
use proof_benches::database::Kind;
use proof_benches::ground::system;
use proof_benches::load::{Met, together};
use proof_benches::measure::{grouped, median, percentile};
use proof_benches::printed::{millis, progress, promised, rate, table};
use proof_benches::residents::{CLINICS, Residents};
use proof_benches::tracker::Tracker;
use proof_benches::versus::Effort;
use proof_benches::{Outcome, is_quick};

/// So many residents send at the same time.
const AT_ONCE: [usize; 3] = [1, 4, 16];
/// The most of them, for whom the promise is.
const MANY: usize = 16;
/// So many programs make tickets at the same time: one, and as many as Request Tracker has workers.
const CUSTOMERS: [usize; 2] = [1, 4];
/// A turn of Request Tracker is so much longer: it makes few tickets a second.
const LONGER: u32 = 3;
/// The promise: so many times its rate.
const LEAST: f64 = 100.0;
/// The promise of p99, in microseconds.
const MOST: f64 = 30_000.0;

#[tokio::main]
async fn main() -> Outcome<()> {
    progress("tickets: setting Request Tracker up")?;
    let (tracker, missing) = match Tracker::start() {
        Ok(tracker) => (Some(tracker), String::new()),
        Err(error) => (None, error.to_string()),
    };
    let mut theirs = CUSTOMERS.map(|_| Side::default());
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("cases on {}: laying the ground", kind.name()))?;
        let outbox = Outbox::new(Keys::new(&[7; 32], &[])?);
        let mut residents = Residents::on(kind, outbox.clone()).await?;
        for at_once in AT_ONCE {
            progress(&format!("cases on {}: {at_once} at once", kind.name()))?;
            let ours = in_turns(&mut residents, at_once, tracker.as_ref(), &mut theirs).await?;
            rows.push((kind, at_once, "few".to_owned(), ours));
        }
        let queued = queue(&residents.ground.db, &outbox).await?;
        progress(&format!("cases on {}: {queued} letters that can't be sent", kind.name()))?;
        let sending =
            Sender::new(residents.ground.db.clone(), outbox, Away, || SystemClock.now(), Pace::default()).begin();
        let ours = in_turns(&mut residents, MANY, tracker.as_ref(), &mut theirs).await?;
        drop(sending);
        rows.push((kind, MANY, grouped(queued as f64), ours));
        look_after(&residents.ground.db, queued).await?;
        residents.ground.remove().await?;
    }
    print(&rows, tracker.is_some().then_some(&theirs), &missing)?;
    Ok(())
}

/// What one side came to over its turns.
#[derive(Default)]
struct Side {
    rates: Vec<f64>,
    times: Vec<f64>,
    /// The median of the turns' ratios to the other side.
    ratios: Vec<f64>,
}

impl Side {
    fn add(&mut self, met: Met) {
        self.rates.push(met.rate);
        self.times.extend(met.times);
    }

    fn rate(&self) -> f64 {
        median(self.rates.clone())
    }

    fn time(&self, part: f64) -> f64 {
        let mut sorted = self.times.clone();
        sorted.sort_by(f64::total_cmp);
        percentile(&sorted, part)
    }
}

/// Residents and tickets take turns, each once unmeasured before.
async fn in_turns(
    residents: &mut Residents,
    at_once: usize,
    tracker: Option<&Tracker>,
    theirs: &mut [Side; CUSTOMERS.len()],
) -> Outcome<Side> {
    let effort = Effort::asked();
    let mut ours = Side::default();
    for turn in 0..=effort.turns {
        residents.write().await?;
        let mut browsers = residents.sit_down(at_once).await?;
        let met = together(&mut browsers, effort.turn).await?;
        residents.get_up(browsers);
        let mut best: f64 = 0.0;
        for (count, side) in CUSTOMERS.into_iter().zip(&mut *theirs) {
            let Some(tracker) = tracker else { continue };
            let met = together(&mut tracker.customers(count).await?, effort.turn * LONGER).await?;
            best = best.max(met.rate);
            if turn > 0 {
                side.add(met);
            }
        }
        if turn > 0 {
            ours.ratios.push(met.rate / best);
            ours.add(met);
        }
    }
    Ok(ours)
}

/// Puts letters into the outbox that nobody sends, as many as gather while a mail server is away.
async fn queue(db: &Db, outbox: &Outbox) -> Outcome<usize> {
    const A_TIME: usize = 500;
    let count = if is_quick() { 1_000 } else { 100_000 };
    for _ in 0..count / A_TIME {
        let actor = system();
        let put = db.write(&actor, outbox.clone(), |tx, outbox| {
            Box::pin(async move {
                let to =
                    Email::parse("mottagare@storskog.example").map_err(|error| StoreError::Shape(error.to_string()))?;
                let give_up_at = tx.now().plus_millis(3 * 24 * 3_600_000);
                for _ in 0..A_TIME {
                    let body = "Det finns ett nytt ärende i inkorgen.".to_owned();
                    outbox.put(tx, &Letter::new("case-notice", to.clone(), "Nytt ärende", body, give_up_at)).await?;
                }
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "a benchmark's own ground"))
            })
        });
        put.await?;
    }
    Ok(count)
}

/// A mail server that is not there.
struct Away;

impl Carrier for Away {
    fn carry<'a>(&'a self, _: &'a behorig_outbox::Post) -> Carried<'a> {
        Box::pin(async { Err(NotCarried::Unreachable("there is no mail server".to_owned())) })
    }
}

/// Every case has its message, its audit event and its letter: nothing was accepted that is not there.
async fn look_after(db: &Db, queued: usize) -> Outcome<()> {
    let mut read = db.read().await?;
    let (cases, messages, events, letters, drafts): (i64, i64, i64, i64, i64) = read
        .one(
            "SELECT (SELECT count(*) FROM care_case), (SELECT count(*) FROM case_message),
                 (SELECT count(*) FROM audit_event WHERE activity_level = 'cases.send'), (SELECT count(*) FROM outbox),
                 (SELECT count(*) FROM case_draft)",
            params![],
        )
        .await?;
    let queued = i64::try_from(queued)?;
    if cases == 0 || drafts == 0 || [messages, events, letters - queued].iter().any(|count| *count != cases) {
        return Err(format!("{cases} cases, {messages} messages, {events} events and {letters} letters").into());
    }
    Ok(())
}

fn print(rows: &[(Kind, usize, String, Side)], theirs: Option<&[Side; CUSTOMERS.len()]>, missing: &str) -> Outcome<()> {
    let sentence = format!(
        "A case is the form *Kontrollera* posted over HTTP by a signed-in resident, one of {CLINICS} clinics after the other: session, \
         grants and decision are read twice, what was written is judged by its form, and the case, its message, its audit event, the \
         letter to the clinic's receiver and the form's receipt are on disk when it is answered. Letters wait in the outbox; in the \
         last row of each database so many waited before, and a sender found no mail server. The ratio is to the best rate that \
         Request Tracker had in the same turn. Promised for {MANY} at once: at least {LEAST} times, and p99 under {}.",
        millis(MOST)
    );
    let head = ["database", "at once", "unsent before", "cases a second", "p50", "p99", "ratio"];
    let rows: Vec<_> = rows
        .iter()
        .map(|(kind, at_once, unsent, ours)| {
            let (ratio, p99, is_promised) = (median(ours.ratios.clone()), ours.time(0.99), *at_once == MANY);
            let kept = if p99 <= MOST || !is_promised { "" } else { " (short)" };
            vec![
                kind.name().to_owned(),
                at_once.to_string(),
                unsent.clone(),
                rate(ours.rate()),
                millis(ours.time(0.5)),
                format!("{}{kept}", millis(p99)),
                if theirs.is_some() { promised(ratio, ratio >= LEAST || !is_promised) } else { "–".to_owned() },
            ]
        })
        .collect();
    table(&sentence, 1, &head, &rows)?;
    let Some(theirs) = theirs else {
        return Ok(writeln!(std::io::stdout(), "\nRequest Tracker was not measured: {missing}.")?);
    };
    let sentence = "\nRequest Tracker 5 (Debian's package, Starman with four workers) with its database on the same PostgreSQL, by POST \
        to `/REST/2.0/ticket` with a session's cookie, in turns with the above.";
    let rows: Vec<_> = CUSTOMERS
        .iter()
        .zip(theirs)
        .map(|(count, side)| {
            vec![count.to_string(), rate(side.rate()), millis(side.time(0.5)), millis(side.time(0.99))]
        })
        .collect();
    Ok(table(sentence, 0, &["at once", "tickets a second", "p50", "p99"], &rows)?)
}
