//! Cells on their way in, within the bounds of what is held in memory, and what makes a date of them.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::{Cell, CellValue, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, NoDate, SheetRefused};

/// Rows being put together.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Vec<Cell>>,
    held: usize,
    /// The bytes of all texts: a workbook keeps a text once, however many cells show it.
    text: usize,
}

impl Rows {
    /// Puts a cell into its place, which lies after all that were put before.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), SheetRefused> {
        if cell.is_empty() && !cell.formula {
            return Ok(());
        }
        if row >= MOST_ROWS {
            return Err(SheetRefused::TooManyRows);
        }
        if column >= MOST_COLUMNS {
            return Err(SheetRefused::TooManyColumns);
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let Some(cells) = self.rows.get_mut(row) else { return Ok(()) };
        let before = cells.len();
        if before <= column {
            cells.resize_with(column + 1, Cell::default);
        }
        self.held += cells.len() - before;
        if let CellValue::Text(text) = &cell.value {
            self.text += text.len();
        }
        if self.held > MOST_CELLS || self.text > MOST_TEXT {
            return Err(SheetRefused::TooManyCells);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    pub(super) fn done(self) -> Vec<Vec<Cell>> {
        self.rows
    }
}

/// A text as people mean it: a space that must not be broken is one, and what can't be seen is none of it.
pub(super) fn text(text: &str) -> CellValue {
    let seen: String = text
        .chars()
        .filter(|letter| !matches!(letter, '\u{200b}' | '\u{feff}' | '\u{ad}'))
        .map(|letter| if letter.is_whitespace() || letter.is_control() { ' ' } else { letter })
        .collect();
    match seen.trim() {
        "" => CellValue::Empty,
        seen => CellValue::Text(seen.to_owned()),
    }
}

/// The days that a spreadsheet counts, from the first that all programs agree about to the last that they know.
const COUNTED: std::ops::RangeInclusive<f64> = 61.0..=2_958_465.0;

/// The day with a number, as spreadsheets count from 1900 or, where a workbook says so, from 1904.
pub(super) fn day_of(number: f64, from_1904: bool) -> Option<Date> {
    if !COUNTED.contains(&number) {
        return None;
    }
    let first = if from_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
    first.checked_add((number.trunc() as i64).days()).ok()
}

/// What a cell of a column of dates means.
pub(super) fn date_in(cell: &Cell, from_1904: bool) -> Result<Option<Date>, NoDate> {
    match &cell.value {
        CellValue::Empty => Ok(None),
        CellValue::Date(date) => Ok(Some(*date)),
        CellValue::Number(number) => {
            let written = || written(&number.to_string());
            day_of(*number, from_1904).or_else(written).map(Some).ok_or(NoDate)
        }
        CellValue::Text(text) => {
            // A text file keeps a count of days as its digits.
            let counted = || day_of(text.parse().ok()?, from_1904);
            written(text).or_else(counted).map(Some).ok_or(NoDate)
        }
    }
}

/// `2026-11-22`, also with slashes, dots or nothing between, and with a time of day after it. Never a day before its month: nobody can
/// tell which is which.
fn written(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [all] if all.len() == 8 && all.is_ascii() => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_a_date_a_count_of_days_or_the_ways_it_is_written_in_sweden_and_never_guessed() {
        let day = Ok(Some(date(2026, 11, 22)));
        let read = |value| date_in(&Cell { value, formula: false }, false);
        assert_eq!(read(CellValue::Date(date(2026, 11, 22))), day);
        assert_eq!(read(CellValue::Number(46_348.0)), day);
        assert_eq!(read(CellValue::Number(46_348.75)), day);
        assert_eq!(read(CellValue::Number(20_261_122.0)), day);
        for text in
            ["2026-11-22", "20261122", "2026/11/22", "2026.11.22", "2026-11-22 00:00:00", "2026-11-22T08:30", "46348"]
        {
            assert_eq!(read(super::text(text)), day, "{text}");
        }
        assert_eq!(read(CellValue::Empty), Ok(None));
        for text in ["22/11/2026", "11-22-26", "tills vidare", "2026-13-01", "2026-11"] {
            assert_eq!(read(super::text(text)), Err(NoDate), "{text}");
        }
        assert_eq!(read(CellValue::Number(1.0)), Err(NoDate));
        assert_eq!(day_of(46_348.0 - 1_462.0, true), Some(date(2026, 11, 22)), "a workbook that counts from 1904");
    }

    #[test]
    fn stray_blanks_and_what_cannot_be_seen_are_no_part_of_a_text() {
        assert_eq!(text(" \u{a0}Anna\u{200b}\u{a0}Ek\t\n"), CellValue::Text("Anna Ek".to_owned()));
        assert_eq!(text(" \u{feff}\u{a0}"), CellValue::Empty);
        assert_eq!(text("a\0b"), CellValue::Text("a b".to_owned()));
    }
}
