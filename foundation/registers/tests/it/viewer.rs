//! What is stored and read back decides as what was meant.

use behorig_access::{
    Assurance, Basis, BuiltIn, Decision, GrantId, Hat, Holder, Instant, MayGive, ObjectId, ObjectKind, ObjectRef,
    Period, Restrictions, RoleDraft, RoleId, RoleKind, Service, ServiceSet, Standing, Target, UnitId, Viewer,
    ViewerGrant, decide, scope_of,
};
use behorig_registers::grants::NewGrant;
use behorig_registers::units::{NewUnit, UnitKind};
use behorig_registers::{UnitsInScope, grants, roles, standing, units};
use behorig_store::{StoreError, params};
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases::for_random;

both_databases!(
    a_viewer_holds_its_grants_with_their_services,
    an_account_stands_as_its_columns_say,
    a_resident_who_has_died_may_do_nothing,
    grants_that_ended_long_ago_are_not_read,
    what_somebody_ended_counts_no_more_where_the_clock_is_put_back,
    what_is_stored_and_read_decides_as_what_was_meant,
);

async fn a_viewer_holds_its_grants_with_their_services(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    let eva = world.account("Eva Lind").await;
    let sven = world.resident("Sven Lind").await;
    let customer = ObjectRef { kind: ObjectKind::Customer, id: sven.as_object() };
    let administers = world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).branch().await;
    let is_relative = world.grant(anna, BuiltIn::Relative, world.home_care).for_object(customer).await;
    world.grant(eva, BuiltIn::Support, world.region).await;

    let viewer = world.viewer(anna).await;
    let expected = ViewerGrant {
        id: administers,
        unit: world.clinic,
        branch: true,
        object: None,
        period: Period::until_further_notice(world.now),
        role: world.role(BuiltIn::SystemAdministrator),
        kind: RoleKind::Staff,
        services: BuiltIn::SystemAdministrator.services(),
        lowest_assurance: Assurance::TwoFactor,
    };
    assert_eq!(viewer.grants(), [expected]);
    assert_eq!(viewer.hats(world.now), [Hat::Staff, Hat::Relative]);
    let as_relative = world.viewer_with(anna, Hat::Relative, Assurance::Password).await;
    let [grant] = as_relative.grants() else { panic!("{:?}", as_relative.grants()) };
    assert_eq!((grant.id, grant.object, grant.services), (is_relative, Some(customer), BuiltIn::Relative.services()));

    let nobody = behorig_access::AccountId::from_bytes([9; 16]);
    let mut read = db.read().await.unwrap();
    let missing =
        behorig_registers::viewer_of_account(&mut read, nobody, Hat::Staff, Assurance::High, world.now).await.map(drop);
    assert!(matches!(missing, Err(StoreError::Missing)), "{missing:?}");
}

async fn an_account_stands_as_its_columns_say(db: TestDb) {
    let world = World::new(&db).await;
    for (account, expected) in [
        (world.account("Anna Ek"), Standing::Active),
        (world.account("Bo Ek").pending(), Standing::Pending),
        (world.account("Cia Ek").pending().locked(), Standing::Locked),
        (world.account("Dan Ek").pending().locked().blocked(), Standing::Blocked),
        (world.account("Elin Ek").pending().locked().blocked().ended(), Standing::Ended),
    ] {
        let account = account.await;
        world.grant(account, BuiltIn::SystemAdministrator, world.clinic).await;
        let viewer = world.viewer(account).await;
        assert_eq!(viewer.standing(), expected);
        let may = world.may(account, Service::EditAccounts, world.clinic).await;
        assert_eq!(may, expected == Standing::Active, "{expected:?}");
    }
    assert_eq!(standing(None, None, None, None), Standing::Active);
}

async fn a_resident_who_has_died_may_do_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let alive = world.resident("Sven Lind").await;
    let dead = world.resident("Eva Lind").deceased_on("2026-11-01".parse().unwrap()).await;
    let chain = world.chain(world.clinic).await;
    for (person, may) in [(alive, true), (dead, false)] {
        world.grant(person, BuiltIn::ApprovedResident, world.clinic).await;
        let viewer = world.resident_viewer(person).await;
        let decision = decide(&viewer, Service::CommunicateWithClinic, &Target::at(&chain), world.now);
        assert_eq!(decision.is_permit(), may);
    }
}

async fn grants_that_ended_long_ago_are_not_read(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").await;
    world.grant(anna, BuiltIn::Reviewer, world.clinic).until(world.now.plus_millis(HOUR)).await;
    let read = async |later: i64| world.later(later).viewer(anna).await.grants().len();
    assert_eq!(read(89 * DAY).await, 1, "it explains a refusal");
    assert_eq!(read(91 * DAY).await, 0);
}

