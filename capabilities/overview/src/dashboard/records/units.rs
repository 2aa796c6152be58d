//! The units to choose among: where service 410 is held.

use behorig_access::{Scope, UnitId};
use behorig_registers::{UnitsInScope, units};
use behorig_store::{Param, StoreError, ToParam as _, Tx};

/// As many as a list to choose from shows.
const MOST: usize = 400;

/// Units to choose among.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    /// Their ids and names, by name.
    pub units: Vec<(UnitId, String)>,
    /// Whether there are more: then those above and just below the chosen one are among them, and the others are reached step by step.
    pub is_part: bool,
}

/// The units to choose among, with `chosen` as the place to look from where they are too many.
pub(crate) async fn choices(tx: &mut Tx, scope: &Scope, chosen: Option<UnitId>) -> Result<Choices, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 1);
    let sql = format!(
        "SELECT u.id, u.name FROM unit u WHERE u.ended_at IS NULL AND {} ORDER BY u.sort_key, u.id LIMIT {}",
        within.sql(),
        MOST + 1
    );
    let bound: Vec<Param<'_>> = within.params().collect();
    let units: Vec<(UnitId, String)> = tx.all(&sql, &bound).await?;
    if units.len() <= MOST {
        return Ok(Choices { units, is_part: false });
    }
    Ok(Choices { units: around(tx, scope, chosen).await?, is_part: true })
}

/// The units of the scope above and just below the chosen one; without one the highest and those just below them.
async fn around(tx: &mut Tx, scope: &Scope, chosen: Option<UnitId>) -> Result<Vec<(UnitId, String)>, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 1);
    let mut bound: Vec<Param<'_>> = within.params().collect();
    let whole: Vec<UnitId> = scope.roots.iter().filter(|root| root.object.is_none()).map(|root| root.unit).collect();
    let from = chosen.as_ref().map_or(whole.as_slice(), std::slice::from_ref);
    let mut places = Vec::with_capacity(from.len());
    for unit in from {
        bound.push(unit.to_param());
        places.push(format!("?{}", bound.len()));
    }
    let places = places.join(", ");
    let sql = format!(
        "SELECT u.id, u.name FROM unit u
         WHERE u.ended_at IS NULL AND {} AND (u.parent_id IN ({places}) OR EXISTS (
             SELECT 1 FROM unit_ancestor b WHERE b.ancestor_id = u.id AND b.unit_id IN ({places})))
         ORDER BY u.sort_key, u.id LIMIT {MOST}",
        within.sql()
    );
    tx.all(&sql, &bound).await
}

/// The name of a unit.
pub(crate) async fn name_of(tx: &mut Tx, unit: UnitId) -> Result<String, StoreError> {
    Ok(units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default())
}
