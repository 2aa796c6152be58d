//! How quick the receivers' inbox and the search in cases are in an installation of a million cases, one clinic of which has
//! fifty thousand, beside one of ten thousand; and by which plans the databases answer.

use behorig_access::{AccountId, UnitId};
use behorig_cases::records::{Statement, statements};
use behorig_cases::rules::Sought;
use behorig_store::{DbOptions, Dialect};
use proof_benches::cases::{Cases, SELDOM, frequent};
use proof_benches::constant::listen;
use proof_benches::database::{Kind, connect};
use proof_benches::ground::{CLINIC, Ground};
use proof_benches::load::Reader;
use proof_benches::measure::{grouped, percentile};
use proof_benches::printed::{millis, progress, promised, table};
use proof_benches::versus::side_by_side;
use proof_benches::{Outcome, is_quick};

/// The promise of p99 when the installation grows a hundredfold.
const MOST_GROWTH: f64 = 1.5;

#[tokio::main]
async fn main() -> Outcome<()> {
    let (few, many, timed) = if is_quick() { (1_000, 20_000, 50) } else { (10_000, 1_000_000, 1_000) };
    let (mut rows, mut plans) = (Vec::new(), Vec::new());
    for kind in Kind::here() {
        progress(&format!("cases on {}: making {few}", kind.name()))?;
        let small = Cases::on(kind, few).await?;
        progress(&format!("cases on {}: making {many}", kind.name()))?;
        let large = Cases::on(kind, many).await?;
        rows.extend(pages(kind, &small.ground, &large.ground, timed).await?);
        plans.push((kind, plans_on(&large.ground).await?));
        small.ground.remove().await?;
        large.ground.remove().await?;
    }
    let sentence = format!(
        "The receivers' inbox and the search, fifty cases a page, with session, grants and decision, the page's audit event with its \
         subjects on disk before it is shown: at {} cases of 500 clinics, one of which has {}, and at {}, to one browser that asks \
         the two in turns. *Frequent* is a word of most cases, *seldom* one of sixty, *both* the two together. Promised: p99 within \
         {MOST_GROWTH} times.",
        grouped(many as f64),
        grouped(many as f64 / 20.0),
        grouped(few as f64)
    );
    let small = format!("p99 at {}", grouped(few as f64));
    let head = ["database", "viewer", "page", "p50", "p99", small.as_str(), "growth"];
    table(&sentence, 3, &head, &rows)?;
    print(&plans)
}

async fn pages(kind: Kind, small: &Ground, large: &Ground, timed: usize) -> Outcome<Vec<Vec<String>>> {
    let (near, far) = (listen(small.router.clone()).await?, listen(large.router.clone()).await?);
    let found = |words: &str| format!("/arenden/sok?ord={}", words.replace(' ', "+"));
    let both = format!("{} {SELDOM}", frequent());
    let mut rows = Vec::new();
    for (viewer, user_name, page, path) in [
        ("receiver", "mottagare", "inbox", "/arenden".to_owned()),
        ("receiver", "mottagare", "search, frequent", found(&frequent())),
        ("receiver", "mottagare", "search, seldom", found(SELDOM)),
        ("receiver", "mottagare", "search, both", found(&both)),
        ("handler", "hanterare00", "search, frequent", found(&frequent())),
    ] {
        progress(&format!("{}: {viewer}, {page}", kind.name()))?;
        let mut reader_near = Reader::of(near, &path, &small.signed_in(user_name, CLINIC).await?).await?;
        let mut reader_far = Reader::of(far, &path, &large.signed_in(user_name, CLINIC).await?).await?;
        let lines = reader_far.page().await?.matches("<tr").count();
        if lines < 2 {
            return Err(format!("{page} shows nothing").into());
        }
        let [times_near, times_far] = side_by_side(&mut reader_near, &mut reader_far, timed).await?;
        let (p99_near, p99_far) = (percentile(&times_near, 0.99), percentile(&times_far, 0.99));
        let growth = p99_far / p99_near;
        rows.push(vec![
            kind.name().to_owned(),
            viewer.to_owned(),
            page.to_owned(),
            millis(percentile(&times_far, 0.5)),
            millis(p99_far),
            millis(p99_near),
            promised(growth, growth <= MOST_GROWTH),
        ]);
    }
    Ok(rows)
}

type Plan = (&'static str, Vec<String>);

/// How the database answers the statements behind the pages.
async fn plans_on(ground: &Ground) -> Outcome<Vec<Plan>> {
    let (unit, handler) = (ground.unit(CLINIC).await?, ground.account("hanterare00").await?);
    let sought = Sought::from_typed(&frequent()).ok_or("nothing is sought")?;
    match &ground.database.options {
        DbOptions::Sqlite { path } => of_sqlite(&rusqlite::Connection::open(path)?, unit, handler, &sought),
        DbOptions::Postgres { url, .. } => of_postgres(url, unit, handler, &sought).await,
    }
}

fn of_sqlite(
    connection: &rusqlite::Connection,
    unit: UnitId,
    handler: AccountId,
    sought: &Sought,
) -> Outcome<Vec<Plan>> {
    let mut plans = Vec::new();
    for Statement { name, sql, .. } in statements(Dialect::Sqlite, unit, handler, sought) {
        let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let unbound = vec![rusqlite::types::Null; explained.parameter_count()];
        let lines = explained.query_map(rusqlite::params_from_iter(unbound), |row| row.get::<_, String>(3))?;
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        plans.push((name, lines));
    }
    Ok(plans)
}

async fn of_postgres(url: &str, unit: UnitId, handler: AccountId, sought: &Sought) -> Outcome<Vec<Plan>> {
    let client = connect(url).await?;
    // As the program's own connections are set.
    client.batch_execute("SET plan_cache_mode = force_generic_plan; SET jit = off; SET random_page_cost = 1.1; SET max_parallel_workers_per_gather = 0").await?;
    let mut plans = Vec::new();
    for (at, Statement { name, sql, literals }) in
        statements(Dialect::Postgres, unit, handler, sought).into_iter().enumerate()
    {
        client.batch_execute(&format!("PREPARE plan{at} AS {}", sql.replace('?', "$"))).await?;
        let explained = client.query(&format!("EXPLAIN EXECUTE plan{at} ({})", literals.join(", ")), &[]).await?;
        let lines = explained.iter().map(|row| row.try_get::<_, String>(0)).collect::<Result<Vec<_>, _>>()?;
        plans.push((name, lines));
    }
    Ok(plans)
}

fn print(plans: &[(Kind, Vec<Plan>)]) -> Outcome<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for (kind, plans) in plans {
        for (name, lines) in plans {
            writeln!(out, "\n<details><summary>{}: {name}</summary>\n\n```text", kind.name())?;
            for line in lines {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "```\n\n</details>")?;
        }
    }
    Ok(())
}
