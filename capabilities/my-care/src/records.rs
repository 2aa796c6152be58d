//! What a resident is writing: a draft on the server, with its files.

use behorig_access::{AttachmentId, CaseId, CaseTypeId, DraftId, Holder, Instant, PersonId, UnitId};
use behorig_case_types::CaseType;
use behorig_cases::records::{Draft, DraftKey, draft_of, keep_draft};
use behorig_files::{StoredFile, keep, let_go};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use crate::whom::Whom;

/// A draft with its files.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// The draft.
    pub draft: Draft,
    /// Its files, the first sent first.
    pub files: Vec<DraftFile>,
}

/// A file of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftFile {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// In bytes.
    pub size: i64,
}

impl FromRow for DraftFile {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.next()?, name: row.next()?, size: row.next()? })
    }
}

/// The draft of a new case of a type.
pub(crate) fn of_case_type(whom: &Whom, case_type: CaseTypeId) -> DraftKey {
    DraftKey::of_case_type(whom.writer, case_type, whom.person.id)
}

/// The draft of a reply.
pub(crate) fn of_reply(writer: PersonId, case: CaseId) -> DraftKey {
    DraftKey::in_case(Holder::Person(writer), case)
}

/// What was written, if anything.
pub(crate) async fn written(tx: &mut Tx, key: DraftKey) -> Result<Option<Written>, StoreError> {
    let Some(draft) = draft_of(tx, key).await? else { return Ok(None) };
    let files = files_of(tx, draft.id).await?;
    Ok(Some(Written { draft, files }))
}

async fn files_of(tx: &mut Tx, draft: DraftId) -> Result<Vec<DraftFile>, StoreError> {
    tx.all(
        "SELECT id, name, size FROM case_attachment WHERE draft_id = ?1 AND draft_id IS NOT NULL ORDER BY id",
        params![draft],
    )
    .await
}

/// Keeps what was written, hangs new files on it and takes others away.
pub(crate) async fn keep_written(
    tx: &mut WriteTx,
    key: DraftKey,
    content: &str,
    new: &[StoredFile],
    gone: &[AttachmentId],
) -> Result<DraftId, StoreError> {
    let draft = keep_draft(tx, key, content).await?;
    for file in new {
        attach(tx, draft, file).await?;
    }
    for file in gone {
        take_away(tx, draft, *file).await?;
    }
    Ok(draft)
}

async fn attach(tx: &mut WriteTx, draft: DraftId, file: &StoredFile) -> Result<(), StoreError> {
    keep(tx, file).await?;
    let (person, now) = (tx.actor().person, tx.now());
    tx.execute(
        "INSERT INTO case_attachment (id, draft_id, name, media_type, size, storage_key, sha256, added_by_person, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![file.id, draft, file.name, file.kind.media_type(), file.size, file.key, file.sha256, person, now],
    )
    .await?;
    Ok(())
}

async fn take_away(tx: &mut WriteTx, draft: DraftId, file: AttachmentId) -> Result<(), StoreError> {
    let taken = tx.execute("DELETE FROM case_attachment WHERE id = ?1 AND draft_id = ?2", params![file, draft]).await?;
    if taken == 1 { let_go(tx, file).await } else { Ok(()) }
}

/// Takes files from a draft.
pub(crate) async fn take_from_draft(
    tx: &mut WriteTx,
    draft: Option<DraftId>,
    files: Vec<AttachmentId>,
) -> Result<(), StoreError> {
    let Some(draft) = draft else { return Ok(()) };
    for file in files {
        take_away(tx, draft, file).await?;
    }
    Ok(())
}

/// Whether the person ever held a grant that opened the case type, live or not: then it is told why it is shut, and nothing that was
/// written is lost.
pub(crate) async fn was_let_in(
    tx: &mut Tx,
    person: PersonId,
    case_type: &CaseType,
    now: Instant,
) -> Result<bool, StoreError> {
    let row: Option<(UnitId,)> = tx
        .optional(
            "SELECT unit_id FROM grants WHERE holder_person = ?1 AND unit_id = ?2 AND from_at <= ?5
                 AND (object_id = ?3 OR (object_id IS NULL AND NOT ?4)) LIMIT 1",
            params![person, case_type.unit, case_type.id, case_type.restricted, now],
        )
        .await?;
    Ok(row.is_some())
}

/// How many unread cases a person has, their young children's left out.
pub(crate) async fn unread(tx: &mut Tx, person: PersonId) -> Result<i64, StoreError> {
    behorig_cases::records::unread_of_person(tx, person).await
}
