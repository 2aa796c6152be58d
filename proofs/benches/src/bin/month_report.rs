//! The manual's report *Föregående månad (insatser)* over a month of a million visits: how soon its first row is there, and how
//! much memory the program holds while all of them pour out, beside a month of a hundred thousand.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use jiff::Span;
use proof_benches::database::{Database, Kind, folder};
use proof_benches::measure::{grouped, median};
use proof_benches::poured::{Looking, Poured, pour};
use proof_benches::printed::{progress, promised, table};
use proof_benches::program::Running;
use proof_benches::visits::{ABOVE, HomeCare, PLANNER, Shape, today};
use proof_benches::{Outcome, is_quick};

/// The promise: the first row within so many milliseconds.
const FIRST_ROW: f64 = 300.0;
/// Memory counts as flat where it grows by less than so many bytes over all rows, …
const MOST_GROWTH: f64 = 32.0 * 1024.0 * 1024.0;
/// … and for ten times as many rows by no more than so many bytes beyond that, which the allocator and the database's caches hold anyway.
const SAME: f64 = 8.0 * 1024.0 * 1024.0;
/// So many visits each customer has in the month.
const VISITS_EACH: usize = 100;

/// A way in which the report leaves.
struct Way {
    name: &'static str,
    ending: &'static str,
    /// What every row has once, and how often it is met until the first row is there.
    mark: &'static [u8],
    first: usize,
    has_all_rows: bool,
}

const WAYS: [Way; 3] = [
    Way { name: "page of fifty", ending: "", mark: b"</tr>", first: 2, has_all_rows: false },
    Way { name: "CSV", ending: "/rapport.csv", mark: b"\r\n", first: 2, has_all_rows: true },
    // Rows are packed: what comes with the sheet's name holds the first of them, which a test of the workbook unpacks.
    Way { name: "XLSX", ending: "/rapport.xlsx", mark: b"xl/worksheets/sheet1.xml", first: 1, has_all_rows: true },
];

/// What a way came to.
struct Came {
    visits: usize,
    first_rows: Vec<f64>,
    poured: Poured,
    before: f64,
    peak: f64,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let (few, many, firsts) = if is_quick() { (20, 200, 3) } else { (1_000, 10_000, 20) };
    let first = today()?.first_of_month().checked_sub(Span::new().months(1))?;
    let days = usize::try_from(first.days_in_month())?;
    let mut rows = Vec::new();
    for kind in Kind::here() {
        let mut both: Vec<[Came; WAYS.len()]> = Vec::new();
        for customers in [few, many] {
            progress(&format!("a month's report on {}: making {} visits", kind.name(), customers * VISITS_EACH))?;
            let shape = Shape { customers, visits_each: VISITS_EACH, first, days, ticked: true };
            let care = HomeCare::on(kind, shape).await?;
            let path = format!("/rapporter/{}", care.last_month);
            let cookie = care.ground.signed_in(PLANNER, ABOVE).await?;
            let database = care.ground.leave().await?;
            let [page, csv, xlsx] = WAYS.each_ref().map(|way| {
                progress(&format!("{}: {} of {} visits", kind.name(), way.name, customers * VISITS_EACH))?;
                measure(&database, way, (&path, &cookie), customers * VISITS_EACH, firsts)
            });
            both.push([page?, csv?, xlsx?]);
            database.remove().await?;
        }
        if let [small, large] = both.as_slice() {
            for ((way, small), large) in WAYS.iter().zip(small).zip(large) {
                rows.push(row(kind, way, small, None));
                rows.push(row(kind, way, large, Some(small)));
            }
        }
    }
    let sentence = format!(
        "The report of all home-care units to the planner who holds them, asked of `serve` as a process of its own, started anew for each \
         line. The first row is the median of {firsts} requests after one that warms up (the page: when it is whole); memory is what is \
         resident before the whole report is fetched and at its peak meanwhile, by the kernel's account. Promised: the first row within \
         {FIRST_ROW:.0} ms, and flat memory: it grows by less than {} MB, and for ten times the rows by less than {} MB more.",
        MOST_GROWTH / 1024.0 / 1024.0,
        SAME / 1024.0 / 1024.0
    );
    let head = [
        "database",
        "as",
        "visits",
        "first row",
        "slowest",
        "of the promise",
        "whole",
        "rows a second",
        "size",
        "before",
        "peak",
        "growth of the promise",
        "more than for a tenth",
    ];
    Ok(table(&sentence, 2, &head, &rows)?)
}

