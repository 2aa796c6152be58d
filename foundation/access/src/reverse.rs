//! The questions that are asked the other way round, answered by the same rules.

use crate::{GrantId, Holder, Instant, RoleId, Service, Target, Viewer, ViewerGrant, rules};
use std::ops::ControlFlow;

/// What may the viewer do with the target now? Each service by rising number, with the grant that permits it.
pub fn what_may(viewer: &Viewer, target: &Target<'_>, now: Instant) -> Vec<(Service, GrantId)> {
    let permit = |service: &Service| Some((*service, rules::permit(viewer, *service, target, now)?));
    Service::ALL.iter().filter_map(permit).collect()
}

/// Who of the candidates may use the service on the target now? In the candidates' order, each with the grant that
/// permits. A candidate with several hats is one viewer for each.
pub fn who_may<'v>(
    service: Service,
    target: &Target<'_>,
    candidates: impl Iterator<Item = &'v Viewer>,
    now: Instant,
) -> Vec<(Holder, GrantId)> {
    candidates.filter_map(|viewer| Some((viewer.holder(), rules::permit(viewer, service, target, now)?))).collect()
}

/// Every grant of the viewer that by itself permits the service on the target now, the nearest first.
pub fn permitting<'v>(viewer: &'v Viewer, service: Service, target: &Target<'_>, now: Instant) -> Vec<&'v ViewerGrant> {
    let mut found = Vec::new();
    let _: ControlFlow<()> = rules::permitting(viewer, service, target, now, |at| {
        found.push(&viewer.rows[at]);
        ControlFlow::Continue(())
    });
    found
}

/// Whether the viewer holds the role anywhere now, under any hat. Who holds a role does not edit it: nobody raises
/// their own rights.
pub fn holds_role(viewer: &Viewer, role: RoleId, now: Instant) -> bool {
    viewer.rows.iter().chain(&viewer.other_hats).any(|row| row.role == role && row.period.holds_at(now))
}
