//! What a sample is drawn by.

use behorig_access::Instant;
use behorig_clinics::is_working_day;
use behorig_identity::search_terms;
use behorig_web::format;

/// When a working day begins and ends, in minutes after midnight in Sweden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    pub begins: i64,
    pub ends: i64,
}

impl Hours {
    /// Whether a moment lies within them, on a working day.
    pub(crate) fn hold_at(self, at: Instant) -> bool {
        let local = format::local(at.0);
        let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
        is_working_day(local.date()) && (self.begins..self.ends).contains(&minute)
    }
}

/// A time of day as people write it, `07:30`, `7.30` or `0730`, in minutes after midnight; midnight at the end of a day is `24:00`.
pub(crate) fn clock(text: &str) -> Option<i64> {
    let (hour, minute) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => (text, "00"),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=2).contains(&text.len());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let is_on_the_clock = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
    is_on_the_clock.then_some(hour * 60 + minute)
}

/// What a sample is drawn by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// All that a share of the staff did: so many per cent of them, and always somebody.
    Share(i64),
    /// Persons with protected identity.
    Protected,
    /// Persons who share a family name with whoever read.
    SameFamilyName,
    /// Persons who work at the unit themselves.
    Colleagues,
    /// Outside working hours.
    OutsideHours(Hours),
    /// Persons without a case, an approval or a visit at the unit in the period.
    Unrelated,
}

impl Rule {
    /// As it is stored.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Share(_) => "share",
            Self::Protected => "protected",
            Self::SameFamilyName => "surname",
            Self::Colleagues => "colleagues",
            Self::OutsideHours(_) => "hours",
            Self::Unrelated => "unrelated",
        }
    }

    /// The rule that is stored so, with its own numbers.
    pub(crate) fn from_stored(key: &str, share: Option<i64>, begins: Option<i64>, ends: Option<i64>) -> Option<Self> {
        match key {
            "share" => share.map(Self::Share),
            "protected" => Some(Self::Protected),
            "surname" => Some(Self::SameFamilyName),
            "colleagues" => Some(Self::Colleagues),
            "hours" => begins.zip(ends).map(|(begins, ends)| Self::OutsideHours(Hours { begins, ends })),
            "unrelated" => Some(Self::Unrelated),
            _ => None,
        }
    }

    /// The share of the staff, where it is that.
    pub(crate) const fn share(self) -> Option<i64> {
        match self {
            Self::Share(share) => Some(share),
            _ => None,
        }
    }

    /// The hours, where it is about them.
    pub(crate) const fn hours(self) -> Option<Hours> {
        match self {
            Self::OutsideHours(hours) => Some(hours),
            _ => None,
        }
    }

    /// Whether an access of which this is known is one that the rule looks for. Those outside hours were found as they were gathered.
    pub(crate) fn finds(self, facts: &Facts) -> bool {
        match self {
            Self::Share(_) | Self::OutsideHours(_) => true,
            Self::Protected => facts.protected,
            Self::SameFamilyName => facts.same_family_name,
            Self::Colleagues => facts.colleague,
            Self::Unrelated => !facts.related,
        }
    }
}

/// What is known around an access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The person's identity is protected.
    pub protected: bool,
    /// The person shares a family name with whoever read.
    pub same_family_name: bool,
    /// The person works at the unit.
    pub colleague: bool,
    /// The person had a case, an approval or a visit at the unit in the period.
    pub related: bool,
}

/// Whether two family names share a name: double names have two, and a *von* or an *af* is none.
pub(crate) fn shares_family_name(one: &str, other: &str) -> bool {
    const NO_NAMES: [&str; 8] = ["af", "av", "von", "van", "de", "der", "den", "la"];
    let names = |text: &str| -> Vec<String> {
        let all = search_terms(text);
        let real: Vec<String> = all.iter().filter(|name| !NO_NAMES.contains(&name.as_str())).cloned().collect();
        // De and La are family names too.
        if real.is_empty() { all } else { real }
    };
    let others = names(other);
    names(one).iter().any(|name| others.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    fn at(day: Date, hour: i8, minute: i8) -> Instant {
        Instant(day.at(hour, minute, 0, 0).to_zoned(format::stockholm().clone()).unwrap().timestamp().as_millisecond())
    }

    #[test]
    fn nights_weekends_and_holidays_lie_outside_working_hours() {
        let hours = Hours { begins: 7 * 60, ends: 18 * 60 };
        let friday = date(2026, 11, 20);
        assert!(hours.hold_at(at(friday, 7, 0)) && hours.hold_at(at(friday, 17, 59)));
        assert!(!hours.hold_at(at(friday, 6, 59)) && !hours.hold_at(at(friday, 18, 0)));
        for free in [date(2026, 11, 21), date(2026, 12, 24), date(2027, 1, 6)] {
            assert!(!hours.hold_at(at(free, 10, 0)), "{free}");
        }
        // On the wall and not by UTC, in summer too.
        assert!(hours.hold_at(at(date(2026, 7, 1), 7, 0)) && !hours.hold_at(at(date(2026, 7, 1), 6, 59)));
    }

    #[test]
    fn a_time_of_day_is_taken_as_people_write_it() {
        for text in ["07:30", "7:30", "7.30", "0730"] {
            assert_eq!(clock(text), Some(450), "{text}");
        }
        assert_eq!((clock("7"), clock("00:00"), clock("24:00")), (Some(420), Some(0), Some(1_440)));
        for text in ["", ":", "24:01", "12:60", "1:2:3", "-1:00", "123", "07:300", "öö", "0ö0"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn family_names_are_compared_name_by_name() {
        assert!(
            shares_family_name("Lund", "LUND")
                && shares_family_name("Ek-Lund", "Lund")
                && shares_family_name("Öberg Ek", "Ek")
        );
        assert!(shares_family_name("von Post", "af Post") && !shares_family_name("von Post", "von Essen"));
        assert!(!shares_family_name("Lund", "Lundin") && !shares_family_name("", "") && shares_family_name("De", "de"));
        assert!(!shares_family_name("Åberg", "Aberg"));
    }

    proptest! {
        #[test]
        fn a_rule_is_read_back_as_it_was_stored(share in 1_i64..=100, begins in 0_i64..1_440, ends in 0_i64..=1_440) {
            let hours = Hours { begins, ends };
            for rule in [
                Rule::Share(share), Rule::Protected, Rule::SameFamilyName, Rule::Colleagues,
                Rule::OutsideHours(hours), Rule::Unrelated,
            ] {
                let hours = rule.hours();
                let (begins, ends) = (hours.map(|hours| hours.begins), hours.map(|hours| hours.ends));
                prop_assert_eq!(Rule::from_stored(rule.key(), rule.share(), begins, ends), Some(rule));
            }
        }

        #[test]
        fn no_text_breaks_the_clock(text: String) {
            prop_assert!(clock(&text).is_none_or(|minutes| (0..=1_440).contains(&minutes)));
        }
    }
}
