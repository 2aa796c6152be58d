//! What ends when a grant ends: asked of the decision itself, once with the grant and once without.

use behorig_access::{
    Assurance, GrantId, Instant, Service, ServiceSet, Standing, Target, UnitId, Viewer, ViewerGrant, what_may,
};

/// The services that the holder can no longer use at the grant's unit, on its object, when the grant is gone. A grant that does
/// not hold now takes nothing with it.
#[must_use]
pub fn what_ends(held: &[ViewerGrant], ending: GrantId, chain: &[UnitId], now: Instant) -> Vec<Service> {
    let Some(grant) = held.iter().find(|grant| grant.id == ending) else { return Vec::new() };
    let mut target = Target::at(chain);
    if let Some(object) = grant.object {
        target = target.object(object);
    }
    let may = |grants: Vec<ViewerGrant>| -> ServiceSet {
        // How the holder has signed in, and whether the account is blocked today, says nothing of the right itself.
        let holder = behorig_access::Holder::Account(behorig_access::AccountId::from_bytes([0; 16]));
        let viewer = Viewer::new(holder, Standing::Active, grant.kind, Assurance::High, grants);
        what_may(&viewer, &target, now).into_iter().map(|(service, _)| service).collect()
    };
    let kept = held.iter().filter(|other| other.id != ending).copied().collect();
    may(held.to_vec()).without(may(kept)).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{BuiltIn, Period, RoleId};
    use proptest::prelude::*;

    const NOW: Instant = Instant(1_000);

    fn grant(id: u8, template: BuiltIn, unit: u8, branch: bool, from: i64) -> ViewerGrant {
        ViewerGrant {
            id: GrantId::from_bytes([id; 16]),
            unit: UnitId::from_bytes([unit; 16]),
            branch,
            object: None,
            period: Period::until_further_notice(Instant(from)),
            role: RoleId::from_bytes([template as u8; 16]),
            kind: template.kind(),
            services: template.services(),
            lowest_assurance: template.lowest_assurance(),
        }
    }

    #[test]
    fn what_another_grant_also_gives_does_not_end() {
        let chain = [UnitId::from_bytes([1; 16]), UnitId::from_bytes([2; 16])];
        let receiver = grant(1, BuiltIn::CaseReceiver, 1, false, 0);
        let handler_above = grant(2, BuiltIn::CaseHandler, 2, true, 0);
        let ends = what_ends(&[receiver, handler_above], receiver.id, &chain, NOW);
        assert_eq!(ends, [Service::AssignCases], "My page is given by the other role too");
    }

    #[test]
    fn a_grant_that_has_not_begun_takes_nothing_with_it() {
        let coming = grant(1, BuiltIn::CaseReceiver, 1, false, 2_000);
        assert_eq!(what_ends(&[coming], coming.id, &[coming.unit], NOW), []);
    }

    proptest! {
        #[test]
        fn what_ends_is_never_more_than_the_role_holds(
            held in proptest::collection::vec((0..BuiltIn::ALL.len(), 1..4_u8, any::<bool>(), 0..2_000_i64), 1..8),
            ending in 0..8_usize,
        ) {
            let held: Vec<ViewerGrant> = held
                .iter()
                .zip(1_u8..)
                .map(|((role, unit, branch, from), id)| grant(id, BuiltIn::ALL[*role], *unit, *branch, *from))
                .collect();
            let ending = held[ending % held.len()];
            let chain = [ending.unit, UnitId::from_bytes([3; 16])];
            for service in what_ends(&held, ending.id, &chain, NOW) {
                prop_assert!(ending.services.contains(service) && ending.period.holds_at(NOW));
            }
        }
    }
}
