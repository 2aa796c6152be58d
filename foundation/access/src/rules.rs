//! The rules as they apply to one grant, in their order: what [`crate::decide()`] hurries through and a denial explains.

use crate::{Assurance, Instant, ObjectFault, PeriodFault, Rule, Service, Target, Viewer, ViewerGrant};
use std::ops::ControlFlow;

/// Shows `take` each grant of the hat that permits the service on the target, the nearest first: at the target's unit
/// before its ancestors, unit-wide before for the object alone, then by id. Stops when `take` breaks.
#[inline]
pub(crate) fn permitting<'v, B>(
    viewer: &'v Viewer,
    service: Service,
    target: &Target<'_>,
    now: Instant,
    mut take: impl FnMut(&'v ViewerGrant) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let may = viewer.standing == crate::Standing::Active
        && viewer.services.contains(service)
        && viewer.assurance >= service.minimum_assurance();
    if !may {
        return ControlFlow::Continue(());
    }
    let unbound = target.restrictions.and(service.bound_by()).is_empty();
    for (height, unit) in target.unit_and_ancestors.iter().enumerate() {
        let permits = |row: &ViewerGrant| (height == 0 || row.branch) && holds(row, service, viewer.assurance, now);
        if unbound {
            for row in viewer.index.unit(&viewer.rows, *unit) {
                if row.object.is_some() || row.unit != *unit {
                    break;
                }
                if permits(row) {
                    take(row)?;
                }
            }
        }
        if let Some(object) = target.object {
            for row in viewer.index.object(&viewer.rows, *unit, object) {
                if row.object != Some(object) || row.unit != *unit {
                    break;
                }
                if permits(row) {
                    take(row)?;
                }
            }
        }
    }
    ControlFlow::Continue(())
}

/// Whether the grant's unit is the target's, or an ancestor of it when the grant covers the branch below.
pub(crate) fn covers_unit(row: &ViewerGrant, target: &Target<'_>) -> bool {
    match target.unit_and_ancestors.split_first() {
        None => false,
        Some((own, ancestors)) => row.unit == *own || (row.branch && ancestors.contains(&row.unit)),
    }
}

/// The first rule from the period to the object that this grant fails, if it fails one.
pub(crate) fn fault(row: &ViewerGrant, service: Service, target: &Target<'_>, now: Instant) -> Option<Rule> {
    if now < row.period.from {
        return Some(Rule::Period(PeriodFault::NotYet { from: row.period.from }));
    }
    if let Some(at) = row.period.to.filter(|to| *to <= now) {
        return Some(Rule::Period(PeriodFault::Ended { at }));
    }
    if !row.services.contains(service) || !service.kind().contains(row.kind) {
        return Some(Rule::Service);
    }
    if !covers_unit(row, target) {
        return Some(Rule::Unit);
    }
    match row.object {
        Some(object) => (target.object != Some(object)).then_some(Rule::Object(ObjectFault::Other)),
        None => {
            let binding = target.restrictions.and(service.bound_by());
            (!binding.is_empty()).then_some(Rule::Object(ObjectFault::Restricted(binding)))
        }
    }
}

/// Whether the grant holds now, its role holds the service, and the session is sure enough for the role: the rules that
/// do not depend on the target.
pub(crate) fn holds(row: &ViewerGrant, service: Service, assurance: Assurance, now: Instant) -> bool {
    row.period.holds_at(now) && row.services.contains(service) && assurance >= row.lowest_assurance
}
