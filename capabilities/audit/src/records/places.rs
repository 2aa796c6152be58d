//! Where a viewer reviews: the units of a scope, and those below one of them.

use behorig_access::{Instant, Scope, Service, UnitId, Viewer, scope_of};
use behorig_store::{StoreError, Tx};

use super::bound::Bound;

/// As many units are offered to choose among.
const MOST_CHOICES: i64 = 500;

/// A scope, and the part of it that reaches below its units.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    /// Everywhere.
    pub(crate) all: Scope,
    /// Where what lies below is in it too.
    pub(crate) branches: Scope,
}

impl Reach {
    /// Where the viewer reviews logs now: service 400.
    pub(crate) fn of(viewer: &Viewer, now: Instant) -> Self {
        Self::with(viewer, Service::ReviewLogs, now)
    }

    /// Where the viewer may use another service now.
    pub(crate) fn with(viewer: &Viewer, service: Service, now: Instant) -> Self {
        let all = scope_of(viewer, service, now);
        let roots = all.roots.iter().filter(|root| root.branch).copied().collect();
        let branches = Scope { roots, bound_by: all.bound_by };
        Self { all, branches }
    }

    /// Whether what lies below a unit is in it; the unit by its chain.
    pub(crate) fn covers_below(&self, chain: &[UnitId]) -> bool {
        self.branches.roots.iter().any(|root| root.object.is_none() && chain.contains(&root.unit))
    }

    /// The condition that a review, by its unit and whether it took in what lies below, is in it.
    pub(super) fn sql_of_reviews(&self, bound: &mut Bound, unit: &str, branch: &str) -> String {
        let all = bound.within(&self.all, unit);
        let branches = bound.within(&self.branches, unit);
        format!("({all} AND (NOT {branch} OR {branches}))")
    }
}

/// The live units of a scope, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units(tx: &mut Tx, scope: &Scope) -> Result<Vec<(UnitId, String)>, StoreError> {
    let mut bound = Bound::default();
    let most = bound.int(MOST_CHOICES);
    let within = bound.within(scope, "u.id");
    let sql = format!(
        "SELECT u.id, u.name FROM unit u WHERE u.ended_at IS NULL AND {within} ORDER BY u.sort_key, u.id LIMIT {most}"
    );
    tx.all(&sql, &bound.params()).await
}

/// At most `most` units of a scope, ended ones too, since the log keeps what was done there: those at and below `under`, or all.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_under(
    tx: &mut Tx,
    scope: &Scope,
    under: Option<UnitId>,
    most: i64,
) -> Result<Vec<UnitId>, StoreError> {
    let mut bound = Bound::default();
    let (from, below) = match under {
        Some(unit) => {
            let unit = bound.bytes(*unit.as_bytes());
            ("unit_ancestor b CROSS JOIN unit u", format!("b.ancestor_id = {unit} AND u.id = b.unit_id"))
        }
        None => ("unit u", "TRUE".to_owned()),
    };
    let within = bound.within(scope, "u.id");
    let most = bound.int(most);
    let sql = format!("SELECT u.id FROM {from} WHERE {below} AND {within} ORDER BY u.id LIMIT {most}");
    let rows: Vec<(UnitId,)> = tx.all(&sql, &bound.params()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
