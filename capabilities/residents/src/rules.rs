//! Who is seen: protected identity, as one decision and as what a list of one unit is filtered by.

use behorig_access::{
    Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Scope, Service, Target, UnitId, Viewer, decide, scope_of,
};

/// The restrictions of a person, protected or not.
pub(crate) const fn restrictions(protected: bool) -> Restrictions {
    if protected { Restrictions::PROTECTED_IDENTITY } else { Restrictions::NONE }
}

/// The person as the object of a decision.
pub(crate) const fn as_object(person: PersonId) -> ObjectRef {
    ObjectRef { kind: ObjectKind::Person, id: person.as_object() }
}

/// Whether the viewer may use a service about residents for this one, at the unit whose id and ancestors these are.
///
/// What refuses because of protected identity alone is asked again with service 404.
pub(crate) fn may(
    viewer: &Viewer,
    service: Service,
    chain: &[UnitId],
    person: PersonId,
    protected: bool,
    now: Instant,
) -> bool {
    let plain = Target::at(chain).object(as_object(person));
    let target = plain.restricted(restrictions(protected));
    let permits = |service, target: &Target<'_>| decide(viewer, service, target, now).is_permit();
    permits(service, &target)
        || (protected && permits(service, &plain) && permits(Service::SeeProtectedIdentity, &target))
}

/// Which protected residents a viewer sees in the list of one unit: [`may`] see for every row at once, to a viewer who may see
/// the unit's residents as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of them.
    Everyone,
    /// Only these, by grants for just them; usually nobody.
    Only(Vec<PersonId>),
}

impl Sight {
    /// The viewer's sight at the unit whose id and ancestors these are.
    pub(crate) fn of(viewer: &Viewer, chain: &[UnitId], now: Instant) -> Self {
        if decide(viewer, Service::SeeProtectedIdentity, &Target::at(chain), now).is_permit() {
            return Self::Everyone;
        }
        let mut persons = persons_at(&scope_of(viewer, Service::ViewResidents, now), chain);
        persons.extend(persons_at(&scope_of(viewer, Service::SeeProtectedIdentity, now), chain));
        persons.sort_unstable();
        persons.dedup();
        Self::Only(persons)
    }
}

/// The single persons of a scope at a unit.
fn persons_at(scope: &Scope, chain: &[UnitId]) -> Vec<PersonId> {
    let covers = |unit: UnitId, branch: bool| chain.first() == Some(&unit) || (branch && chain.contains(&unit));
    scope
        .roots
        .iter()
        .filter(|root| covers(root.unit, root.branch))
        .filter_map(|root| root.object.filter(|object| object.kind == ObjectKind::Person))
        .map(|object| PersonId::new(object.id.uuid()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{
        AccountId, Assurance, GrantId, Hat, Holder, Period, RoleId, RoleKind, ServiceSet, Standing, ViewerGrant,
    };
    use proptest::prelude::*;

    const NOW: Instant = Instant(1_000);

    fn unit(number: u8) -> UnitId {
        UnitId::from_bytes([number; 16])
    }

    fn person(number: u8) -> PersonId {
        PersonId::from_bytes([number; 16])
    }

    prop_compose! {
        fn grant()(
            id in 0..200_u8, at in 0..4_u8, branch: bool, object in proptest::option::of(0..3_u8), sees: bool, views: bool,
            ended in proptest::bool::weighted(0.2), of_case_type in proptest::bool::weighted(0.1),
        ) -> ViewerGrant {
            let mut services = ServiceSet::EMPTY;
            if views { services.insert(Service::ViewResidents); }
            if sees { services.insert(Service::SeeProtectedIdentity); }
            let kind = if of_case_type { ObjectKind::CaseType } else { ObjectKind::Person };
            ViewerGrant {
                id: GrantId::from_bytes([id; 16]),
                unit: unit(at),
                branch,
                object: object.map(|number| ObjectRef { kind, id: person(number).as_object() }),
                period: if ended { Period::between(Instant(0), NOW) } else { Period::until_further_notice(Instant(0)) },
                role: RoleId::from_bytes([1; 16]),
                kind: RoleKind::Staff,
                services,
                lowest_assurance: Assurance::TwoFactor,
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn a_list_shows_exactly_the_residents_that_the_decision_shows(
            grants in proptest::collection::vec(grant(), 0..6), who in 0..4_u8, protected: bool, from_above: bool,
        ) {
            // The list is asked for by those only who may see the unit's residents as such.
            let mut grants = grants;
            grants.push(ViewerGrant {
                id: GrantId::from_bytes([201; 16]),
                unit: unit(u8::from(from_above)),
                branch: from_above,
                object: None,
                period: Period::until_further_notice(Instant(0)),
                role: RoleId::from_bytes([1; 16]),
                kind: RoleKind::Staff,
                services: ServiceSet::of(&[Service::ViewResidents]),
                lowest_assurance: Assurance::TwoFactor,
            });
            let account = Holder::Account(AccountId::from_bytes([9; 16]));
            let viewer = Viewer::new(account, Standing::Active, Hat::Staff, Assurance::TwoFactor, grants);
            let chain = [unit(0), unit(1), unit(2)];
            let listed = !protected || match Sight::of(&viewer, &chain, NOW) {
                Sight::Everyone => true,
                Sight::Only(persons) => persons.contains(&person(who)),
            };
            let seen = may(&viewer, Service::ViewResidents, &chain, person(who), protected, NOW);
            prop_assert_eq!(listed, seen);
        }
    }
}
