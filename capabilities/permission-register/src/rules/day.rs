//! The day that the register is read as of.

use behorig_access::Instant;
use behorig_web::format;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The moment that the register is read as of: now, or the end of a day that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AsOf {
    /// The moment.
    pub(crate) at: Instant,
    /// The day that is over; none: now.
    pub(crate) day: Option<Date>,
}

impl AsOf {
    pub(crate) const fn now(now: Instant) -> Self {
        Self { at: now, day: None }
    }

    /// The end of a day in Sweden: the last millisecond that was still of it. Today is now; none for a day that has not been.
    pub(crate) fn end_of(day: Date, now: Instant) -> Option<Self> {
        let today = format::local(now.0).date();
        if day >= today {
            return (day == today).then(|| Self::now(now));
        }
        let next = day.checked_add(1.day()).ok()?.to_zoned(format::stockholm().clone()).ok()?;
        Some(Self { at: Instant(next.timestamp().as_millisecond() - 1), day: Some(day) })
    }
}

/// The first moment of the day after a day: until then a permission lasts that is given to and including it.
pub(crate) fn after(day: Date) -> Option<Instant> {
    let next = day.checked_add(1.day()).ok()?.to_zoned(format::stockholm().clone()).ok()?;
    Some(Instant(next.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// 2026-11-20 10:00 in Stockholm.
    const NOW: Instant = Instant(1_795_165_200_000);

    #[test]
    fn today_is_now_a_past_day_is_its_last_moment_and_a_coming_day_is_none() {
        assert_eq!(AsOf::end_of(date(2026, 11, 20), NOW), Some(AsOf::now(NOW)));
        assert_eq!(AsOf::end_of(date(2026, 11, 21), NOW), None);
        let yesterday = AsOf::end_of(date(2026, 11, 19), NOW).unwrap();
        assert_eq!(yesterday.at, Instant(NOW.0 - 10 * 3_600_000 - 1));
        assert_eq!(yesterday.day, Some(date(2026, 11, 19)));
    }

    proptest! {
        #[test]
        fn the_last_moment_of_a_past_day_is_of_that_day_and_the_next_is_not(back in 1..20_000_i64) {
            let day = date(2026, 11, 20).checked_sub(back.days()).unwrap();
            let as_of = AsOf::end_of(day, NOW).unwrap();
            prop_assert_eq!(format::local(as_of.at.0).date(), day);
            prop_assert_eq!(Some(Instant(as_of.at.0 + 1)), after(day));
            prop_assert_eq!(format::local(as_of.at.0 + 1).date(), day.tomorrow().unwrap());
        }
    }
}
