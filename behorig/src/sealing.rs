//! The keeper that seals the log.

use behorig_sealed_log::{Log, Pace, Sealer, SealerAtWork, Thinner, ThinningPace};
use behorig_sign_in::Keys;
use behorig_store::Db;
use behorig_visit::{Clock, SystemClock};
use tokio::task::JoinHandle;

use crate::command::CommandError;
use crate::config::SealedLogConfig;

/// Erases what is older than its unit's log is kept, until the handle is aborted.
pub(crate) fn begin_thinning(db: Db, keys: Keys) -> JoinHandle<()> {
    Thinner::new(Log::new(db, keys), || SystemClock.now(), ThinningPace::default()).begin()
}

/// Begins the log where there is none, and seals from now on.
pub(crate) async fn begin(db: Db, keys: Keys, config: &SealedLogConfig) -> Result<SealerAtWork, CommandError> {
    let log = Log::new(db, keys);
    let begun = log.begin(&config.name, SystemClock.now()).await;
    begun.map_err(|error| CommandError::Other(format!("the sealed log could not begin: {error}")))?;
    Ok(Sealer::new(log, || SystemClock.now(), config.witnesses(), Pace::default()).begin())
}
