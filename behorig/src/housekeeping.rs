//! What the program tidies by itself: rows that have served.

use std::time::Duration;

use behorig_store::Db;
use behorig_visit::{Clock, SystemClock};
use tokio::task::JoinHandle;

const EVERY: Duration = Duration::from_secs(3600);

/// Tidies once an hour until the handle is aborted.
pub(crate) fn begin(db: Db) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = behorig_sign_in::housekeeping(&db, SystemClock.now()).await {
                tracing::warn!(%error, "old sessions could not be tidied away");
            }
            match behorig_outbox::tidy(&db, SystemClock.now()).await {
                Ok(tidied) if tidied.given_up > 0 => {
                    tracing::error!(letters = tidied.given_up, "letters were given up: nothing sent them in time");
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "old letters could not be tidied away"),
            }
        }
    })
}
