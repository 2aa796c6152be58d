//! How one visit goes: who comes and leaves when, what is ticked, and how it then stands.

use std::collections::BTreeMap;

use behorig_access::Instant;
use behorig_home_care::VisitState;
use jiff::civil::{Date, Time};

use super::times::{LONGEST_STAY, MINUTE, day_of, minutes, next_time, start_of};

/// Whoever comes this much before a day begins, or before the planned time, is not too early. In milliseconds.
const EARLY: i64 = 60 * MINUTE;
/// A visit whose time differs more than this from what was planned is asked why. In minutes.
pub(crate) const TOLERANCE: i64 = 15;

/// One person's time at a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stay {
    pub started_at: Option<Instant>,
    pub stopped_at: Option<Instant>,
}

impl Stay {
    /// Whether the person is there now.
    pub(crate) const fn is_there(self) -> bool {
        self.started_at.is_some() && self.stopped_at.is_none()
    }
}

/// A visit as far as its course goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Course {
    pub state: VisitState,
    /// The day on which it is planned to begin.
    pub day: Date,
    pub planned_from: Instant,
    pub planned_to: Instant,
    /// By place.
    pub stays: BTreeMap<i64, Stay>,
    /// Each intervention by name, and whether it is ticked.
    pub ticks: BTreeMap<String, bool>,
    /// When it was made: set where, and only where, it is performed.
    pub performed: Option<(Instant, Instant)>,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Whoever has the place begins.
    Start(i64),
    /// It was the wrong visit: as if nobody had begun.
    Undo(i64),
    /// Interventions are ticked, or a tick is taken back.
    Tick {
        /// Ticked now; one that was not planned is an extra intervention.
        added: Vec<String>,
        /// No longer ticked.
        removed: Vec<String>,
    },
    /// Whoever has the place leaves.
    Stop {
        /// The place.
        place: i64,
        /// By the clock, where it is written afterwards; else now.
        at: Option<Time>,
        /// Nobody who has not come yet will come.
        last: bool,
    },
    /// Nobody was at home, or the customer said no.
    NotMade {
        /// Whether the customer said no.
        declined: bool,
    },
}

/// Why it can't be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The day of the visit has not come.
    TooEarly,
    /// The day of the visit is over.
    TooLate,
    /// The visit stands so that this does not follow.
    Stands(VisitState),
    /// Nobody has the place.
    NoSuchPlace,
    /// Whoever has the place has begun already.
    AlreadyStarted,
    /// Whoever has the place has not begun.
    NotStarted,
    /// Whoever has the place has left already.
    AlreadyStopped,
    /// The stop does not lie after the start, within the longest stay.
    NotAfterStart,
    /// The stop has not come yet.
    InTheFuture,
    /// The start is so long ago that the stop must be told.
    WhenWasThat,
    /// A colleague has been there.
    ColleagueWasThere,
}

impl Course {
    /// Does a step, or changes nothing and says why not.
    pub(crate) fn take(&self, step: &Step, now: Instant) -> Result<Self, Wrong> {
        let mut next = self.clone();
        match step {
            Step::Start(place) => next.start(*place, now)?,
            Step::Undo(place) => next.undo(*place)?,
            Step::Tick { added, removed } => next.tick(added, removed)?,
            Step::Stop { place, at, last } => next.stop(*place, *at, *last, now)?,
            Step::NotMade { declined } => next.not_made(*declined, now)?,
        }
        Ok(next)
    }

    fn stay(&mut self, place: i64) -> Result<&mut Stay, Wrong> {
        self.stays.get_mut(&place).ok_or(Wrong::NoSuchPlace)
    }

    /// Whether it may be begun at this time of its own day.
    pub(crate) fn is_its_day(&self, now: Instant) -> Result<(), Wrong> {
        let begins = start_of(self.day).map_or(self.planned_from, |start| start.min(self.planned_from));
        if now < begins.plus_millis(-EARLY) {
            return Err(Wrong::TooEarly);
        }
        if day_of(now) > day_of(self.planned_to).max(self.day) {
            return Err(Wrong::TooLate);
        }
        Ok(())
    }

