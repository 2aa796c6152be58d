//! Why a text is not an identity number.

use crate::field_error::field_error;

field_error! {
    /// Why a text is not an identity number. It never holds the text.
    IdentityNumberError {
        /// Nothing but blanks.
        Empty = "identity-number-empty", "the identity number is empty";
        /// Far more text than an identity number can be.
        TooLong = "identity-number-too-long", "the text is too long for an identity number";
        /// Something else than digits, one sign and blanks.
        NotDigits = "identity-number-not-digits", "the identity number holds other characters than digits";
        /// Digits of another writing system: they look right and compare wrong.
        UnicodeDigits = "identity-number-unicode-digits", "the identity number is written with digits other than 0-9";
        /// Neither ten nor twelve characters.
        WrongLength = "identity-number-wrong-length", "the identity number is neither 10 nor 12 characters";
        /// The day does not exist.
        ImpossibleDate = "identity-number-impossible-date", "the identity number holds a date that does not exist";
        /// The day has not come.
        FutureDate = "identity-number-future-date", "the identity number holds a date in the future";
        /// Birth number 000, which is never given.
        ImpossibleBirthNumber = "identity-number-impossible-birth-number", "the birth number 000 is never given";
        /// The check digit does not fit the other digits: something was mistyped.
        WrongCheckDigit = "identity-number-wrong-check-digit", "the check digit of the identity number is wrong";
        /// A `+` for somebody who has not reached the year of the hundredth birthday.
        WrongSign = "identity-number-wrong-sign", "the identity number has + but a year less than 100 years ago";
        /// The right length, but no kind of identity number looks so.
        UnknownForm = "identity-number-unknown-form", "the identity number has no known form";
    }
}
