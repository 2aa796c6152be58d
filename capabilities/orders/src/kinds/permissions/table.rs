//! People in a table: pasted from a spreadsheet or in a file of one, and the form's own rows on their way from step to step.

use behorig_documents::sheet_in::{Cell, CellValue, Sheet, SheetRefused, read_sheet};
use behorig_identity::search_terms;

use crate::rules::lines::{MOST_PEOPLE, Permission, WrittenRow, permission_called};

/// The longest that a cell is read: whatever is longer is wrong in every column.
const LONGEST_CELL: usize = 300;
/// What may stand between permissions in one cell.
const MARKS: [char; 6] = [';', ',', '/', '|', '+', '&'];
/// As many permissions one cell can list.
const MOST_LISTED: usize = 100;
/// As long as such a list can be, in bytes.
const LONGEST_LIST: usize = 4_000;
/// A title or two may stand above the headings.
const HEADINGS_WITHIN: usize = 20;
/// About so many bytes of rows are carried in one field.
const A_PART: usize = 50_000;
/// The columns of a table of ours, in the manual's words.
const HEADINGS: &str = "Namn\tHSA-id\tE-post\tRegion\tVårdenhet/Patientingång\tBehörighet";

/// A table that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub rows: Vec<WrittenRow>,
    /// What its writer should look at: told once, and refused nothing.
    pub notes: Vec<Note>,
}

/// Something about a table that its writer may not have meant. Rows are numbered as the people are, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// A value was calculated by a formula.
    Formula(usize),
    /// A cell belongs to a merged field whose value stands in another row or column.
    Merged(usize),
    /// A spreadsheet has made a date of what was typed.
    Date(usize),
    /// A column that tells nothing that an order needs.
    Unread(String),
}

impl Note {
    /// The same where so many rows of other tables stand before.
    pub(crate) fn after(self, rows: usize) -> Self {
        match self {
            Self::Formula(row) => Self::Formula(row + rows),
            Self::Merged(row) => Self::Merged(row + rows),
            Self::Date(row) => Self::Date(row + rows),
            Self::Unread(column) => Self::Unread(column),
        }
    }
}

/// Why a table is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TableRefused {
    /// The file itself.
    Sheet(SheetRefused),
    /// No headings, or these are missing: text ids.
    Headings(Vec<&'static str>),
    /// More people than an order holds.
    TooMany(usize),
    /// Headings and nothing below them.
    Nobody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Name,
    GivenName,
    FamilyName,
    HsaId,
    Email,
    Region,
    Unit,
    /// *Patientingång* in a column of its own: narrower than the care unit beside it.
    Entrance,
    Permissions,
    /// A column of ticks for one permission.
    Tick(usize),
}

/// Reads a table: text, or the bytes of a file with its name.
///
/// # Errors
/// [`TableRefused`], with what is wrong with the table as a whole.
pub(crate) fn read(bytes: &[u8], name: &str, permissions: &[Permission]) -> Result<Table, TableRefused> {
    let sheet = read_sheet(bytes, name).map_err(TableRefused::Sheet)?;
    let (headings, columns) = columns_of(&sheet, permissions)?;
    let below = || headings + 1..sheet.rows.len();
    let filled = |row: &usize| columns.iter().any(|(column, _)| !sheet.cell(*row, *column).is_empty());
    let people = below().filter(filled).count();
    match people {
        0 => return Err(TableRefused::Nobody),
        people if people > MOST_PEOPLE => return Err(TableRefused::TooMany(people)),
        _ => {}
    }
    let mut table = Table { notes: unread(&sheet, headings, &columns), ..Table::default() };
    for row in below().filter(filled) {
        let number = table.rows.len() + 1;
        let about = columns.iter().map(|(column, meaning)| (*meaning, sheet.cell(row, *column)));
        table.rows.push(row_of(about, permissions));
        note_oddities(&sheet, row, number, &columns, &mut table.notes);
    }
    Ok(table)
}

