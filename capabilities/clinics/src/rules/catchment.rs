//! The catchment area (*betjäningsområde*): whom a clinic lets in without being asked each time.

use behorig_registers::persons::Person;
use jiff::civil::{Date, date};

/// The highest age that a limit may name, in completed years.
pub const MOST_AGE: i16 = 130;

/// Sex, as the person register says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `female`.
    Female,
    /// `male`.
    Male,
}

impl Sex {
    /// As stored, in the register and in areas alike.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// The sex stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Female, Self::Male].into_iter().find(|sex| sex.as_stored() == text)
    }
}

/// A region, and optionally municipalities, sex and age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catchment {
    /// SCB's code of the county.
    pub county: String,
    /// SCB's codes of municipalities of that county, rising; none means all of them.
    pub municipalities: Vec<String>,
    /// Only this sex.
    pub sex: Option<Sex>,
    /// From this age, included, in completed years.
    pub age_from: Option<i16>,
    /// To this age, included, in completed years.
    pub age_to: Option<i16>,
}

/// What the register says of a person, as far as an area asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatchmentFacts {
    /// SCB's code of the county where the person is registered.
    pub county: Option<String>,
    /// SCB's code of the municipality.
    pub municipality: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Day of birth.
    pub birth_date: Option<Date>,
    /// Whether the register knows of a day of death.
    pub is_deceased: bool,
}

impl From<&Person> for CatchmentFacts {
    fn from(person: &Person) -> Self {
        // A municipality's code begins with its county's.
        let of_municipality = || person.municipality_code.as_deref().and_then(|code| code.get(..2)).map(str::to_owned);
        Self {
            county: person.county_code.clone().or_else(of_municipality),
            municipality: person.municipality_code.clone(),
            sex: person.sex.as_deref().and_then(Sex::from_stored),
            birth_date: person.birth_date.as_deref().and_then(|day| day.parse().ok()),
            is_deceased: person.deceased_on.is_some(),
        }
    }
}

impl Catchment {
    /// Whether the area covers the person on this day. What the register doesn't know of somebody fits no limit.
    #[must_use]
    pub fn covers(&self, person: &CatchmentFacts, today: Date) -> bool {
        !person.is_deceased && self.covers_home(person) && self.covers_sex(person) && self.covers_age(person, today)
    }

    /// The first day on which the person is too old, where the area has an upper limit.
    #[must_use]
    pub fn too_old_on(&self, person: &CatchmentFacts) -> Option<Date> {
        person.birth_date.zip(self.age_to).map(|(born, last)| birthday(born, last.saturating_add(1)))
    }

    fn covers_home(&self, person: &CatchmentFacts) -> bool {
        let lives_in = |code: &String| person.municipality.as_ref() == Some(code);
        person.county.as_ref() == Some(&self.county)
            && (self.municipalities.is_empty() || self.municipalities.iter().any(lives_in))
    }

    fn covers_sex(&self, person: &CatchmentFacts) -> bool {
        self.sex.is_none() || self.sex == person.sex
    }

    fn covers_age(&self, person: &CatchmentFacts, today: Date) -> bool {
        let Some(born) = person.birth_date else { return self.age_from.is_none() && self.age_to.is_none() };
        let is_old_enough = self.age_from.is_none_or(|first| today >= birthday(born, first));
        is_old_enough && self.too_old_on(person).is_none_or(|day| today < day)
    }
}

