//! The units that a report can be about and be shown at: where its maker holds service 266.

use behorig_access::{Instant, Service, UnitId, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{Param, StoreError, Tx};

/// As many as a list to choose from shows.
const MOST: usize = 400;

/// A unit to choose.
#[derive(Debug, Clone)]
pub(crate) struct UnitChoice {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

/// The units to choose among, by name.
pub(crate) async fn unit_choices(tx: &mut Tx, viewer: &Viewer, now: Instant) -> Result<Vec<UnitChoice>, StoreError> {
    let scope = scope_of(viewer, Service::ManageReports, now);
    let within = UnitsInScope::of(&scope, "u.id", 1);
    let sql = format!(
        "SELECT u.id, u.name FROM unit u WHERE u.ended_at IS NULL AND {} ORDER BY u.sort_key, u.id LIMIT {MOST}",
        within.sql()
    );
    let bound: Vec<Param<'_>> = within.params().collect();
    let rows: Vec<(UnitId, String)> = tx.all(&sql, &bound).await?;
    Ok(rows.into_iter().map(|(id, name)| UnitChoice { id, name }).collect())
}
