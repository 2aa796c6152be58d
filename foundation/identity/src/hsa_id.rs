//! HSA-ids: what staff, units and organisations are known by in the national directory HSA and on SITHS cards.

use crate::OrganisationNumber;
use crate::field_error::field_error;
use crate::pasted::{is_blank, is_foreign_digit, is_hyphen};
use std::fmt;

const LONGEST_INPUT: usize = 256;
const LONGEST_ID: usize = 31;

field_error! {
    /// Why a text is not an HSA-id.
    HsaIdError {
        /// Nothing but blanks.
        Empty = "hsa-id-empty", "the HSA-id is empty";
        /// More than 31 characters.
        TooLong = "hsa-id-too-long", "the HSA-id is longer than 31 characters";
        /// Digits of another writing system.
        UnicodeDigits = "hsa-id-unicode-digits", "the HSA-id is written with digits other than 0-9";
        /// Something else than A to Z, digits and the one hyphen (no å, ä, ö).
        ForbiddenCharacter = "hsa-id-forbidden-character", "the HSA-id holds a character that HSA does not use";
        /// No hyphen between the organisation number and the rest.
        MissingHyphen = "hsa-id-missing-hyphen", "the HSA-id has no hyphen";
        /// What stands before the hyphen is not SE and ten digits.
        WrongBeginning = "hsa-id-wrong-beginning", "the HSA-id does not begin with SE and ten digits";
        /// The ten digits are not an organisation number.
        WrongOrganisationNumber = "hsa-id-wrong-organisation-number", "the organisation number in the HSA-id is wrong";
        /// Nothing after the hyphen.
        MissingLocalPart = "hsa-id-missing-local-part", "nothing follows the hyphen of the HSA-id";
    }
}

/// An HSA-id in upper case, at most 31 characters: `SE`, an organisation number, a hyphen and at least one of A–Z and
/// 0–9. Compared without regard to case, since it is kept in one.
///
/// The strict local part of HSA's own rule is asked for. Receiving services take more (`'()+,./:=?` and blanks, and
/// `SE16` before the number); such ids do not occur on cards, and typed here they are slips.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HsaId(String);

impl HsaId {
    /// Reads a typed or pasted HSA-id, as a program in production does: no test prefixes.
    ///
    /// Blanks of every sort are dropped, inside and around: an id copied from a page brings them, and the directory
    /// then answers *not found*.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, HsaIdError> {
        Self::parse_with(text, &TestPrefixes::none())
    }

    /// The same, where ids of test environments are also let in.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse_with(text: &str, allowed: &TestPrefixes) -> Result<Self, HsaIdError> {
        let id = cleaned(text)?;
        let (before, local) = id.split_once('-').ok_or(HsaIdError::MissingHyphen)?;
        if !allowed.allow(before) {
            let digits = before.strip_prefix("SE").ok_or(HsaIdError::WrongBeginning)?;
            if digits.len() != 10 || !digits.bytes().all(|c| c.is_ascii_digit()) {
                return Err(HsaIdError::WrongBeginning);
            }
            OrganisationNumber::from_stored(digits).map_err(|_| HsaIdError::WrongOrganisationNumber)?;
        }
        check_local_part(local)?;
        Ok(Self(id))
    }

    /// Reads back what [`as_str`](Self::as_str) gave. The shape alone is checked: which prefixes are let in was settled
    /// when the id was first read, and may be configured differently since.
    ///
    /// # Errors
    /// When the text was not written by this type.
    pub fn from_stored(text: &str) -> Result<Self, HsaIdError> {
        if text.is_empty() {
            return Err(HsaIdError::Empty);
        }
        if text.len() > LONGEST_ID {
            return Err(HsaIdError::TooLong);
        }
        let (before, local) = text.split_once('-').ok_or(HsaIdError::MissingHyphen)?;
        if before.is_empty() || !before.bytes().all(is_capital_or_digit) {
            return Err(HsaIdError::WrongBeginning);
        }
        check_local_part(local)?;
        Ok(Self(text.to_owned()))
    }

    /// The id in upper case, for screens, storage and protocols.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The organisation that gave the id; none for an id of a test environment.
    #[must_use]
    pub fn organisation_number(&self) -> Option<OrganisationNumber> {
        let digits = self.0.strip_prefix("SE")?.get(..10)?;
        OrganisationNumber::from_stored(digits).ok()
    }
}

fn cleaned(text: &str) -> Result<String, HsaIdError> {
    if text.len() > LONGEST_INPUT {
        return Err(HsaIdError::TooLong);
    }
    let mut id = String::with_capacity(LONGEST_ID);
    for c in text.chars().filter(|&c| !is_blank(c)) {
        match c {
            _ if c.is_ascii_alphanumeric() => id.push(c.to_ascii_uppercase()),
            _ if is_hyphen(c) => id.push('-'),
            _ if is_foreign_digit(c) => return Err(HsaIdError::UnicodeDigits),
            _ => return Err(HsaIdError::ForbiddenCharacter),
        }
    }
    match id.len() {
        0 => Err(HsaIdError::Empty),
        length if length > LONGEST_ID => Err(HsaIdError::TooLong),
        _ => Ok(id),
    }
}

fn check_local_part(local: &str) -> Result<(), HsaIdError> {
    if local.is_empty() {
        return Err(HsaIdError::MissingLocalPart);
    }
    if local.bytes().all(is_capital_or_digit) { Ok(()) } else { Err(HsaIdError::ForbiddenCharacter) }
}

