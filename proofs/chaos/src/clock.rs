//! The node's clock is stepped back an hour while people work, and forth again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Outcome;
use crate::ground::{Ground, Kind, free_address};
use crate::load::{Fate, Ledger, Load};
use crate::node::{Node, Setting};
use crate::whole::{Before, look};

/// Work goes on for so long before, between and after the steps.
const WORK: Duration = Duration::from_secs(4);

pub(crate) async fn run(rounds: u32) -> Outcome<String> {
    let mut table = String::from(
        "The clock that the node reads is stepped back an hour (libfaketime) while six people work, and later forth again; clocks that only \
         measure how long something takes are left alone, as the system leaves them.\n\n\
         | database | round | confirmed before | an hour back | forth again | failed requests | lost | by halves |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for kind in Kind::here() {
        for round in 1..=rounds {
            let line = once(kind).await?;
            eprintln!("{}, round {round} of {rounds}: {line}", kind.name());
            table.push_str(&format!("| {} | {round} | {line} |\n", kind.name()));
        }
    }
    Ok(table)
}

async fn once(kind: Kind) -> Outcome<String> {
    let ground = Ground::laid(kind).await?;
    let before = Before::of(&ground.options).await?;
    let ledger = Ledger::default();
    let clock = ground.path("clock");
    set(&clock, "+0").await?;
    let under = vec![
        "env".to_owned(),
        format!("LD_PRELOAD={}", library()?.display()),
        format!("FAKETIME_TIMESTAMP_FILE={}", clock.display()),
        "FAKETIME_NO_CACHE=1".to_owned(),
        "FAKETIME_DONT_FAKE_MONOTONIC=1".to_owned(),
    ];
    let setting = Setting { under, ..Setting::at(free_address()?) };
    let node = Node::start(&ground, &setting).await?;
    let load = Load::begin(&ground, setting.listen, &ledger);
    let mut confirmed = Vec::new();
    for time in ["+0", "-1h", "+0"] {
        let so_far = ledger.count(|fate| fate == Fate::Confirmed);
        set(&clock, time).await?;
        tokio::time::sleep(WORK).await;
        confirmed.push(ledger.count(|fate| fate == Fate::Confirmed) - so_far);
    }
    load.end().await?;
    node.stop().await?;
    let found = look(&ground.options, &before, &ledger).await?;
    ground.remove().await?;
    if let Some(wrong) = found.lost.first().or(found.half.first()) {
        return Err(wrong.clone().into());
    }
    if confirmed.contains(&0) {
        return Err(format!("nothing was confirmed for a while: {confirmed:?}").into());
    }
    if !found.is_told_as_earlier() {
        return Err("the clock was never stepped back".into());
    }
    let counts = confirmed.iter().map(usize::to_string).collect::<Vec<_>>().join(" | ");
    Ok(format!("{counts} | {} | {} | {}", ledger.failed(), found.lost.len(), found.half.len()))
}

/// Whole or not at all: the node reads it again and again.
async fn set(clock: &Path, time: &str) -> Outcome<()> {
    let new = clock.with_extension("new");
    tokio::fs::write(&new, format!("{time}\n")).await?;
    Ok(tokio::fs::rename(&new, clock).await?)
}

fn library() -> Outcome<PathBuf> {
    let folders =
        std::fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path().join("faketime/libfaketimeMT.so.1"));
    folders.into_iter().find(|path| path.is_file()).ok_or_else(|| "libfaketime is not here: install faketime".into())
}
