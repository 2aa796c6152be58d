//! Weeks as Swedish calendars count them: ISO 8601, from Monday, with a week 53 in some years.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A week of the ISO calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoWeek {
    // The week is its Monday: comparing and counting is then counting days.
    monday: Date,
}

/// A text is no week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a week: expected a year and a week such as 2026-W53")]
pub struct MalformedWeek;

/// The week that a day lies in.
#[must_use]
pub fn week_of(day: Date) -> IsoWeek {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    // The calendar's very first days have no Monday before them; no visit is there.
    IsoWeek { monday: day.checked_sub(back.days()).unwrap_or(day) }
}

impl IsoWeek {
    /// The week of this number in this ISO year; none where the year has no such week.
    #[must_use]
    pub fn new(year: i16, week: i8) -> Option<Self> {
        ISOWeekDate::new(year, week, Weekday::Monday).ok().map(|day| Self { monday: day.date() })
    }

    /// The ISO year: not always that of the calendar, for the days around New Year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.monday.iso_week_date().year()
    }

    /// The number, from 1 to 53.
    #[must_use]
    pub fn number(self) -> i8 {
        self.monday.iso_week_date().week()
    }

    /// Its first day.
    #[must_use]
    pub const fn monday(self) -> Date {
        self.monday
    }

    /// Its last day.
    #[must_use]
    pub fn sunday(self) -> Date {
        self.monday.saturating_add(6.days())
    }

    /// Its seven days, from Monday.
    pub fn days(self) -> impl Iterator<Item = Date> {
        (0..7).map(move |day: i32| self.monday.saturating_add(day.days()))
    }

    /// The week so many weeks later, or earlier where negative; stays at the calendar's end instead of leaving it.
    #[must_use]
    pub fn plus(self, weeks: i32) -> Self {
        self.monday.checked_add(i64::from(weeks).weeks()).map_or(self, week_of)
    }

    /// How many weeks later this is than another, negative where it is earlier.
    #[must_use]
    pub fn weeks_since(self, other: Self) -> i32 {
        days_between(other.monday, self.monday) / 7
    }
}

/// How many days `to` lies after `from`; negative where it lies before.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(from.duration_until(to).as_secs() / 86_400).unwrap_or(0)
}

impl fmt::Display for IsoWeek {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-W{:02}", self.year(), self.number())
    }
}

impl FromStr for IsoWeek {
    type Err = MalformedWeek;

    /// As [`fmt::Display`] writes it, which is also what a browser's week field sends.
    fn from_str(text: &str) -> Result<Self, MalformedWeek> {
        let (year, week) = text.split_once("-W").ok_or(MalformedWeek)?;
        let digits = |part: &str, long: usize| part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return Err(MalformedWeek);
        }
        let (year, week) = (year.parse().map_err(|_| MalformedWeek)?, week.parse().map_err(|_| MalformedWeek)?);
        Self::new(year, week).ok_or(MalformedWeek)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_year_with_a_week_53_has_it_and_the_next_year_begins_within_it() {
        let last = week_of(date(2026, 12, 31));
        assert_eq!((last.year(), last.number()), (2026, 53));
        assert_eq!(week_of(date(2027, 1, 3)), last);
        assert_eq!(last.plus(1), IsoWeek::new(2027, 1).unwrap());
        assert_eq!(IsoWeek::new(2027, 53), None);
        assert_eq!(IsoWeek::new(2026, 0), None);
    }

    #[test]
    fn a_week_is_read_as_it_is_written_and_nothing_else_is_one() {
        assert_eq!("2026-W53".parse(), Ok(week_of(date(2026, 12, 28))));
        for text in ["2027-W53", "2026-W00", "2026-W", "2026W53", "26-W10", "2026-W1", "", "2026-W-1", "+026-W01"] {
            assert_eq!(text.parse::<IsoWeek>(), Err(MalformedWeek), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_own_week_and_weeks_are_seven_days_apart(days in 0..80_000_i32, weeks in -2_000..2_000_i32) {
            let day = date(1900, 1, 1).saturating_add(days.days());
            let week = week_of(day);
            prop_assert!(week.days().any(|one| one == day));
            prop_assert_eq!(week.monday().weekday(), Weekday::Monday);
            prop_assert_eq!(week.to_string().parse(), Ok(week));
            prop_assert_eq!(week.plus(weeks).weeks_since(week), weeks);
            prop_assert_eq!(days_between(day, week.plus(weeks).monday()), days_between(day, week.monday()) + 7 * weeks);
        }
    }
}
