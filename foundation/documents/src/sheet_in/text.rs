//! Text as spreadsheets save it: UTF-8 with or without its mark, UTF-16 with it, or Windows' own for Sweden; separated by semicolons,
//! commas or tabs.

use std::borrow::Cow;

use super::cells::{self, Rows};
use super::{Cell, Sheet, SheetRefused};

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, SheetRefused> {
    let text = decoded(bytes)?;
    let separator = separator_of(&text);
    let text = with_blank_rows(&text, char::from(separator));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(|_| SheetRefused::Broken)? {
        for (column, field) in record.iter().enumerate() {
            rows.put(row, column, Cell { value: cells::text(field), formula: false })?;
        }
        row += 1;
    }
    Ok(Sheet { rows: rows.done(), ..Sheet::default() })
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, SheetRefused> {
    let (encoding, rest) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (encoding_rs::UTF_8, rest),
        [0xff, 0xfe, rest @ ..] => (encoding_rs::UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (encoding_rs::UTF_16BE, rest),
        all if std::str::from_utf8(all).is_ok() => (encoding_rs::UTF_8, all),
        all => (encoding_rs::WINDOWS_1252, all),
    };
    let (text, broken) = encoding.decode_without_bom_handling(rest);
    // A picture or a program reads as Windows' text too, but for its NULs.
    if broken || text.contains('\0') { Err(SheetRefused::NotText) } else { Ok(text) }
}

/// The same text with a separator in its empty lines, which would be passed over else: a row keeps the number that people see beside it.
fn with_blank_rows(text: &str, separator: char) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut quoted = false;
    for line in text.split_inclusive('\n') {
        if !quoted && line.trim_end_matches(['\r', '\n']).is_empty() {
            filled.push(separator);
        }
        filled.push_str(line);
        quoted ^= line.matches('"').count() % 2 == 1;
    }
    filled
}

/// So far a text is looked at for what separates it.
const LOOKED_AT: usize = 8_000;

/// Whichever of semicolon, comma and tab the most lines have outside quotation marks: above its headings a sheet may say what it is, and
/// within its fields anything, with a comma.
fn separator_of(text: &str) -> u8 {
    let lines_with = |separator: u8| {
        let (mut quoted, mut found, mut lines, mut all) = (false, false, 0, 0);
        for byte in text.bytes().take(LOOKED_AT) {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => found = false,
                other if other == separator && !quoted => {
                    lines += usize::from(!found);
                    all += 1;
                    found = true;
                }
                _ => {}
            }
        }
        (lines, all)
    };
    [b'\t', b',', b';'].into_iter().max_by_key(|separator| lines_with(*separator)).unwrap_or(b';')
}
