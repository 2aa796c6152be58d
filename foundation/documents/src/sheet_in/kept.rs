//! A file as it is kept until it is used: the values of its sheets and no more, each text as the caller says that it may be kept.
//!
//! Whatever else a workbook carries goes: hidden sheets, remarks, who wrote it. A packed file with a part for each sheet, so that one is
//! read without the others.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Cell, CellValue, Kind, Sheet, SheetRefused, kind_of, text, workbook};

/// The part with the names of the sheets, one a line.
const NAMES: &str = "sheets";
/// As many bytes as all sheets may be before they are packed.
const MOST_KEPT: usize = 400_000_000;
/// Between cells, between rows: no text of a cell holds a character that can't be seen.
const CELL: char = '\u{1f}';
const ROW: char = '\n';

/// Reads every sheet of a file that anything stands in, and packs their values to be kept. `as_kept` says how a text may be kept; it is
/// asked of whole numbers too, and of the sheets' names.
///
/// # Errors
/// [`SheetRefused`], with the reason.
pub fn keep<F>(bytes: &[u8], name: &str, as_kept: F) -> Result<Vec<u8>, SheetRefused>
where
    F: for<'t> Fn(&'t str) -> Cow<'t, str>,
{
    let mut packing = Packing { archive: ZipWriter::new(Cursor::new(Vec::new())), names: Vec::new(), written: 0 };
    match kind_of(bytes)? {
        Kind::Workbook => workbook::each(bytes, name, |sheet| packing.add(&sheet, &as_kept))?,
        Kind::Text => {
            let sheet = text::read(bytes)?;
            if !sheet.rows.is_empty() {
                packing.add(&sheet, &as_kept)?;
            }
        }
    }
    packing.done()
}

/// A sheet of a file that was packed by [`keep`], by its name, or the first. None where there is none of that name, or the bytes were not
/// packed so.
#[must_use]
pub fn kept_sheet(packed: &[u8], wanted: Option<&str>) -> Option<Sheet> {
    let mut archive = ZipArchive::new(Cursor::new(packed)).ok()?;
    let names = part(&mut archive, NAMES)?;
    let names: Vec<&str> = names.split(ROW).collect();
    let at = wanted.map_or(Some(0), |wanted| names.iter().position(|name| *name == wanted))?;
    let sheet = part(&mut archive, &at.to_string())?;
    let mut read = unpacked(&sheet)?;
    read.name = (*names.get(at)?).to_owned();
    read.sheets = names.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Some(read)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// Sheets on their way into a packed file.
struct Packing {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    names: Vec<String>,
    written: usize,
}

impl Packing {
    fn add(&mut self, sheet: &Sheet, as_kept: &impl for<'t> Fn(&'t str) -> Cow<'t, str>) -> Result<(), SheetRefused> {
        let seen = |letter: char| if letter.is_control() { ' ' } else { letter };
        let name: String = as_kept(&sheet.name).chars().map(seen).collect();
        let text = packed(sheet, as_kept);
        self.written += text.len();
        if self.written > MOST_KEPT {
            return Err(SheetRefused::TooManyCells);
        }
        let part = self.names.len().to_string();
        self.names.push(name);
        self.write(&part, &text)
    }

    fn write(&mut self, part: &str, text: &str) -> Result<(), SheetRefused> {
        // The quickest packing: it is kept for a day at most.
        let options =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
        self.archive.start_file(part, options).map_err(|_| SheetRefused::Broken)?;
        self.archive.write_all(text.as_bytes()).map_err(|_| SheetRefused::Broken)
    }

    fn done(mut self) -> Result<Vec<u8>, SheetRefused> {
        if self.names.is_empty() {
            return Err(SheetRefused::Empty);
        }
        let names = self.names.join("\n");
        self.write(NAMES, &names)?;
        Ok(self.archive.finish().map_err(|_| SheetRefused::Broken)?.into_inner())
    }
}

/// A sheet as text: which year its days are counted from, the cells that lie under merged fields, and then its rows.
fn packed(sheet: &Sheet, as_kept: impl for<'t> Fn(&'t str) -> Cow<'t, str>) -> String {
    let mut covered: Vec<(usize, usize)> = sheet.covered.iter().copied().collect();
    covered.sort_unstable();
    let places: Vec<String> = covered.iter().map(|(row, column)| format!("{row},{column}")).collect();
    let mut text = format!("{}{ROW}{}", if sheet.from_1904 { "1904" } else { "1900" }, places.join(" "));
    for row in &sheet.rows {
        text.push(ROW);
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(CELL);
            }
            pack_cell(&mut text, cell, &as_kept);
        }
    }
    text
}

fn pack_cell(text: &mut String, cell: &Cell, as_kept: &impl for<'t> Fn(&'t str) -> Cow<'t, str>) {
    if cell.formula {
        text.push('=');
    }
    // Writing into a String can't fail.
    let _ = match &cell.value {
        CellValue::Empty => Ok(()),
        CellValue::Text(own) => write!(text, "t{}", as_kept(own)),
        CellValue::Date(date) => write!(text, "d{date}"),
        CellValue::Number(number) => {
            let own = number.to_string();
            // What stands behind a decimal point is a part of a number, however long it is.
            let kept = if own.contains('.') { Cow::Borrowed(own.as_str()) } else { as_kept(&own) };
            write!(text, "{}{kept}", if kept == own { 'n' } else { 't' })
        }
    };
}

fn unpacked(text: &str) -> Option<Sheet> {
    let mut lines = text.split(ROW);
    let from_1904 = lines.next()? == "1904";
    let places = lines.next()?.split(' ').filter(|place| !place.is_empty());
    let covered: Option<HashSet<(usize, usize)>> = places
        .map(|place| {
            let (row, column) = place.split_once(',')?;
            Some((row.parse().ok()?, column.parse().ok()?))
        })
        .collect();
    let rows: Option<Vec<Vec<Cell>>> = lines
        .map(|line| if line.is_empty() { Some(Vec::new()) } else { line.split(CELL).map(cell_of).collect() })
        .collect();
    Some(Sheet { rows: rows?, covered: covered?, from_1904, ..Sheet::default() })
}

fn cell_of(text: &str) -> Option<Cell> {
    let (formula, text) = text.strip_prefix('=').map_or((false, text), |rest| (true, rest));
    let mut letters = text.chars();
    let value = match (letters.next(), letters.as_str()) {
        (None, _) => CellValue::Empty,
        (Some('t'), own) => CellValue::Text(own.to_owned()),
        (Some('n'), number) => CellValue::Number(number.parse().ok()?),
        (Some('d'), date) => CellValue::Date(date.parse().ok()?),
        (Some(_), _) => return None,
    };
    Some(Cell { value, formula })
}
