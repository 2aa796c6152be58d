//! `cargo xtask chaos`: the program as it is run, under load, and what goes wrong on any day: killed, without disk, without its database.
//!
//! What the program confirmed is written down by whoever asked for it, and must be there afterwards with its event; what it did not
//! confirm may be there, but never half. Each fault prints one Markdown table on standard output and its progress on standard error.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program of the command line that tells how far it has come"
)]

mod cards;
mod chance;
mod clock;
mod cluster;
mod disk_full;
mod failover;
mod form;
mod ground;
mod http;
mod killed;
mod load;
mod node;
mod peers;
mod rolling;
mod sealed;
mod whole;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};

/// What a fault comes to, or why it could not be tried.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
struct Arguments {
    /// What goes wrong.
    fault: Fault,
    /// A few rounds, to see that all runs.
    #[arg(long)]
    quick: bool,
    /// So many rounds on each database.
    #[arg(long)]
    rounds: Option<u32>,
    /// Begin chance with this number, to meet the same moments again.
    #[arg(long)]
    seed: Option<u64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Fault {
    /// The program is killed at random moments.
    Killed,
    /// The disk is full.
    DiskFull,
    /// The clock is stepped back an hour, and forth again.
    Clock,
    /// PostgreSQL is restarted, and then lost for good: its synchronous replica takes over.
    Failover,
    /// BankID, the mail server and the identity provider are down, slow and lying.
    Peers,
    /// Two nodes are replaced one by one while requests flow.
    Rolling,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("the threads could not be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut chance = chance::Chance::begun_with(arguments.seed);
    eprintln!("--seed {}", chance.seed());
    let rounds = |few, many| arguments.rounds.unwrap_or(if arguments.quick { few } else { many });
    let outcome = runtime.block_on(async {
        match arguments.fault {
            Fault::Killed => killed::run(rounds(5, 200), &mut chance).await,
            Fault::DiskFull => disk_full::run(rounds(1, 5)).await,
            Fault::Clock => clock::run(rounds(1, 3)).await,
            Fault::Failover => failover::run(rounds(1, 5), &mut chance).await,
            Fault::Peers => peers::run(rounds(1, 1)).await,
            Fault::Rolling => rolling::run(rounds(1, 10), &mut chance).await,
        }
    });
    match outcome {
        Ok(table) => {
            println!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
