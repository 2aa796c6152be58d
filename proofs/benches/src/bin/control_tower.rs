//! The control tower of a whole region: what a node spends while so many look at every entrance and cases arrive, how soon a case
//! is seen, and how long the first page takes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use behorig_batch::files::{File, ImportFiles};
use behorig_outbox::Outbox;
use behorig_store::seal::Keys;
use proof_benches::database::{Kind, folder};
use proof_benches::ground::{REGION, bring_in};
use proof_benches::load::Work as _;
use proof_benches::measure::percentile;
use proof_benches::printed::{millis, progress, promised, table};
use proof_benches::program::Running;
use proof_benches::residents::{CLINICS, Residents};
use proof_benches::{Outcome, is_quick};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// So many units are shown: the clinics that cases come to, and entrances.
const UNITS: usize = 2_000;
/// So many look at all of them.
const VIEWERS: usize = 200;
/// So many cases arrive each second.
const A_SECOND: usize = 50;
/// So many residents send in turn.
const BROWSERS: usize = 10;
/// The promise: so much of a core.
const OF_A_CORE: f64 = 0.5;
/// Until everyone listens, and what was done before is no news.
const CALM: Duration = Duration::from_secs(3);
/// What has not been seen by now never will be.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Outcome<()> {
    let long = Duration::from_secs(if is_quick() { 5 } else { 60 });
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("a control tower of {UNITS} units with {VIEWERS} viewers on {}", kind.name()))?;
        rows.push(measure(kind, long).await?);
    }
    let sentence = format!(
        "{VIEWERS} people of the region have the control tower open at one node of `serve`, each with a session, rights and a stream of \
         their own, and each sees all of {UNITS} clinics and entrances. For {} seconds {A_SECOND} residents a second send a case by the \
         program's own form at that node, to {CLINICS} of the units. The node's CPU is all that it uses meanwhile, by the kernel's \
         account: receiving the cases with their audit events, one count a second of what was touched, and every viewer's question for \
         what changed, over a connection of its own, decided by that viewer's grants; its answer is compressed as a browser asks, \
         once for all who see the same units and have missed the same, as all do here. Seen is from the answer to the resident, \
         so from the commit, until a viewer has figures in hand that count the case, for every case and every viewer. The first page \
         is all {UNITS} rows, asked by each viewer in turn before cases arrive. Promised: half a core, and two seconds.",
        long.as_secs()
    );
    let head = [
        "database",
        "CPU of the node",
        "of half a core",
        "seen p50",
        "seen p99",
        "first page p50",
        "first page p99",
        "kB a page",
        "kB an update",
    ];
    Ok(table(&sentence, 1, &head, &rows)?)
}

async fn measure(kind: Kind, long: Duration) -> Outcome<Vec<String>> {
    let mut residents = Residents::on(kind, Outbox::new(Keys::new(&[7; 32], &[])?)).await?;
    let cookies = lay(&residents).await?;
    residents.ground.database.settle().await?;
    let scratch = folder()?;
    let node = Running::serve(scratch.path(), &residents.ground.database.options)?;
    let (mut painted, mut bytes) = (Vec::new(), 0);
    let mut viewers = Vec::new();
    for cookie in cookies {
        let began = Instant::now();
        let page = ask(node.address, &cookie, "/flygledartornet").await?;
        painted.push(began.elapsed().as_secs_f64() * 1e6);
        bytes = page.bytes;
        viewers.push(Viewer { address: node.address, cookie, seen: page.seen, received: page.received });
    }
    let base = viewers.last().ok_or("nobody looks")?.received;
    let met = Arc::new(Mutex::new(Met::default()));
    for viewer in viewers {
        let stream = viewer.listen().await?;
        tokio::spawn(viewer.look(stream, Arc::clone(&met)));
    }
    tokio::time::sleep(CALM).await;
    let (began, used) = (Instant::now(), node.cpu()?);
    let committed = arrive(&mut residents, node.address, long).await?;
    let spent = (node.cpu()?.saturating_sub(used)).as_secs_f64() / began.elapsed().as_secs_f64();
    let everyone = everyone_has_seen(&met, base + committed.len() as u64).await;
    let met = std::mem::take(&mut *met.lock().unwrap_or_else(PoisonError::into_inner));
    drop(node);
    residents.ground.remove().await?;
    everyone?;
    if let Some(error) = met.failed {
        return Err(error.into());
    }
    let mut seen = met.of_each_case(base, &committed);
    seen.sort_by(f64::total_cmp);
    painted.sort_by(f64::total_cmp);
    Ok(vec![
        kind.name().to_owned(),
        format!("{spent:.2} cores"),
        promised(spent / OF_A_CORE, spent < OF_A_CORE),
        millis(percentile(&seen, 0.5)),
        millis(percentile(&seen, 0.99)),
        millis(percentile(&painted, 0.5)),
        millis(percentile(&painted, 0.99)),
        format!("{:.0}", bytes as f64 / 1024.0),
        format!("{:.1}", met.bytes as f64 / 1024.0 / met.updates.len().max(1) as f64),
    ])
}