async fn what_somebody_ended_counts_no_more_where_the_clock_is_put_back(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").await;
    let (ended, shortened) = (
        world.grant(anna, BuiltIn::Reviewer, world.clinic).from(world.later(-DAY).now).await,
        world.grant(anna, BuiltIn::CaseHandler, world.clinic).from(world.later(-DAY).now).await,
    );
    let soon = world.later(HOUR).now;
    world
        .change((ended, shortened, soon), |tx, (ended, shortened, soon)| {
            Box::pin(async move {
                grants::end(tx, *ended, 1).await?;
                grants::change_end(tx, *shortened, 1, Some(*soon)).await
            })
        })
        .await;
    let may = async |later: i64, service| world.later(later).may(anna, service, world.clinic).await;
    for later in [-12 * HOUR, -HOUR, 0, HOUR / 2] {
        assert!(!may(later, Service::ReviewLogs).await, "what was ended stays ended, {later} ms from then");
        assert!(
            may(later, Service::AnswerCases).await,
            "an end that lies ahead counts until then, {later} ms from now"
        );
    }
    assert!(!may(HOUR, Service::AnswerCases).await);
    let grants = world.viewer(anna).await.grants().to_vec();
    let told = grants.iter().find(|grant| grant.id == ended).map(|grant| grant.period.to);
    assert_eq!(told, Some(Some(world.now)), "and a refusal tells the day that it really ended");
}

/// A small world in which grants and questions often meet.
#[derive(Debug, Clone)]
struct Meant {
    /// Each unit hangs below one that was made before it.
    parents: Vec<prop::sample::Index>,
    roles: Vec<MeantRole>,
    grants: Vec<MeantGrant>,
    standing: Standing,
    hat: Hat,
    assurance: Assurance,
    restrictions: Restrictions,
}

#[derive(Debug, Clone)]
struct MeantRole {
    kind: RoleKind,
    services: ServiceSet,
    lowest_assurance: Assurance,
}

#[derive(Debug, Clone)]
struct MeantGrant {
    role: prop::sample::Index,
    unit: prop::sample::Index,
    branch: bool,
    object: Option<ObjectRef>,
    period: Period,
}

const ASKED: [Service; 6] = [
    Service::MyPage,
    Service::AssignmentScheduleWeb,
    Service::ViewResidents,
    Service::AnswerCases,
    Service::CommunicateWithClinic,
    Service::UseCaseType,
];

fn objects() -> impl Strategy<Value = ObjectRef> {
    (select(vec![ObjectKind::Customer, ObjectKind::CaseType]), 0..2_u8)
        .prop_map(|(kind, id)| ObjectRef { kind, id: ObjectId::from_bytes([id; 16]) })
}

fn meant() -> impl Strategy<Value = Meant> {
    let role = (select(RoleKind::ALL), vec(select(ASKED.to_vec()), 0..5), select(Assurance::ALL)).prop_map(
        |(kind, services, lowest_assurance)| MeantRole {
            kind,
            services: services.into_iter().collect(),
            lowest_assurance,
        },
    );
    let period = (0..6_i64, proptest::option::of(0..9_i64))
        .prop_map(|(from, to)| Period { from: Instant(from), to: to.map(Instant) });
    let index = any::<prop::sample::Index>;
    let grant = (index(), index(), any::<bool>(), proptest::option::of(objects()), period)
        .prop_map(|(role, unit, branch, object, period)| MeantGrant { role, unit, branch, object, period });
    let restrictions = select(vec![
        Restrictions::NONE,
        Restrictions::RESTRICTED_CASE_TYPE,
        Restrictions::RESTRICTED_CASE_TYPE | Restrictions::PROTECTED_IDENTITY,
    ]);
    let standing = prop_oneof![6 => Just(Standing::Active), 1 => select(Standing::ALL)];
    let viewer = (standing, select(RoleKind::ALL), select(Assurance::ALL), restrictions);
    (vec(index(), 1..7), vec(role, 1..4), vec(grant, 0..10), viewer).prop_map(
        |(parents, roles, grants, (standing, hat, assurance, restrictions))| Meant {
            parents,
            roles,
            grants,
            standing,
            hat,
            assurance,
            restrictions,
        },
    )
}

impl Meant {
    fn parent(&self, unit: usize) -> Option<usize> {
        (unit > 0).then(|| self.parents[unit].index(unit))
    }

    fn chain(&self, unit: usize, ids: &[UnitId]) -> Vec<UnitId> {
        std::iter::successors(Some(unit), |unit| self.parent(*unit)).map(|unit| ids[unit]).collect()
    }