/// The row of the headings, and what each column means.
fn columns_of(sheet: &Sheet, permissions: &[Permission]) -> Result<(usize, Vec<(usize, Meaning)>), TableRefused> {
    let read = |row: usize| -> Vec<(usize, Meaning)> {
        let cells = sheet.rows.get(row).map(Vec::as_slice).unwrap_or_default();
        let meaning = |(column, cell): (usize, &Cell)| Some((column, meaning_of(&cell.text(), permissions)?));
        let mut columns: Vec<(usize, Meaning)> = cells.iter().enumerate().filter_map(meaning).collect();
        // The first of two columns that say the same is the one that is read.
        let mut seen = Vec::new();
        columns.retain(|(_, meaning)| {
            !seen.contains(meaning) && {
                seen.push(*meaning);
                true
            }
        });
        columns
    };
    let rows = (0..sheet.rows.len().min(HEADINGS_WITHIN)).map(|row| (row, read(row)));
    let best = rows.max_by_key(|(row, columns)| (columns.len(), std::cmp::Reverse(*row)));
    let (row, columns) = best.ok_or(TableRefused::Nobody)?;
    let has = |wanted: fn(&Meaning) -> bool| columns.iter().any(|(_, meaning)| wanted(meaning));
    let both_names = has(|m| *m == Meaning::GivenName) && has(|m| *m == Meaning::FamilyName);
    let needed = [
        (has(|m| *m == Meaning::Name) || both_names, "orders-row-name"),
        (has(|m| *m == Meaning::HsaId), "orders-row-hsa-id"),
        (has(|m| matches!(m, Meaning::Unit | Meaning::Entrance)), "orders-row-unit"),
        (has(|m| matches!(m, Meaning::Permissions | Meaning::Tick(_))), "orders-row-permissions"),
    ];
    let missing: Vec<&'static str> = needed.into_iter().filter(|(has, _)| !has).map(|(_, label)| label).collect();
    if missing.is_empty() { Ok((row, columns)) } else { Err(TableRefused::Headings(missing)) }
}

fn meaning_of(heading: &str, permissions: &[Permission]) -> Option<Meaning> {
    let words = search_terms(heading);
    let whole = words.concat();
    let unit_words = ["enhet", "enhetens", "vårdenhet", "vårdenhetens", "mottagning", "mottagningens"];
    Some(match whole.as_str() {
        "" => return None,
        "namn" | "name" | "person" | "fulltnamn" | "fullname" => Meaning::Name,
        "förnamn" | "tilltalsnamn" | "givenname" | "firstname" => Meaning::GivenName,
        "efternamn" | "familyname" | "lastname" | "surname" => Meaning::FamilyName,
        "epost" | "epostadress" | "mejl" | "mejladress" | "mail" | "mailadress" | "email" | "emailaddress" => {
            Meaning::Email
        }
        "region" => Meaning::Region,
        "patientingång" | "ingång" | "entrance" => Meaning::Entrance,
        "unit" | "careunit" | "careunitorentrance" | "careunitentrance" => Meaning::Unit,
        "permission" | "permissions" | "role" | "roles" | "roll" | "roller" => Meaning::Permissions,
        _ => {
            if let Some(index) = permission_index(heading, permissions) {
                Meaning::Tick(index)
            } else if words.iter().any(|word| unit_words.contains(&word.as_str())) {
                Meaning::Unit
            } else if whole.starts_with("hsa") {
                Meaning::HsaId
            } else if whole.starts_with("namn") || whole.ends_with("efternamn") {
                Meaning::Name
            } else if whole.starts_with("behörighet") {
                Meaning::Permissions
            } else {
                return None;
            }
        }
    })
}

fn permission_index(text: &str, permissions: &[Permission]) -> Option<usize> {
    let found = permission_called(text, permissions)?;
    permissions.iter().position(|permission| permission == found)
}

fn row_of<'c>(cells: impl Iterator<Item = (Meaning, &'c Cell)>, permissions: &[Permission]) -> WrittenRow {
    let mut row = WrittenRow::default();
    let (mut given, mut family, mut entrance) = (String::new(), String::new(), String::new());
    for (meaning, cell) in cells {
        let text: String = cell.text().chars().take(LONGEST_CELL).collect();
        match meaning {
            Meaning::Name => row.name = text,
            Meaning::GivenName => given = text,
            Meaning::FamilyName => family = text,
            Meaning::HsaId => row.hsa_id = text,
            Meaning::Email => row.email = text,
            Meaning::Region => row.region = text,
            Meaning::Unit => row.unit = text,
            Meaning::Entrance => entrance = text,
            Meaning::Permissions => row.permissions.extend(permissions_in(&cell.text(), permissions)),
            Meaning::Tick(index) => row.permissions.extend(ticked(&text, permissions.get(index))),
        }
    }
    if row.name.is_empty() {
        row.name = format!("{given} {family}").trim().to_owned();
    }
    if !entrance.is_empty() {
        row.unit = entrance;
    }
    row
}

