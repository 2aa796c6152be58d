//! What somebody is writing, with the files that hang on it: a resident's case or reply, an answer of staff, internal mail.

use behorig_access::{AttachmentId, CaseId, DraftId, MessageId};
use behorig_files::{HangingFile, StoredFile, keep, let_go};
use behorig_store::{StoreError, Tx, WriteTx, params};

use super::drafts::{DRAFT, Draft, DraftKey, keep_draft};

/// A draft with its files.
#[derive(Debug, Clone)]
pub struct Written {
    /// The draft.
    pub draft: Draft,
    /// Its files, the first sent first.
    pub files: Vec<HangingFile>,
}

/// What was written, if anything.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn written(tx: &mut Tx, key: DraftKey) -> Result<Option<Written>, StoreError> {
    let (drafts, files): (Vec<Draft>, Vec<HangingFile>) =
        tx.two((DRAFT, &key.values()), (FILES, &key.values())).await?;
    Ok(drafts.into_iter().next().map(|draft| Written { draft, files }))
}

/// The files of the draft with a key, which needs no other answer first.
const FILES: &str = "SELECT f.id, f.name, f.size FROM case_draft d JOIN case_attachment f ON f.draft_id = d.id
     WHERE d.owner = ?1 AND d.target = ?2 AND d.about = ?3 ORDER BY f.id";

/// Keeps what was written, hangs new files on it and takes others away.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn keep_written(
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
    take_from_draft(tx, Some(draft), gone.to_vec()).await?;
    Ok(draft)
}

async fn attach(tx: &mut WriteTx, draft: DraftId, file: &StoredFile) -> Result<(), StoreError> {
    keep(tx, file).await?;
    let (account, person, now) = (tx.actor().account, tx.actor().person, tx.now());
    tx.execute(
        "INSERT INTO case_attachment (id, draft_id, name, media_type, size, storage_key, sha256, added_by_account,
             added_by_person, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            file.id,
            draft,
            file.name,
            file.kind.media_type(),
            file.size,
            file.key,
            file.sha256,
            account,
            person,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Takes files from a draft.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn take_from_draft(
    tx: &mut WriteTx,
    draft: Option<DraftId>,
    files: Vec<AttachmentId>,
) -> Result<(), StoreError> {
    let Some(draft) = draft else { return Ok(()) };
    for file in files {
        let taken =
            tx.execute("DELETE FROM case_attachment WHERE id = ?1 AND draft_id = ?2", params![file, draft]).await?;
        if taken == 1 {
            let_go(tx, file).await?;
        }
    }
    Ok(())
}

/// The files of a draft become a message's, and the draft is gone.
pub(crate) fn hang_on(tx: &mut WriteTx, draft: DraftId, case: CaseId, message: MessageId) -> Result<(), StoreError> {
    tx.put(
        "UPDATE case_attachment SET case_id = ?2, message_id = ?3, draft_id = NULL WHERE draft_id = ?1",
        params![draft, case, message],
    )?;
    tx.put("DELETE FROM case_draft WHERE id = ?1", params![draft])
}
