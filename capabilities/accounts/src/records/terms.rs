//! The words by which an account is found, and the words of a search: taken apart alike.

use std::collections::BTreeSet;

use behorig_identity::search_terms;

use crate::fields::{Key, Values};

/// A search takes at most so many words.
const MOST_WORDS: usize = 8;

/// The words of an account in the bytes that `account_term` holds: each name, each part of the user name, the whole e-mail
/// address, each HSA-id whole and its own part. Never the identity number: a search stands in an address.
#[must_use]
pub fn terms_of(values: &Values) -> BTreeSet<Vec<u8>> {
    let mut terms = BTreeSet::new();
    for key in [Key::GivenName, Key::FamilyName, Key::UserName] {
        terms.extend(search_terms(values.text(key)).into_iter().map(String::into_bytes));
    }
    for key in [Key::UserName, Key::Email] {
        let whole = values.text(key).to_lowercase();
        if whole.contains('@') {
            terms.insert(whole.into_bytes());
        }
    }
    for id in values.text(Key::HsaIds).lines() {
        terms.insert(id.to_lowercase().into_bytes());
        terms.extend(id.split_once('-').map(|(_, own)| own.to_lowercase().into_bytes()));
    }
    terms
}

/// What is searched for, as beginnings of words in the same bytes; the longest first, since it finds the fewest.
pub(crate) fn words_of(search: &str) -> Vec<Vec<u8>> {
    let mut words = BTreeSet::new();
    for part in search.split_whitespace() {
        if part.contains('@') || looks_like_an_hsa_id(part) {
            words.insert(part.to_lowercase().into_bytes());
        } else {
            words.extend(search_terms(part).into_iter().map(String::into_bytes));
        }
        if words.len() >= MOST_WORDS {
            break;
        }
    }
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

fn looks_like_an_hsa_id(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.strip_prefix("se").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anna() -> Values {
        let mut values = Values::default();
        for (key, value) in [
            (Key::GivenName, "Anna-Karin"),
            (Key::FamilyName, "Åkesson"),
            (Key::UserName, "anna.akesson"),
            (Key::Email, "Anna.Akesson@exempel.se"),
            (Key::HsaIds, "SE2321000016-1ABC"),
            (Key::IdentityNumber, "198201012385"),
        ] {
            values.set(key, Some(value.to_owned()));
        }
        values
    }

    fn is_found(search: &str) -> bool {
        let terms = terms_of(&anna());
        let words = words_of(search);
        !words.is_empty() && words.iter().all(|word| terms.iter().any(|term| term.starts_with(word)))
    }

    #[test]
    fn a_person_is_found_by_the_beginning_of_any_word() {
        for search in [
            "anna",
            "ÅKE",
            "karin åkes",
            "anna.akesson",
            "anna.akesson@ex",
            "SE2321000016-1ABC",
            "1abc",
            "Anna-Karin Åkesson",
        ] {
            assert!(is_found(search), "{search}");
        }
    }

    #[test]
    fn nobody_is_found_by_an_identity_number_or_by_the_middle_of_a_word() {
        for search in
            ["198201012385", "19820101-2385", "820101", "kesson", "anna berg", "'; DROP TABLE account;--", "%", ""]
        {
            assert!(!is_found(search), "{search}");
        }
    }
}
