//! Verifies a sealed log, or the proof of one event, with nothing but the public key. What it reads is described in
//! `docs/sealed-log.md`; it was written from that description and shares no code with the program that writes the log.
//!
//! Ends with 0 where everything holds, 1 where something does not, 2 where the question could not be read.

mod differences;
mod erasure;
mod event;
mod log;
mod merkle;
mod note;
mod proof;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use note::{Key, Trust};

const USAGE: &str = "\
verify-log log FOLDER --key KEY [more]     the files `events`, `checkpoints` and `leaves` of an exported log
verify-log proof FILE --key KEY [more]     the proof of one event

  --key KEY             the log's public key, as name+id+key
  --retired SIZE=KEY    a key of the log before, good for its first SIZE events
  --witness KEY         the public key of a witness: the last checkpoint's time is then by the witness's clock
  --seen FILE           checkpoints that you or a witness kept, letters as they came too: the log must reach at least as far
  --erased-below N      events before position N may be erased though no event of the log tells of it; otherwise that is a finding";

/// What was asked.
pub struct Question {
    trust: Trust,
    seen: Vec<PathBuf>,
    erased_below: u64,
}

/// What was found: lines to tell, and whether all of it holds.
#[derive(Default)]
pub struct Report {
    told: Vec<String>,
    broken: Vec<String>,
}

impl Report {
    fn tell(&mut self, line: impl Into<String>) {
        self.told.push(line.into());
    }

    fn broken(&mut self, line: impl Into<String>) {
        self.broken.push(line.into());
    }
}

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    match run(std::env::args().skip(1)) {
        Ok(report) => {
            for line in report.told.iter().chain(&report.broken) {
                let _ = writeln!(out, "{line}");
            }
            let whole = report.broken.is_empty();
            let _ = writeln!(out, "{}", if whole { "WHOLE" } else { "NOT WHOLE" });
            ExitCode::from(u8::from(!whole))
        }
        Err(problem) => {
            let _ = writeln!(std::io::stderr(), "{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(mut args: impl Iterator<Item = String>) -> Result<Report, String> {
    let (Some(what), Some(path)) = (args.next(), args.next()) else { return Err(USAGE.to_owned()) };
    let question = question(args)?;
    match what.as_str() {
        "log" => log::verify(Path::new(&path), &question),
        "proof" => proof::verify(Path::new(&path), &question),
        _ => Err(USAGE.to_owned()),
    }
}

fn question(mut args: impl Iterator<Item = String>) -> Result<Question, String> {
    let (mut keys, mut witnesses, mut seen, mut erased_below) = (Vec::new(), Vec::new(), Vec::new(), 0);
    while let Some(option) = args.next() {
        let value = args.next().ok_or_else(|| format!("{option} needs a value\n\n{USAGE}"))?;
        match option.as_str() {
            "--key" => keys.push((u64::MAX, Key::parse(&value)?)),
            "--retired" => {
                let (size, key) = value.split_once('=').ok_or("--retired is written SIZE=KEY")?;
                keys.push((size.parse().map_err(|_| "the SIZE of --retired is a number")?, Key::parse(key)?));
            }
            "--witness" => witnesses.push(Key::parse(&value)?),
            "--seen" => seen.push(PathBuf::from(value)),
            "--erased-below" => erased_below = value.parse().map_err(|_| "--erased-below takes a number")?,
            other => return Err(format!("{other} is no option\n\n{USAGE}")),
        }
    }
    Ok(Question { trust: Trust::new(keys, witnesses)?, seen, erased_below })
}

/// Reads a file as text, or says which could not be read.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
