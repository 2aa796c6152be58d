//! How long a handed-out case type lasts: through a day as Swedish calendars have it, or until further notice.

use behorig_access::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// *Tills vidare*.
    UntilFurtherNotice,
    /// To the end of this day.
    Through(Date),
}

/// Why a day can't be the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LastingError {
    /// It has been.
    #[error("the last day is over")]
    Past,
    /// No calendar of ours has the day after.
    #[error("the day lies outside the calendar")]
    OutsideTheCalendar,
}

impl Lasting {
    /// The first moment that it no longer lasts: the midnight after its last day on a wall clock in `zone`.
    ///
    /// # Errors
    /// [`LastingError::Past`] for a day before the one that `now` is in.
    pub(crate) fn end(self, now: Instant, zone: &TimeZone) -> Result<Option<Instant>, LastingError> {
        let Self::Through(last) = self else { return Ok(None) };
        let outside = |_| LastingError::OutsideTheCalendar;
        let midnight = last.tomorrow().and_then(|day| day.to_zoned(zone.clone())).map_err(outside)?;
        let end = Instant(midnight.timestamp().as_millisecond());
        if end <= now { Err(LastingError::Past) } else { Ok(Some(end)) }
    }

    /// What a period that ends at this moment was chosen as.
    pub(crate) fn of_end(end: Option<Instant>, zone: &TimeZone) -> Self {
        let last_moment = end.and_then(|end| jiff::Timestamp::from_millisecond(end.plus_millis(-1).0).ok());
        last_moment.map_or(Self::UntilFurtherNotice, |at| Self::Through(at.to_zoned(zone.clone()).date()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn stockholm() -> TimeZone {
        TimeZone::get("Europe/Stockholm").unwrap()
    }

    fn at(day: Date, hour: i8, minute: i8) -> Instant {
        Instant(day.at(hour, minute, 0, 0).to_zoned(stockholm()).unwrap().timestamp().as_millisecond())
    }

    #[test]
    fn a_day_ends_at_midnight_in_sweden_also_when_the_clock_changes() {
        let now = at(date(2026, 10, 20), 12, 0);
        // Winter time begins on the 25th: that day is 25 hours long.
        for (last, hours) in [(date(2026, 10, 24), 24), (date(2026, 10, 25), 25)] {
            let end = Lasting::Through(last).end(now, &stockholm()).unwrap().unwrap();
            assert_eq!(end.millis_since(at(last, 0, 0)), hours * 3_600_000, "{last}");
        }
    }

    #[test]
    fn today_lasts_until_midnight_and_yesterday_is_refused() {
        let today = date(2026, 11, 20);
        let late = at(today, 23, 59);
        assert_eq!(Lasting::Through(today).end(late, &stockholm()), Ok(Some(at(date(2026, 11, 21), 0, 0))));
        assert_eq!(Lasting::Through(date(2026, 11, 19)).end(late, &stockholm()), Err(LastingError::Past));
        assert_eq!(Lasting::UntilFurtherNotice.end(late, &stockholm()), Ok(None));
        let last = Lasting::Through(Date::MAX).end(late, &stockholm());
        assert_eq!(last, Err(LastingError::OutsideTheCalendar));
    }

    proptest! {
        #[test]
        fn a_chosen_day_is_read_back_and_is_the_last_on_which_it_lasts(days in 0..4_000_i64) {
            let now = at(date(2026, 11, 20), 14, 30);
            let last = date(2026, 11, 20).checked_add(jiff::Span::new().days(days)).unwrap();
            let end = Lasting::Through(last).end(now, &stockholm()).unwrap();
            prop_assert_eq!(Lasting::of_end(end, &stockholm()), Lasting::Through(last));
            prop_assert!(at(last, 23, 59) < end.unwrap() && end.unwrap() <= at(last.tomorrow().unwrap(), 0, 0));
        }
    }
}