    /// The grants as they were meant, past the database.
    fn viewer(&self, holder: Holder, stored: &Stored) -> Viewer {
        let grants = self.grants.iter().zip(&stored.grants).map(|(grant, id)| {
            let role = grant.role.index(self.roles.len());
            ViewerGrant {
                id: *id,
                unit: stored.units[grant.unit.index(stored.units.len())],
                branch: grant.branch,
                object: grant.object,
                period: grant.period,
                role: stored.roles[role],
                kind: self.roles[role].kind,
                services: self.roles[role].services,
                lowest_assurance: self.roles[role].lowest_assurance,
            }
        });
        Viewer::new(holder, self.standing, self.hat, self.assurance, grants.collect())
    }
}

#[derive(Debug, Default)]
struct Stored {
    units: Vec<UnitId>,
    roles: Vec<RoleId>,
    grants: Vec<GrantId>,
}

async fn store(world: &World, meant: &Meant, holder: Holder) -> Stored {
    world
        .change((meant.clone(), holder), |tx, (meant, holder)| {
            Box::pin(async move {
                let mut stored = Stored::default();
                for unit in 0..meant.parents.len() {
                    let parent = meant.parent(unit).map(|parent| stored.units[parent]);
                    let name = format!("Enhet {unit}");
                    let kind = UnitKind::Clinic;
                    let unit = NewUnit { parent, kind, name, hsa_id: None, code: None, import_key: None };
                    stored.units.push(units::add(tx, &unit).await?);
                }
                for (number, role) in meant.roles.iter().enumerate() {
                    let draft = RoleDraft {
                        name: format!("Roll {number}"),
                        kind: role.kind,
                        services: role.services,
                        daily_planning: false,
                        lowest_assurance: role.lowest_assurance,
                        may_give: MayGive::NONE,
                    };
                    stored.roles.push(roles::add(tx, stored.units[0], None, &draft).await?);
                }
                for grant in &meant.grants {
                    let new = NewGrant {
                        holder: *holder,
                        role: stored.roles[grant.role.index(stored.roles.len())],
                        unit: stored.units[grant.unit.index(stored.units.len())],
                        branch: grant.branch,
                        object: grant.object,
                        period: grant.period,
                        basis: Basis::Import,
                    };
                    stored.grants.push(grants::give(tx, &new).await?);
                }
                Ok(stored)
            })
        })
        .await
}

async fn what_is_stored_and_read_decides_as_what_was_meant(db: TestDb) {
    let world = World::new(&db).await;
    for_random(24, file!(), meant(), async |meant: Meant| {
        let account = world.account("Anna Ek");
        let account = match meant.standing {
            Standing::Active => account.await,
            Standing::Blocked => account.blocked().await,
            Standing::Locked => account.locked().await,
            Standing::Pending => account.pending().await,
            Standing::Ended => account.ended().await,
        };
        let stored = store(&world, &meant, Holder::Account(account)).await;
        let expected = meant.viewer(Holder::Account(account), &stored);
        let mut read = db.read().await.unwrap();
        for now in [0, 3, 6].map(Instant) {
            let viewer = behorig_registers::viewer_of_account(&mut read, account, meant.hat, meant.assurance, now)
                .await
                .unwrap();
            prop_assert_eq!(viewer.grants(), expected.grants());
            for service in ASKED {
                let mut permitted = Vec::new();
                for (unit, id) in stored.units.iter().enumerate() {
                    let chain = meant.chain(unit, &stored.units);
                    prop_assert_eq!(&units::chain_ids(&mut read, *id).await.unwrap(), &chain);
                    let whole = Target::at(&chain);
                    let decision = decide(&viewer, service, &whole, now);
                    prop_assert_eq!(decision, decide(&expected, service, &whole, now));
                    if let Decision::Permit { .. } = decision {
                        permitted.push(*id);
                    }
                    let object = ObjectRef { kind: ObjectKind::CaseType, id: ObjectId::from_bytes([0; 16]) };
                    let one = whole.object(object).restricted(meant.restrictions);
                    prop_assert_eq!(decide(&viewer, service, &one, now), decide(&expected, service, &one, now));
                }
                // A list asks the same in SQL.
                let within = UnitsInScope::of(&scope_of(&viewer, service, now), "u.id", 2);
                let sql = format!(
                    "SELECT u.id FROM unit_ancestor below JOIN unit u ON u.id = below.unit_id
                     WHERE below.ancestor_id = ?1 AND {}",
                    within.sql()
                );
                let mut bound = params![stored.units[0]].to_vec();
                bound.extend(within.params());
                let listed: Vec<(UnitId,)> = read.all(&sql, &bound).await.unwrap();
                let mut listed: Vec<UnitId> = listed.into_iter().map(|(id,)| id).collect();
                listed.sort();
                permitted.sort();
                prop_assert_eq!(listed, permitted);
            }
        }
        Ok(())
    });
}
