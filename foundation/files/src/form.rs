//! A form with files, read as it comes.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use behorig_store::{Actor, Db};
use behorig_visit::PageError;
use behorig_web::forms::{MAX_FIELD_BYTES, MAX_FIELDS};
use behorig_web::{Errors, FieldName, Form, Lang};
use futures::StreamExt as _;

use crate::intake::NotReceived;
use crate::{FileRefused, Files, MOST_BYTES, MOST_FROM_RESIDENTS, MOST_FROM_STAFF, StoredFile};

/// What a form of staff may weigh, in bytes: for the limit of its route.
pub const BODY_FROM_STAFF: usize = room_for(MOST_FROM_STAFF);
/// What a form of a resident may weigh, in bytes: for the limit of its route.
pub const BODY_FROM_RESIDENTS: usize = room_for(MOST_FROM_RESIDENTS);

/// As many files, what is typed beside them, and two more files, which are refused beside the field instead of with the form.
const fn room_for(files: usize) -> usize {
    (files + 2) * MOST_BYTES as usize + 4_000_000
}

/// A file of a form, taken or not.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// The field that it was sent in.
    pub field: String,
    /// What its sender calls it.
    pub name: String,
    /// The file in the store, loose until something keeps it; or why it was not taken.
    pub outcome: Result<StoredFile, FileRefused>,
}

/// What was typed, and what became of the files beside it.
#[derive(Debug, Clone, Default)]
pub struct SentForm {
    /// What was typed.
    pub form: Form,
    /// The files, in the order in which they came.
    pub files: Vec<SentFile>,
}

impl SentForm {
    /// The files of a field that were taken; what was not makes an error beside it.
    pub fn taken(&self, lang: Lang, field: &FieldName, errors: &mut Errors) -> Vec<StoredFile> {
        let mut taken = Vec::new();
        for file in self.files.iter().filter(|file| file.field == field.name) {
            match &file.outcome {
                Ok(stored) => taken.push(stored.clone()),
                Err(refused) => errors.add(field, refused.message(lang, &file.name)),
            }
        }
        taken
    }
}

impl Files {
    /// Reads a form whose files go to the store as they come. `room` is how many more files may come; `most` is what that is a
    /// part of, for whoever sends one too many.
    ///
    /// A file that is refused is read past, so that nothing else of the form is lost. So is one that the store does not take, and
    /// the files after it without asking again: nobody waits for a store that is away more than once.
    ///
    /// # Errors
    /// [`PageError::TooLarge`] for more than the route's limit, [`PageError::Malformed`] for what is no such form,
    /// [`PageError::Store`] where the database fails.
    pub async fn receive_form(
        &self,
        db: &Db,
        actor: &Actor,
        mut parts: Multipart,
        (room, most): (usize, usize),
    ) -> Result<SentForm, PageError> {
        let mut sent = SentForm::default();
        let mut fields = 0;
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            fields += 1;
            if fields > MAX_FIELDS {
                return Err(PageError::TooLarge);
            }
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                None => sent.form.add_bytes(field, &typed(part).await?),
                Some(name) => {
                    let full = sent.files.iter().filter(|file| file.outcome.is_ok()).count() >= room;
                    let away = sent.files.iter().any(|file| file.outcome == Err(FileRefused::NotKept));
                    let limit =
                        if away { Some(FileRefused::NotKept) } else { full.then_some(FileRefused::TooMany(most)) };
                    if let Some(outcome) = self.receive_part(db, actor, part, &name, limit).await? {
                        sent.files.push(SentFile { field, name, outcome });
                    }
                }
            }
        }
        Ok(sent)
    }

    /// One file of the form, or nothing where its field was left empty: then browsers send no name and no content.
    async fn receive_part(
        &self,
        db: &Db,
        actor: &Actor,
        mut part: Field<'_>,
        name: &str,
        refused: Option<FileRefused>,
    ) -> Result<Option<Result<StoredFile, FileRefused>>, PageError> {
        let declared = part.content_type().map(str::to_owned);
        if name.is_empty() {
            return Ok(read_past(&mut part).await?.then_some(Err(FileRefused::BadName)));
        }
        let outcome = match refused {
            Some(refused) => Err(NotReceived::Refused(refused)),
            None => self.receive(db, actor, (name, declared.as_deref()), &mut part).await,
        };
        let refused = match outcome {
            Ok(stored) => return Ok(Some(Ok(stored))),
            Err(NotReceived::Broken(error)) => return Err(broken(&error)),
            Err(NotReceived::Database(error)) => return Err(error.into()),
            Err(NotReceived::Refused(refused)) => refused,
            Err(NotReceived::Store(error)) => {
                tracing::error!(%error, "a file was refused, because it could not be kept");
                FileRefused::NotKept
            }
        };
        read_past(&mut part).await?;
        Ok(Some(Err(refused)))
    }
}

/// What was typed into a field, and no more than tells that it was too much.
async fn typed(mut part: Field<'_>) -> Result<Vec<u8>, PageError> {
    let mut value = Vec::new();
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(|error| broken(&error))?;
        let room = (MAX_FIELD_BYTES + 1).saturating_sub(value.len());
        value.extend_from_slice(piece.split_at(room.min(piece.len())).0);
    }
    Ok(value)
}

/// Reads to the end of a part, and tells whether there was anything.
async fn read_past(part: &mut Field<'_>) -> Result<bool, PageError> {
    let mut any = false;
    while let Some(piece) = part.next().await {
        any |= !piece.map_err(|error| broken(&error))?.is_empty();
    }
    Ok(any)
}

fn broken(error: &MultipartError) -> PageError {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::Malformed("not a form with files")
    }
}
