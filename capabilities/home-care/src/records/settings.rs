//! A home-care unit's own choices.

use behorig_access::UnitId;
use behorig_store::{StoreError, Tx, WriteTx, params};

use crate::rules::columns::ScheduleColumn;

/// Which columns of a schedule the relatives of a unit's customers see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeColumns {
    /// The columns, in the order in which they stand.
    pub columns: Vec<ScheduleColumn>,
    /// For optimistic locking; 0 where the unit has not chosen.
    pub version: i64,
}

/// What relatives see at a unit: what it chose, or what is shown where it has not.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn relative_columns(tx: &mut Tx, unit: UnitId) -> Result<RelativeColumns, StoreError> {
    let row: Option<(String, i64)> =
        tx.optional("SELECT relative_columns, version FROM home_care_unit WHERE unit_id = ?1", params![unit]).await?;
    Ok(match row {
        Some((keys, version)) => RelativeColumns { columns: ScheduleColumn::from_stored(&keys), version },
        None => RelativeColumns { columns: ScheduleColumn::FOR_RELATIVES.to_vec(), version: 0 },
    })
}

/// Keeps what a unit chose. Whether it may was decided before.
///
/// # Errors
/// [`StoreError::Stale`] where somebody chose in the meantime.
pub async fn set_relative_columns(
    tx: &mut WriteTx,
    unit: UnitId,
    version: i64,
    columns: &[ScheduleColumn],
) -> Result<(), StoreError> {
    let keys = ScheduleColumn::to_stored(columns);
    tx.change_one(
        "INSERT INTO home_care_unit (unit_id, relative_columns, version) VALUES (?1, ?2, 1)
         ON CONFLICT (unit_id) DO UPDATE SET relative_columns = excluded.relative_columns,
             version = home_care_unit.version + 1
         WHERE home_care_unit.version = ?3",
        params![unit, keys, version],
    )
    .await
}
