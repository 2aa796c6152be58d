//! The command line.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, ConfigError, LogConfig};

/// Who may do what, for whom, at which unit, until when, and on whose word.
#[derive(Debug, Parser)]
#[command(name = "behorig", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: a believable region, a BankID simulator, a mailbox, an SMS provider, nothing to install.
    #[cfg(feature = "demo")]
    Demo(DemoOptions),
    /// Run it for real.
    Serve(ServeOptions),
    /// Bring in units, persons, accounts, grants and the staff directory from CSV files.
    Import(ImportOptions),
    /// Make the first administrator, or another one when nobody can sign in.
    Account(AccountOptions),
    /// Move an installation on SQLite to PostgreSQL, compare both sides, and leave the file.
    Transfer(TransferOptions),
    /// Verify the sealed log, prove one event of it, export it, or print its public key.
    Audit(AuditOptions),
    /// Say whether the configuration is right, and do nothing else.
    CheckConfig(ConfigOption),
    /// Copy the embedded database and its attachments while the program runs.
    Backup(BackupOptions),
    /// Put a backup back: verified, brought up to date and tried with the key first.
    Restore(RestoreOptions),
    /// Change the key that seals what must not lie open in the database, while the program runs.
    Key(KeyOptions),
    /// Look at everything the program stands on, and say what is wrong and what would mend it.
    Doctor(ConfigOption),
}

/// Options of `demo`.
#[cfg(feature = "demo")]
#[derive(Debug, clap::Args)]
pub struct DemoOptions {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The port of the simulated BankID app; 0 takes a free one.
    #[arg(long, default_value_t = 8081)]
    pub bankid_port: u16,
    /// The port of the demo's mailbox; 0 takes a free one.
    #[arg(long, default_value_t = 8082)]
    pub mail_port: u16,
    /// The port where the demo's text messages are shown: 8083, or the one after the mailbox's; 0 takes a free one.
    #[arg(long)]
    pub sms_port: Option<u16>,
    /// The port of the demo's identity provider for SITHS cards: 8084, or the one after the text messages'; 0 takes a free one.
    #[arg(long)]
    pub siths_port: Option<u16>,
    /// Where the demo keeps its data; it starts again on what is there.
    #[arg(long, default_value = "behorig-demo")]
    pub data: PathBuf,
}

/// Options of `audit`.
#[derive(Debug, clap::Args)]
pub struct AuditOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(subcommand)]
    command: AuditCommand,
}

/// What is asked of the sealed log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Find out whether anything was changed, dropped, added, moved or cut off. Ends with 0 where nothing was.
    Verify(VerifyOptions),
    /// Write what proves one event to anybody who has the public key.
    Proof(ProofOptions),
    /// Write the whole log for a verifier that somebody else has written (tools/verify-log).
    Export(ExportOptions),
    /// Print the public key to hand out, and those of before with the number of events that each is good for.
    Key(LogKeyOptions),
}

/// Options of `audit verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyOptions {
    /// Checkpoints that a witness or somebody else kept, letters as they came too: the log must reach at least as far.
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: Vec<PathBuf>,
    /// The public key that was handed out.
    #[arg(long)]
    pub(crate) key: Option<String>,
}

/// Options of `audit proof`.
#[derive(Debug, clap::Args)]
pub struct ProofOptions {
    /// The event's id.
    pub(crate) event: String,
    /// The file to write; its name ends in .tlog-proof.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

/// Options of `audit export`.
#[derive(Debug, clap::Args)]
pub struct ExportOptions {
    /// The folder to write into; it is made.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: PathBuf,
}

/// Options of `audit key`.
#[derive(Debug, clap::Args)]
pub struct LogKeyOptions {
    #[command(subcommand)]
    pub(crate) command: Option<LogKeyCommand>,
}

/// What becomes of the key.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum LogKeyCommand {
    /// Make a new one; the old one is good for what it signed and nothing more.
    Rotate,
}

/// Which configuration.
#[derive(Debug, clap::Args)]
pub struct ConfigOption {
    /// The configuration file. Variables named BEHORIG_… override it.
    #[arg(long, env = "BEHORIG_CONFIG")]
    pub config: Option<PathBuf>,
}

impl ConfigOption {
    fn load(&self) -> Result<Config, ConfigError> {
        Config::load(self.config.as_deref())
    }
}

/// Options of `serve`.
#[derive(Debug, clap::Args)]
pub struct ServeOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    /// Start also on an SQLite file whose contents have moved to PostgreSQL: only if that database is lost.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Options of `transfer`.
#[derive(Debug, clap::Args)]
pub struct TransferOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    /// A new, empty database: postgres://user@host/database. Others on this machine can see it here: see --to-file.
    #[arg(long, value_name = "URL", required_unless_present = "to_file", conflicts_with = "to_file")]
    pub(crate) to: Option<String>,
    /// A file that holds the URL, where there is a password in it.
    #[arg(long, value_name = "FILE")]
    pub(crate) to_file: Option<PathBuf>,
    /// PEM file of the authority behind the server's certificate, where the system does not know it.
    #[arg(long, value_name = "FILE")]
    pub(crate) authority: Option<PathBuf>,
    /// Move a file once more that has moved before.
    #[arg(long)]
    pub(crate) again: bool,
    /// Move a sealed log that is not whole, as it is.
    #[arg(long)]
    pub(crate) log_as_it_is: bool,
}