/// The entrances beside the clinics, and whoever looks, signed in.
async fn lay(residents: &Residents) -> Outcome<Vec<String>> {
    let mut units = String::from("nyckel;namn;slag;överordnad\n");
    for entrance in 0..UNITS - CLINICS {
        units.push_str(&format!("P{entrance};Patientingång {entrance};patientingång;M{}\n", entrance % CLINICS));
    }
    let mut accounts = String::from("användarnamn;förnamn;efternamn;enhet\n");
    let mut grants = String::from("användarnamn;roll;enhet;gren;från;grund\n");
    for viewer in 0..VIEWERS {
        accounts.push_str(&format!("torn{viewer:03};Ture;Alm;{REGION}\n"));
        grants.push_str(&format!("torn{viewer:03};control-tower;{REGION};ja;2026-01-15;administrator\n"));
    }
    let file = |name: &str, text: String| Some(File { name: name.to_owned(), bytes: text.into_bytes() });
    let units =
        ImportFiles { units: file("units.csv", units), persons: None, accounts: None, grants: None, directory: None };
    bring_in(&residents.ground.db, units).await?;
    let (accounts, grants) = (file("accounts.csv", accounts), file("grants.csv", grants));
    bring_in(&residents.ground.db, ImportFiles { units: None, persons: None, accounts, grants, directory: None })
        .await?;
    let mut cookies = Vec::new();
    for viewer in 0..VIEWERS {
        cookies.push(residents.ground.signed_in(&format!("torn{viewer:03}"), REGION).await?);
    }
    Ok(cookies)
}

/// Cases arrive, so many a second, and each is answered: when that was, in order.
async fn arrive(residents: &mut Residents, node: SocketAddr, long: Duration) -> Outcome<Vec<Instant>> {
    let browsers = residents.sit_down_at(node, &format!("http://{node}"), BROWSERS).await?;
    let apart = Duration::from_secs(1) * BROWSERS as u32 / A_SECOND as u32;
    let until = Instant::now() + long;
    let sending: Vec<_> = (0_u32..)
        .zip(browsers)
        .map(|(at, mut browser)| {
            tokio::spawn(async move {
                let begin = tokio::time::Instant::now() + apart * at / BROWSERS as u32;
                let mut beat = tokio::time::interval_at(begin, apart);
                let mut committed = Vec::new();
                while Instant::now() < until {
                    beat.tick().await;
                    browser.once().await?;
                    committed.push(Instant::now());
                }
                Outcome::Ok(committed)
            })
        })
        .collect();
    let mut committed = Vec::new();
    for one in sending {
        committed.extend(one.await??);
    }
    committed.sort_unstable();
    Ok(committed)
}

/// What all viewers met: when each had figures that count so many cases.
#[derive(Default)]
struct Met {
    updates: Vec<(usize, Instant, u64)>,
    bytes: usize,
    viewers: usize,
    failed: Option<String>,
}

impl Met {
    /// For each case and each viewer, from its commit until the first update that counts it, in microseconds.
    fn of_each_case(&self, base: u64, committed: &[Instant]) -> Vec<f64> {
        let mut by_viewer: Vec<Vec<(Instant, u64)>> = vec![Vec::new(); self.viewers];
        for (viewer, at, received) in &self.updates {
            if let Some(updates) = by_viewer.get_mut(*viewer) {
                updates.push((*at, *received));
            }
        }
        let mut times = Vec::with_capacity(self.viewers * committed.len());
        for updates in by_viewer {
            let mut updates = updates.into_iter().peekable();
            for (commit, count) in committed.iter().zip(base + 1..) {
                while updates.next_if(|(_, received)| *received < count).is_some() {}
                if let Some((shown, _)) = updates.peek() {
                    times.push(shown.saturating_duration_since(*commit).as_secs_f64() * 1e6);
                }
            }
        }
        times
    }
}

