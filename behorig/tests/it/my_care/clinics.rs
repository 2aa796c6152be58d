//! Which clinics a resident can write to, and about what.

use behorig_access::{BuiltIn, ObjectKind, ObjectRef, PersonId};
use behorig_store::params;
use http::StatusCode;
use proof_support::world::{DAY, MINUTE};
use proof_support::{TestDb, both_databases};

use super::{Ward, answers};

both_databases!(
    the_clinics_of_a_resident_are_those_that_let_them_in_and_those_that_their_home_offers,
    a_resident_is_offered_just_the_case_types_that_they_may_use,
    an_approval_for_a_branch_opens_the_clinics_below_it_with_their_case_types,
    a_clinic_that_handed_something_out_and_can_be_added_stands_once,
);

async fn the_clinics_of_a_resident_are_those_that_let_them_in_and_those_that_their_home_offers(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    world
        .change(world.other_clinic, |tx, unit| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO catchment (unit_id, county_code, updated_at, version) VALUES (?1, '06', 0, 1)",
                    params![*unit],
                )
                .await
            })
        })
        .await;
    let here = world.resident("Ove Lind").living_in("0680").await;
    let mut ove = ward.site.resident(here).await;
    let mut signe = ward.signe().await;
    assert!(!signe.get("/mina-mottagningar").await.says("Barnmorskemottagningen Ekbacken"));
    let path = format!("/mina-mottagningar/{}", world.other_clinic);
    assert_eq!(signe.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(signe.post(&format!("{path}/lagg-till"), &[]).await.status, StatusCode::NOT_FOUND);

    let offered = ove.get("/mina-mottagningar").await;
    assert!(offered.says("Du har ingen mottagning än") && offered.says("Barnmorskemottagningen Ekbacken"));
    assert!(ove.get(&path).await.says("Du hör till mottagningens betjäningsområde"));
    let added = ove.post(&format!("{path}/lagg-till"), &[]).await;
    assert_eq!(added.location.as_deref(), Some(path.as_str()), "{}", added.body);
    ove.post(&format!("{path}/lagg-till"), &[]).await;
    let grants = "SELECT CAST(count(*) AS BIGINT) FROM grants WHERE basis = 'catchment-area'";
    assert_eq!(ward.count(grants).await, 1);
    let mine = ove.get("/mina-mottagningar").await;
    assert!(mine.says("Tills vidare") && !mine.says("Mottagningar som du kan lägga till"), "{}", mine.body);
}

async fn a_resident_is_offered_just_the_case_types_that_they_may_use(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let restricted = ward.restricted().await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: restricted.as_object() };
    let ove = world.resident("Ove Lind").await;
    let until = world.now.plus_millis(DAY);
    world.grant(ove, BuiltIn::HandedOutCaseType, world.clinic).for_object(object).until(until).await;
    let clinic = format!("/mina-mottagningar/{}", world.clinic);
    let page = ward.signe().await.get(&clinic).await;
    assert!(page.says("Kontakta mig") && !page.says("Fråga efter operation"));
    let mut ove = ward.site.resident(ove).await;
    let page = ove.get(&clinic).await;
    assert!(!page.says("Kontakta mig") && page.says("Fråga efter operation") && page.says("5 arbetsdagar"));
    // What is not handed out is refused with its reason to who knows the clinic.
    let other = ward.signe().await.get(&format!("{clinic}/{restricted}")).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);

    // The minute after it ended.
    let form = format!("{clinic}/{restricted}");
    assert_eq!(ove.get(&form).await.status, StatusCode::OK);
    ove.fill(&form, &answers("Hur länge ska bandaget sitta?")).await;
    ward.site.wait(DAY + MINUTE);
    let mut later = ward.site.resident(world_person(&ward, "Ove").await).await;
    let refused = later.post(&format!("{form}/kontrollera"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.says("Du har inte längre tillgång till det här") && refused.says("Hur länge ska bandaget sitta?"));
    assert_eq!(ward.cases().await, 0);
}

async fn world_person(ward: &Ward, given_name: &str) -> PersonId {
    let mut tx = ward.site.world.db().read().await.unwrap();
    tx.one::<(PersonId,)>("SELECT id FROM person WHERE given_name = ?1", params![given_name]).await.unwrap().0
}

async fn an_approval_for_a_branch_opens_the_clinics_below_it_with_their_case_types(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let ove = world.resident("Ove Lind").await;
    world.grant(ove, BuiltIn::ApprovedResident, world.region).branch().await;
    let mut ove = ward.site.resident(ove).await;
    for page in [ove.get("/mina-mottagningar").await, ove.get("/").await] {
        let clinic = format!("href=\"/mina-mottagningar/{}\"", world.clinic);
        assert_eq!(page.body.matches(&clinic).count(), 1, "{}", page.body);
        assert!(page.says("Barnmorskemottagningen Ekbacken") && page.says("Tills vidare"), "{}", page.body);
        let region = format!("/mina-mottagningar/{}", world.region);
        assert!(!page.body.contains(&region), "one writes to clinics and to nothing above them: {}", page.body);
    }
    let clinic = ove.get(&format!("/mina-mottagningar/{}", world.clinic)).await;
    assert!(clinic.says("Kontakta mig") && clinic.says("Tills vidare"), "{}", clinic.body);
    ward.sent(&mut ove).await;
}

async fn a_clinic_that_handed_something_out_and_can_be_added_stands_once(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let restricted = ward.restricted().await;
    world
        .change(world.clinic, |tx, unit| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO catchment (unit_id, county_code, updated_at, version) VALUES (?1, '06', 0, 1)",
                    params![*unit],
                )
                .await
            })
        })
        .await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: restricted.as_object() };
    let ove = world.resident("Ove Lind").living_in("0680").await;
    world.grant(ove, BuiltIn::HandedOutCaseType, world.clinic).for_object(object).await;
    let mut ove = ward.site.resident(ove).await;
    let path = format!("/mina-mottagningar/{}", world.clinic);
    let page = ove.get("/mina-mottagningar").await;
    assert_eq!(page.body.matches(&format!("href=\"{path}\"")).count(), 1, "{}", page.body);
    assert!(page.says("Du kan också lägga till mottagningen.") && !page.says("Mottagningar som du kan lägga till"));
    assert!(ove.get(&path).await.says("Lägg till mottagning"));
    ove.post(&format!("{path}/lagg-till"), &[]).await;
    assert!(!ove.get("/mina-mottagningar").await.says("Du kan också lägga till"));
}
