//! What makes one object need more than a grant for its whole unit.

use std::{fmt, ops::BitOr};

/// The restrictions of an object, or those that bind a service: a small set.
///
/// A grant without an object covers every object at its unit except those with a restriction that binds the service
/// asked for. A grant for the object itself is not touched by them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Restrictions(u8);

impl Restrictions {
    /// No restriction.
    pub const NONE: Self = Self(0);
    /// *Begränsat urval*: a case type that only those may use to whom it is handed out.
    pub const RESTRICTED_CASE_TYPE: Self = Self(1);
    /// *Skyddade personuppgifter*: a person whose data only those see who have a reason of their own.
    pub const PROTECTED_IDENTITY: Self = Self(2);

    /// The restrictions that stand in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every restriction of `other` is in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Restrictions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Restrictions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names =
            [(Self::RESTRICTED_CASE_TYPE, "RestrictedCaseType"), (Self::PROTECTED_IDENTITY, "ProtectedIdentity")];
        out.debug_set().entries(names.iter().filter(|(one, _)| self.contains(*one)).map(|(_, name)| name)).finish()
    }
}
