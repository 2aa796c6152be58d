//! Worlds of a given size: a tree of units, people with ten grants each, and questions that a page of theirs would ask.

use behorig_access::{
    AccountId, Assurance, BuiltIn, GrantId, Hat, Holder, Instant, ObjectId, ObjectKind, ObjectRef, Period,
    Restrictions, RoleId, RoleKind, Service, Standing, Target, UnitId, Viewer, ViewerGrant,
};
use proof_benches::chance::Chance;
use std::collections::HashMap;

/// Grants of one person.
pub const SLICE: usize = 10;
/// Questions in a batch: as many as a page with a hundred rows asks about one viewer.
pub const BATCH: usize = 100;
/// The moment of every question.
pub const NOW: Instant = Instant(1_000_000);

// Five below each: a hundred thousand units are eight deep.
const DEPTH_MAX: usize = 10;

const STAFF: &[BuiltIn] = &[
    BuiltIn::Support,
    BuiltIn::InternalMail,
    BuiltIn::SystemAdministrator,
    BuiltIn::LocalAdministrator,
    BuiltIn::GrantAdministrator,
    BuiltIn::CaseReceiver,
    BuiltIn::CaseHandler,
    BuiltIn::Reviewer,
    BuiltIn::Dashboard,
];

/// May the viewer use this service on that target?
pub struct Question {
    /// The service.
    pub service: Service,
    // In place, as a row that was just read: the measured cost is the decision's, not that of fetching the question.
    chain: [UnitId; DEPTH_MAX],
    depth: usize,
    /// The object, if it is about one.
    pub object: Option<ObjectRef>,
    /// Its restrictions.
    pub restrictions: Restrictions,
}

impl Question {
    /// What it is about.
    pub fn target(&self) -> Target<'_> {
        Target { unit_and_ancestors: self.chain(), object: self.object, restrictions: self.restrictions }
    }

    /// The unit, then its ancestors.
    pub fn chain(&self) -> &[UnitId] {
        &self.chain[..self.depth]
    }
}

/// A hundred questions about one viewer.
pub struct Page {
    /// The place of the viewer.
    pub viewer: usize,
    /// The questions.
    pub questions: Vec<Question>,
}

/// Units, and people with their grants.
pub struct World {
    chance: Chance,
    units: Vec<UnitId>,
    places: HashMap<UnitId, usize>,
    /// The grants of each person.
    pub people: Vec<Vec<ViewerGrant>>,
}

impl World {
    /// A world with so many grants, ten a person, and so many units: a tree with five below each.
    pub fn with_grants(grants: usize) -> Self {
        let mut chance = Chance::new(grants as u64);
        let people = grants.div_ceil(SLICE).max(1);
        let units: Vec<UnitId> = (0..people.max(25)).map(|_| UnitId::from_bytes(chance.id())).collect();
        let places = units.iter().enumerate().map(|(at, unit)| (*unit, at)).collect();
        let mut world = Self { chance, units, places, people: Vec::new() };
        world.people = (0..people).map(|_| (0..SLICE).map(|_| world.grant()).collect()).collect();
        world
    }

    /// The same world with one person, who holds everything.
    pub fn in_one_hand(mut self) -> Self {
        self.people = vec![self.people.concat()];
        self
    }

    // Most grants hold now, without end; one in five covers the branch, one in ten is for a single object.
    fn grant(&mut self) -> ViewerGrant {
        let chance = &mut self.chance;
        let role = chance.below(STAFF.len());
        let template = STAFF[role];
        let from = if chance.one_of(1, 20) { NOW.plus_millis(1) } else { Instant(0) };
        let to = chance.one_of(1, 4).then(|| NOW.plus_millis(chance.below(2_000_000) as i64 - 200_000));
        let object = chance.one_of(1, 10).then(|| any_object(chance));
        ViewerGrant {
            id: GrantId::from_bytes(chance.id()),
            unit: self.units[chance.below(self.units.len())],
            branch: chance.one_of(1, 5),
            object,
            period: Period { from, to },
            role: role_id(role),
            kind: RoleKind::Staff,
            services: template.services(),
            lowest_assurance: template.lowest_assurance(),
        }
    }

    /// The viewers, one for each person.
    pub fn viewers(&self) -> Vec<Viewer> {
        self.people.iter().map(|grants| viewer(grants.clone())).collect()
    }

    /// So many pages, each about a viewer picked by chance.
    pub fn pages(&mut self, count: usize) -> Vec<Page> {
        (0..count)
            .map(|_| {
                let viewer = self.chance.below(self.people.len());
                Page { viewer, questions: (0..BATCH).map(|_| self.question(viewer)).collect() }
            })
            .collect()
    }

    // Every other question is about what the grant is for, at its unit or one below it; the rest are about anything.
    fn question(&mut self, viewer: usize) -> Question {
        let grants = &self.people[viewer];
        let grant = grants[self.chance.below(grants.len())];
        let at = self.places.get(&grant.unit).copied().unwrap_or(0);
        let about_grant = self.chance.one_of(1, 2);
        let held: Vec<Service> = grant.services.iter().collect();
        let services = if about_grant { held.as_slice() } else { Service::ALL };
        let service = self.chance.pick(services).copied().unwrap_or(Service::MyPage);
        let below = at * 5 + 1 + self.chance.below(5);
        let unit = match about_grant {
            true if grant.branch && below < self.units.len() => below,
            true => at,
            false => self.chance.below(self.units.len()),
        };
        let object = match grant.object {
            Some(object) if about_grant => Some(object),
            _ => self.chance.one_of(1, 2).then(|| any_object(&mut self.chance)),
        };
        let protected = object.is_some() && self.chance.one_of(1, 20);
        let restrictions = if protected { Restrictions::PROTECTED_IDENTITY } else { Restrictions::NONE };
        let mut chain = [self.units[0]; DEPTH_MAX];
        let above = std::iter::successors(Some(unit), |at| (*at > 0).then(|| (at - 1) / 5));
        let mut depth = 0;
        for (at, place) in above.zip(&mut chain) {
            (*place, depth) = (self.units[at], depth + 1);
        }
        Question { service, chain, depth, object, restrictions }
    }
}

/// The roles that hold the service.
pub fn roles_with(service: Service) -> impl Iterator<Item = RoleId> {
    STAFF.iter().enumerate().filter(move |(_, role)| role.services().contains(service)).map(|(place, _)| role_id(place))
}

fn role_id(place: usize) -> RoleId {
    RoleId::from_bytes([place as u8; 16])
}

/// A member of staff who is signed in with an e-identification and holds these grants.
pub fn viewer(grants: Vec<ViewerGrant>) -> Viewer {
    let holder = Holder::Account(AccountId::from_bytes([1; 16]));
    Viewer::new(holder, Standing::Active, Hat::Staff, Assurance::High, grants)
}

fn any_object(chance: &mut Chance) -> ObjectRef {
    ObjectRef { kind: ObjectKind::Customer, id: ObjectId::from_bytes(chance.id()) }
}