/// Permissions in one cell: one, or several with any usual mark between them. A name that holds such a mark is read whole. A cell that
/// lists more than anybody has is no list of permissions, and is told of as one that is not known.
fn permissions_in(text: &str, permissions: &[Permission]) -> Vec<String> {
    let marks = text.chars().filter(|mark| MARKS.contains(mark)).count();
    if marks > MOST_LISTED || text.len() > LONGEST_LIST {
        return vec![text.chars().take(50).chain(['…']).collect()];
    }
    let mut found = Vec::new();
    for part in text.split(';') {
        if permission_called(part, permissions).is_some() {
            found.push(part);
        } else {
            let parts = part.split(MARKS).flat_map(|part| part.split(" och "));
            found.extend(parts.flat_map(|part| part.split(" and ")));
        }
    }
    let named = found.into_iter().map(str::trim).filter(|part| !part.is_empty());
    named.map(|part| part.chars().take(LONGEST_CELL).collect()).collect()
}

/// A tick in the column of a permission. What is neither yes nor no is kept, so that it is told and not guessed.
fn ticked(text: &str, permission: Option<&Permission>) -> Option<String> {
    let permission = permission?;
    match text.to_lowercase().as_str() {
        "" | "nej" | "n" | "no" | "0" | "-" | "–" | "false" | "falskt" => None,
        "x" | "ja" | "j" | "yes" | "y" | "1" | "true" | "sant" | "✓" | "✔" => Some(permission.name.clone()),
        _ => Some(format!("{}: {text}", permission.name)),
    }
}

fn unread(sheet: &Sheet, headings: usize, columns: &[(usize, Meaning)]) -> Vec<Note> {
    let cells = sheet.rows.get(headings).map(Vec::as_slice).unwrap_or_default().iter().enumerate();
    let unknown = cells.filter(|(column, cell)| !cell.is_empty() && columns.iter().all(|(known, _)| known != column));
    unknown.map(|(_, cell)| Note::Unread(cell.text().chars().take(50).collect())).collect()
}

fn note_oddities(sheet: &Sheet, row: usize, number: usize, columns: &[(usize, Meaning)], notes: &mut Vec<Note>) {
    let any = |odd: &dyn Fn(usize) -> bool| columns.iter().any(|(column, _)| odd(*column));
    if any(&|column| sheet.cell(row, column).formula) {
        notes.push(Note::Formula(number));
    }
    if any(&|column| sheet.is_covered(row, column)) {
        notes.push(Note::Merged(number));
    }
    if any(&|column| matches!(sheet.cell(row, column).value, CellValue::Date(_))) {
        notes.push(Note::Date(number));
    }
}

/// Rows as tables that [`read`] reads back, each short enough for one field of a form.
pub(crate) fn written(rows: &[WrittenRow], permissions: &[Permission]) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for row in rows {
        if part.is_empty() {
            part.push_str(HEADINGS);
            part.push('\n');
        }
        let named = |text: &String| {
            permission_called(text, permissions).map_or_else(|| text.clone(), |permission| permission.name.clone())
        };
        let listed = row.permissions.iter().map(named).collect::<Vec<_>>().join("; ");
        let cells = [&row.name, &row.hsa_id, &row.email, &row.region, &row.unit, &listed];
        part.push_str(&cells.map(|cell| quoted(cell)).join("\t"));
        part.push('\n');
        if part.len() > A_PART {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.extend((!part.is_empty()).then_some(part));
    parts
}

/// A cell without the characters that part cells and rows.
fn quoted(cell: &str) -> String {
    let plain = cell.replace(['\t', '\n', '\r'], " ");
    if plain.contains('"') { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

#[cfg(test)]
mod tests;