fn is_capital_or_digit(c: u8) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}

impl fmt::Display for HsaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for HsaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HsaId({self})")
    }
}

/// The beginnings that ids of test environments have (`TSTNMT2321000156-`), as configured; none in production.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestPrefixes(Vec<String>);

/// A configured test prefix is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a test prefix is 3 to 24 of A-Z and 0-9 and does not begin with SE; a hyphen may follow")]
pub struct TestPrefixError;

impl TestPrefixes {
    /// No test ids: what production runs with.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Lets these beginnings in, written with or without their hyphen.
    ///
    /// # Errors
    /// When one is not 3 to 24 letters and digits, or begins with `SE` and would undo the check of real ids.
    pub fn new<'a>(prefixes: impl IntoIterator<Item = &'a str>) -> Result<Self, TestPrefixError> {
        let mut allowed = Vec::new();
        for prefix in prefixes {
            let prefix = prefix.trim().to_ascii_uppercase();
            let prefix = prefix.strip_suffix('-').unwrap_or(&prefix);
            let fits = (3..=24).contains(&prefix.len()) && prefix.bytes().all(is_capital_or_digit);
            if !fits || prefix.starts_with("SE") {
                return Err(TestPrefixError);
            }
            allowed.push(prefix.to_owned());
        }
        Ok(Self(allowed))
    }

    fn allow(&self, beginning: &str) -> bool {
        self.0.iter().any(|prefix| prefix == beginning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pasted_blanks_and_small_letters_are_put_right() {
        for text in [
            "SE5565594230-1337",
            " se5565594230-1337\u{a0}",
            "\u{200b}SE5565594230\u{2011}1337\u{feff}\r\n",
            "SE 5565594230 - 1337",
        ] {
            let id = HsaId::parse(text).unwrap();
            assert_eq!(id.as_str(), "SE5565594230-1337");
            assert_eq!(id.organisation_number(), OrganisationNumber::parse("556559-4230").ok());
        }
        assert_eq!(HsaId::parse("se2321000016-3mkb").unwrap().to_string(), "SE2321000016-3MKB");
    }

    #[test]
    fn each_fault_is_told_by_its_own_cause() {
        let cases = [
            ("\u{a0}\u{200b}", HsaIdError::Empty),
            ("SE2321000016-ABCDEFGHIJKLMNOPQRS", HsaIdError::TooLong),
            ("SE232100001٦-3MKB", HsaIdError::UnicodeDigits),
            ("SE2321000016-ÅSA", HsaIdError::ForbiddenCharacter),
            ("SE2321000016-A@B", HsaIdError::ForbiddenCharacter),
            ("SE2321000016-A-B", HsaIdError::ForbiddenCharacter),
            ("SE23210000163MKB", HsaIdError::MissingHyphen),
            ("NO2321000016-3MKB", HsaIdError::WrongBeginning),
            ("SE232100-00163MKB", HsaIdError::WrongBeginning),
            ("SE162321000016-3MKB", HsaIdError::WrongBeginning),
            ("SE2321000017-3MKB", HsaIdError::WrongOrganisationNumber),
            ("SE2321000016-", HsaIdError::MissingLocalPart),
        ];
        for (text, cause) in cases {
            assert_eq!(HsaId::parse(text), Err(cause), "{text}");
        }
        assert!(HsaId::parse("SE2321000016-ABCDEFGHIJKLMNOPQ").is_ok(), "31 characters fit");
        assert_eq!(HsaId::parse(&"A".repeat(1_000_000)), Err(HsaIdError::TooLong));
    }

    #[test]
    fn test_ids_are_let_in_only_where_configured() {
        let allowed = TestPrefixes::new(["TSTNMT2321000156-", "ifv1239877878"]).unwrap();
        assert_eq!(HsaId::parse("TSTNMT2321000156-1003"), Err(HsaIdError::WrongBeginning));
        let id = HsaId::parse_with("tstnmt2321000156-1003", &allowed).unwrap();
        assert_eq!(id.organisation_number(), None);
        assert_eq!(HsaId::from_stored(id.as_str()), Ok(id));
        assert!(HsaId::parse_with("IFV1239877878-10", &allowed).is_ok());
        assert_eq!(HsaId::parse_with("TSTNMT2321000156-", &allowed), Err(HsaIdError::MissingLocalPart));
        assert_eq!(TestPrefixes::new(["SE2321000017-"]), Err(TestPrefixError));
        assert_eq!(TestPrefixes::new([""]), Err(TestPrefixError));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_in_the_organisation_number_is_always_found(place in 2usize..12, step in 1u8..10) {
            let mut id = *b"SE2321000016-3MKB";
            id[place] = b'0' + (id[place] - b'0' + step) % 10;
            prop_assert_eq!(HsaId::parse(std::str::from_utf8(&id).unwrap()), Err(HsaIdError::WrongOrganisationNumber));
        }

        #[test]
        fn every_id_that_is_read_can_be_read_back(text in "( |\u{a0})?[sS][eE](2321000016|5565594230)-[A-Za-z0-9]{1,18}") {
            let id = HsaId::parse(&text).unwrap();
            prop_assert_eq!(HsaId::from_stored(id.as_str()), Ok(id.clone()));
            prop_assert_eq!(HsaId::parse(id.as_str()), Ok(id));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = HsaId::parse(&text);
            let _ = HsaId::from_stored(&text);
        }
    }
}
