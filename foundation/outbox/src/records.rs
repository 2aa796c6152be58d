//! The table `outbox`.

use behorig_access::Instant;
use behorig_identity::Email;
use behorig_store::seal::Place;
use behorig_store::{Actor, Db, Door, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};

use crate::{Address, Letter, LetterId, Way};

/// What is noted of a letter that was taken back, and what the note of one begins with whose time was over.
const WITHDRAWN: &str = "withdrawn";
pub(crate) const TIME_OVER: &str = "its time was over";
/// What the note of a letter begins with that may have arrived, before how many times.
const IN_DOUBT: &str = "not known whether it arrived (";

/// The note of a letter that may have arrived so many times.
pub(crate) fn in_doubt(times: i64, why: &str) -> String {
    if times > 0 { format!("{IN_DOUBT}{times}): {why}") } else { why.to_owned() }
}

fn times_in_doubt(noted: Option<&str>) -> i64 {
    let counted = noted.and_then(|noted| noted.strip_prefix(IN_DOUBT)?.split_once(')'));
    counted.and_then(|(times, _)| times.parse().ok()).unwrap_or(0)
}

/// A letter's row is kept so long, to tell who was written to and whether it went: 90 days, in milliseconds.
const KEPT: i64 = 90 * DAY;
/// A day, in milliseconds.
const DAY: i64 = 24 * 3_600_000;

pub(crate) fn place(id: &LetterId) -> Place<'_> {
    Place { table: "outbox", column: "body", row: id.as_bytes() }
}

pub(crate) fn insert(tx: &mut WriteTx, id: LetterId, letter: &Letter, sealed: &[u8]) -> Result<(), StoreError> {
    let now = tx.now();
    tx.put(
        "INSERT INTO outbox (id, kind, way, recipient, subject, body, created_at, due_at, give_up_at, attempts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, 0)",
        params![
            id,
            letter.kind,
            letter.recipient.way().as_stored(),
            letter.recipient.as_stored(),
            letter.subject,
            sealed,
            now,
            letter.give_up_at
        ],
    )
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It waits to be sent, for the first time or again.
    Waiting,
    /// Whoever carries it took it.
    Sent(Instant),
    /// It was given up or withdrawn.
    Failed(Instant),
}

/// To which mailbox a letter is, where it goes by mail, and what became of it; `None` where its row is gone.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn outcome(tx: &mut Tx, id: LetterId) -> Result<Option<(Option<Email>, Outcome)>, StoreError> {
    let row: Option<(String, Option<Instant>, Option<Instant>)> =
        tx.optional("SELECT recipient, sent_at, failed_at FROM outbox WHERE id = ?1", params![id]).await?;
    Ok(row.map(|(recipient, sent, failed)| {
        let outcome = match (sent, failed) {
            (Some(at), _) => Outcome::Sent(at),
            (None, Some(at)) => Outcome::Failed(at),
            (None, None) => Outcome::Waiting,
        };
        (Email::parse(&recipient).ok(), outcome)
    }))
}

/// How a letter stands, for whoever is told why it has not arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It waits for its first sending.
    Waiting,
    /// It could not be sent yet, and is tried again then.
    TriedInVain(Instant),
    /// The mail server, or the SMS provider, took it. What becomes of it from there on is not known.
    Sent(Instant),
    /// They will never take it: the address does not exist, most often.
    Refused(Instant),
    /// It could not be sent in its time.
    TimeOver(Instant),
    /// It was given up without anybody's knowing whether it arrived: whoever took it never said so.
    NotKnown(Instant),
    /// It was taken back, because it would have told what no longer held.
    Withdrawn(Instant),
}

/// When a letter was sent and when given up, when it is due, how often it was tried, and what was noted last.
type StandingRow = (Option<Instant>, Option<Instant>, Instant, i64, Option<String>);

