//! A file of a thread, to be saved.

use std::sync::Arc;

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AttachmentId, CaseId};
use behorig_cases::records::file_of_case;
use behorig_files::StoredFile;
use behorig_store::{ActivityType, Recorded, WriteTx};
use behorig_visit::{PageError, Seat, Visit};

use crate::MailRoom;
use crate::records::{about, for_viewer};

/// Opens a file. Whoever may read the thread may. The reading is written down first.
pub(crate) async fn open(
    mut visit: Visit,
    Extension(room): Extension<Arc<MailRoom>>,
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
    room.files.serve(&stored).await
}

async fn read(
    tx: &mut WriteTx,
    seat: &Seat,
    id: CaseId,
    file: AttachmentId,
) -> Result<Recorded<StoredFile>, PageError> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    for_viewer(tx, &viewer, id, now).await?;
    let stored = file_of_case(tx, id, file).await?.ok_or(PageError::NotFound)?;
    Ok(tx.record(about(ActivityType::Read, "internal-mail.file", id)).await?.with(stored))
}
