//! Days as the database counts them, and as they are put together for a drawing.

use behorig_clinics::is_working_day;
use behorig_web::format;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::Days;

/// In milliseconds.
const DAY: i64 = 86_400_000;
/// Nobody waits longer for an answer; what came before is counted to its day by the clock of the winter.
const YEARS_BACK: i32 = 10;

/// The number of a day, counted from 1970-01-01.
pub(crate) fn index_of_day(day: Date) -> i64 {
    date(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// The day of a number; at the ends of the calendar its first or last.
fn day_of_index(index: i64) -> Date {
    date(1970, 1, 1).saturating_add(jiff::Span::new().days(index.clamp(-719_000, 2_932_000)))
}

/// Which day of Stockholm a moment belongs to, as an expression of SQL: by every change of the clock from ten years before the period
/// on, so that the midnight after a change is the midnight of Stockholm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayOf {
    /// Before this moment the clock was so far ahead of UTC; both in milliseconds, in order.
    before: Vec<(i64, i64)>,
    /// How far it is ahead after the last of them.
    after: i64,
}

impl DayOf {
    /// For moments up to now: nothing has happened after it, however far ahead a period ends.
    pub(crate) fn until(days: Days, now: i64) -> Self {
        let zone = format::stockholm();
        let (from, _) = days.moments();
        let start = from.min(now) - i64::from(YEARS_BACK) * 366 * DAY;
        let start = Timestamp::from_millisecond(start).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut offset = i64::from(zone.to_offset(start).seconds()) * 1_000;
        let mut before = Vec::new();
        for change in zone.following(start) {
            let at = change.timestamp().as_millisecond();
            if at > now {
                break;
            }
            before.push((at, offset));
            offset = i64::from(change.offset().seconds()) * 1_000;
        }
        Self { before, after: offset }
    }

    /// The number of the day of the moment in `column`. Its numbers are ours and no one else's, and stand in the text because a
    /// database can't tell the type of a value that is bound inside CASE.
    pub(crate) fn sql(&self, column: &str) -> String {
        let mut ahead = String::from("CASE");
        for (at, offset) in &self.before {
            ahead.push_str(&format!(" WHEN {column} < {at} THEN {offset}"));
        }
        if self.before.is_empty() {
            ahead.push_str(" WHEN FALSE THEN 0");
        }
        format!("CAST(({column} + {ahead} ELSE {} END) / {DAY} AS BIGINT)", self.after)
    }

    /// The number of the day of a moment, as [`DayOf::sql`] makes it.
    #[cfg(test)]
    fn index(&self, at: i64) -> i64 {
        let ahead = self.before.iter().find(|(until, _)| at < *until).map_or(self.after, |(_, offset)| *offset);
        (at + ahead) / DAY
    }
}

/// How many working days lie between two days, looked up.
#[derive(Debug, Clone)]
pub(crate) struct WorkingDays {
    first: i64,
    /// Up to and with each day from the first.
    up_to: Vec<i64>,
}

impl WorkingDays {
    /// For days with numbers from `first` to `last`; before the first of ten years nothing is counted.
    pub(crate) fn between(first: i64, last: i64) -> Self {
        let first = first.max(last.saturating_sub(i64::from(YEARS_BACK + 1) * 366));
        let mut counted = 0;
        let up_to = (first..=last)
            .map(|index| {
                counted += i64::from(is_working_day(day_of_index(index)));
                counted
            })
            .collect();
        Self { first, up_to }
    }

    /// How many working days have begun after the day `from` up to and with the day `to`: none on the same day.
    pub(crate) fn passed(&self, from: i64, to: i64) -> i64 {
        let at = |index: i64| {
            let place = usize::try_from(index - self.first).ok();
            place.and_then(|place| self.up_to.get(place)).or(self.up_to.last().filter(|_| index >= self.first))
        };
        let (from, to) = (at(from).copied().unwrap_or(0), at(to).copied().unwrap_or(0));
        (to - from).max(0)
    }
}

/// How many days a group of a drawing holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Each day by itself.
    Day,
    /// ISO weeks.
    Week,
}

impl Step {
    /// As fine as can still be seen: days of up to two months, else weeks.
    pub(crate) fn of(days: Days) -> Self {
        if days.count() <= 62 { Self::Day } else { Self::Week }
    }
}

