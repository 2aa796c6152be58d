//! How quick eight weeks of one customer's schedule are in an installation of ten thousand customers and five million visits, beside
//! one of a thousand customers.

use jiff::Span;
use proof_benches::constant::listen;
use proof_benches::database::Kind;
use proof_benches::load::Wanderer;
use proof_benches::measure::{grouped, percentile};
use proof_benches::printed::{millis, progress, promised, table};
use proof_benches::versus::side_by_side;
use proof_benches::visits::{HomeCare, Shape, today};
use proof_benches::{Outcome, is_quick};

/// The promise of p99 when customers and visits grow tenfold.
const MOST_GROWTH: f64 = 1.5;
/// Four a day for 125 days around today.
const VISITS_EACH: usize = 500;
const DAYS: usize = 125;
/// So many customers the planner looks at in turn: nobody looks at the same one all day.
const LOOKED_AT: usize = 256;

#[tokio::main]
async fn main() -> Outcome<()> {
    let (few, many, timed) = if is_quick() { (100, 400, 50) } else { (1_000, 10_000, 2_000) };
    let first = today()?.checked_sub(Span::new().days(62))?;
    let shape = |customers| Shape { customers, visits_each: VISITS_EACH, first, days: DAYS, ticked: false };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("schedules on {}: making {} visits", kind.name(), few * VISITS_EACH))?;
        let small = HomeCare::on(kind, shape(few)).await?;
        progress(&format!("schedules on {}: making {} visits", kind.name(), many * VISITS_EACH))?;
        let large = HomeCare::on(kind, shape(many)).await?;
        rows.extend(schedules(kind, &small, &large, timed).await?);
        small.ground.remove().await?;
        large.ground.remove().await?;
    }
    let sentence = format!(
        "Eight weeks of one customer's schedule as a table, four visits a day, with session, grants and decision, who comes, and the \
         page's audit event on disk before it is shown: at {} customers with {} visits, and at {} with {}, to one browser that asks \
         the two in turns. The planner looks at {LOOKED_AT} customers one after the other, the relatives each at their own. Promised: p99 \
         within {MOST_GROWTH} times.",
        grouped(many as f64),
        grouped((many * VISITS_EACH) as f64),
        grouped(few as f64),
        grouped((few * VISITS_EACH) as f64)
    );
    let small = format!("p99 at {}", grouped(few as f64));
    let head = ["database", "viewer", "visits shown", "bytes", "p50", "p99", small.as_str(), "growth"];
    Ok(table(&sentence, 2, &head, &rows)?)
}

async fn schedules(kind: Kind, small: &HomeCare, large: &HomeCare, timed: usize) -> Outcome<Vec<Vec<String>>> {
    let (near, far) = (listen(small.ground.router.clone()).await?, listen(large.ground.router.clone()).await?);
    let mut rows = Vec::new();
    for viewer in ["planner", "relative"] {
        progress(&format!("{}: schedules as {viewer}", kind.name()))?;
        let [pages_near, pages_far] = match viewer {
            "planner" => [small.seen_by_the_planner(LOOKED_AT).await?, large.seen_by_the_planner(LOOKED_AT).await?],
            _ => [small.seen_by_relatives().await?, large.seen_by_relatives().await?],
        };
        let mut reader_near = Wanderer::of(near, &pages_near).await?;
        let mut reader_far = Wanderer::of(far, &pages_far).await?;
        let page = String::from_utf8(reader_far.page().await?.to_vec())?;
        let shown = page.matches("<tr").count() - page.matches("<thead").count();
        // Eight whole weeks lie within the days that were made.
        if shown != 8 * 7 * 4 {
            return Err(format!("the schedule shows {shown} visits").into());
        }
        let [times_near, times_far] = side_by_side(&mut reader_near, &mut reader_far, timed).await?;
        let (p99_near, p99_far) = (percentile(&times_near, 0.99), percentile(&times_far, 0.99));
        let growth = p99_far / p99_near;
        rows.push(vec![
            kind.name().to_owned(),
            viewer.to_owned(),
            shown.to_string(),
            grouped(page.len() as f64),
            millis(percentile(&times_far, 0.5)),
            millis(p99_far),
            millis(p99_near),
            promised(growth, growth <= MOST_GROWTH),
        ]);
    }
    Ok(rows)
}