async fn everyone_has_seen(met: &Mutex<Met>, all: u64) -> Outcome<()> {
    let begun = Instant::now();
    loop {
        {
            let met = met.lock().unwrap_or_else(PoisonError::into_inner);
            let mut done: Vec<usize> =
                met.updates.iter().rev().filter(|(_, _, received)| *received >= all).map(|(who, ..)| *who).collect();
            done.sort_unstable();
            done.dedup();
            if done.len() == met.viewers || met.failed.is_some() {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("{} of {} viewers have seen all {all} cases", done.len(), met.viewers).into());
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Somebody who looks.
struct Viewer {
    address: SocketAddr,
    cookie: String,
    seen: String,
    received: u64,
}

impl Viewer {
    async fn listen(&self) -> Outcome<TcpStream> {
        let mut stream = TcpStream::connect(self.address).await?;
        let request = format!(
            "GET /flygledartornet/handelser?alder=0 HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\ncookie: {}\r\n\r\n",
            self.address, self.cookie
        );
        stream.write_all(request.as_bytes()).await?;
        let mut head = vec![0; 4096];
        let read = stream.read(&mut head).await?;
        if head.get(..read).is_some_and(|head| head.starts_with(b"HTTP/1.1 200")) {
            Ok(stream)
        } else {
            Err(format!("a stream was answered with {}", String::from_utf8_lossy(&head)).into())
        }
    }

    /// Each time that something is told, asks for what changed.
    async fn look(mut self, mut stream: TcpStream, met: Arc<Mutex<Met>>) {
        let who = {
            let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
            met.viewers += 1;
            met.viewers - 1
        };
        let mut buffer = vec![0; 1024];
        while let Ok(read) = stream.read(&mut buffer).await {
            let words = buffer.get(..read).unwrap_or_default();
            if words.is_empty() {
                return;
            }
            if !words.windows(7).any(|seven| seven == b"event: ") {
                continue;
            }
            let path = format!("/flygledartornet/andrat?slag=&sedan={}", self.seen);
            let answer = ask(self.address, &self.cookie, &path).await;
            let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
            match answer {
                Ok(answer) => {
                    met.updates.push((who, Instant::now(), answer.received));
                    met.bytes += answer.bytes;
                    (self.seen, self.received) = (answer.seen, answer.received);
                }
                Err(error) => met.failed = Some(error.to_string()),
            }
        }
    }
}

/// What a question brought.
struct Answer {
    /// What the page says that it has seen.
    seen: String,
    /// How many cases it counts.
    received: u64,
    /// How large it was on its way.
    bytes: usize,
}

/// Asks as a browser does by itself, over a connection of its own.
async fn ask(address: SocketAddr, cookie: &str, path: &str) -> Outcome<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET {path} HTTP/1.0\r\nhost: {address}\r\ncookie: {cookie}\r\naccept-language: sv\r\naccept-encoding: br\r\n\
         x-behorig-unattended: visible\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(64 * 1024);
    stream.read_to_end(&mut answer).await?;
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("an answer without an end to its head")?;
    let (head, body) = answer.split_at(head + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if head.split(' ').nth(1) != Some("200") {
        return Err(format!("{path} was answered with {}", head.lines().next().unwrap_or_default()).into());
    }
    let bytes = body.len();
    let mut text = Vec::new();
    if head.contains("content-encoding: br") {
        brotli::BrotliDecompress(&mut &*body, &mut text)?;
    } else {
        text.extend_from_slice(body);
    }
    let text = String::from_utf8(text)?;
    let after = |mark: &str| text.split_once(mark).map(|(_, rest)| rest).ok_or("no figures");
    let seen = after("data-seen=\"")?.split('"').next().unwrap_or_default().to_owned();
    // The sum's own figure, before the table that has a column of the same name.
    let value = after("Mottagna, 8 timmar</dt><dd class=\"figure-value\">")?.split('<').next().unwrap_or_default();
    let received = value.chars().filter(char::is_ascii_digit).collect::<String>().parse()?;
    Ok(Answer { seen, received, bytes })
}
