//! Calendar addresses as stored: whose, for which customer, made under which hat, and when they were last fetched. Of the address
//! itself only the hash is kept.

use behorig_access::{AccountId, Hat, Instant, Standing, UnitId};
use behorig_registers::standing;
use behorig_store::{Actor, Db, Door, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::TokenHash;
use uuid::Uuid;

use crate::CustomerId;

/// Somebody follows a customer by at most this many calendars at a time.
pub(crate) const MOST: usize = 10;
/// Addresses that have ended are kept so long, in milliseconds: their owner sees that they have.
const KEPT: i64 = 90 * 24 * 3_600_000;

/// A calendar address as its owner sees it.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    /// Its id; not its secret.
    pub id: Uuid,
    /// When it was made.
    pub created_at: Instant,
    /// When a calendar last fetched it.
    pub fetched_at: Option<Instant>,
}

impl FromRow for Feed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.next()?, created_at: row.next()?, fetched_at: row.next()? })
    }
}

/// An account's live addresses for a customer, the newest first.
pub(crate) async fn of_account(tx: &mut Tx, account: AccountId, customer: CustomerId) -> Result<Vec<Feed>, StoreError> {
    tx.all(
        "SELECT id, created_at, fetched_at FROM schedule_feed
         WHERE account_id = ?1 AND customer_id = ?2 AND ended_at IS NULL ORDER BY created_at DESC, id DESC",
        params![account, customer],
    )
    .await
}

/// Whether there is a live address with this secret.
pub(crate) async fn exists(tx: &mut Tx, secret: TokenHash) -> Result<bool, StoreError> {
    let row: Option<(Uuid,)> = tx
        .optional("SELECT id FROM schedule_feed WHERE secret_hash = ?1 AND ended_at IS NULL", params![secret])
        .await?;
    Ok(row.is_some())
}

/// A new address, under the hat that is on.
pub(crate) struct NewFeed {
    /// The hash of its secret.
    pub secret: TokenHash,
    /// Whose.
    pub account: AccountId,
    /// For which customer.
    pub customer: CustomerId,
    /// Under which hat.
    pub hat: Hat,
    /// The hat's unit.
    pub hat_unit: Option<UnitId>,
}

/// Keeps a new address.
pub(crate) async fn add(tx: &mut WriteTx, feed: &NewFeed) -> Result<(), StoreError> {
    let (id, now) = (tx.new_uuid(), tx.now());
    tx.execute(
        "INSERT INTO schedule_feed (id, secret_hash, account_id, customer_id, hat, hat_unit, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![id, feed.secret, feed.account, feed.customer, feed.hat.key(), feed.hat_unit, now],
    )
    .await?;
    Ok(())
}

/// Ends an address of one's own; tells whether there was one to end.
pub(crate) async fn end(
    tx: &mut WriteTx,
    id: Uuid,
    account: AccountId,
    customer: CustomerId,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let ended = tx
        .execute(
            "UPDATE schedule_feed SET ended_at = ?4
             WHERE id = ?1 AND account_id = ?2 AND customer_id = ?3 AND ended_at IS NULL",
            params![id, account, customer, now],
        )
        .await?;
    Ok(ended == 1)
}

/// What an address opens, where it opens anything: whose it is, and for which customer.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    /// The address.
    pub feed: Uuid,
    /// Whose.
    pub account: AccountId,
    /// For which customer.
    pub customer: CustomerId,
    /// Under which hat.
    pub hat: Hat,
    /// How the account stands now.
    pub standing: Standing,
    /// The account's name.
    pub name: String,
    /// The account's first HSA-id, for the log.
    pub hsa_id: Option<String>,
    /// The account's identity number as stored, for the log.
    pub number: Option<String>,
}

impl FromRow for Opened {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            feed: row.next()?,
            account: row.next()?,
            customer: row.next()?,
            hat: {
                let key: String = row.next()?;
                Hat::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no hat: {key}")))?
            },
            standing: standing(row.next()?, row.next()?, row.next()?, row.next()?),
            name: row.next()?,
            hsa_id: row.next()?,
            number: row.next()?,
        })
    }
}

impl Opened {
    /// What an address that is none opens: nobody's, for nobody. It is decided about like any other, so that it takes as long.
    pub(crate) fn nothing() -> Self {
        let none = Uuid::nil();
        Self {
            feed: none,
            account: AccountId::new(none),
            customer: CustomerId::new(none),
            hat: Hat::Relative,
            standing: Standing::Ended,
            name: String::new(),
            hsa_id: None,
            number: None,
        }
    }
}

/// What the address with this secret opens. One that has ended opens nothing.
pub(crate) async fn opened_by(tx: &mut Tx, secret: TokenHash) -> Result<Option<Opened>, StoreError> {
    tx.optional(
        "SELECT f.id, f.account_id, f.customer_id, f.hat, a.ended_at, a.blocked_at, a.locked_at, a.pending_since,
             a.given_name || ' ' || a.family_name,
             (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id), a.identity_number
         FROM schedule_feed f JOIN account a ON a.id = f.account_id
         WHERE f.secret_hash = ?1 AND f.ended_at IS NULL",
        params![secret],
    )
    .await
}

/// Notes when an address was fetched.
pub(crate) fn note_fetch(tx: &mut WriteTx, feed: Uuid) -> Result<(), StoreError> {
    let now = tx.now();
    tx.put("UPDATE schedule_feed SET fetched_at = ?2 WHERE id = ?1", params![feed, now])
}

/// Takes away addresses that ended long ago, and tells how many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64, StoreError> {
    db.write(&Actor::system(Door::System, now), now.plus_millis(-KEPT), |tx, before| {
        Box::pin(async move {
            // With the consent ends the address: a later consent does not bring it back to whoever has kept it.
            let now = tx.now();
            tx.execute(
                "UPDATE schedule_feed SET ended_at = ?1 WHERE ended_at IS NULL AND hat = 'relative' AND NOT EXISTS (
                     SELECT 1 FROM grants g JOIN customer c ON c.person_id = g.object_id
                     WHERE g.holder_account = schedule_feed.account_id AND g.object_kind = 'customer'
                         AND c.id = schedule_feed.customer_id AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?1))",
                params![now],
            )
            .await?;
            let swept = tx.execute("DELETE FROM schedule_feed WHERE ended_at < ?1", params![*before]).await?;
            Ok(Recorded::nothing_to_record(swept, "that it ended was recorded when it did"))
        })
    })
    .await
}
