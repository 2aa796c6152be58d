//! A report as it is defined: what it asks, in which columns, and whom it is shown to.

use behorig_access::UnitId;
use jiff::civil::Date;

use super::Period;
use crate::records::data::DataSet;

/// Whom a report is shown to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ShownTo {
    /// *Bara jag*: the one who made it.
    Own,
    /// Everybody with service 179 at these units and below them.
    Units(Vec<UnitId>),
}

/// Whom a report is shown to, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visibility {
    /// Whom.
    pub to: ShownTo,
    /// The first day; none from the beginning.
    pub from: Option<Date>,
    /// The last day; none until further notice.
    pub until: Option<Date>,
}

impl Visibility {
    /// Whether others than its owner are shown the report on this day, as far as the days tell.
    pub(crate) fn holds_on(&self, day: Date) -> bool {
        self.to != ShownTo::Own
            && self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// What a report is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    /// What it is called.
    pub name: String,
    /// What it asks about.
    pub set: DataSet,
    /// The unit that it asks about, with the branch below.
    pub unit: UnitId,
    /// Which days.
    pub period: Period,
    /// Its columns, in order; each one of the data set's.
    pub columns: Vec<&'static str>,
    /// The order of its rows, one of the data set's.
    pub sorted_by: &'static str,
    /// Backwards.
    pub descending: bool,
    /// Whom it is shown to.
    pub visibility: Visibility,
}

impl Definition {
    /// The columns as stored.
    pub(crate) fn columns_stored(&self) -> String {
        self.columns.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_report_is_shown_from_its_first_day_to_its_last_and_to_nobody_else_when_it_is_ones_own() {
        let unit = UnitId::from_bytes([1; 16]);
        let (from, until) = (Some(date(2026, 11, 20)), Some(date(2026, 11, 22)));
        let shown = Visibility { to: ShownTo::Units(vec![unit]), from, until };
        let days: Vec<bool> = (19..=23).map(|day| shown.holds_on(date(2026, 11, day))).collect();
        assert_eq!(days, [false, true, true, true, false]);
        let own = Visibility { to: ShownTo::Own, from: None, until: None };
        assert!(!own.holds_on(date(2026, 11, 20)));
        let always = Visibility { from: None, until: None, ..shown };
        assert!(always.holds_on(date(1990, 1, 1)) && always.holds_on(date(2090, 1, 1)));
    }
}
