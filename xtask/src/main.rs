//! `cargo xtask`: the developer's commands, each one the whole of a job.
//!
//! `test` brings what the tests need (PostgreSQL, Chromium, axe-core) and runs them all; `check` is formatting, lints and
//! licences; `bench` measures and writes `docs/benchmarks.md`; `chaos` lets things go wrong and writes `docs/reliability.md`;
//! `screenshots` takes the pictures of the README; `postgres` keeps a server up between runs of plain `cargo test`.

mod axe;
mod bench;
mod chaos;
mod check;
mod chromium;
mod failure;
mod machine;
mod oidc_provider;
mod places;
mod postgres;
mod say;
mod screenshots;
mod steps;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Outcome;
use crate::places::Places;

/// The developer's commands of Behörig.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every test: rules and data on SQLite and PostgreSQL, the manuals in Chromium, and the build without `demo`.
    Test(test::Options),
    /// Check formatting, lints, and licences and sources of what we depend on.
    #[command(visible_aliases = ["lint", "fmt"])]
    Check,
    /// Build as for an installation, run the benchmarks and write their tables into docs/benchmarks.md.
    Bench(bench::Options),
    /// Let things go wrong, as they do on any day, and write what was seen into docs/reliability.md.
    Chaos(chaos::Options),
    /// Take the pictures of docs/screenshots in Chromium.
    Screenshots,
    /// Keep a PostgreSQL running for plain `cargo test`.
    Postgres {
        #[command(subcommand)]
        action: postgres::Action,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            say::problem(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Runs a command; `false` means that it ran to its end and found something wrong, which it has already told.
fn run(command: Command) -> Outcome<bool> {
    let places = Places::find()?;
    match command {
        Command::Test(options) => test::run(&places, &options),
        Command::Check => check::run(&places),
        Command::Bench(options) => bench::run(&places, &options),
        Command::Chaos(options) => chaos::run(&places, &options),
        Command::Screenshots => screenshots::run(&places),
        Command::Postgres { action } => postgres::act(&places, action).map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
