//! The days of an appointment.

use behorig_access::Instant;
use behorig_roles::rules::{PeriodError, period};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The end of an appointment that stands: after another last day, or until further notice. Ending it at once is another matter.
///
/// # Errors
/// [`PeriodError`] where the last day is before today or before the first.
pub fn new_end(from: Instant, to: Option<Date>, now: Instant, zone: &TimeZone) -> Result<Option<Instant>, PeriodError> {
    let begins = jiff::Timestamp::from_millisecond(from.max(now).0).map_err(|_| PeriodError::OutsideTheCalendar)?;
    period(Some(begins.to_zoned(zone.clone()).date()), to, now, zone).map(|period| period.to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// 2026-11-20 10:00 in Stockholm.
    const NOW: Instant = Instant(1_795_165_200_000);
    const DAY: i64 = 24 * 3_600_000;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Stockholm").unwrap()
    }

    #[test]
    fn a_new_end_is_neither_before_today_nor_before_the_first_day() {
        let coming = Instant(NOW.0 + 10 * DAY);
        assert_eq!(new_end(coming, Some(date(2026, 11, 29)), NOW, &zone()), Err(PeriodError::EndsBeforeItBegins));
        assert!(new_end(coming, Some(date(2026, 11, 30)), NOW, &zone()).unwrap().is_some());
        assert_eq!(new_end(Instant(0), Some(date(2026, 11, 19)), NOW, &zone()), Err(PeriodError::EndsBeforeItBegins));
        assert_eq!(new_end(Instant(0), None, NOW, &zone()), Ok(None));
    }

    proptest! {
        #[test]
        fn an_appointment_whose_end_is_moved_still_ends_after_it_begins_and_after_now(
            from in -400..400_i64, last in -400..400_i32,
        ) {
            let from = Instant(NOW.0 + from * DAY);
            let last = date(2026, 11, 20).checked_add(jiff::Span::new().days(last)).unwrap();
            if let Ok(end) = new_end(from, Some(last), NOW, &zone()) {
                prop_assert!(end.is_some_and(|end| end > from && end > NOW));
            }
        }
    }
}
