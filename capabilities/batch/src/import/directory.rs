//! The staff directory: known by HSA-id, each row says everything of its person.

use std::collections::HashMap;

use behorig_identity::HsaId;
use behorig_store::{StoreError, WriteTx};

use super::problem;
use super::report::Tally;
use super::units::Units;
use crate::files::{DirectoryRow, FileKind, Reason, Rows};
use crate::records::directory;

/// What is to become of the directory.
#[derive(Default)]
pub(super) struct Directory {
    pub(super) added: Vec<DirectoryRow>,
    pub(super) changed: Vec<DirectoryRow>,
}

pub(super) async fn settle(
    tx: &mut WriteTx,
    rows: &Rows,
    units: &Units,
    tally: &mut Tally,
) -> Result<Directory, StoreError> {
    let mut settled = Directory::default();
    // The directory is the whole organisation's, like the person register.
    if !units.reaches_an_organisation() {
        for row in &rows.directory {
            tally.is_bad(problem(FileKind::Directory, row.line, "hsa_id", Reason::OutsideReach));
        }
        return Ok(settled);
    }
    let ids: Vec<HsaId> = rows.directory.iter().map(|row| row.hsa_id.clone()).collect();
    let known: HashMap<HsaId, directory::Known> =
        directory::known(tx, &ids).await?.into_iter().map(|known| (known.hsa_id.clone(), known)).collect();
    for row in &rows.directory {
        match known.get(&row.hsa_id) {
            Some(known) if known.says(row) => tally.count(FileKind::Directory, |counts| counts.same += 1),
            Some(_) => {
                settled.changed.push(row.clone());
                tally.count(FileKind::Directory, |counts| counts.changed += 1);
            }
            None => {
                settled.added.push(row.clone());
                tally.count(FileKind::Directory, |counts| counts.added += 1);
            }
        }
    }
    Ok(settled)
}
