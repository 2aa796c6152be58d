//! A file of a case, to be saved.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AttachmentId, CaseId};
use behorig_files::{Files, StoredFile};
use behorig_store::WriteTx;
use behorig_visit::{PageError, Seat, Visit};

use crate::records::{file_of_case, for_viewer, record_file_reading};

/// Opens a file. Service 405 where the case is, or service 406 and having it. The reading is written down first.
pub(crate) async fn open(
    mut visit: Visit,
    Extension(files): Extension<Files>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let file: AttachmentId = file.parse().map_err(|_| PageError::NotFound)?;
    visit.snapshot.give_up();
    let stored = visit
        .app
        .db
        .write(&visit.actor(), (visit.seat(), id, file), |tx, (seat, id, file)| {
            Box::pin(async move { read(tx, seat, *id, *file).await })
        })
        .await?;
    files.serve(&stored).await
}

async fn read(
    tx: &mut WriteTx,
    seat: &Seat,
    id: CaseId,
    file: AttachmentId,
) -> Result<behorig_store::Recorded<StoredFile>, PageError> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    let (case, part) = for_viewer(tx, &viewer, id, now).await?;
    part.of_staff()?;
    let stored = file_of_case(tx, id, file).await?.ok_or(PageError::NotFound)?;
    Ok(record_file_reading(tx, &case).await?.with(stored))
}
