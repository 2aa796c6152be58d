//! What the program tidies by itself: rows that have served.

use std::time::Duration;

use behorig_files::Files;
use behorig_store::Db;
use behorig_visit::{Clock, SystemClock};
use tokio::task::JoinHandle;

const EVERY: Duration = Duration::from_secs(3600);

/// Tidies once an hour until the handle is aborted.
pub(crate) fn begin(db: Db, files: Files) -> JoinHandle<()> {
    tokio::spawn(async move {
        index_cases(&db).await;
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = behorig_sign_in::housekeeping(&db, SystemClock.now()).await {
                tracing::warn!(%error, "old sessions could not be tidied away");
            }
            look_after_cases(&db).await;
            if let Err(error) = behorig_cases::records::forget_unconfirmed(&db, SystemClock.now()).await {
                tracing::warn!(%error, "addresses that nobody confirmed could not be forgotten");
            }
            match files.sweep(&db, SystemClock.now()).await {
                Ok(0) => {}
                Ok(swept) => tracing::info!(swept, "files that nothing kept for a day were taken away"),
                Err(error) => tracing::warn!(%error, "files that nothing keeps could not be taken away"),
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

/// Lets cases of before there was a search be found, once for each database.
async fn index_cases(db: &Db) {
    match behorig_cases::records::index_older_cases(db, SystemClock.now()).await {
        Ok(0) => {}
        Ok(indexed) => tracing::info!(indexed, "older cases can be searched now"),
        Err(error) => tracing::warn!(%error, "older cases could not be made searchable; the next start tries again"),
    }
}

/// Moves the cases of those whose absence has begun, and says where cases have nobody who answers for them.
async fn look_after_cases(db: &Db) {
    let now = SystemClock.now();
    match behorig_cases::records::hand_over_begun_absences(db, now).await {
        Ok(0) => {}
        Ok(moved) => {
            tracing::info!(moved, "cases of people who are away went to their substitutes or back to the inbox");
        }
        Err(error) => tracing::warn!(%error, "cases of people who are away could not be moved"),
    }
    match behorig_cases::records::sweep(db, now).await {
        Ok(swept) if swept.drafts > 0 => {
            tracing::info!(drafts = swept.drafts, "drafts that nobody sent were taken away");
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "old drafts could not be taken away"),
    }
    let found = match db.read().await {
        Ok(mut tx) => behorig_cases::records::cases_without_responsible(&mut tx, now).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(found) => {
            for clinic in found {
                tracing::error!(unit = %clinic.unit, cases = clinic.cases, "cases have nobody who answers for them: the clinic needs a case receiver");
            }
        }
        Err(error) => tracing::warn!(%error, "cases could not be looked after"),
    }
}
