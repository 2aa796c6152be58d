//! So many open inboxes on one node: what each holds of memory, and how long it takes from a change until they are told of it and show
//! it; on PostgreSQL the change is made at another node.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use behorig_access::{AccountId, CaseId, PersonId};
use behorig_batch::files::{File, ImportFiles};
use behorig_cases::records::{NewCase, send};
use behorig_store::{DbOptions, StoreError, params};
use proof_benches::database::{Kind, folder};
use proof_benches::ground::{Ground, bring_in, system};
use proof_benches::load::Connection;
use proof_benches::measure::percentile;
use proof_benches::printed::{millis, progress, promised, table};
use proof_benches::program::{Running, get, path};
use proof_benches::{Outcome, is_quick};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use uuid::Uuid;

/// So many clinics, each with so many who have its inbox open.
const CLINICS: usize = 10;
const AT_A_CLINIC: usize = 50;
/// The promise, in microseconds: 99 of 100 show it within a quarter of a second.
const WITHIN: f64 = 250_000.0;
/// An inbox is told at most twice a second; each change here is news of its own.
const APART: Duration = Duration::from_millis(700);
/// Who has not shown it by now never will.
const PATIENCE: Duration = Duration::from_secs(10);
/// Until what was done before is no news to a page that begins to listen, and what was allocated on the way is given back.
const CALM: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> Outcome<()> {
    let changes = if is_quick() { 10 } else { 60 };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("{} open inboxes on {}", CLINICS * AT_A_CLINIC, kind.name()))?;
        rows.push(measure(kind, changes).await?);
    }
    let sentence = format!(
        "{} inboxes are open at one node of `serve`, {AT_A_CLINIC} at each of {CLINICS} clinics, each with a session, a stream and rights of \
         its own. Memory is what the node holds more when all listen than before the first did, for each. {changes} times a case is assigned, \
         at one clinic after the other: on PostgreSQL at a second node, on SQLite at the same. Told is from the sending of that form, so \
         with the change itself and its commit, until an open page of the clinic is told; shown is until that page has asked for itself \
         anew over a new connection and has it whole, session, grants, decision and durable audit event included, {AT_A_CLINIC} pages at \
         once. Promised: 99 of 100 within 250 ms.",
        CLINICS * AT_A_CLINIC
    );
    let head = ["database", "nodes", "memory a page", "told p50", "told p99", "shown p50", "shown p99", "of 250 ms"];
    Ok(table(&sentence, 1, &head, &rows)?)
}

async fn measure(kind: Kind, changes: usize) -> Outcome<Vec<String>> {
    let ground = Ground::with_accounts(kind, CLINICS * 100).await?;
    let inboxes = lay(&ground, changes).await?;
    let scratch = folder()?;
    let node = serve(&ground.database.options, scratch.path(), "one")?;
    let other = match kind {
        Kind::Sqlite => None,
        Kind::Postgres => Some(serve(&ground.database.options, scratch.path(), "two")?),
    };
    let first = inboxes.first().ok_or("no inbox")?;
    for _ in 0..5 {
        get(node.address, "/arenden", &format!("cookie: {}\r\n", first.cookie))?;
    }
    tokio::time::sleep(CALM).await;
    let before = node.memory()?;
    let (tell, mut told) = mpsc::channel(AT_A_CLINIC * CLINICS);
    for inbox in &inboxes {
        let stream = listen(node.address, &inbox.cookie).await?;
        tokio::spawn(watch(stream, node.address, inbox.clinic, inbox.cookie.clone(), tell.clone()));
    }
    tokio::time::sleep(CALM).await;
    let memory = node.memory()?.saturating_sub(before) as f64 / inboxes.len() as f64;
    let desk = other.as_ref().map_or(node.address, |other| other.address);
    let mut times = Times::default();
    for change in 0..changes {
        let clinic = change % CLINICS;
        let begun = assign(desk, &ground, inboxes.get(clinic * AT_A_CLINIC).ok_or("no receiver")?).await?;
        times.gather(&mut told, clinic, begun).await?;
        tokio::time::sleep(APART.saturating_sub(begun.elapsed())).await;
    }
    drop((node, other));
    ground.remove().await?;
    Ok(times.row(kind, memory))
}

