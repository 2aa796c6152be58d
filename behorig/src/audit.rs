//! `behorig audit`: the sealed log verified, proven, exported, and its public key.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use behorig_access::Uuid;
use behorig_sealed_log::{Kept, Log, LogError, Question, Report};
use behorig_store::Db;
use behorig_transparency::{VerifyingKey, notes_in};
use behorig_visit::{Clock, SystemClock};
use indicatif::{ProgressBar, ProgressStyle};

use crate::command::{
    AuditCommand, CommandError, ExportOptions, LogKeyCommand, LogKeyOptions, ProofOptions, VerifyOptions, say,
};
use crate::config::Config;
use crate::{key, serve};

impl From<LogError> for CommandError {
    fn from(error: LogError) -> Self {
        Self::Other(error.to_string())
    }
}

/// Runs one of them on the database that the configuration names, also while the program runs.
pub(crate) async fn run(config: Config, command: AuditCommand) -> Result<(), CommandError> {
    let keys = key::read(&config.key_file)?;
    let db = Db::open(config.database.clone(), config.system.clone()).await?;
    let log = Log::new(db.clone(), keys);
    let outcome = match command {
        AuditCommand::Verify(options) => verify(&log, &config, &options).await,
        AuditCommand::Proof(options) => proof(&log, &options).await,
        AuditCommand::Export(options) => export(&log, &options).await,
        AuditCommand::Key(options) => public_key(&log, &options).await,
    };
    drop(log);
    serve::close(db).await;
    outcome
}

async fn verify(log: &Log, config: &Config, options: &VerifyOptions) -> Result<(), CommandError> {
    let key = match &options.key {
        None => None,
        Some(text) => Some(VerifyingKey::parse(text).map_err(|error| CommandError::Other(format!("--key: {error}")))?),
    };
    let question = question(config, &options.seen, key)?;
    let bar = bar();
    let report = log.verify(&question, SystemClock.now(), |done, of| show(&bar, done, of)).await?;
    bar.finish_and_clear();
    tell(&report)
}

/// What the log is held against: what the files say that others kept, and what the witnesses of the configuration have seen.
pub(crate) fn question(
    config: &Config,
    files: &[PathBuf],
    key: Option<VerifyingKey>,
) -> Result<Question, CommandError> {
    let mut seen = files.iter().map(|file| kept(file)).collect::<Result<Vec<_>, _>>()?;
    // Nothing found would look like nothing wrong.
    if let Some(empty) = seen.iter().find(|kept| kept.notes.is_empty()) {
        return Err(CommandError::Other(format!(
            "{} holds no signed checkpoint that can be read: give the letter as it came, or its text with the lines as they were",
            empty.whence
        )));
    }
    // What the witness's file holds is held against the log without being asked for.
    if let Some(file) = config.sealed_log.file.as_ref().filter(|file| file.exists()) {
        seen.push(kept(file)?);
    }
    Ok(Question { seen, witnesses: config.witnesses(), key })
}

fn tell(report: &Report) -> Result<(), CommandError> {
    report.told.iter().chain(&report.broken).for_each(|line| say(line));
    say(if report.is_whole() { "WHOLE" } else { "NOT WHOLE" });
    match report.broken.len() {
        0 => Ok(()),
        1 => Err(CommandError::Other("the log is not whole: one finding".to_owned())),
        more => Err(CommandError::Other(format!("the log is not whole: {more} findings"))),
    }
}

/// What a file keeps of the log: what a witness's file gathered, or letters as they came.
fn kept(path: &Path) -> Result<Kept, CommandError> {
    let bytes = std::fs::read(path)
        .map_err(|error| CommandError::Other(format!("{} can't be read: {error}", path.display())))?;
    Ok(Kept { whence: path.display().to_string(), notes: notes_in(&String::from_utf8_lossy(&bytes)) })
}

async fn proof(log: &Log, options: &ProofOptions) -> Result<(), CommandError> {
    let wrong =
        |_| CommandError::Other("an event is named by its id, such as 01997c3e-7c00-7000-8000-000000000001".to_owned());
    let event = Uuid::try_parse(&options.event).map_err(wrong)?;
    log.proof(event, &options.to, SystemClock.now()).await?;
    say(&format!("{} proves the event. It tells of people: handle it as the log itself.", options.to.display()));
    Ok(())
}

async fn export(log: &Log, options: &ExportOptions) -> Result<(), CommandError> {
    let bar = bar();
    let exported = log.export(&options.to, SystemClock.now(), |done, of| show(&bar, done, of)).await?;
    bar.finish_and_clear();
    let (key, retired) = log.public_keys().await?;
    say(&format!(
        "{} events and {} checkpoints are in {}.",
        exported.events,
        exported.checkpoints,
        options.to.display()
    ));
    if exported.strays > 0 {
        say(&format!("{} events that nobody sealed stand at its end.", exported.strays));
    }
    let retired: String = retired.iter().map(|(size, key)| format!(" --retired '{size}={key}'")).collect();
    say(&format!("Verify it with: verify-log log {} --key '{key}'{retired}", options.to.display()));
    Ok(())
}

async fn public_key(log: &Log, options: &LogKeyOptions) -> Result<(), CommandError> {
    if let Some(LogKeyCommand::Rotate) = options.command {
        let (size, _) = log.rotate(SystemClock.now()).await?;
        say(&format!("A new key signs from here on; the old one is good for the first {size} events. Hand out both:"));
    }
    let (present, retired) = log.public_keys().await?;
    say(&present.to_string());
    for (size, key) in retired {
        say(&format!("{size}={key}"));
    }
    Ok(())
}

/// Shown to whoever sits at a terminal.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} events, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}
