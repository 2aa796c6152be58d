//! The rules as they apply to one grant, in their order: what [`crate::decide()`] hurries through and a denial explains.

use crate::{GrantId, Instant, ObjectFault, PeriodFault, Rule, Service, Standing, Target, Viewer, ViewerGrant};
use std::ops::ControlFlow;

/// Shows `take` the place of each grant of the hat that permits the service on the target, the nearest first: at the
/// target's unit before its ancestors, unit-wide before for the object alone, then by id. Stops when `take` breaks.
#[inline]
pub(crate) fn permitting<B>(
    viewer: &Viewer,
    service: Service,
    target: &Target<'_>,
    now: Instant,
    mut take: impl FnMut(usize) -> ControlFlow<B>,
) -> ControlFlow<B> {
    if !may_at_all(viewer, service) {
        return ControlFlow::Continue(());
    }
    let (rows, hot) = (viewer.rows.as_slice(), viewer.index.hot.as_slice());
    let unbound = target.restrictions.and(service.bound_by()).is_empty();
    for (height, unit) in target.unit_and_ancestors.iter().enumerate() {
        let Some(run) = viewer.index.unit(*unit).filter(|run| run.holds(service, height)) else { continue };
        let permits = |at: &usize| ((height == 0) | hot[*at].branch) & hot[*at].holds(service, viewer.assurance, now);
        if unbound {
            for at in run.places().take_while(|at| !hot[*at].for_object).filter(permits) {
                take(at)?;
            }
        }
        let Some(object) = target.object else { continue };
        if let Some(start) = viewer.index.object(rows, *unit, object) {
            let places = start..run.places().end;
            for at in places.take_while(|at| rows[*at].object == Some(object)).filter(permits) {
                take(at)?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The nearest grant that permits, without a reason when none does.
#[inline]
pub(crate) fn permit(viewer: &Viewer, service: Service, target: &Target<'_>, now: Instant) -> Option<GrantId> {
    match permitting(viewer, service, target, now, ControlFlow::Break) {
        ControlFlow::Break(at) => Some(viewer.index.hot[at].id),
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