/// Options of `import`.
#[derive(Debug, clap::Args)]
pub struct ImportOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    /// On whose account: it must hold the permission Batch.
    #[arg(long = "as", value_name = "USER NAME")]
    pub(crate) user_name: String,
    /// Units.
    #[arg(long)]
    pub(crate) units: Option<PathBuf>,
    /// Persons.
    #[arg(long)]
    pub(crate) persons: Option<PathBuf>,
    /// Accounts.
    #[arg(long)]
    pub(crate) accounts: Option<PathBuf>,
    /// Grants.
    #[arg(long)]
    pub(crate) grants: Option<PathBuf>,
    /// The staff directory.
    #[arg(long)]
    pub(crate) directory: Option<PathBuf>,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Bring in the good rows and report the bad ones; without this, one bad row stops everything.
    #[arg(long)]
    pub(crate) skip_bad: bool,
}

/// Options of `account`.
#[derive(Debug, clap::Args)]
pub struct AccountOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    /// The user name to sign in with.
    #[arg(long)]
    pub(crate) user_name: String,
    /// Given name.
    #[arg(long)]
    pub(crate) given_name: String,
    /// Family name.
    #[arg(long)]
    pub(crate) family_name: String,
    /// The organisation, such as a clinic or a region: made if there is none yet.
    #[arg(long)]
    pub(crate) organisation: String,
    /// What kind of unit the organisation is.
    #[arg(long, default_value = "clinic", value_parser = unit_kind)]
    pub(crate) kind: behorig_registers::units::UnitKind,
    /// Read an identity number for BankID from standard input.
    #[arg(long)]
    pub(crate) with_identity_number: bool,
}

fn unit_kind(text: &str) -> Result<behorig_registers::units::UnitKind, String> {
    use behorig_registers::units::UnitKind;
    UnitKind::from_stored(text).ok_or_else(|| {
        let known: Vec<&str> = UnitKind::ALL.into_iter().map(UnitKind::as_stored).collect();
        format!("one of {}", known.join(", "))
    })
}

/// Options of `backup`.
#[derive(Debug, clap::Args)]
pub struct BackupOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    /// The folder where backups are kept, each in a folder of its own; without this, backup.path of the configuration.
    #[arg(long)]
    pub(crate) to: Option<PathBuf>,
}

/// Options of `restore`.
#[derive(Debug, clap::Args)]
pub struct RestoreOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    /// The backup: the folder that `behorig backup` said was whole.
    #[arg(long)]
    pub(crate) from: PathBuf,
    /// Put aside the database and the attachments that are there; they are kept beside.
    #[arg(long)]
    pub(crate) replace: bool,
}

/// Options of `key`.
#[derive(Debug, clap::Args)]
pub struct KeyOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    #[command(subcommand)]
    pub(crate) step: crate::key::rotation::KeyStep,
}

/// What a command says when it can't do its work: one line, with what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("the database: {0}")]
    Store(#[from] behorig_store::StoreError),
    #[error(transparent)]
    Transfer(#[from] behorig_store::transfer::TransferError),
    #[error("{0}")]
    Other(String),
}

/// Runs a command; its exit code says whether all went well.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    let outcome = match arguments.command {
        #[cfg(feature = "demo")]
        Command::Demo(options) => {
            with_runtime(&LogConfig { filter: "warn".to_owned(), json: false }, crate::demo::run(options))
        }
        Command::Serve(options) => {
            let force = options.force;
            configured(&options.config, |config| crate::serve::run(config, force))
        }
        Command::Import(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::import::run(config, options))
            })
        }
        Command::Account(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::account::run(config, options))
            })
        }
        Command::Transfer(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::transfer::run(config, options))
            })
        }
        Command::Audit(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::audit::run(config, options.command))
            })
        }
        Command::CheckConfig(option) => option.load().map_err(CommandError::from).map(|_| {
            say("The configuration is right.");
        }),
        Command::Backup(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::backup::run(config, options))
            })
        }
        Command::Restore(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::backup::restore(config, options))
            })
        }
        Command::Key(options) => {
            let config = options.config.load();
            config.map_err(CommandError::from).and_then(|config| {
                let log = LogConfig { filter: "warn".to_owned(), json: false };
                with_runtime(&log, crate::key::rotation::run(config, options.step))
            })
        }
        Command::Doctor(option) => configured(&option, crate::doctor::run),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn configured<F>(option: &ConfigOption, work: impl FnOnce(Config) -> F) -> Result<(), CommandError>
where
    F: Future<Output = Result<(), CommandError>>,
{
    let config = option.load()?;
    let log = config.log.clone();
    with_runtime(&log, work(config))
}

fn with_runtime(log: &LogConfig, work: impl Future<Output = Result<(), CommandError>>) -> Result<(), CommandError> {
    start_log(log)?;
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return Err(CommandError::Other("the cryptography could not be started".to_owned()));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandError::Other(format!("the program could not start its threads: {error}")))?;
    runtime.block_on(work)
}

fn start_log(log: &LogConfig) -> Result<(), CommandError> {
    // What the migrations came to we say ourselves. Whoever names the target sees all of it.
    let filter = tracing_subscriber::EnvFilter::try_new(format!("refinery_core=warn,{}", log.filter))
        .map_err(|_| ConfigError::file("log.filter", "must be a filter such as info or behorig=debug,info"))?;
    let is_seen = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(is_seen);
    let started = if log.json { lines.json().try_init() } else { lines.try_init() };
    started.map_err(|error| CommandError::Other(format!("the log could not be started: {error}")))
}

/// A line for the person at the terminal.
pub(crate) fn say(line: &str) {
    // Whoever reads may have heard enough: `behorig account … | head -1`.
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[expect(clippy::print_stderr, reason = "what stops a command is told on standard error")]
fn complain(error: &CommandError) {
    eprintln!("behorig: {error}");
}
