//! *Lägg till mottagning*: a grant on the basis of the clinic's catchment area.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_clinics::{Adding, add_clinic};
use behorig_store::Event;
use behorig_visit::{PageError, Rejected, Submission};

use super::{clinic_path, unit_id};
use crate::whom::Sender;

/// Adds a clinic that the catchment area offers. Anyone signed in as a resident, for themselves or a young child of theirs.
pub(crate) async fn add(
    Path(unit): Path<String>,
    RawQuery(query): RawQuery,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let unit = unit_id(&unit)?;
    let sender = Sender::of(&submission.visit, query.as_deref())?;
    let outcome = submission
        .submit((sender, unit), |tx, (sender, unit)| {
            Box::pin(async move {
                let now = tx.now();
                let whom = sender.whom(tx, now).await?;
                let adding = match add_clinic(tx, &whom.person, *unit).await? {
                    // That there is such a clinic is nobody's business whom it does not reach.
                    Adding::NotCovered => return Err(PageError::NotFound.into()),
                    Adding::NotOpen => return Err(PageError::Stale.into()),
                    adding => adding,
                };
                let id = match adding {
                    Adding::Added(grant) | Adding::Already(grant) => grant,
                    Adding::NotCovered | Adding::NotOpen => return Err(PageError::NotFound.into()),
                };
                let recorded = tx.record(Event::change("my-care.add-clinic", "grant", id)).await?;
                adding.history(tx, &recorded).await?;
                Ok(recorded.with(whom.path(&clinic_path(*unit))))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "my-care-added")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}
