//! What is stored, on both databases.

use behorig_access::{BuiltIn, CaseTypeId, ObjectKind, ObjectRef};
use behorig_store::Recorded;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

use super::types::{CaseType, NewCaseType, Settings};
use super::{forms, grants, templates, types};
use crate::rules::{Direction, Draft, Placeholders, Ready};
use crate::{TemplateKind, TemplateText};

both_databases!(
    a_published_form_is_never_changed_and_the_next_has_the_next_number,
    types_stand_in_the_clinics_order_and_a_step_moves_one,
    a_name_is_free_again_when_its_type_has_ended,
    ending_a_type_ends_every_grant_of_it_and_no_other,
    what_can_be_handed_out_is_restricted_active_and_published,
    templates_are_by_name_and_only_active_ones_can_be_used,
    a_version_that_someone_else_changed_is_stale,
);

async fn own(world: &World, name: &str, restricted: bool) -> CaseTypeId {
    let new = NewCaseType { unit: world.clinic, ready: None, name: name.to_owned(), restricted, reply_days: Some(2) };
    world.change(new, |tx, new| Box::pin(types::add(tx, new))).await
}

async fn read(world: &World, id: CaseTypeId) -> CaseType {
    types::find(&mut world.db().read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn publish(world: &World, id: CaseTypeId, ready: Ready) -> i64 {
    let version = read(world, id).await.version;
    world
        .change((id, version, ready), |tx, (id, version, ready)| {
            Box::pin(forms::publish(tx, *id, *version, ready.form()))
        })
        .await
}

async fn activate(world: &World, id: CaseTypeId) {
    let version = read(world, id).await.version;
    world.change((id, version), |tx, (id, version)| Box::pin(types::set_active(tx, *id, *version, true))).await;
}

async fn names(world: &World) -> Vec<String> {
    let mut tx = world.db().read().await.unwrap();
    types::of_unit(&mut tx, world.clinic).await.unwrap().into_iter().map(|one| one.name).collect()
}

async fn a_published_form_is_never_changed_and_the_next_has_the_next_number(db: TestDb) {
    let world = World::new(&db).await;
    let id = own(&world, "Sjukresor", false).await;
    assert_eq!(publish(&world, id, Ready::ContactMe).await, 1);
    let mut draft = Ready::ContactMe.form().to_draft();
    draft.move_field("files", Direction::Up).unwrap();
    let version = read(&world, id).await.version;
    world
        .change((id, version, draft.clone()), |tx, (id, version, draft)| {
            Box::pin(forms::keep(tx, *id, *version, draft))
        })
        .await;
    let shown = read(&world, id).await;
    let mut tx = world.db().read().await.unwrap();
    assert!(shown.has_draft && shown.published == Some(1));
    assert_eq!(forms::working(&mut tx, &shown).await.unwrap(), draft);
    assert_eq!(forms::current_form(&mut tx, &shown).await.unwrap().as_ref(), Some(Ready::ContactMe.form()));
    drop(tx);

    assert_eq!(publish(&world, id, Ready::BookAppointment).await, 2);
    let shown = read(&world, id).await;
    let mut tx = world.db().read().await.unwrap();
    assert!(!shown.has_draft && shown.published == Some(2));
    for (number, ready) in [(1, Ready::ContactMe), (2, Ready::BookAppointment)] {
        assert_eq!(forms::published_form(&mut tx, id, number).await.unwrap().as_ref(), Some(ready.form()));
    }
    assert_eq!(forms::published_form(&mut tx, id, 3).await.unwrap(), None);
}

async fn types_stand_in_the_clinics_order_and_a_step_moves_one(db: TestDb) {
    let world = World::new(&db).await;
    for name in ["A", "B", "C"] {
        own(&world, name, false).await;
    }
    let step = async |name: &str, direction| {
        let mut tx = world.db().read().await.unwrap();
        let all = types::of_unit(&mut tx, world.clinic).await.unwrap();
        drop(tx);
        let moved = all.into_iter().find(|one| one.name == name).unwrap();
        world.change((moved, direction), |tx, (moved, to)| Box::pin(types::step(tx, moved, *to))).await
    };
    assert!(step("C", Direction::Up).await);
    assert_eq!(names(&world).await, ["A", "C", "B"]);
    assert!(!step("A", Direction::Up).await && !step("B", Direction::Down).await);
    assert!(step("A", Direction::Down).await);
    assert_eq!(names(&world).await, ["C", "A", "B"]);
}

async fn a_name_is_free_again_when_its_type_has_ended(db: TestDb) {
    let world = World::new(&db).await;
    let first = own(&world, "Sjukresor", false).await;
    let again = async |name: &str, ready: Option<Ready>| {
        let new = NewCaseType { unit: world.clinic, ready, name: name.to_owned(), restricted: false, reply_days: None };
        world
            .db()
            .write(&world.system(), new, |tx, new| {
                Box::pin(async move {
                    let id = types::add(tx, new).await?;
                    Ok::<_, behorig_store::StoreError>(Recorded::nothing_to_record(id, "a test"))
                })
            })
            .await
    };
    assert!(again("SJUKRESOR", None).await.unwrap_err().is_conflict_on("case_type_name"));
    assert!(again("Boka tid", Some(Ready::BookAppointment)).await.is_ok());
    let taken = again("Boka tid 2", Some(Ready::BookAppointment)).await;
    assert!(taken.unwrap_err().is_conflict_on("case_type_ready"));
    let version = read(&world, first).await.version;
    world.change((first, version), |tx, (id, version)| Box::pin(types::end(tx, *id, *version))).await;
    assert!(again("Sjukresor", None).await.is_ok());
    assert_eq!(names(&world).await, ["Boka tid", "Sjukresor"]);
}

async fn ending_a_type_ends_every_grant_of_it_and_no_other(db: TestDb) {
    let world = World::new(&db).await;
    let (type_a, type_b) = (own(&world, "A", true).await, own(&world, "B", true).await);
    let on = |id: CaseTypeId| ObjectRef { kind: ObjectKind::CaseType, id: id.as_object() };
    let mut people = Vec::new();
    for name in ["Sven Lind", "Åsa Åberg", "Bo Ek"] {
        people.push(world.resident(name).await);
    }
    world.grant(people[0], BuiltIn::HandedOutCaseType, world.clinic).for_object(on(type_a)).await;
    let coming = world.now.plus_millis(DAY);
    world.grant(people[1], BuiltIn::HandedOutCaseType, world.clinic).for_object(on(type_a)).from(coming).await;
    world.grant(people[2], BuiltIn::HandedOutCaseType, world.clinic).for_object(on(type_b)).await;
    // Approved twice over, by the administrator and by the catchment area, is approved once.
    world.grant(people[2], BuiltIn::ApprovedResident, world.clinic).await;
    world.grant(people[2], BuiltIn::ApprovedResident, world.clinic).await;
    let later = world.later(HOUR);
    let count = async |id, at| grants::handed_out(&mut later.db().read().await.unwrap(), id, at).await.unwrap();
    assert_eq!(count(type_a, later.now).await, 2);
    let approved = grants::approved(&mut later.db().read().await.unwrap(), world.clinic, later.now).await.unwrap();
    assert_eq!(approved, 1, "who holds a single type is not approved");

    let ended = later.change(type_a, |tx, id| Box::pin(grants::end_all(tx, *id))).await;
    let whose: Vec<String> =
        ended.iter().filter_map(|one| one.resident.patient.as_ref().map(|(_, name)| name.clone())).collect();
    assert_eq!(whose, ["Sven Lind", "Åsa Åberg"]);
    assert_eq!(count(type_a, later.now).await, 0);
    assert_eq!(count(type_a, coming).await, 0, "one that had not begun never begins");
    assert_eq!(count(type_b, later.now).await, 1);
}

async fn what_can_be_handed_out_is_restricted_active_and_published(db: TestDb) {
    let world = World::new(&db).await;
    let restricted = own(&world, "Begränsad", true).await;
    let open = own(&world, "Öppen", false).await;
    own(&world, "Utan formulär", true).await;
    let listed = async || {
        let mut tx = world.db().read().await.unwrap();
        let out = types::restricted_of_unit(&mut tx, world.clinic).await.unwrap();
        let open = types::open_of_unit(&mut tx, world.clinic).await.unwrap();
        let names = |list: Vec<CaseType>| list.into_iter().map(|one| one.name).collect::<Vec<_>>();
        (names(out), names(open))
    };
    for id in [restricted, open] {
        publish(&world, id, Ready::ContactMe).await;
    }
    assert_eq!(listed().await, (vec![], vec![]));
    for id in [restricted, open] {
        activate(&world, id).await;
    }
    assert_eq!(listed().await, (vec!["Begränsad".to_owned()], vec!["Begränsad".to_owned(), "Öppen".to_owned()]));
}

async fn templates_are_by_name_and_only_active_ones_can_be_used(db: TestDb) {
    let world = World::new(&db).await;
    let text = |name: &str| TemplateText {
        kind: TemplateKind::Question,
        name: name.to_owned(),
        subject: "Till {namn}".to_owned(),
        body: "{titel}, {mottagning}".to_owned(),
    };
    for (name, active) in [("Öppettider", true), ("Provsvar", true), ("Ändrad tid", false)] {
        let unit = world.clinic;
        world
            .change((unit, text(name), active), |tx, (unit, text, active)| {
                Box::pin(templates::add(tx, *unit, text, *active))
            })
            .await;
    }
    let mut tx = world.db().read().await.unwrap();
    let named = |list: &[crate::Template]| list.iter().map(|one| one.text.name.clone()).collect::<Vec<_>>();
    let all = templates::templates_of_unit(&mut tx, world.clinic).await.unwrap();
    assert_eq!(named(&all), ["Provsvar", "Ändrad tid", "Öppettider"]);
    let active = templates::active_templates(&mut tx, world.clinic).await.unwrap();
    assert_eq!(named(&active), ["Provsvar", "Öppettider"]);
    let filled = active[0].fill(&Placeholders {
        name: "Sven Lind".to_owned(),
        clinic: "Vårdcentralen Ekbacken".to_owned(),
        title: "Leg. läkare".to_owned(),
        ..Placeholders::default()
    });
    assert_eq!(filled, ("Till Sven Lind".to_owned(), "Leg. läkare, Vårdcentralen Ekbacken".to_owned()));
}

async fn a_version_that_someone_else_changed_is_stale(db: TestDb) {
    let world = World::new(&db).await;
    let id = own(&world, "Sjukresor", false).await;
    let settings = Settings { name: "Resor".to_owned(), reply_days: None };
    let save = async |version: i64| {
        world
            .db()
            .write(&world.system(), (id, version, settings.clone()), |tx, (id, version, settings)| {
                Box::pin(async move {
                    types::save(tx, *id, *version, settings).await?;
                    Ok::<_, behorig_store::StoreError>(Recorded::nothing_to_record((), "a test"))
                })
            })
            .await
    };
    assert!(save(1).await.is_ok());
    assert!(matches!(save(1).await, Err(behorig_store::StoreError::Stale)));
    let shown = read(&world, id).await;
    assert_eq!((shown.name.as_str(), shown.version, shown.reply_days), ("Resor", 2, None));
    let mut tx = world.db().read().await.unwrap();
    assert_eq!(forms::working(&mut tx, &shown).await.unwrap(), Draft::default());
}
