//! The units that give home care.

use behorig_access::{Scope, UnitId};
use behorig_registers::UnitsInScope;
use behorig_registers::units::{self, Unit};
use behorig_store::{Param, StoreError, Tx};

/// The home-care units of a scope that have not ended, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn home_care_units(tx: &mut Tx, scope: &Scope) -> Result<Vec<Unit>, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 1);
    let sql = format!(
        "SELECT u.id FROM unit u WHERE u.kind = 'home-care-unit' AND u.ended_at IS NULL AND {} ORDER BY u.sort_key, u.id",
        within.sql()
    );
    let bound: Vec<Param<'_>> = within.params().collect();
    let ids: Vec<(UnitId,)> = tx.all(&sql, &bound).await?;
    let mut found = Vec::with_capacity(ids.len());
    for (id,) in ids {
        found.extend(units::find(tx, id).await?);
    }
    Ok(found)
}
