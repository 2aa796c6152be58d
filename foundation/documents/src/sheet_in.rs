//! Spreadsheets in: a workbook or a text file as rows of values. What can't be read right is refused with a reason.
//!
//! Values and no more: a formula gives the value that its workbook keeps and is marked, a merged field gives its value to its first cell
//! and covers the others, a date stays one. Nothing is calculated, followed or run. A file that has to wait is kept as those values, by
//! [`keep`]. All of it computes: from a handler, read where blocking is allowed.

mod cells;
mod kept;
mod text;
mod workbook;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

pub use kept::{keep, kept_sheet};

/// The largest file that is read.
pub const MOST_BYTES: usize = 20_000_000;
/// As many rows as a sheet may have.
pub const MOST_ROWS: usize = 200_000;
/// As many columns as a sheet may have.
pub const MOST_COLUMNS: usize = 200;
/// As many cells as are held in memory.
const MOST_CELLS: usize = 2_000_000;
/// As many bytes of text as they hold together.
const MOST_TEXT: usize = 100_000_000;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetRefused {
    /// It asks for a password.
    #[error("the workbook has a password")]
    Password,
    /// It holds macros.
    #[error("the workbook holds macros")]
    Macros,
    /// It is a workbook of the kind before 2007 (`.xls`).
    #[error("the workbook is of an old kind")]
    OldWorkbook,
    /// It is a packed file, and no workbook of the kind XLSX.
    #[error("the file is no workbook of the kind XLSX")]
    OtherWorkbook,
    /// It looks like a workbook and can't be read as one.
    #[error("the workbook is broken")]
    Broken,
    /// It is neither a workbook nor text.
    #[error("the file is neither a workbook nor text")]
    NotText,
    /// It has more than [`MOST_BYTES`], or unpacks to more than any workbook of people does.
    #[error("the file is too large")]
    TooLarge,
    /// It has more than [`MOST_ROWS`].
    #[error("the sheet has more than {MOST_ROWS} rows")]
    TooManyRows,
    /// It has more than [`MOST_COLUMNS`].
    #[error("the sheet has more than {MOST_COLUMNS} columns")]
    TooManyColumns,
    /// Rows and columns together are more than are held in memory.
    #[error("the sheet has too many cells")]
    TooManyCells,
    /// It has no sheet of that name.
    #[error("there is no such sheet")]
    NoSuchSheet,
    /// Nothing stands in it.
    #[error("nothing stands in the file")]
    Empty,
}

impl SheetRefused {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::Password,
        Self::Macros,
        Self::OldWorkbook,
        Self::OtherWorkbook,
        Self::Broken,
        Self::NotText,
        Self::TooLarge,
        Self::TooManyRows,
        Self::TooManyColumns,
        Self::TooManyCells,
        Self::NoSuchSheet,
        Self::Empty,
    ];

    /// A word for it, for the id of a text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Macros => "macros",
            Self::OldWorkbook => "old-workbook",
            Self::OtherWorkbook => "other-workbook",
            Self::Broken => "broken",
            Self::NotText => "not-text",
            Self::TooLarge => "too-large",
            Self::TooManyRows => "too-many-rows",
            Self::TooManyColumns => "too-many-columns",
            Self::TooManyCells => "too-many-cells",
            Self::NoSuchSheet => "no-such-sheet",
            Self::Empty => "empty",
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum CellValue {
    /// Nothing.
    #[default]
    Empty,
    /// A text, without blanks around it and without characters that can't be seen. Yes and no are `TRUE` and `FALSE`.
    Text(String),
    /// A number; in a column of dates it may be one.
    Number(f64),
    /// A day.
    Date(Date),
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub value: CellValue,
    /// It was calculated when the workbook was last saved.
    pub formula: bool,
}

impl Cell {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value == CellValue::Empty
    }

    /// How it reads: a whole number without decimals, a day as `2026-11-22`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.value {
            CellValue::Empty => Cow::Borrowed(""),
            CellValue::Text(text) => Cow::Borrowed(text),
            CellValue::Number(number) => Cow::Owned(number.to_string()),
            CellValue::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}

/// A sheet that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// The names of all sheets that the workbook shows, in their order.
    pub sheets: Vec<String>,
    /// Its rows from the first, each as long as its last cell with something in it. The rows after the last of those are left out.
    pub rows: Vec<Vec<Cell>>,
    covered: HashSet<(usize, usize)>,
    from_1904: bool,
}

impl Sheet {
    /// A cell; nothing stands in one that is not there.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const NOTHING: &Cell = &Cell { value: CellValue::Empty, formula: false };
        self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(NOTHING)
    }

    /// Whether a cell is part of a merged field and not its first: what one sees in it stands elsewhere.
    #[must_use]
    pub fn is_covered(&self, row: usize, column: usize) -> bool {
        self.covered.contains(&(row, column))
    }

    /// Whether any fields are merged.
    #[must_use]
    pub fn has_merged(&self) -> bool {
        !self.covered.is_empty()
    }

    /// A cell of a column of dates: a date, a number that counts days as spreadsheets do, or a text as `2026-11-22` and `20261122`.
    /// None where it is empty.
    ///
    /// # Errors
    /// [`NoDate`] where it is none of them.
    pub fn date(&self, row: usize, column: usize) -> Result<Option<Date>, NoDate> {
        cells::date_in(self.cell(row, column), self.from_1904)
    }
}

/// A cell of a column of dates holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date")]
pub struct NoDate;

/// Reads the first sheet of a file that anything stands in: XLSX, or text separated by semicolons, commas or tabs.
///
/// # Errors
/// [`SheetRefused`], with the reason.
pub fn read_sheet(bytes: &[u8], name: &str) -> Result<Sheet, SheetRefused> {
    read(bytes, name, None)
}

/// Reads one sheet of a workbook, by its name.
///
/// # Errors
/// As [`read_sheet`], and [`SheetRefused::NoSuchSheet`].
pub fn read_sheet_named(bytes: &[u8], name: &str, sheet: &str) -> Result<Sheet, SheetRefused> {
    read(bytes, name, Some(sheet))
}

fn read(bytes: &[u8], name: &str, wanted: Option<&str>) -> Result<Sheet, SheetRefused> {
    let sheet = match kind_of(bytes)? {
        Kind::Workbook => workbook::read(bytes, name, wanted)?,
        Kind::Text if wanted.is_some_and(|wanted| !wanted.is_empty()) => return Err(SheetRefused::NoSuchSheet),
        Kind::Text => text::read(bytes)?,
    };
    if sheet.rows.is_empty() { Err(SheetRefused::Empty) } else { Ok(sheet) }
}

/// What a file seems to be.
enum Kind {
    Workbook,
    Text,
}

fn kind_of(bytes: &[u8]) -> Result<Kind, SheetRefused> {
    /// How a compound file begins: an old workbook, or a new one behind a password.
    const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    if bytes.len() > MOST_BYTES {
        return Err(SheetRefused::TooLarge);
    }
    if bytes.starts_with(&COMPOUND) {
        return Err(if is_encrypted(bytes) { SheetRefused::Password } else { SheetRefused::OldWorkbook });
    }
    Ok(if bytes.starts_with(b"PK") { Kind::Workbook } else { Kind::Text })
}

/// A workbook with a password is a compound file with a stream of this name, which its directory writes in UTF-16.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}
