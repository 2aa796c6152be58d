//! Tables as a workbook with one sheet, for Excel and LibreOffice: typed cells, a heading row that stays, a filter, widths.
//!
//! Rows go to a temporary file without a name as they come, so that a sheet of a hundred thousand takes no more memory than one
//! of ten. A text is always a text: nothing that somebody typed becomes a formula, a number or a link.

use std::borrow::Cow;
use std::io::Write;

use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Worksheet};

use crate::Value;
use crate::value::local;

/// As many rows as a sheet holds below its headings.
pub const MOST_ROWS: u32 = 1_048_575;
/// As many columns as a sheet holds.
pub const MOST_COLUMNS: usize = 16_384;
/// A cell holds so much text, in the units of UTF-16; what goes beyond is cut off with `…`.
pub const LONGEST_TEXT: usize = 32_767;

/// The widths come from the first rows: further on, what is wide is seldom, and measuring costs.
const MEASURED: u32 = 500;
/// In letters. A wider column pushes the others off the screen.
const WIDEST: usize = 60;
/// So much of a column's width is taken by the filter's button and by air.
const AIR: usize = 3;
/// Day 0 of a spreadsheet. Before March 1900 it counts a day that never was, so older dates are written as text.
const DAY_ZERO: Date = date(1899, 12, 30);
const FIRST_DAY: Date = date(1900, 3, 1);
/// Whole numbers beyond this are rounded by a spreadsheet; they are written as text.
const LARGEST_WHOLE: u64 = 999_999_999_999_999;

/// Why a workbook can't be written.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// There is no room for the row: [`MOST_ROWS`].
    #[error("a sheet holds {MOST_ROWS} rows")]
    TooManyRows,
    /// There is no room for the column: [`MOST_COLUMNS`].
    #[error("a sheet holds {MOST_COLUMNS} columns")]
    TooManyColumns,
    /// The library or the disk refused.
    #[error("the workbook could not be written")]
    Writer(#[from] rust_xlsxwriter::XlsxError),
}

/// A workbook being written, row by row.
///
/// ```
/// use behorig_documents::{Value, xlsx::Workbook};
///
/// let mut book = Workbook::new("Besök", ["Dag", "Tid (min)"], 1_795_345_200_000)?;
/// book.row(&[jiff::civil::date(2026, 11, 22).into(), Value::Minutes(60)])?;
/// assert!(book.finish()?.starts_with(b"PK"));
/// # Ok::<(), behorig_documents::xlsx::XlsxError>(())
/// ```
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    formats: Formats,
    rows: u32,
    widths: Vec<usize>,
}

/// How numbers are shown that are days and hours.
struct Formats {
    date: Format,
    time: Format,
    instant: Format,
}

