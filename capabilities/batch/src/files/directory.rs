//! The rows of the staff directory's file.

use behorig_identity::{HsaId, TestPrefixes};

use super::columns::DIRECTORY;
use super::rows::{Once, Reading};
use super::table::read;
use super::{FileKind, Problem, values};

/// Somebody in the staff directory.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct DirectoryRow {
    pub line: u64,
    pub hsa_id: HsaId,
    pub given_name: String,
    pub family_name: String,
    pub title: Option<String>,
    pub email: Option<String>,
    pub protected: bool,
    /// The last day that they work, ISO.
    pub ended_on: Option<String>,
}

pub(super) fn directory(bytes: &[u8], prefixes: &TestPrefixes, problems: &mut Vec<Problem>) -> Vec<DirectoryRow> {
    let mut rows = Vec::new();
    let mut ids = Once::new();
    read(FileKind::Directory, bytes, &DIRECTORY, problems, |fields, problems| {
        let mut line = Reading::of(fields, problems);
        let hsa_id = line.required(0, |text| values::hsa_id(text, prefixes));
        let given_name = line.required(1, values::person_name);
        let family_name = line.required(2, values::person_name);
        let title = line.optional(3, values::text(100));
        let email = line.optional(4, values::email).map(|email| email.as_str().to_owned());
        let protected = line.optional(5, values::yes_or_no).unwrap_or(false);
        let ended_on = line.optional(6, values::day).map(|day| day.to_string());
        if let Some(id) = &hsa_id {
            ids.check(id.clone(), fields, 0, line.problems);
        }
        if line.is_good()
            && let (Some(hsa_id), Some(given), Some(family)) = (hsa_id, given_name, family_name)
        {
            rows.push(DirectoryRow {
                line: fields.line,
                hsa_id,
                given_name: given.as_str().to_owned(),
                family_name: family.as_str().to_owned(),
                title,
                email,
                protected,
                ended_on,
            });
        }
    });
    rows
}
