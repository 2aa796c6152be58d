//! The signed checkpoints that the log is held against: its own, and those that others kept.

use behorig_access::Instant;
use behorig_transparency::{Checkpoint, Cosignature, Hash, LogKeys, Opened, SignedNote, VerifyingKey};

use super::{Kept, Question, Report};
use crate::records::checkpoints::above;
use crate::records::events::MOST_TOLD;
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

impl Good {
    fn of(opened: &Opened, is_witnessed: bool, signed_at: Option<Instant>) -> Self {
        Self {
            size: opened.checkpoint.size(),
            root: opened.checkpoint.root(),
            is_witnessed,
            seen: seen_between(&opened.cosignatures),
            signed_at,
        }
    }
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
        let witnesses: Vec<_> = question.witnesses.iter().filter_map(|witness| witness.key().cloned()).collect();
        let mut good = Vec::new();
        for (note, signed_at) in stored(log, report).await? {
            match keys.open(&note, &witnesses) {
                Ok(opened) => good.push(Good::of(&opened, !opened.cosignatures.is_empty(), Some(signed_at))),
                Err(error) => report.broken(format!("a stored checkpoint: {error}")),
            }
        }
        for kept in &question.seen {
            good.extend(held(kept, keys, &witnesses, question.key.is_some(), report));
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

/// Those of one place that a key of the log has signed. One that none has signed is another log's, was made up by whoever can put
/// something there, or tells that the log's key was changed: which of these, only a key that was handed out can tell (`is_key_known`).
fn held(kept: &Kept, keys: &LogKeys, witnesses: &[VerifyingKey], is_key_known: bool, report: &mut Report) -> Vec<Good> {
    let whence = &kept.whence;
    let (mut good, mut others) = (Vec::new(), 0);
    for note in &kept.notes {
        match keys.open(note, witnesses) {
            Ok(opened) => good.push(Good::of(&opened, true, None)),
            Err(_) if others >= MOST_TOLD => others += 1,
            Err(error) => {
                others += 1;
                let what = Checkpoint::parse(note.text()).map_or_else(
                    |_| "a note".to_owned(),
                    |said| format!("a checkpoint of {} over {} events", said.origin(), said.size()),
                );
                if is_key_known {
                    report.tell(format!(
                        "{whence}: {what} is not this log's, and proves nothing, unless the log has a newer key than the one given: {error}"
                    ));
                } else {
                    report.broken(format!(
                        "{whence}: {what}: {error}. It is another log's, or made up, or the log's key was changed: verify with --key and the key that was handed out"
                    ));
                }
            }
        }
    }
    if others > MOST_TOLD {
        report.tell(format!("{whence}: {others} of these in all"));
    }
    match good.iter().map(|checkpoint| checkpoint.size).max() {
        Some(size) => {
            report.tell(format!("{whence}: checkpoints of this log: {}, the last over {size} events.", good.len()));
        }
        None if kept.notes.is_empty() => report.tell(format!("{whence}: no checkpoint yet.")),
        None => report.broken(format!("{whence}: none of its checkpoints is this log's")),
    }
    good
}

/// The earliest and the latest of these times, in milliseconds.
fn seen_between(cosignatures: &[Cosignature]) -> Option<(i64, i64)> {
    let millis = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
    let earliest = cosignatures.iter().map(|seen| millis(seen.seconds)).min()?;
    Some((earliest, cosignatures.iter().map(|seen| millis(seen.seconds)).max()?))
}

async fn stored(log: &Log, report: &mut Report) -> Result<Vec<(SignedNote, Instant)>, LogError> {
    let (mut notes, mut after) = (Vec::new(), -1);
    let mut read = log.db.read().await?;
    loop {
        let rows = above(&mut read, after).await?;
        let Some(last) = rows.last() else { break };
        after = crate::records::as_stored(last.size);
        for row in rows {
            match SignedNote::parse(&row.note) {
                Ok(note) => {
                    let said = Checkpoint::parse(note.text());
                    if said.is_ok_and(|said| said.size() != row.size || said.root() != row.root) {
                        report.broken(format!("the row of the checkpoint over {} events was changed", row.size));
                    }
                    notes.push((note, row.signed_at));
                }
                Err(error) => report.broken(format!("the checkpoint over {} events: {error}", row.size)),
            }
        }
    }
    Ok(notes)
}
