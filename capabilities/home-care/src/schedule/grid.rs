//! Weeks, days and midnights of a schedule, pure: what of a visit lies on which day, and on which days the clock is changed.

use behorig_access::Instant;
use behorig_web::format::{local, stockholm};
use jiff::civil::Date;

use crate::rules::weeks::{IsoWeek, week_of};

/// A schedule shows at least one week and at most a year.
pub(crate) const WEEKS: std::ops::RangeInclusive<i64> = 1..=52;
/// As many weeks are shown where nobody has said how many.
pub(crate) const WEEKS_UNASKED: u8 = 2;
/// One looks this many weeks back or ahead from this week, and no further.
const FARTHEST: i32 = 53;

/// What of a visit lies on one day of the Swedish calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DayPart {
    /// The day.
    pub day: Date,
    /// When the part begins: the visit's start, or midnight.
    pub from: Instant,
    /// When it ends: the visit's end, or the next midnight.
    pub to: Instant,
    /// The visit begins on this day.
    pub is_first: bool,
    /// The visit ends on this day.
    pub is_last: bool,
}

/// A visit cut at every midnight that it goes past. Nothing where it does not end after it begins.
pub(crate) fn day_parts(from: Instant, to: Instant) -> Vec<DayPart> {
    let mut parts = Vec::new();
    let mut begins = from;
    while begins < to {
        let day = local(begins.0).date();
        let Some(midnight) = midnight_after(day).filter(|midnight| *midnight > begins) else { break };
        let ends = midnight.min(to);
        parts.push(DayPart { day, from: begins, to: ends, is_first: begins == from, is_last: ends == to });
        begins = ends;
    }
    parts
}

fn midnight_before(day: Date) -> Option<Instant> {
    let zoned = day.to_zoned(stockholm().clone()).ok()?;
    Some(Instant(zoned.timestamp().as_millisecond()))
}

fn midnight_after(day: Date) -> Option<Instant> {
    midnight_before(day.tomorrow().ok()?)
}

/// How the clock is changed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockChange {
    /// To summer time: the day has 23 hours.
    Forward,
    /// To winter time: the day has 25 hours.
    Back,
}

/// Whether the clock is changed on this day.
pub(crate) fn clock_change(day: Date) -> Option<ClockChange> {
    const DAY: i64 = 24 * 3_600_000;
    let length = midnight_after(day)?.millis_since(midnight_before(day)?);
    match length.cmp(&DAY) {
        std::cmp::Ordering::Less => Some(ClockChange::Forward),
        std::cmp::Ordering::Greater => Some(ClockChange::Back),
        std::cmp::Ordering::Equal => None,
    }
}

/// Which of the two hours an instant lies in whose time of day comes twice, in the night when the clock is set back.
pub(crate) fn of_two_hours(at: Instant) -> Option<Hour> {
    let shown = local(at.0);
    let twice = stockholm().to_ambiguous_timestamp(shown.datetime()).is_ambiguous();
    let summer = shown.offset().seconds() == 2 * 3600;
    twice.then_some(if summer { Hour::Summer } else { Hour::Winter })
}

/// One of two hours by the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hour {
    /// The first, still summer time.
    Summer,
    /// The second, winter time already.
    Winter,
}

/// So many weeks from a week on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weeks {
    first: IsoWeek,
    count: u8,
}

impl Weeks {
    /// `count` weeks from this week, or from the week that somebody asks for, which is never farther away than one may look.
    pub(crate) fn from(today: Date, asked: Option<IsoWeek>, count: u8) -> Self {
        let this = week_of(today);
        let away = asked.map_or(0, |week| week.weeks_since(this).clamp(-FARTHEST, FARTHEST));
        Self { first: this.plus(away), count: count.max(1) }
    }

    /// The first week.
    pub(crate) const fn first(self) -> IsoWeek {
        self.first
    }

    /// How many.
    pub(crate) const fn count(self) -> u8 {
        self.count
    }

    /// The first day.
    pub(crate) const fn first_day(self) -> Date {
        self.first.monday()
    }

    /// The last day.
    pub(crate) fn last_day(self) -> Date {
        self.first.plus(i32::from(self.count) - 1).sunday()
    }

    /// Each week, in order.
    pub(crate) fn each(self) -> impl Iterator<Item = IsoWeek> {
        (0..i32::from(self.count)).map(move |place| self.first.plus(place))
    }

    /// As many weeks, just before; none where one may not look so far.
    pub(crate) fn earlier(self, today: Date) -> Option<IsoWeek> {
        self.moved(today, -i32::from(self.count))
    }

    /// As many weeks, just after; none where one may not look so far.
    pub(crate) fn later(self, today: Date) -> Option<IsoWeek> {
        self.moved(today, i32::from(self.count))
    }