/// The day on which somebody turns so many years. Who is born on a leap day turns on the last of February in other years.
fn birthday(born: Date, years: i16) -> Date {
    let year = born.year().saturating_add(years).min(9999);
    Date::new(year, born.month(), born.day()).unwrap_or_else(|_| date(year, born.month(), 1).last_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_identity::test_series;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 22);

    fn area(county: &str) -> Catchment {
        Catchment { county: county.to_owned(), municipalities: Vec::new(), sex: None, age_from: None, age_to: None }
    }

    fn somebody() -> CatchmentFacts {
        CatchmentFacts {
            county: Some("06".to_owned()),
            municipality: Some("0680".to_owned()),
            sex: Some(Sex::Female),
            birth_date: Some(date(2000, 11, 22)),
            is_deceased: false,
        }
    }

    #[test]
    fn whoever_is_registered_in_the_county_is_covered_and_others_are_not() {
        assert!(area("06").covers(&somebody(), TODAY));
        assert!(!area("05").covers(&somebody(), TODAY));
        let nowhere = CatchmentFacts { county: None, municipality: None, ..somebody() };
        assert!(!area("06").covers(&nowhere, TODAY));
    }

    #[test]
    fn chosen_municipalities_let_in_their_own_and_none_means_all() {
        let habo = Catchment { municipalities: vec!["0643".to_owned()], ..area("06") };
        assert!(!habo.covers(&somebody(), TODAY));
        let both = Catchment { municipalities: vec!["0643".to_owned(), "0680".to_owned()], ..area("06") };
        assert!(both.covers(&somebody(), TODAY));
        // The register knows the county alone.
        let vague = CatchmentFacts { municipality: None, ..somebody() };
        assert!(area("06").covers(&vague, TODAY) && !both.covers(&vague, TODAY));
    }

    #[test]
    fn a_register_that_tells_the_municipality_alone_has_told_the_county() {
        let mut person = Person {
            id: behorig_access::PersonId::from_bytes([1; 16]),
            number: test_series::personal_number(date(2000, 11, 22), true).unwrap(),
            given_name: "Sven".to_owned(),
            family_name: "Lind".to_owned(),
            birth_date: Some("2000-11-22".to_owned()),
            sex: Some("male".to_owned()),
            county_code: None,
            municipality_code: Some("0680".to_owned()),
            deceased_on: None,
            protection: behorig_registers::persons::Protection::None,
        };
        assert_eq!(CatchmentFacts::from(&person), CatchmentFacts { sex: Some(Sex::Male), ..somebody() });
        person.municipality_code = None;
        assert_eq!(CatchmentFacts::from(&person).county, None);
    }

    #[test]
    fn an_age_is_counted_in_years_that_are_completed_and_both_ends_are_included() {
        let span = |from, to| Catchment { age_from: from, age_to: to, ..area("06") };
        let turns_26_today = somebody();
        assert!(span(Some(26), None).covers(&turns_26_today, TODAY));
        assert!(!span(Some(27), None).covers(&turns_26_today, TODAY));
        assert!(!span(None, Some(25)).covers(&turns_26_today, TODAY));
        assert!(span(None, Some(25)).covers(&turns_26_today, TODAY.yesterday().unwrap()));
        assert!(span(Some(26), Some(26)).covers(&turns_26_today, date(2027, 11, 21)));
        assert_eq!(span(None, Some(26)).too_old_on(&turns_26_today), Some(date(2027, 11, 22)));
        assert_eq!(span(Some(26), None).too_old_on(&turns_26_today), None);
    }

    #[test]
    fn a_leap_day_child_turns_on_the_last_of_february() {
        let born = CatchmentFacts { birth_date: Some(date(2008, 2, 29)), ..somebody() };
        let adults = Catchment { age_from: Some(18), ..area("06") };
        assert!(adults.covers(&born, date(2026, 2, 28)));
        assert!(!adults.covers(&born, date(2026, 2, 27)));
    }

    #[test]
    fn what_the_register_does_not_know_fits_no_limit() {
        let unknown = CatchmentFacts { sex: None, birth_date: None, ..somebody() };
        assert!(area("06").covers(&unknown, TODAY));
        assert!(!Catchment { sex: Some(Sex::Male), ..area("06") }.covers(&unknown, TODAY));
        assert!(!Catchment { age_from: Some(0), ..area("06") }.covers(&unknown, TODAY));
        assert!(!Catchment { age_to: Some(MOST_AGE), ..area("06") }.covers(&unknown, TODAY));
    }

    prop_compose! {
        fn facts()(
            county in proptest::option::of(prop::sample::select(vec!["05", "06"])), place in 0..3_usize,
            sex in prop::sample::select(vec![None, Some(Sex::Female), Some(Sex::Male)]),
            born in proptest::option::of((1926..2027_i16, 1..13_i8, 1..29_i8)), is_deceased in proptest::bool::weighted(0.1),
        ) -> CatchmentFacts {
            CatchmentFacts {
                county: county.map(str::to_owned),
                municipality: county.map(|county| format!("{county}{}", ["43", "80", "04"][place])),
                sex,
                birth_date: born.map(|(year, month, day)| date(year, month, day)),
                is_deceased,
            }
        }
    }

    prop_compose! {
        fn any_area()(
            places in prop::sample::subsequence(vec!["0604", "0643", "0680"], 0..=3),
            sex in prop::sample::select(vec![None, Some(Sex::Female), Some(Sex::Male)]),
            age_from in proptest::option::of(0..100_i16), age_to in proptest::option::of(0..=MOST_AGE),
        ) -> Catchment {
            Catchment { municipalities: places.into_iter().map(str::to_owned).collect(), sex, age_from, age_to, ..area("06") }
        }
    }

    proptest! {
        #[test]
        fn the_deceased_and_those_without_a_county_are_never_covered(area in any_area(), person in facts()) {
            if person.is_deceased || person.county.is_none() {
                prop_assert!(!area.covers(&person, TODAY));
            }
        }

        #[test]
        fn a_further_limit_never_lets_in_anybody(area in any_area(), other in any_area(), person in facts()) {
            let wider = Catchment { sex: None, age_to: None, ..area.clone() };
            let narrower = Catchment { sex: other.sex, age_to: other.age_to, ..area.clone() };
            if narrower.covers(&person, TODAY) {
                prop_assert!(wider.covers(&person, TODAY));
            }
            if area.covers(&person, TODAY) {
                let whole = Catchment { municipalities: Vec::new(), sex: None, age_from: None, age_to: None, ..area.clone() };
                prop_assert!(whole.covers(&person, TODAY));
            }
        }

        #[test]
        fn ages_are_those_of_the_identity_number(days in 0..13_000_i32, later in 0..20_000_i32, first in 0..60_i16, last in 0..60_i16) {
            let day = |from: Date, days: i32| from.checked_add(jiff::Span::new().days(days)).unwrap();
            let born = day(date(1980, 1, 1), days);
            let number = test_series::personal_number(born, false).unwrap();
            let today = day(born, later);
            let age = i16::try_from(number.age_on(today).unwrap()).unwrap();
            let span = Catchment { age_from: Some(first), age_to: Some(last), ..area("06") };
            let person = CatchmentFacts { birth_date: Some(born), ..somebody() };
            prop_assert_eq!(span.covers(&person, today), (first..=last).contains(&age));
        }

        #[test]
        fn nobody_is_covered_from_the_day_that_they_are_too_old(area in any_area(), person in facts(), later in 0..40_000_i32) {
            if let Some(day) = area.too_old_on(&person) {
                let then = day.checked_add(jiff::Span::new().days(later)).unwrap();
                prop_assert!(!area.covers(&person, then));
                let is_young_enough = area.age_from.is_none_or(|from| from <= area.age_to.unwrap());
                let eve = day.yesterday().unwrap();
                let without_age = Catchment { age_from: None, age_to: None, ..area.clone() };
                prop_assert_eq!(area.covers(&person, eve), is_young_enough && without_age.covers(&person, eve));
            }
        }
    }
}
