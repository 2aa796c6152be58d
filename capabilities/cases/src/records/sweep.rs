//! What is tidied away by itself: what was begun and never sent, and the marks of those who had a case open long ago.

use behorig_access::{DraftId, Instant};
use behorig_store::{Actor, Db, Door, Recorded, StoreError, params};

use super::files::let_files_go;

/// What is written and not sent is kept for so many days after it was last changed. The pages say so to who writes.
pub const DRAFT_DAYS: i64 = 90;
const DAY: i64 = 24 * 3_600_000;
/// Whoever has not been seen for this long is told of to nobody; the mark goes, in milliseconds.
const PRESENCE_KEPT: i64 = 3_600_000;
/// As many drafts go in one transaction, so that nobody waits for the sweep.
const AT_ONCE: i64 = 100;

/// What a sweep took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Drafts, with their files.
    pub drafts: usize,
    /// Marks of presence.
    pub presences: u64,
}

/// Takes away drafts that have not been changed for [`DRAFT_DAYS`], with their files, and old marks of presence.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn sweep(db: &Db, now: Instant) -> Result<Swept, StoreError> {
    let actor = Actor::system(Door::System, now);
    let presences = db
        .write(&actor, (), |tx, ()| {
            Box::pin(async move {
                let before = tx.now().plus_millis(-PRESENCE_KEPT);
                let gone = tx.execute("DELETE FROM case_presence WHERE seen_at < ?1", params![before]).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record(gone, "who had a page open is no record"))
            })
        })
        .await?;
    let mut swept = Swept { drafts: 0, presences };
    loop {
        let gone = db
            .write(&actor, (), |tx, ()| {
                Box::pin(async move {
                    let before = tx.now().plus_millis(-DRAFT_DAYS * DAY);
                    let sql = "SELECT id FROM case_draft WHERE updated_at < ?1 ORDER BY id LIMIT ?2";
                    let old: Vec<(DraftId,)> = tx.all(sql, params![before, AT_ONCE]).await?;
                    for (draft,) in &old {
                        let_files_go(tx, *draft).await?;
                        tx.execute("DELETE FROM case_draft WHERE id = ?1", params![draft]).await?;
                    }
                    Ok::<_, StoreError>(Recorded::nothing_to_record(
                        old.len(),
                        "what was never sent was nobody's record",
                    ))
                })
            })
            .await?;
        swept.drafts += gone;
        if gone == 0 {
            return Ok(swept);
        }
    }
}
