//! Names of people.

use crate::field_error::field_error;
use crate::pasted::{is_direction_mark, is_invisible};
use crate::sort_key::swedish_sort_key;
use std::fmt;

const MOST: usize = 100;
const LONGEST_INPUT: usize = 4096;

field_error! {
    /// Why a text cannot be part of a name.
    PersonNameError {
        /// Nothing that shows.
        Empty = "person-name-empty", "the name is empty";
        /// More than 100 characters.
        TooLong = "person-name-too-long", "the name has more than 100 characters";
        /// NUL or another control character.
        ControlCharacter = "person-name-control-character", "the name holds a control character";
        /// A mark that turns the writing direction and so can show another name than the one that is kept.
        DirectionMark = "person-name-direction-mark", "the name holds a mark that turns the writing direction";
    }
}

/// Part of a person's name, first or last: 1 to 100 characters, blanks around it dropped and those inside made one.
///
/// Names are written in every way there is, so any letter, sign or emoji is taken and kept as it is; what it looks
/// like in HTML, CSV or SQL is for those to escape. Only what cannot be seen is refused or dropped.
///
/// It may belong to a person with a protected identity: `Debug` is masked and there is no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a typed or imported name.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, PersonNameError> {
        if text.len() > LONGEST_INPUT {
            return Err(PersonNameError::TooLong);
        }
        if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return Err(PersonNameError::ControlCharacter);
        }
        if text.chars().any(is_direction_mark) {
            return Err(PersonNameError::DirectionMark);
        }
        let visible: String = text.chars().filter(|&c| !is_invisible(c) || is_joiner(c)).collect();
        let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().all(shows_nothing) {
            return Err(PersonNameError::Empty);
        }
        if name.chars().count() > MOST {
            return Err(PersonNameError::TooLong);
        }
        Ok(Self(name))
    }

    /// The name, for screens, storage and protocols.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes by which the name sorts in Swedish; see [`swedish_sort_key`].
    #[must_use]
    pub fn sort_key(&self) -> Vec<u8> {
        swedish_sort_key(&self.0)
    }
}

/// Persian names and many emoji are spelled with joiners, invisible as they are.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Blanks, joiners, variation selectors and the letters that are drawn as nothing.
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || is_joiner(c)
        || matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_are_put_in_order() {
        for text in ["Anna Karin", "  Anna \u{a0} Karin\r\n", "\u{feff}Anna\tKa\u{ad}rin"] {
            assert_eq!(PersonName::parse(text).unwrap().as_str(), "Anna Karin");
        }
    }

    #[test]
    fn names_of_the_whole_world_are_kept_as_they_are() {
        for text in [
            "O’Brien",
            "af Klint",
            "Nguyễn",
            "李",
            "Şükrü",
            "می\u{200c}نا",
            "👩\u{200d}⚕\u{fe0f}",
            "<script>alert(1)</script>",
            "Robert'); DROP TABLE account;--",
        ] {
            assert_eq!(PersonName::parse(text).unwrap().as_str(), text);
        }
        assert!(PersonName::parse(&"å".repeat(100)).is_ok());
    }

    #[test]
    fn each_fault_is_told_by_its_own_cause() {
        let long = "å".repeat(101);
        let cases = [
            ("", PersonNameError::Empty),
            (" \u{a0}\u{200b}\u{200d}\u{3164}", PersonNameError::Empty),
            (long.as_str(), PersonNameError::TooLong),
            ("Eva\0", PersonNameError::ControlCharacter),
            ("Eva\u{1b}[31m", PersonNameError::ControlCharacter),
            ("Eva\u{202e}dnuL", PersonNameError::DirectionMark),
            ("\u{2067}Eva\u{2069}", PersonNameError::DirectionMark),
        ];
        for (text, cause) in cases {
            assert_eq!(PersonName::parse(text), Err(cause), "{text}");
        }
        assert_eq!(PersonName::parse(&"a".repeat(1_000_000)), Err(PersonNameError::TooLong));
    }

    #[test]
    fn a_name_never_prints_in_a_log() {
        assert_eq!(format!("{:?}", PersonName::parse("Eva").unwrap()), "PersonName(****)");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_a_name_reads_back_as_itself(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
                prop_assert!(!name.as_str().contains("  ") && name.as_str().trim() == name.as_str());
            }
        }
    }
}
