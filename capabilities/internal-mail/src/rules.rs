//! Who may read internal mail: whoever began it, and whom it is for, as long as they hold the service there.

use behorig_access::{AccountId, GroupId, Instant, RoleId, Service, Target, UnitId, Viewer, decide};
use uuid::Uuid;

/// Whom mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// One person.
    Person(AccountId),
    /// Whoever holds the role at the unit when it is read.
    Role(RoleId),
    /// Whoever is in the group when it is read.
    Group(GroupId),
}

impl Recipient {
    /// As it is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Role(_) => "role",
            Self::Group(_) => "group",
        }
    }

    /// Whose id is stored.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Person(id) => id.uuid(),
            Self::Role(id) => id.uuid(),
            Self::Group(id) => id.uuid(),
        }
    }

    /// From what is stored.
    #[must_use]
    pub fn from_stored(key: &str, id: Uuid) -> Option<Self> {
        match key {
            "person" => Some(Self::Person(AccountId::new(id))),
            "role" => Some(Self::Role(RoleId::new(id))),
            "group" => Some(Self::Group(GroupId::new(id))),
            _ => None,
        }
    }

    /// As a choice of the form names it.
    #[must_use]
    pub fn to_choice(self) -> String {
        format!("{}:{}", self.key(), self.id())
    }

    /// From a choice of the form.
    #[must_use]
    pub fn from_choice(text: &str) -> Option<Self> {
        let (key, id) = text.split_once(':')?;
        Self::from_stored(key, Uuid::try_parse(id).ok()?)
    }
}

/// What the rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Who began it.
    pub begun_by: AccountId,
    /// The unit where it was begun, and everything above it.
    pub from: &'a [UnitId],
    /// Whom it is for.
    pub to: Recipient,
    /// The unit that it went to, and everything above it.
    pub at: &'a [UnitId],
    /// Whether the viewer is in the live group that it is for.
    pub in_group: bool,
}

/// Whether an account may read it now.
#[must_use]
pub fn may_read(viewer: &Viewer, account: AccountId, facts: &Facts<'_>, now: Instant) -> bool {
    let holds_service = |chain: &[UnitId]| decide(viewer, Service::InternalMail, &Target::at(chain), now).is_permit();
    let is_for_them = match facts.to {
        Recipient::Person(person) => person == account,
        Recipient::Role(role) => holds_role(viewer, role, facts.at, now),
        Recipient::Group(_) => facts.in_group,
    };
    (is_for_them && holds_service(facts.at)) || (facts.begun_by == account && holds_service(facts.from))
}

/// Whether the viewer holds the role for the whole of the unit now.
fn holds_role(viewer: &Viewer, role: RoleId, at: &[UnitId], now: Instant) -> bool {
    viewer.grants().iter().any(|grant| {
        let there = at.first() == Some(&grant.unit) || (grant.branch && at.contains(&grant.unit));
        there && grant.role == role && grant.object.is_none() && grant.period.holds_at(now)
    })
}

#[cfg(test)]
mod tests {
    use behorig_access::{Assurance, GrantId, Hat, Holder, Period, RoleKind, ServiceSet, Standing, ViewerGrant};
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant(1_000);

    fn unit(n: u8) -> UnitId {
        UnitId::from_bytes([n; 16])
    }

    fn account(n: u8) -> AccountId {
        AccountId::from_bytes([n; 16])
    }

    fn grant(n: u8, role: u8, at: u8, branch: bool, mail: bool, ended: bool) -> ViewerGrant {
        let services: &[Service] = if mail { &[Service::InternalMail] } else { &[Service::AssignCases] };
        let period = Period { from: Instant(0), to: ended.then_some(Instant(500)) };
        ViewerGrant {
            id: GrantId::from_bytes([n; 16]),
            unit: unit(at),
            branch,
            object: None,
            period,
            role: RoleId::from_bytes([role; 16]),
            kind: RoleKind::Staff,
            services: ServiceSet::of(services),
            lowest_assurance: Assurance::TwoFactor,
        }
    }

    fn viewer(standing: Standing, grants: Vec<ViewerGrant>) -> Viewer {
        Viewer::new(Holder::Account(account(1)), standing, Hat::Staff, Assurance::High, grants)
    }

    /// The rule said in another way, over the same grants.
    fn naive(standing: Standing, grants: &[ViewerGrant], facts: &Facts<'_>) -> bool {
        let live = |grant: &&ViewerGrant| grant.period.holds_at(NOW);
        let covers = |grant: &ViewerGrant, chain: &[UnitId]| {
            chain.iter().enumerate().any(|(height, one)| *one == grant.unit && (height == 0 || grant.branch))
        };
        let service = |chain: &[UnitId]| {
            grants.iter().filter(live).any(|g| covers(g, chain) && g.services.contains(Service::InternalMail))
        };
        if standing != Standing::Active {
            return false;
        }
        let addressed = match facts.to {
            Recipient::Person(who) => who == account(1),
            Recipient::Role(role) => grants.iter().filter(live).any(|g| covers(g, facts.at) && g.role == role),
            Recipient::Group(_) => facts.in_group,
        };
        (addressed && service(facts.at)) || (facts.begun_by == account(1) && service(facts.from))
    }

    fn any_grant() -> impl Strategy<Value = ViewerGrant> {
        (any::<u8>(), 1..4_u8, 1..5_u8, any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(n, role, at, branch, mail, ended)| grant(n, role, at, branch, mail, ended))
    }

    fn any_recipient() -> impl Strategy<Value = Recipient> {
        (0..3_u8, 1..4_u8).prop_map(|(kind, id)| match kind {
            0 => Recipient::Person(account(id)),
            1 => Recipient::Role(RoleId::from_bytes([id; 16])),
            _ => Recipient::Group(GroupId::from_bytes([id; 16])),
        })
    }

    proptest! {
        #[test]
        fn it_is_read_by_whoever_began_it_and_whom_it_is_for_while_they_hold_the_service_and_by_nobody_else(
            grants in proptest::collection::vec(any_grant(), 0..6),
            to in any_recipient(),
            begun_by in 1..3_u8,
            in_group in any::<bool>(),
            blocked in any::<bool>(),
        ) {
            // Unit 1 is above both clinics, 2 and 3; unit 4 is elsewhere.
            let (from, at) = ([unit(2), unit(1)], [unit(3), unit(1)]);
            let facts = Facts { begun_by: account(begun_by), from: &from, to, at: &at, in_group };
            let standing = if blocked { Standing::Blocked } else { Standing::Active };
            let said = may_read(&viewer(standing, grants.clone()), account(1), &facts, NOW);
            prop_assert_eq!(said, naive(standing, &grants, &facts));
        }

        #[test]
        fn a_recipient_comes_back_from_the_form_and_from_the_database(to in any_recipient()) {
            prop_assert_eq!(Recipient::from_choice(&to.to_choice()), Some(to));
            prop_assert_eq!(Recipient::from_stored(to.key(), to.id()), Some(to));
        }

        #[test]
        fn what_no_form_of_ours_says_is_no_recipient(text in "\\PC*") {
            prop_assume!(text.len() < 36);
            prop_assert_eq!(Recipient::from_choice(&text), None);
        }
    }
}
