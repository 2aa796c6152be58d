//! How much was decided and how much is planned, made comparable.

use jiff::civil::Date;

/// The period that a decided amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month of the calendar.
    Month,
}

impl Per {
    /// Every period, from the shortest.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// As stored.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The period stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|per| per.as_stored() == text)
    }

    /// So many minutes in this period as minutes in a week, rounded to the nearest. A month is a twelfth of a year of 365.2425 days.
    #[must_use]
    pub const fn minutes_a_week(self, minutes: i64) -> i64 {
        match self {
            Self::Day => minutes.saturating_mul(7),
            Self::Week => minutes,
            Self::Month => (minutes.saturating_mul(12 * 7 * 10_000) + 3_652_425 / 2) / 3_652_425,
        }
    }
}

/// The law by which an intervention was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Law {
    /// Socialtjänstlagen.
    Sol,
    /// Lagen om stöd och service till vissa funktionshindrade.
    Lss,
    /// Hälso- och sjukvårdslagen.
    Hsl,
}

impl Law {
    /// Every law.
    pub const ALL: [Self; 3] = [Self::Sol, Self::Lss, Self::Hsl];

    /// As stored.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Sol => "sol",
            Self::Lss => "lss",
            Self::Hsl => "hsl",
        }
    }

    /// The law stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|law| law.as_stored() == text)
    }

    /// The abbreviation, the same in both languages.
    #[must_use]
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Sol => "SoL",
            Self::Lss => "LSS",
            Self::Hsl => "HSL",
        }
    }
}

/// What an assignment gives of one intervention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The intervention's name.
    pub name: String,
    /// Minutes of it at each visit.
    pub minutes: i64,
    /// The first day on which it is decided.
    pub from: Date,
    /// The last day on which it is decided.
    pub to: Option<Date>,
}

/// What a visit on this day gives of what is decided then: the names, and the minutes together. None where nothing of it is
/// decided, and so no visit is to be made.
#[must_use]
pub fn given_on(parts: &[Part], day: Date) -> Option<(String, i64)> {
    let decided = || parts.iter().filter(|part| part.from <= day && part.to.is_none_or(|to| day <= to));
    let minutes = decided().map(|part| part.minutes).sum();
    let names: Vec<&str> = decided().map(|part| part.name.as_str()).collect();
    if names.is_empty() { None } else { Some((names.join("\n"), minutes)) }
}

/// Minutes a week that recur so, rounded to the nearest.
#[must_use]
pub const fn planned_a_week(minutes: i64, weekdays: i64, every_weeks: i64) -> i64 {
    let every = if every_weeks < 1 { 1 } else { every_weeks };
    (minutes.saturating_mul(weekdays) + every / 2) / every
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_year_of_months_is_as_much_as_its_weeks() {
        assert_eq!(Per::Month.minutes_a_week(1_000), 230);
        assert_eq!(Per::Week.minutes_a_week(230), 230);
        assert_eq!(Per::Day.minutes_a_week(30), 210);
    }

    #[test]
    fn a_visit_gives_what_is_decided_on_its_day_and_is_not_made_where_nothing_is() {
        let part = |name: &str, from, to| Part { name: name.to_owned(), minutes: 15, from, to };
        let parts = [
            part("Dusch", date(2026, 11, 1), Some(date(2026, 11, 30))),
            part("Tillsyn", date(2026, 11, 15), Some(date(2026, 12, 31))),
        ];
        assert_eq!(given_on(&parts, date(2026, 11, 20)), Some(("Dusch\nTillsyn".to_owned(), 30)));
        assert_eq!(given_on(&parts, date(2026, 11, 1)), Some(("Dusch".to_owned(), 15)));
        assert_eq!(given_on(&parts, date(2027, 1, 1)), None);
    }

    proptest! {
        #[test]
        fn a_recurrence_is_averaged_over_its_weeks(minutes in 0..1_440_i64, days in 0..8_i64, every in 1..53_i64) {
            let week = planned_a_week(minutes, days, every);
            prop_assert!((week * every - minutes * days).abs() <= every / 2 + 1);
        }

        #[test]
        fn what_is_stored_is_read_back(place in 0..3_usize) {
            prop_assert_eq!(Per::from_stored(Per::ALL[place].as_stored()), Some(Per::ALL[place]));
            prop_assert_eq!(Law::from_stored(Law::ALL[place].as_stored()), Some(Law::ALL[place]));
        }
    }
}
