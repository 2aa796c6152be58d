//! The clock on the wall in Stockholm, and the instants that it stands for.

use behorig_access::Instant;
use behorig_web::format;
use jiff::civil::{Date, DateTime, Time};

/// Milliseconds of a minute.
pub(crate) const MINUTE: i64 = 60_000;
/// Nobody is at one visit longer than this: what seems longer is a stop that somebody forgot. In milliseconds.
pub(crate) const LONGEST_STAY: i64 = 12 * 60 * MINUTE;

/// The day on which an instant falls.
pub(crate) fn day_of(at: Instant) -> Date {
    format::local(at.0).date()
}

/// What the clock shows then.
pub(crate) fn clock_of(at: Instant) -> Time {
    format::local(at.0).time()
}

/// The instant when the clock shows this: past the gap of March, and the first of the two in October.
pub(crate) fn instant_of(day: Date, time: Time) -> Option<Instant> {
    let zoned = DateTime::from_parts(day, time).to_zoned(format::stockholm().clone()).ok()?;
    Some(Instant(zoned.timestamp().as_millisecond()))
}

/// The first instant of a day.
pub(crate) fn start_of(day: Date) -> Option<Instant> {
    instant_of(day, Time::midnight())
}

/// The first time after `start`, within the longest stay, when the clock shows `time`: after midnight for who began before it, and
/// the second of October's two where the first was too early.
pub(crate) fn next_time(start: Instant, time: Time) -> Option<Instant> {
    let day = day_of(start);
    let days = [Some(day), day.tomorrow().ok()];
    let zone = format::stockholm();
    let shown = days.into_iter().flatten().flat_map(|day| {
        let ambiguous = zone.to_ambiguous_zoned(DateTime::from_parts(day, time));
        [ambiguous.clone().earlier().ok(), ambiguous.later().ok()]
    });
    shown
        .flatten()
        .map(|zoned| Instant(zoned.timestamp().as_millisecond()))
        .find(|at| *at > start && at.millis_since(start) <= LONGEST_STAY)
}

/// A time as people and browsers write it: `08:30`, `8.30`, `0830`.
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None if matches!(text.len(), 3 | 4) && text.is_ascii() => text.split_at(text.len() - 2),
        None => return None,
    };
    let number = |text: &str, most: usize| {
        let digits = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i8>().ok()).flatten()
    };
    if minutes.len() != 2 {
        return None;
    }
    Time::new(number(hours, 2)?, number(minutes, 2)?, 0, 0).ok()
}

/// As an input of the kind `time` has it, and as parsed above.
pub(crate) fn typed_time(at: Instant) -> String {
    let time = clock_of(at);
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Minutes from one instant to another by time that passes, to the nearest, as schedules and reports count them.
pub(crate) fn minutes(from: Instant, to: Instant) -> i64 {
    to.millis_since(from).saturating_add(MINUTE / 2).div_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    fn at(day: Date, hour: i8, minute: i8) -> Instant {
        instant_of(day, time(hour, minute, 0, 0)).unwrap()
    }

    #[test]
    fn a_time_that_march_skips_is_moved_past_the_gap_and_of_octobers_two_the_first_is_meant() {
        let spring = date(2026, 3, 29);
        assert_eq!(typed_time(at(spring, 2, 30)), "03:30");
        let autumn = date(2026, 10, 25);
        assert_eq!(minutes(at(autumn, 1, 30), at(autumn, 2, 30)), 60);
        assert_eq!(minutes(at(autumn, 2, 30), at(autumn, 3, 30)), 120);
    }

    #[test]
    fn a_stop_after_midnight_belongs_to_the_night_and_a_stop_before_the_start_to_none() {
        let day = date(2026, 11, 20);
        let late = at(day, 22, 50);
        assert_eq!(next_time(late, time(0, 20, 0, 0)), Some(at(date(2026, 11, 21), 0, 20)));
        assert_eq!(next_time(at(day, 8, 0), time(7, 30, 0, 0)), None);
        assert_eq!(next_time(at(day, 8, 0), time(8, 0, 0, 0)), None);
        // The night in October that has two o'clock twice.
        let autumn = date(2026, 10, 25);
        let first = at(autumn, 2, 50);
        assert_eq!(next_time(first, time(2, 10, 0, 0)), Some(first.plus_millis(20 * MINUTE)));
    }

    #[test]
    fn a_time_is_taken_as_people_write_it() {
        for text in ["08:30", "8.30", "0830", "830", " 8:30 "] {
            assert_eq!(parse_time(text), Some(time(8, 30, 0, 0)), "{text}");
        }
        for text in ["", "8", "24:00", "08:60", "8:3", "kl 8", "-1:30", "08:30:00", "٠٨:٣٠", "123456"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_time_that_a_stop_shows_is_found_again(start in 1_700_000_000..1_900_000_000_i64, length in 1..720_i64) {
            let start = Instant(start / 60 * 60_000);
            let stop = start.plus_millis(length * MINUTE);
            let found = next_time(start, clock_of(stop)).unwrap();
            prop_assert!(found > start && found <= stop);
            prop_assert_eq!(clock_of(found), clock_of(stop));
        }

        #[test]
        fn no_text_breaks_the_time(text: String) {
            if let Some(time) = parse_time(&text) {
                prop_assert_eq!(parse_time(&format!("{:02}:{:02}", time.hour(), time.minute())), Some(time));
            }
        }
    }
}
