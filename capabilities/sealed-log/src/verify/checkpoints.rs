//! The signed checkpoints that the log is held against: its own, and those that others kept.

use behorig_access::Instant;
use behorig_transparency::{Cosignature, Hash, LogKeys, SignedNote};

use super::{Question, Report};
use crate::records::checkpoints::above;
use crate::{Log, LogError};

/// A checkpoint whose signature holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Good {
    pub(super) size: u64,
    pub(super) root: Hash,
    /// Somebody else has it too.
    pub(super) is_witnessed: bool,
    /// The earliest and the latest time of a witness's cosignature, in milliseconds since 1970 UTC.
    pub(super) seen: Option<(i64, i64)>,
    /// When it was signed, as its row says: nobody has signed that.
    pub(super) signed_at: Option<Instant>,
}

/// All of them, smallest first.
pub(super) struct Checkpoints {
    pub(super) good: Vec<Good>,
}

impl Checkpoints {
    pub(super) async fn of(
        log: &Log,
        keys: &LogKeys,
        question: &Question,
        report: &mut Report,
    ) -> Result<Self, LogError> {
        let mut notes = stored(log, report).await?;
        let own = notes.len();
        notes.extend(question.seen.iter().map(|note| (note.clone(), None)));
        let witnesses: Vec<_> = question.witnesses.iter().filter_map(|witness| witness.key().cloned()).collect();
        let mut good = Vec::with_capacity(notes.len());
        for (at, (note, signed_at)) in notes.iter().enumerate() {
            match keys.open(note, &witnesses) {
                Ok(opened) => good.push(Good {
                    size: opened.checkpoint.size(),
                    root: opened.checkpoint.root(),
                    is_witnessed: at >= own || !opened.cosignatures.is_empty(),
                    seen: seen_between(&opened.cosignatures),
                    signed_at: *signed_at,
                }),
                Err(error) if at >= own => report.broken(format!("a checkpoint that somebody kept: {error}")),
                Err(error) => report.broken(format!("a stored checkpoint: {error}")),
            }
        }
        good.sort_by_key(|checkpoint| checkpoint.size);
        for (one, other) in good.iter().zip(good.iter().skip(1)) {
            if one.size == other.size && one.root != other.root {
                let size = one.size;
                report.broken(format!(
                    "two signed checkpoints over {size} events differ: the log was shown in two forms"
                ));
            }
        }
        Ok(Self { good })
    }

    pub(super) fn count(&self) -> usize {
        self.good.len()
    }

    /// The largest.
    pub(super) fn last(&self) -> Option<&Good> {
        self.good.last()
    }
}

/// The earliest and the latest of these times, in milliseconds.
fn seen_between(cosignatures: &[Cosignature]) -> Option<(i64, i64)> {
    let millis = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
    let earliest = cosignatures.iter().map(|seen| millis(seen.seconds)).min()?;
    Some((earliest, cosignatures.iter().map(|seen| millis(seen.seconds)).max()?))
}

async fn stored(log: &Log, report: &mut Report) -> Result<Vec<(SignedNote, Option<Instant>)>, LogError> {
    let (mut notes, mut after) = (Vec::new(), -1);
    let mut read = log.db.read().await?;
    loop {
        let rows = above(&mut read, after).await?;
        let Some(last) = rows.last() else { break };
        after = crate::records::as_stored(last.size);
        for row in rows {
            match SignedNote::parse(&row.note) {
                Ok(note) => {
                    let said = behorig_transparency::Checkpoint::parse(note.text());
                    if said.is_ok_and(|said| said.size() != row.size || said.root() != row.root) {
                        report.broken(format!("the row of the checkpoint over {} events was changed", row.size));
                    }
                    notes.push((note, Some(row.signed_at)));
                }
                Err(error) => report.broken(format!("the checkpoint over {} events: {error}", row.size)),
            }
        }
    }
    Ok(notes)
}
