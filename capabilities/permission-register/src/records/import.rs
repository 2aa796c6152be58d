//! Spreadsheets that wait to be carried out: whose they are, what was sent, what its columns were said to mean.

use behorig_access::{AccountId, Instant};
use behorig_store::{Actor, Db, Door, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};

use crate::ImportId;
use crate::rules::columns::Mapping;

/// A spreadsheet waits so long, in milliseconds: a day and a night.
const KEPT: i64 = 24 * 3_600_000;

/// A spreadsheet that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub(crate) id: ImportId,
    pub(crate) file_name: String,
    pub(crate) mapping: Option<Mapping>,
    pub(crate) uploaded_at: Instant,
    /// When it was carried out, and what came of it.
    pub(crate) done: Option<(Instant, Outcome)>,
}

/// How many permissions a spreadsheet gave, changed and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Outcome {
    pub(crate) given: i64,
    pub(crate) changed: i64,
    pub(crate) ended: i64,
}

impl FromRow for Import {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            file_name: row.next()?,
            mapping: row.next::<Option<String>>()?.and_then(|text| serde_json::from_str(&text).ok()),
            uploaded_at: row.next()?,
            done: {
                let at: Option<Instant> = row.next()?;
                let (given, changed, ended): (Option<i64>, Option<i64>, Option<i64>) =
                    (row.next()?, row.next()?, row.next()?);
                let many = |count: Option<i64>| count.unwrap_or(0);
                at.map(|at| (at, Outcome { given: many(given), changed: many(changed), ended: many(ended) }))
            },
        })
    }
}

const COLUMNS: &str = "i.id, i.file_name, i.mapping, i.uploaded_at, i.done_at, i.given, i.changed, i.ended";

/// One's own spreadsheet. Others' are nobody's to see.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn find(
    tx: &mut Tx,
    account: AccountId,
    id: ImportId,
    now: Instant,
) -> Result<Option<Import>, StoreError> {
    tx.optional(
        &format!(
            "SELECT {COLUMNS} FROM register_import i WHERE i.id = ?1 AND i.account_id = ?2 AND i.uploaded_at > ?3"
        ),
        params![id, account, now.0 - KEPT],
    )
    .await
}

/// The spreadsheets of one's own that wait, the latest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn waiting(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Vec<Import>, StoreError> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM register_import i
             WHERE i.account_id = ?1 AND i.uploaded_at > ?2 AND i.done_at IS NULL
             ORDER BY i.uploaded_at DESC, i.id DESC LIMIT 5"
        ),
        params![account, now.0 - KEPT],
    )
    .await
}

/// The values of the file as they are kept; none when it has been carried out.
///
/// # Errors
/// [`StoreError::Missing`] where it is gone.
pub(crate) async fn content(tx: &mut Tx, id: ImportId) -> Result<Option<Vec<u8>>, StoreError> {
    let (content,): (Option<Vec<u8>>,) =
        tx.one("SELECT i.content FROM register_import i WHERE i.id = ?1", params![id]).await?;
    Ok(content)
}

/// Keeps the values of a file that was sent.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn keep(
    tx: &mut WriteTx,
    account: AccountId,
    file_name: &str,
    content: &[u8],
) -> Result<ImportId, StoreError> {
    let (id, now) = (ImportId::new(tx.new_uuid()), tx.now());
    tx.execute(
        "INSERT INTO register_import (id, account_id, file_name, content, uploaded_at, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
        params![id, account, file_name, content, now],
    )
    .await?;
    Ok(id)
}

/// Keeps what its columns mean.
///
/// # Errors
/// [`StoreError::Stale`] where it was carried out or is gone.
pub(crate) async fn map(
    tx: &mut WriteTx,
    account: AccountId,
    id: ImportId,
    mapping: &Mapping,
) -> Result<(), StoreError> {
    let mapping = serde_json::to_string(mapping).map_err(|error| StoreError::Shape(error.to_string()))?;
    tx.change_one(
        "UPDATE register_import SET mapping = ?3, version = version + 1 WHERE id = ?1 AND account_id = ?2 AND done_at IS NULL",
        params![id, account, mapping],
    )
    .await
}

/// Notes that it was carried out. The file itself is wiped.
///
/// # Errors
/// [`StoreError::Stale`] where it was carried out before or is gone.
pub(crate) async fn carried_out(tx: &mut WriteTx, id: ImportId, outcome: Outcome) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE register_import SET content = NULL, mapping = NULL, done_at = ?2, given = ?3, changed = ?4, ended = ?5,
             version = version + 1
         WHERE id = ?1 AND done_at IS NULL",
        params![id, now, outcome.given, outcome.changed, outcome.ended],
    )
    .await
}

/// Takes one's own spreadsheet away before anything of it is carried out. What was carried out stays as long as any other: its page tells
/// what came of it, and nobody is told that it was forgotten.
///
/// # Errors
/// [`StoreError::Stale`] where it was carried out or is gone.
pub(crate) async fn forget(tx: &mut WriteTx, account: AccountId, id: ImportId) -> Result<(), StoreError> {
    let sql = "DELETE FROM register_import WHERE id = ?1 AND account_id = ?2 AND done_at IS NULL";
    tx.change_one(sql, params![id, account]).await
}

/// Takes away the spreadsheets that have waited for a day. Gives how many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn forget_old(db: &Db, now: Instant) -> Result<u64, StoreError> {
    let actor = Actor::system(Door::System, now);
    db.write(&actor, (), |tx, _| {
        Box::pin(async move {
            let before = tx.now().0 - KEPT;
            let gone = tx.execute("DELETE FROM register_import WHERE uploaded_at <= ?1", params![before]).await?;
            Ok(Recorded::nothing_to_record(gone, "what was never carried out changed nothing; what was has its event"))
        })
    })
    .await
}
