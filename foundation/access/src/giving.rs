//! Who may give a role to whom: with a role on one's own list, at a unit where one may administer grants, never to
//! oneself; and what no administrator gives on their own word, whichever door they come by.

use crate::{
    Decision, Denial, GrantId, Holder, Instant, MayGive, Role, RoleId, Service, Target, Viewer, decide,
    grant::MisfitGrant, reverse::permitting,
};

/// A grant that someone is about to give or end.
#[derive(Clone, Copy, Debug)]
pub struct Giving<'a> {
    /// The service that the giver stands on: [`Service::AdministerGrants`], or for residents
    /// [`Service::ApproveResidents`] and [`Service::HandOutCaseTypes`].
    pub by: Service,
    /// The role.
    pub role: &'a Role,
    /// Who has it or is to have it.
    pub to: Holder,
    /// Whether the receiver is the giver in another guise: the same person's other account, or the person themselves.
    pub same_person: bool,
    /// The unit of the grant, with its object if it is for one.
    pub target: Target<'a>,
    /// Whether the grant covers the branch below the unit.
    pub branch: bool,
}

/// The only way in which a role is given, where one administrator's word is not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnlyBy {
    /// An order, since more than one must approve it.
    Order,
    /// Naming, with a proof: the role makes its holder an orderer or a head of operations.
    Naming,
}

impl OnlyBy {
    /// The only way in which the role is given; none where an administrator may give it.
    pub const fn of(role: &Role) -> Option<Self> {
        if role.services.contains(Service::OrderPermissions) || role.services.contains(Service::OrderAsHead) {
            Some(Self::Naming)
        } else if role.approvers > 1 {
            Some(Self::Order)
        } else {
            None
        }
    }

    /// The service of whoever carries it out.
    const fn service(self) -> Service {
        match self {
            Self::Order => Service::ReceiveOrders,
            Self::Naming => Service::AdministerOrderers,
        }
    }
}

/// Why someone may not give or end a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GivingRefused {
    /// The role cannot be granted in this shape.
    #[error(transparent)]
    Misfit(#[from] MisfitGrant),
    /// Nobody raises their own rights.
    #[error("nobody gives a grant to themselves: ask another administrator")]
    Oneself,
    /// The giver may not administer grants there.
    #[error(transparent)]
    Denied(#[from] Denial),
    /// The giver may administer grants there, but no role of theirs may give this one.
    #[error("none of the giver's roles there may give this role")]
    NotOnList,
    /// The giver administers the unit, but not the branch below it.
    #[error("only one who administers the branch below the unit may give a grant for it")]
    BranchBeyondOwn,
    /// The giver could give it, but nobody gives this role in this way.
    #[error("nobody gives this role on their own word: it is ordered and approved, or its holder is named")]
    OnlyBy(OnlyBy),
}

/// May the giver give this grant now? If so, by which grant of their own.
///
/// `list_of` gives the list of roles that holders of a role may give; none for a role that does not exist.
///
/// # Errors
/// The first [`GivingRefused`] that applies; [`GivingRefused::OnlyBy`] only where the giver could give it else.
pub fn may_give<'r>(
    giver: &Viewer,
    giving: &Giving<'_>,
    list_of: impl Fn(RoleId) -> Option<&'r MayGive>,
    now: Instant,
) -> Result<GrantId, GivingRefused> {
    MisfitGrant::check(giving.role, giving.to, giving.target.object)?;
    if giving.same_person || giving.to == giver.holder() {
        return Err(GivingRefused::Oneself);
    }
    let own = may_change(giver, giving, list_of, now)?;
    match OnlyBy::of(giving.role) {
        Some(only) if only.service() != giving.by => Err(GivingRefused::OnlyBy(only)),
        _ => Ok(own),
    }
}

/// May the viewer end this grant now? As for giving it, save that one may lay down one's own, and that a grant which
/// could no longer be given can still be ended.
///
/// # Errors
/// [`GivingRefused::Denied`], [`GivingRefused::NotOnList`] or [`GivingRefused::BranchBeyondOwn`].
pub fn may_end<'r>(
    ender: &Viewer,
    giving: &Giving<'_>,
    list_of: impl Fn(RoleId) -> Option<&'r MayGive>,
    now: Instant,
) -> Result<GrantId, GivingRefused> {
    may_change(ender, giving, list_of, now)
}

fn may_change<'r>(
    giver: &Viewer,
    giving: &Giving<'_>,
    list_of: impl Fn(RoleId) -> Option<&'r MayGive>,
    now: Instant,
) -> Result<GrantId, GivingRefused> {
    if let Decision::Deny(denial) = decide(giver, giving.by, &giving.target, now) {
        return Err(denial.into());
    }
    let own = permitting(giver, giving.by, &giving.target, now);
    let mut listed = own.iter().filter(|grant| list_of(grant.role).is_some_and(|list| list.names(giving.role.id)));
    match listed.clone().find(|grant| grant.branch || !giving.branch) {
        Some(grant) => Ok(grant.id),
        None if listed.next().is_some() => Err(GivingRefused::BranchBeyondOwn),
        None => Err(GivingRefused::NotOnList),
    }
}
