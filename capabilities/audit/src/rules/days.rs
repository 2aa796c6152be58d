//! A period of whole days in Sweden.

use behorig_access::Instant;
use behorig_clinics::end_of_day;
use jiff::Span;
use jiff::civil::Date;

/// The longest period that is searched, sampled or told at once: a leap year.
pub(crate) const MOST_DAYS: i64 = 366;

/// A first and a last day, the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: Date,
    pub to: Date,
}

impl Days {
    /// So many days that end with this one.
    pub(crate) fn until(to: Date, days: i64) -> Self {
        Self { from: to.saturating_sub(Span::new().days(days.clamp(1, MOST_DAYS) - 1)), to }
    }

    /// How many days.
    pub(crate) fn count(self) -> i64 {
        self.from.until(self.to).map_or(i64::MAX, |span| i64::from(span.get_days()) + 1)
    }

    /// The moment when it begins, and the first moment after it.
    pub(crate) fn moments(self) -> (Instant, Instant) {
        let begins = self.from.yesterday().map_or(Instant(i64::MIN), end_of_day);
        (begins, end_of_day(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_period_lasts_from_its_first_midnight_to_the_one_after_its_last_day() {
        let night_of_the_clocks = Days { from: date(2026, 10, 25), to: date(2026, 10, 25) };
        let (from, to) = night_of_the_clocks.moments();
        assert_eq!((to.0 - from.0) / 3_600_000, 25);
        assert_eq!(Days::until(date(2026, 11, 20), 30).from, date(2026, 10, 22));
        assert_eq!(Days::until(date(2026, 11, 20), 30).count(), 30);
    }

    proptest! {
        #[test]
        fn periods_that_follow_each_other_leave_nothing_out(days in 1_i64..400, more in 1_i64..400) {
            let day = date(2026, 1, 1);
            let first = Days { from: day, to: day.saturating_add(Span::new().days(days)) };
            let next = first.to.tomorrow().unwrap();
            let second = Days { from: next, to: next.saturating_add(Span::new().days(more)) };
            prop_assert_eq!(first.moments().1, second.moments().0);
            prop_assert_eq!(first.count(), days + 1);
        }
    }
}
