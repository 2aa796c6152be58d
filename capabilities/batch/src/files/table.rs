//! A file as a table: columns known by their Swedish or English names, in any order.

use std::borrow::Cow;

use super::split::{self, Lines};
use super::{FileKind, Problem, Reason, encoding};

/// A column that a file may have.
pub(crate) struct Column {
    /// The header in Swedish, which reports use.
    pub(crate) sv: &'static str,
    /// The header in English.
    pub(crate) en: &'static str,
    pub(crate) required: bool,
}

pub(super) const fn required(sv: &'static str, en: &'static str) -> Column {
    Column { sv, en, required: true }
}

pub(super) const fn optional(sv: &'static str, en: &'static str) -> Column {
    Column { sv, en, required: false }
}

/// One line of the table, its fields by the place of their column in the list of known columns.
pub(super) struct Fields<'t, 'c> {
    pub(super) file: FileKind,
    pub(super) line: u64,
    columns: &'c [Column],
    values: Vec<Option<Cow<'t, str>>>,
}

impl Fields<'_, '_> {
    /// What stands under a column, without blanks around it; `None` where it is empty or the file lacks the column.
    pub(super) fn get(&self, column: usize) -> Option<&str> {
        let text = self.values.get(column)?.as_deref()?.trim();
        // A spreadsheet that is told not to calculate shows the mark; it is no part of the value.
        let text = match text.strip_prefix('\'') {
            Some(marked) if marked.starts_with(['=', '+', '-', '@']) => marked,
            _ => text,
        };
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn problem(&self, column: usize, reason: Reason) -> Problem {
        let column = self.columns.get(column).map(|column| column.sv);
        Problem { file: self.file, line: self.line, column, reason }
    }
}

/// Reads a file line by line. `each` is given every line that is whole and says what is wrong with it.
///
/// Gives which of the known columns the file has; nothing is read where its header is wrong.
pub(super) fn read(
    file: FileKind,
    bytes: &[u8],
    columns: &[Column],
    problems: &mut Vec<Problem>,
    mut each: impl FnMut(&Fields<'_, '_>, &mut Vec<Problem>),
) -> Vec<bool> {
    let whole = |line, reason| Problem { file, line, column: None, reason };
    let nothing = vec![false; columns.len()];
    let text = match encoding::decode(bytes) {
        Ok(text) => text,
        Err((line, reason)) => {
            problems.push(whole(line, reason));
            return nothing;
        }
    };
    let mut lines = split::lines(&text, split::separator_of(&text));
    let Some(places) = header(file, &mut lines, columns, problems) else { return nothing };
    for line in lines {
        match line {
            Err((line, reason)) => problems.push(whole(line, reason)),
            Ok(line) if line.fields.len() != places.len() => {
                let reason = Reason::WrongFieldCount { expected: places.len(), found: line.fields.len() };
                problems.push(whole(line.number, reason));
            }
            Ok(line) => {
                let mut values = vec![None; columns.len()];
                for (place, value) in places.iter().zip(line.fields) {
                    if let Some(slot) = values.get_mut(*place) {
                        *slot = Some(value);
                    }
                }
                each(&Fields { file, line: line.number, columns, values }, problems);
            }
        }
    }
    (0..columns.len()).map(|column| places.contains(&column)).collect()
}

/// Which column each field belongs to; `None` and the problems where the header will not do.
fn header(
    file: FileKind,
    lines: &mut Lines<'_>,
    columns: &[Column],
    problems: &mut Vec<Problem>,
) -> Option<Vec<usize>> {
    let whole = |reason| Problem { file, line: 1, column: None, reason };
    let header = match lines.next() {
        None => {
            problems.push(whole(Reason::NoHeader));
            return None;
        }
        Some(Err((line, reason))) => {
            problems.push(Problem { file, line, column: None, reason });
            return None;
        }
        Some(Ok(header)) => header,
    };
    let (mut places, mut unknown) = (Vec::new(), Vec::new());
    let before = problems.len();
    for name in &header.fields {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        match columns.iter().position(|column| column.sv == plain || column.en == plain) {
            Some(place) if places.contains(&place) => {
                let column = columns.get(place).map(|column| column.sv);
                problems.push(Problem { file, line: header.number, column, reason: Reason::ColumnTwice });
            }
            Some(place) => places.push(place),
            None => unknown.push(Reason::shown(name.trim())),
        }
    }
    let missing: Vec<&str> = columns
        .iter()
        .enumerate()
        .filter(|(place, column)| column.required && !places.contains(place))
        .map(|(_, column)| column.sv)
        .collect();
    if !missing.is_empty() {
        problems.push(whole(Reason::MissingColumns(missing.join(", "))));
    }
    if !unknown.is_empty() {
        problems.push(whole(Reason::UnknownColumns(unknown.join(", "))));
    }
    (problems.len() == before).then_some(places)
}