/// How a letter stands; `None` where its row is gone, 90 days after it was written.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn standing(tx: &mut Tx, id: LetterId) -> Result<Option<Standing>, StoreError> {
    let row: Option<StandingRow> = tx
        .optional("SELECT sent_at, failed_at, due_at, attempts, last_error FROM outbox WHERE id = ?1", params![id])
        .await?;
    Ok(row.map(|(sent, failed, due, attempts, noted)| {
        let noted = noted.unwrap_or_default();
        match (sent, failed) {
            (Some(at), _) => Standing::Sent(at),
            (None, Some(at)) if noted == WITHDRAWN => Standing::Withdrawn(at),
            (None, Some(at)) if noted.starts_with(TIME_OVER) => Standing::TimeOver(at),
            (None, Some(at)) if noted.starts_with(IN_DOUBT) => Standing::NotKnown(at),
            (None, Some(at)) => Standing::Refused(at),
            // What is being sent just now has not failed yet.
            (None, None) if attempts > 0 && !noted.is_empty() => Standing::TriedInVain(due),
            (None, None) => Standing::Waiting,
        }
    }))
}

/// Takes back a letter that has not been sent: it would tell what no longer holds. One that is on its way stays so.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn withdraw(tx: &mut WriteTx, id: LetterId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE outbox SET body = NULL, failed_at = ?2, last_error = ?3
         WHERE id = ?1 AND sent_at IS NULL AND failed_at IS NULL",
        params![id, now, WITHDRAWN],
    )
    .await?;
    Ok(())
}

/// How many letters of a kind were written to an address since a moment, whatever became of them and whoever asked for them.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn written_to(tx: &mut Tx, address: &Address, kind: &str, since: Instant) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM outbox
             WHERE created_at > ?1 AND way = ?2 AND kind = ?3 AND recipient = ?4",
            params![since, address.way().as_stored(), kind, address.as_stored()],
        )
        .await?;
    Ok(count)
}

/// How many letters were tidied away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Given up, because their time was over.
    pub given_up: u64,
    /// Removed, because they were sent or given up long ago.
    pub removed: u64,
}

/// Gives up letters whose time is over and removes old ones; called every hour, by any node, also where nothing sends.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn tidy(db: &Db, now: Instant) -> Result<Tidied, StoreError> {
    db.write(&actor(now), (), |tx, ()| {
        Box::pin(async move {
            let now = tx.now();
            let given_up = tx
                .execute(
                    "UPDATE outbox SET body = NULL, failed_at = ?1, last_error = CAST(?2 AS TEXT) || COALESCE(': ' || last_error, '')
                     WHERE sent_at IS NULL AND failed_at IS NULL AND give_up_at <= ?1
                       AND (leased_until IS NULL OR leased_until <= ?1)",
                    params![now, TIME_OVER],
                )
                .await?;
            let removed = tx
                .execute(
                    "DELETE FROM outbox WHERE created_at < ?1 AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)",
                    params![now.plus_millis(-KEPT)],
                )
                .await?;
            Ok(Recorded::nothing_to_record(Tidied { given_up, removed }, "the letter's change has its own event"))
        })
    })
    .await
}

/// What has piled up of one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Letters that are not sent yet.
    pub waiting: i64,
    /// How long the oldest of them has waited, in milliseconds; zero where none waits.
    pub oldest_for: i64,
    /// Letters that were given up in the last 24 hours.
    pub given_up: i64,
}

/// What has piled up of one way, for whoever watches over the program.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn backlog(tx: &mut Tx, way: Way, now: Instant) -> Result<Backlog, StoreError> {
    let (waiting, oldest): (i64, Option<Instant>) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT), min(created_at) FROM outbox
             WHERE way = ?1 AND sent_at IS NULL AND failed_at IS NULL",
            params![way.as_stored()],
        )
        .await?;
    // No letter is tried for more than four days.
    let (given_up,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM outbox
             WHERE created_at > ?2 AND failed_at > ?3 AND way = ?1 AND last_error <> ?4",
            params![way.as_stored(), now.plus_millis(-5 * DAY), now.plus_millis(-DAY), WITHDRAWN],
        )
        .await?;
    let oldest_for = oldest.map_or(0, |since| now.0.saturating_sub(since.0).max(0));
    Ok(Backlog { waiting, oldest_for, given_up })
}

