//! A workbook of the kind XLSX: first whether it may be read at all, then its cells.

use std::io::{self, Cursor, Read as _};

use calamine::{CellErrorType, DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cells::{self, Rows};
use super::{Cell, CellValue, MOST_COLUMNS, Sheet, SheetRefused};

/// All parts of a workbook unpacked. A sheet of 200,000 rows is half of it.
const MOST_UNPACKED: u64 = 400_000_000;
/// As many parts as a workbook of people has.
const MOST_PARTS: usize = 5_000;
/// As many cells as may lie under merged fields.
const MOST_COVERED: usize = 200_000;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

pub(super) fn read(bytes: &[u8], name: &str, wanted: Option<&str>) -> Result<Sheet, SheetRefused> {
    check_parts(bytes, name)?;
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let shown: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
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
    for merged in book.merge_cells_by_sheet_name(name).map_err(refused)? {
        cover(&mut sheet, merged)?;
    }
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

/// Notes which cells lie under a merged field, as far as the sheet has rows.
fn cover(sheet: &mut Sheet, merged: Dimensions) -> Result<(), SheetRefused> {
    let (first, last) = (place(merged.start), place(merged.end));
    for row in first.0..=last.0.min(sheet.rows.len().saturating_sub(1)) {
        for column in first.1..=last.1.min(MOST_COLUMNS - 1) {
            if (row, column) != first {
                sheet.covered.insert((row, column));
            }
        }
        if sheet.covered.len() > MOST_COVERED {
            return Err(SheetRefused::TooManyCells);
        }
    }
    Ok(())
}
