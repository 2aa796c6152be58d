//! Random worlds: one viewer with a few grants, one tree of units, one question.
//!
//! The choices lean towards agreement, so that about a quarter of the questions are permitted and each rule is at times
//! the only one that fails; wholly random worlds would nearly all be denied by the first rule that was looked at.

use behorig_access::{
    AccountId, Assurance, GrantId, Hat, Holder, Instant, ObjectId, ObjectKind, ObjectRef, Period, Restrictions, RoleId,
    RoleKind, Service, ServiceSet, Standing, Target, UnitId, Viewer, ViewerGrant,
};
use proptest::{array::uniform5, collection::vec, prelude::*, sample::select};

/// The most grants that a viewer of these worlds has.
pub const GRANTS_MAX: usize = 6;

/// A role as these worlds know it.
#[derive(Clone, Debug)]
pub struct Role {
    /// Whom it is for.
    pub kind: RoleKind,
    /// What its holders may do.
    pub services: ServiceSet,
    /// The lowest level of assurance.
    pub lowest: Assurance,
}

/// A grant as these worlds know it: units and objects are numbers.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit's place in [`World::parents`].
    pub unit: usize,
    /// Whether the branch below counts.
    pub branch: bool,
    /// The only object.
    pub object: Option<ObjectRef>,
    /// The first moment.
    pub from: i64,
    /// The first moment no longer.
    pub to: Option<i64>,
}

/// A viewer, a tree of units and a question.
#[derive(Clone, Debug)]
pub struct World {
    /// Whether the holder is active.
    pub standing: Standing,
    /// The hat that is on.
    pub hat: Hat,
    /// The session's level.
    pub assurance: Assurance,
    /// What the viewer holds.
    pub grants: Vec<Grant>,
    /// The parent of each unit; the root, which is unit 0, has none.
    pub parents: Vec<Option<usize>>,
    /// The service asked for.
    pub service: Service,
    /// The unit asked about.
    pub unit: usize,
    /// The object asked about.
    pub object: Option<ObjectRef>,
    /// That object's restrictions.
    pub restrictions: Restrictions,
    /// The moment.
    pub now: i64,
}

impl World {
    /// The target's unit, then its parents up to the root.
    pub fn chain(&self) -> Vec<UnitId> {
        std::iter::successors(Some(self.unit), |unit| self.parents.get(*unit).copied().flatten()).map(unit_id).collect()
    }

    /// The target, on a chain made by [`World::chain`].
    pub fn target<'a>(&self, chain: &'a [UnitId]) -> Target<'a> {
        Target { unit_and_ancestors: chain, object: self.object, restrictions: self.restrictions }
    }

    /// The viewer; grant number `n` has the id [`grant_id`]`(n)`.
    pub fn viewer(&self) -> Viewer {
        let rows = self.grants.iter().enumerate().map(|(number, grant)| ViewerGrant {
            id: grant_id(number),
            unit: unit_id(grant.unit),
            branch: grant.branch,
            object: grant.object,
            period: Period { from: Instant(grant.from), to: grant.to.map(Instant) },
            role: RoleId::from_bytes(id_bytes(number)),
            kind: grant.role.kind,
            services: grant.role.services,
            lowest_assurance: grant.role.lowest,
        });
        let holder = Holder::Account(AccountId::from_bytes(id_bytes(1)));
        Viewer::new(holder, self.standing, self.hat, self.assurance, rows.collect())
    }
}

fn id_bytes(number: usize) -> [u8; 16] {
    (number as u128 + 1).to_be_bytes()
}

/// The id of the grant with this number.
pub fn grant_id(number: usize) -> GrantId {
    GrantId::from_bytes(id_bytes(number))
}

fn unit_id(number: usize) -> UnitId {
    UnitId::from_bytes(id_bytes(number))
}

fn object() -> impl Strategy<Value = ObjectRef> {
    let kind = prop_oneof![2 => Just(ObjectKind::CaseType), 1 => Just(ObjectKind::Customer)];
    (kind, 0..2_usize).prop_map(|(kind, id)| ObjectRef { kind, id: ObjectId::from_bytes(id_bytes(id)) })
}

