//! A person as the log names them, and whether a reviewer sees who it is.

use behorig_access::{Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer, decide};
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
