//! Telephone numbers.

use crate::field_error::field_error;
use crate::pasted::{is_blank, is_foreign_digit, is_hyphen, is_plus};
use std::fmt;

const LONGEST_INPUT: usize = 128;

/// Two-digit area codes and series after the 0, which are followed by the subscriber's number (the numbering plan of
/// Post- och telestyrelsen). 8 is the only shorter one; every other code has three digits.
const TWO_DIGIT_CODES: &[&str] = &[
    "10", "11", "13", "16", "18", "19", "20", "21", "23", "26", "31", "33", "35", "36", "40", "42", "44", "46", "54",
    "60", "63", "70", "72", "73", "76", "79", "90",
];

const MOBILE_CODES: &[&str] = &["70", "72", "73", "76", "79"];

field_error! {
    /// Why a text is not a telephone number.
    PhoneError {
        /// Nothing but blanks.
        Empty = "phone-empty", "the telephone number is empty";
        /// Far more text than a telephone number can be.
        TooLong = "phone-too-long", "the text is too long for a telephone number";
        /// Something else than digits, `+` at the start, and the marks people write between digits.
        ForbiddenCharacter = "phone-forbidden-character", "the telephone number holds other characters than digits";
        /// Digits of another writing system.
        UnicodeDigits = "phone-unicode-digits", "the telephone number is written with digits other than 0-9";
        /// Begins neither with the 0 of an area code nor with `+` and a country code.
        MissingAreaCode = "phone-missing-area-code", "the telephone number has neither area code nor country code";
        /// Too few digits to reach anybody.
        TooFewDigits = "phone-too-few-digits", "the telephone number has too few digits";
        /// More digits than a number of its kind has.
        TooManyDigits = "phone-too-many-digits", "the telephone number has too many digits";
        /// A Swedish number that no text message reaches.
        NotMobile = "phone-not-mobile", "the telephone number is not a mobile one";
    }
}

/// A telephone number with its country code, kept as `+46701234567` (ITU-T E.164).
///
/// It belongs to a person, who may have a protected identity: `Debug` is masked and there is no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads Swedish numbers (`070-123 45 67`, `08/123 456 78`) and international ones (`+47 …`, `0047 …`,
    /// `+46 (0)70 …`).
    ///
    /// # Errors
    /// The first cause found. Short numbers such as 112 and 1177 are not anybody's number and are refused.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let (has_plus, digits) = split(text)?;
        let international = if has_plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
        match (international, digits.strip_prefix('0')) {
            (Some(number), _) => match number.strip_prefix("46") {
                // People keep the 0 of the area code behind the country code: +46 (0)70.
                Some(national) => Self::swedish(national.strip_prefix('0').unwrap_or(national)),
                None => Self::foreign(number),
            },
            (None, Some(national)) => Self::swedish(national),
            (None, None) => Err(PhoneError::MissingAreaCode),
        }
    }

    /// Reads back what [`as_str`](Self::as_str) gave.
    ///
    /// # Errors
    /// When the text was not written by this type.
    pub fn from_stored(text: &str) -> Result<Self, PhoneError> {
        let phone = Self::parse(text)?;
        if phone.0 == text { Ok(phone) } else { Err(PhoneError::ForbiddenCharacter) }
    }

    fn swedish(national: &str) -> Result<Self, PhoneError> {
        if national.starts_with('0') {
            return Err(PhoneError::MissingAreaCode);
        }
        let right = if is_mobile(national) { 9..=9 } else { 7..=9 };
        Self::with_length("+46", national, right)
    }

    fn foreign(number: &str) -> Result<Self, PhoneError> {
        if number.starts_with('0') {
            return Err(PhoneError::MissingAreaCode);
        }
        Self::with_length("+", number, 7..=15)
    }

    fn with_length(prefix: &str, digits: &str, right: std::ops::RangeInclusive<usize>) -> Result<Self, PhoneError> {
        match digits.len() {
            length if length < *right.start() => Err(PhoneError::TooFewDigits),
            length if length > *right.end() => Err(PhoneError::TooManyDigits),
            _ => Ok(Self(format!("{prefix}{digits}"))),
        }
    }

    /// The number with country code and no blanks, for storage, for `tel:` links and for those who send messages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as a Swedish reader writes it: `070-123 45 67`; foreign numbers as they are kept.
    #[must_use]
    pub fn shown(&self) -> String {
        let Some(national) = self.0.strip_prefix("+46") else { return self.0.clone() };
        let code = match national {
            _ if national.starts_with('8') => 1,
            _ if TWO_DIGIT_CODES.iter().any(|code| national.starts_with(code)) => 2,
            _ => 3,
        };
        let (code, subscriber) = national.split_at(code);
        format!("0{code}-{}", grouped(subscriber))
    }

    /// Whether it is a Swedish mobile number, which a text message reaches. Of foreign numbers this is not known.
    #[must_use]
    pub fn is_swedish_mobile(&self) -> bool {
        self.0.strip_prefix("+46").is_some_and(is_mobile)
    }
}

