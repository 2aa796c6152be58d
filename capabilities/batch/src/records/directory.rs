//! The staff directory as it stands, and what an import writes to it.

use behorig_identity::{HsaId, swedish_sort_key};
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, WriteTx, params};

use super::{in_groups, insert_many};
use crate::files::DirectoryRow;

/// Somebody who is in the directory.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) hsa_id: HsaId,
    texts: [Option<String>; 4],
    protected: bool,
    ended_on: Option<String>,
}

impl Known {
    /// Whether a row of a file says the same.
    pub(crate) fn says(&self, row: &DirectoryRow) -> bool {
        let texts = [Some(row.given_name.clone()), Some(row.family_name.clone()), row.title.clone(), row.email.clone()];
        self.texts == texts && self.protected == row.protected && self.ended_on == row.ended_on
    }
}

impl FromRow for Known {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let hsa_id = row.next()?;
        let texts = [row.next()?, row.next()?, row.next()?, row.next()?];
        Ok(Self { hsa_id, texts, protected: row.next()?, ended_on: row.next()? })
    }
}

/// Those of these ids that the directory has.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn known(tx: &mut Tx, ids: &[HsaId]) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT hsa_id, given_name, family_name, title, email, protected, ended_on FROM directory_person
         WHERE hsa_id IN ({keys})";
    in_groups(tx, sql, ids).await
}

/// A row with the key that it is sorted by.
type Keyed<'r> = (&'r DirectoryRow, Vec<u8>);

fn keyed(rows: &[DirectoryRow]) -> Vec<Keyed<'_>> {
    rows.iter().map(|row| (row, swedish_sort_key(&format!("{}, {}", row.family_name, row.given_name)))).collect()
}

/// Puts people into the directory.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn add(
    tx: &mut WriteTx,
    rows: &[DirectoryRow],
    done: &(dyn Fn(usize) + Send + Sync),
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let into =
        "directory_person (hsa_id, given_name, family_name, sort_key, title, email, protected, ended_on, updated_at)";
    let rows = keyed(rows);
    insert_many(tx, into, 9, &rows, |row, params| bind(row, now, params), done).await
}

fn bind<'r>((row, sort_key): &'r Keyed<'_>, now: i64, params: &mut Vec<Param<'r>>) {
    params.extend([
        row.hsa_id.to_param(),
        row.given_name.to_param(),
        row.family_name.to_param(),
        sort_key.to_param(),
        row.title.to_param(),
        row.email.to_param(),
        row.protected.to_param(),
        row.ended_on.to_param(),
        Param::Int(now),
    ]);
}

/// Brings what the directory says of somebody up to date.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn change(tx: &mut WriteTx, row: &DirectoryRow) -> Result<(), StoreError> {
    let now = tx.now();
    let sort_key = swedish_sort_key(&format!("{}, {}", row.family_name, row.given_name));
    tx.change_one(
        "UPDATE directory_person SET given_name = ?2, family_name = ?3, sort_key = ?4, title = ?5, email = ?6, protected = ?7,
             ended_on = ?8, updated_at = ?9
         WHERE hsa_id = ?1",
        params![
            row.hsa_id, row.given_name, row.family_name, sort_key, row.title, row.email, row.protected, row.ended_on, now
        ],
    )
    .await
}