/// The days of a period in groups, in order and without a gap. A week that the period cuts has only the days within.
pub(crate) fn buckets(days: Days, step: Step) -> Vec<Days> {
    let mut found: Vec<Days> = Vec::new();
    let mut day = days.from;
    while day <= days.to {
        match found.last_mut() {
            Some(last) if step == Step::Week && day.weekday() != jiff::civil::Weekday::Monday => last.to = day,
            _ => found.push(Days { from: day, to: day }),
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::Instant;
    use jiff::ToSpan as _;
    use proptest::prelude::*;

    fn one_day(day: Date) -> Days {
        Days { from: day, to: day }
    }

    #[test]
    fn the_clock_changes_within_the_period_and_no_midnight_moves() {
        let year = Days { from: date(2026, 1, 1), to: date(2026, 12, 31) };
        let day_of = DayOf::until(year, year.moments().1);
        for change in [date(2026, 3, 29), date(2026, 10, 25)] {
            let (from, to) = one_day(change).moments();
            let index = index_of_day(change);
            assert_eq!([day_of.index(from - 1), day_of.index(from)], [index - 1, index], "{change}");
            assert_eq!([day_of.index(to - 1), day_of.index(to)], [index, index + 1], "{change}");
        }
        assert_eq!(day_of.before.len(), 22, "two changes a year");
    }

    #[test]
    fn a_period_at_either_end_of_the_calendar_asks_no_endless_question() {
        let now = one_day(date(2026, 11, 20)).moments().0;
        for day in [Date::MIN, date(1, 1, 1), date(9999, 1, 1), Date::MAX] {
            assert!(DayOf::until(one_day(day), now).before.len() < 400, "{day}");
        }
    }

    #[test]
    fn groups_are_days_of_short_periods_and_weeks_of_long_ones() {
        let month = Days { from: date(2026, 11, 1), to: date(2026, 11, 30) };
        assert_eq!((Step::of(month), buckets(month, Step::Day).len()), (Step::Day, 30));
        let year = Days { from: date(2026, 1, 1), to: date(2026, 12, 31) };
        let weeks = buckets(year, Step::of(year));
        assert_eq!(weeks.len(), 53);
        assert_eq!(weeks[0].shown(), "2026-01-01 – 2026-01-04", "a Thursday");
        assert_eq!(weeks[1].shown(), "2026-01-05 – 2026-01-11");
        assert_eq!(weeks[52].shown(), "2026-12-28 – 2026-12-31");
    }

    proptest! {
        #[test]
        fn the_database_counts_the_day_that_the_clock_on_the_wall_shows(
            days in 0..25_000_i64, length in 0..366_i64, back in 0..3_600_i64, second in -7_300_i64..93_600
        ) {
            let from = date(1990, 1, 1).saturating_add(days.days());
            let period = Days { from, to: from.saturating_add(length.days()) };
            let (_, end) = period.moments();
            let at = (end - back * DAY - second * 1_000).min(end - 1);
            let expected = index_of_day(format::local(at).date());
            prop_assert_eq!(DayOf::until(period, end).index(at), expected);
            prop_assert_eq!(day_of_index(expected), format::local(at).date());
        }

        #[test]
        fn working_days_are_counted_as_everywhere_else(days in 0..12_000_i32, later in 0..400_i64, hour in 0..24_i8) {
            let from = date(1995, 1, 1).saturating_add(days.days());
            let to = from.saturating_add(later.days());
            let at = |day: Date| {
                Instant(day.at(hour, 30, 0, 0).to_zoned(format::stockholm().clone()).unwrap().timestamp().as_millisecond())
            };
            let (first, last) = (index_of_day(from), index_of_day(to));
            let counted = WorkingDays::between(first - 30, last + 3).passed(first, last);
            prop_assert_eq!(counted, behorig_clinics::working_days_since(at(from), at(to)));
        }

        #[test]
        fn every_day_of_a_period_is_in_one_group(days in 0..12_000_i64, length in 0..366_i64, weekly: bool) {
            let from = date(1995, 1, 1).saturating_add(days.days());
            let period = Days { from, to: from.saturating_add(length.days()) };
            let groups = buckets(period, if weekly { Step::Week } else { Step::Day });
            prop_assert_eq!(groups.iter().map(|group| i64::from(group.count())).sum::<i64>(), length + 1);
            prop_assert!(groups.windows(2).all(|pair| pair[0].to.tomorrow().unwrap() == pair[1].from));
            prop_assert_eq!((groups[0].from, groups[groups.len() - 1].to), (period.from, period.to));
        }
    }
}