    fn start(&mut self, place: i64, now: Instant) -> Result<(), Wrong> {
        let stay = self.stay(place)?;
        if stay.stopped_at.is_some() {
            return Err(Wrong::AlreadyStopped);
        }
        if stay.started_at.is_some() {
            return Err(Wrong::AlreadyStarted);
        }
        if !self.state.is_open() {
            return Err(Wrong::Stands(self.state));
        }
        self.is_its_day(now)?;
        self.stay(place)?.started_at = Some(now);
        self.state = VisitState::Ongoing;
        Ok(())
    }

    fn undo(&mut self, place: i64) -> Result<(), Wrong> {
        let own = *self.stay(place)?;
        if self.state != VisitState::Ongoing {
            return Err(Wrong::Stands(self.state));
        }
        if !own.is_there() {
            return Err(Wrong::NotStarted);
        }
        *self.stay(place)? = Stay::default();
        if self.stays.values().all(|stay| stay.started_at.is_none()) {
            self.state = VisitState::Planned;
        } else {
            self.settle(false);
        }
        Ok(())
    }

    fn tick(&mut self, added: &[String], removed: &[String]) -> Result<(), Wrong> {
        if !matches!(self.state, VisitState::Ongoing | VisitState::Performed) {
            return Err(Wrong::Stands(self.state));
        }
        for name in removed {
            if let Some(tick) = self.ticks.get_mut(name) {
                *tick = false;
            }
        }
        for name in added {
            self.ticks.insert(name.clone(), true);
        }
        Ok(())
    }

    fn stop(&mut self, place: i64, at: Option<Time>, last: bool, now: Instant) -> Result<(), Wrong> {
        let stay = *self.stay(place)?;
        if stay.stopped_at.is_some() {
            return Err(Wrong::AlreadyStopped);
        }
        let started = stay.started_at.ok_or(Wrong::NotStarted)?;
        if self.state != VisitState::Ongoing {
            return Err(Wrong::Stands(self.state));
        }
        let stopped = match at {
            Some(time) => next_time(started, time).ok_or(Wrong::NotAfterStart)?,
            None if now.millis_since(started) > LONGEST_STAY => return Err(Wrong::WhenWasThat),
            None => now,
        };
        if stopped > now {
            return Err(Wrong::InTheFuture);
        }
        if stopped <= started {
            return Err(Wrong::NotAfterStart);
        }
        self.stay(place)?.stopped_at = Some(stopped);
        self.settle(last);
        Ok(())
    }

    /// Where nobody is there any more, and nobody is to come, it is performed.
    fn settle(&mut self, last: bool) {
        let anybody = |is: fn(&Stay) -> bool| self.stays.values().any(is);
        let to_come = anybody(|stay| stay.started_at.is_none()) && !last;
        if to_come || anybody(|stay| stay.is_there()) {
            return;
        }
        let from = self.stays.values().filter_map(|stay| stay.started_at).min();
        let to = self.stays.values().filter_map(|stay| stay.stopped_at).max();
        if let (Some(from), Some(to)) = (from, to) {
            self.performed = Some((from, to));
            self.state = VisitState::Performed;
        }
    }

    fn not_made(&mut self, declined: bool, now: Instant) -> Result<(), Wrong> {
        if !self.state.is_open() {
            return Err(Wrong::Stands(self.state));
        }
        if self.stays.values().any(|stay| stay.stopped_at.is_some()) {
            return Err(Wrong::ColleagueWasThere);
        }
        self.is_its_day(now)?;
        // Whoever stood at the door leaves it.
        for stay in self.stays.values_mut().filter(|stay| stay.is_there()) {
            stay.stopped_at = stay.started_at.map(|started| now.max(started));
        }
        self.state = if declined { VisitState::Declined } else { VisitState::Absent };
        Ok(())
    }

    /// How many minutes it took more than was planned, negative for fewer, where that is asked about.
    pub(crate) fn unexplained(&self) -> Option<i64> {
        let (from, to) = self.performed?;
        difference(self.planned_from, self.planned_to, from, to).filter(|minutes| minutes.abs() > TOLERANCE)
    }
}

/// Performed minutes less planned ones.
pub(crate) fn difference(planned_from: Instant, planned_to: Instant, from: Instant, to: Instant) -> Option<i64> {
    Some(minutes(from, to) - minutes(planned_from, planned_to))
}

#[cfg(test)]
#[path = "course_tests.rs"]
mod tests;
