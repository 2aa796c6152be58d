use behorig_access::{Basis, BuiltIn, Holder, ObjectKind, ObjectRef, OrderId, Period, Service};
use behorig_registers::grants;
use behorig_store::{Recorded, StoreError, params};
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

both_databases!(
    a_grant_keeps_what_it_was_given_with,
    the_live_and_coming_grants_of_an_account_stand_before_the_ended,
    a_grant_is_ended_once_and_by_who_saw_it_last,
    a_grant_that_had_not_begun_never_begins,
    the_last_administrator_is_counted_by_live_grants_of_active_accounts_at_the_unit,
);

async fn a_grant_keeps_what_it_was_given_with(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    let eva = world.account("Eva Lind").await;
    let sven = world.resident("Sven Lind").await;
    let order = OrderId::from_bytes([3; 16]);
    world
        .change((order, world.clinic, anna), |tx, (order, unit, orderer)| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject,
                         particulars, ordered_at, version) VALUES (?1, 17, 'new-account', 'done', ?2, ?3, 'Anna Ek', '', '{}', 0, 1)",
                    params![order, unit, orderer],
                )
                .await
            })
        })
        .await;
    let customer = ObjectRef { kind: ObjectKind::Customer, id: sven.as_object() };
    let until = world.now.plus_millis(DAY);
    let given = world.grant(eva, BuiltIn::Relative, world.home_care).for_object(customer).branch().until(until);
    let grant = given.on(Basis::Order(order)).await;
    let approval = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).on(Basis::LocalAdministrator).await;

    let mut read = db.read().await.unwrap();
    let (row, holder) = grants::find(&mut read, grant).await.unwrap().unwrap();
    assert_eq!((holder, row.id, row.version), (Holder::Account(eva), grant, 1));
    assert_eq!((row.role, row.role_name.as_str()), (world.role(BuiltIn::Relative), "Anhörig"));
    assert_eq!((row.unit, row.unit_name.as_str(), row.branch), (world.home_care, "Hemtjänsten Björkgården", true));
    assert_eq!((row.object, row.object_name.as_deref()), (Some(customer), Some("Sven Lind")));
    assert_eq!(row.period, Period::between(world.now, until));
    assert_eq!((row.basis.as_str(), row.order_number, row.given_at), ("order", Some(17), world.now));

    let (row, holder) = grants::find(&mut read, approval).await.unwrap().unwrap();
    assert_eq!((holder, row.object, row.basis.as_str()), (Holder::Person(sven), None, "local-administrator"));
    assert_eq!((row.period, row.order_number), (Period::until_further_notice(world.now), None));
    let nowhere = behorig_access::GrantId::from_bytes([9; 16]);
    assert!(grants::find(&mut read, nowhere).await.unwrap().is_none());
}

async fn the_live_and_coming_grants_of_an_account_stand_before_the_ended(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").await;
    let ended = world.grant(anna, BuiltIn::Batch, world.clinic).until(world.now).await;
    let coming = world.grant(anna, BuiltIn::Reviewer, world.clinic).from(world.now.plus_millis(DAY)).await;
    let live = world.grant(anna, BuiltIn::CaseHandler, world.other_clinic).await;
    let other = world.account("Eva Ek").await;
    world.grant(other, BuiltIn::Reviewer, world.clinic).await;
    let listed = grants::of_account(&mut db.read().await.unwrap(), anna, world.now).await.unwrap();
    assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [live, coming, ended]);
}

async fn end(world: &World, grant: behorig_access::GrantId, version: i64) -> Result<(), StoreError> {
    let actor = world.system();
    let ended = world.db().write(&actor, (grant, version), |tx, (grant, version)| {
        Box::pin(async move {
            grants::end(tx, *grant, *version).await?;
            Ok(Recorded::nothing_to_record((), "a test"))
        })
    });
    ended.await
}

async fn a_grant_is_ended_once_and_by_who_saw_it_last(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").await;
    let grant = world.grant(anna, BuiltIn::Reviewer, world.clinic).await;
    let later = world.later(HOUR);
    assert!(matches!(end(&later, grant, 2).await, Err(StoreError::Stale)));
    end(&later, grant, 1).await.unwrap();
    for version in [1, 2] {
        assert!(
            matches!(end(&later.later(HOUR), grant, version).await, Err(StoreError::Stale)),
            "it has ended already"
        );
    }
    let (row, _) = grants::find(&mut db.read().await.unwrap(), grant).await.unwrap().unwrap();
    assert_eq!((row.period.to, row.version), (Some(later.now), 2));

    let handed_out = world.grant(anna, BuiltIn::Reviewer, world.clinic).until(world.now.plus_millis(DAY)).await;
    end(&later, handed_out, 1).await.unwrap();
    let (row, _) = grants::find(&mut db.read().await.unwrap(), handed_out).await.unwrap().unwrap();
    assert_eq!(row.period.to, Some(later.now), "one with an end is ended before it");
}

async fn a_grant_that_had_not_begun_never_begins(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").await;
    let grant = world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).from(world.now.plus_millis(DAY)).await;
    assert!(world.later(2 * DAY).may(anna, Service::EditAccounts, world.clinic).await);
    world.later(HOUR).end(grant).await;
    assert!(!world.later(2 * DAY).may(anna, Service::EditAccounts, world.clinic).await);
}

async fn the_last_administrator_is_counted_by_live_grants_of_active_accounts_at_the_unit(db: TestDb) {
    let world = World::new(&db).await;
    let service = behorig_access::ADMINISTRATOR_SERVICE;
    let role = BuiltIn::SystemAdministrator;
    assert!(role.services().contains(service));
    let anna = world.account("Anna Ek").await;
    world.grant(anna, role, world.clinic).await;
    let others = async |now| {
        grants::other_holders_at(&mut db.read().await.unwrap(), world.clinic, service, anna, now).await.unwrap()
    };
    assert_eq!(others(world.now).await, 0, "oneself is no other");

    for stopped in [
        world.account("Bo Ek").blocked().await,
        world.account("Cia Ek").locked().await,
        world.account("Dan Ek").pending().await,
        world.account("Elin Ek").ended().await,
    ] {
        world.grant(stopped, role, world.clinic).await;
    }
    let fia = world.account("Fia Ek").await;
    world.grant(fia, role, world.other_clinic).await;
    world.grant(fia, role, world.region).branch().await;
    world.grant(fia, BuiltIn::InternalMail, world.clinic).await;
    world.grant(fia, role, world.clinic).until(world.now).await;
    let one = ObjectRef { kind: ObjectKind::Account, id: anna.as_object() };
    world.grant(fia, role, world.clinic).for_object(one).await;
    assert_eq!(others(world.now).await, 0, "none of these can administer the clinic itself");

    world.grant(fia, role, world.clinic).from(world.now.plus_millis(HOUR)).await;
    world.grant(fia, role, world.clinic).from(world.now.plus_millis(HOUR)).await;
    assert_eq!(others(world.now).await, 0);
    assert_eq!(others(world.now.plus_millis(HOUR)).await, 1, "one person with two grants is one");
}
