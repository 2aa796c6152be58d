//! What an import is given: up to five files, read to typed rows without a look at the database.

mod columns;
mod directory;
mod encoding;
mod problem;
mod rows;
mod split;
mod table;
mod values;

pub(crate) use columns::columns_of;
pub use columns::headers;
pub use directory::DirectoryRow;
pub use problem::{Problem, Reason};
pub use rows::{AccountRow, GrantRow, OPTIONAL_TEXTS, PersonRow, Rows, UnitRow};

/// Which register a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `units.csv`.
    Units,
    /// `persons.csv`.
    Persons,
    /// `accounts.csv`.
    Accounts,
    /// `grants.csv`.
    Grants,
    /// `directory.csv`.
    Directory,
}

impl FileKind {
    /// Every kind, in the order in which they are brought in: each may refer to those before it.
    pub const ALL: [Self; 5] = [Self::Units, Self::Persons, Self::Accounts, Self::Grants, Self::Directory];

    /// The key of the kind, as fields and text ids have it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Persons => "persons",
            Self::Accounts => "accounts",
            Self::Grants => "grants",
            Self::Directory => "directory",
        }
    }
}

/// A file to bring in.
#[derive(Clone)]
pub struct File {
    /// What it is called, for reports.
    pub name: String,
    /// Its bytes, in whatever encoding.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "File({} bytes)", self.bytes.len())
    }
}

/// The files of one import; each may be missing.
#[derive(Debug, Clone, Default)]
pub struct ImportFiles {
    /// The organisation.
    pub units: Option<File>,
    /// The person register.
    pub persons: Option<File>,
    /// Accounts of staff and relatives.
    pub accounts: Option<File>,
    /// Who has which role where.
    pub grants: Option<File>,
    /// The staff directory: who has an HSA-id.
    pub directory: Option<File>,
}

impl ImportFiles {
    /// The file of a kind.
    #[must_use]
    pub const fn get(&self, kind: FileKind) -> Option<&File> {
        match kind {
            FileKind::Units => self.units.as_ref(),
            FileKind::Persons => self.persons.as_ref(),
            FileKind::Accounts => self.accounts.as_ref(),
            FileKind::Grants => self.grants.as_ref(),
            FileKind::Directory => self.directory.as_ref(),
        }
    }

    /// Puts the file of a kind in.
    pub fn set(&mut self, kind: FileKind, file: File) {
        let place = match kind {
            FileKind::Units => &mut self.units,
            FileKind::Persons => &mut self.persons,
            FileKind::Accounts => &mut self.accounts,
            FileKind::Grants => &mut self.grants,
            FileKind::Directory => &mut self.directory,
        };
        *place = Some(file);
    }

    /// Whether there is nothing to bring in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        FileKind::ALL.into_iter().all(|kind| self.get(kind).is_none())
    }
}
