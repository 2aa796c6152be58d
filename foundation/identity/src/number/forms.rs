//! What twelve characters say: which kind of identity number they are and when the person was born.
//!
//! The forms exclude each other, so a stored number needs no kind beside it. Sources: Skatteverket's SKV 704 for
//! personal and coordination numbers, Inera's specifications of national (NRID) and local reserve numbers.

use super::{IdentityNumberError, IdentityNumberKind};
use crate::luhn;
use jiff::civil::Date;

/// How much of the birth date a number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Birth {
    Day(Date),
    Month { year: i16, month: i8 },
    Year(i16),
    Unknown,
}

impl Birth {
    /// Whether the whole of the period lies after `today`.
    pub(super) fn is_after(self, today: Date) -> bool {
        match self {
            Self::Day(date) => date > today,
            Self::Month { year, month } => (year, month) > (today.year(), today.month()),
            Self::Year(year) => year > today.year(),
            Self::Unknown => false,
        }
    }

    pub(super) fn year(self) -> Option<i16> {
        match self {
            Self::Day(date) => Some(date.year()),
            Self::Month { year, .. } | Self::Year(year) => Some(year),
            Self::Unknown => None,
        }
    }
}

type Examined = Result<(IdentityNumberKind, Birth), IdentityNumberError>;

/// Finds the kind of twelve ASCII characters, letters in upper case, and checks them by its rules.
pub(super) fn examine(number: &[u8; 12]) -> Examined {
    let [.., a, b, c, d] = *number;
    if !number[..8].iter().all(u8::is_ascii_digit) {
        return Err(IdentityNumberError::UnknownForm);
    }
    let series = two_digits(number, 0);
    let has_national_series = series == 0 || (22..=98).contains(&series);
    match [a, b, c, d] {
        tail if tail.iter().all(u8::is_ascii_digit) => examine_digits(number, series),
        [a, b, c, b'0'..=b'9']
            if has_national_series && counts(a) && counts(b) && (c.is_ascii_digit() || counts(c)) =>
        {
            examine_national_reserve_number(number, series)
        }
        [b'K' | b'M' | b'X', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] => examine_vastra_gotaland(number),
        [b'S', b'F' | b'U' | b'X' | b'P' | b'L', b'0'..=b'9', b'1'..=b'9' | b'A'..=b'U' | b'W'..=b'Z'] => {
            examine_varmland(number)
        }
        // Neither a date nor a check digit is promised.
        [b'T', _, b'0'..=b'9', _] => Ok((IdentityNumberKind::OrebroReserveNumber, Birth::Unknown)),
        _ => Err(IdentityNumberError::UnknownForm),
    }
}

/// Whether a national reserve number counts with the letter: I, O, Q, V and W look too much like something else.
fn counts(letter: u8) -> bool {
    letter.is_ascii_uppercase() && !b"IOQVW".contains(&letter)
}

fn examine_digits(number: &[u8; 12], series: i8) -> Examined {
    let day = two_digits(number, 6);
    match series {
        99 => {
            // Whether the year in it is the year of birth is not said: positions 5 to 11 and the check digit are.
            check(luhn::holds(&number[4..]))?;
            Ok((IdentityNumberKind::StockholmReserveNumber, Birth::Unknown))
        }
        17..=20 if (32..=59).contains(&day) => {
            let month = two_digits(number, 4);
            if !(1..=12).contains(&month) {
                return Err(IdentityNumberError::ImpossibleDate);
            }
            check(luhn::holds(&number[2..]))?;
            Ok((IdentityNumberKind::CarelinkReserveNumber, Birth::Month { year: year(number), month }))
        }
        18..=21 => {
            let (kind, birth) = match day {
                60..=91 => (IdentityNumberKind::CoordinationNumber, coordination_birth(number)?),
                _ => (IdentityNumberKind::PersonalNumber, Birth::Day(date(number, year(number))?)),
            };
            if &number[8..11] == b"000" {
                return Err(IdentityNumberError::ImpossibleBirthNumber);
            }
            check(luhn::holds(&number[2..]))?;
            Ok((kind, birth))
        }
        _ => Err(IdentityNumberError::UnknownForm),
    }
}

