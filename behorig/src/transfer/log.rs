//! The sealed log on both sides: whole in the file before anything moves, and whole in PostgreSQL before the file is left.

use behorig_sealed_log::{Log, LogError, Pace, Report, Sealer};
use behorig_store::{Db, DbOptions};
use behorig_visit::{Clock, SystemClock};

use crate::command::{CommandError, say};
use crate::config::Config;
use crate::{audit, key, serve};

/// What the log in the file was found to be.
pub(super) struct Moving {
    /// Sealed events.
    pub(super) events: u64,
    pub(super) is_whole: bool,
}

/// Verifies the log of the file, once what waits there is sealed, as at a stop of the program. None where it never began. `as_it_is` lets a
/// log move that is not whole.
pub(super) async fn of_file(config: &Config, file: DbOptions, as_it_is: bool) -> Result<Option<Moving>, CommandError> {
    let db = Db::open(file, config.system.clone()).await?;
    let verified = sealed_and_verified(&db, config).await;
    serve::close(db).await;
    let Some(report) = verified? else { return Ok(None) };
    if !report.is_whole() {
        report.broken.iter().for_each(|line| say(line));
        if !as_it_is {
            return Err(CommandError::Other(
                "the sealed log of this database is not whole, and nothing was moved: keep a copy of it as it is, find out why \
                 (`behorig audit verify`), and move it all the same with --log-as-it-is"
                    .to_owned(),
            ));
        }
    }
    Ok(Some(Moving { events: report.events, is_whole: report.is_whole() }))
}

async fn sealed_and_verified(db: &Db, config: &Config) -> Result<Option<Report>, CommandError> {
    let begun: Option<(i64,)> = db.read().await?.optional("SELECT size FROM audit_tree", &[]).await?;
    if begun.is_none() {
        return Ok(None);
    }
    let log = Log::new(db.clone(), key::read(&config.key_file)?);
    let mut sealer = Sealer::new(log.clone(), || SystemClock.now(), Vec::new(), Pace::default());
    match sealer.sweep().await {
        // What does not fit is named by verifying.
        Ok(_) | Err(LogError::Broken(_)) => Ok(Some(verify(&log, config).await?)),
        Err(error) => Err(error.into()),
    }
}

async fn verify(log: &Log, config: &Config) -> Result<Report, CommandError> {
    let question = audit::question(config, &[], None)?;
    Ok(log.verify(&question, SystemClock.now(), |_, _| {}).await?)
}

/// Verifies the log that has arrived.
pub(super) async fn compare(moving: Option<&Moving>, db: &Db, config: &Config) -> Result<(), CommandError> {
    let Some(moving) = moving else { return Ok(()) };
    let report = verify(&Log::new(db.clone(), key::read(&config.key_file)?), config).await?;
    if report.events == moving.events && report.is_whole() == moving.is_whole {
        return Ok(());
    }
    report.broken.iter().for_each(|line| say(line));
    Err(CommandError::Other(format!(
        "the sealed log is not the same on both sides ({} events here, {} there): the file was not left; do not use the new database",
        moving.events, report.events
    )))
}