pub(crate) fn actor(now: Instant) -> Actor {
    Actor::system(Door::System, now)
}

/// Whether a letter may be sent this way now: asked first, so that looking in vain writes nothing.
pub(crate) async fn anything_due(tx: &mut Tx, way: Way, now: Instant) -> Result<bool, StoreError> {
    let found: Option<(LetterId,)> = tx
        .optional(
            "SELECT id FROM outbox
             WHERE way = ?2 AND sent_at IS NULL AND failed_at IS NULL AND due_at <= ?1 AND give_up_at > ?1
               AND (leased_until IS NULL OR leased_until <= ?1)
             ORDER BY due_at, id LIMIT 1",
            params![now, way.as_stored()],
        )
        .await?;
    Ok(found.is_some())
}

/// A letter that is ours until the lease is over.
#[derive(Clone)]
pub(crate) struct Claimed {
    pub(crate) id: LetterId,
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) written_at: Instant,
    pub(crate) give_up_at: Instant,
    /// With this one.
    pub(crate) attempts: i64,
    /// How many times it may have arrived already.
    pub(crate) doubts: i64,
}

impl FromRow for Claimed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            kind: row.next()?,
            recipient: row.next()?,
            subject: row.next()?,
            sealed: row.next()?,
            written_at: row.next()?,
            give_up_at: row.next()?,
            attempts: row.next()?,
            doubts: times_in_doubt(row.next::<Option<String>>()?.as_deref()),
        })
    }
}

/// Takes the letter of this way that has been due longest, for nobody else until `until`.
pub(crate) async fn claim(tx: &mut WriteTx, way: Way, until: Instant) -> Result<Option<Claimed>, StoreError> {
    let now = tx.now();
    tx.optional(
        "UPDATE outbox SET leased_until = ?2, attempts = attempts + 1
         WHERE id = (SELECT id FROM outbox
                     WHERE way = ?3 AND sent_at IS NULL AND failed_at IS NULL AND due_at <= ?1 AND give_up_at > ?1
                       AND (leased_until IS NULL OR leased_until <= ?1)
                     ORDER BY due_at, id LIMIT 1)
         RETURNING id, kind, recipient, subject, body, created_at, give_up_at, attempts, last_error",
        params![now, until, way.as_stored()],
    )
    .await
}

/// Notes that a letter was sent, whoever holds its lease now, and wipes it.
pub(crate) async fn note_sent(tx: &mut WriteTx, id: LetterId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE outbox SET sent_at = ?2, body = NULL, leased_until = NULL, failed_at = NULL, last_error = NULL
         WHERE id = ?1 AND sent_at IS NULL",
        params![id, now],
    )
    .await?;
    Ok(())
}

/// Puts a letter back until later. Whoever has lost the lease in the meantime says nothing.
pub(crate) async fn postpone(
    tx: &mut WriteTx,
    id: LetterId,
    attempts: i64,
    due_at: Instant,
    why: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE outbox SET due_at = ?3, leased_until = NULL, last_error = ?4
         WHERE id = ?1 AND attempts = ?2 AND sent_at IS NULL AND failed_at IS NULL",
        params![id, attempts, due_at, why],
    )
    .await?;
    Ok(())
}

/// Gives a letter up, and wipes it. Whoever has lost the lease in the meantime says nothing.
pub(crate) async fn give_up(tx: &mut WriteTx, id: LetterId, attempts: i64, why: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE outbox SET failed_at = ?3, body = NULL, leased_until = NULL, last_error = ?4
         WHERE id = ?1 AND attempts = ?2 AND sent_at IS NULL AND failed_at IS NULL",
        params![id, attempts, now, why],
    )
    .await?;
    Ok(())
}
