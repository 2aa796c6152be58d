//! A value as a cell. A text is always a text: nothing that somebody typed becomes a formula, a number or a link.

use std::borrow::Cow;
use std::fmt;
use std::io::Write as _;

use jiff::civil::{Date, Time, date};

use crate::Value;
use crate::value::local;

/// A cell holds so much text, in the units of UTF-16; what goes beyond is cut off with `…`.
pub const LONGEST_TEXT: usize = 32_767;

/// Day 0 of a spreadsheet. Before March 1900 it counts a day that never was, so older dates are written as text.
const DAY_ZERO: Date = date(1899, 12, 30);
const FIRST_DAY: Date = date(1900, 3, 1);
/// Whole numbers beyond this are rounded by a spreadsheet; they are written as text.
const LARGEST_WHOLE: u64 = 999_999_999_999_999;

/// The name of a column: `A`, `Z`, `AA`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters([u8; 3], usize);

impl Letters {
    /// Of the column at a place, counted from 0.
    pub(super) fn of(place: usize) -> Self {
        let (mut letters, mut length, mut left) = ([0; 3], 0, place + 1);
        for letter in letters.iter_mut().rev() {
            if left > 0 {
                left -= 1;
                *letter = b'A' + u8::try_from(left % 26).unwrap_or(0);
                left /= 26;
                length += 1;
            }
        }
        Self(letters, length)
    }

    fn bytes(&self) -> &[u8] {
        self.0.get(3 - self.1..).unwrap_or_default()
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.bytes()))
    }
}

/// How a cell looks, by its place among the workbook's styles.
#[derive(Clone, Copy)]
enum Look {
    Plain,
    Bold,
    Date,
    Time,
    Instant,
}

/// Writes a heading.
pub(super) fn heading(to: &mut Vec<u8>, row: u32, column: Letters, text: &str) {
    text_cell(to, row, column, text, Look::Bold);
}

/// Writes a value; nothing where it is empty.
pub(super) fn value(to: &mut Vec<u8>, row: u32, column: Letters, value: &Value<'_>) {
    match value {
        Value::Empty => {}
        Value::Whole(number) | Value::Minutes(number) if number.unsigned_abs() <= LARGEST_WHOLE => {
            number_cell(to, row, column, number, Look::Plain);
        }
        Value::Decimal(number) if number.is_finite() => number_cell(to, row, column, number, Look::Plain),
        Value::Date(date) if *date >= FIRST_DAY => number_cell(to, row, column, days(*date), Look::Date),
        Value::Time(time) => number_cell(to, row, column, part_of_day(*time), Look::Time),
        Value::Instant(milliseconds) => match local(*milliseconds).filter(|local| local.date() >= FIRST_DAY) {
            Some(local) => {
                let number = days(local.date()) as f64 + part_of_day(local.time());
                number_cell(to, row, column, number, Look::Instant);
            }
            None => text_cell(to, row, column, &value.shown(), Look::Plain),
        },
        Value::Text(text) => text_cell(to, row, column, text, Look::Plain),
        other => text_cell(to, row, column, &other.shown(), Look::Plain),
    }
}

fn number_cell(to: &mut Vec<u8>, row: u32, column: Letters, number: impl fmt::Display, look: Look) {
    begin(to, row, column, look);
    // Writing into memory can't fail.
    let _ = write!(to, "><v>{number}</v></c>");
}

fn text_cell(to: &mut Vec<u8>, row: u32, column: Letters, text: &str, look: Look) {
    let text = cut(text);
    begin(to, row, column, look);
    to.extend_from_slice(b" t=\"inlineStr\"><is><t");
    if text.trim() != text {
        to.extend_from_slice(b" xml:space=\"preserve\"");
    }
    to.push(b'>');
    to.extend_from_slice(escaped(&text).as_bytes());
    to.extend_from_slice(b"</t></is></c>");
}

fn begin(to: &mut Vec<u8>, row: u32, column: Letters, look: Look) {
    to.extend_from_slice(b"<c r=\"");
    to.extend_from_slice(column.bytes());
    let _ = write!(to, "{row}\"");
    if !matches!(look, Look::Plain) {
        let _ = write!(to, " s=\"{}\"", look as u8);
    }
}

fn days(date: Date) -> i64 {
    date.duration_since(DAY_ZERO).as_hours() / 24
}

fn part_of_day(time: Time) -> f64 {
    let seconds = i32::from(time.hour()) * 3_600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    f64::from(seconds) / 86_400.0
}

/// A text as far as a cell holds it.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    let mut cut = within(text, LONGEST_TEXT - 1);
    cut.push('…');
    Cow::Owned(cut)
}

/// The beginning of a text that has room in so many units of UTF-16.
pub(super) fn within(text: &str, mut room: usize) -> String {
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    text.chars().take_while(fits).collect()
}

/// A text as XML has it. What XML can't hold is written as `_x0001_`, as spreadsheets do, and what looks like that already is kept from
/// being read so.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| !matches!(letter, '&' | '<' | '>' | '"' | '_') && can_stand(letter);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '_' if looks_escaped(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            letter if can_stand(letter) => out.push(letter),
            letter => out.push_str(&format!("_x{:04X}_", u32::from(letter))),
        }
    }
    Cow::Owned(out)
}

/// Whether XML holds the letter as it is. A carriage return it would read as a line feed.
const fn can_stand(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn looks_escaped(text: &str) -> bool {
    let Some(part) = text.as_bytes().get(..7) else { return false };
    part.starts_with(b"_x") && part.ends_with(b"_") && part.iter().skip(2).take(4).all(u8::is_ascii_hexdigit)
}
