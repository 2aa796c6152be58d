//! The rules as they apply to one grant, in their order: what [`crate::decide()`] hurries through and a denial explains.

use crate::{
    GrantId, Instant, ObjectFault, PeriodFault, Rule, Service, Standing, Target, Viewer, ViewerGrant, index::Hot,
};
use std::ops::{ControlFlow, Range};

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
    if !may_at_all(viewer, service) {
        return ControlFlow::Continue(());
    }
    let unbound = target.restrictions.and(service.bound_by()).is_empty();
    for (height, unit) in target.unit_and_ancestors.iter().enumerate() {
        let Some(run) = viewer.index.unit(*unit).filter(|run| run.holds(service, height)) else { continue };
        let grants = |places: Range<usize>| viewer.index.hot[places.clone()].iter().zip(&viewer.rows[places]);
        let permits = |grant: &Hot| ((height == 0) | grant.branch) & grant.holds(service, viewer.assurance, now);
        if unbound {
            for (grant, row) in grants(run.places()).take_while(|(grant, _)| !grant.for_object) {
                if permits(grant) {
                    take(row)?;
                }
            }
        }
        let Some(object) = target.object else { continue };
        if let Some(start) = viewer.index.object(&viewer.rows, *unit, object) {
            for (grant, row) in grants(start..run.places().end).take_while(|(_, row)| row.object == Some(object)) {
                if permits(grant) {
                    take(row)?;
                }
            }
        }
    }
    ControlFlow::Continue(())
}

/// The nearest grant that permits, without a reason when none does.
#[inline]
pub(crate) fn permit(viewer: &Viewer, service: Service, target: &Target<'_>, now: Instant) -> Option<GrantId> {
    match permitting(viewer, service, target, now, |row| ControlFlow::Break(row.id)) {
        ControlFlow::Break(grant) => Some(grant),
        ControlFlow::Continue(()) => None,
    }
}

/// Whether anything about the viewer lets any grant of theirs permit the service: the rules that need no grant.
#[inline]
pub(crate) fn may_at_all(viewer: &Viewer, service: Service) -> bool {
    viewer.standing == Standing::Active
        && viewer.services.contains(service)
        && viewer.assurance >= service.minimum_assurance()
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
