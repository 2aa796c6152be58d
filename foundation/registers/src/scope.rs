//! A scope turned into the condition of a list: the same answer as [`Scope::contains`] gives for things without an object.

use behorig_access::{Scope, UnitId};
use behorig_store::{Param, ToParam};

/// The condition that a row's unit lies in a scope.
#[derive(Debug, Clone)]
pub struct UnitsInScope {
    sql: String,
    roots: Vec<UnitId>,
}

impl UnitsInScope {
    /// The condition on `column` (such as `o.unit_id`), with its parameters numbered from `first`.
    ///
    /// Roots for a single object say nothing about things that are no such object, and are left out.
    #[must_use]
    pub fn of(scope: &Scope, column: &str, first: usize) -> Self {
        let whole = || scope.roots.iter().filter(|root| root.object.is_none());
        let mut roots: Vec<UnitId> = whole().filter(|root| root.branch).map(|root| root.unit).collect();
        let branches = roots.len();
        roots.extend(whole().filter(|root| !root.branch).map(|root| root.unit));
        let places = |from: usize, to: usize| {
            (from..to).map(|place| format!("?{}", first + place)).collect::<Vec<_>>().join(", ")
        };
        let mut parts = Vec::new();
        if branches > 0 {
            parts.push(format!(
                "EXISTS (SELECT 1 FROM unit_ancestor scope WHERE scope.unit_id = {column} AND scope.ancestor_id IN ({}))",
                places(0, branches)
            ));
        }
        if roots.len() > branches {
            parts.push(format!("{column} IN ({})", places(branches, roots.len())));
        }
        let sql = if parts.is_empty() { "FALSE".to_owned() } else { format!("({})", parts.join(" OR ")) };
        Self { sql, roots }
    }

    /// The condition, to be put after `WHERE` or `AND`.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// Its parameters, to be bound after those before `first`.
    pub fn params(&self) -> impl Iterator<Item = Param<'_>> {
        self.roots.iter().map(ToParam::to_param)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{Restrictions, ScopeRoot};

    fn root(unit: u8, branch: bool) -> ScopeRoot {
        ScopeRoot { unit: UnitId::from_bytes([unit; 16]), object: None, branch }
    }

    #[test]
    fn branches_come_before_single_units_and_are_numbered_from_where_the_statement_says() {
        let scope = Scope { roots: vec![root(1, false), root(2, true)], bound_by: Restrictions::NONE };
        let filter = UnitsInScope::of(&scope, "o.unit_id", 3);
        assert!(filter.sql().contains("scope.ancestor_id IN (?3)"), "{}", filter.sql());
        assert!(filter.sql().contains("o.unit_id IN (?4)"), "{}", filter.sql());
        let bound: Vec<_> = filter.params().collect();
        assert_eq!(bound, [Param::Bytes(&[2; 16]), Param::Bytes(&[1; 16])]);
    }

    #[test]
    fn an_empty_scope_lists_nothing() {
        let scope = Scope { roots: Vec::new(), bound_by: Restrictions::NONE };
        assert_eq!(UnitsInScope::of(&scope, "o.unit_id", 1).sql(), "FALSE");
    }
}
