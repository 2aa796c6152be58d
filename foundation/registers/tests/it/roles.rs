use std::collections::BTreeSet;

use behorig_access::{
    Assurance, BuiltIn, GiveTemplate, MayGive, Role, RoleDraft, RoleId, RoleKind, Service, ServiceSet, UnitId,
};
use behorig_registers::units::{self, NewUnit, UnitKind};
use behorig_registers::{grants, roles};
use behorig_store::{Db, Recorded, StoreError, params};
use proof_support::{TestDb, World, both_databases};

both_databases!(
    a_new_organisation_gets_exactly_the_built_in_roles,
    each_organisation_has_roles_of_its_own,
    a_roles_name_is_taken_however_it_is_written,
    a_role_of_ones_own_keeps_what_it_was_made_of,
    roles_stand_in_swedish_order,
    a_role_is_in_use_as_long_as_anyone_ever_held_it,
    an_organisation_of_an_older_version_gets_the_roles_that_came_since_and_nothing_else_changes,
);

async fn roles_of(db: &Db, organisation: UnitId) -> Vec<Role> {
    roles::of_organisation(&mut db.read().await.unwrap(), organisation).await.unwrap()
}

async fn find(db: &Db, id: RoleId) -> Role {
    roles::find(&mut db.read().await.unwrap(), id).await.unwrap().unwrap()
}

fn planner() -> RoleDraft {
    RoleDraft {
        name: "  Planerare i hemtjänsten ".to_owned(),
        kind: RoleKind::Staff,
        services: ServiceSet::of(&[Service::AssignmentScheduleWeb, Service::MyPage]),
        daily_planning: true,
        lowest_assurance: Assurance::High,
        may_give: MayGive::NONE,
    }
}

async fn add(world: &World, draft: RoleDraft) -> Result<RoleId, StoreError> {
    let input = (world.region, draft);
    let actor = world.system();
    let added = world.db().write(&actor, input, |tx, (organisation, draft)| {
        Box::pin(async move {
            let id = roles::add(tx, *organisation, None, draft).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record(id, "a test"))
        })
    });
    added.await
}

async fn a_new_organisation_gets_exactly_the_built_in_roles(db: TestDb) {
    let world = World::new(&db).await;
    let stored = roles_of(&db, world.region).await;
    assert_eq!(stored.len(), BuiltIn::ALL.len());
    let template_of = |id: RoleId| stored.iter().find(|role| role.id == id).and_then(|role| role.key).unwrap();
    for &template in BuiltIn::ALL {
        let role = stored.iter().find(|role| role.key == Some(template)).unwrap();
        assert_eq!(role.name, template.swedish_name());
        assert_eq!((role.organisation, role.kind, role.version), (world.region, template.kind(), 1), "{template:?}");
        assert_eq!(role.services, template.services(), "{template:?}");
        assert_eq!(role.daily_planning, template.daily_planning(), "{template:?}");
        assert_eq!(role.lowest_assurance, template.lowest_assurance(), "{template:?}");
        match (template.may_give(), &role.may_give) {
            (GiveTemplate::All, MayGive::All) => {}
            (GiveTemplate::Only(expected), MayGive::Only(given)) => {
                let given: BTreeSet<BuiltIn> = given.iter().map(|id| template_of(*id)).collect();
                assert_eq!(given, expected.iter().copied().collect(), "{template:?}");
            }
            (expected, given) => panic!("{template:?} gives {given:?} instead of {expected:?}"),
        }
        assert_eq!(&find(&db, role.id).await, role);
        let mut read = db.read().await.unwrap();
        assert_eq!(roles::built_in(&mut read, world.region, template).await.unwrap().as_ref(), Some(role));
        assert_eq!(grants::role_of_template(&mut read, world.region, template).await.unwrap(), role.id);
    }
}

async fn each_organisation_has_roles_of_its_own(db: TestDb) {
    let world = World::new(&db).await;
    let municipality = world
        .change((), |tx, ()| {
            Box::pin(async move {
                let name = "Norrsjö kommun".to_owned();
                let kind = UnitKind::Municipality;
                let unit = NewUnit { parent: None, kind, name, hsa_id: None, code: None, import_key: None };
                let id = units::add(tx, &unit).await?;
                roles::install_built_ins(tx, id).await?;
                Ok(id)
            })
        })
        .await;
    let ids = |roles: Vec<Role>| roles.into_iter().map(|role| role.id).collect::<BTreeSet<_>>();
    let (here, there) = (ids(roles_of(&db, world.region).await), ids(roles_of(&db, municipality).await));
    assert_eq!((here.len(), here.intersection(&there).count()), (there.len(), 0));
    for role in roles_of(&db, municipality).await {
        if let MayGive::Only(given) = role.may_give {
            assert!(given.iter().all(|given| there.contains(given)), "a role gives one of another organisation");
        }
    }
}

async fn a_roles_name_is_taken_however_it_is_written(db: TestDb) {
    let world = World::new(&db).await;
    for taken in ["Supportpersonal", "SUPPORTPERSONAL", " supportpersonal "] {
        let refused = add(&world, RoleDraft { name: taken.to_owned(), ..planner() }).await.unwrap_err();
        assert!(refused.is_conflict_on("role_name"), "{taken}: {refused:?}");
    }
    add(&world, planner()).await.unwrap();
}

