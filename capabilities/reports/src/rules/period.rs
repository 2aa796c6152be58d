//! Relative periods: which days *aktuell månad* is depends on the day on which it is asked.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

/// The longest period, in days: no report can be asked about more than a leap year.
#[cfg(test)]
pub(crate) const LONGEST: i32 = 366;

/// A period that is told by the day on which the report is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// *I dag*.
    Today,
    /// *Denna vecka*: the ISO week, Monday to Sunday.
    ThisWeek,
    /// *Förra veckan*.
    LastWeek,
    /// *Aktuell månad*.
    ThisMonth,
    /// *Föregående månad*.
    LastMonth,
    /// *Aktuellt år*.
    ThisYear,
    /// *Föregående år*.
    LastYear,
    /// *De senaste 30 dagarna*, today among them.
    Last30Days,
}

impl Period {
    /// Every period, in the order in which it is offered.
    pub(crate) const ALL: [Self; 8] = [
        Self::Today,
        Self::ThisWeek,
        Self::LastWeek,
        Self::ThisMonth,
        Self::LastMonth,
        Self::ThisYear,
        Self::LastYear,
        Self::Last30Days,
    ];

    /// As stored and as forms send it.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::ThisWeek => "this-week",
            Self::LastWeek => "last-week",
            Self::ThisMonth => "this-month",
            Self::LastMonth => "last-month",
            Self::ThisYear => "this-year",
            Self::LastYear => "last-year",
            Self::Last30Days => "last-30-days",
        }
    }

    /// The period with this key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.key() == key)
    }

    /// The text id of its name.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Today => "reports-period-today",
            Self::ThisWeek => "reports-period-this-week",
            Self::LastWeek => "reports-period-last-week",
            Self::ThisMonth => "reports-period-this-month",
            Self::LastMonth => "reports-period-last-month",
            Self::ThisYear => "reports-period-this-year",
            Self::LastYear => "reports-period-last-year",
            Self::Last30Days => "reports-period-last-30-days",
        }
    }

    /// The days that it is when today is `today`. At the ends of the calendar it stops where the calendar does.
    pub(crate) fn days(self, today: Date) -> Days {
        let back = |span: Span| today.saturating_sub(span);
        match self {
            Self::Today => Days { from: today, to: today },
            Self::ThisWeek => week_of(today),
            Self::LastWeek => week_of(back(1.week())),
            Self::ThisMonth => month_of(today),
            Self::LastMonth => month_of(today.first_of_month().saturating_sub(1.day())),
            Self::ThisYear => Days { from: today.first_of_year(), to: today.last_of_year() },
            Self::LastYear => {
                let last = today.first_of_year().saturating_sub(1.day());
                Days { from: last.first_of_year(), to: last.last_of_year() }
            }
            Self::Last30Days => Days { from: back(29.days()), to: today },
        }
    }
}

fn month_of(day: Date) -> Days {
    Days { from: day.first_of_month(), to: day.last_of_month() }
}

fn week_of(day: Date) -> Days {
    let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
    Days { from: monday, to: monday.saturating_add(6.days()) }
}

/// Civil days of Stockholm, the first and the last both in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Days {
    /// Whether a day is one of them.
    #[cfg(test)]
    pub(crate) fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The first moment of the first day and the first moment after the last, in milliseconds since 1970: by the clock of
    /// Stockholm, so that the day in March has 23 hours and the day in October 25.
    pub(crate) fn moments(self) -> (i64, i64) {
        let midnight = |day: Date| {
            let start = day.to_zoned(behorig_web::format::stockholm().clone());
            start.map_or(0, |start| start.timestamp().as_millisecond())
        };
        (midnight(self.from), midnight(self.to.saturating_add(1.day())))
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
        period.days(today).shown()
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        assert_eq!(shown(Period::LastMonth, date(2028, 3, 31)), "2028-02-01 – 2028-02-29");
        assert_eq!(shown(Period::LastMonth, date(2027, 3, 1)), "2027-02-01 – 2027-02-28");
        assert_eq!(shown(Period::LastMonth, date(2027, 1, 15)), "2026-12-01 – 2026-12-31");
        assert_eq!(shown(Period::ThisMonth, date(2026, 11, 30)), "2026-11-01 – 2026-11-30");
        assert_eq!(shown(Period::LastYear, date(2027, 1, 1)), "2026-01-01 – 2026-12-31");
        assert_eq!(shown(Period::Today, date(2026, 11, 22)), "2026-11-22");
        assert_eq!(shown(Period::Last30Days, date(2026, 11, 22)), "2026-10-24 – 2026-11-22");
    }

    #[test]
    fn a_week_may_begin_in_one_year_and_end_in_the_next() {
        // 1 January 2027 is a Friday of week 53.
        assert_eq!(shown(Period::ThisWeek, date(2027, 1, 1)), "2026-12-28 – 2027-01-03");
        assert_eq!(shown(Period::LastWeek, date(2027, 1, 4)), "2026-12-28 – 2027-01-03");
        assert_eq!(date(2027, 1, 1).iso_week_date().week(), 53);
    }

    #[test]
    fn the_day_of_a_clock_change_is_an_hour_shorter_or_longer() {
        let hours = |day: Date| {
            let (from, to) = Days { from: day, to: day }.moments();
            (to - from) / 3_600_000
        };
        assert_eq!(hours(date(2027, 3, 28)), 23);
        assert_eq!(hours(date(2026, 10, 25)), 25);
        assert_eq!(hours(date(2026, 11, 22)), 24);
    }

    #[test]
    fn the_calendars_first_and_last_days_break_nothing() {
        for period in Period::ALL {
            let _ = period.days(Date::MIN).moments();
            let _ = period.days(Date::MAX).moments();
        }
    }

    prop_compose! {
        fn any_day()(days in 0_i32..60_000) -> Date {
            date(1970, 1, 1).saturating_add(days.days())
        }
    }

    proptest! {
        #[test]
        fn a_period_is_in_order_and_never_longer_than_a_leap_year(today in any_day()) {
            for period in Period::ALL {
                let days = period.days(today);
                prop_assert!(days.from <= days.to);
                prop_assert!(days.from.until(days.to).unwrap().get_days() < LONGEST);
                prop_assert_eq!(Period::from_key(period.key()), Some(period));
            }
        }

        #[test]
        fn the_month_before_ends_the_day_before_this_month_begins(today in any_day()) {
            for (before, now) in [
                (Period::LastWeek, Period::ThisWeek),
                (Period::LastMonth, Period::ThisMonth),
                (Period::LastYear, Period::ThisYear),
            ] {
                let (before, now) = (before.days(today), now.days(today));
                prop_assert_eq!(before.to.tomorrow().unwrap(), now.from);
                prop_assert!(now.contains(today) && !before.contains(today));
            }
        }

        #[test]
        fn every_moment_of_a_day_lies_in_its_day_and_in_no_other(today in any_day(), minute in 0_i64..1_440) {
            let (from, to) = Days { from: today, to: today }.moments();
            let at = from + minute * (to - from) / 1_440;
            prop_assert_eq!(behorig_web::format::local(at).date(), today);
            prop_assert!(behorig_web::format::local(from - 1).date() < today);
            prop_assert!(behorig_web::format::local(to).date() > today);
        }
    }
}
