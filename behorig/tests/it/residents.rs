//! Residents: who is listed for whom, and what each page leaves in the log.

use behorig_access::{AccountId, BuiltIn, GrantId};
use behorig_registers::persons::Protection;
use http::StatusCode;
use proof_support::{Logged, TestDb, World, both_databases};

use crate::site::Site;

both_databases!(
    a_page_of_residents_leaves_one_event_with_everyone_on_it,
    a_protected_person_is_unknown_to_who_may_not_see_such_persons,
    a_number_that_was_searched_for_leaves_the_address_and_finds_nobody,
    residents_are_shown_where_the_hat_is_and_nowhere_else,
);

async fn administrator(world: &World) -> AccountId {
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    anna
}

async fn approve(world: &World, name: &str) -> GrantId {
    let person = world.resident(name).await;
    world.grant(person, BuiltIn::ApprovedResident, world.clinic).await
}

async fn readings(world: &World) -> Vec<Logged> {
    let mut events = world.events().await;
    events.retain(|event| event.activity == "Läsa");
    events
}

async fn a_page_of_residents_leaves_one_event_with_everyone_on_it(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = administrator(world).await;
    let mut browser = site.staff(anna, world.clinic).await;

    let empty = browser.get("/invanare").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.says("Ingen är godkänd än"));
    assert_eq!(readings(world).await, [], "nobody was read");

    let sven = approve(world, "Sven Lind").await;
    approve(world, "Åsa Åberg").await;
    let list = browser.get("/invanare").await;
    assert!(list.says("Lind, Sven") && list.says("Åberg, Åsa"));
    let told = readings(world).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].level.as_deref(), Some("residents.list"));
    assert_eq!(told[0].resources.len(), 2);
    assert!(told[0].resources.iter().all(|resource| resource.patient.is_some()));

    let page = browser.get(&format!("/invanare/{sven}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Sven Lind") && page.says("Godkänd för kommunikation"));
    let told = readings(world).await;
    assert_eq!(told.len(), 2);
    assert_eq!(told[1].level.as_deref(), Some("residents.show"));
    assert_eq!(told[1].resources.len(), 1);
}

async fn a_protected_person_is_unknown_to_who_may_not_see_such_persons(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = administrator(world).await;
    approve(world, "Sven Lind").await;
    let ylva = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    let hidden = world.grant(ylva, BuiltIn::ApprovedResident, world.clinic).await;
    let mut browser = site.staff(anna, world.clinic).await;

    let list = browser.get("/invanare").await;
    assert!(list.says("Lind, Sven") && !list.says("Hemlig"));
    assert_eq!(readings(world).await[0].resources.len(), 1);
    let page = browser.get(&format!("/invanare/{hidden}")).await;
    let unknown = browser.get("/invanare/01997c3e-7c00-7000-8000-000000000001").await;
    assert_eq!((page.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert!(!page.says("Hemlig"));
    assert_eq!(readings(world).await.len(), 1, "nothing was shown, so nothing was read");

    // A grant for just this person opens just this person.
    let object = behorig_access::ObjectRef { kind: behorig_access::ObjectKind::Person, id: ylva.as_object() };
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).for_object(object).await;
    assert!(browser.get("/invanare").await.says("Hemlig, Ylva"));
    assert!(browser.get(&format!("/invanare/{hidden}")).await.says("Skyddade personuppgifter"));
}

async fn a_number_that_was_searched_for_leaves_the_address_and_finds_nobody(db: TestDb) {
    let site = Site::new(db).await;
    let anna = administrator(&site.world).await;
    approve(&site.world, "Sven Lind").await;
    let mut browser = site.staff(anna, site.world.clinic).await;
    let answer = browser.get("/invanare?namn=198001012389").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let there = answer.location.unwrap();
    assert!(!there.contains("1980"), "{there}");
    assert!(browser.get(&there).await.says("Sök med namn."));
}

async fn residents_are_shown_where_the_hat_is_and_nowhere_else(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let sven = approve(world, "Sven Lind").await;
    let path = format!("/invanare/{sven}");
    assert_eq!(site.browser().get("/invanare").await.status, StatusCode::SEE_OTHER);

    // Another grant at the unit: told why. No grant there: there is no such thing.
    let bo = world.account("Bo Alm").at(world.clinic).await;
    world.grant(bo, BuiltIn::InternalMail, world.clinic).await;
    let mut at_clinic = site.staff(bo, world.clinic).await;
    assert_eq!(at_clinic.get("/invanare").await.status, StatusCode::FORBIDDEN);
    assert_eq!(at_clinic.get(&path).await.status, StatusCode::FORBIDDEN);
    let eva = world.account("Eva Dahl").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::LocalAdministrator, world.other_clinic).await;
    let mut elsewhere = site.staff(eva, world.other_clinic).await;
    assert!(!elsewhere.get("/invanare").await.says("Lind"));
    assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(readings(world).await, []);
}
