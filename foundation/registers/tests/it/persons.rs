use behorig_access::{BuiltIn, PersonId};
use behorig_identity::{IdentityNumber, test_series};
use behorig_registers::persons::{self, Imported, LocalRegister, NewPerson, Person, PersonRegister, Protection};
use behorig_store::{Db, params};
use proof_support::{TestDb, World, both_databases, world::DAY};

both_databases!(
    an_import_adds_a_person_and_then_finds_them_the_same_or_changed,
    every_change_of_a_person_is_seen,
    a_person_is_found_by_number_and_by_id,
    a_number_that_tells_no_date_gives_no_date_of_birth,
    a_new_name_moves_a_residents_grants_in_the_lists,
);

fn sven() -> NewPerson {
    NewPerson {
        number: test_series::older_people().next().unwrap(),
        given_name: "Sven".to_owned(),
        family_name: "Ängström".to_owned(),
        sex: None,
        county_code: Some("05".to_owned()),
        municipality_code: Some("0581".to_owned()),
        deceased_on: None,
        protection: Protection::None,
    }
}

async fn put(world: &World, person: NewPerson) -> (PersonId, Imported) {
    world.change(person, |tx, person| Box::pin(persons::put(tx, person))).await
}

async fn by_id(db: &Db, id: PersonId) -> Person {
    LocalRegister.by_id(&mut db.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn by_number(db: &Db, number: &IdentityNumber) -> Option<Person> {
    LocalRegister.by_number(&mut db.read().await.unwrap(), number).await.unwrap()
}

async fn version(db: &Db, id: PersonId) -> (i64, i64) {
    let mut read = db.read().await.unwrap();
    read.one("SELECT version, updated_at FROM person WHERE id = ?1", params![id]).await.unwrap()
}

async fn an_import_adds_a_person_and_then_finds_them_the_same_or_changed(db: TestDb) {
    let world = World::new(&db).await;
    let (id, imported) = put(&world, sven()).await;
    assert_eq!(imported, Imported::Added);
    let later = world.later(DAY);
    assert_eq!(put(&later, sven()).await, (id, Imported::Same));
    assert_eq!(version(&db, id).await, (1, world.now.as_millis()), "the same again is no change");
    assert_eq!(put(&later, NewPerson { family_name: "Öberg".to_owned(), ..sven() }).await, (id, Imported::Changed));
    assert_eq!(version(&db, id).await, (2, later.now.as_millis()));
    assert_eq!(by_id(&db, id).await.full_name(), "Sven Öberg");
}

async fn every_change_of_a_person_is_seen(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _) = put(&world, sven()).await;
    let mut person = sven();
    let changes: [fn(&mut NewPerson); 8] = [
        |person| person.given_name = "Sven Åke".to_owned(),
        |person| person.family_name = "Lind".to_owned(),
        |person| person.sex = Some("male".to_owned()),
        |person| person.county_code = Some("01".to_owned()),
        |person| person.municipality_code = None,
        |person| person.protection = Protection::Marked,
        |person| person.protection = Protection::ProtectedRegistration,
        |person| person.deceased_on = Some("2026-11-01".to_owned()),
    ];
    for change in changes {
        change(&mut person);
        assert_eq!(put(&world, person.clone()).await, (id, Imported::Changed));
        assert_eq!(put(&world, person.clone()).await, (id, Imported::Same));
        let known = by_id(&db, id).await;
        assert_eq!(
            (known.given_name, known.family_name, known.sex, known.county_code, known.municipality_code),
            (
                person.given_name.clone(),
                person.family_name.clone(),
                person.sex.clone(),
                person.county_code.clone(),
                person.municipality_code.clone()
            )
        );
        assert_eq!((known.protection, known.deceased_on), (person.protection, person.deceased_on.clone()));
    }
}

async fn a_person_is_found_by_number_and_by_id(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _) = put(&world, sven()).await;
    let found = by_number(&db, &sven().number).await.unwrap();
    assert_eq!((found.id, found.number), (id, sven().number));
    assert_eq!(found.birth_date, sven().number.birth_date().map(|date| date.to_string()));
    assert_eq!(by_id(&db, id).await.number, found.number);
    let another = test_series::older_people().nth(1).unwrap();
    assert!(by_number(&db, &another).await.is_none());
    let nobody = PersonId::from_bytes([9; 16]);
    assert!(LocalRegister.by_id(&mut db.read().await.unwrap(), nobody).await.unwrap().is_none());
    assert!(!format!("{found:?}").contains(sven().number.as_stored()), "a person prints masked");
}

async fn a_number_that_tells_no_date_gives_no_date_of_birth(db: TestDb) {
    let world = World::new(&db).await;
    let number = IdentityNumber::from_stored(test_series::UNCERTAIN_COORDINATION_NUMBERS[0]).unwrap();
    let (id, _) = put(&world, NewPerson { number, ..sven() }).await;
    assert_eq!(by_id(&db, id).await.birth_date, None);
}

async fn a_new_name_moves_a_residents_grants_in_the_lists(db: TestDb) {
    let world = World::new(&db).await;
    let (id, _) = put(&world, sven()).await;
    let (other, _) = put(&world, NewPerson { number: test_series::older_people().nth(1).unwrap(), ..sven() }).await;
    for person in [id, other] {
        world.grant(person, BuiltIn::ApprovedResident, world.clinic).await;
    }
    put(&world, NewPerson { family_name: "Abrahamsson".to_owned(), ..sven() }).await;
    let mut read = db.read().await.unwrap();
    let astray: Vec<(PersonId,)> = read
        .all(
            "SELECT p.id FROM grants g JOIN person p ON p.id = g.holder_person WHERE g.person_sort_key <> p.sort_key",
            params![],
        )
        .await
        .unwrap();
    assert_eq!(astray, []);
    let listed: Vec<(PersonId,)> =
        read.all("SELECT holder_person FROM grants ORDER BY person_sort_key", params![]).await.unwrap();
    assert_eq!(listed, [(id,), (other,)]);
}
