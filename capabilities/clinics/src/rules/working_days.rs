//! Working days in Sweden: promises are made in them.
//!
//! Off are Saturdays, Sundays, the public holidays of lagen (1989:253) om allmänna helgdagar, and by practice
//! *midsommarafton*, *julafton* and *nyårsafton*. Holidays are computed, so there is no table to forget.

use behorig_access::Instant;
use behorig_web::format;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// Nobody promises longer than this, and nobody counts further: ten years, in days.
const FURTHEST: i64 = 3_653;

/// When a promise of so many working days, given at `from`, has run out: the last millisecond of that day in Sweden.
///
/// The day on which something comes in doesn't count: what comes on a Friday with a promise of one day is due when Monday is
/// over, as is what comes on the Saturday. A promise of none is due the same day, or the first working day after it.
#[must_use]
pub fn due(from: Instant, working_days: i64) -> Instant {
    end_of_day(due_day(format::local(from.0).date(), working_days)).plus_millis(-1)
}

/// The day of [`due`].
#[must_use]
pub fn due_day(from: Date, working_days: i64) -> Date {
    let mut day = from;
    if working_days <= 0 {
        while !is_working_day(day) {
            day = after(day);
        }
        return day;
    }
    let mut left = working_days.min(FURTHEST);
    while left > 0 {
        day = after(day);
        left -= i64::from(is_working_day(day));
    }
    day
}

/// How many working days have begun since: none the same day, one from the first working day after it. What is younger than its
/// promise of `n` days has at most `n` of them.
#[must_use]
pub fn working_days_since(from: Instant, now: Instant) -> i64 {
    let (mut day, today) = (format::local(from.0).date(), format::local(now.0).date());
    let mut days = 0;
    for _ in 0..FURTHEST {
        if day >= today {
            break;
        }
        day = after(day);
        days += i64::from(is_working_day(day));
    }
    days
}

/// The first moment after a day in Sweden: where a period to that day, included, ends.
#[must_use]
pub fn end_of_day(day: Date) -> Instant {
    let midnight = day.tomorrow().and_then(|next| next.to_zoned(format::stockholm().clone()));
    // The last day of the calendar never ends.
    Instant(midnight.map_or(i64::MAX, |midnight| midnight.timestamp().as_millisecond()))
}

/// Whether people are at work.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_fixed_holiday(day) && !is_moving_holiday(day)
}

/// The day after; from the end of the calendar back into its last weeks, so that every count ends.
fn after(day: Date) -> Date {
    day.tomorrow().unwrap_or(jiff::civil::date(9999, 11, 15))
}

/// Nyårsdagen, trettondedag jul, första maj, nationaldagen, julafton, juldagen, annandag jul, nyårsafton.
fn is_fixed_holiday(day: Date) -> bool {
    const FIXED: [(i8, i8); 8] = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)];
    FIXED.contains(&(day.month(), day.day()))
}

/// Those that move and are no Saturday or Sunday: långfredagen, annandag påsk, Kristi himmelsfärds dag and midsommarafton.
fn is_moving_holiday(day: Date) -> bool {
    let easter = easter_sunday(day.year());
    let is_from_easter = |span: Span| easter.checked_add(span).is_ok_and(|there| there == day);
    let is_midsummer_eve = day.month() == 6 && (19..=25).contains(&day.day()) && day.weekday() == Weekday::Friday;
    is_midsummer_eve || is_from_easter((-2).days()) || is_from_easter(1.days()) || is_from_easter(39.days())
}

