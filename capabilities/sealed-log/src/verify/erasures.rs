//! Erased events, and the events that tell of them. Only what is told by an event of the tree itself, and is older than five years as far
//! as the log and its checkpoints can say, was erased with leave.

use behorig_access::Instant;
use behorig_transparency::{Day, FLOOR_DAYS, Positions, Thinning};

use super::Report;
use super::times::{CheckpointTimes, Passed};
use crate::records::events::MOST_TOLD;
use crate::walk::Place;

const DAY: i64 = 86_400_000;
/// So many tellings are put together at a time.
const SOME: usize = 256;

/// What was seen of erasures on the way.
#[derive(Default)]
pub(super) struct Erasures {
    now: i64,
    times: CheckpointTimes,
    /// When events happened that are there, and when leaves were sealed as their rows say.
    happened: Passed,
    sealed: Passed,
    erased: Positions,
    /// Erased with leave, and those that a witness's clock proves to be old enough.
    allowed: Told,
    proven: Told,
    tellers: u64,
    findings: Vec<String>,
    /// Events that tell of an erasure, and were sealed since the checkpoints were read.
    unsigned: Vec<(u64, Instant, String)>,
}

/// Positions that are told of in no order.
#[derive(Default)]
struct Told {
    all: Positions,
    recent: Vec<Positions>,
}

impl Told {
    fn add(&mut self, positions: Positions) {
        self.recent.push(positions);
        if self.recent.len() >= SOME {
            self.all = self.together();
            self.recent.clear();
        }
    }

    fn together(&self) -> Positions {
        Positions::together(self.recent.iter().cloned().chain([self.all.clone()]))
    }
}

impl Erasures {
    pub(super) fn new(now: Instant, times: CheckpointTimes) -> Self {
        Self { now: now.0, times, ..Self::default() }
    }

    /// Goes on with newer checkpoints. What lies behind the place where an event tells of an erasure does not change what it may tell: it is
    /// heard as it would have been there.
    pub(super) fn expect(&mut self, times: CheckpointTimes) {
        self.times = times;
        for (position, at, told) in std::mem::take(&mut self.unsigned) {
            self.hear(position, at, &told);
        }
    }

    /// Looks at the next position. What an event says counts only where it is the one that was sealed.
    pub(super) fn look_at(&mut self, place: &Place, position: u64) {
        if let Some(sealed_at) = place.sealed_at {
            self.sealed.see(position, sealed_at.0);
        }
        if place.is_erased {
            self.erased.add(position, position);
        }
        let Some((at, _)) = place.times.filter(|_| place.now == place.sealed) else { return };
        self.happened.see(position, at.0);
        if let Some(told) = &place.told {
            self.hear(position, at, told);
        }
    }

    /// An event that tells of a thinning.
    fn hear(&mut self, position: u64, at: Instant, told: &str) {
        if position >= self.times.signed() {
            self.unsigned.push((position, at, told.to_owned()));
            return;
        }
        let Some(told) = Thinning::parse(told) else {
            self.find(format!("the event at position {position} tells of an erasure in a form that is not known"));
            return;
        };
        self.tellers += 1;
        if at.0 > self.now.saturating_add(DAY) {
            self.find(format!("the event at position {position} tells of an erasure that lies in the future"));
            return;
        }
        // The log may say that it is later than it is, a witness does not.
        let at = self.times.first_seen(position).map_or(at.0, |seen| seen.min(at.0));
        let floor = Day::of(at).minus(FLOOR_DAYS);
        if told.before > floor {
            self.find(format!(
                "the event at position {position} tells that events before {} were erased, less than five years after them",
                told.before
            ));
            return;
        }
        let limit = position
            .min(self.happened.first_after(floor))
            .min(self.sealed.first_after(floor))
            .min(self.times.young_after(floor));
        let (old, young) = told.positions.split(limit);
        if young.count() > 0 {
            self.find(format!(
                "the event at position {position} tells that the events at positions {} were erased, which were sealed less than five \
                 years before",
                shortened(&young)
            ));
        }
        self.proven.add(old.split(self.times.proven_by(floor)).0);
        self.allowed.add(old);
    }

    fn find(&mut self, finding: String) {
        if self.findings.len() < MOST_TOLD {
            self.findings.push(finding);
        }
    }

    /// Erased positions of which nothing tells.
    pub(super) fn untold(&self) -> Positions {
        self.erased.without(&self.allowed.together())
    }

    pub(super) fn tell(&self, report: &mut Report) {
        let untold = self.untold();
        for (first, last) in untold.rows().iter().take(MOST_TOLD) {
            report.broken(if first == last {
                format!("erased: the event at position {first}, and no event of the log tells of it with leave")
            } else {
                format!(
                    "erased: the events at positions {first} to {last}, and no event of the log tells of them with leave"
                )
            });
        }
        if let Some(more) = untold.rows().len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            report.broken(format!("erased: {more} more places like these"));
        }
        self.findings.iter().for_each(|finding| report.broken(finding.clone()));
        for (position, ..) in &self.unsigned {
            report
                .tell(format!("The event at position {position} tells of an erasure, and is under no checkpoint yet."));
        }
        let allowed = self.allowed.together();
        let gone = self.erased.count() - untold.count();
        if gone > 0 {
            let proven = self.erased.count() - self.erased.without(&self.proven.together()).count();
            report.tell(format!(
                "{gone} events were erased, as {} events of the log tell; a witness's clock proves of {proven} of them that they were older \
                 than five years, the order of the log says it of all.",
                self.tellers
            ));
        }
        let there = allowed.without(&self.erased).count();
        if there > 0 {
            report.tell(format!("{there} events that were told to be erased are there: a backup was restored."));
        }
    }
}

/// A few of the rows.
fn shortened(positions: &Positions) -> String {
    let mut few = Positions::default();
    positions.rows().iter().take(5).for_each(|(first, last)| few.add(*first, *last));
    if positions.rows().len() > 5 { format!("{few} and more") } else { few.to_string() }
}
