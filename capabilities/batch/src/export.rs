//! The registers as CSV: for a spreadsheet, and to be brought in again.

use behorig_access::Scope;
use behorig_documents::csv::Csv;
use behorig_store::{ActivityType, Event, Purpose, Resource, StoreError, Tx};
use behorig_web::format;

use crate::files::{FileKind, headers};
use crate::records::taken_out;

/// What can be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// The organisation.
    Units,
    /// Accounts that have not ended.
    Accounts,
    /// Grants that hold or are to come.
    Grants,
    /// Roles and their services.
    Roles,
    /// The staff directory, for whom the whole of an organisation is in reach.
    Directory,
}

impl Export {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Units, Self::Accounts, Self::Grants, Self::Roles, Self::Directory];

    /// The key, as forms and file names have it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Accounts => "accounts",
            Self::Grants => "grants",
            Self::Roles => "roles",
            Self::Directory => "directory",
        }
    }

    /// The one with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|export| export.key() == key)
    }
}

/// A file that was made, and the event that must be recorded before it is handed out.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The file: UTF-8 with its mark, semicolons, CRLF.
    pub csv: Vec<u8>,
    /// What the audit log is told.
    pub event: Event,
}

/// Reads what lies in the scope of service 398 and writes it as CSV.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn take_out(tx: &mut Tx, export: Export, scope: &Scope, now: i64) -> Result<Taken, StoreError> {
    let mut resources = Vec::new();
    let (header, rows) = match export {
        Export::Units => (headers(FileKind::Units), plain(taken_out::units(tx, scope).await?)),
        Export::Accounts => (headers(FileKind::Accounts), plain(taken_out::accounts(tx, scope).await?)),
        Export::Roles => (vec!["organisation", "roll", "slag", "tjänster"], plain(taken_out::roles(tx, scope).await?)),
        Export::Directory => (headers(FileKind::Directory), plain(taken_out::directory(tx, scope).await?)),
        Export::Grants => {
            let grants = taken_out::grants(tx, scope, now).await?;
            let mut seen = std::collections::HashSet::new();
            resources.extend(
                grants.iter().filter_map(|grant| grant.subject.as_ref()).filter(|(id, ..)| seen.insert(*id)).map(
                    |(id, number, name)| Resource {
                        resource_type: "resident",
                        resource_id: Some(id.to_string()),
                        patient: Some((*number, name.clone())),
                        ..Resource::default()
                    },
                ),
            );
            (headers(FileKind::Grants), grants.into_iter().map(grant_row).collect())
        }
    };
    let event = Event {
        activity: ActivityType::Read,
        level: "batch.export",
        args: Some(format!("{}: {} rows", export.key(), rows.len())),
        purpose: Purpose::Administration,
        resources,
    };
    Ok(Taken { csv: csv_of(&header, &rows), event })
}

fn plain<const N: usize>(rows: Vec<taken_out::Texts<N>>) -> Vec<Vec<String>> {
    rows.into_iter().map(|taken_out::Texts(row)| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
}

fn grant_row(grant: taken_out::GrantOut) -> Vec<String> {
    let [account, person, role, unit, customer, basis] = grant.texts.map(Option::unwrap_or_default);
    let day = |at: i64| format::local(at).date().to_string();
    let branch = if grant.branch { "ja" } else { "nej" };
    // The file tells the last day; the register the first moment after it.
    let to = grant.to.map(|to| day(to - 1)).unwrap_or_default();
    vec![account, person, role, unit, branch.to_owned(), customer, day(grant.from), to, basis]
}

fn csv_of(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut csv = Csv::new(header);
    for row in rows {
        csv.texts(row);
    }
    csv.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_marked_as_text() {
        let rows = vec![vec!["=1+1".to_owned(), "@SUM(A1)".to_owned(), "a;\"b\"".to_owned(), "Åsa".to_owned()]];
        let csv = "\u{feff}a;b;c;d\r\n'=1+1;'@SUM(A1);\"a;\"\"b\"\"\";Åsa\r\n";
        assert_eq!(csv_of(&["a", "b", "c", "d"], &rows), csv.as_bytes());
    }
}