/// Somebody with an inbox open.
struct Inbox {
    clinic: usize,
    cookie: String,
    handler: AccountId,
}

/// Receivers, a handler at each clinic, and cases to assign.
async fn lay(ground: &Ground, changes: usize) -> Outcome<Vec<Inbox>> {
    let mut accounts = String::from("användarnamn;förnamn;efternamn;enhet\n");
    let mut grants = String::from("användarnamn;roll;enhet;från;grund\n");
    for clinic in 0..CLINICS {
        let everyone = (0..AT_A_CLINIC).map(|at| (format!("mottagare{clinic}.{at}"), "case-receiver"));
        for (name, role) in everyone.chain([(format!("handlaggare{clinic}"), "case-handler")]) {
            accounts.push_str(&format!("{name};Rut;Alm;M{clinic}\n"));
            grants.push_str(&format!("{name};{role};M{clinic};2026-01-15;administrator\n"));
        }
    }
    let file = |name: &str, text: String| Some(File { name: name.to_owned(), bytes: text.into_bytes() });
    let (accounts, grants) = (file("accounts.csv", accounts), file("grants.csv", grants));
    bring_in(&ground.db, ImportFiles { accounts, grants, ..ImportFiles::default() }).await?;
    let mut inboxes = Vec::new();
    for clinic in 0..CLINICS {
        let handler = ground.account(&format!("handlaggare{clinic}")).await?;
        for at in 0..AT_A_CLINIC {
            let cookie = ground.signed_in(&format!("mottagare{clinic}.{at}"), &format!("M{clinic}")).await?;
            inboxes.push(Inbox { clinic, cookie, handler });
        }
        for _ in 0..changes.div_ceil(CLINICS) + 20 {
            send_case(ground, clinic).await?;
        }
    }
    Ok(inboxes)
}

async fn send_case(ground: &Ground, clinic: usize) -> Outcome<()> {
    let unit = ground.unit(&format!("M{clinic}")).await?;
    let mut read = ground.db.read().await?;
    let (person,): (PersonId,) = read.one("SELECT id FROM person ORDER BY id LIMIT 1", params![]).await?;
    drop(read);
    let new = NewCase {
        unit,
        case_type: None,
        form_number: None,
        person,
        sent_by: person,
        subject: "Kontakta mig".to_owned(),
        body: "Jag har ont i knät sedan i går.".to_owned(),
        answers: None,
        reply_days: 2,
        follows: None,
        draft: None,
    };
    let actor = system();
    let sent = ground.db.write(&actor, new, |tx, new| {
        Box::pin(async move { Ok::<_, StoreError>(send(tx, None, new).await?.with(())) })
    });
    Ok(sent.await?)
}

/// A node of the program on the database.
fn serve(options: &DbOptions, folder: &Path, name: &str) -> Outcome<Running> {
    let address: SocketAddr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let key = folder.join("key");
    std::fs::write(&key, "07".repeat(32))?;
    let database = match options {
        DbOptions::Sqlite { path } => format!("path = \"{}\"", path.display()),
        DbOptions::Postgres { url, .. } => format!("url = \"{url}\""),
    };
    let text = format!(
        "[server]\nlisten = \"{address}\"\n[database]\n{database}\n[key]\nfile = \"{}\"\n[files]\npath = \"{}\"\n",
        key.display(),
        folder.join("files").display()
    );
    let config = folder.join(format!("{name}.toml"));
    std::fs::write(&config, text)?;
    let mut command = Command::new(path()?);
    command.arg("serve").arg("--config").arg(&config);
    Running::start(&mut command, Some(address), "/logga-in")
}

