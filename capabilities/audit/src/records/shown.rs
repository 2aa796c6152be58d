//! A person as the log names them, and whether a reviewer sees who it is.

use behorig_access::{Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer, decide};
use behorig_identity::IdentityNumber;
pub(crate) use behorig_registers::staff::{ACCOUNT_IS_PROTECTED, sight};

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

/// Whether whoever acted on the event `e` has a protected identity.
pub(super) const ACTOR_IS_PROTECTED: &str = concat!(
    "EXISTS (SELECT 1 FROM account a WHERE a.id = e.account_id AND ",
    behorig_store::account_is_protected!("a"),
    ")"
);

/// Whether whoever acted in the line `l` of a review has one.
pub(super) const ACTOR_OF_LINE_IS_PROTECTED: &str = concat!(
    "EXISTS (SELECT 1 FROM account a WHERE a.id = l.account_id AND ",
    behorig_store::account_is_protected!("a"),
    ")"
);

/// Whether the viewer sees who somebody of the staff with a protected identity is, at the unit whose chain this is: service 404.
pub(crate) fn sees_staff(viewer: &Viewer, chain: &[UnitId], now: Instant) -> bool {
    decide(viewer, Service::SeeProtectedIdentity, &Target::at(chain), now).is_permit()
}