fn maybe_object() -> impl Strategy<Value = Option<ObjectRef>> {
    prop_oneof![3 => Just(None), 2 => object().prop_map(Some)]
}

// Six units: the parent of each is one with a lower number.
fn parents() -> impl Strategy<Value = Vec<Option<usize>>> {
    uniform5(any::<prop::sample::Index>()).prop_map(|picks| {
        let below = picks.iter().enumerate().map(|(at, pick)| Some(pick.index(at + 1)));
        std::iter::once(None).chain(below).collect()
    })
}

// The root and its nearest units more often than the leaves.
fn unit() -> impl Strategy<Value = usize> {
    prop_oneof![1 => 0..6_usize, 2 => 0..2_usize]
}

fn assurance() -> impl Strategy<Value = Assurance> {
    prop_oneof![1 => Just(Assurance::Password), 3 => Just(Assurance::TwoFactor), 9 => Just(Assurance::High)]
}

fn lowest() -> impl Strategy<Value = Assurance> {
    prop_oneof![6 => Just(Assurance::Password), 2 => Just(Assurance::TwoFactor), 1 => Just(Assurance::High)]
}

fn hat_for(service: Service) -> impl Strategy<Value = Hat> {
    let right: Vec<Hat> = Hat::ALL.iter().copied().filter(|hat| service.kind().contains(*hat)).collect();
    prop_oneof![4 => select(right), 1 => select(Hat::ALL)]
}

fn grant(service: Service, hat: Hat) -> impl Strategy<Value = Grant> {
    let kind = prop_oneof![5 => Just(hat), 1 => select(RoleKind::ALL)];
    let services = (vec(select(Service::ALL), 0..4), prop::bool::weighted(0.8));
    let role = (kind, services, lowest()).prop_map(move |(kind, (others, asked), lowest)| {
        let services = others.into_iter().chain(asked.then_some(service)).collect();
        Role { kind, services, lowest }
    });
    let place = (unit(), prop::bool::weighted(0.8), maybe_object());
    let period = (0..6_i64, prop::option::of(4..16_i64));
    (role, place, period).prop_map(|(role, (unit, branch, object), (from, to))| Grant {
        role,
        unit,
        branch,
        object,
        from,
        to,
    })
}

fn restrictions() -> impl Strategy<Value = Restrictions> {
    let both = Restrictions::RESTRICTED_CASE_TYPE | Restrictions::PROTECTED_IDENTITY;
    prop_oneof![
        5 => Just(Restrictions::NONE),
        1 => Just(Restrictions::RESTRICTED_CASE_TYPE),
        1 => Just(Restrictions::PROTECTED_IDENTITY),
        1 => Just(both),
    ]
}

// Bound services are few among all, and their rule is the subtlest; so they are asked for as often as the others.
fn service() -> impl Strategy<Value = Service> {
    let bound: Vec<Service> = Service::ALL.iter().copied().filter(|service| !service.bound_by().is_empty()).collect();
    prop_oneof![select(Service::ALL), select(bound), Just(Service::UseCaseType)]
}

/// Any world.
pub fn world() -> impl Strategy<Value = World> {
    let viewer = service().prop_flat_map(|service| {
        let hat = hat_for(service);
        hat.prop_flat_map(move |hat| (Just(service), Just(hat), vec(grant(service, hat), 0..=GRANTS_MAX)))
    });
    let standing = prop_oneof![12 => Just(Standing::Active), 1 => select(Standing::ALL)];
    let target = (unit(), maybe_object(), restrictions());
    (viewer, standing, assurance(), parents(), target, 2..10_i64).prop_map(
        |((service, hat, grants), standing, assurance, parents, (unit, object, restrictions), now)| World {
            standing,
            hat,
            assurance,
            grants,
            parents,
            service,
            unit,
            object,
            restrictions,
            now,
        },
    )
}
