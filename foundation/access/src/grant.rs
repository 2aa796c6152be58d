//! A grant: a holder has a role at a unit, for all objects there or for one, during a period, on a basis.

use crate::{
    AccountId, BuiltIn, GrantId, Instant, ObjectId, OrderId, PersonId, Role, RoleId, RoleKind, UnitId, keyed::keyed,
};

/// Who holds a grant: staff and relatives by their account, residents as persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// An account of staff or of a relative.
    Account(AccountId),
    /// A resident.
    Person(PersonId),
}

keyed! {
    /// What kind of thing a grant can be limited to.
    ObjectKind {
        /// A customer of home care.
        Customer = "customer",
        /// A case type.
        CaseType = "case-type",
        /// A person in the person register.
        Person = "person",
        /// An account.
        Account = "account",
    }
}

/// One object that a grant is limited to, or that a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectRef {
    /// What kind of thing it is; the same id of another kind is another object.
    pub kind: ObjectKind,
    /// Which one.
    pub id: ObjectId,
}

/// From a moment, included, to a moment, excluded, or until further notice (*tills vidare*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first moment that it holds.
    pub from: Instant,
    /// The first moment that it no longer holds; none means until further notice.
    pub to: Option<Instant>,
}

impl Period {
    /// From this moment until further notice.
    pub const fn until_further_notice(from: Instant) -> Self {
        Self { from, to: None }
    }

    /// From one moment, included, to another, excluded. When `to` is not after `from` it never holds.
    pub const fn between(from: Instant, to: Instant) -> Self {
        Self { from, to: Some(to) }
    }

    /// Whether it holds at this moment.
    #[inline]
    pub fn holds_at(self, now: Instant) -> bool {
        self.from <= now && self.to.is_none_or(|to| now < to)
    }

    /// Whether it is over at this moment.
    pub fn is_over_at(self, now: Instant) -> bool {
        self.to.is_some_and(|to| to <= now)
    }

    /// The period as it counts at this moment, of a grant that somebody ended at `ended`: what was ended stays ended, also where the
    /// clock was put back behind that. As long as the clock goes forward it is the period itself.
    #[must_use]
    pub fn counted_at(self, now: Instant, ended: Option<Instant>) -> Self {
        if ended.is_some_and(|ended| now < ended) { self.ended_at(now) } else { self }
    }

    /// The same period ended at this moment. Never longer than before; one that had not begun never holds.
    #[must_use]
    pub fn ended_at(self, at: Instant) -> Self {
        Self { from: self.from, to: Some(self.to.map_or(at, |to| to.min(at))) }
    }
}

/// On whose word a grant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A system administrator's decision.
    Administrator,
    /// A local administrator's decision.
    LocalAdministrator,
    /// The customer's consent.
    Consent,
    /// The relative is the customer's guardian or trustee (*god man*, *förvaltare*) by a court's decision.
    Guardian,
    /// The customer's power of attorney (*fullmakt*, *framtidsfullmakt*).
    PowerOfAttorney,
    /// An approved order.
    Order(OrderId),
    /// The resident added the clinic, whose catchment area covers them (*betjäningsområde*).
    CatchmentArea,
    /// The import that began the register.
    Import,
    /// Made when the program was installed: the first administrator.
    Installation,
}

impl Basis {
    /// The stable text key; an order's id is stored beside it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::LocalAdministrator => "local-administrator",
            Self::Consent => "consent",
            Self::Guardian => "guardian",
            Self::PowerOfAttorney => "power-of-attorney",
            Self::Order(_) => "order",
            Self::CatchmentArea => "catchment-area",
            Self::Import => "import",
            Self::Installation => "installation",
        }
    }

    /// The order that the grant stands on, if it stands on one.
    pub const fn order(self) -> Option<OrderId> {
        match self {
            Self::Order(order) => Some(order),
            _ => None,
        }
    }

    /// The basis from its stored key and order; none when they do not belong together.
    pub fn from_stored(key: &str, order: Option<OrderId>) -> Option<Self> {
        match (key, order) {
            ("order", Some(order)) => Some(Self::Order(order)),
            ("administrator", None) => Some(Self::Administrator),
            ("local-administrator", None) => Some(Self::LocalAdministrator),
            ("consent", None) => Some(Self::Consent),
            ("guardian", None) => Some(Self::Guardian),
            ("power-of-attorney", None) => Some(Self::PowerOfAttorney),
            ("catchment-area", None) => Some(Self::CatchmentArea),
            ("import", None) => Some(Self::Import),
            ("installation", None) => Some(Self::Installation),
            _ => None,
        }
    }
}

