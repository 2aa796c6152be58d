//! The rows of a spreadsheet as what they say: who, where, which permission, until when.

use behorig_access::RoleId;
use behorig_documents::sheet_in::Sheet;
use behorig_identity::{HsaId, HsaIdError, TestPrefixes};
use jiff::civil::Date;

use super::columns::{Mapping, Use};

/// What a row says about a permission.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Asked {
    /// A tick in a permission's own column.
    Role(RoleId),
    /// A permission by its name.
    Named(String),
    /// Something in a permission's own column that is neither yes nor no.
    Unclear(RoleId, String),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number, as the spreadsheet shows it.
    pub(crate) row: usize,
    pub(crate) name: String,
    /// None where nothing is written.
    pub(crate) hsa_id: Option<Result<HsaId, HsaIdError>>,
    pub(crate) region: String,
    pub(crate) unit: String,
    pub(crate) asked: Vec<Asked>,
    /// The last day; an error where what is written is none.
    pub(crate) until: Result<Option<Date>, String>,
    /// A cell that the row needs is part of a merged field, whose value stands in another row.
    pub(crate) covered: bool,
}

/// What a spreadsheet says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// So many rows have something in them and ask for nothing.
    pub(crate) idle: usize,
    /// So many cells that were used were calculated when the file was last saved.
    pub(crate) formulas: usize,
}

/// The longest text that is taken out of a cell; what is longer is no name.
const LONGEST: usize = 200;

/// Reads the rows below the headings.
pub(crate) fn read(sheet: &Sheet, mapping: &Mapping) -> Lines {
    let uses = mapping.uses();
    let mut read = Lines::default();
    for row in mapping.headings + 1..sheet.rows.len() {
        if !sheet.rows.get(row).is_some_and(|cells| cells.iter().any(|cell| !cell.is_empty())) {
            continue;
        }
        let used = |column: &usize| uses.get(*column).is_some_and(|one| *one != Use::Nothing);
        read.formulas += (0..uses.len()).filter(used).filter(|column| sheet.cell(row, *column).formula).count();
        let mut line = line(sheet, row, &uses);
        let is_idle = if line.covered {
            // A heading that is merged over the columns; what else is merged says something, and must be mended.
            line.asked.is_empty() && line.hsa_id.is_none()
        } else {
            // A row without anything but, say, a region as a heading within the list.
            line.asked.is_empty() || (line.hsa_id.is_none() && line.name.is_empty())
        };
        if is_idle {
            read.idle += 1;
            continue;
        }
        if line.asked.is_empty() {
            line.asked.push(Asked::Named(String::new()));
        }
        read.lines.push(line);
    }
    read
}

fn line(sheet: &Sheet, row: usize, uses: &[Use]) -> Line {
    let column_of = |wanted: Use| uses.iter().position(|one| *one == wanted);
    let text = |wanted: Use| {
        let column = column_of(wanted)?;
        let text: String = sheet.cell(row, column).text().chars().take(LONGEST).collect();
        (!text.is_empty()).then_some(text)
    };
    let given_and_family = || {
        let parts: Vec<String> = [Use::GivenName, Use::FamilyName].into_iter().filter_map(text).collect();
        parts.join(" ")
    };
    let until = column_of(Use::Until).map_or(Ok(None), |column| last_day(sheet, row, column));
    let covered = uses.iter().enumerate().any(|(column, one)| *one != Use::Nothing && sheet.is_covered(row, column));
    Line {
        row: row + 1,
        name: text(Use::Name).unwrap_or_else(given_and_family),
        hsa_id: text(Use::HsaId).map(|text| HsaId::parse_with(&text, &TestPrefixes::none())),
        region: text(Use::Region).unwrap_or_default(),
        unit: text(Use::Unit).unwrap_or_default(),
        asked: asked(sheet, row, uses),
        until: if until.as_ref().is_err_and(|written| is_open_ended(written)) { Ok(None) } else { until },
        covered,
    }
}

