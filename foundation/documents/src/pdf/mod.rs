//! Documents for print and for keeping: A4, tagged, and checked against PDF/UA-1 while they are written.
//!
//! A [`Document`] has [`Part`]s, of which each begins on a page of its own and numbers its own pages `1 (3)`: what is printed for
//! one person can be taken out of the pile. A part has [`Section`]s with tables whose headings come again on every page. Columns
//! take the widths that their contents ask for, alike in all tables of a part that have the same headings.
//!
//! Set in Noto Sans, 11 points, and only smaller (8 at least) where a table's longest words would otherwise break. A letter that is
//! neither Latin, Greek nor Cyrillic is printed as `?`.

mod columns;
mod draw;
mod face;
mod layout;
mod table;
#[cfg(test)]
mod tests;
mod tree;
mod wrap;

use crate::Language;

/// As many rows as one document is made of, about a thousand pages. More are for a spreadsheet.
pub const MOST_ROWS: usize = 20_000;
/// As many columns as a table has; with more, a page holds no word.
pub const MOST_COLUMNS: usize = 24;

/// Why a document can't be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// More than [`MOST_ROWS`]: offer a workbook instead.
    #[error("a document holds {MOST_ROWS} rows")]
    TooManyRows,
    /// More than [`MOST_COLUMNS`]: let its reader choose fewer.
    #[error("a table holds {MOST_COLUMNS} columns")]
    TooManyColumns,
    /// There is nothing to print.
    #[error("a document has at least one part")]
    NoPart,
    /// The document has no title, which every reader of it needs.
    #[error("a document has a title")]
    NoTitle,
    /// The built-in font can't be read.
    #[error("the font can't be read")]
    Font,
    /// The document would not be what PDF/UA-1 asks for.
    #[error("the document could not be written: {0}")]
    Writer(String),
}

/// A document: one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What the file calls itself, in the window's title and read aloud.
    pub title: String,
    /// The language of its texts.
    pub language: Language,
    /// How the paper lies.
    pub paper: Paper,
    /// The foot of every page, left of its number: the program's name, and when it was printed.
    pub footer: String,
    /// When it is made, in milliseconds since 1970.
    pub made: i64,
    /// What it holds; at least one.
    pub parts: Vec<Part>,
}

/// How the paper, A4, lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// Upright.
    #[default]
    Portrait,
    /// On its side: for tables of many columns.
    Landscape,
}

/// What begins on a page of its own and has page numbers of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// Its heading, which comes again in small on its other pages; the document's title where there is none.
    pub title: String,
    /// What is said under the heading: label and value.
    pub facts: Vec<(String, String)>,
    /// What it holds.
    pub sections: Vec<Section>,
}

/// A heading with a text, a table or both.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: Option<String>,
    /// What is said before the table.
    pub text: Option<String>,
    /// The table.
    pub table: Option<Table>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a text for each column; [`crate::Value::shown`] makes them of values.
    pub rows: Vec<Vec<String>>,
    /// The last row, set apart.
    pub totals: Option<Vec<String>>,
    /// What stands instead of a table without rows.
    pub when_empty: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether it stands by its right edge, so that figures can be compared.
    pub is_number: bool,
}

impl Column {
    /// A column of text.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_number: false }
    }

    /// A column of figures.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_number: true }
    }
}

impl Document {
    /// The document's media type.
    pub const MEDIA_TYPE: &'static str = "application/pdf";

    /// The finished file. Takes some milliseconds a page: call it where waiting is allowed.
    ///
    /// # Errors
    /// [`PdfError`]: too large, empty, or refused by the writer.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PdfError> {
        self.check()?;
        let faces = face::Faces::load()?;
        let laid = layout::lay_out(self, &faces);
        draw::draw(self, &laid, &faces)
    }

    fn check(&self) -> Result<(), PdfError> {
        if self.parts.is_empty() {
            return Err(PdfError::NoPart);
        }
        if self.title.trim().is_empty() {
            return Err(PdfError::NoTitle);
        }
        let tables = || self.parts.iter().flat_map(|part| &part.sections).filter_map(|section| section.table.as_ref());
        if tables().any(|table| table.columns.len() > MOST_COLUMNS) {
            return Err(PdfError::TooManyColumns);
        }
        if tables().map(|table| table.rows.len()).sum::<usize>() > MOST_ROWS {
            return Err(PdfError::TooManyRows);
        }
        Ok(())
    }
}
