//! A full disk: nothing can be written any more while people work, and then it can again.

use std::time::{Duration, Instant};

use tokio::process::Command;

use crate::Outcome;
use crate::cluster::{Disk, Server, is_root, room};
use crate::ground::{Ground, Kind, free_address, tell};
use crate::load::{Fate, Ledger, Load};
use crate::node::{Node, Setting};
use crate::sealed::Seen;
use crate::whole::{Before, look};

/// How much the largest file may still grow on SQLite, in bytes: less than one checkpoint writes.
const ROOM: u64 = 256 * 1024;
/// How much may still be written on PostgreSQL's disk, in bytes.
const ROOM_OF_SERVER: u64 = 2 * 1024 * 1024;
/// How large that disk is: the region and its log of changes take less than half of it.
const DISK: u64 = 640 * 1024 * 1024;
/// Work goes on for so long on the full disk.
const FULL: Duration = Duration::from_secs(4);
/// A server that comes back by itself does within this.
const BACK_WITHIN: Duration = Duration::from_secs(15);

pub(crate) async fn run(rounds: u32) -> Outcome<String> {
    let mut table = String::from(
        "Six people work on until the disk is full, and on. *SQLite*: the program may not let any file grow beyond what it has, and a little \
         (`RLIMIT_FSIZE`: the system refuses the write as it does on a full disk). *PostgreSQL*: the server's data and its log of changes \
         (WAL) lie on a disk of 640 MB that is filled but for 2 MB. Then there is room again; the program is not started anew, and \
         the server only where it ended by itself, as PostgreSQL does when it can't write its WAL: then whoever runs it starts it. Afterwards \
         everything that was confirmed is looked for, and the sealed log is verified.\n\n\
         | database | round | confirmed before it was full | refused or unanswered while full | server started anew | confirmed afterwards | lost \
         | by halves | log |\n\
         | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |\n",
    );
    for kind in Kind::here() {
        if kind == Kind::Postgres && !is_root() {
            eprintln!("a disk of PostgreSQL's own can't be mounted without root: left out");
            continue;
        }
        for round in 1..=rounds {
            let line = match kind {
                Kind::Sqlite => on_sqlite().await?,
                Kind::Postgres => on_postgres().await?,
            };
            eprintln!("{}, round {round} of {rounds}: {line}", kind.name());
            table.push_str(&format!("| {} | {round} | {line} |\n", kind.name()));
        }
    }
    Ok(table)
}

async fn on_sqlite() -> Outcome<String> {
    let ground = Ground::laid(Kind::Sqlite).await?;
    let round = Round::begun(&ground).await?;
    // A write beyond the limit is to be refused, as a full disk refuses it, and not to end the program.
    let under = ["env", "--ignore-signal=XFSZ"].map(str::to_owned).to_vec();
    let setting = Setting { under, ..Setting::at(free_address()?) };
    let node = Node::start(&ground, &setting).await?;
    let size = std::fs::metadata(ground.path("behorig.sqlite"))?.len();
    limit(&node, &(size + ROOM).to_string()).await?;
    let load = Load::begin(&ground, setting.listen, &round.ledger);
    let (full_at, refused) = round.until_full().await?;
    limit(&node, "unlimited").await?;
    tokio::time::sleep(FULL).await;
    let line = round.ended(&ground, node, load, (full_at, refused), "–").await?;
    ground.remove().await?;
    Ok(line)
}

async fn on_postgres() -> Outcome<String> {
    let room = room()?;
    let disk = Disk::mounted(room.path(), DISK)?;
    let server = Server::on_disk(room.path(), &disk).await?;
    let ground = Ground::on_server(&format!("postgres://behorig@{}", server.address), "").await?;
    let round = Round::begun(&ground).await?;
    let setting = Setting::at(free_address()?);
    let node = Node::start(&ground, &setting).await?;
    tell(&server.url(), "CHECKPOINT").await?;
    disk.fill(ROOM_OF_SERVER).await?;
    let load = Load::begin(&ground, setting.listen, &round.ledger);
    let (full_at, refused) = round.until_full().await?;
    disk.empty().await?;
    let again = match comes_back(&server).await {
        true => "no",
        false => {
            server.start().await?;
            "yes"
        }
    };
    tokio::time::sleep(FULL).await;
    round.ended(&ground, node, load, (full_at, refused), again).await
}

/// Whether the server answers by itself now that there is room.
async fn comes_back(server: &Server) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < BACK_WITHIN && server.is_running().await {
        if tell(&server.url(), "SELECT 1").await.is_ok() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

/// What is known of a round from its beginning.
struct Round {
    before: Before,
    ledger: Ledger,
}

impl Round {
    async fn begun(ground: &Ground) -> Outcome<Self> {
        Ok(Self { before: Before::of(&ground.options).await?, ledger: Ledger::default() })
    }

    fn confirmed(&self) -> usize {
        self.ledger.count(|fate| fate == Fate::Confirmed)
    }

    /// Lets people work until nothing more is confirmed for a second, and for a while on; how much was confirmed until then, and how many
    /// requests came to nothing.
    async fn until_full(&self) -> Outcome<(usize, usize)> {
        let mut last = 0;
        for _ in 0..120 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = self.confirmed();
            if now == last {
                break;
            }
            last = now;
        }
        let (full_at, refused_at) = (self.confirmed(), self.ledger.failed());
        tokio::time::sleep(FULL).await;
        let refused = self.ledger.failed();
        if refused == refused_at { Err("the disk was never full".into()) } else { Ok((full_at, refused)) }
    }

    /// Lets people and node come to their end, and looks at what is left.
    async fn ended(
        &self,
        ground: &Ground,
        node: Node,
        load: Load,
        (full_at, refused): (usize, usize),
        again: &str,
    ) -> Outcome<String> {
        load.end().await?;
        let afterwards = self.confirmed() - full_at;
        node.stop().await?;
        let found = look(&ground.options, &self.before, &self.ledger).await?;
        if let Some(wrong) = found.lost.first().or(found.half.first()) {
            return Err(wrong.clone().into());
        }
        if afterwards == 0 {
            return Err("nothing was confirmed any more when there was room again".into());
        }
        let mut seen = Seen::default();
        seen.verify_at_rest(&ground.options).await?;
        let (lost, half, events) = (found.lost.len(), found.half.len(), seen.events);
        Ok(format!("{full_at} | {refused} | {again} | {afterwards} | {lost} | {half} | whole, {events} events"))
    }
}

/// How large any file of the node may become, in bytes.
async fn limit(node: &Node, bytes: &str) -> Outcome<()> {
    let id = node.id()?.to_string();
    let set = Command::new("prlimit").args(["--pid", &id, &format!("--fsize={bytes}:unlimited")]).status().await?;
    if set.success() { Ok(()) } else { Err("prlimit could not set how large a file may become".into()) }
}
