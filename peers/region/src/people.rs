//! The people to sign in as, told apart by what they are for.

use std::collections::HashSet;

use behorig_identity::{IdentityNumber, test_series};

use crate::cards::{hsa_id_at, number_of_the_new_one};
use crate::cast::{CHILD, Named, named};
use crate::sheet::Sheet;
use crate::units::clinic_of;

/// The password of every test person with a user name, but for those who sign in with BankID alone.
pub const DEMO_PASSWORD: &str = "demo i Småland 2026";

/// Somebody to sign in as.
#[derive(Debug, Clone)]
pub struct TestPerson {
    /// A short name for addresses: lower-case letters and hyphens.
    pub key: &'static str,
    /// From the published test series.
    pub number: IdentityNumber,
    /// Given name.
    pub given_name: &'static str,
    /// Family name.
    pub family_name: &'static str,
    /// The user name of the account, where the person has one.
    pub user_name: Option<&'static str>,
    /// What the person is for, in Swedish.
    pub purpose_sv: &'static str,
    /// What the person is for, in English.
    pub purpose_en: &'static str,
}

impl TestPerson {
    /// Given and family name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

fn number_of(person: &Named) -> Option<IdentityNumber> {
    test_series::personal_number(person.born, person.man).ok()
}

/// The people to sign in as, in the order in which they are shown.
#[must_use]
pub fn test_people() -> Vec<TestPerson> {
    named()
        .into_iter()
        .filter_map(|person| {
            Some(TestPerson {
                key: person.key,
                number: number_of(&person)?,
                given_name: person.name.0,
                family_name: person.name.1,
                user_name: person.account.as_ref().map(|account| account.user_name),
                purpose_sv: person.purpose.0,
                purpose_en: person.purpose.1,
            })
        })
        .collect()
}

/// The numbers that nobody else may get.
pub(crate) fn numbers_in_use() -> HashSet<IdentityNumber> {
    named().iter().filter_map(number_of).chain(child()).chain(number_of_the_new_one()).collect()
}

/// The number of the guardian's child.
pub(crate) fn child() -> Option<IdentityNumber> {
    test_series::personal_number(CHILD.0, false).ok()
}

/// Approved at the clinic of the test people, on a local administrator's word.
fn approve(number: &str, grants: &mut Sheet) {
    let clinic = clinic_of("ROSENLUND");
    grants.line(&["", number, "approved-resident", &clinic, "", "", "2026-01-15", "", "local-administrator"]);
}

/// Puts them into the registers.
pub(crate) fn write(persons: &mut Sheet, accounts: &mut Sheet, grants: &mut Sheet) {
    let older: Vec<IdentityNumber> = test_series::older_people().collect();
    for (at, person) in named().iter().enumerate() {
        let Some(number) = number_of(person) else { continue };
        let (given, family) = person.name;
        let sex = if person.man { "man" } else { "kvinna" };
        let number = number.as_stored();
        persons.line(&[number, given, family, sex, "06", person.lives, "", person.protection, "", ""]);
        if matches!(person.key, "invanare" | "vardnadshavare") {
            approve(number, grants);
        }
        if let ("vardnadshavare", Some(child)) = (person.key, child()) {
            let (given, family) = CHILD.1;
            persons.line(&[child.as_stored(), given, family, "kvinna", "06", "0680", "", "", number, ""]);
            approve(child.as_stored(), grants);
        }
        let Some(account) = &person.account else { continue };
        let hsa_id = if account.title.is_empty() { String::new() } else { hsa_id_at(at) };
        let email = format!("{}@rjl.example", account.user_name);
        accounts.line(&[
            account.user_name,
            given,
            family,
            account.unit,
            number,
            &hsa_id,
            account.title,
            "",
            account.category,
            "",
            &email,
        ]);
        for (role, unit, branch, customer) in account.grants {
            let customer = customer.and_then(|at| older.get(at)).map_or("", |number| number.as_stored());
            let basis = if customer.is_empty() { "administrator" } else { "consent" };
            let branch = if *branch { "ja" } else { "" };
            grants.line(&[account.user_name, "", role, unit, branch, customer, "2026-01-15", "", basis]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_person_has_a_number_a_key_and_a_purpose_of_their_own() {
        let people = test_people();
        assert_eq!(people.len(), named().len());
        let keys: HashSet<_> = people.iter().map(|person| person.key).collect();
        let numbers: HashSet<_> = people.iter().map(|person| person.number).collect();
        let purposes: HashSet<_> = people.iter().flat_map(|person| [person.purpose_sv, person.purpose_en]).collect();
        assert_eq!((keys.len(), numbers.len(), purposes.len()), (people.len(), people.len(), 2 * people.len()));
        assert!(keys.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    }
}
