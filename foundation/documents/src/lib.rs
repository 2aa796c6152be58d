//! Values in, files out: CSV, XLSX, PDF and iCalendar; and spreadsheets in. Knows nothing of care, waits for nothing, and brings no words of its own:
//! every heading, *nothing here* and footer comes from its caller.
//!
//! - [`csv::Csv`]: rows to the bytes of a file that a Swedish spreadsheet opens right; can be taken in parts, for a stream.
//! - [`xlsx::Workbook`]: rows to a workbook, taken in parts as well, in memory that does not grow with them.
//! - [`pdf::Document`]: tables on A4, tagged, with headings on every page.
//! - [`archive::Archive`]: many files as one, taken in parts.
//! - [`calendar::Calendar`]: a calendar to subscribe to.
//! - [`sheet_in::read_sheet`]: a workbook or a text file as rows of values, or the reason why it is not read.
//!
//! [`Value`] is what stands in a cell; CSV and XLSX take rows of them, and [`Value::shown`] makes texts of them for a PDF. All of it
//! computes: from a handler, run what is large where blocking is allowed.

pub mod archive;
pub mod calendar;
pub mod csv;
pub mod pdf;
pub mod sheet_in;
mod value;
pub mod xlsx;

pub use value::Value;

/// The language of a file's texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Swedish.
    #[default]
    Swedish,
    /// English.
    English,
}

impl Language {
    /// The tag of BCP 47.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Swedish => "sv",
            Self::English => "en",
        }
    }
}
