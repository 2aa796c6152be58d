//! Small worlds: a few units, objects and services, so that grants and targets often meet.

use crate::*;
use proptest::{collection::vec, option, prelude::*, sample::select};

pub fn unit(number: u8) -> UnitId {
    UnitId::from_bytes([number; 16])
}

pub fn grant(number: u8) -> GrantId {
    GrantId::from_bytes([number; 16])
}

pub fn object(kind: ObjectKind, number: u8) -> ObjectRef {
    ObjectRef { kind, id: ObjectId::from_bytes([number; 16]) }
}

pub fn account(number: u8) -> Holder {
    Holder::Account(AccountId::from_bytes([number; 16]))
}

pub const NOW: Instant = Instant(1_000);

/// A staff grant that holds now for everything at the unit; change what the test is about.
pub fn row(id: u8, at: u8, services: &[Service]) -> ViewerGrant {
    ViewerGrant {
        id: grant(id),
        unit: unit(at),
        branch: false,
        object: None,
        period: Period::until_further_notice(Instant(0)),
        role: RoleId::from_bytes([id; 16]),
        kind: RoleKind::Staff,
        services: ServiceSet::of(services),
        lowest_assurance: Assurance::Password,
    }
}

pub fn staff(grants: Vec<ViewerGrant>) -> Viewer {
    Viewer::new(account(1), Standing::Active, Hat::Staff, Assurance::TwoFactor, grants)
}

#[derive(Debug, Clone)]
pub struct World {
    pub viewer: Viewer,
    pub rows: Vec<ViewerGrant>,
    pub service: Service,
    pub chain: Vec<UnitId>,
    pub object: Option<ObjectRef>,
    pub restrictions: Restrictions,
    pub now: Instant,
}

impl World {
    pub fn target(&self) -> Target<'_> {
        Target { unit_and_ancestors: &self.chain, object: self.object, restrictions: self.restrictions }
    }
}

fn any_object() -> impl Strategy<Value = ObjectRef> {
    (select(vec![ObjectKind::Customer, ObjectKind::CaseType]), 0..2_u8).prop_map(|(kind, id)| object(kind, id))
}

// Mostly services that the hat may use, now and then one that it may not.
fn service_for(hat: Hat) -> impl Strategy<Value = Service> {
    use Service::*;
    let all = vec![AssignmentScheduleWeb, MyPage, ViewResidents, AnswerCases, CommunicateWithClinic, UseCaseType];
    let right: Vec<Service> = all.iter().copied().filter(|service| service.kind().contains(hat)).collect();
    prop_oneof![8 => select(right), 1 => select(all)]
}

fn kind() -> impl Strategy<Value = RoleKind> {
    select(RoleKind::ALL)
}

fn any_row(hat: Hat) -> impl Strategy<Value = ViewerGrant> {
    let period =
        (0..6_i64, option::of(2..12_i64)).prop_map(|(from, to)| Period { from: Instant(from), to: to.map(Instant) });
    let kind = prop_oneof![4 => Just(hat), 1 => kind()];
    let lowest = prop_oneof![3 => Just(Assurance::Password), 1 => select(Assurance::ALL)];
    let role = (0..4_u8, kind, vec(service_for(hat), 0..6), lowest);
    let whole = (any::<u8>(), 0..5_u8, any::<bool>(), option::of(any_object()), period, role);
    whole.prop_map(|(id, at, branch, object, period, (role, kind, services, lowest_assurance))| ViewerGrant {
        id: grant(id),
        unit: unit(at),
        branch,
        object,
        period,
        role: RoleId::from_bytes([role; 16]),
        kind,
        services: services.into_iter().collect(),
        lowest_assurance,
    })
}

pub fn world() -> impl Strategy<Value = World> {
    let standing = prop_oneof![9 => Just(Standing::Active), 1 => select(Standing::ALL)];
    let assurance = prop_oneof![3 => Just(Assurance::High), 1 => select(Assurance::ALL)];
    let held = kind().prop_flat_map(|hat| (Just(hat), service_for(hat), vec(any_row(hat), 0..24)));
    let viewer = (standing, assurance, held);
    let restrictions = select(vec![
        Restrictions::NONE,
        Restrictions::RESTRICTED_CASE_TYPE,
        Restrictions::PROTECTED_IDENTITY,
        Restrictions::RESTRICTED_CASE_TYPE | Restrictions::PROTECTED_IDENTITY,
    ]);
    let chain = (0..5_u8, any::<u8>()).prop_map(|(own, skips)| {
        (0..=own).rev().filter(|at| *at == own || skips >> at & 1 == 0).map(unit).collect::<Vec<_>>()
    });
    let target = (chain, option::of(any_object()), restrictions, 0..9_i64);
    (viewer, target).prop_map(|((standing, assurance, (hat, service, rows)), (chain, object, restrictions, now))| {
        World {
            viewer: Viewer::new(account(1), standing, hat, assurance, rows.clone()),
            rows,
            service,
            chain,
            object,
            restrictions,
            now: Instant(now),
        }
    })
}
