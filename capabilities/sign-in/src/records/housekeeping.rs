//! What nobody needs any more.

use behorig_access::Instant;
use behorig_store::{Actor, Db, Door, Recorded, StoreError, WriteTx, params};

use crate::records::ceremonies;
use crate::rules::throttle::FORGOTTEN_AFTER;

const DAY: i64 = 24 * 3_600_000;
/// Ended sessions are kept this long: the access log, not they, says who did what.
const SESSIONS_KEPT: i64 = 90 * DAY;
/// No order lives longer than half an hour, restarts and all.
const ORDERS_KEPT: i64 = 3_600_000 / 2;
/// A card is remembered for half an hour after it was shown, and whoever begins has a quarter to show it.
const SITHS_KEPT: i64 = 3_600_000;
/// A form sent twice is sent within a week.
const RECEIPTS_KEPT: i64 = 7 * DAY;
const LINKS_KEPT: i64 = 90 * DAY;

/// How many rows of each kind were cleared away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Sessions that ended long ago.
    pub sessions: u64,
    /// BankID orders that nobody waits for.
    pub bankid_orders: u64,
    /// Sign-ins with SITHS cards that nobody ended, and notices that can't come again.
    pub siths: u64,
    /// Receipts of forms.
    pub form_receipts: u64,
    /// Tallies of failed attempts that no longer count.
    pub tallies: u64,
    /// One-time links that were used or ran out.
    pub links: u64,
    /// Keys that were asked and never answered.
    pub ceremonies: u64,
}

/// Clears away what nobody needs any more; called every hour, by any node.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn housekeeping(db: &Db, now: Instant) -> Result<Cleared, StoreError> {
    db.write(&Actor::system(Door::System, now), (), |tx, ()| {
        Box::pin(async move {
            let cleared = clear(tx).await?;
            Ok(Recorded::nothing_to_record(cleared, "what is cleared away is no record of anything"))
        })
    })
    .await
}

async fn clear(tx: &mut WriteTx) -> Result<Cleared, StoreError> {
    let now = tx.now();
    let ago = |millis: i64| now.plus_millis(-millis);
    Ok(Cleared {
        // Whatever lives longest ends: a session past its absolute end is over even where nobody ended it.
        sessions: tx.execute("DELETE FROM session WHERE ends_at < ?1", params![ago(SESSIONS_KEPT)]).await?,
        bankid_orders: tx.execute("DELETE FROM bankid_order WHERE started_at < ?1", params![ago(ORDERS_KEPT)]).await?,
        siths: tx.execute("DELETE FROM siths_sign_in WHERE begun_at < ?1", params![ago(SITHS_KEPT)]).await?
            + tx.execute("DELETE FROM oidc_logout_notice WHERE holds_until < ?1", params![now]).await?,
        form_receipts: tx.execute("DELETE FROM form_receipt WHERE at < ?1", params![ago(RECEIPTS_KEPT)]).await?,
        tallies: tx
            .execute(
                "DELETE FROM sign_in_throttle WHERE last_at < ?1 AND closed_until < ?2",
                params![ago(FORGOTTEN_AFTER), now],
            )
            .await?,
        ceremonies: tx
            .execute("DELETE FROM key_ceremony WHERE begun_at < ?1", params![ago(ceremonies::VALID_FOR)])
            .await?,
        links: tx.execute("DELETE FROM one_time_link WHERE expires_at < ?1", params![ago(LINKS_KEPT)]).await?,
    })
}
