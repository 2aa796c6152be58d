//! How many decisions a CPU second `decide()` makes, beside Cedar and casbin, and how its cost grows with the grants.

mod casbin;
mod cedar;
mod world;

use behorig_access::{Viewer, decide};
use proof_benches::measure::{CpuClock, each, grouped, percentile, rate};
use std::{
    error::Error,
    hint::black_box,
    io::{self, Write},
    time::{Duration, Instant},
};
use world::{BATCH, NOW, Page, SLICE, World, viewer};

type Outcome<T> = Result<T, Box<dyn Error>>;

const SIZES: [usize; 3] = [100, 10_000, 100_000];

// How long to measure, and how much.
struct Effort {
    least: Duration,
    pages: usize,
    timed_batches: usize,
}

impl Effort {
    const FULL: Self = Self { least: Duration::from_secs(2), pages: 40, timed_batches: 50_000 };
    const QUICK: Self = Self { least: Duration::from_millis(20), pages: 4, timed_batches: 500 };
}

struct Line {
    grants: usize,
    held: String,
    ours: f64,
    p50: f64,
    p99: f64,
    permitted: f64,
    rivals: Option<(f64, f64)>,
}

fn main() -> Outcome<()> {
    let effort = if std::env::args().any(|argument| argument == "--quick") { Effort::QUICK } else { Effort::FULL };
    let mut lines = Vec::new();
    for grants in SIZES {
        progress(&format!("a world of {grants} grants, ten in the viewer's hands"))?;
        let mut world = World::with_grants(grants);
        let pages = world.pages(effort.pages);
        let mut line = measure(&effort, grants, &world.viewers(), &pages);
        line.rivals = Some(rivals(&effort, &world, &pages)?);
        lines.push(line);
    }
    for grants in SIZES {
        progress(&format!("{grants} grants, all in one viewer's hands"))?;
        let mut world = World::with_grants(grants).in_one_hand();
        let pages = world.pages(effort.pages);
        let line = measure(&effort, grants, &world.viewers(), &pages);
        lines.push(Line { held: "all".to_owned(), ..line });
    }
    let making =
        rate(effort.least, 1, || drop(black_box(viewer(black_box(&World::with_grants(10).people[0]).clone()))));
    let _ = making;
    print(&lines, effort.pages, viewer_cost(&effort))
}

// A viewer is made once in a request, from the rows read there.
fn viewer_cost(effort: &Effort) -> f64 {
    let grants = World::with_grants(SLICE).people.concat();
    1e9 / rate(effort.least / 4, 1_000, || {
        for _ in 0..1_000 {
            black_box(viewer(black_box(&grants).clone()));
        }
    })
}

fn answer(viewer: &Viewer, page: &Page) -> usize {
    let permits = |question: &&world::Question| decide(viewer, question.service, &question.target(), NOW).is_permit();
    page.questions.iter().filter(permits).count()
}

fn measure(effort: &Effort, grants: usize, viewers: &[Viewer], pages: &[Page]) -> Line {
    let asked = pages.len() * BATCH;
    let all = || pages.iter().map(|page| answer(&viewers[page.viewer], page)).sum::<usize>();
    let ours = rate(effort.least, asked, || {
        black_box(all());
    });
    let times = each(effort.timed_batches, BATCH, |number| {
        let page = &pages[number % pages.len()];
        black_box(answer(&viewers[page.viewer], page));
    });
    Line {
        grants,
        held: SLICE.to_string(),
        ours,
        p50: percentile(&times, 0.5),
        p99: percentile(&times, 0.99),
        permitted: all() as f64 / asked as f64,
        rivals: None,
    }
}

// Decisions per CPU second of Cedar and of casbin, on the same pages.
fn rivals(effort: &Effort, world: &World, pages: &[Page]) -> Outcome<(f64, f64)> {
    let asked = pages.len() * BATCH;
    let mut cedars = Vec::new();
    let mut casbins = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for page in pages {
        let grants = &world.people[page.viewer];
        let ready: Vec<_> = page.questions.iter().map(cedar::ready).collect::<Outcome<_>>()?;
        cedars.push((cedar::Viewer::new(grants)?, ready));
        let ready: Vec<_> = page.questions.iter().map(casbin::ready).collect();
        casbins.push((runtime.block_on(casbin::Viewer::new(grants))?, ready));
    }
    for (page, (cedar, ready)) in pages.iter().zip(&cedars) {
        let ours = viewer(world.people[page.viewer].clone());
        let same = page.questions.iter().zip(ready).all(|(question, ready)| {
            decide(&ours, question.service, &question.target(), NOW).is_permit() == cedar.permits(ready)
        });
        if !same {
            return Err("decide() and Cedar answer differently: the comparison means nothing".into());
        }
    }
    let cedar = rate(effort.least, asked, || {
        for (viewer, ready) in &cedars {
            black_box(ready.iter().filter(|ready| viewer.permits(ready)).count());
        }
    });
    let casbin = rate(effort.least, asked, || {
        for (viewer, ready) in &casbins {
            black_box(ready.iter().filter(|ready| viewer.permits(ready).unwrap_or(false)).count());
        }
    });
    Ok((cedar, casbin))
}

fn progress(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "measuring {text}")
}

fn print(lines: &[Line], pages: usize, viewer_cost: f64) -> Outcome<()> {
    let mut out = io::stdout().lock();
    let clock = if CpuClock::is_exact() { "CPU" } else { "wall clock" };
    writeln!(
        out,
        "One thread; {} questions, asked again and again in batches: a page of {BATCH} about one viewer. Cedar (entities \
         and policies sliced by principal, built beforehand) gives the same answers as `decide()`; casbin has the same \
         slice and knows neither periods nor objects nor the unit tree. A denial's reason is found within its time.\n",
        grouped((pages * BATCH) as f64),
    )?;
    writeln!(
        out,
        "| grants in the world | in the viewer's hands | permitted | `decide()` per {clock} second | Cedar | ratio | \
         casbin | ratio | p50 | p99 |"
    )?;
    writeln!(out, "| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |")?;
    for line in lines {
        let against = |rival: f64| format!("{} | {}×", grouped(rival), grouped(line.ours / rival));
        let (cedar, casbin) = match line.rivals {
            Some((cedar, casbin)) => (against(cedar), against(casbin)),
            None => ("– | –".to_owned(), "– | –".to_owned()),
        };
        writeln!(
            out,
            "| {} | {} | {:.0} % | {} | {cedar} | {casbin} | {:.0} ns | {:.0} ns |",
            grouped(line.grants as f64),
            line.held,
            line.permitted * 100.0,
            grouped(line.ours),
            line.p50,
            line.p99,
        )?;
    }
    let growth = |part: &[Line]| match (part.first(), part.last()) {
        (Some(small), Some(large)) => small.ours / large.ours,
        _ => 0.0,
    };
    let (world, hands) = lines.split_at(SIZES.len());
    writeln!(
        out,
        "\nFrom 100 to 100\u{a0}000 grants a decision costs {:.2} times as much when they are in the world, {:.2} times \
         when they are in one viewer's hands. Making a viewer of ten grants costs {viewer_cost:.0} ns, once a request. \
         Percentiles are over batches on the wall clock, whose reading adds {:.1} ns to each figure.",
        growth(world),
        growth(hands),
        clock_overhead(),
    )?;
    Ok(())
}

// What reading the wall clock adds to the time of one decision in a batch.
fn clock_overhead() -> f64 {
    let times = each(10_000, BATCH, |_| {
        black_box(Instant::now());
    });
    percentile(&times, 0.5)
}
