//! A file of a case, to be saved.

use std::sync::Arc;

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AttachmentId, Holder};
use behorig_cases::records::{Case, file_of_case, for_viewer};
use behorig_store::{ActivityType, Event, Purpose, Resource};
use behorig_visit::{PageError, Visit};

use super::case_id;
use crate::Desk;

/// Opens a file. The resident whom the case is about, or a guardian. The reading is written down first.
pub(crate) async fn open(
    mut visit: Visit,
    Extension(desk): Extension<Arc<Desk>>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let file: AttachmentId = file.parse().map_err(|_| PageError::NotFound)?;
    if !matches!(visit.viewer.holder(), Holder::Person(_)) {
        return Err(PageError::NotFound);
    }
    let (now, viewer) = (visit.now, visit.viewer.clone());
    let tx = visit.snapshot.get().await?;
    let (case, _) = for_viewer(tx, &viewer, id, now).await?;
    let stored = file_of_case(tx, id, file).await?.ok_or(PageError::NotFound)?;
    let event = reading(&mut visit, &case, file).await?;
    visit.record_reading(event).await?;
    desk.files.serve(&stored).await
}

async fn reading(visit: &mut Visit, case: &Case, file: AttachmentId) -> Result<Event, PageError> {
    let register = Arc::clone(&visit.app.register);
    let person = match case.person {
        Some(person) => register.by_id(visit.snapshot.get().await?, person).await?,
        None => None,
    };
    let resource = Resource {
        resource_type: "attachment",
        resource_id: Some(file.to_string()),
        patient: person.map(|person| (person.number, person.full_name())),
        ..Resource::default()
    };
    Ok(Event {
        activity: ActivityType::Read,
        level: "my-care.file",
        args: None,
        purpose: Purpose::Care,
        resources: vec![resource],
    })
}
