//! Residents: who is listed for whom, and what each page leaves in the log.

use behorig_access::{AccountId, BuiltIn, CaseTypeId, GrantId, ObjectKind, ObjectRef, PersonId, UnitId};
use behorig_registers::persons::Protection;
use behorig_store::params;
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{Logged, TestDb, World, both_databases};

use crate::site::Site;

both_databases!(
    somebody_on_the_list_is_found_by_number_and_nobody_else_is,
    each_way_to_look_at_the_list_has_its_own_words_when_it_is_empty,
    a_page_of_residents_leaves_one_event_with_everyone_on_it,
    a_protected_person_is_unknown_to_who_may_not_see_such_persons,
    a_number_that_was_searched_for_leaves_the_address_and_finds_nobody,
    residents_are_shown_where_the_hat_is_and_nowhere_else,
);

/// A case type of *begränsat urval* at a unit.
pub async fn restricted_type(world: &World, unit: UnitId, name: &str) -> CaseTypeId {
    world
        .change((unit, name.to_owned()), |tx, (unit, name)| {
            Box::pin(async move {
                let (id, now) = (CaseTypeId::new(tx.new_uuid()), tx.now());
                tx.execute(
                    "INSERT INTO case_type (id, unit_id, name, name_key, position, active, restricted, published,
                         created_at, version)
                     VALUES (?1, ?2, ?3, ?3, 1, TRUE, TRUE, 1, ?4, 1)",
                    params![id, *unit, name, now],
                )
                .await?;
                Ok(id)
            })
        })
        .await
}

/// A case type handed out to a resident of the clinic, for ten days.
pub async fn handed_out(world: &World, person: PersonId) -> GrantId {
    let case_type = restricted_type(world, world.clinic, "Diabetesdagbok").await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: case_type.as_object() };
    let grant = world.grant(person, BuiltIn::HandedOutCaseType, world.clinic).for_object(object);
    grant.until(world.now.plus_millis(10 * DAY)).await
}

pub async fn number_of(world: &World, person: PersonId) -> String {
    let mut read = world.db().read().await.unwrap();
    let (number,): (String,) =
        read.one("SELECT identity_number FROM person WHERE id = ?1", params![person]).await.unwrap();
    number
}

pub async fn administrator(world: &World) -> AccountId {
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    anna
}

async fn approve(world: &World, name: &str) -> GrantId {
    let person = world.resident(name).await;
    world.grant(person, BuiltIn::ApprovedResident, world.clinic).await
}

pub async fn readings(world: &World) -> Vec<Logged> {
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
    let object = ObjectRef { kind: ObjectKind::Person, id: ylva.as_object() };
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

async fn somebody_on_the_list_is_found_by_number_and_nobody_else_is(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = administrator(world).await;
    let mut browser = site.staff(anna, world.clinic).await;
    let sven = world.resident("Sven Lind").await;
    let grant = handed_out(world, sven).await;
    let elsewhere = world.resident("Eva Annorstädes").await;
    world.grant(elsewhere, BuiltIn::ApprovedResident, world.other_clinic).await;
    let hidden = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    world.grant(hidden, BuiltIn::ApprovedResident, world.clinic).await;

    let found = browser.post("/invanare/sok", &[("personnummer", &number_of(world, sven).await)]).await;
    assert_eq!(found.location, Some(format!("/invanare/{grant}")), "{}", found.body);
    for person in [elsewhere, hidden] {
        let missed = browser.post("/invanare/sok", &[("personnummer", &number_of(world, person).await)]).await;
        assert_eq!(missed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(missed.says("Ingen på listan har det numret."), "{}", missed.body);
        assert!(!missed.says("Annorstädes") && !missed.says("Hemlig"));
    }
    let wrong = browser.post("/invanare/sok", &[("personnummer", "19800101-0000")]).await;
    assert!(wrong.body.contains("value=\"19800101-0000\""), "what was typed is lost: {}", wrong.body);
}

async fn each_way_to_look_at_the_list_has_its_own_words_when_it_is_empty(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let anna = administrator(world).await;
    let mut browser = site.staff(anna, world.clinic).await;
    assert!(browser.get("/invanare").await.says("Ingen är godkänd än"));
    let sven = approve(world, "Sven Lind").await;
    assert!(browser.get("/invanare?visa=utdelade").await.says("Ingen sådan invånare"));
    assert!(browser.get("/invanare?visa=upphor").await.says("Ingen sådan invånare"));
    assert!(browser.get("/invanare?namn=Ek&visa=godkanda").await.says("Ingen invånare hittades"));
    let approved = browser.get("/invanare?visa=godkanda").await;
    assert!(approved.body.contains(&format!("/invanare/{sven}")), "{}", approved.body);
}
