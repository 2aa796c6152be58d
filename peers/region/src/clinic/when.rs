//! When things happened, told from the day on which the demo is made.

use behorig_access::Instant;
use behorig_clinics::is_working_day;
use behorig_web::format;
use jiff::civil::Date;

/// A moment in the past.
#[derive(Debug, Clone, Copy)]
pub(crate) enum When {
    /// So many working days before today, at this hour and minute in Sweden.
    Day(usize, i8, i8),
    /// So many minutes ago.
    Ago(i64),
}

/// The working days before today, the last one first.
pub(crate) struct Calendar {
    now: Instant,
    days: Vec<Date>,
}

impl Calendar {
    pub(crate) fn before(now: Instant) -> Self {
        let mut day = format::local(now.0).date();
        let mut days = Vec::new();
        while let (true, Ok(earlier)) = (days.len() < 15, day.yesterday()) {
            day = earlier;
            if is_working_day(day) {
                days.push(day);
            }
        }
        Self { now, days }
    }

    /// The moment; never later than now.
    pub(crate) fn at(&self, when: When) -> Instant {
        let at = match when {
            When::Ago(minutes) => self.now.plus_millis(-minutes * 60_000),
            When::Day(back, hour, minute) => self
                .days
                .get(back.saturating_sub(1))
                .and_then(|day| day.at(hour, minute, 0, 0).to_zoned(format::stockholm().clone()).ok())
                .map_or(self.now, |zoned| Instant(zoned.timestamp().as_millisecond())),
        };
        at.min(self.now)
    }
}
