//! Organisation numbers of Swedish legal persons.

use crate::field_error::field_error;
use crate::luhn;
use crate::pasted::{is_blank, is_foreign_digit, is_hyphen};
use std::fmt;

const LONGEST_INPUT: usize = 128;

field_error! {
    /// Why a text is not an organisation number.
    OrganisationNumberError {
        /// Nothing but blanks.
        Empty = "organisation-number-empty", "the organisation number is empty";
        /// Far more text than an organisation number can be.
        TooLong = "organisation-number-too-long", "the text is too long for an organisation number";
        /// Something else than digits, a hyphen and blanks.
        NotDigits = "organisation-number-not-digits", "the organisation number holds other characters than digits";
        /// Digits of another writing system.
        UnicodeDigits = "organisation-number-unicode-digits", "the organisation number is written with digits other than 0-9";
        /// Neither ten digits nor twelve that begin with 16.
        WrongLength = "organisation-number-wrong-length", "the organisation number is not ten digits";
        /// The third digit is below 2, as in a personal number: a sole trader, who is a person to us.
        PersonalNumber = "organisation-number-personal-number", "the number is a personal number, not an organisation number";
        /// The check digit does not fit the other digits.
        WrongCheckDigit = "organisation-number-wrong-check-digit", "the check digit of the organisation number is wrong";
    }
}

/// The organisation number of a legal person: ten digits, the third at least 2, with a check digit.
///
/// A sole trader's number is a personal number and is refused here, so this type is never about a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationNumber(String);

impl OrganisationNumber {
    /// Reads what was typed: `232100-0016`, `2321000016` or `162321000016` (16 is the group of legal persons).
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, OrganisationNumberError> {
        if text.len() > LONGEST_INPUT {
            return Err(OrganisationNumberError::TooLong);
        }
        let mut digits = String::with_capacity(12);
        for c in text.chars().filter(|&c| !is_blank(c) && !is_hyphen(c)) {
            match c {
                '0'..='9' => digits.push(c),
                _ if is_foreign_digit(c) => return Err(OrganisationNumberError::UnicodeDigits),
                _ => return Err(OrganisationNumberError::NotDigits),
            }
        }
        if digits.is_empty() {
            return Err(OrganisationNumberError::Empty);
        }
        if digits.len() == 12 && digits.starts_with("16") {
            digits.drain(..2);
        }
        Self::from_stored(&digits)
    }

    /// Reads back what [`as_str`](Self::as_str) gave: exactly ten digits.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_stored(digits: &str) -> Result<Self, OrganisationNumberError> {
        if !digits.bytes().all(|c| c.is_ascii_digit()) {
            return Err(OrganisationNumberError::NotDigits);
        }
        if digits.len() != 10 {
            return Err(OrganisationNumberError::WrongLength);
        }
        if digits.as_bytes()[2] < b'2' {
            return Err(OrganisationNumberError::PersonalNumber);
        }
        if !luhn::holds(digits.as_bytes()) {
            return Err(OrganisationNumberError::WrongCheckDigit);
        }
        Ok(Self(digits.to_owned()))
    }

    /// The ten digits, for storage and protocols.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (group, serial) = self.0.split_at(6);
        write!(f, "{group}-{serial}")
    }
}

impl fmt::Debug for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrganisationNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_read_as_it_is_written_in_letters_and_registers() {
        for text in ["232100-0016", "2321000016", "16 232100–0016", "\u{a0}232100 0016\u{200b}"] {
            let number = OrganisationNumber::parse(text).unwrap();
            assert_eq!(number.as_str(), "2321000016");
            assert_eq!(number.to_string(), "232100-0016");
            assert_eq!(OrganisationNumber::from_stored(number.as_str()), Ok(number));
        }
        for text in ["5565594230", "2321000131", "2321000156", "8020051952"] {
            assert!(OrganisationNumber::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn each_fault_is_told_by_its_own_cause() {
        let cases = [
            (" \u{a0}", OrganisationNumberError::Empty),
            ("232100001A", OrganisationNumberError::NotDigits),
            ("٢٣٢١٠٠٠٠١٦", OrganisationNumberError::UnicodeDigits),
            ("23210000", OrganisationNumberError::WrongLength),
            ("192321000016", OrganisationNumberError::WrongLength),
            ("8201012385", OrganisationNumberError::PersonalNumber),
            ("2321000017", OrganisationNumberError::WrongCheckDigit),
        ];
        for (text, cause) in cases {
            assert_eq!(OrganisationNumber::parse(text), Err(cause), "{text}");
        }
        assert_eq!(OrganisationNumber::parse(&"2".repeat(129)), Err(OrganisationNumberError::TooLong));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(place in 0usize..10, step in 1u8..10) {
            let mut digits = *b"2321000016";
            digits[place] = b'0' + (digits[place] - b'0' + step) % 10;
            prop_assert!(OrganisationNumber::parse(std::str::from_utf8(&digits).unwrap()).is_err());
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Ok(number) = OrganisationNumber::parse(&text) {
                prop_assert_eq!(OrganisationNumber::parse(&number.to_string()), Ok(number));
            }
        }
    }
}
