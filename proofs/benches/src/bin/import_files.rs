//! How long an import of many accounts takes, each with its unit, an HSA-id and a grant, and how long the same files take again.

use std::time::Instant;

use proof_benches::database::{Database, Kind};
use proof_benches::ground::{bring_in, close};
use proof_benches::measure::grouped;
use proof_benches::printed::{progress, table};
use proof_benches::{Outcome, is_quick};

/// The promise, in seconds.
const WITHIN: f64 = 60.0;

#[tokio::main]
async fn main() -> Outcome<()> {
    let accounts = if is_quick() { 2_000 } else { 100_000 };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("an import of {accounts} accounts into {}", kind.name()))?;
        rows.push(measure(kind, accounts).await?);
    }
    let sentence = format!(
        "Files with {} accounts, each with a unit, an HSA-id and a grant, brought in as one transaction; promised for 100\u{a0}000: \
         less than {WITHIN:.0} s. Rows are lines of the three files.",
        grouped(accounts as f64)
    );
    let head = ["database", "rows", "first time", "rows a second", "kept", "the same files again"];
    Ok(table(&sentence, 1, &head, &rows)?)
}

async fn measure(kind: Kind, accounts: usize) -> Outcome<Vec<String>> {
    let database = Database::make(kind).await?;
    let db = database.open().await?;
    let files = demo_region::volume::accounts(accounts);
    let lines = [&files.units, &files.accounts, &files.grants]
        .into_iter()
        .flatten()
        .map(|file| file.bytes.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1))
        .sum::<usize>();
    let begin = Instant::now();
    bring_in(&db, files.clone()).await?;
    let first = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    bring_in(&db, files).await?;
    let again = begin.elapsed().as_secs_f64();
    close(db).await?;
    database.remove().await?;
    Ok(vec![
        kind.name().to_owned(),
        grouped(lines as f64),
        format!("{first:.1} s"),
        grouped(lines as f64 / first),
        if first < WITHIN { "yes" } else { "no" }.to_owned(),
        format!("{again:.1} s"),
    ])
}
