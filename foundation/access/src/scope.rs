//! Where a viewer may use a service: the decision turned into the filter of a list.

use crate::{Instant, ObjectRef, Restrictions, Service, Target, UnitId, Viewer, rules};

/// One place where the viewer may use the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeRoot {
    /// The unit.
    pub unit: UnitId,
    /// The only object; none means every object that no restriction in [`Scope::bound_by`] keeps apart.
    pub object: Option<ObjectRef>,
    /// Whether the branch below the unit is in it too.
    pub branch: bool,
}

/// Everywhere that a viewer may use a service at one moment: what an SQL list filter is made from.
///
/// A row of a list is in the scope when its unit is a root's unit, or below it where the root covers the branch, and
/// its object is the root's object or, where the root has none, carries none of the restrictions in `bound_by`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The places: sorted, none twice, none that another at the same unit makes needless.
    pub roots: Vec<ScopeRoot>,
    /// The restrictions that keep an object out of roots without an object.
    pub bound_by: Restrictions,
}

impl Scope {
    /// Whether the scope is empty: nothing anywhere, so that no list needs to be asked for.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Whether the target is in the scope; the same answer as [`crate::decide()`] gives.
    pub fn contains(&self, target: &Target<'_>) -> bool {
        let unbound = target.restrictions.and(self.bound_by).is_empty();
        target.unit_and_ancestors.iter().enumerate().any(|(height, unit)| {
            let first = self.roots.partition_point(|root| root.unit < *unit);
            self.roots.iter().skip(first).take_while(|root| root.unit == *unit).any(|root| {
                let object = if root.object.is_some() { root.object == target.object } else { unbound };
                object && (height == 0 || root.branch)
            })
        })
    }
}

/// Where may the viewer use the service now?
///
/// Deterministic: the same grants give the same scope. Minimal as far as the viewer's grants alone can tell; that one
/// unit lies below another is known to the unit tree only.
pub fn scope_of(viewer: &Viewer, service: Service, now: Instant) -> Scope {
    let bound_by = service.bound_by();
    let rows = if rules::may_at_all(viewer, service) { viewer.rows.as_slice() } else { &[] };
    let hot = viewer.index.hot.iter();
    let holding = rows.iter().zip(hot).filter(|(_, grant)| grant.holds(service, viewer.assurance, now));
    let mut roots: Vec<ScopeRoot> =
        holding.map(|(row, _)| ScopeRoot { unit: row.unit, object: row.object, branch: row.branch }).collect();
    // Wider before narrower at the same unit: without an object before with one, the branch before the unit alone.
    roots.sort_unstable_by_key(|root| (root.unit, root.object, !root.branch));
    let mut kept: Vec<ScopeRoot> = Vec::with_capacity(roots.len());
    let mut unit_begins = 0;
    for root in roots {
        if kept.last().is_some_and(|last| last.unit != root.unit) {
            unit_begins = kept.len();
        }
        // So sorted, only the unit's first kept root and the last one can make this one needless.
        let widest = kept.get(unit_begins).into_iter().chain(kept.last());
        if !widest.filter(|other| other.unit == root.unit).any(|other| covers(other, &root, bound_by)) {
            kept.push(root);
        }
    }
    Scope { roots: kept, bound_by }
}

// Whether everything in `root` is in `other`, both at the same unit. Where restrictions bind, a root for one object
// reaches what a root without an object does not.
fn covers(other: &ScopeRoot, root: &ScopeRoot, bound_by: Restrictions) -> bool {
    let object = other.object == root.object || (other.object.is_none() && bound_by.is_empty());
    object && (other.branch || !root.branch)
}