/// The birth date of a coordination number. Where it was unknown, month 00 or day 60 (00 + 60) stands for it.
fn coordination_birth(number: &[u8; 12]) -> Result<Birth, IdentityNumberError> {
    let (year, month, day) = (year(number), two_digits(number, 4), two_digits(number, 6) - 60);
    match (month, day) {
        (0, _) => Ok(Birth::Year(year)),
        (1..=12, 0) => Ok(Birth::Month { year, month }),
        _ => Ok(Birth::Day(real_date(year, month, day)?)),
    }
}

/// NRID. The first two digits are the century plus 3, or plus a later multiple of 3 when a day's series is used up
/// (to 78), so the remainder tells the century; 00 is an unknown birth date.
fn examine_national_reserve_number(number: &[u8; 12], series: i8) -> Examined {
    let birth = if series == 0 {
        let serial = (20..=99).contains(&two_digits(number, 4)) && (40..=59).contains(&two_digits(number, 6));
        if !serial {
            return Err(IdentityNumberError::ImpossibleDate);
        }
        Birth::Unknown
    } else {
        let century = match series % 3 {
            1 => 19,
            2 => 20,
            _ => 21,
        };
        Birth::Day(date(number, century * 100 + i16::from(two_digits(number, 2)))?)
    };
    let values = number[..11].iter().map(|&c| u32::from(if c.is_ascii_digit() { c - b'0' } else { c }));
    check(luhn::check_digit(values) == number[11] - b'0')?;
    Ok((IdentityNumberKind::NationalReserveNumber, birth))
}

fn examine_vastra_gotaland(number: &[u8; 12]) -> Examined {
    let birth = Birth::Day(date(number, year(number))?);
    if !(6..=89).contains(&two_digits(number, 9)) {
        return Err(IdentityNumberError::UnknownForm);
    }
    let mut digits = *number;
    digits[8] = match number[8] {
        b'K' => b'5',
        b'M' => b'7',
        _ => b'8',
    };
    check(luhn::holds(&digits[2..]))?;
    Ok((IdentityNumberKind::VastraGotalandReserveNumber, birth))
}

/// The date is real in all of them, but only type F says that it is the birth date.
fn examine_varmland(number: &[u8; 12]) -> Examined {
    let date = date(number, year(number))?;
    let birth = if number[9] == b'F' { Birth::Day(date) } else { Birth::Unknown };
    Ok((IdentityNumberKind::VarmlandReserveNumber, birth))
}

fn check(holds: bool) -> Result<(), IdentityNumberError> {
    if holds { Ok(()) } else { Err(IdentityNumberError::WrongCheckDigit) }
}

fn date(number: &[u8; 12], year: i16) -> Result<Date, IdentityNumberError> {
    real_date(year, two_digits(number, 4), two_digits(number, 6))
}

fn real_date(year: i16, month: i8, day: i8) -> Result<Date, IdentityNumberError> {
    // Nobody with an identity number was born before 1800; years such as 0012 are mistypings.
    if year < 1800 {
        return Err(IdentityNumberError::ImpossibleDate);
    }
    Date::new(year, month, day).map_err(|_| IdentityNumberError::ImpossibleDate)
}

fn year(number: &[u8; 12]) -> i16 {
    i16::from(two_digits(number, 0)) * 100 + i16::from(two_digits(number, 2))
}

/// The number that two digits make, 0 to 99. The caller has seen that they are digits.
fn two_digits(number: &[u8; 12], at: usize) -> i8 {
    let digit = |c: u8| i8::try_from(c.wrapping_sub(b'0') % 10).unwrap_or_default();
    digit(number[at]) * 10 + digit(number[at + 1])
}
