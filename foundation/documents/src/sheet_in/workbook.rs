//! A workbook of the kind XLSX: first whether it may be read at all, then its cells.

use std::io::{self, Cursor, Read as _};
use std::ops::Range;

use calamine::{CellErrorType, DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cells::{self, Rows};
use super::{Cell, CellValue, MOST_COLUMNS, Sheet, SheetRefused};

/// All parts of a workbook unpacked. A sheet of 200,000 rows is half of it.
const MOST_UNPACKED: u64 = 400_000_000;
/// As many parts as a workbook of people has.
const MOST_PARTS: usize = 5_000;
/// As many cells as merged fields may say that they hold, each field counted for itself: fields that lie upon each other cost as well.
const MOST_MERGED: usize = 200_000;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

pub(super) fn read(bytes: &[u8], name: &str, wanted: Option<&str>) -> Result<Sheet, SheetRefused> {
    let (mut book, shown) = open(bytes, name)?;
    if let Some(wanted) = wanted {
        if !shown.iter().any(|name| name == wanted) {
            return Err(SheetRefused::NoSuchSheet);
        }
        return read_one(&mut book, wanted, &shown);
    }
    for name in &shown {
        let sheet = read_one(&mut book, name, &shown)?;
        if !sheet.rows.is_empty() {
            return Ok(sheet);
        }
    }
    Err(SheetRefused::Empty)
}

/// Hands over each sheet that anything stands in, one after the other: no two are held in memory at once.
pub(super) fn each(
    bytes: &[u8],
    name: &str,
    mut take: impl FnMut(Sheet) -> Result<(), SheetRefused>,
) -> Result<(), SheetRefused> {
    let (mut book, shown) = open(bytes, name)?;
    for name in &shown {
        let sheet = read_one(&mut book, name, &shown)?;
        if !sheet.rows.is_empty() {
            take(sheet)?;
        }
    }
    Ok(())
}

/// A workbook that may be read, with the names of the sheets that it shows.
fn open<'b>(bytes: &'b [u8], name: &str) -> Result<(Book<'b>, Vec<String>), SheetRefused> {
    check_parts(bytes, name)?;
    let book: Book<'b> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let shown = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    Ok((book, shown))
}

/// Unpacks every part into nothing first: what a packed file says of its own size is only what it says.
fn check_parts(bytes: &[u8], name: &str) -> Result<(), SheetRefused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetRefused::Broken)?;
    let has = |archive: &zip::ZipArchive<_>, end: &str| archive.file_names().flatten().any(|part| part.ends_with(end));
    if has(&archive, "vbaProject.bin") || ends_with(name, ".xlsm") || ends_with(name, ".xltm") {
        return Err(SheetRefused::Macros);
    }
    if !has(&archive, "workbook.xml") {
        return Err(SheetRefused::OtherWorkbook);
    }
    if archive.len() > MOST_PARTS {
        return Err(SheetRefused::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|_| SheetRefused::Broken)?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| SheetRefused::Broken)?;
        left = left.checked_sub(unpacked).ok_or(SheetRefused::TooLarge)?;
    }
    Ok(())
}

fn ends_with(name: &str, end: &str) -> bool {
    name.to_ascii_lowercase().ends_with(end)
}

fn refused(error: XlsxError) -> SheetRefused {
    match error {
        XlsxError::Password => SheetRefused::Password,
        _ => SheetRefused::Broken,
    }
}

fn read_one(book: &mut Book<'_>, name: &str, shown: &[String]) -> Result<Sheet, SheetRefused> {
    let from_1904 = book.has_1904_epoch();
    let mut rows = Rows::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(refused)?;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(refused)? {
        let (row, column) = place(record.pos);
        let cell = Cell { value: value(record.value), formula: record.formula.is_some() };
        rows.put(row, column, cell)?;
    }
    drop(reader);
    let mut sheet =
        Sheet { name: name.to_owned(), sheets: shown.to_vec(), rows: rows.done(), from_1904, ..Sheet::default() };
    cover(&mut sheet, &book.merge_cells_by_sheet_name(name).map_err(refused)?)?;
    Ok(sheet)
}

fn place((row, column): (u32, u32)) -> (usize, usize) {
    (row as usize, column as usize)
}

fn value(value: DataRef<'_>) -> CellValue {
    match value {
        DataRef::Int(number) => CellValue::Number(number as f64),
        DataRef::Float(number) => CellValue::Number(number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cells::text(&text),
        DataRef::SharedString(text) => cells::text(text),
        DataRef::Bool(yes) => CellValue::Text(if yes { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = jiff::civil::Date::new(i16::try_from(year).unwrap_or(0), as_small(month), as_small(day));
            match day {
                Ok(day) if moment.is_datetime() && moment.as_f64() >= 1.0 => CellValue::Date(day),
                _ => CellValue::Number(moment.as_f64()),
            }
        }
        DataRef::Error(error) => CellValue::Text(in_sheet(&error).to_owned()),
        DataRef::Empty => CellValue::Empty,
    }
}

fn as_small(number: u8) -> i8 {
    i8::try_from(number).unwrap_or(0)
}

/// A failure as the spreadsheet shows it: whoever reads the row is told what stands there.
fn in_sheet(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#DATA!",
    }
}

/// Notes which cells lie under merged fields, as far as the sheet has rows. What they say that they hold is added up before any of it is
/// noted: a hundred thousand fields over the same cells are as many as elsewhere.
fn cover(sheet: &mut Sheet, merged: &[Dimensions]) -> Result<(), SheetRefused> {
    let rows = sheet.rows.len();
    let fields = merged.iter().map(|field| Field::of(field, rows));
    let mut left = MOST_MERGED;
    for field in fields.clone() {
        left = left.checked_sub(field.cells().max(1)).ok_or(SheetRefused::TooManyCells)?;
    }
    for field in fields {
        for row in field.rows.clone() {
            let places = field.columns.clone().map(|column| (row, column));
            sheet.covered.extend(places.filter(|place| *place != field.first));
        }
    }
    Ok(())
}

/// A merged field, as far as the sheet has rows and may have columns.
struct Field {
    first: (usize, usize),
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Field {
    fn of(merged: &Dimensions, rows: usize) -> Self {
        let (first, last) = (place(merged.start), place(merged.end));
        let until = |last: usize, most: usize| last.saturating_add(1).min(most);
        Self { first, rows: first.0..until(last.0, rows), columns: first.1..until(last.1, MOST_COLUMNS) }
    }

    fn cells(&self) -> usize {
        self.rows.len().saturating_mul(self.columns.len())
    }
}
