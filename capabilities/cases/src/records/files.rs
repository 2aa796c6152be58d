//! The files of cases: their rows. Their content lies in the file store.

use behorig_access::{AttachmentId, CaseId, DraftId, MessageId};
use behorig_files::{Kind, StoredFile, let_go};
use behorig_store::{StoreError, Tx, WriteTx, params};

/// A file that hangs on a message of a case. Who may open the case may open its files.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn file_of_case(tx: &mut Tx, case: CaseId, file: AttachmentId) -> Result<Option<StoredFile>, StoreError> {
    let row: Option<(String, String, i64, String, Vec<u8>)> = tx
        .optional(
            "SELECT name, media_type, size, storage_key, sha256 FROM case_attachment
             WHERE id = ?1 AND case_id = ?2 AND message_id IS NOT NULL",
            params![file, case],
        )
        .await?;
    let Some((name, media_type, size, key, sha256)) = row else { return Ok(None) };
    let wrong = || StoreError::Shape("an attachment of no known kind".to_owned());
    let kind = Kind::from_media_type(&media_type).ok_or_else(wrong)?;
    let sha256 = sha256.try_into().map_err(|_| wrong())?;
    Ok(Some(StoredFile { id: file, name, kind, size, key, sha256 }))
}

/// Lets the files of a draft go: nothing keeps them any more.
pub(crate) async fn let_files_go(tx: &mut WriteTx, draft: DraftId) -> Result<(), StoreError> {
    let files: Vec<(AttachmentId,)> =
        tx.all("SELECT id FROM case_attachment WHERE draft_id = ?1 AND draft_id IS NOT NULL", params![draft]).await?;
    for (file,) in files {
        tx.execute("DELETE FROM case_attachment WHERE id = ?1", params![file]).await?;
        let_go(tx, file).await?;
    }
    Ok(())
}

/// Hangs the files of one message on another as well. Their content lies in the store once.
pub(crate) async fn copy_files(
    tx: &mut WriteTx,
    (from_case, from): (CaseId, MessageId),
    (to_case, to): (CaseId, MessageId),
) -> Result<(), StoreError> {
    let files: Vec<(AttachmentId,)> = tx
        .all(
            "SELECT id FROM case_attachment
             WHERE case_id = ?1 AND case_id IS NOT NULL AND message_id = ?2 ORDER BY id",
            params![from_case, from],
        )
        .await?;
    for (file,) in files {
        let id = AttachmentId::new(tx.new_uuid());
        tx.execute(
            "INSERT INTO case_attachment (id, case_id, message_id, name, media_type, size, storage_key, sha256,
                 added_by_account, added_by_person, added_at)
             SELECT ?2, ?3, ?4, name, media_type, size, storage_key, sha256, added_by_account, added_by_person, added_at
             FROM case_attachment WHERE id = ?1",
            params![file, id, to_case, to],
        )
        .await?;
    }
    Ok(())
}
