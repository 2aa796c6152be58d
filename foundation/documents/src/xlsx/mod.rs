//! Tables as a workbook for Excel and LibreOffice: typed cells, a heading row that stays, a filter, widths.
//!
//! A workbook is poured out while its rows come, and holds no more of them than are on their way: its first rows are with who
//! asked while the last are still being read, and a million take no more memory than ten. What does not fit on one sheet goes on on the
//! next. Written here and not by a library, because those write an archive's parts when all rows are there.

mod cell;
mod parts;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::Value;
use crate::archive::Packed;
use cell::Letters;
use parts::Sheet;

pub use cell::LONGEST_TEXT;

/// As many rows as a sheet holds below its headings.
pub const MOST_ROWS: u32 = 1_048_575;
/// As many columns as a sheet holds.
pub const MOST_COLUMNS: usize = 16_384;

/// The widths come from the first rows: further on, what is wide is seldom, and measuring costs.
const MEASURED: u32 = 500;
/// In letters. A wider column pushes the others off the screen.
const WIDEST: usize = 60;
/// So much of a column's width is taken by the filter's button and by air.
const AIR: usize = 3;
/// So many bytes of rows are packed at a time.
const PIECE: usize = 64 * 1024;
/// A sheet of more bytes would need an archive of a kind that not every spreadsheet opens.
const LONGEST_SHEET: u64 = 3_500_000_000;
/// A sheet's name has room for so many units of UTF-16.
const LONGEST_NAME: usize = 31;

/// Why a workbook can't be written.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// There is no room for the column: [`MOST_COLUMNS`].
    #[error("a sheet holds {MOST_COLUMNS} columns")]
    TooManyColumns,
    /// The archive refused.
    #[error("the workbook could not be packed")]
    Packing(#[from] zip::result::ZipError),
}

impl From<io::Error> for XlsxError {
    fn from(error: io::Error) -> Self {
        Self::Packing(error.into())
    }
}

/// A workbook being written, row by row.
///
/// ```
/// use behorig_documents::{Value, xlsx::Workbook};
///
/// let mut book = Workbook::new("Besök", ["Dag", "Tid (min)"], 1_795_345_200_000)?;
/// book.row(&[jiff::civil::date(2026, 11, 22).into(), Value::Minutes(60)])?;
/// assert!(book.take()?.starts_with(b"PK"));
/// let rest = book.finish()?;
/// # Ok::<(), behorig_documents::xlsx::XlsxError>(())
/// ```
pub struct Workbook {
    archive: ZipWriter<StreamWriter<Packed>>,
    packed: Packed,
    name: String,
    headings: Vec<String>,
    widths: Vec<usize>,
    letters: Vec<Letters>,
    finished: Vec<Sheet>,
    /// Rows of the sheet that is being written, with its headings; none before its first piece is packed.
    rows: u32,
    has_begun: bool,
    /// Rows as XML, not packed yet, and how many bytes of the sheet were packed.
    waiting: Vec<u8>,
    length: u64,
}

