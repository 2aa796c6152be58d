//! Whoever asks: a holder in a session, with the grants that were read in the request's own transaction.

use crate::{
    Assurance, GrantId, Holder, Instant, ObjectRef, Period, RoleId, RoleKind, Service, ServiceSet, UnitId,
    index::Index, keyed::keyed,
};

/// The hat that is on: only grants of roles of this kind count. A hat is one of the three kinds of roles.
pub type Hat = RoleKind;

keyed! {
    /// Whether a holder may do anything at all.
    Standing {
        /// Active: the only standing in which grants count.
        Active = "active",
        /// *Spärrad*: stopped by an administrator.
        Blocked = "blocked",
        /// *Låst*: stopped by the system, reactivated by an administrator.
        Locked = "locked",
        /// Waits for an administrator.
        Pending = "pending",
        /// Ended; accounts are never deleted.
        Ended = "ended",
    }
}

/// A grant of the viewer, joined with its role: what one row of the question gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewerGrant {
    /// The grant.
    pub id: GrantId,
    /// Where it holds.
    pub unit: UnitId,
    /// Whether it covers the branch below the unit too.
    pub branch: bool,
    /// The only object it is for, if it is for one.
    pub object: Option<ObjectRef>,
    /// When it holds.
    pub period: Period,
    /// The role it gives.
    pub role: RoleId,
    /// The role's kind: it counts under this hat.
    pub kind: RoleKind,
    /// The role's services.
    pub services: ServiceSet,
    /// The role's lowest level of assurance.
    pub lowest_assurance: Assurance,
}

/// Whoever asks, with all that the decision needs to know of them, and nothing else.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub(crate) holder: Holder,
    pub(crate) standing: Standing,
    pub(crate) hat: Hat,
    pub(crate) assurance: Assurance,
    // INVARIANT: only grants of the hat's kind, only services that the kind may hold; sorted by unit, object and id.
    pub(crate) rows: Vec<ViewerGrant>,
    pub(crate) index: Index,
    // INVARIANT: every service that some row holds.
    pub(crate) services: ServiceSet,
    // Grants that count under another hat: they never permit, and they tell which hat to put on. Sorted by id.
    pub(crate) other_hats: Vec<ViewerGrant>,
}

impl Viewer {
    /// A viewer with these grants; pass every grant of the holder, whatever its period and kind.
    ///
    /// Costs a sort of the grants, once in a request.
    pub fn new(
        holder: Holder,
        standing: Standing,
        hat: Hat,
        assurance: Assurance,
        mut grants: Vec<ViewerGrant>,
    ) -> Self {
        let mut other_hats: Vec<ViewerGrant> = grants.extract_if(.., |grant| grant.kind != hat).collect();
        other_hats.sort_unstable_by_key(|grant| grant.id);
        let mut services = ServiceSet::EMPTY;
        for grant in &mut grants {
            grant.services = grant.services.and(Service::of_kind(grant.kind));
            services = services.or(grant.services);
        }
        grants.sort_unstable_by_key(|grant| (grant.unit, grant.object, grant.id));
        let index = Index::of(&grants);
        Self { holder, standing, hat, assurance, rows: grants, index, services, other_hats }
    }

    /// Whose grants they are.
    pub const fn holder(&self) -> Holder {
        self.holder
    }

    /// Whether the holder is active.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// The hat that is on.
    pub const fn hat(&self) -> Hat {
        self.hat
    }

    /// The session's level of assurance.
    pub const fn assurance(&self) -> Assurance {
        self.assurance
    }

    /// The grants that count under the hat that is on, by unit.
    pub fn grants(&self) -> &[ViewerGrant] {
        &self.rows
    }

    /// The hats that this holder could put on: the one that is on, and each for which a grant holds now.
    pub fn hats(&self, now: Instant) -> Vec<Hat> {
        let holds = |hat: Hat| self.other_hats.iter().any(|grant| grant.kind == hat && grant.period.holds_at(now));
        Hat::ALL.iter().copied().filter(|hat| *hat == self.hat || holds(*hat)).collect()
    }
}