    fn moved(self, today: Date, weeks: i32) -> Option<IsoWeek> {
        let week = self.first.plus(weeks);
        (week.weeks_since(week_of(today)).abs() <= FARTHEST).then_some(week)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{DateTime, date};
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn at(time: DateTime) -> Instant {
        Instant(time.to_zoned(stockholm().clone()).unwrap().timestamp().as_millisecond())
    }

    #[test]
    fn a_night_visit_lies_on_both_of_its_days() {
        let from = at(date(2026, 11, 23).at(23, 30, 0, 0));
        let parts = day_parts(from, from.plus_millis(HOUR));
        let days: Vec<_> = parts.iter().map(|part| (part.day, part.is_first, part.is_last)).collect();
        assert_eq!(days, [(date(2026, 11, 23), true, false), (date(2026, 11, 24), false, true)]);
    }

    #[test]
    fn a_visit_that_ends_at_midnight_lies_on_one_day() {
        let from = at(date(2026, 11, 23).at(23, 0, 0, 0));
        assert_eq!(day_parts(from, from.plus_millis(HOUR)).len(), 1);
        assert_eq!(day_parts(from, from), []);
        assert_eq!(day_parts(from, from.plus_millis(-HOUR)), []);
    }

    #[test]
    fn the_clock_is_changed_on_the_last_sundays_of_march_and_october() {
        let changed: Vec<Date> = (0..365)
            .map(|days| date(2027, 1, 1).saturating_add(jiff::Span::new().days(days)))
            .filter(|day| clock_change(*day).is_some())
            .collect();
        assert_eq!(changed, [date(2027, 3, 28), date(2027, 10, 31)]);
        assert_eq!(clock_change(date(2027, 3, 28)), Some(ClockChange::Forward));
        assert_eq!(clock_change(date(2027, 10, 31)), Some(ClockChange::Back));
    }

    #[test]
    fn the_two_hours_by_the_same_name_are_told_apart() {
        let midnight = at(date(2027, 10, 31).at(0, 0, 0, 0));
        let hours: Vec<_> = (0..5).map(|hour| of_two_hours(midnight.plus_millis(hour * HOUR + HOUR / 2))).collect();
        assert_eq!(hours, [None, None, Some(Hour::Summer), Some(Hour::Winter), None]);
    }

    #[test]
    fn two_weeks_from_the_last_days_of_a_year_with_week_53_go_on_into_the_next() {
        let weeks = Weeks::from(date(2026, 12, 31), None, 2);
        let numbers: Vec<_> = weeks.each().map(|week| (week.year(), week.number())).collect();
        assert_eq!(numbers, [(2026, 53), (2027, 1)]);
        assert_eq!((weeks.first_day(), weeks.last_day()), (date(2026, 12, 28), date(2027, 1, 10)));
    }

    #[test]
    fn nobody_looks_farther_than_a_year_away() {
        let today = date(2026, 11, 20);
        let far = IsoWeek::new(2090, 1);
        assert_eq!(Weeks::from(today, far, 2).first(), week_of(today).plus(53));
        assert_eq!(Weeks::from(today, far, 52).later(today), None);
        assert!(Weeks::from(today, None, 52).earlier(today).is_some());
    }

    proptest! {
        #[test]
        fn the_parts_of_a_visit_are_the_visit_and_each_lies_within_its_day(
            minutes in 0_i64..(60 * 24 * 730), length in 1_i64..(60 * 24 * 3),
        ) {
            // Two years with all their clock changes.
            let from = at(date(2026, 1, 1).at(0, 0, 0, 0)).plus_millis(minutes * 60_000);
            let to = from.plus_millis(length * 60_000);
            let parts = day_parts(from, to);
            prop_assert_eq!(parts.iter().map(|part| part.to.millis_since(part.from)).sum::<i64>(), length * 60_000);
            prop_assert_eq!(parts.first().map(|part| (part.from, part.is_first)), Some((from, true)));
            prop_assert_eq!(parts.last().map(|part| (part.to, part.is_last)), Some((to, true)));
            for part in &parts {
                prop_assert_eq!(local(part.from.0).date(), part.day);
                prop_assert_eq!(local(part.to.0 - 1).date(), part.day);
            }
            for (one, next) in parts.iter().zip(parts.iter().skip(1)) {
                prop_assert_eq!(one.to, next.from);
                prop_assert_eq!(one.day.tomorrow().unwrap(), next.day);
                prop_assert!(!one.is_last && !next.is_first);
            }
        }

        #[test]
        fn a_number_of_weeks_is_that_many_times_seven_days(days in 0..4_000_i32, count in 1..=52_u8) {
            let today = date(2020, 1, 1).saturating_add(jiff::Span::new().days(days));
            let weeks = Weeks::from(today, None, count);
            let all: Vec<Date> = weeks.each().flat_map(IsoWeek::days).collect();
            prop_assert_eq!(all.len(), 7 * usize::from(count));
            prop_assert!(all.contains(&today));
            prop_assert_eq!(all.first().copied(), Some(weeks.first_day()));
            prop_assert_eq!(all.last().copied(), Some(weeks.last_day()));
        }
    }
}
