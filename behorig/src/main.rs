//! The program: `behorig demo`, `serve`, `import`, `account`, `transfer`, `backup`, `restore`, `key`, `audit`, `check-config`, `doctor`.

use std::process::ExitCode;

use behorig::command::Arguments;
use clap::Parser;

fn main() -> ExitCode {
    behorig::command::run(Arguments::parse())
}