/// A grant. One that has ended has an end in its period; grants are never deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// Its identity.
    pub id: GrantId,
    /// Who has it.
    pub holder: Holder,
    /// The role that the holder has.
    pub role: RoleId,
    /// Where.
    pub unit: UnitId,
    /// Whether it covers the branch below the unit too.
    pub branch: bool,
    /// The only object it is for; none means every object at the unit whose restrictions do not bind the service.
    pub object: Option<ObjectRef>,
    /// When it holds.
    pub period: Period,
    /// On whose word.
    pub basis: Basis,
}

/// Why a role cannot be granted in this shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MisfitGrant {
    /// Residents hold grants as persons, staff and relatives by their accounts.
    #[error("a role of the kind {} is not granted to {}", .0.key(), if matches!(.1, Holder::Person(_)) { "a resident" } else { "an account" })]
    Holder(RoleKind, Holder),
    /// A relative sees only the granted customer, so the grant must say which.
    #[error("a relative's grant must name one object, such as the customer")]
    RelativeWithoutObject,
    /// A handed-out case type must be a case type.
    #[error("a handed-out case type must name one case type")]
    HandedOutWithoutCaseType,
}

impl MisfitGrant {
    /// Checks that the role can be granted to this holder, for this object.
    ///
    /// # Errors
    /// The first [`MisfitGrant`] found.
    pub fn check(role: &Role, holder: Holder, object: Option<ObjectRef>) -> Result<(), Self> {
        if matches!(holder, Holder::Person(_)) != (role.kind == RoleKind::Resident) {
            return Err(Self::Holder(role.kind, holder));
        }
        if role.kind == RoleKind::Relative && object.is_none() {
            return Err(Self::RelativeWithoutObject);
        }
        let case_type = object.is_some_and(|object| object.kind == ObjectKind::CaseType);
        if role.key == Some(BuiltIn::HandedOutCaseType) && !case_type {
            return Err(Self::HandedOutWithoutCaseType);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_period_holds_from_its_first_moment_and_not_at_its_end() {
        let period = Period::between(Instant(10), Instant(20));
        let holds: Vec<bool> = [9, 10, 19, 20].map(|at| period.holds_at(Instant(at))).into();
        assert_eq!(holds, [false, true, true, false]);
        assert!(Period::until_further_notice(Instant(0)).holds_at(Instant(i64::MAX)));
    }

    #[test]
    fn a_basis_is_read_back_from_storage_and_an_order_never_loses_its_number() {
        let order = OrderId::from_bytes([1; 16]);
        for basis in [
            Basis::Administrator,
            Basis::LocalAdministrator,
            Basis::Consent,
            Basis::Guardian,
            Basis::PowerOfAttorney,
            Basis::Order(order),
            Basis::CatchmentArea,
            Basis::Import,
            Basis::Installation,
        ] {
            assert_eq!(Basis::from_stored(basis.key(), basis.order()), Some(basis));
        }
        assert_eq!(Basis::from_stored("order", None), None);
        assert_eq!(Basis::from_stored("consent", Some(order)), None);
        assert_eq!(Basis::from_stored("hearsay", None), None);
    }

    proptest! {
        #[test]
        fn ending_a_period_never_makes_it_hold_when_it_did_not(
            from in -50..50_i64, to in proptest::option::of(-50..50_i64), at in -50..50_i64, now in -50..50_i64,
        ) {
            let before = Period { from: Instant(from), to: to.map(Instant) };
            let after = before.ended_at(Instant(at));
            let holds = after.holds_at(Instant(now));
            prop_assert_eq!(holds, before.holds_at(Instant(now)) && now < at);
        }

        #[test]
        fn what_somebody_ended_never_counts_again_whatever_the_clock_says(
            from in -50..50_i64, to in proptest::option::of(-50..50_i64), at in -50..50_i64, now in -100..100_i64,
        ) {
            let begun = Period { from: Instant(from), to: to.map(Instant) };
            let (at, now) = (Instant(at), Instant(now));
            prop_assert_eq!(begun.counted_at(now, None), begun, "an end that only lies ahead counts until then");
            let ended = begun.ended_at(at);
            let counted = ended.counted_at(now, Some(at));
            prop_assert!(!counted.holds_at(now));
            prop_assert!(now < at || counted == ended, "and tells its own end while the clock goes forward");
        }
    }
}