impl Workbook {
    /// The file's media type.
    pub const MEDIA_TYPE: &'static str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// Begins a workbook. `name` becomes the sheet's, as far as a spreadsheet allows it, and the document's title; `made` is
    /// when it is made, in milliseconds since 1970.
    ///
    /// # Errors
    /// [`XlsxError`]: too many columns, or no room for a temporary file.
    pub fn new<H: AsRef<str>>(name: &str, headings: impl IntoIterator<Item = H>, made: i64) -> Result<Self, XlsxError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_properties(&DocProperties::new().set_title(name).set_creation_datetime(&moment(made)?));
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(name))?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        let mut widths = Vec::new();
        for (at, heading) in headings.into_iter().enumerate() {
            let heading = heading.as_ref();
            sheet.write_string_with_format(0, column(at)?, cut(heading), &bold)?;
            widths.push(heading.chars().count());
        }
        let formats = Formats {
            date: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("hh:mm"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        };
        Ok(Self { book, formats, rows: 0, widths })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`XlsxError`]: the sheet or the disk is full.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), XlsxError> {
        if self.rows == MOST_ROWS {
            return Err(XlsxError::TooManyRows);
        }
        self.rows += 1;
        if self.rows <= MEASURED {
            self.measure(values);
        }
        let sheet = self.book.worksheet_from_index(0)?;
        for (at, value) in values.iter().enumerate() {
            write(sheet, self.rows, column(at)?, value, &self.formats)?;
        }
        Ok(())
    }

    /// How many rows there are below the headings.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The finished file.
    ///
    /// # Errors
    /// [`XlsxError::Writer`].
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.dress()?;
        Ok(self.book.save_to_buffer()?)
    }

    /// Writes the finished file to where it shall stand, such as a file on disk.
    ///
    /// # Errors
    /// [`XlsxError::Writer`].
    pub fn finish_into<W: Write + Send>(mut self, to: W) -> Result<(), XlsxError> {
        self.dress()?;
        Ok(self.book.save_to_writer(to)?)
    }

    fn measure(&mut self, values: &[Value<'_>]) {
        if self.widths.len() < values.len() {
            self.widths.resize(values.len(), 0);
        }
        for (width, value) in self.widths.iter_mut().zip(values) {
            let longest = value.shown().lines().map(|line| line.chars().count()).max();
            *width = longest.unwrap_or(0).max(*width);
        }
    }

    /// What is known when all rows are there: the widths, and how far the filter reaches.
    fn dress(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        for (at, width) in self.widths.iter().enumerate() {
            let letters = u32::try_from((width + AIR).min(WIDEST)).unwrap_or(u32::MAX);
            sheet.set_column_width(column(at)?, f64::from(letters))?;
        }
        if let Some(last) = self.widths.len().checked_sub(1) {
            sheet.autofilter(0, 0, self.rows, column(last)?)?;
        }
        Ok(())
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, value: &Value<'_>, formats: &Formats) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Whole(number) | Value::Minutes(number) if number.unsigned_abs() <= LARGEST_WHOLE => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Value::Decimal(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Date(date) if *date >= FIRST_DAY => {
            sheet.write_number_with_format(row, column, days(*date), &formats.date)?;
        }
        Value::Time(time) => {
            sheet.write_number_with_format(row, column, part_of_day(*time), &formats.time)?;
        }
        Value::Instant(milliseconds) => match local(*milliseconds) {
            Some(local) if local.date() >= FIRST_DAY => {
                let number = days(local.date()) + part_of_day(local.time());
                sheet.write_number_with_format(row, column, number, &formats.instant)?;
            }
            _ => {
                sheet.write_string(row, column, value.shown())?;
            }
        },
        Value::Text(text) => {
            sheet.write_string(row, column, cut(text))?;
        }
        other => {
            sheet.write_string(row, column, other.shown())?;
        }
    }
    Ok(())
}

fn days(date: Date) -> f64 {
    date.duration_since(DAY_ZERO).as_hours() as f64 / 24.0
}

fn part_of_day(time: Time) -> f64 {
    let seconds = i32::from(time.hour()) * 3_600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    f64::from(seconds) / 86_400.0
}

fn moment(milliseconds: i64) -> Result<ExcelDateTime, XlsxError> {
    let at = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH));
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(1970);
    let day = ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?;
    Ok(day.and_hms(u16::try_from(at.hour()).unwrap_or(0), part(at.minute()), f64::from(at.second()))?)
}

fn column(at: usize) -> Result<u16, XlsxError> {
    if at < MOST_COLUMNS {
        u16::try_from(at).map_err(|_| XlsxError::TooManyColumns)
    } else {
        Err(XlsxError::TooManyColumns)
    }
}

/// A text as far as a cell holds it.
fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    let mut room = LONGEST_TEXT - 1;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    Cow::Owned(cut)
}

