//! The SITHS cards of the test people: what the directory says of each, and somebody who is new and has no account.

use behorig_identity::{IdentityNumber, test_series};
use jiff::civil::{Date, date};

use crate::cast::{ROSENLUND, named};
use crate::units;

/// A card to sign in with.
#[derive(Debug, Clone)]
pub struct TestCard {
    /// A short name for addresses: lower-case letters, digits and hyphens.
    pub key: &'static str,
    /// Given name.
    pub given_name: &'static str,
    /// Family name.
    pub family_name: &'static str,
    /// What the person is for, in Swedish.
    pub purpose_sv: String,
    /// The employment.
    pub hsa_id: String,
    /// From the published test series.
    pub number: IdentityNumber,
    /// HSA-id and name of the unit of the commission.
    pub unit: (String, String),
}

impl TestCard {
    /// Given and family name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

/// Somebody who begins today: a card, and no account.
const NEW: (&str, Date, (&str, &str)) = ("ny-medarbetare", date(1991, 4, 17), ("Petra", "Nyqvist"));

/// The number of whoever is new.
pub(crate) fn number_of_the_new_one() -> Option<IdentityNumber> {
    test_series::personal_number(NEW.1, false).ok()
}

/// The HSA-id of a test person, by the place among them.
pub(crate) fn hsa_id_at(place: usize) -> String {
    format!("SE5565594230-T{place:04}")
}

/// The cards, whoever has none yet an account first.
#[must_use]
pub fn test_cards() -> Vec<TestCard> {
    let units = units::units();
    let unit = |key: &str| {
        let at = units.iter().position(|unit| unit.key == key)?;
        Some((units::hsa_id_at(at), units.get(at)?.name.clone()))
    };
    let (key, _, (given_name, family_name)) = NEW;
    let new = || {
        Some(TestCard {
            key,
            given_name,
            family_name,
            purpose_sv: "ny sjuksköterska vid Vårdcentralen Rosenlund, utan konto".to_owned(),
            hsa_id: "SE5565594230-T9001".to_owned(),
            number: number_of_the_new_one()?,
            unit: unit(ROSENLUND)?,
        })
    };
    let of_staff = named().into_iter().enumerate().filter_map(|(at, person)| {
        let account = person.account.filter(|account| !account.title.is_empty())?;
        Some(TestCard {
            key: person.key,
            given_name: person.name.0,
            family_name: person.name.1,
            purpose_sv: person.purpose.0.to_owned(),
            hsa_id: hsa_id_at(at),
            number: test_series::personal_number(person.born, person.man).ok()?,
            unit: unit(account.unit)?,
        })
    });
    new().into_iter().chain(of_staff).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::test_people;

    #[test]
    fn whoever_is_new_has_a_card_and_nothing_else_and_each_card_is_its_own() {
        let cards = test_cards();
        let people: HashSet<_> = test_people().iter().map(|person| person.number).collect();
        let without: Vec<_> = cards.iter().filter(|card| !people.contains(&card.number)).collect();
        assert_eq!(without.iter().map(|card| card.key).collect::<Vec<_>>(), ["ny-medarbetare"]);
        assert!(crate::people::numbers_in_use().contains(&without[0].number), "nobody else gets the number");
        let ids: HashSet<_> = cards.iter().map(|card| card.hsa_id.as_str()).collect();
        assert_eq!(ids.len(), cards.len());
        assert!(cards.len() > 10, "all staff of the cast have a card");
    }
}
