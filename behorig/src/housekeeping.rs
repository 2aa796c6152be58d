//! What the program tidies by itself: rows that have served.

use std::time::Duration;

use behorig_access::BuiltIn;
use behorig_certification::{Cause, Kept, Upkeep};
use behorig_files::Files;
use behorig_registers::{roles, units};
use behorig_store::{Actor, Db, Door, Event, StoreError};
use behorig_visit::{Clock, SystemClock};
use behorig_web::format;
use tokio::task::JoinHandle;

const EVERY: Duration = Duration::from_secs(3600);

/// Tidies once an hour until the handle is aborted.
pub(crate) fn begin(db: Db, files: Files, certification: Upkeep) -> JoinHandle<()> {
    tokio::spawn(async move {
        add_roles_that_came_since(&db).await;
        index_cases(&db).await;
        extend_plans(&db).await;
        look_after_support(&db).await;
        certify(&db, &certification).await;
        let mut planned = format::local(SystemClock.now().0).date();
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = behorig_sign_in::housekeeping(&db, SystemClock.now()).await {
                tracing::warn!(%error, "old sessions could not be tidied away");
            }
            look_after_cases(&db).await;
            look_after_support(&db).await;
            certify(&db, &certification).await;
            let today = format::local(SystemClock.now().0).date();
            if today != planned {
                extend_plans(&db).await;
                planned = today;
            }
            if let Err(error) = behorig_cases::records::forget_unconfirmed(&db, SystemClock.now()).await {
                tracing::warn!(%error, "addresses that nobody confirmed could not be forgotten");
            }
            if let Err(error) = behorig_home_care::schedule::sweep_calendar_addresses(&db, SystemClock.now()).await {
                tracing::warn!(%error, "calendar addresses that ended long ago could not be taken away");
            }
            if let Err(error) = behorig_permission_register::forget_old(&db, SystemClock.now()).await {
                tracing::warn!(%error, "spreadsheets that nobody carried out could not be taken away");
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

/// Gives every organisation the built-in roles that came with a newer version than it was made by, once for each database.
async fn add_roles_that_came_since(db: &Db) {
    match roles_that_came_since(db).await {
        Ok(0) => {}
        Ok(added) => tracing::info!(added, "built-in roles that came with this version were added"),
        Err(error) => tracing::warn!(%error, "new built-in roles could not be added; the next start tries again"),
    }
}

async fn roles_that_came_since(db: &Db) -> Result<usize, StoreError> {
    let lacking = {
        let mut tx = db.read().await?;
        let mut lacking = Vec::new();
        for root in units::roots(&mut tx).await? {
            let there = roles::of_organisation(&mut tx, root.id).await?;
            if BuiltIn::ALL.iter().any(|template| there.iter().all(|role| role.key != Some(*template))) {
                lacking.push(root.id);
            }
        }
        lacking
    };
    let mut added = 0;
    for organisation in lacking {
        let actor = Actor::system(Door::System, SystemClock.now());
        let made = db.write(&actor, organisation, |tx, organisation| {
            Box::pin(async move {
                let made = roles::install_missing_built_ins(tx, *organisation).await?;
                let recorded = tx.record(Event::change("roles.add-built-in", "unit", organisation)).await?;
                Ok::<_, StoreError>(recorded.with(made.len()))
            })
        });
        match made.await {
            Ok(made) => added += made,
            Err(error) => {
                tracing::warn!(%error, %organisation, "new built-in roles could not be added to an organisation; the next start tries again");
            }
        }
    }
    Ok(added)
}

/// Writes the visits of home care that have come into sight.
async fn extend_plans(db: &Db) {
    match behorig_home_care::extend_plans(db, SystemClock.now()).await {
        Ok(0) => {}
        Ok(extended) => tracing::info!(assignments = extended, "the visits of assignments were planned further"),
        Err(error) => tracing::warn!(%error, "visits could not be planned further; tomorrow tries again"),
    }
}

/// Opens the rounds of re-certification that are due, reminds of those that close, and ends what nobody confirmed. What fails is said with
/// its cause; everything else was done.
async fn certify(db: &Db, certification: &Upkeep) {
    let (kept, causes) = match certification.run(db, SystemClock.now()).await {
        Ok(kept) => (kept, Vec::new()),
        Err(failed) => (failed.kept, failed.causes),
    };
    if kept != Kept::default() {
        let Kept { opened, reminded, ended } = kept;
        tracing::info!(opened, reminded, ended, "permissions are re-certified");
    }
    for Cause { task, about, error } in causes {
        tracing::warn!(%task, about, %error, "a task of re-certification failed; the next hour tries again");
    }
}

/// Hands back the support matters of those whose right to answer them ended by itself: by the clock, by a lock or with a role.
async fn look_after_support(db: &Db) {
    match behorig_support::hand_back_strays(db, SystemClock.now()).await {
        Ok(0) => {}
        Ok(matters) => tracing::info!(matters, "support matters that nobody could answer went back to the queue"),
        Err(error) => tracing::warn!(%error, "support matters could not be handed back; the next hour tries again"),
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
