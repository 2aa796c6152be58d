//! The days of a round, and who may answer it when.

use behorig_access::Instant;
use behorig_web::format;
use jiff::Span;
use jiff::civil::Date;

use super::By;

/// A letter goes so long before the round closes, in milliseconds: a week.
const WEEK: i64 = 7 * 24 * 3_600_000;

/// The moment when a day in Sweden is over.
#[must_use]
pub fn after(day: Date) -> Instant {
    let next = day.tomorrow().unwrap_or(day);
    let zoned = next.to_zoned(format::stockholm().clone());
    Instant(zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond()))
}

/// The days of a round that is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The last day to answer.
    pub last_day: Date,
    /// The last day of the grace after it; none where what nobody confirmed is only reported.
    pub last_of_grace: Option<Date>,
}

impl Days {
    /// A round opened on a day, with so many days to answer in and perhaps so many of grace after them.
    #[must_use]
    pub fn of(opened: Date, answer_days: u32, grace_days: Option<u32>) -> Self {
        let later = |day: Date, days: u32| day.saturating_add(Span::new().days(i64::from(days.min(3_650))));
        let last_day = later(opened, answer_days.max(1));
        Self { last_day, last_of_grace: grace_days.map(|days| later(last_day, days)) }
    }
}

/// The moments that a round turns on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When it was opened.
    pub opened_at: Instant,
    /// The moment after its last day.
    pub closes_at: Instant,
    /// When what nobody confirmed ends; none where it is only reported.
    pub ends_at: Option<Instant>,
    /// Whether what nobody had confirmed has ended.
    pub lapsed: bool,
    /// Whether a certifier has sent it in.
    pub submitted: bool,
}

/// Why a round takes no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Its last day is over: only the region answers now.
    Closed,
    /// What nobody confirmed has ended: nobody answers any more.
    Lapsed,
}

/// Whether the letter a week before the last day is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekLetter {
    /// Not yet.
    NotYet,
    /// Now.
    Due,
    /// Never: the round was opened with no more than a week to go, or is over.
    Needless,
}

impl Times {
    /// May the round be answered now? Heads and deputies until its last day is over, the region until what nobody confirmed ends.
    ///
    /// # Errors
    /// Why not.
    pub fn open_to(&self, by: By, now: Instant) -> Result<(), Shut> {
        if self.lapsed || self.ends_at.is_some_and(|ends| ends <= now) {
            return Err(Shut::Lapsed);
        }
        if by == By::Certifier && now >= self.closes_at {
            return Err(Shut::Closed);
        }
        Ok(())
    }

    /// Whether what nobody confirmed is to end now.
    #[must_use]
    pub fn is_time_to_end(&self, now: Instant) -> bool {
        !self.lapsed && self.ends_at.is_some_and(|ends| ends <= now)
    }

    /// Whether the letter a week before the last day is to go now.
    #[must_use]
    pub fn week_letter(&self, now: Instant) -> WeekLetter {
        let goes_at = self.closes_at.plus_millis(-WEEK);
        if now >= self.closes_at || self.opened_at >= goes_at {
            WeekLetter::Needless
        } else if now >= goes_at {
            WeekLetter::Due
        } else {
            WeekLetter::NotYet
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_over_at_midnight_in_sweden_summer_and_winter() {
        // 2026-07-01 22:00 UTC and 2026-01-01 23:00 UTC.
        assert_eq!(after(date(2026, 7, 1)), Instant(1_782_943_200_000));
        assert_eq!(after(date(2026, 1, 1)), Instant(1_767_308_400_000));
    }

    #[test]
    fn the_grace_is_counted_from_the_last_day() {
        let days = Days::of(date(2026, 11, 1), 21, Some(14));
        assert_eq!((days.last_day, days.last_of_grace), (date(2026, 11, 22), Some(date(2026, 12, 6))));
        assert_eq!(Days::of(date(2026, 11, 1), 21, None).last_of_grace, None);
    }

    #[test]
    fn a_round_of_a_few_days_needs_no_letter_a_week_before_its_last_day() {
        let opened_at = after(date(2026, 11, 1));
        let times =
            |last_day| Times { opened_at, closes_at: after(last_day), ends_at: None, lapsed: false, submitted: false };
        assert_eq!(times(date(2026, 11, 6)).week_letter(opened_at), WeekLetter::Needless);
        let long = times(date(2026, 11, 22));
        assert_eq!(long.week_letter(after(date(2026, 11, 14))), WeekLetter::NotYet);
        assert_eq!(long.week_letter(after(date(2026, 11, 15))), WeekLetter::Due);
        assert_eq!(long.week_letter(long.closes_at), WeekLetter::Needless);
    }

    proptest! {
        #[test]
        fn nothing_ends_while_anybody_may_answer_and_the_region_may_as_long_as_the_head(
            now in 0_i64..2_000, closes in 0_i64..1_000, grace in prop::option::of(0_i64..1_000), lapsed: bool,
        ) {
            let times = Times {
                opened_at: Instant(0),
                closes_at: Instant(closes),
                ends_at: grace.map(|grace| Instant(closes + grace)),
                lapsed,
                submitted: false,
            };
            let now = Instant(now);
            let (head, region) = (times.open_to(By::Certifier, now), times.open_to(By::Region, now));
            prop_assert!(head.is_err() || region.is_ok());
            prop_assert!(!times.is_time_to_end(now) || region == Err(Shut::Lapsed));
            prop_assert!(grace.is_some() || !times.is_time_to_end(now), "without a grace nothing ends by itself");
            prop_assert!(head.is_err() || now < times.closes_at);
        }
    }
}
