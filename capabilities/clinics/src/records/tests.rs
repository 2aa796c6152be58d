//! What is stored of clinics, on both databases.

use behorig_access::{Basis, BuiltIn, GrantId, PersonId, UnitId};
use behorig_registers::persons::{LocalRegister, NewPerson, Person, PersonRegister, Protection};
use behorig_store::{Event, Param, params};
use behorig_visit::{AccessEnd, AccessEnded};
use behorig_web::format;
use jiff::civil::date;
use proof_support::world::DAY;
use proof_support::{TestDb, World, both_databases};

use super::*;
use crate::rules::{Catchment, ClinicStatus, Sex, end_of_day};

both_databases!(
    a_clinic_that_has_said_nothing_is_open_and_promises_two_working_days,
    everything_that_is_saved_comes_back,
    a_version_that_somebody_else_raised_is_stale,
    an_area_reaches_those_whom_it_covers_and_only_open_clinics_are_offered,
    a_resident_adds_a_clinic_once_and_only_while_it_is_open_and_covers_them,
    a_narrowed_area_ends_the_grants_of_those_who_no_longer_fit_and_of_nobody_else,
    the_end_of_a_grant_moves_with_the_age_of_the_area_and_never_past_what_somebody_chose,
    a_person_who_moves_away_loses_the_grant_and_a_neighbour_keeps_it,
    more_grants_than_a_batch_holds_are_all_met,
);

fn county(code: &str) -> Catchment {
    Catchment { county: code.to_owned(), municipalities: Vec::new(), sex: None, age_from: None, age_to: None }
}

async fn set(world: &World, unit: UnitId, area: Option<Catchment>) {
    save(world, unit, move |settings| settings.area = area.clone()).await;
}

async fn save(world: &World, unit: UnitId, change: impl Fn(&mut Settings) + Send + Sync + 'static) {
    world
        .change((unit, change), |tx, (unit, change)| {
            Box::pin(async move {
                let before = settings(tx, *unit).await?;
                let mut after = before.clone();
                change(&mut after);
                put(tx, &before, &after).await
            })
        })
        .await;
}

async fn read(world: &World, unit: UnitId) -> Settings {
    settings(&mut world.db().read().await.unwrap(), unit).await.unwrap()
}

