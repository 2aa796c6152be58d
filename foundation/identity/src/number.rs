//! Identity numbers: personal numbers, coordination numbers and reserve numbers.

mod error;
mod forms;
mod kind;
#[cfg(test)]
mod tests;
mod typed;

pub use error::IdentityNumberError;
pub use kind::IdentityNumberKind;

use forms::Birth;
use jiff::civil::Date;
use std::fmt;

/// What a person is known by in care: a valid personal number, coordination number or reserve number.
///
/// It prints masked, through `Display` and through `Debug` alike. The two ways to the characters say what they are
/// for: [`as_stored`](Self::as_stored) and [`shown`](Self::shown). Nothing about a person's sex is read from it: a
/// number says nothing certain about that.
///
/// Numbers are ordered by their twelve characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber {
    characters: [u8; 12],
    kind: IdentityNumberKind,
    birth: Birth,
}

impl IdentityNumber {
    /// Reads what a person typed or pasted: ten or twelve digits, with `-` or `+` or nothing before the last four,
    /// blanks anywhere; or the twelve characters of a reserve number, in upper or lower case.
    ///
    /// `today` decides the century of a number of ten digits, and which dates lie in the future.
    ///
    /// # Errors
    /// The first cause found, as an [`IdentityNumberError`], which does not hold the text.
    pub fn parse(text: &str, today: Date) -> Result<Self, IdentityNumberError> {
        let (characters, kind, birth) = typed::read(text, today)?;
        Ok(Self { characters, kind, birth })
    }

    /// Reads a number back from where [`as_stored`](Self::as_stored) was written. Strict: twelve characters, no
    /// sign, upper case. Whether the date has come was settled when the number was first read.
    ///
    /// # Errors
    /// When the text was not written by this type: storage was changed from outside.
    pub fn from_stored(text: &str) -> Result<Self, IdentityNumberError> {
        let characters: [u8; 12] = text.as_bytes().try_into().map_err(|_| IdentityNumberError::WrongLength)?;
        let plain = characters.iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        if !plain {
            return Err(IdentityNumberError::UnknownForm);
        }
        let (kind, birth) = forms::examine(&characters)?;
        Ok(Self { characters, kind, birth })
    }

    /// The twelve characters, for storage and for protocols (BankID, SCIM, the national log record). Never for a log
    /// line, an address, an error or a notice.
    #[must_use]
    #[expect(clippy::expect_used, reason = "only ASCII letters and digits get in")]
    pub fn as_stored(&self) -> &str {
        std::str::from_utf8(&self.characters).expect("an identity number is ASCII")
    }

    /// The number as people write it, with its century: `19820101-2385`. Only for a page, a print or a document whose
    /// reader may see it; that read leaves its audit event.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.kind {
            // The series without a date in their first eight digits are written in one piece.
            IdentityNumberKind::StockholmReserveNumber => self.as_stored().to_owned(),
            _ => {
                let (date, rest) = self.as_stored().split_at(8);
                format!("{date}-{rest}")
            }
        }
    }

    /// What kind of number it is.
    #[must_use]
    pub fn kind(&self) -> IdentityNumberKind {
        self.kind
    }

    /// The object identifier of its series; see [`IdentityNumberKind::oid`].
    #[must_use]
    pub fn oid(&self) -> &'static str {
        self.kind.oid()
    }

    /// The birth date, where the number tells it whole. Some coordination and reserve numbers do not, and for them it
    /// has to come from the person register.
    #[must_use]
    pub fn birth_date(&self) -> Option<Date> {
        match self.birth {
            Birth::Day(date) => Some(date),
            _ => None,
        }
    }

    /// The year of birth, where the number tells it.
    #[must_use]
    pub fn birth_year(&self) -> Option<i16> {
        self.birth.year()
    }

    /// Age in whole years on `date`: none where the birth date is not told, or lies after `date`.
    ///
    /// Who was born on 29 February turns a year older on 28 February of other years, the last day of the month
    /// (lagen 1930:173 om beräkning av lagstadgad tid).
    #[must_use]
    pub fn age_on(&self, date: Date) -> Option<u16> {
        let born = self.birth_date().filter(|&born| born <= date)?;
        let last_of_month = date.days_in_month();
        let had_birthday = (date.month(), date.day()) >= (born.month(), born.day())
            || (date.month() == born.month() && date.day() == last_of_month && born.day() > last_of_month);
        u16::try_from(date.year() - born.year() - i16::from(!had_birthday)).ok()
    }
}

impl fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("******-****")
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityNumber(******-****)")
    }
}