/// A name that a spreadsheet takes for a sheet: at most 31 letters, none of seven, no quotation mark at its ends.
fn sheet_name(name: &str) -> String {
    let plain = |letter: char| if "[]:*?/\\".contains(letter) || letter.is_control() { ' ' } else { letter };
    let ends = |letter: char| letter == '\'' || letter.is_whitespace();
    let mut room = 31_usize;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let name: String = name.trim_matches(ends).chars().map(plain).take_while(fits).collect();
    let name = name.trim_matches(ends);
    if name.is_empty() { "1".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::*;

    const MADE: i64 = 1_795_345_200_000;

    /// One file of the archive, unpacked.
    fn part(book: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn sheet_of(rows: &[&[Value<'_>]]) -> String {
        let mut book = Workbook::new("Besök", ["a", "b"], MADE).unwrap();
        for row in rows {
            book.row(row).unwrap();
        }
        part(&book.finish().unwrap(), "xl/worksheets/sheet1.xml")
    }

    #[test]
    fn a_text_stays_a_text_whatever_it_looks_like() {
        for text in ["=1+1", "0705", "2026-11-22", "https://example.org", "-3"] {
            let sheet = sheet_of(&[&[text.into()]]);
            assert!(sheet.contains(&format!("<t>{text}</t>")) && !sheet.contains("<f>"), "{sheet}");
        }
    }

    #[test]
    fn numbers_days_and_times_are_numbers() {
        let noon = jiff::civil::time(12, 0, 0, 0);
        let sheet = sheet_of(&[
            &[Value::Minutes(-60), Value::Decimal(12.5)],
            &[date(2026, 11, 22).into(), noon.into()],
            // 2026-01-01 12:00 UTC is 13:00 in Stockholm.
            &[Value::Instant(1_767_268_800_000), Value::Empty],
        ]);
        for number in ["<v>-60</v>", "<v>12.5</v>", "<v>46348</v>", "<v>0.5</v>", "<v>46023.54166666"] {
            assert!(sheet.contains(number), "{number}: {sheet}");
        }
    }

    #[test]
    fn what_a_spreadsheet_would_get_wrong_is_written_as_text() {
        let sheet = sheet_of(&[&[Value::Whole(i64::MAX), date(1899, 5, 1).into()]]);
        assert!(sheet.contains("<t>9223372036854775807</t>") && sheet.contains("<t>1899-05-01</t>"), "{sheet}");
    }

    #[test]
    fn a_text_with_what_no_such_file_may_hold_leaves_the_file_readable() {
        let sheet = sheet_of(&[&["a\u{1}<b>&\u{fffe}".into(), " c\nd ".into()]]);
        assert!(sheet.contains("<t>a_x0001_&lt;b&gt;&amp;_xFFFE_</t>"), "{sheet}");
        assert!(sheet.contains("<t xml:space=\"preserve\"> c\nd </t>"), "{sheet}");
    }

    #[test]
    fn the_headings_stay_in_sight_and_every_row_can_be_filtered() {
        let sheet = sheet_of(&[&[Value::Whole(1)], &[Value::Whole(2)]]);
        assert!(sheet.contains("ySplit=\"1\"") && sheet.contains("state=\"frozen\""), "{sheet}");
        assert!(sheet.contains("<autoFilter ref=\"A1:B3\"/>"), "{sheet}");
    }

    #[test]
    fn the_same_rows_at_the_same_time_are_the_same_file() {
        let made = || Workbook::new("a", ["b"], MADE).unwrap().finish().unwrap();
        assert_eq!(part(&made(), "docProps/core.xml"), part(&made(), "docProps/core.xml"));
        assert!(part(&made(), "docProps/core.xml").contains("2026-11-22T11:00:00Z"));
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_between_letters() {
        let long = "å😀".repeat(20_000);
        let kept = cut(&long);
        assert!(kept.ends_with('…') && kept.encode_utf16().count() <= LONGEST_TEXT);
        assert!(long.starts_with(kept.trim_end_matches('…')));
        let sheet = sheet_of(&[&[long.as_str().into()]]);
        assert!(sheet.contains('…'));
    }

    #[test]
    fn too_many_columns_are_refused() {
        let book = Workbook::new("a", vec!["b"; MOST_COLUMNS + 1], MADE);
        assert!(matches!(book, Err(XlsxError::TooManyColumns)));
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_that_a_spreadsheet_takes(name in "\\PC{0,40}|['/ \\[\\]:*?\\\\]{0,40}") {
            let book = Workbook::new(&name, ["a"], MADE);
            prop_assert!(book.is_ok(), "{:?}", sheet_name(&name));
        }
    }
}
