//! The units that the register can be narrowed by. Those that have ended are among them: on a past day somebody may have held something
//! there.

use behorig_access::{Scope, UnitId};
use behorig_identity::{prefix_range, sort_prefix};
use behorig_registers::UnitsInScope;
use behorig_store::{FromRow, Row, StoreError, ToParam as _, Tx};

/// A unit that was looked for, with the name of the unit above, since many clinics are called the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundUnit {
    pub(crate) id: UnitId,
    pub(crate) name: String,
    pub(crate) above: Option<String>,
}

impl FromRow for FoundUnit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.next()?, name: row.next()?, above: row.next()? })
    }
}

fn at_most(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// The units of a scope by name, at most so many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn in_scope(tx: &mut Tx, scope: &Scope, most: usize) -> Result<Vec<(UnitId, String)>, StoreError> {
    let (most, within) = (at_most(most), UnitsInScope::of(scope, "u.id", 2));
    let mut params = vec![most.to_param()];
    params.extend(within.params());
    let sql = format!("SELECT u.id, u.name FROM unit u WHERE {} ORDER BY u.sort_key, u.id LIMIT ?1", within.sql());
    tx.all(&sql, &params).await
}

/// The name of a unit of a scope.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn name_of(tx: &mut Tx, scope: &Scope, unit: UnitId) -> Result<Option<String>, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 2);
    let mut params = vec![unit.to_param()];
    params.extend(within.params());
    let sql = format!("SELECT u.name FROM unit u WHERE u.id = ?1 AND {}", within.sql());
    Ok(tx.optional::<(String,)>(&sql, &params).await?.map(|(name,)| name))
}

/// The units of a scope whose names begin so, by name, at most so many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn called(
    tx: &mut Tx,
    scope: &Scope,
    beginning: &str,
    most: usize,
) -> Result<Vec<FoundUnit>, StoreError> {
    let (from, to) = prefix_range(&sort_prefix(beginning));
    let (most, within) = (at_most(most), UnitsInScope::of(scope, "u.id", 4));
    let mut params = vec![from.to_param(), to.to_param(), most.to_param()];
    params.extend(within.params());
    let sql = format!(
        "SELECT u.id, u.name, p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
         WHERE u.sort_key >= ?1 AND u.sort_key < ?2 AND {} ORDER BY u.sort_key, u.id LIMIT ?3",
        within.sql()
    );
    tx.all(&sql, &params).await
}
