//! Letters by the calendar: a week before the last day, and the day after it. Each is noted with its round, so that it goes once.

use behorig_access::Instant;
use behorig_store::{Event, Param, Recorded, StoreError, Tx, Work, WriteTx, params};

use super::letters::{Letters, RoundTold, Told};
use super::line::tally;
use super::round::{self, Round};
use super::sight::Sight;
use crate::RoundId;
use crate::rules::WeekLetter;

/// A week in milliseconds.
const WEEK: i64 = 7 * 24 * 3_600_000;
/// As many rounds are looked at in one go; the next hour takes the next.
const AT_ONCE: i64 = 500;

/// The rounds that close within a week and of which nobody was reminded.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn to_remind(tx: &mut Tx, now: Instant) -> Result<Vec<RoundId>, StoreError> {
    let sql = "SELECT r.id FROM certification_round r WHERE r.reminded_at IS NULL AND r.closes_at <= ?1
               ORDER BY r.closes_at LIMIT ?2";
    ids(tx, sql, params![now.plus_millis(WEEK), AT_ONCE]).await
}

/// The rounds that have closed without anybody being told.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn to_report(tx: &mut Tx, now: Instant) -> Result<Vec<RoundId>, StoreError> {
    let sql = "SELECT r.id FROM certification_round r WHERE r.closed_told_at IS NULL AND r.closes_at <= ?1
               ORDER BY r.closes_at LIMIT ?2";
    ids(tx, sql, params![now, AT_ONCE]).await
}

/// The rounds whose grace is over.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn to_end(tx: &mut Tx, now: Instant) -> Result<Vec<RoundId>, StoreError> {
    let sql = "SELECT r.id FROM certification_round r WHERE r.lapsed_at IS NULL AND r.ends_at <= ?1
               ORDER BY r.ends_at LIMIT ?2";
    ids(tx, sql, params![now, AT_ONCE]).await
}

async fn ids(tx: &mut Tx, sql: &str, bound: &[Param<'_>]) -> Result<Vec<RoundId>, StoreError> {
    let rows: Vec<(RoundId,)> = tx.all(sql, bound).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A round, with what letters are written with.
pub(crate) struct Reminding {
    pub round: RoundId,
    pub letters: Option<Letters>,
}

impl Reminding {
    async fn write(&self, tx: &mut WriteTx, round: &Round, told: Told) -> Result<(), StoreError> {
        let Some(letters) = &self.letters else { return Ok(()) };
        letters.to_certifiers(tx, &RoundTold::of(round), told).await
    }
}

/// Reminds the heads of a round a week before its last day, where lines wait; tells whether anybody was.
pub(crate) fn remind<'t>(tx: &'t mut WriteTx, reminding: &'t Reminding) -> Work<'t, bool, StoreError> {
    Box::pin(async move {
        let now = tx.now();
        let noted = "UPDATE certification_round SET reminded_at = ?2 WHERE id = ?1 AND reminded_at IS NULL";
        let first = tx.execute(noted, params![reminding.round, now]).await? > 0;
        let round = round::find(tx, reminding.round).await?.filter(|_| first);
        let due = round.filter(|round| round.times.week_letter(now) == WeekLetter::Due);
        let mut told = false;
        if let Some(round) = due {
            let waiting = tally(tx, round.id, &Sight::whole(), now).await?.waiting;
            told = waiting > 0;
            if told {
                reminding.write(tx, &round, Told::WeekLeft(waiting)).await?;
            }
        }
        Ok(Recorded::nothing_to_record(
            told,
            "that a letter went stands in the outbox, and changes nobody's permission",
        ))
    })
}

/// The day after the last day: tells the heads what nobody confirmed, and the log that the round has closed.
pub(crate) fn report<'t>(tx: &'t mut WriteTx, reminding: &'t Reminding) -> Work<'t, bool, StoreError> {
    Box::pin(async move {
        let now = tx.now();
        let noted = "UPDATE certification_round SET closed_told_at = ?2 WHERE id = ?1 AND closed_told_at IS NULL";
        let first = tx.execute(noted, params![reminding.round, now]).await? > 0;
        let Some(round) = round::find(tx, reminding.round).await?.filter(|_| first) else {
            return Ok(Recorded::nothing_to_record(false, "another node has told it"));
        };
        let waiting = tally(tx, round.id, &Sight::whole(), now).await?.waiting;
        let event = Event::change("certification.close", "recertification", round.id);
        let recorded = tx.record(event.with_args(format!("unconfirmed {waiting}"))).await?;
        if waiting > 0 {
            reminding.write(tx, &round, Told::Closed(waiting)).await?;
        }
        Ok(recorded.with(waiting > 0))
    })
}
