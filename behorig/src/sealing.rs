//! The keeper that seals the log.

use behorig_sealed_log::{Log, Pace, Sealer, SealerAtWork, Thinner, ThinningPace, Witness};
use behorig_sign_in::Keys;
use behorig_store::Db;
use behorig_transparency::KeyName;
use behorig_visit::{Clock, SystemClock};
use tokio::task::JoinHandle;

use crate::command::CommandError;

/// Erases what is older than its unit's log is kept, until the handle is aborted.
pub(crate) fn begin_thinning(db: Db, keys: Keys) -> JoinHandle<()> {
    Thinner::new(Log::new(db, keys), || SystemClock.now(), ThinningPace::default()).begin()
}

/// Begins the log where there is none, by this name, and seals from now on, shown to these witnesses.
pub(crate) async fn begin(
    db: Db,
    keys: Keys,
    name: &KeyName,
    witnesses: Vec<Witness>,
) -> Result<SealerAtWork, CommandError> {
    let log = Log::new(db, keys);
    let begun = log.begin(name, SystemClock.now()).await;
    begun.map_err(|error| CommandError::Other(format!("the sealed log could not begin: {error}")))?;
    Ok(Sealer::new(log, || SystemClock.now(), witnesses, Pace::default()).begin())
}
