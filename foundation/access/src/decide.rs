//! The one place where the answer is made.

use crate::{Denial, GrantId, Instant, ObjectRef, Restrictions, Service, UnitId, Viewer, rules};

/// What a question is about: a unit, and perhaps one object there.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The target's unit first, then its parents up to the root. Empty means nowhere, and everything is denied.
    pub unit_and_ancestors: &'a [UnitId],
    /// The object asked about, if it is about one.
    pub object: Option<ObjectRef>,
    /// The restrictions of that object.
    pub restrictions: Restrictions,
}

impl<'a> Target<'a> {
    /// The unit itself: its own id first, then its parents up to the root.
    pub const fn at(unit_and_ancestors: &'a [UnitId]) -> Self {
        Self { unit_and_ancestors, object: None, restrictions: Restrictions::NONE }
    }

    /// One object at the unit.
    #[must_use]
    pub const fn object(self, object: ObjectRef) -> Self {
        Self { object: Some(object), ..self }
    }

    /// The same target, whose object has these restrictions.
    #[must_use]
    pub const fn restricted(self, restrictions: Restrictions) -> Self {
        Self { restrictions, ..self }
    }
}

/// The answer, with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a decision that nobody looks at protects nothing"]
pub enum Decision {
    /// Yes, by this grant: the nearest of those that permit.
    Permit {
        /// The grant that permits.
        grant: GrantId,
    },
    /// No, for this reason.
    Deny(Denial),
}

impl Decision {
    /// Whether the answer is yes.
    pub const fn is_permit(&self) -> bool {
        matches!(self, Self::Permit { .. })
    }

    /// The grant that permits, if the answer is yes.
    pub const fn grant(&self) -> Option<GrantId> {
        match self {
            Self::Permit { grant } => Some(*grant),
            Self::Deny(_) => None,
        }
    }

    /// The grant that permits, or the denial as an error, for use with `?`.
    ///
    /// # Errors
    /// The [`Denial`] when the answer is no.
    pub const fn into_result(self) -> Result<GrantId, Denial> {
        match self {
            Self::Permit { grant } => Ok(grant),
            Self::Deny(denial) => Err(denial),
        }
    }
}

/// May the viewer use the service on the target now?
///
/// Denies unless one grant fulfils all six rules by itself. Allocates nothing. A permit costs two look-ups for each
/// ancestor of the target's unit, however many grants the viewer holds elsewhere; a denial also places up to 64 grants
/// to find its reason, those at the target's unit and above it first.
pub fn decide(viewer: &Viewer, service: Service, target: &Target<'_>, now: Instant) -> Decision {
    match rules::permit(viewer, service, target, now) {
        Some(grant) => Decision::Permit { grant },
        None => Decision::Deny(Denial::explain(viewer, service, target, now)),
    }
}