fn measure(
    database: &Database,
    way: &Way,
    (path, cookie): (&str, &str),
    visits: usize,
    firsts: usize,
) -> Outcome<Came> {
    let folder = folder()?;
    let running = Running::serve(folder.path(), &database.options)?;
    let path = format!("{path}{}", way.ending);
    let looking =
        |only_first| Looking { mark: way.mark, first: way.first, only_first, keep: way.ending.ends_with("xlsx") };
    pour(running.address, &path, cookie, &looking(true))?;
    let mut first_rows = Vec::with_capacity(firsts);
    for _ in 0..firsts {
        let page = pour(running.address, &path, cookie, &looking(way.has_all_rows))?;
        let until = if way.has_all_rows { page.until_first_row } else { page.whole };
        first_rows.push(until.as_secs_f64() * 1e3);
    }
    // What was hung up on is let go.
    std::thread::sleep(Duration::from_secs(1));
    running.forget_peak()?;
    let before = running.memory()? as f64;
    let poured = pour(running.address, &path, cookie, &looking(false))?;
    let peak = running.peak()? as f64;
    let rows = match way.ending {
        "/rapport.csv" => poured.marks - 1,
        "/rapport.xlsx" => rows_in_workbook(&poured.body)?,
        _ => visits,
    };
    if rows != visits {
        return Err(format!("{} has {rows} rows of {visits} visits", way.name).into());
    }
    Ok(Came { visits, first_rows, poured, before, peak })
}

fn row(kind: Kind, way: &Way, came: &Came, of_a_tenth: Option<&Came>) -> Vec<String> {
    let megabytes = |bytes: f64| format!("{:.1} MB", bytes / 1024.0 / 1024.0);
    let slowest = came.first_rows.iter().copied().fold(0.0, f64::max);
    let first = median(came.first_rows.clone());
    let whole = came.poured.whole.as_secs_f64();
    let growth = came.peak - came.before;
    let than_a_tenth = of_a_tenth.map(|tenth| {
        let more = growth - (tenth.peak - tenth.before);
        format!("{}{}", megabytes(more), if more < SAME { "" } else { " (short)" })
    });
    vec![
        kind.name().to_owned(),
        way.name.to_owned(),
        grouped(came.visits as f64),
        format!("{first:.0} ms"),
        format!("{slowest:.0} ms"),
        promised(first / FIRST_ROW, first <= FIRST_ROW),
        format!("{whole:.1} s"),
        if way.has_all_rows { grouped(came.visits as f64 / whole) } else { "–".to_owned() },
        megabytes(came.poured.bytes as f64),
        megabytes(came.before),
        megabytes(came.peak),
        promised(growth / MOST_GROWTH, growth < MOST_GROWTH),
        than_a_tenth.unwrap_or_else(|| "–".to_owned()),
    ]
}

/// How many rows the sheets of a workbook have below their headings.
fn rows_in_workbook(book: &[u8]) -> Outcome<usize> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book))?;
    let names = archive.file_names().map(|name| Ok(name?.into_owned())).collect::<Outcome<Vec<String>>>()?;
    let mut rows = 0;
    for name in names.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let (mut sheet, mut piece, mut waiting) = (archive.by_name(name)?, vec![0; 1 << 20], Vec::new());
        loop {
            let read = sheet.read(&mut piece)?;
            if read == 0 {
                break;
            }
            waiting.extend_from_slice(piece.get(..read).unwrap_or_default());
            rows += waiting.windows(5).filter(|part| *part == b"<row ").count();
            waiting.drain(..waiting.len().saturating_sub(4));
        }
        rows -= 1;
    }
    Ok(rows)
}