/// Opens the stream of an inbox.
async fn listen(address: SocketAddr, cookie: &str) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET /arenden/handelser?alder=0 HTTP/1.1\r\nhost: {address}\r\naccept: text/event-stream\r\ncookie: {cookie}\r\n\r\n"
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

/// An open page has been told, and has then shown what there is.
struct Shown {
    clinic: usize,
    told: Instant,
    shown: Instant,
}

/// An open page: each time that it is told something, it asks for itself anew.
async fn watch(
    mut stream: TcpStream,
    address: SocketAddr,
    clinic: usize,
    cookie: String,
    tell: mpsc::Sender<Outcome<Shown>>,
) {
    let mut buffer = vec![0; 1024];
    while let Ok(read) = stream.read(&mut buffer).await {
        let words = buffer.get(..read).unwrap_or_default();
        if words.is_empty() {
            return;
        }
        if !words.windows(7).any(|seven| seven == b"event: ") {
            continue;
        }
        let told = Instant::now();
        let shown = show(address, &cookie).await.map(|()| Shown { clinic, told, shown: Instant::now() });
        if tell.send(shown).await.is_err() {
            return;
        }
    }
}

async fn show(address: SocketAddr, cookie: &str) -> Outcome<()> {
    let request = format!(
        "GET /arenden HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nx-behorig-unattended: 1\r\ncookie: {cookie}\r\naccept-language: sv\r\n\r\n"
    );
    Connection::to(address).await?.ask(request.as_bytes(), 200).await.map(|_| ())
}

/// Assigns a case of a receiver's inbox, and gives when the form was sent.
async fn assign(address: SocketAddr, ground: &Ground, receiver: &Inbox) -> Outcome<Instant> {
    let unit = ground.unit(&format!("M{}", receiver.clinic)).await?;
    let mut read = ground.db.read().await?;
    let (case,): (CaseId,) = read
        .one(
            "SELECT id FROM care_case WHERE unit_id = ?1 AND handler_account IS NULL AND closed_at IS NULL ORDER BY id LIMIT 1",
            params![unit],
        )
        .await?;
    drop(read);
    let body = format!("arende={case}&till=person%3A{}&en-gang={}", receiver.handler, Uuid::new_v4());
    let request = format!(
        "POST /arenden HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        receiver.cookie,
        body.len()
    );
    let mut desk = Connection::to(address).await?;
    let begun = Instant::now();
    desk.ask(request.as_bytes(), 303).await?;
    Ok(begun)
}

#[derive(Default)]
struct Times {
    told: Vec<f64>,
    shown: Vec<f64>,
}

impl Times {
    /// What every open page of the clinic met after one change.
    async fn gather(
        &mut self,
        told: &mut mpsc::Receiver<Outcome<Shown>>,
        clinic: usize,
        begun: Instant,
    ) -> Outcome<()> {
        let since = |at: Instant| at.saturating_duration_since(begun).as_secs_f64() * 1e6;
        for _ in 0..AT_A_CLINIC {
            let one = tokio::time::timeout(PATIENCE, told.recv()).await?.ok_or("all pages have gone")??;
            if one.clinic != clinic {
                return Err("a page of another clinic was told".into());
            }
            self.told.push(since(one.told));
            self.shown.push(since(one.shown));
        }
        Ok(())
    }

    fn row(mut self, kind: Kind, memory: f64) -> Vec<String> {
        self.told.sort_by(f64::total_cmp);
        self.shown.sort_by(f64::total_cmp);
        let last = percentile(&self.shown, 0.99);
        vec![
            kind.name().to_owned(),
            if kind == Kind::Postgres { "2" } else { "1" }.to_owned(),
            format!("{:.0} kB", memory / 1024.0),
            millis(percentile(&self.told, 0.5)),
            millis(percentile(&self.told, 0.99)),
            millis(percentile(&self.shown, 0.5)),
            millis(last),
            promised(last / WITHIN, last < WITHIN),
        ]
    }
}
