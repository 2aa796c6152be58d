//! Who has a case open just now, so that two handlers see each other.

use behorig_access::{AccountId, CaseId, Instant};
use behorig_store::{StoreError, Tx, WriteTx, params};

/// Whoever has not been seen for this long has gone, in milliseconds.
const GONE_AFTER: i64 = 60_000;

/// Somebody else who has a case open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub account: AccountId,
    /// By name.
    pub name: String,
    /// Whether they are writing in it.
    pub writing: bool,
}

/// Notes that somebody has a case open, and whether they are writing in it.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn note_presence(
    tx: &mut WriteTx,
    case: CaseId,
    account: AccountId,
    writing: bool,
) -> Result<(), StoreError> {
    let now = tx.now();
    let still = "UPDATE case_presence SET seen_at = ?3
         WHERE case_id = ?1 AND account_id = ?2 AND writing = ?4 AND seen_at > ?5";
    let lately = now.plus_millis(-GONE_AFTER);
    if tx.execute(still, params![case, account, now, writing, lately]).await? == 1 {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO case_presence (case_id, account_id, seen_at, writing) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (case_id, account_id) DO UPDATE SET seen_at = excluded.seen_at, writing = excluded.writing",
        params![case, account, now, writing],
    )
    .await?;
    tx.touch(behorig_live::topic::company_at(case));
    Ok(())
}

/// Who else has a case open.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn others_at(
    tx: &mut Tx,
    case: CaseId,
    account: AccountId,
    now: Instant,
) -> Result<Vec<Present>, StoreError> {
    let rows: Vec<(AccountId, String, String, bool)> = tx
        .all(
            "SELECT a.id, a.given_name, a.family_name, w.writing FROM case_presence w JOIN shown_account a ON a.id = w.account_id
             WHERE w.case_id = ?1 AND w.account_id <> ?2 AND w.seen_at > ?3 ORDER BY a.sort_key, a.id",
            params![case, account, now.plus_millis(-GONE_AFTER)],
        )
        .await?;
    let present = |(account, given, family, writing): (AccountId, String, String, bool)| Present {
        account,
        name: format!("{given} {family}"),
        writing,
    };
    Ok(rows.into_iter().map(present).collect())
}
