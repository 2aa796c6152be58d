//! What goes wrong on any day: the faults of `proofs/chaos`, one after the other, with what was seen gathered in `docs/reliability.md`.
//!
//! To add one, give `proofs/chaos` a module and a name in its `Fault`, and name it here.

use std::fs;
use std::process::{Command, Stdio};

use clap::Args;

use crate::bench::{circumstances, replace_section};
use crate::failure::{Failure, Outcome, Trying};
use crate::machine;
use crate::places::Places;
use crate::postgres::Postgres;
use crate::say;
use crate::steps::Steps;

/// What shall go wrong, and how often.
#[derive(Args)]
pub struct Options {
    /// A few rounds of each, to see that all runs; what is seen is printed and not kept.
    #[arg(long)]
    quick: bool,
    /// One fault alone.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// So many rounds of each, on each database.
    #[arg(long)]
    rounds: Option<u32>,
    /// Begin chance with this number, to meet the same moments again.
    #[arg(long)]
    seed: Option<u64>,
}

const FAULTS: [&str; 6] = ["killed", "disk-full", "clock", "peers", "failover", "rolling"];

const INTRODUCTION: &str = "# Reliability

What the program confirmed must be there afterwards, whatever happens to it; what it did not confirm may be there, but whole. Every
table is made by one command and holds what was seen, on the program as the tests build it: `cargo xtask chaos` makes them all,
`cargo xtask chaos --only NAME` makes one. The load and the faults are in `proofs/chaos`; a change that was confirmed and is not
there, or is there by halves, stops the command and is no row of a table.
";

/// Builds, lets everything go wrong that was asked for, and writes `docs/reliability.md`.
///
/// # Errors
/// When there is no fault of that name, or the document can't be written.
pub fn run(places: &Places, options: &Options) -> Outcome<bool> {
    let faults = faults(options.only.as_deref())?;
    let mut steps = Steps::new(places);
    // The same packages as the tests, so that what is compiled for one is there for the other.
    if !steps.cargo("Build", &["build", "--workspace", "--bins", "--quiet"]) {
        return Ok(steps.summary());
    }
    let Some(postgres) = steps.act("PostgreSQL", || Postgres::start(places)) else { return Ok(steps.summary()) };
    let mut sections = Vec::new();
    for fault in faults {
        if fault == "clock" && steps.act("faketime", ensure_faketime).is_none() {
            continue;
        }
        let table = steps.act(fault, || meet(places, fault, options, &postgres.address));
        sections.extend(table.map(|table| (fault, table)));
    }
    let good = steps.summary();
    postgres.release()?;
    if !options.quick {
        write(places, &sections)?;
    }
    Ok(good)
}

/// The library that lets one program read another time than the machine's.
fn ensure_faketime() -> Outcome<()> {
    let found = || {
        let folders = fs::read_dir("/usr/lib").ok()?.flatten();
        folders.map(|entry| entry.path().join("faketime/libfaketimeMT.so.1")).find(|path| path.is_file())
    };
    machine::ensure("faketime", &["faketime"], "--only and another fault", found).map(drop)
}

fn faults(only: Option<&str>) -> Outcome<Vec<&'static str>> {
    let Some(only) = only else { return Ok(FAULTS.to_vec()) };
    let known = FAULTS.iter().find(|fault| **fault == only);
    known
        .map(|fault| vec![*fault])
        .ok_or_else(|| Failure::new(format!("there is no fault {only}; there are {}", FAULTS.join(", "))))
}

fn meet(places: &Places, fault: &str, options: &Options, postgres: &str) -> Outcome<String> {
    let mut command = Command::new(places.target.join("debug/chaos"));
    command.current_dir(&places.root).stdin(Stdio::null()).stderr(Stdio::inherit());
    command.env("BEHORIG_TEST_PROGRAM", places.debug_program()).env("BEHORIG_TEST_POSTGRES", postgres).arg(fault);
    if options.quick {
        command.arg("--quick");
    }
    for (name, number) in [("--rounds", options.rounds.map(u64::from)), ("--seed", options.seed)] {
        command.args(number.into_iter().flat_map(|number| [name.to_owned(), number.to_string()]));
    }
    let table = machine::quiet(command, fault)?.trim().to_owned();
    say::line(&table);
    Ok(table)
}

fn write(places: &Places, sections: &[(&str, String)]) -> Outcome<()> {
    let path = places.root.join("docs/reliability.md");
    let mut document = fs::read_to_string(&path).unwrap_or_else(|_| INTRODUCTION.to_owned());
    let circumstances = circumstances(places);
    for (fault, table) in sections {
        let command = format!("`cargo xtask chaos --only {fault}`");
        document = replace_section(&document, fault, &format!("{command}, {circumstances}.\n\n{table}"));
    }
    fs::write(&path, document).trying("writing docs/reliability.md")
}
