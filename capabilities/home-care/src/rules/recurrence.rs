//! When an assignment's visits are: on weekdays, every n weeks counted from the ISO week of its first day, at an hour of the clock
//! in Stockholm.
//!
//! A day is the civil day on which a visit begins. Length is time that passes, so that a visit in the night of a change of the
//! clock is as long as any other; a start that the clock leaps over in March moves forward by what it leaps, and of the two starts
//! that a repeated hour has in October the first is meant.

use behorig_access::Instant;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use super::weeks::week_of;

/// The longest that a visit can be, in minutes: a day and a night.
pub const LONGEST: i64 = 24 * 60;
/// The shortest that a visit can be, in minutes.
pub const SHORTEST: i64 = 5;
/// The rarest recurrence, in weeks.
pub const RAREST: i64 = 52;
/// As many as can be sent to one visit.
pub const MOST_STAFF: i64 = 4;
const DAY: i64 = 24 * 60;
/// What the clock leaps over in March, in minutes.
const LEAP: i64 = 60;

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Weekdays(u8);

impl Weekdays {
    /// All seven.
    pub const EVERY_DAY: Self = Self(0x7f);

    /// From its bits: bit 0 is Monday, bit 6 Sunday.
    #[must_use]
    pub fn from_bits(bits: i64) -> Option<Self> {
        u8::try_from(bits).ok().filter(|bits| *bits <= Self::EVERY_DAY.0).map(Self)
    }

    /// Its bits.
    #[must_use]
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    /// These days, and one more.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | Self::bit(day))
    }

    /// Whether the day is among them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    /// The days, from Monday.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::Monday.cycle_forward().take(7).filter(move |day| self.contains(*day))
    }

    /// How many days.
    #[must_use]
    pub fn count(self) -> i64 {
        i64::from(self.0.count_ones())
    }

    fn bit(day: Weekday) -> u8 {
        1 << day.to_monday_zero_offset()
    }
}

/// How an assignment recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// On which days.
    pub weekdays: Weekdays,
    /// Every so many weeks, counted from the ISO week of its first day.
    pub every_weeks: i64,
    /// The first day on which a visit may begin.
    pub from: Date,
    /// The last day on which a visit may begin.
    pub to: Option<Date>,
    /// Minutes after midnight on the clock of Stockholm.
    pub start: i64,
    /// The latest minute after midnight at which it may begin, where it may begin within a window.
    pub window_to: Option<i64>,
    /// Minutes that pass from its start to its end.
    pub length: i64,
}

/// Why visits cannot recur so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// No day of the week.
    #[error("no day of the week is chosen")]
    NoWeekday,
    /// Every 0 weeks, or more than [`RAREST`].
    #[error("visits recur every 1 to {RAREST} weeks")]
    EveryWeeks,
    /// The last day comes before the first.
    #[error("the last day comes before the first")]
    EndsBeforeItBegins,
    /// A minute that no day has.
    #[error("the start is no time of the day")]
    Start,
    /// The window ends before it begins.
    #[error("the window ends before it begins")]
    Window,
    /// Shorter than [`SHORTEST`] or longer than [`LONGEST`].
    #[error("a visit is {SHORTEST} to {LONGEST} minutes long")]
    Length,
    /// A visit could still go on when the next one begins.
    #[error("a visit would still go on when the next one begins")]
    OverlapsItself,
}

impl Recurrence {
    /// Checks that visits can recur so.
    ///
    /// # Errors
    /// Each [`RecurrenceError`] found, in the order of the form.
    pub fn check(&self) -> Result<(), Vec<RecurrenceError>> {
        let minute = 0..DAY;
        let wrong = [
            (self.weekdays == Weekdays::default(), RecurrenceError::NoWeekday),
            (!(1..=RAREST).contains(&self.every_weeks), RecurrenceError::EveryWeeks),
            (self.to.is_some_and(|to| to < self.from), RecurrenceError::EndsBeforeItBegins),
            (!minute.contains(&self.start), RecurrenceError::Start),
            (self.window_to.is_some_and(|to| to <= self.start || to >= DAY), RecurrenceError::Window),
            (!(SHORTEST..=LONGEST).contains(&self.length), RecurrenceError::Length),
        ];
        let mut errors: Vec<RecurrenceError> =
            wrong.into_iter().filter(|(is, _)| *is).map(|(_, error)| error).collect();
        if errors.is_empty() && self.overlaps_itself() {
            errors.push(RecurrenceError::OverlapsItself);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    // Judged by the shortest day that there is, the one on which the clock leaps forward.
    fn overlaps_itself(&self) -> bool {
        let latest_end = self.window_to.unwrap_or(self.start) + self.length;
        latest_end > self.start + self.days_to_next() * DAY - LEAP
    }

    // The fewest days from one visit to the next.
    fn days_to_next(&self) -> i64 {
        let days: Vec<i64> = self.weekdays.iter().map(|day| i64::from(day.to_monday_zero_offset())).collect();
        let within = days.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?));
        let around = days.first().zip(days.last()).map(|(first, last)| first + 7 * self.every_weeks - last);
        within.chain(around).min().unwrap_or(7)
    }

    /// Whether a visit begins on this day, pauses aside.
    #[must_use]
    pub fn falls_on(&self, day: Date) -> bool {
        day >= self.from
            && self.to.is_none_or(|to| day <= to)
            && self.weekdays.contains(day.weekday())
            && i64::from(week_of(day).weeks_since(week_of(self.from))).checked_rem(self.every_weeks) == Some(0)
    }

    /// Whether a day that had its visit before has none any more, though the visits go on. What comes after the last day has ended,
    /// and nobody need be asked about it.
    #[must_use]
    pub fn leaves_out(&self, before: &Self, day: Date) -> bool {
        before.falls_on(day) && !self.falls_on(day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Days without visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The first of them.
    pub from: Date,
    /// The last of them; none until further notice.
    pub to: Option<Date>,
}

impl Pause {
    /// Whether the day is one of them.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        day >= self.from && self.to.is_none_or(|to| day <= to)
    }
}

/// One visit of an assignment, as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The day on which it begins.
    pub day: Date,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// Whether the customer's care is paused on that day.
    pub paused: bool,
}

/// The moment of a clock time in Stockholm: that many minutes after midnight by the clock on the wall. None outside the calendar.
#[must_use]
pub fn moment(day: Date, minute: i64, zone: &TimeZone) -> Option<Instant> {
    let (hour, minute) = (i8::try_from(minute.div_euclid(60)).ok()?, i8::try_from(minute.rem_euclid(60)).ok()?);
    let at = day.to_datetime(Time::new(hour, minute, 0, 0).ok()?).to_zoned(zone.clone()).ok()?;
    Some(Instant(at.timestamp().as_millisecond()))
}

/// The visits of an assignment that begin on the days from `from` to `to`, both included, in order.
pub fn occasions(assignment: &Recurrence, pauses: &[Pause], from: Date, to: Date) -> impl Iterator<Item = Occasion> {
    let zone = behorig_web::format::stockholm();
    let first = from.max(assignment.from);
    let last = assignment.to.map_or(to, |end| end.min(to));
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last);
    days.filter(|day| assignment.falls_on(*day)).filter_map(move |day| {
        let from = moment(day, assignment.start, zone)?;
        let to = from.plus_millis(assignment.length * 60_000);
        Some(Occasion { day, from, to, paused: pauses.iter().any(|pause| pause.covers(day)) })
    })
}

#[cfg(test)]
#[path = "recurrence_tests.rs"]
mod tests;
