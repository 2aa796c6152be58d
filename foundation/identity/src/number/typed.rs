//! From what a person typed to the twelve characters that are kept.

use super::IdentityNumberError;
use super::forms::{Birth, examine};
use super::kind::IdentityNumberKind;
use crate::pasted::{is_blank, is_foreign_digit, is_hyphen, is_plus};
use jiff::civil::Date;

/// Room for a number with blanks and signs around it, in bytes; whatever is longer is not read at all.
const LONGEST_INPUT: usize = 128;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Hyphen,
    Plus,
}

/// The letters and digits of the text, in upper case, and the sign before the last four.
struct Typed {
    characters: Vec<u8>,
    sign: Option<Sign>,
}

/// Reads what a person typed or pasted; `today` decides the century of a short number and what lies in the future.
pub(super) fn read(text: &str, today: Date) -> Result<([u8; 12], IdentityNumberKind, Birth), IdentityNumberError> {
    let typed = split(text)?;
    let (number, (kind, birth)) = match typed.characters.len() {
        12 => read_long(&typed, today)?,
        _ => read_short(&typed, today)?,
    };
    if birth.is_after(today) {
        return Err(IdentityNumberError::FutureDate);
    }
    Ok((number, kind, birth))
}

type Long = ([u8; 12], (IdentityNumberKind, Birth));

fn read_long(typed: &Typed, today: Date) -> Result<Long, IdentityNumberError> {
    let number = <[u8; 12]>::try_from(typed.characters.as_slice()).map_err(|_| IdentityNumberError::WrongLength)?;
    let (kind, birth) = examine(&number)?;
    if typed.sign == Some(Sign::Plus) {
        let is_from_the_tax_agency = !kind.is_reserve();
        match birth.year() {
            Some(year) if is_from_the_tax_agency && today.year() - year >= 100 => {}
            Some(_) if is_from_the_tax_agency => return Err(IdentityNumberError::WrongSign),
            _ => return Err(IdentityNumberError::UnknownForm),
        }
    }
    Ok((number, (kind, birth)))
}

/// Ten digits: the latest year that fits, or a hundred years before it with a `+`, which the number bears from the
/// year in which its holder turns 100. Without any sign a date later this year is taken as one a century ago.
fn read_short(typed: &Typed, today: Date) -> Result<Long, IdentityNumberError> {
    let [y1, y2, _, _, d1, d2, ..] = typed.characters[..] else { return Err(IdentityNumberError::WrongLength) };
    // Days 32 to 59 belong to a reserve number, which is always written with its century.
    if (b"32".as_slice()..=b"59".as_slice()).contains(&[d1, d2].as_slice()) {
        return Err(IdentityNumberError::ImpossibleDate);
    }
    let short_year = i16::from(y1 - b'0') * 10 + i16::from(y2 - b'0');
    let latest = today.year() - (today.year() - short_year).rem_euclid(100);
    let in_year = |year: i16| -> Result<Long, IdentityNumberError> {
        let text = format!("{:02}{}", year / 100, String::from_utf8_lossy(&typed.characters));
        let number = <[u8; 12]>::try_from(text.as_bytes()).map_err(|_| IdentityNumberError::WrongLength)?;
        examine(&number).map(|examined| (number, examined))
    };
    if typed.sign == Some(Sign::Plus) {
        return in_year(latest - 100);
    }
    let recent = in_year(latest)?;
    if typed.sign.is_none() && recent.1.1.is_after(today) { in_year(latest - 100) } else { Ok(recent) }
}

fn split(text: &str) -> Result<Typed, IdentityNumberError> {
    if text.len() > LONGEST_INPUT {
        return Err(IdentityNumberError::TooLong);
    }
    let mut characters = Vec::with_capacity(12);
    let mut signs = Vec::new();
    for c in text.chars().filter(|&c| !is_blank(c)) {
        match c {
            _ if c.is_ascii_alphanumeric() => characters.extend(u8::try_from(c.to_ascii_uppercase())),
            _ if is_hyphen(c) => signs.push((Sign::Hyphen, characters.len())),
            _ if is_plus(c) => signs.push((Sign::Plus, characters.len())),
            _ if is_foreign_digit(c) => return Err(IdentityNumberError::UnicodeDigits),
            _ => return Err(IdentityNumberError::NotDigits),
        }
    }
    if characters.is_empty() {
        return Err(IdentityNumberError::Empty);
    }
    let looks_like_a_reserve_number = characters.len() == 12 && characters.iter().take(8).all(u8::is_ascii_digit);
    if !looks_like_a_reserve_number && !characters.iter().all(u8::is_ascii_digit) {
        return Err(IdentityNumberError::NotDigits);
    }
    if !matches!(characters.len(), 10 | 12) {
        return Err(IdentityNumberError::WrongLength);
    }
    let sign = match signs[..] {
        [] => None,
        [(sign, place)] if place + 4 == characters.len() => Some(sign),
        _ => return Err(IdentityNumberError::UnknownForm),
    };
    Ok(Typed { characters, sign })
}
