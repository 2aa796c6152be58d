//! What the database is asked: one grouped question for each figure, of the units of a scope, in one snapshot.
//!
//! Every answer is counts. How many rows one has is bounded by the period and by how many kinds there are, never by how much happened.

mod counts;
mod units;

#[cfg(test)]
pub(crate) use counts::{Closed, Received, SignIns, Waiting};
pub(crate) use counts::{Counts, Standing, TypeKey};
pub(crate) use units::{Choices, choices, name_of};

use behorig_access::{Scope, UnitId};
use behorig_registers::UnitsInScope;
use behorig_store::{Param, ToParam as _};

/// The units that are counted: below and with one of the scope, or all of the scope.
#[derive(Debug, Clone)]
pub(crate) struct Counted<'a> {
    within: UnitsInScope,
    unit: Option<&'a UnitId>,
}

impl<'a> Counted<'a> {
    /// Those of the scope that lie below `unit`, itself among them; without one all of them.
    pub(crate) fn of(scope: &Scope, unit: Option<&'a UnitId>) -> Self {
        let (column, first) = if unit.is_some() { ("b.unit_id", 2) } else { ("u.id", 1) };
        Self { within: UnitsInScope::of(scope, column, first), unit }
    }

    /// The beginning of a statement that has them as `chosen`. Found once and kept: each of them is then a place in an index.
    fn sql(&self) -> String {
        let from = if self.unit.is_some() {
            "SELECT b.unit_id AS id FROM unit_ancestor b WHERE b.ancestor_id = ?1 AND"
        } else {
            "SELECT u.id AS id FROM unit u WHERE"
        };
        format!("WITH chosen AS MATERIALIZED ({from} {})", self.within.sql())
    }

    /// What is bound to it: places from `?1`.
    fn params(&self) -> Vec<Param<'_>> {
        self.unit.map(|unit| unit.to_param()).into_iter().chain(self.within.params()).collect()
    }
}