async fn a_role_of_ones_own_keeps_what_it_was_made_of(db: TestDb) {
    let world = World::new(&db).await;
    let gives = MayGive::Only(vec![world.role(BuiltIn::Relative), world.role(BuiltIn::InternalMail)]);
    let id = add(&world, RoleDraft { may_give: gives, ..planner() }).await.unwrap();
    let made = find(&db, id).await;
    assert_eq!(made.name, "Planerare i hemtjänsten");
    assert_eq!((made.key, made.kind, made.daily_planning), (None, RoleKind::Staff, true));
    assert_eq!((made.lowest_assurance, made.services), (Assurance::High, planner().services));
    let given = |role: &Role| match &role.may_give {
        MayGive::Only(given) => given.iter().copied().collect::<BTreeSet<_>>(),
        MayGive::All => panic!("gives all"),
    };
    assert_eq!(given(&made), [world.role(BuiltIn::Relative), world.role(BuiltIn::InternalMail)].into());

    let all: ServiceSet = Service::ALL.iter().copied().collect();
    world
        .change((id, world.role(BuiltIn::Batch)), move |tx, (id, batch)| {
            Box::pin(async move {
                roles::set_services(tx, *id, all).await?;
                roles::set_may_give(tx, *id, &MayGive::Only(vec![*batch])).await
            })
        })
        .await;
    let changed = find(&db, id).await;
    assert_eq!((changed.services, given(&changed)), (all, [world.role(BuiltIn::Batch)].into()));
    world.change(id, |tx, id| Box::pin(roles::set_services(tx, *id, ServiceSet::EMPTY))).await;
    assert_eq!(find(&db, id).await.services, ServiceSet::EMPTY);
    let nowhere = RoleId::from_bytes([9; 16]);
    assert_eq!(roles::find(&mut db.read().await.unwrap(), nowhere).await.unwrap(), None);
}

async fn roles_stand_in_swedish_order(db: TestDb) {
    let world = World::new(&db).await;
    for name in ["Översköterska", "Zonansvarig", "Ångestteam", "Äldresamordnare", "abonnent"] {
        add(&world, RoleDraft { name: name.to_owned(), ..planner() }).await.unwrap();
    }
    let names: Vec<String> = roles_of(&db, world.region).await.into_iter().map(|role| role.name).collect();
    let place = |name: &str| names.iter().position(|other| other == name).unwrap();
    let order =
        ["abonnent", "Anhörig", "Zonansvarig", "Ångestteam", "Äldresamordnare", "Ärendehanterare", "Översköterska"];
    assert!(order.map(place).is_sorted(), "{names:?}");
}

async fn a_role_is_in_use_as_long_as_anyone_ever_held_it(db: TestDb) {
    let world = World::new(&db).await;
    let role = world.role(BuiltIn::Dashboard);
    let in_use = async || grants::role_is_in_use(&mut db.read().await.unwrap(), role).await.unwrap();
    assert!(!in_use().await);
    let anna = world.account("Anna Ek").await;
    let grant = world.grant(anna, BuiltIn::Dashboard, world.clinic).await;
    assert!(in_use().await);
    world.end(grant).await;
    assert!(in_use().await);
}

async fn an_organisation_of_an_older_version_gets_the_roles_that_came_since_and_nothing_else_changes(db: TestDb) {
    let world = World::new(&db).await;
    let came_since = [BuiltIn::HomeCarePlanner, BuiltIn::HomeCareStaff];
    let administrator = world.role(BuiltIn::SystemAdministrator);
    let ids: Vec<RoleId> = came_since.map(|template| world.role(template)).to_vec();
    world
        .change((ids, administrator), |tx, (ids, administrator)| {
            Box::pin(async move {
                for id in ids {
                    tx.execute("DELETE FROM role_gives WHERE given_role_id = ?1", params![id]).await?;
                    tx.execute("DELETE FROM role_service WHERE role_id = ?1", params![id]).await?;
                    tx.execute("DELETE FROM role WHERE id = ?1", params![id]).await?;
                }
                // What the organisation has changed about a built-in role is its own.
                roles::set_services(tx, *administrator, ServiceSet::of(&[Service::AdministerGrants])).await
            })
        })
        .await;
    add(&world, RoleDraft { name: "hemtjänstplanerare".to_owned(), ..planner() }).await.unwrap();
    let before = roles_of(&db, world.region).await;

    let install =
        async || world.change(world.region, |tx, region| Box::pin(roles::install_missing_built_ins(tx, *region))).await;
    assert_eq!(install().await, came_since);
    assert_eq!(install().await, []);

    let after = roles_of(&db, world.region).await;
    let of = |template| after.iter().find(|role| role.key == Some(template)).unwrap();
    assert_eq!(of(BuiltIn::HomeCarePlanner).name, "Hemtjänstplanerare 2", "the organisation's own keeps its name");
    assert_eq!(of(BuiltIn::HomeCareStaff).services, BuiltIn::HomeCareStaff.services());
    for template in came_since {
        assert!(of(BuiltIn::SystemAdministrator).may_give.names(of(template).id), "{template:?} can be given");
        assert!(!of(BuiltIn::GrantAdministrator).may_give.names(of(template).id), "{template:?}");
    }
    for role in before.iter().filter(|role| role.id != administrator) {
        assert_eq!(after.iter().find(|other| other.id == role.id), Some(role));
    }
    assert_eq!(of(BuiltIn::SystemAdministrator).services, ServiceSet::of(&[Service::AdministerGrants]));
}