impl Workbook {
    /// The file's media type.
    pub const MEDIA_TYPE: &'static str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// Begins a workbook. `name` becomes the sheet's, as far as a spreadsheet allows it, and the document's title; `made` is
    /// when it is made, in milliseconds since 1970.
    ///
    /// # Errors
    /// [`XlsxError`]: too many columns.
    pub fn new<H: AsRef<str>>(name: &str, headings: impl IntoIterator<Item = H>, made: i64) -> Result<Self, XlsxError> {
        let packed = Packed::default();
        let headings: Vec<String> = headings.into_iter().map(|heading| heading.as_ref().to_owned()).collect();
        if headings.len() > MOST_COLUMNS {
            return Err(XlsxError::TooManyColumns);
        }
        let mut book = Self {
            archive: ZipWriter::new_stream(packed.clone()),
            packed,
            name: sheet_name(name),
            widths: headings.iter().map(|heading| heading.chars().count()).collect(),
            letters: (0..headings.len()).map(Letters::of).collect(),
            headings,
            finished: Vec::new(),
            rows: 0,
            has_begun: false,
            waiting: Vec::with_capacity(2 * PIECE),
            length: 0,
        };
        book.part("_rels/.rels", parts::RELATIONS)?;
        book.part("docProps/core.xml", &parts::properties(name, made))?;
        book.begin_sheet();
        Ok(book)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`XlsxError`]: too many columns, or it can't be packed.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), XlsxError> {
        if values.len() > MOST_COLUMNS {
            return Err(XlsxError::TooManyColumns);
        }
        if self.rows > MOST_ROWS || self.length > LONGEST_SHEET {
            self.end_sheet()?;
            self.begin_sheet();
        }
        for place in self.letters.len()..values.len() {
            self.letters.push(Letters::of(place));
            self.widths.push(0);
        }
        if !self.has_begun {
            self.measure(values);
        }
        self.rows += 1;
        // Writing into memory can't fail.
        let _ = write!(self.waiting, "<row r=\"{}\">", self.rows);
        for (letters, value) in self.letters.iter().zip(values) {
            cell::value(&mut self.waiting, self.rows, *letters, value);
        }
        self.waiting.extend_from_slice(b"</row>");
        if self.waiting.len() >= PIECE && (self.has_begun || self.rows > MEASURED) {
            self.pack()?;
        }
        Ok(())
    }

    /// What is ready of the file since the last time, down to the last row that was added. The columns are as wide as the rows that
    /// were there at the first time ask for.
    ///
    /// # Errors
    /// [`XlsxError::Packing`].
    pub fn take(&mut self) -> Result<Vec<u8>, XlsxError> {
        self.pack()?;
        self.archive.flush()?;
        Ok(self.packed.take())
    }

    /// The file, or what is left of it after the last [`Workbook::take`].
    ///
    /// # Errors
    /// [`XlsxError::Packing`].
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.end_sheet()?;
        let sheets = self.finished.len();
        let workbook = parts::workbook(&self.finished);
        self.part("xl/workbook.xml", &workbook)?;
        self.part("xl/_rels/workbook.xml.rels", &parts::relations_of_workbook(sheets))?;
        self.part("xl/styles.xml", parts::STYLES)?;
        self.part("[Content_Types].xml", &parts::content_types(sheets))?;
        self.archive.finish()?;
        Ok(self.packed.take())
    }

    fn part(&mut self, name: &str, text: &str) -> Result<(), XlsxError> {
        self.archive.start_file(name, options())?;
        Ok(self.archive.write_all(text.as_bytes())?)
    }

    /// A new sheet with its headings, nothing of it packed.
    fn begin_sheet(&mut self) {
        (self.rows, self.has_begun, self.length) = (1, false, 0);
        self.waiting.extend_from_slice(b"<row r=\"1\">");
        for (letters, heading) in self.letters.iter().zip(&self.headings) {
            cell::heading(&mut self.waiting, 1, *letters, heading);
        }
        self.waiting.extend_from_slice(b"</row>");
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        self.pack()?;
        let nth = self.finished.len() + 1;
        let sheet = Sheet { name: nth_name(&self.name, nth), rows: self.rows, columns: self.letters.len() };
        self.archive.write_all(parts::foot_of_sheet(&sheet).as_bytes())?;
        self.finished.push(sheet);
        Ok(())
    }

    /// Packs the rows that wait, after what comes before a sheet's first row.
    fn pack(&mut self) -> Result<(), XlsxError> {
        if !self.has_begun {
            self.has_begun = true;
            let nth = self.finished.len() + 1;
            let widths: Vec<usize> = self.widths.iter().map(|width| (width + AIR).min(WIDEST)).collect();
            self.part(&format!("xl/worksheets/sheet{nth}.xml"), &parts::head_of_sheet(nth == 1, &widths))?;
        }
        self.archive.write_all(&self.waiting)?;
        self.length += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }

    fn measure(&mut self, values: &[Value<'_>]) {
        for (width, value) in self.widths.iter_mut().zip(values) {
            let longest = value.shown().lines().map(|line| line.chars().count()).max();
            *width = longest.unwrap_or(0).max(*width);
        }
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// A name that a spreadsheet takes for a sheet: at most 31 letters, none of seven, no quotation mark at its ends.
fn sheet_name(name: &str) -> String {
    let plain = |letter: char| if "[]:*?/\\".contains(letter) || letter.is_control() { ' ' } else { letter };
    let ends = |letter: char| letter == '\'' || letter.is_whitespace();
    let plain: String = name.trim_matches(ends).chars().map(plain).collect();
    let name = cell::within(&plain, LONGEST_NAME);
    let name = name.trim_matches(ends);
    // A history of changes has this name in Excel, which takes it for no other sheet.
    if name.is_empty() || name.eq_ignore_ascii_case("history") { "1".to_owned() } else { name.to_owned() }
}

/// The name of the first sheet as it is, of others with their number.
fn nth_name(name: &str, nth: usize) -> String {
    if nth == 1 {
        return name.to_owned();
    }
    let number = format!(" ({nth})");
    cell::within(name, LONGEST_NAME - number.len()) + &number
}
