//! The periods that can be chosen: days of Stockholm, up to today.

use behorig_web::format;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The longest period, in days.
pub(crate) const LONGEST: i32 = 366;

/// A period to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// *Denna vecka*, from Monday to today.
    ThisWeek,
    /// *Denna månad*.
    ThisMonth,
    /// *Senaste 30 dagarna*, today among them.
    Last30Days,
    /// *Detta kvartal*.
    ThisQuarter,
    /// *I år*.
    ThisYear,
    /// *Från och till*: days of one's own.
    Between,
}

impl Period {
    /// Every period, in the order in which it is offered.
    pub(crate) const ALL: [Self; 6] =
        [Self::ThisWeek, Self::ThisMonth, Self::Last30Days, Self::ThisQuarter, Self::ThisYear, Self::Between];

    /// As addresses say it.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::ThisWeek => "vecka",
            Self::ThisMonth => "manad",
            Self::Last30Days => "30-dagar",
            Self::ThisQuarter => "kvartal",
            Self::ThisYear => "ar",
            Self::Between => "egen",
        }
    }

    /// The period with this key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.key() == key)
    }

    /// The text id of its name.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::ThisWeek => "dashboard-period-week",
            Self::ThisMonth => "dashboard-period-month",
            Self::Last30Days => "dashboard-period-30-days",
            Self::ThisQuarter => "dashboard-period-quarter",
            Self::ThisYear => "dashboard-period-year",
            Self::Between => "dashboard-period-own",
        }
    }

    /// Its days when today is `today`; none where they are chosen one by one. What has not come yet is not among them.
    pub(crate) fn days(self, today: Date) -> Option<Days> {
        let from = match self {
            Self::ThisWeek => today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days()),
            Self::ThisMonth => today.first_of_month(),
            Self::Last30Days => today.saturating_sub(29.days()),
            Self::ThisQuarter => {
                let first = today.first_of_month();
                first.saturating_sub(i64::from((first.month() - 1) % 3).months())
            }
            Self::ThisYear => today.first_of_year(),
            Self::Between => return None,
        };
        Some(Days { from, to: today })
    }
}

/// Civil days of Stockholm, the first and the last both among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Days {
    /// The first moment of the first day and the first moment after the last, in milliseconds since 1970: by the clock of Stockholm,
    /// so that the day in March has 23 hours and the day in October 25.
    pub(crate) fn moments(self) -> (i64, i64) {
        let midnight = |day: Date| {
            let start = day.to_zoned(format::stockholm().clone());
            start.map_or(0, |start| start.timestamp().as_millisecond())
        };
        (midnight(self.from), midnight(self.to.saturating_add(1.day())))
    }

    /// How many they are.
    pub(crate) fn count(self) -> i32 {
        self.from.until(self.to).map_or(0, |span| span.get_days()) + 1
    }

    /// `2026-11-01 – 2026-11-30`; a single day once.
    pub(crate) fn shown(self) -> String {
        if self.from == self.to { self.from.to_string() } else { format!("{} – {}", self.from, self.to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn shown(period: Period, today: Date) -> String {
        period.days(today).map(Days::shown).unwrap_or_default()
    }

    #[test]
    fn a_period_begins_where_the_calendar_says_and_ends_today() {
        let sunday = date(2026, 11, 22);
        assert_eq!(shown(Period::ThisWeek, sunday), "2026-11-16 – 2026-11-22");
        assert_eq!(shown(Period::ThisMonth, sunday), "2026-11-01 – 2026-11-22");
        assert_eq!(shown(Period::Last30Days, sunday), "2026-10-24 – 2026-11-22");
        assert_eq!(shown(Period::ThisQuarter, sunday), "2026-10-01 – 2026-11-22");
        assert_eq!(shown(Period::ThisYear, sunday), "2026-01-01 – 2026-11-22");
        assert_eq!(shown(Period::ThisQuarter, date(2026, 3, 31)), "2026-01-01 – 2026-03-31");
        assert_eq!(shown(Period::ThisYear, date(2027, 1, 1)), "2027-01-01");
        assert_eq!(Period::Between.days(sunday), None);
    }

    #[test]
    fn the_day_of_a_clock_change_is_an_hour_shorter_or_longer() {
        let hours = |day: Date| {
            let (from, to) = Days { from: day, to: day }.moments();
            (to - from) / 3_600_000
        };
        assert_eq!([hours(date(2027, 3, 28)), hours(date(2026, 10, 25)), hours(date(2026, 11, 22))], [23, 25, 24]);
    }

    proptest! {
        #[test]
        fn a_period_holds_today_and_is_never_longer_than_a_leap_year(days in 0..60_000_i64) {
            let today = date(1970, 1, 1).saturating_add(days.days());
            for period in Period::ALL {
                prop_assert_eq!(Period::from_key(period.key()), Some(period));
                if let Some(days) = period.days(today) {
                    prop_assert!(days.from <= today && days.to == today);
                    prop_assert!(days.count() >= 1 && days.count() <= LONGEST);
                }
            }
        }
    }
}
