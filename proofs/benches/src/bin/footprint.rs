//! How soon the program answers, how little memory it holds when idle, and how few bytes a first page is.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use behorig_store::DbOptions;
use proof_benches::database::folder;
use proof_benches::measure::{grouped, median};
use proof_benches::printed::{progress, promised, table};
use proof_benches::program::{Running, get, path};
use proof_benches::{Outcome, is_quick};

/// The first page that anyone sees.
const PAGE: &str = "/logga-in";
/// The promises: milliseconds to the first page, bytes of idle memory, bytes of a first page.
const START: f64 = 100.0;
const MEMORY: f64 = 64.0 * 1024.0 * 1024.0;
const BYTES: usize = 30_000;

fn main() -> Outcome<()> {
    let folder = folder()?;
    let starts = if is_quick() { 3 } else { 20 };
    progress("the demo's first start, which makes its region")?;
    drop(demo(folder.path())?);
    let mut rows = Vec::new();
    progress("the demo on what is there")?;
    let (row, sizes) = measure("`demo`, 10 000 residents", starts, || demo(folder.path()))?;
    rows.push(row);
    progress("serve on the same database")?;
    let (row, _) = measure("`serve` on the same file", starts, || serve(folder.path()))?;
    rows.push(row);
    let total: usize = sizes.iter().map(|(_, bytes)| bytes).sum();
    let parts: Vec<String> = sizes.iter().map(|(name, bytes)| format!("{name} {}", grouped(*bytes as f64))).collect();
    let sentence = format!(
        "Start to first page is the median of {starts} starts on an existing SQLite file, from the process's creation to the last byte of \
         `{PAGE}`; memory is what is resident a second after that page. Promised: less than 100 ms and 64 MB. The first page with \
         everything that it fetches is {} bytes compressed ({}): {} of the {} promised.",
        grouped(total as f64),
        parts.join(", "),
        promised(total as f64 / BYTES as f64, total < BYTES),
        grouped(BYTES as f64)
    );
    let head = ["program", "start to first page", "slowest of them", "idle memory", "of the promise"];
    Ok(table(&sentence, 1, &head, &rows)?)
}

type Sizes = Vec<(String, usize)>;

fn measure(name: &str, starts: usize, start: impl Fn() -> Outcome<Running>) -> Outcome<(Vec<String>, Sizes)> {
    let (mut millis, mut memory, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..starts {
        let running = start()?;
        millis.push(running.until_first_page.as_secs_f64() * 1_000.0);
        if memory.len() < 3 {
            std::thread::sleep(Duration::from_secs(1));
            memory.push(running.memory()? as f64);
            sizes = compressed(running.address)?;
        }
    }
    let slowest = millis.iter().copied().fold(0.0, f64::max);
    let (middle, memory) = (median(millis), median(memory));
    let row = vec![
        name.to_owned(),
        format!("{middle:.0} ms"),
        format!("{slowest:.0} ms"),
        format!("{:.1} MB", memory / 1024.0 / 1024.0),
        format!("{}, {}", promised(middle / START, middle < START), promised(memory / MEMORY, memory < MEMORY)),
    ];
    Ok((row, sizes))
}

fn demo(folder: &Path) -> Outcome<Running> {
    let mut command = Command::new(path()?);
    command.args(["demo", "--port", "0", "--bankid-port", "0", "--data"]).arg(folder);
    Running::start(&mut command, None, PAGE)
}

/// The demo's database served for real, by a configuration beside it.
fn serve(folder: &Path) -> Outcome<Running> {
    Running::serve(folder, &DbOptions::Sqlite { path: folder.join("demo.sqlite") })
}

/// The page and every file that it names, each as a browser gets it.
fn compressed(address: SocketAddr) -> Outcome<Sizes> {
    let brotli = "accept-encoding: br\r\n";
    let page = String::from_utf8(get(address, PAGE, "")?.body)?;
    let mut sizes = vec![("HTML".to_owned(), get(address, PAGE, brotli)?.body.len())];
    let mut named: Vec<&str> = page.split('"').filter(|part| part.starts_with("/static/")).collect();
    named.sort_unstable();
    named.dedup();
    for file in named {
        let file = file.split('#').next().unwrap_or(file);
        let name = file.rsplit('/').next().unwrap_or(file).to_owned();
        if sizes.iter().all(|(known, _)| *known != name) {
            sizes.push((name, get(address, file, brotli)?.body.len()));
        }
    }
    Ok(sizes)
}
