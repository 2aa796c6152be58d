//! A full disk: files may not grow any more while people work, and then they may again.

use std::time::Duration;

use tokio::process::Command;

use crate::Outcome;
use crate::ground::{Ground, Kind, free_address};
use crate::load::{Fate, Ledger, Load};
use crate::node::{Node, Setting};
use crate::whole::{Before, look};

/// How much the largest file may still grow, in bytes: less than one checkpoint writes.
const ROOM: u64 = 256 * 1024;
/// Work goes on for so long on the full disk.
const FULL: Duration = Duration::from_secs(4);

pub(crate) async fn run(rounds: u32) -> Outcome<String> {
    let mut table = String::from(
        "The program on SQLite may not let any file grow beyond what it has, and a little (`RLIMIT_FSIZE`: the system refuses the write as it \
         does on a full disk); six people work on. Then there is room again, without a new start.\n\n\
         | round | confirmed before it was full | refused or unanswered while full | confirmed afterwards | lost | by halves |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for round in 1..=rounds {
        let line = once().await?;
        eprintln!("round {round} of {rounds}: {line}");
        table.push_str(&format!("| {round} | {line} |\n"));
    }
    Ok(table)
}

async fn once() -> Outcome<String> {
    let ground = Ground::laid(Kind::Sqlite).await?;
    let before = Before::of(&ground.options).await?;
    let ledger = Ledger::default();
    let confirmed = || ledger.count(|fate| fate == Fate::Confirmed);
    // A write beyond the limit is to be refused, as a full disk refuses it, and not to end the program.
    let under = ["env", "--ignore-signal=XFSZ"].map(str::to_owned).to_vec();
    let setting = Setting { under, ..Setting::at(free_address()?) };
    let node = Node::start(&ground, &setting).await?;
    let size = std::fs::metadata(ground.path("behorig.sqlite"))?.len();
    limit(&node, &(size + ROOM).to_string()).await?;
    let load = Load::begin(&ground, setting.listen, &ledger);
    let mut last = 0;
    // Full is when nothing more is confirmed for a second.
    for _ in 0..120 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = confirmed();
        if now == last {
            break;
        }
        last = now;
    }
    let full_at = confirmed();
    let refused_at = ledger.failed();
    tokio::time::sleep(FULL).await;
    let refused = ledger.failed();
    if refused == refused_at {
        return Err("the disk was never full".into());
    }
    limit(&node, "unlimited").await?;
    tokio::time::sleep(FULL).await;
    load.end().await?;
    let afterwards = confirmed() - full_at;
    node.stop().await?;
    let found = look(&ground.options, &before, &ledger).await?;
    ground.remove().await?;
    if let Some(wrong) = found.lost.first().or(found.half.first()) {
        return Err(wrong.clone().into());
    }
    if afterwards == 0 {
        return Err("nothing was confirmed any more when there was room again".into());
    }
    Ok(format!("{full_at} | {refused} | {afterwards} | {} | {}", found.lost.len(), found.half.len()))
}

/// How large any file of the node may become, in bytes.
async fn limit(node: &Node, bytes: &str) -> Outcome<()> {
    let id = node.id()?.to_string();
    let set = Command::new("prlimit").args(["--pid", &id, &format!("--fsize={bytes}:unlimited")]).status().await?;
    if set.success() { Ok(()) } else { Err("prlimit could not set how large a file may become".into()) }
}
