//! What rows add up to. Every sum is the sum of whole minutes of the visits that it is about, however it is cut.

use jiff::civil::Date;

/// Sums of visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sums {
    /// How many.
    pub rows: i64,
    /// Granted minutes.
    pub granted: i64,
    /// Planned minutes.
    pub planned: i64,
    /// Performed minutes.
    pub performed: i64,
    /// Performed minus planned minutes, of those performed.
    pub difference: i64,
}

impl Sums {
    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows.saturating_add(other.rows),
            granted: self.granted.saturating_add(other.granted),
            planned: self.planned.saturating_add(other.planned),
            performed: self.performed.saturating_add(other.performed),
            difference: self.difference.saturating_add(other.difference),
        }
    }

    /// The sum under a column, where it has one.
    pub(crate) fn under(&self, column: &str) -> Option<i64> {
        match column {
            "granted_minutes" => Some(self.granted),
            "minutes" => Some(self.planned),
            "performed_minutes" => Some(self.performed),
            "difference" => Some(self.difference),
            _ => None,
        }
    }
}

/// An ISO week of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Week {
    /// A day of it: its Monday.
    pub monday: Date,
    /// What it adds up to.
    pub sums: Sums,
}

/// Days put together by their ISO weeks, in order. A week that is cut by the period's end has only the days within.
pub(crate) fn weeks_of(days: &[(Date, Sums)]) -> Vec<Week> {
    let mut weeks: std::collections::BTreeMap<Date, Sums> = std::collections::BTreeMap::new();
    for (day, sums) in days {
        let back = jiff::Span::new().days(i64::from(day.weekday().to_monday_zero_offset()));
        let week = weeks.entry(day.saturating_sub(back)).or_default();
        *week = week.and(*sums);
    }
    weeks.into_iter().map(|(monday, sums)| Week { monday, sums }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_days_around_new_year_are_one_week() {
        let one = Sums { rows: 1, granted: 30, ..Sums::default() };
        let weeks = weeks_of(&[(date(2026, 12, 31), one), (date(2027, 1, 1), one), (date(2027, 1, 4), one)]);
        let told: Vec<(i8, i64)> =
            weeks.iter().map(|week| (week.monday.iso_week_date().week(), week.sums.rows)).collect();
        assert_eq!(told, [(53, 2), (1, 1)]);
    }

    proptest! {
        #[test]
        fn weeks_add_up_to_the_whole_however_the_days_lie(days in proptest::collection::vec((0_i64..800, 0_i64..600, 0_i64..600), 0..60)) {
            let days: Vec<(Date, Sums)> = days
                .into_iter()
                .map(|(day, granted, planned)| {
                    let day = date(2026, 1, 1).saturating_add(jiff::Span::new().days(day));
                    (day, Sums { rows: 1, granted, planned, performed: 7, difference: 7 - planned })
                })
                .collect();
            let whole = days.iter().fold(Sums::default(), |whole, (_, sums)| whole.and(*sums));
            let weeks = weeks_of(&days);
            let added = weeks.iter().fold(Sums::default(), |whole, week| whole.and(week.sums));
            prop_assert_eq!(added, whole);
            prop_assert!(weeks.is_sorted_by_key(|week| week.monday));
            prop_assert!(weeks.iter().all(|week| week.monday.weekday() == jiff::civil::Weekday::Monday));
        }
    }
}
