//! Which files hang on nothing.

use behorig_access::{AttachmentId, Instant};
use behorig_store::{Actor, Db, Recorded, StoreError, Tx, WriteTx, params};

use crate::Kind;

/// What is loose for longer is swept, in milliseconds: a day.
pub(crate) const LOOSE_FOR: i64 = 24 * 3_600_000;
/// Nothing is kept that is about to be swept, in milliseconds.
const KEPT_WITHIN: i64 = 12 * 3_600_000;

/// A file that was taken in and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: AttachmentId,
    /// What it is called: cleaned, with the ending of its type.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// In bytes.
    pub size: i64,
    /// Under which key its content lies in the store.
    pub key: String,
    /// SHA-256 of its content.
    pub sha256: [u8; 32],
}

/// Says that a file is on its way in. Before its first byte is stored, so that a crash leaves nothing that is never found.
pub(crate) async fn announce(db: &Db, actor: &Actor) -> Result<AttachmentId, StoreError> {
    db.write(actor, (), |tx, ()| {
        Box::pin(async move {
            let id = AttachmentId::new(tx.new_uuid());
            let_go(tx, id).await?;
            Ok(Recorded::nothing_to_record(id, "the change that keeps the file is recorded, and else it is swept"))
        })
    })
    .await
}

/// Something keeps the file from now on. Called in the transaction that hangs it on a message or a draft.
///
/// # Errors
/// [`StoreError::Missing`] where the file was loose for half a day or something keeps it already.
pub async fn keep(tx: &mut WriteTx, file: &StoredFile) -> Result<(), StoreError> {
    let since = tx.now().plus_millis(-KEPT_WITHIN);
    match tx.execute("DELETE FROM loose_file WHERE id = ?1 AND since > ?2", params![file.id, since]).await? {
        1 => Ok(()),
        _ => Err(StoreError::Missing),
    }
}

/// Nothing keeps the file any more: it is swept a day later. Called in the transaction that takes it from what it hung on.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn let_go(tx: &mut WriteTx, file: AttachmentId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute("INSERT INTO loose_file (id, since) VALUES (?1, ?2)", params![file, now]).await?;
    Ok(())
}

/// Files that have been loose for a day, the longest first.
pub(crate) async fn due(tx: &mut Tx, now: Instant, most: i64) -> Result<Vec<AttachmentId>, StoreError> {
    let before = now.plus_millis(-LOOSE_FOR);
    let rows: Vec<(AttachmentId,)> = tx
        .all("SELECT id FROM loose_file WHERE since <= ?1 ORDER BY since, id LIMIT ?2", params![before, most])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many files hang on nothing just now: on their way in, let go, or not swept yet.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn count_loose(tx: &mut Tx) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one("SELECT CAST(count(*) AS BIGINT) FROM loose_file", &[]).await?;
    Ok(count)
}

/// The files are gone from the store.
pub(crate) async fn forget(db: &Db, actor: &Actor, files: Vec<AttachmentId>) -> Result<(), StoreError> {
    db.write(actor, files, |tx, files| {
        Box::pin(async move {
            for file in files {
                tx.execute("DELETE FROM loose_file WHERE id = ?1", params![*file]).await?;
            }
            Ok(Recorded::nothing_to_record((), "nothing kept the files, and no record tells of them"))
        })
    })
    .await
}
