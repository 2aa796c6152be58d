//! User names.

use crate::field_error::field_error;
use crate::pasted::is_blank;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

const FEWEST: usize = 2;
const MOST: usize = 64;
const LONGEST_INPUT: usize = 1024;

field_error! {
    /// Why a text cannot be a user name.
    UserNameError {
        /// Nothing but blanks.
        Empty = "user-name-empty", "the user name is empty";
        /// One character.
        TooShort = "user-name-too-short", "the user name has fewer than 2 characters";
        /// More than 64 characters.
        TooLong = "user-name-too-long", "the user name has more than 64 characters";
        /// Something else than Latin letters, digits 0–9 and `. _ - @`.
        ForbiddenCharacter = "user-name-forbidden-character", "the user name holds a character that it cannot";
    }
}

/// What somebody signs in as: 2 to 64 Latin letters (å, ä, ö and é too), digits and `. _ - @`.
///
/// It keeps the case it was typed in and is compared without it. Letters of other writing systems are refused: many of
/// them look like Latin ones, and two accounts that look the same are a trap.
///
/// A person types all sorts of things in this field, an identity number or a password among them: `Debug` is masked
/// and there is no `Display`.
#[derive(Clone)]
pub struct UserName {
    name: String,
    folded: String,
}

impl UserName {
    /// Reads a typed user name; blanks around it are dropped, blanks inside are refused.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, UserNameError> {
        let name = text.trim_matches(is_blank);
        if name.len() > LONGEST_INPUT {
            return Err(UserNameError::TooLong);
        }
        if !name.chars().all(is_allowed) {
            return Err(UserNameError::ForbiddenCharacter);
        }
        match name.chars().count() {
            0 => Err(UserNameError::Empty),
            length if length < FEWEST => Err(UserNameError::TooShort),
            length if length > MOST => Err(UserNameError::TooLong),
            _ => Ok(Self { name: name.to_owned(), folded: name.to_lowercase() }),
        }
    }

    /// The name as its owner writes it, for screens and storage.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The name in lower case: unique among accounts, and what signing in looks for.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-@".contains(c) || (('\u{c0}'..='\u{24f}').contains(&c) && c.is_alphabetic())
}

impl PartialEq for UserName {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for UserName {}

impl PartialOrd for UserName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for UserName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl Hash for UserName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl fmt::Debug for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserName(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_differ_in_case_alone_are_the_same_account() {
        let name = UserName::parse(" Åsa.Öberg\u{a0}").unwrap();
        assert_eq!(name.as_str(), "Åsa.Öberg");
        assert_eq!(name.folded(), "åsa.öberg");
        assert_eq!(name, UserName::parse("ÅSA.ÖBERG").unwrap());
        assert_ne!(name, UserName::parse("asa.oberg").unwrap());
    }

    #[test]
    fn each_fault_is_told_by_its_own_cause() {
        let long = "å".repeat(65);
        let cases = [
            ("  ", UserNameError::Empty),
            ("å", UserNameError::TooShort),
            (long.as_str(), UserNameError::TooLong),
            ("eva lund", UserNameError::ForbiddenCharacter),
            ("eva\0", UserNameError::ForbiddenCharacter),
            ("<script>", UserNameError::ForbiddenCharacter),
            ("\u{430}nna", UserNameError::ForbiddenCharacter),
            ("eva٣", UserNameError::ForbiddenCharacter),
            ("eva\u{202e}dnul", UserNameError::ForbiddenCharacter),
        ];
        for (text, cause) in cases {
            assert_eq!(UserName::parse(text), Err(cause), "{text}");
        }
        assert!(UserName::parse(&"å".repeat(64)).is_ok());
        assert_eq!(UserName::parse(&"a".repeat(1_000_000)), Err(UserNameError::TooLong));
    }

    #[test]
    fn a_user_name_never_prints_in_a_log() {
        assert_eq!(format!("{:?}", UserName::parse("eva.lund").unwrap()), "UserName(****)");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_reads_back(text in any::<String>()) {
            if let Ok(name) = UserName::parse(&text) {
                let again = UserName::parse(name.as_str()).unwrap();
            prop_assert_eq!(again.as_str(), name.as_str());
            }
        }

        #[test]
        fn every_allowed_name_is_found_by_its_folded_form(text in "[a-zA-ZåäöÅÄÖéüŁ0-9._@-]{2,64}") {
            let name = UserName::parse(&text).unwrap();
            prop_assert_eq!(UserName::parse(name.folded()).unwrap(), name);
        }
    }
}
