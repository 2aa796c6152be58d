//! Who sees a customer: the grants at the unit, the grants for just this person, and protected identity.

use behorig_access::{Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer, decide};

/// The restrictions of a person, protected or not.
#[must_use]
pub const fn restrictions(protected: bool) -> Restrictions {
    if protected { Restrictions::PROTECTED_IDENTITY } else { Restrictions::NONE }
}

/// The person as the object of a grant that follows one customer.
#[must_use]
pub const fn as_object(person: PersonId) -> ObjectRef {
    ObjectRef { kind: ObjectKind::Customer, id: person.as_object() }
}

/// Whether the viewer may use a service about this customer, at the unit whose id and ancestors these are.
///
/// What refuses because of protected identity alone is asked again with service 404.
#[must_use]
pub fn may(
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

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::{
        AccountId, Assurance, GrantId, Hat, Holder, Period, RoleId, RoleKind, ServiceSet, Standing, ViewerGrant,
    };

    const NOW: Instant = Instant(1_000);

    fn viewer(kind: RoleKind, object: Option<PersonId>, services: &[Service], ends: Option<Instant>) -> Viewer {
        let grant = ViewerGrant {
            id: GrantId::from_bytes([1; 16]),
            unit: UnitId::from_bytes([1; 16]),
            branch: false,
            object: object.map(as_object),
            period: Period { from: Instant(0), to: ends },
            role: RoleId::from_bytes([1; 16]),
            kind,
            services: ServiceSet::of(services),
            lowest_assurance: Assurance::Password,
        };
        let hat: Hat = kind;
        let holder = Holder::Account(AccountId::from_bytes([9; 16]));
        Viewer::new(holder, Standing::Active, hat, Assurance::TwoFactor, vec![grant])
    }

    fn sees(viewer: &Viewer, service: Service, person: u8, protected: bool) -> bool {
        may(viewer, service, &[UnitId::from_bytes([1; 16])], PersonId::from_bytes([person; 16]), protected, NOW)
    }

    #[test]
    fn a_relative_sees_the_granted_customer_alone_and_not_after_the_consent_has_ended() {
        let mother = PersonId::from_bytes([5; 16]);
        let schedule = Service::AssignmentScheduleWeb;
        let relative = viewer(RoleKind::Relative, Some(mother), &[schedule], None);
        assert!(sees(&relative, schedule, 5, false) && !sees(&relative, schedule, 6, false));
        // A grant for just this person is a reason of its own to see them.
        assert!(sees(&relative, schedule, 5, true));
        let ended = viewer(RoleKind::Relative, Some(mother), &[schedule], Some(NOW));
        assert!(!sees(&ended, schedule, 5, false));
    }

    #[test]
    fn staff_see_protected_customers_by_the_service_for_that_and_no_others() {
        let planner = viewer(RoleKind::Staff, None, &[Service::ViewCustomers], None);
        assert!(sees(&planner, Service::ViewCustomers, 5, false) && !sees(&planner, Service::ViewCustomers, 5, true));
        let both = viewer(RoleKind::Staff, None, &[Service::ViewCustomers, Service::SeeProtectedIdentity], None);
        assert!(sees(&both, Service::ViewCustomers, 5, true) && !sees(&both, Service::EditCustomers, 5, true));
    }
}