fn is_mobile(national: &str) -> bool {
    MOBILE_CODES.iter().any(|code| national.starts_with(code))
}

/// Whether a `+` stood first, and the digits.
fn split(text: &str) -> Result<(bool, String), PhoneError> {
    if text.len() > LONGEST_INPUT {
        return Err(PhoneError::TooLong);
    }
    let mut digits = String::with_capacity(16);
    let mut has_plus = false;
    for c in text.chars().filter(|&c| !is_blank(c) && !is_hyphen(c)) {
        match c {
            '0'..='9' => digits.push(c),
            '(' | ')' | '.' | '/' => {}
            _ if is_plus(c) && digits.is_empty() && !has_plus => has_plus = true,
            _ if is_foreign_digit(c) => return Err(PhoneError::UnicodeDigits),
            _ => return Err(PhoneError::ForbiddenCharacter),
        }
    }
    match (digits.is_empty(), has_plus) {
        (true, false) => Err(PhoneError::Empty),
        (true, true) => Err(PhoneError::TooFewDigits),
        _ => Ok((has_plus, digits)),
    }
}

/// The subscriber's number in the groups of Swedish custom: pairs at the end, three digits first where they are odd.
fn grouped(subscriber: &str) -> String {
    let groups: &[usize] = match subscriber.len() {
        4 => &[2, 2],
        5 => &[3, 2],
        6 => &[2, 2, 2],
        7 => &[3, 2, 2],
        8 => &[3, 3, 2],
        _ => &[],
    };
    let mut rest = subscriber;
    let mut parts = Vec::new();
    for &size in groups {
        let (group, after) = rest.split_at(size);
        parts.push(group);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts.join(" ")
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Apart from the 123 45 67 of every form, these are the series that Post- och telestyrelsen keeps free for books
    // and films.
    #[test]
    fn every_way_of_writing_a_number_means_the_same() {
        for text in [
            "070-123 45 67",
            "0701234567",
            "+46 70 123 45 67",
            "0046701234567",
            "+46 (0)70-1234567",
            "070/123.45.67",
            "\u{a0}070–1234567",
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(phone.as_str(), "+46701234567", "{text}");
            assert_eq!(phone.shown(), "070-123 45 67");
            assert!(phone.is_swedish_mobile());
        }
    }

    #[test]
    fn it_is_shown_with_its_area_code_and_in_groups() {
        let cases = [
            ("0846500400", "08-465 004 00"),
            ("031 390 06 00", "031-390 06 00"),
            ("0406280400", "040-628 04 00"),
            ("0980319200", "0980-31 92 00"),
            ("0701740605", "070-174 06 05"),
            ("+47 22 12 34 56", "+4722123456"),
        ];
        for (text, shown) in cases {
            assert_eq!(Phone::parse(text).unwrap().shown(), shown);
        }
        assert!(!Phone::parse("0846500400").unwrap().is_swedish_mobile());
    }

    #[test]
    fn each_fault_is_told_by_its_own_cause() {
        let cases = [
            (" ", PhoneError::Empty),
            ("070-123 45 67 (Eva)", PhoneError::ForbiddenCharacter),
            ("070+1234567", PhoneError::ForbiddenCharacter),
            ("٠٧٠١٢٣٤٥٦٧", PhoneError::UnicodeDigits),
            ("701234567", PhoneError::MissingAreaCode),
            ("1177", PhoneError::MissingAreaCode),
            ("+46 00 701234567", PhoneError::MissingAreaCode),
            ("070-123 45 6", PhoneError::TooFewDigits),
            ("+", PhoneError::TooFewDigits),
            ("070-123 45 678", PhoneError::TooManyDigits),
            ("+47 1234567890123456", PhoneError::TooManyDigits),
        ];
        for (text, cause) in cases {
            assert_eq!(Phone::parse(text), Err(cause), "{text}");
        }
        assert_eq!(Phone::parse(&"0".repeat(129)), Err(PhoneError::TooLong));
    }

    #[test]
    fn a_number_never_prints_in_a_log() {
        assert_eq!(format!("{:?}", Phone::parse("0701740605").unwrap()), "Phone(****)");
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_the_same_number(text in "(0|\\+46|\\+47|0049)[1-9][0-9]{6,9}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(&phone.shown()), Ok(phone.clone()));
                prop_assert_eq!(Phone::from_stored(phone.as_str()), Ok(phone));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = Phone::parse(&text);
        }
    }
}
