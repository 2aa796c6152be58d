//! A person as the log names them, and whether a reviewer sees who it is.

use behorig_access::{
    Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Scope, Service, Target, UnitId, Viewer, decide, scope_of,
};
use behorig_identity::IdentityNumber;

/// A person whom an event is about.
#[derive(Clone, Debug)]
pub(crate) struct Patient {
    pub number: IdentityNumber,
    pub name: String,
    /// As the register here knows them now, where it does; with whether the identity is protected.
    pub known: Option<(PersonId, bool)>,
}

/// Whether the viewer sees who it is: of a protected person only who holds service 404 at the unit whose chain this is.
pub(crate) fn sees(viewer: &Viewer, chain: &[UnitId], known: Option<(PersonId, bool)>, now: Instant) -> bool {
    match known {
        Some((person, true)) => {
            let object = ObjectRef { kind: ObjectKind::Person, id: person.as_object() };
            let target = Target::at(chain).object(object).restricted(Restrictions::PROTECTED_IDENTITY);
            decide(viewer, Service::SeeProtectedIdentity, &target, now).is_permit()
        }
        _ => true,
    }
}

/// Whether the account `a` is of somebody with a protected identity: by the register of persons, or by the staff directory.
macro_rules! account_is_protected {
    () => {
        "(EXISTS (SELECT 1 FROM person q WHERE q.identity_number = a.identity_number AND q.protection <> 'none')
            OR EXISTS (SELECT 1 FROM account_hsa_id i JOIN directory_person d ON d.hsa_id = i.hsa_id
                WHERE i.account_id = a.id AND d.protected))"
    };
}

/// Whether the account `a` is of somebody with a protected identity.
pub(super) const ACCOUNT_IS_PROTECTED: &str = account_is_protected!();

/// Whether whoever acted on the event `e` has a protected identity.
pub(super) const ACTOR_IS_PROTECTED: &str =
    concat!("EXISTS (SELECT 1 FROM account a WHERE a.id = e.account_id AND ", account_is_protected!(), ")");

/// Whether whoever acted in the line `l` of a review has one.
pub(super) const ACTOR_OF_LINE_IS_PROTECTED: &str =
    concat!("EXISTS (SELECT 1 FROM account a WHERE a.id = l.account_id AND ", account_is_protected!(), ")");

/// Whether the viewer sees who somebody of the staff with a protected identity is, at the unit whose chain this is: service 404.
pub(crate) fn sees_staff(viewer: &Viewer, chain: &[UnitId], now: Instant) -> bool {
    decide(viewer, Service::SeeProtectedIdentity, &Target::at(chain), now).is_permit()
}

/// The units where the viewer sees who somebody with a protected identity is, whoever it is.
pub(crate) fn sight(viewer: &Viewer, now: Instant) -> Scope {
    let all = scope_of(viewer, Service::SeeProtectedIdentity, now);
    Scope { roots: all.roots.into_iter().filter(|root| root.object.is_none()).collect(), bound_by: all.bound_by }
}
