//! How many sign-ins with a password a second, beside bare argon2id at the same cost on as many threads; and how quick the list of
//! users is meanwhile.

use std::net::SocketAddr;

use proof_benches::Outcome;
use proof_benches::bare::Verify;
use proof_benches::constant::listen;
use proof_benches::database::Kind;
use proof_benches::ground::{Ground, ORIGIN, PASSWORD, REGION, RELATIVES};
use proof_benches::load::{Connection, Reader, Work, together};
use proof_benches::measure::percentile;
use proof_benches::printed::{millis, progress, promised, rate, table};
use proof_benches::versus::{Effort, in_turns};

const ACCOUNTS: usize = 2_000;
/// So many stand at the door at once: enough that every thread always has a password to check.
const AT_THE_DOOR: usize = 8;
/// The promise.
const LEAST: f64 = 0.9;

#[tokio::main]
async fn main() -> Outcome<()> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("sign-ins on {}", kind.name()))?;
        rows.push(measure(kind, threads).await?);
    }
    let sentence = format!(
        "{AT_THE_DOOR} relatives at a time post user name and password to `/logga-in`; each sign-in opens a session and leaves its \
         audit event on disk. Bare is argon2id (19 MiB, two passes) verified by {threads} threads. Promised: at least 90 %. The list of \
         users is read by one browser, alone and while the others sign in."
    );
    let head =
        ["database", "sign-ins a second", "bare argon2id a second", "ratio", "p99 of the list alone", "meanwhile"];
    Ok(table(&sentence, 1, &head, &rows)?)
}

async fn measure(kind: Kind, threads: usize) -> Outcome<Vec<String>> {
    let effort = Effort::asked();
    let ground = Ground::with_accounts(kind, ACCOUNTS).await?;
    let address = listen(ground.router.clone()).await?;
    let mut door = Vec::new();
    for at in 0..AT_THE_DOOR {
        door.push(Relatives::of(address, at).await?);
    }
    let mut bare = Vec::new();
    for _ in 0..threads {
        bare.push(Verify::new()?);
    }
    let versus = in_turns(&mut door, &mut bare, effort).await?;
    let cookie = ground.signed_in("support00", REGION).await?;
    let mut reader = vec![Reader::of(address, "/anvandare", &cookie).await?];
    together(&mut reader, effort.turn).await?;
    let alone = together(&mut reader, effort.turn * 4).await?;
    let (meanwhile, at_door) =
        tokio::join!(together(&mut reader, effort.turn * 4), together(&mut door, effort.turn * 4));
    at_door?;
    let p99 = |times: &[f64]| millis(percentile(times, 0.99));
    let row = vec![
        kind.name().to_owned(),
        rate(versus.ours),
        rate(versus.theirs),
        promised(versus.ratio, versus.ratio >= LEAST),
        p99(&alone.times),
        p99(&meanwhile?.times),
    ];
    ground.remove().await?;
    Ok(row)
}

/// Relatives who come to the door one after the other.
struct Relatives {
    connection: Connection,
    address: SocketAddr,
    next: usize,
}

impl Relatives {
    async fn of(address: SocketAddr, first: usize) -> Outcome<Self> {
        Ok(Self { connection: Connection::to(address).await?, address, next: first })
    }
}

impl Work for Relatives {
    async fn once(&mut self) -> Outcome<()> {
        let password = PASSWORD.replace(' ', "+");
        let body = format!("anvandarnamn=anhorig{:02}&losenord={password}&yubikey=&till=", self.next % RELATIVES);
        self.next += AT_THE_DOOR;
        let request = format!(
            "POST /logga-in HTTP/1.1\r\nhost: {}\r\norigin: {ORIGIN}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.connection.ask(request.as_bytes(), 303).await.map(|_| ())
    }
}
