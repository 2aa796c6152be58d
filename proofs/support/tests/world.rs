//! The ground that other tests stand on holds.
#![allow(clippy::unwrap_used, reason = "tests")]

use behorig_access::{BuiltIn, Hat, ObjectKind, ObjectRef, Service};
use behorig_registers::persons::Protection;
use behorig_store::{Event, StoreError};
use proof_support::{Backend, TestDb, World, both_databases, world::HOUR};

both_databases!(
    an_ended_grant_is_over_at_once,
    people_of_one_name_have_user_names_and_numbers_of_their_own,
    a_world_without_acts_has_an_empty_log,
    a_relative_sees_the_granted_customer_alone,
    each_test_has_a_database_of_its_own,
);

async fn an_ended_grant_is_over_at_once(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    let grant = world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    assert!(world.may(anna, Service::EditAccounts, world.clinic).await);
    assert!(!world.may(anna, Service::EditAccounts, world.other_clinic).await);
    let later = world.later(HOUR);
    later.end(grant).await;
    assert!(!later.may(anna, Service::EditAccounts, world.clinic).await);
}

async fn people_of_one_name_have_user_names_and_numbers_of_their_own(db: TestDb) {
    let world = World::new(&db).await;
    world.account("Åsa Öberg").hsa_id("SE5565594230-1337").await;
    world.account("Åsa Öberg").blocked().await;
    let mut read = db.read().await.unwrap();
    let found: Vec<(String, String)> =
        read.all("SELECT user_name, identity_number FROM account ORDER BY user_name", &[]).await.unwrap();
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["asa.oberg", "asa.oberg2"]);
    assert_ne!(found[0].1, found[1].1);
}

async fn a_world_without_acts_has_an_empty_log(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.clinic).title("Sjuksköterska").await;
    assert_eq!(world.events().await, []);
    let actor = world.actor(anna).await;
    assert_eq!(actor.unit.as_ref().unwrap().name, "Vårdcentralen Ekbacken");
    assert_eq!(actor.care_provider.as_ref().unwrap().name, "Norrsjö vård och omsorg");
    db.write(&actor, anna, |tx, anna| {
        Box::pin(async move { tx.record(Event::change("accounts.edit", "account", anna)).await })
    })
    .await
    .map_err(|error: StoreError| error)
    .unwrap();
    let events = world.events().await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].resources[0].resource_id, Some(anna.to_string()));
}

async fn a_relative_sees_the_granted_customer_alone(db: TestDb) {
    let world = World::new(&db).await;
    let kund = world.resident("Sven Lind").living_in("0581").protected(Protection::Marked).await;
    let relative = world.account("Eva Lind").without_number().await;
    let customer = ObjectRef { kind: ObjectKind::Customer, id: kund.as_object() };
    world.grant(relative, BuiltIn::Relative, world.home_care).for_object(customer).await;
    let viewer = world.viewer_with(relative, Hat::Relative, behorig_access::Assurance::Password).await;
    let rows = viewer.grants();
    assert_eq!(rows.iter().map(|grant| grant.object).collect::<Vec<_>>(), [Some(customer)]);
    let resident = world.resident_viewer(kund).await;
    assert_eq!(resident.grants().len(), 0);
}

async fn each_test_has_a_database_of_its_own(db: TestDb) {
    let again = db.open_again().await;
    World::new(&db).await;
    let mut read = again.read().await.unwrap();
    let (units,): (i64,) = read.one("SELECT CAST(count(*) AS BIGINT) FROM unit", &[]).await.unwrap();
    assert_eq!(units, 6);
    assert!(matches!(db.backend(), Backend::Sqlite | Backend::Postgres));
}