async fn person(world: &World, id: PersonId) -> Person {
    LocalRegister.by_id(&mut world.db().read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn add(world: &World, id: PersonId, unit: UnitId) -> Adding {
    let person = person(world, id).await;
    world.change((person, unit), |tx, (person, unit)| Box::pin(add_clinic(tx, person, *unit))).await
}

fn given(adding: Adding) -> GrantId {
    let Adding::Added(grant) = adding else { panic!("not added: {adding:?}") };
    grant
}

async fn refitted(world: &World, unit: UnitId, before: Option<Catchment>, after: Option<Catchment>) -> Vec<PersonId> {
    let now = world.now;
    let counted = would_end(&mut world.db().read().await.unwrap(), unit, after.as_ref(), now).await.unwrap();
    let ended = world
        .change((unit, before, after), |tx, (unit, before, after)| {
            Box::pin(async move { refit(tx, *unit, Areas { before: before.as_ref(), after: after.as_ref() }).await })
        })
        .await;
    assert_eq!(counted, i64::try_from(ended.len()).unwrap(), "the question tells what then ends");
    ended.iter().map(|one| one.person).collect()
}

async fn end_of(world: &World, grant: GrantId) -> Option<i64> {
    let (to,): (Option<i64>,) =
        world.db().read().await.unwrap().one("SELECT to_at FROM grants WHERE id = ?1", params![grant]).await.unwrap();
    to
}

async fn a_clinic_that_has_said_nothing_is_open_and_promises_two_working_days(db: TestDb) {
    let world = World::new(&db).await;
    let Settings { clinic, area } = read(&world, world.clinic).await;
    assert_eq!(clinic, Clinic::unsaid(world.clinic));
    assert_eq!((clinic.status, clinic.reply_days, clinic.version), (ClinicStatus::Open, 2, 0));
    assert_eq!(area, None);
}

async fn everything_that_is_saved_comes_back(db: TestDb) {
    let world = World::new(&db).await;
    let area = Catchment {
        municipalities: vec!["0643".to_owned(), "0680".to_owned()],
        sex: Some(Sex::Female),
        age_from: Some(16),
        age_to: Some(74),
        ..county("06")
    };
    let full = Clinic {
        status: ClinicStatus::ClosedForNew,
        phone: behorig_identity::Phone::parse("036-32 10 00").ok(),
        email: behorig_identity::Email::parse("vc@rjl.se").ok(),
        web: Some("https://www.rjl.se".to_owned()),
        street: Some("Storgatan 1".to_owned()),
        postal_code: Some("553 05".to_owned()),
        city: Some("Jönköping".to_owned()),
        opening_hours: Some("Mån 8–17\nTis 8–12".to_owned()),
        phone_hours: Some("Alltid".to_owned()),
        about: Some("Vi finns <här> & nu".to_owned()),
        terms: Some("Ring 112".to_owned()),
        reply_days: 5,
        notify: Notify::Address,
        notice_email: behorig_identity::Email::parse("brev@rjl.se").ok(),
        ..Clinic::unsaid(world.clinic)
    };
    let (saved, kept) = (full.clone(), area.clone());
    save(&world, world.clinic, move |settings| {
        *settings = Settings { clinic: saved.clone(), area: Some(kept.clone()) }
    })
    .await;
    let found = read(&world, world.clinic).await;
    assert_eq!(found, Settings { clinic: Clinic { version: 1, ..full }, area: Some(area) });
    save(&world, world.clinic, |settings| {
        *settings = Settings { clinic: Clinic { version: 1, ..Clinic::unsaid(settings.clinic.unit) }, area: None }
    })
    .await;
    let found = read(&world, world.clinic).await;
    assert_eq!(found, Settings { clinic: Clinic { version: 2, ..Clinic::unsaid(world.clinic) }, area: None });
    assert_eq!(read(&world, world.other_clinic).await.clinic.version, 0, "one clinic is not another");
}

async fn a_version_that_somebody_else_raised_is_stale(db: TestDb) {
    let world = World::new(&db).await;
    save(&world, world.clinic, |settings| settings.clinic.reply_days = 3).await;
    let actor = world.system();
    let outcome = db
        .write(&actor, world.clinic, |tx, unit| {
            Box::pin(async move {
                let mut before = settings(tx, *unit).await?;
                before.clinic.version += 1;
                put(tx, &before, &before.clone()).await?;
                tx.record(Event::change("test", "clinic", unit)).await
            })
        })
        .await;
    assert!(matches!(outcome, Err(behorig_store::StoreError::Stale)), "{outcome:?}");
}

async fn an_area_reaches_those_whom_it_covers_and_only_open_clinics_are_offered(db: TestDb) {
    let world = World::new(&db).await;
    let sven = world.resident("Sven Lind").living_in("0680").await;
    let eva = world.resident("Eva Alm").living_in("0580").await;
    let dead = world.resident("Bo Ek").living_in("0680").deceased_on(date(2025, 1, 1)).await;
    let offered = async |id| {
        let person = person(&world, id).await;
        let today = format::local(world.now.0).date();
        clinics_that_reach(&mut world.db().read().await.unwrap(), &person, today).await.unwrap()
    };
    assert_eq!(offered(sven).await, []);
    set(&world, world.clinic, Some(county("06"))).await;
    set(&world, world.other_clinic, Some(Catchment { municipalities: vec!["0643".to_owned()], ..county("06") })).await;
    assert_eq!((offered(sven).await, offered(eva).await, offered(dead).await), (vec![world.clinic], vec![], vec![]));
    set(&world, world.other_clinic, Some(county("06"))).await;
    assert_eq!(offered(sven).await, [world.other_clinic, world.clinic], "in order of name");
    for status in [ClinicStatus::ClosedForNew, ClinicStatus::Ended] {
        save(&world, world.other_clinic, move |settings| settings.clinic.status = status).await;
        assert_eq!(offered(sven).await, [world.clinic]);
    }
}

async fn a_resident_adds_a_clinic_once_and_only_while_it_is_open_and_covers_them(db: TestDb) {
    let world = World::new(&db).await;
    let sven = world.resident("Sven Lind").living_in("0680").born(date(2010, 5, 1)).await;
    assert_eq!(add(&world, sven, world.clinic).await, Adding::NotCovered);
    set(&world, world.clinic, Some(Catchment { age_to: Some(17), ..county("06") })).await;
    save(&world, world.clinic, |settings| settings.clinic.status = ClinicStatus::ClosedForNew).await;
    assert_eq!(add(&world, sven, world.clinic).await, Adding::NotOpen);
    save(&world, world.clinic, |settings| settings.clinic.status = ClinicStatus::Open).await;
    let grant = given(add(&world, sven, world.clinic).await);
    assert_eq!(add(&world, sven, world.clinic).await, Adding::Already(grant));
    let (basis,): (String,) =
        db.read().await.unwrap().one("SELECT basis FROM grants WHERE id = ?1", params![grant]).await.unwrap();
    assert_eq!(basis, "catchment-area");
    assert_eq!(end_of(&world, grant).await, Some(end_of_day(date(2028, 4, 30)).0), "on the day that Sven turns 18");
    let maj = world.resident("Maj Ek").living_in("0580").await;
    assert_eq!(add(&world, maj, world.clinic).await, Adding::NotCovered);
}

async fn a_narrowed_area_ends_the_grants_of_those_who_no_longer_fit_and_of_nobody_else(db: TestDb) {
    let world = World::new(&db).await;
    set(&world, world.clinic, Some(county("06"))).await;
    set(&world, world.other_clinic, Some(county("06"))).await;
    let habo = world.resident("Hanna Bo").living_in("0643").await;
    let town = world.resident("Tora Stad").living_in("0680").await;
    let approved = world.resident("Gun Kand").living_in("0643").await;
    let (of_habo, of_town) =
        (given(add(&world, habo, world.clinic).await), given(add(&world, town, world.clinic).await));
    let beside = given(add(&world, habo, world.other_clinic).await);
    let by_hand = world.grant(approved, BuiltIn::ApprovedResident, world.clinic).await;
    let later = world.later(DAY);
    let only_town = Catchment { municipalities: vec!["0680".to_owned()], ..county("06") };
    let ended = refitted(&later, world.clinic, Some(county("06")), Some(only_town.clone())).await;
    assert_eq!(ended, [habo]);
    assert_eq!(end_of(&later, of_habo).await, Some(later.now.0));
    for stands in [of_town, beside, by_hand] {
        assert_eq!(end_of(&later, stands).await, None);
    }
    assert_eq!(refitted(&later, world.clinic, Some(only_town.clone()), Some(only_town)).await, []);
    assert_eq!(refitted(&world.later(2 * DAY), world.clinic, None, None).await, [town], "without an area nobody fits");
}

async fn the_end_of_a_grant_moves_with_the_age_of_the_area_and_never_past_what_somebody_chose(db: TestDb) {
    let world = World::new(&db).await;
    let to = |age| Catchment { age_to: age, ..county("06") };
    set(&world, world.clinic, Some(to(Some(25)))).await;
    let [moved, chosen] = [world.resident("Sven Lind"), world.resident("Eva Alm")]
        .map(|one| one.living_in("0680").born(date(2010, 5, 1)));
    let (moved, chosen) = (
        moved.await,
        chosen.number(behorig_identity::test_series::personal_number(date(2010, 5, 2), false).unwrap()).await,
    );
    let moved = given(add(&world, moved, world.clinic).await);
    let chosen = given(add(&world, chosen, world.clinic).await);
    let soon = world.now.plus_millis(30 * DAY);
    world
        .change((chosen, soon), |tx, (grant, soon)| {
            Box::pin(async move {
                tx.execute("UPDATE grants SET to_at = ?2 WHERE id = ?1", params![grant, soon]).await.map(|_| ())
            })
        })
        .await;
    let ends = async |day| {
        assert_eq!(end_of(&world, moved).await, day);
        assert_eq!(end_of(&world, chosen).await, Some(soon.0), "what somebody chose stands");
    };
    ends(Some(end_of_day(date(2036, 4, 30)).0)).await;
    assert_eq!(refitted(&world, world.clinic, Some(to(Some(25))), Some(to(Some(17)))).await, []);
    ends(Some(end_of_day(date(2028, 4, 30)).0)).await;
    assert_eq!(refitted(&world, world.clinic, Some(to(Some(17))), Some(to(None))).await, []);
    ends(None).await;
}

async fn a_person_who_moves_away_loses_the_grant_and_a_neighbour_keeps_it(db: TestDb) {
    let world = World::new(&db).await;
    set(&world, world.clinic, Some(county("06"))).await;
    let sven = world.resident("Sven Lind").living_in("0680").await;
    let eva = world.resident("Eva Alm").living_in("0680").await;
    let (of_sven, of_eva) = (given(add(&world, sven, world.clinic).await), given(add(&world, eva, world.clinic).await));
    let later = world.later(DAY);
    let known = person(&world, sven).await;
    let moved = NewPerson {
        number: known.number,
        given_name: known.given_name,
        family_name: known.family_name,
        sex: None,
        county_code: Some("05".to_owned()),
        municipality_code: Some("0580".to_owned()),
        deceased_on: None,
        protection: Protection::None,
    };
    let units = later
        .change((moved, sven, eva), |tx, (moved, sven, eva)| {
            Box::pin(async move {
                behorig_registers::persons::put(tx, moved).await?;
                let told = AccessEnded::nothing().and(|tx, end| {
                    Box::pin(async move {
                        let AccessEnd::Resident { person, unit } = end else { return Ok(()) };
                        tx.execute(
                            "INSERT INTO setting (key, value) VALUES (?1, ?2)",
                            &[Param::Text("told"), Param::Text(&format!("{person} {unit}"))],
                        )
                        .await
                        .map(|_| ())
                    })
                });
                let mut units = end_catchment_grants_that_no_longer_fit(tx, *sven, &told).await?;
                units.extend(end_catchment_grants_that_no_longer_fit(tx, *eva, &told).await?);
                Ok(units)
            })
        })
        .await;
    assert_eq!(units, [world.clinic]);
    assert_eq!((end_of(&later, of_sven).await, end_of(&later, of_eva).await), (Some(later.now.0), None));
    let (told,): (String,) =
        db.read().await.unwrap().one("SELECT value FROM setting WHERE key = 'told'", params![]).await.unwrap();
    assert_eq!(told, format!("{sven} {}", world.clinic));
    let events = later.events().await;
    let left = events.iter().find(|event| event.level.as_deref() == Some("clinics.out-of-area")).unwrap();
    assert_eq!(left.resources.len(), 1);
    let (old,): (String,) = db
        .read()
        .await
        .unwrap()
        .one("SELECT old_value FROM history WHERE entity_kind = 'grant' AND entity_id = ?1", params![of_sven])
        .await
        .unwrap();
    assert_eq!(old, "Godkänd invånare, Vårdcentralen Ekbacken");
}

async fn more_grants_than_a_batch_holds_are_all_met(db: TestDb) {
    let world = World::new(&db).await;
    let person = world.resident("Sven Lind").living_in("0680").await;
    let role = world.role(BuiltIn::ApprovedResident);
    // As many as two batches and some, of one person: the walk goes by person and then by grant.
    let many = 1_107;
    world
        .change((person, role, world.clinic), move |tx, (person, role, unit)| {
            Box::pin(async move {
                for _ in 0..many {
                    let grant = behorig_registers::grants::NewGrant {
                        holder: behorig_access::Holder::Person(*person),
                        role: *role,
                        unit: *unit,
                        branch: false,
                        object: None,
                        period: behorig_access::Period::until_further_notice(tx.now()),
                        basis: Basis::CatchmentArea,
                    };
                    behorig_registers::grants::give(tx, &grant).await?;
                }
                Ok(())
            })
        })
        .await;
    let ended = refitted(&world.later(DAY), world.clinic, None, None).await;
    assert_eq!(ended.len(), many);
}
