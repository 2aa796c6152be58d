//! Telephone numbers that text messages reach.

use std::fmt;

use crate::{Phone, PhoneError};

/// A telephone number that text messages are sent to, with its country code: a Swedish mobile number, or a foreign number, of which
/// it is not known.
///
/// It belongs to a person, who may have a protected identity: `Debug` is masked and there is no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MobileNumber(Phone);

impl MobileNumber {
    /// Reads what [`Phone::parse`] reads, where a text message reaches it.
    ///
    /// # Errors
    /// As [`Phone::parse`]; [`PhoneError::NotMobile`] for a Swedish number of another kind.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        Self::of(Phone::parse(text)?)
    }

    /// Reads back what [`as_str`](Self::as_str) gave.
    ///
    /// # Errors
    /// When the text was not written by this type.
    pub fn from_stored(text: &str) -> Result<Self, PhoneError> {
        Self::of(Phone::from_stored(text)?)
    }

    fn of(phone: Phone) -> Result<Self, PhoneError> {
        let is_swedish = phone.as_str().starts_with("+46");
        if is_swedish && !phone.is_swedish_mobile() { Err(PhoneError::NotMobile) } else { Ok(Self(phone)) }
    }

    /// The number with country code and no blanks (ITU-T E.164), for storage and for those who send messages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The number as a Swedish reader writes it: `070-123 45 67`; foreign numbers as they are kept.
    #[must_use]
    pub fn shown(&self) -> String {
        self.0.shown()
    }
}

impl fmt::Debug for MobileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MobileNumber(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // The series that Post- och telestyrelsen keeps free for books and films.
    #[test]
    fn a_text_message_reaches_swedish_mobiles_and_perhaps_foreign_numbers_and_no_swedish_landline() {
        for text in ["070-174 06 05", "+46 (0)70-174 06 05", "0046701740605"] {
            assert_eq!(MobileNumber::parse(text).unwrap().as_str(), "+46701740605");
        }
        assert_eq!(MobileNumber::parse("070-174 06 05").unwrap().shown(), "070-174 06 05");
        assert_eq!(MobileNumber::parse("+47 22 12 34 56").unwrap().as_str(), "+4722123456");
        for text in ["08-465 004 00", "020-22 22 22", "010-123 45 67", "+46 31 390 06 00"] {
            assert_eq!(MobileNumber::parse(text), Err(PhoneError::NotMobile), "{text}");
        }
        assert_eq!(MobileNumber::parse("112"), Err(PhoneError::MissingAreaCode));
    }

    #[test]
    fn a_number_never_prints_in_a_log() {
        assert_eq!(format!("{:?}", MobileNumber::parse("0701740605").unwrap()), "MobileNumber(****)");
    }

    proptest! {
        #[test]
        fn what_is_kept_and_what_is_shown_read_back_as_the_same_number(text in "(0|\\+46|\\+47|0049)[1-9][0-9]{6,9}") {
            if let Ok(number) = MobileNumber::parse(&text) {
                prop_assert_eq!(MobileNumber::parse(&number.shown()), Ok(number.clone()));
                prop_assert_eq!(MobileNumber::from_stored(number.as_str()), Ok(number));
            }
        }
    }
}
