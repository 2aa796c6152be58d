//! What a backup says of itself.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::problem;
use crate::command::CommandError;

/// The layout of a backup; another number is another layout.
pub(super) const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// The version of the program that made it.
    pub(super) made_by: String,
    /// UTC, as ISO 8601.
    pub(super) made_at: String,
    /// The newest migration that the database has had.
    pub(super) schema: i64,
    pub(super) database: Database,
    pub(super) attachments: Attachments,
    /// The id of the key that sealed what the database holds sealed. The key itself is never in a backup.
    pub(super) sealed_with: Option<String>,
}

/// The copy of the database.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Database {
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    /// How many rows each table has.
    pub(super) rows: BTreeMap<String, u64>,
}

/// The files that rows of the database tell of.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Attachments {
    /// Each lies in the backup, where the list says, with its sum.
    Here {
        list: String,
        list_sha256: String,
        count: u64,
        bytes: u64,
        /// Keys of files that were not there, or no longer what they were, when the backup was made.
        missing: Vec<String>,
    },
    /// They are kept in a store of their own.
    Elsewhere { kept_in: String },
}

impl Manifest {
    pub(super) fn read(path: &Path) -> Result<Self, CommandError> {
        let text = std::fs::read(path).map_err(|error| problem(path, &error))?;
        serde_json::from_slice(&text).map_err(|error| problem(path, &format!("is no manifest of a backup: {error}")))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), CommandError> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| problem(path, &error))?;
        text.push(b'\n');
        let mut file = File::create_new(path).map_err(|error| problem(path, &error))?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(|error| problem(path, &error))
    }
}