/// Easter Sunday of a year of the Gregorian calendar (the Meeus/Jones/Butcher algorithm).
fn easter_sunday(year: i16) -> Date {
    let year = i32::from(year);
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let fields = (i16::try_from(year), i8::try_from(days / 31), i8::try_from(days % 31 + 1));
    match fields {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).unwrap_or(Date::MIN),
        // The algorithm gives a day of March or April for every year.
        _ => Date::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A time of day on a wall in Sweden.
    fn at(day: Date, hour: i8) -> Instant {
        Instant(day.at(hour, 0, 0, 0).to_zoned(format::stockholm().clone()).unwrap().timestamp().as_millisecond())
    }

    fn days_off_in_the_week(year: i16) -> Vec<String> {
        let weekend = [Weekday::Saturday, Weekday::Sunday];
        let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
        days.filter(|day| !weekend.contains(&day.weekday()) && !is_working_day(*day))
            .map(|day| day.to_string()[5..].to_owned())
            .collect()
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, month, day) in
            [(2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)]
        {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn the_days_off_within_the_week_are_those_of_the_almanac() {
        let expected_2025 = [
            "01-01", "01-06", "04-18", "04-21", "05-01", "05-29", "06-06", "06-20", "12-24", "12-25", "12-26", "12-31",
        ];
        assert_eq!(days_off_in_the_week(2025), expected_2025);
        let expected_2026 = ["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31"];
        assert_eq!(days_off_in_the_week(2026), expected_2026);
        let expected_2027 = ["01-01", "01-06", "03-26", "03-29", "05-06", "06-25", "12-24", "12-31"];
        assert_eq!(days_off_in_the_week(2027), expected_2027);
    }

    #[test]
    fn a_promise_counts_from_the_day_after_and_steps_over_days_off() {
        let due_on = |from, days| due_day(from, days).to_string();
        assert_eq!(due_on(date(2026, 11, 16), 2), "2026-11-18");
        assert_eq!(due_on(date(2026, 11, 20), 1), "2026-11-23", "Friday to Monday");
        assert_eq!(due_on(date(2026, 11, 21), 1), "2026-11-23", "Saturday to Monday");
        assert_eq!(due_on(date(2026, 12, 23), 2), "2026-12-29", "over Christmas");
        assert_eq!(due_on(date(2026, 12, 30), 1), "2027-01-04", "over New Year");
        assert_eq!(due_on(date(2026, 4, 2), 1), "2026-04-07", "over Easter");
        assert_eq!(due_on(date(2026, 6, 18), 1), "2026-06-22", "over midsummer");
        assert_eq!(due_on(date(2026, 5, 13), 1), "2026-05-15", "over Ascension Day");
        assert_eq!(due_on(date(2026, 11, 20), 0), "2026-11-20");
        assert_eq!(due_on(date(2026, 11, 21), 0), "2026-11-23");
    }

    #[test]
    fn a_promise_runs_out_with_the_last_millisecond_of_the_swedish_day_in_summer_and_in_winter() {
        // 23.30 on a Thursday in Sweden, which is 21.30 or 22.30 in UTC.
        for (evening, last) in
            [(date(2026, 7, 2), "2026-07-03T21:59:59.999Z"), (date(2026, 11, 19), "2026-11-20T22:59:59.999Z")]
        {
            let due = due(at(evening, 23), 1);
            assert_eq!(format::machine_time(due.0), last);
            assert_eq!(format::local(due.0).date(), due_day(evening, 1));
        }
        // After midnight in Sweden it is Friday, though UTC still says Thursday.
        assert_eq!(due_day(format::local(at(date(2026, 11, 20), 0).0).date(), 1).to_string(), "2026-11-23");
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        let hours = |day: Date| (end_of_day(day).0 - at(day, 0).0) / 3_600_000;
        assert_eq!([hours(date(2026, 3, 29)), hours(date(2026, 10, 25)), hours(date(2026, 11, 22))], [23, 25, 24]);
    }

    #[test]
    fn age_is_counted_in_working_days_that_have_begun() {
        let friday = at(date(2026, 11, 20), 15);
        let age = |day, hour| working_days_since(friday, at(day, hour));
        assert_eq!(age(date(2026, 11, 20), 23), 0);
        assert_eq!(age(date(2026, 11, 22), 12), 0);
        assert_eq!(age(date(2026, 11, 23), 0), 1);
        assert_eq!(age(date(2026, 11, 25), 8), 3);
        assert_eq!(age(date(2026, 11, 1), 8), 0, "what comes later than now has no age");
    }

    #[test]
    fn counting_ends_at_the_ends_of_the_calendar() {
        assert!(due(Instant(i64::MAX), i64::MAX).0 > 0);
        assert!(is_working_day(due_day(Date::MAX, 3)));
        assert!(working_days_since(Instant(0), at(date(9999, 12, 30), 0)) < FURTHEST);
    }

    proptest! {
        #[test]
        fn a_promise_is_due_on_a_working_day_with_so_many_of_them_up_to_it(days in 0..36_000_i32, hour in 0..24_i8, promise in 1..60_i64) {
            let from = date(1990, 1, 1).checked_add(Span::new().days(days)).unwrap();
            let day = due_day(from, promise);
            prop_assert!(day > from && is_working_day(day));
            let received = at(from, hour);
            prop_assert_eq!(working_days_since(received, due(received, promise)), promise);
            prop_assert!(due_day(from, promise + 1) > day);
            prop_assert!(due_day(after(from), promise) >= day);
        }

        #[test]
        fn easter_is_a_sunday_between_22_march_and_25_april(year in 1583..9999_i16) {
            let easter = easter_sunday(year);
            prop_assert_eq!(easter.weekday(), Weekday::Sunday);
            prop_assert!(easter >= date(year, 3, 22) && easter <= date(year, 4, 25));
        }
    }
}
