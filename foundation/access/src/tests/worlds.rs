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
    (select(vec![ObjectKind::Customer, ObjectKind::CaseType]), 0..3_u8).prop_map(|(kind, id)| object(kind, id))
}

fn services() -> impl Strategy<Value = Service> {
    use Service::*;
    select(vec![AssignmentScheduleWeb, MyPage, ViewResidents, AnswerCases, CommunicateWithClinic, UseCaseType])
}

fn kind() -> impl Strategy<Value = RoleKind> {
    select(RoleKind::ALL)
}

fn any_row() -> impl Strategy<Value = ViewerGrant> {
    let period =
        (0..6_i64, option::of(0..9_i64)).prop_map(|(from, to)| Period { from: Instant(from), to: to.map(Instant) });
    let role = (0..4_u8, kind(), vec(services(), 0..5), select(Assurance::ALL));
    let whole = (any::<u8>(), 0..7_u8, any::<bool>(), option::of(any_object()), period, role);
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
    let viewer = (standing, kind(), select(Assurance::ALL), vec(any_row(), 0..24));
    let restrictions = select(vec![
        Restrictions::NONE,
        Restrictions::RESTRICTED_CASE_TYPE,
        Restrictions::PROTECTED_IDENTITY,
        Restrictions::RESTRICTED_CASE_TYPE | Restrictions::PROTECTED_IDENTITY,
    ]);
    let chain = (0..7_u8, any::<u8>()).prop_map(|(own, skips)| {
        (0..=own).rev().filter(|at| *at == own || skips >> at & 1 == 0).map(unit).collect::<Vec<_>>()
    });
    let target = (services(), chain, option::of(any_object()), restrictions, 0..9_i64);
    (viewer, target).prop_map(|((standing, hat, assurance, rows), (service, chain, object, restrictions, now))| World {
        viewer: Viewer::new(account(1), standing, hat, assurance, rows.clone()),
        rows,
        service,
        chain,
        object,
        restrictions,
        now: Instant(now),
    })
}