/// The last day, where one is written; what is calculated and has no value is no day, and no lack of one either.
fn last_day(sheet: &Sheet, row: usize, column: usize) -> Result<Option<Date>, String> {
    let cell = sheet.cell(row, column);
    let written = || cell.text().chars().take(LONGEST).collect::<String>();
    if cell.formula && cell.text().is_empty() {
        return Err("=".to_owned());
    }
    sheet.date(row, column).map_err(|_| written())
}

/// Words for no last day.
fn is_open_ended(written: &str) -> bool {
    matches!(written.to_lowercase().as_str(), "tills vidare" | "tv" | "t.v." | "-" | "–" | "until further notice")
}

fn asked(sheet: &Sheet, row: usize, uses: &[Use]) -> Vec<Asked> {
    let mut asked = Vec::new();
    for (column, one) in uses.iter().enumerate() {
        let text = sheet.cell(row, column).text();
        match one {
            Use::Permission => {
                let names = text.split([',', ';', '+']).map(str::trim).filter(|name| !name.is_empty());
                asked.extend(names.map(|name| Asked::Named(name.chars().take(LONGEST).collect())));
            }
            Use::Tick(role) => match is_yes(&text) {
                Some(true) => asked.push(Asked::Role(*role)),
                Some(false) => {}
                None => asked.push(Asked::Unclear(*role, text.chars().take(LONGEST).collect())),
            },
            _ => {}
        }
    }
    asked
}

/// Yes or no, as people tick; none for anything else.
fn is_yes(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "x" | "ja" | "j" | "yes" | "y" | "1" | "true" | "sant" | "✓" | "✔" | "√" => Some(true),
        "" | "nej" | "n" | "no" | "0" | "false" | "falskt" | "-" | "–" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_documents::sheet_in::read_sheet;
    use jiff::civil::date;

    #[test]
    fn rows_say_who_where_what_and_until_when_in_whatever_way_they_were_kept() {
        let dashboard = RoleId::from_bytes([1; 16]);
        let uses =
            [Use::GivenName, Use::FamilyName, Use::HsaId, Use::Unit, Use::Permission, Use::Tick(dashboard), Use::Until];
        let text = "Förnamn;Efternamn;HSA-id;Enhet;Behörighet;Dashboard;Slutdatum\n\
                    Anna;Ek;se2321000016-1ABC;Akuten;Systemadministratör, Flygledartornet;X;46348\n\
                    Eva;Ek;;Akuten;;ja;tills vidare\n\
                    ;;;Region Norrsjö;;;\n\
                    \n\
                    Ola;Ek;inget;Akuten;;kanske;i vår\n\
                    Mia;Ek;SE2321000016-2;Akuten;;nej;\n";
        let sheet = read_sheet(text.as_bytes(), "a.csv").unwrap();
        let read = read(&sheet, &Mapping::new(String::new(), 0, &uses));
        assert_eq!((read.lines.len(), read.idle, read.formulas), (3, 2, 0));
        let [anna, eva, ola] = read.lines.as_slice() else { panic!("three lines") };
        assert_eq!((anna.row, anna.name.as_str(), anna.unit.as_str()), (2, "Anna Ek", "Akuten"));
        assert_eq!(anna.hsa_id.as_ref().unwrap().as_ref().unwrap().as_str(), "SE2321000016-1ABC");
        let named = |name: &str| Asked::Named(name.to_owned());
        assert_eq!(anna.asked, [named("Systemadministratör"), named("Flygledartornet"), Asked::Role(dashboard)]);
        assert_eq!(anna.until, Ok(Some(date(2026, 11, 22))));
        assert_eq!((eva.hsa_id.is_none(), &eva.until), (true, &Ok(None)));
        assert_eq!(ola.asked, [Asked::Unclear(dashboard, "kanske".to_owned())]);
        assert_eq!(
            (ola.until.clone(), ola.hsa_id.as_ref().is_some_and(Result::is_err)),
            (Err("i vår".to_owned()), true)
        );
    }
}
