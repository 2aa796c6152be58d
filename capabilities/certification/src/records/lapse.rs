//! The end of the grace: what nobody confirmed ends, a few lines in each transaction.

use behorig_store::{Event, Recorded, StoreError, Work, WriteTx};
use behorig_visit::AccessEnded;

use super::answer::mark;
use super::ending::{Ended, takes_last_administrator};
use super::letters::{Letters, RoundTold, Told};
use super::line::{tally, undecided};
use super::round;
use super::sight::Sight;
use crate::RoundId;
use crate::rules::{Decision, fate};

/// As many lines are looked at in one transaction: nobody waits long for it.
const AT_ONCE: i64 = 100;

/// A round whose grace is over.
pub(crate) struct Lapse {
    pub round: RoundId,
    pub access_ended: AccessEnded,
    pub letters: Option<Letters>,
}

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lapsed {
    /// How many permissions ended.
    pub ended: usize,
    /// Whether nothing is left of the round.
    pub done: bool,
}

/// Ends what nobody confirmed, up to a hundred lines of it. The round is read anew in the change, so that two nodes end nothing twice.
pub(crate) fn lapse<'t>(tx: &'t mut WriteTx, lapse: &'t Lapse) -> Work<'t, Lapsed, StoreError> {
    Box::pin(async move {
        let now = tx.now();
        let Some(round) = round::find(tx, lapse.round).await?.filter(|round| round.times.is_time_to_end(now)) else {
            let nothing = Lapsed { ended: 0, done: true };
            return Ok(Recorded::nothing_to_record(nothing, "another node has ended it"));
        };
        let lines = undecided(tx, round.id, AT_ONCE).await?;
        let mut ended = Ended::default();
        for line in &lines {
            let guarded = takes_last_administrator(tx, line, now).await?;
            let Some(fate) = fate(&line.as_ruled(now), guarded) else { continue };
            if fate == Decision::Lapsed {
                ended.end(tx, line).await?;
            }
            mark(tx, round.id, line.position, fate).await?;
        }
        let event = Event::change("certification.lapse", "recertification", round.id);
        let recorded = tx.record(event.with_args(format!("ended {}", ended.count()))).await?;
        ended.follow(tx, &recorded, &lapse.access_ended, lapse.letters.as_ref()).await?;
        let done = i64::try_from(lines.len()).is_ok_and(|seen| seen < AT_ONCE);
        if done {
            finish(tx, &round, lapse.letters.as_ref()).await?;
        }
        Ok(recorded.with(Lapsed { ended: ended.count(), done }))
    })
}

/// Nothing of the round is left: noted, and told to those who certify at its unit.
async fn finish(tx: &mut WriteTx, round: &round::Round, letters: Option<&Letters>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE certification_round SET lapsed_at = ?2, version = version + 1 WHERE id = ?1 AND lapsed_at IS NULL",
        behorig_store::params![round.id, now],
    )
    .await?;
    let standing = tally(tx, round.id, &Sight::whole(), now).await?;
    if let Some(letters) = letters.filter(|_| standing.lapsed > 0) {
        letters.to_certifiers(tx, &RoundTold::of(round), Told::Lapsed(standing.lapsed)).await?;
    }
    Ok(())
}
