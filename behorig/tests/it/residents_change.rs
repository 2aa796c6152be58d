//! Residents are approved and removed: what is shown before, what is told after, and what nobody can do.

use behorig_access::{AccountId, BuiltIn, GrantId, MayGive, PersonId, RoleDraft, Service, ServiceSet};
use behorig_registers::persons::Protection;
use behorig_registers::roles;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use proof_support::world::MINUTE;
use proof_support::{TestDb, World, both_databases};

use crate::residents::{administrator, handed_out, number_of, readings};
use crate::site::{Browser, Page, Site};

both_databases!(
    name_and_number_are_shown_before_anybody_is_approved,
    whoever_is_approved_or_dead_or_unknown_is_answered_so,
    a_protected_person_is_answered_exactly_as_an_unknown_one,
    the_question_lists_all_that_ends_and_all_of_it_ends,
    what_came_after_the_question_does_not_end_unseen,
    many_are_removed_at_once_after_one_question,
    another_clinics_residents_are_out_of_reach,
    a_role_that_may_not_give_it_neither_approves_nor_removes,
    nobody_approves_themselves,
    an_approval_sent_twice_or_by_two_happens_once,
    many_who_approve_the_same_resident_at_once_give_one_approval,
    whom_the_catchment_area_would_let_in_again_is_said_before_they_are_removed,
    who_added_the_clinic_themselves_can_be_approved_for_good,
);

/// The hidden fields of the page's form to `action`.
pub fn hidden(page: &Page, action: &str) -> Vec<(String, String)> {
    let wanted = format!("action=\"{action}\"");
    let form = page
        .body
        .split("<form")
        .skip(1)
        .find(|form| form.contains("method=\"post\"") && form.contains(&wanted))
        .unwrap_or_else(|| panic!("no form to {action} in {}", page.body));
    form.split("</form>")
        .next()
        .unwrap()
        .split("<input")
        .skip(1)
        .map(|input| input.split('>').next().unwrap())
        .filter(|input| input.contains("type=\"hidden\""))
        .map(|input| (attribute(input, "name"), attribute(input, "value")))
        .collect()
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or(("", ""));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Sends the page's own form to `action`: its hidden fields, with what is typed after them.
pub async fn fill(browser: &mut Browser, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    let hidden = hidden(page, action);
    let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.extend(typed);
    browser.post(action, &all).await
}

/// Grants of a person at the clinic that are not over.
pub async fn live(world: &World, person: PersonId) -> usize {
    let mut read = world.db().read().await.unwrap();
    let rows: Vec<(GrantId,)> = read
        .all(
            "SELECT id FROM grants WHERE holder_person = ?1 AND (to_at IS NULL OR to_at > ?2)",
            params![person, world.now],
        )
        .await
        .unwrap();
    rows.len()
}

/// A number of the test series that nobody in the world has.
fn nobodys_number() -> String {
    behorig_identity::test_series::personal_number(date(2016, 12, 31), true).unwrap().as_stored().to_owned()
}

const APPROVE: &str = "/invanare/godkann";

async fn clinic(site: &Site) -> (AccountId, Browser) {
    let anna = administrator(&site.world).await;
    (anna, site.staff(anna, site.world.clinic).await)
}

async fn approved(browser: &mut Browser, world: &World, person: PersonId) -> Page {
    let shown = browser.post(APPROVE, &[("personnummer", &number_of(world, person).await)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    fill(browser, &shown, APPROVE, &[]).await
}

async fn name_and_number_are_shown_before_anybody_is_approved(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let number = number_of(world, sven).await;
    assert!(anna.get(APPROVE).await.says("Invånarens personnummer"));
    let shown = anna.post(APPROVE, &[("personnummer", &number)]).await;
    assert!(shown.says("Sven Lind") && shown.says(&format!("{}-{}", &number[..8], &number[8..])), "{}", shown.body);
    assert_eq!(live(world, sven).await, 0, "nothing is given before it is asked for");
    assert_eq!(readings(world).await[0].level.as_deref(), Some("residents.find"));

    let done = fill(&mut anna, &shown, APPROVE, &[]).await;
    let there = done.location.unwrap();
    assert!(there.starts_with("/invanare/") && !there.contains(&number), "{there}");
    let page = anna.get(&there).await;
    assert!(page.says("Invånaren är godkänd för kommunikation.") && page.says("Anna Ek"), "{}", page.body);
    assert!(page.says("Beslut av lokal administratör") && page.says("tills vidare"), "{}", page.body);
    let event = world.events().await.into_iter().find(|event| event.level.as_deref() == Some("residents.approve"));
    let event = event.unwrap();
    assert_eq!((event.activity.as_str(), event.resources[0].patient.as_deref()), ("Skriva", Some(number.as_str())));
    let grant: GrantId = there.rsplit('/').next().unwrap().parse().unwrap();
    let told = world.history_of(grant.uuid()).await;
    assert_eq!((told[0].field.as_str(), told[0].old.as_deref()), ("approval", None));
    let viewer = world.resident_viewer(sven).await;
    let chain = world.chain(world.clinic).await;
    let target = behorig_access::Target::at(&chain);
    assert!(behorig_access::decide(&viewer, Service::CommunicateWithClinic, &target, world.now).is_permit());
}

async fn whoever_is_approved_or_dead_or_unknown_is_answered_so(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let grant = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let dead = world.resident("Bror Borta").deceased_on(date(2026, 1, 2)).await;
    let number = number_of(world, sven).await;
    let already = anna.post(APPROVE, &[("personnummer", &number)]).await;
    assert_eq!(already.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(already.says("Sven Lind är redan godkänd för kommunikation."), "{}", already.body);
    assert!(already.body.contains(&format!("/invanare/{grant}")) && already.body.contains(&number));
    let gone = anna.post(APPROVE, &[("personnummer", &number_of(world, dead).await)]).await;
    assert!(gone.says("avliden enligt personregistret") && !gone.says("Bror"), "{}", gone.body);
    assert_eq!(readings(world).await.len(), 2, "both were told of");
    let unknown = anna.post(APPROVE, &[("personnummer", &nobodys_number())]).await;
    let wrong = anna.post(APPROVE, &[("personnummer", "20161231-0000")]).await;
    let empty = anna.post(APPROVE, &[("personnummer", " ")]).await;
    for (page, words) in [
        (unknown, "Ingen i personregistret har det numret."),
        (wrong, "value=\"20161231-0000\""),
        (empty, "Ange personnumret på den invånare du vill godkänna."),
    ] {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(readings(world).await.len(), 2, "nobody was shown");
}

async fn a_protected_person_is_answered_exactly_as_an_unknown_one(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (anna, mut annas) = clinic(&site).await;
    let ylva = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    let hidden_number = number_of(world, ylva).await;
    let nobodys = nobodys_number();
    for path in [APPROVE, "/invanare/dela-ut", "/invanare/sok"] {
        let protected = annas.post(path, &[("personnummer", &hidden_number)]).await;
        let unknown = annas.post(path, &[("personnummer", &nobodys)]).await;
        assert_eq!(protected.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(protected.body.replace(&hidden_number, "X"), unknown.body.replace(&nobodys, "X"), "{path}");
    }
    // Nor does it help to know the register's own id of the person.
    let guessed = annas.post(APPROVE, &[("person", &ylva.to_string())]).await;
    let nobody = annas.post(APPROVE, &[("person", "0197a0b0-0000-7000-8000-000000000001")]).await;
    assert_eq!((guessed.status, &guessed.body), (nobody.status, &nobody.body));
    assert_eq!((live(world, ylva).await, readings(world).await.len()), (0, 0));

    let sees = world.change((), |tx, ()| {
        Box::pin(async move {
            let (region,) = tx.one("SELECT id FROM unit WHERE parent_id IS NULL", params![]).await?;
            let draft = RoleDraft {
                name: "Ser skyddade".to_owned(),
                kind: behorig_access::RoleKind::Staff,
                services: ServiceSet::of(&[Service::SeeProtectedIdentity]),
                daily_planning: false,
                lowest_assurance: behorig_access::Assurance::TwoFactor,
                may_give: MayGive::NONE,
            };
            roles::add(tx, region, None, &draft).await
        })
    });
    world.grant_role(anna, sees.await, world.clinic).await;
    let done = approved(&mut annas, world, ylva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(annas.get(&done.location.unwrap()).await.says("Skyddade personuppgifter"));
}

async fn the_question_lists_all_that_ends_and_all_of_it_ends(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let grant = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    handed_out(world, sven).await;
    world.grant(sven, BuiltIn::ApprovedResident, world.other_clinic).await;
    let path = format!("/invanare/{grant}/ta-bort");
    // The dialog on the page and the page without JavaScript say the same.
    for page in [anna.get(&format!("/invanare/{grant}")).await, anna.get(&path).await] {
        assert!(page.says("Det här upphör för Sven Lind vid Vårdcentralen Ekbacken:"), "{}", page.body);
        assert!(page.says("Ärendetypen Diabetesdagbok"), "{}", page.body);
        assert!(page.says("inte längre möjlighet att kontakta mottagningen"), "{}", page.body);
    }
    let question = anna.get(&path).await;
    let done = fill(&mut anna, &question, &path, &[]).await;
    assert_eq!(done.location.as_deref(), Some("/invanare"), "{}", done.body);
    assert!(anna.get("/invanare").await.says("Godkännandet för kommunikation har tagits bort."));
    assert_eq!(live(world, sven).await, 1, "what another clinic gave stays");
    let event = world.events().await.into_iter().find(|event| event.level.as_deref() == Some("residents.remove"));
    assert_eq!(event.unwrap().resources.len(), 1);
    // The page remembers, and there is nothing more to remove.
    let page = anna.get(&format!("/invanare/{grant}")).await;
    assert!(page.says("Godkännande och utdelade ärendetyper borttagna"), "{}", page.body);
    assert!(page.says("inte godkänd för kommunikation") && !page.says("Ta bort godkännande"), "{}", page.body);
    assert!(anna.get(&path).await.says("Allt är redan borttaget."));
}

async fn what_came_after_the_question_does_not_end_unseen(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let grant = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let path = format!("/invanare/{grant}/ta-bort");
    let question = anna.get(&path).await;
    handed_out(world, sven).await;
    let again = fill(&mut anna, &question, &path, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Något har ändrats sedan sidan visades.") && again.says("Diabetesdagbok"), "{}", again.body);
    assert_eq!(live(world, sven).await, 2);
    let done = fill(&mut anna, &again, &path, &[]).await;
    assert_eq!((done.status, live(world, sven).await), (StatusCode::SEE_OTHER, 0), "{}", done.body);
    // A form that comes late, or again, finds nothing to do and says so.
    let late = anna.post(&path, &[("visat", &format!("{grant}.1"))]).await;
    assert!(late.says("Allt är redan borttaget."), "{}", late.body);
}

async fn many_are_removed_at_once_after_one_question(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let (sven, eva) = (world.resident("Sven Lind").await, world.resident("Eva Alm").await);
    let ulla = world.resident("Ulla Ek").await;
    let svens = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await.to_string();
    let evas = handed_out(world, eva).await.to_string();
    world.grant(ulla, BuiltIn::ApprovedResident, world.clinic).await;
    let list = anna.get("/invanare").await;
    assert!(list.says("Ta bort godkännande för valda") && list.body.contains(&svens), "{}", list.body);
    assert_eq!(anna.post("/invanare/ta-bort", &[]).await.location.as_deref(), Some("/invanare"));
    assert!(anna.get("/invanare").await.says("Markera först de invånare som det gäller."));

    let question = anna.post("/invanare/ta-bort", &[("vald", &svens), ("vald", &evas)]).await;
    assert_eq!(question.status, StatusCode::OK, "{}", question.body);
    assert!(question.says("Ta bort godkännande för 2 invånare"), "{}", question.body);
    assert!(question.says("Sven Lind") && question.says("Eva Alm") && question.says("Diabetesdagbok"));
    assert!(!question.says("Ulla"));
    assert_eq!(live(world, sven).await + live(world, eva).await, 2, "nothing ends before the answer");
    let done = fill(&mut anna, &question, "/invanare/ta-bort", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(anna.get("/invanare").await.says("Godkännandena för kommunikation har tagits bort."));
    assert_eq!((live(world, sven).await, live(world, eva).await, live(world, ulla).await), (0, 0, 1));
    let events = world.events().await;
    let told: Vec<_> = events.iter().filter(|event| event.level.as_deref() == Some("residents.remove")).collect();
    assert_eq!((told.len(), told[0].resources.len()), (1, 2));
}

async fn another_clinics_residents_are_out_of_reach(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (anna, mut annas) = clinic(&site).await;
    let (sven, eva) = (world.resident("Sven Lind").await, world.resident("Eva Alm").await);
    let own = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await.to_string();
    let other = world.grant(eva, BuiltIn::ApprovedResident, world.other_clinic).await.to_string();
    let (seen_own, seen_other) = (format!("{own}.1"), format!("{other}.1"));
    let forged = [("vald", own.as_str()), ("visat", &seen_own), ("vald", &other), ("visat", &seen_other)];
    let mixed = annas.post("/invanare/ta-bort", &forged).await;
    assert_eq!(mixed.status, StatusCode::NOT_FOUND, "{}", mixed.body);
    let path = format!("/invanare/{other}/ta-bort");
    assert_eq!(annas.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(annas.post(&path, &[("visat", &seen_other)]).await.status, StatusCode::NOT_FOUND);
    // A grant of staff is no resident, and neither is nonsense.
    let staffs = world.grant(anna, BuiltIn::CaseHandler, world.clinic).await;
    for id in [staffs.to_string(), "x".to_owned()] {
        assert_eq!(annas.get(&format!("/invanare/{id}")).await.status, StatusCode::NOT_FOUND, "{id}");
        let taken = annas.post(&format!("/invanare/{id}/ta-bort"), &[("visat", "")]).await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND, "{id}");
    }
    // With another hat on, the same person administers nobody there.
    world.grant(anna, BuiltIn::InternalMail, world.other_clinic).await;
    let mut elsewhere = site.staff(anna, world.other_clinic).await;
    let number = number_of(world, sven).await;
    let refused = elsewhere.post(APPROVE, &[("personnummer", &number)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert!(!refused.says("Sven"), "{}", refused.body);
    assert_eq!((live(world, sven).await, live(world, eva).await), (1, 1));
}

async fn a_role_that_may_not_give_it_neither_approves_nor_removes(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let role = world.change((), |tx, ()| {
        Box::pin(async move {
            let (region,) = tx.one("SELECT id FROM unit WHERE parent_id IS NULL", params![]).await?;
            let draft = RoleDraft {
                name: "Tittar".to_owned(),
                kind: behorig_access::RoleKind::Staff,
                services: BuiltIn::LocalAdministrator.services(),
                daily_planning: false,
                lowest_assurance: behorig_access::Assurance::TwoFactor,
                may_give: MayGive::NONE,
            };
            roles::add(tx, region, None, &draft).await
        })
    });
    let bo = world.account("Bo Alm").at(world.clinic).await;
    world.grant_role(bo, role.await, world.clinic).await;
    let mut bos = site.staff(bo, world.clinic).await;
    let (sven, eva) = (world.resident("Sven Lind").await, world.resident("Eva Alm").await);
    let grant = world.grant(eva, BuiltIn::ApprovedResident, world.clinic).await;
    let refused = approved(&mut bos, world, sven).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ingen av dina roller vid mottagningen får ge"), "{}", refused.body);
    assert!(!bos.get(&format!("/invanare/{grant}")).await.says("Ta bort godkännande"));
    let path = format!("/invanare/{grant}/ta-bort");
    let seen = format!("{grant}.1");
    let refused = bos.post(&path, &[("visat", &seen)]).await;
    assert!(refused.says("Ingen av dina roller vid mottagningen får ge"), "{}", refused.body);
    assert_eq!((live(world, sven).await, live(world, eva).await), (0, 1));
}

async fn nobody_approves_themselves(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (anna, mut annas) = clinic(&site).await;
    let mut read = world.db().read().await.unwrap();
    let (number,): (String,) =
        read.one("SELECT identity_number FROM account WHERE id = ?1", params![anna]).await.unwrap();
    drop(read);
    let own = behorig_identity::IdentityNumber::from_stored(&number).unwrap();
    let person = world.resident("Anna Ek").number(own).await;
    let refused = approved(&mut annas, world, person).await;
    assert!(refused.says("Ingen godkänner eller delar ut till sig själv."), "{}", refused.body);
    assert_eq!(live(world, person).await, 0);
}

async fn an_approval_sent_twice_or_by_two_happens_once(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let number = number_of(world, sven).await;
    let shown = anna.post(APPROVE, &[("personnummer", &number)]).await;
    let first = fill(&mut anna, &shown, APPROVE, &[]).await;
    let again = fill(&mut anna, &shown, APPROVE, &[]).await;
    assert!(first.location.is_some() && first.location == again.location, "{}", again.body);
    assert_eq!(live(world, sven).await, 1);
    // Another one who saw the question before it was answered.
    let other = anna.post(APPROVE, &[("person", &sven.to_string())]).await;
    assert!(other.says("Invånaren är redan godkänd för kommunikation."), "{}", other.body);
    assert_eq!(live(world, sven).await, 1);
    // Removed and approved anew, with both in the history.
    site.wait(MINUTE);
    let path = format!("{}/ta-bort", first.location.unwrap());
    let question = anna.get(&path).await;
    fill(&mut anna, &question, &path, &[]).await;
    site.wait(MINUTE);
    let anew = approved(&mut anna, world, sven).await;
    let page = anna.get(&anew.location.unwrap()).await;
    assert!(page.says("Godkännandet borttaget") && page.says("Gäller"), "{}", page.body);
}

/// The clinic lets in everyone of a county.
async fn catchment(world: &World, county: &str) {
    world
        .change((world.clinic, county.to_owned()), |tx, (unit, county)| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute(
                    "INSERT INTO catchment (unit_id, county_code, updated_at, version) VALUES (?1, ?2, ?3, 1)",
                    params![*unit, county, now],
                )
                .await
            })
        })
        .await;
}

async fn whom_the_catchment_area_would_let_in_again_is_said_before_they_are_removed(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    catchment(world, "06").await;
    let (near, far) =
        (world.resident("Sven Nära").living_in("0680").await, world.resident("Eva Långt").living_in("0180").await);
    let near = world.grant(near, BuiltIn::ApprovedResident, world.clinic).await;
    let far = world.grant(far, BuiltIn::ApprovedResident, world.clinic).await;
    let words = "Sven Nära finns i mottagningens betjäningsområde";
    assert!(anna.get(&format!("/invanare/{near}/ta-bort")).await.says(words));
    assert!(anna.get(&format!("/invanare/{near}")).await.says(words), "the dialog says it too");
    assert!(!anna.get(&format!("/invanare/{far}/ta-bort")).await.says("betjäningsområde"));
    let (near, far) = (near.to_string(), far.to_string());
    let both = anna.post("/invanare/ta-bort", &[("vald", &near), ("vald", &far)]).await;
    assert!(both.says(words) && !both.says("Eva Långt finns i"), "{}", both.body);
}

async fn who_added_the_clinic_themselves_can_be_approved_for_good(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, mut anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let own = world.grant(sven, BuiltIn::ApprovedResident, world.clinic);
    let own = own.on(behorig_access::Basis::CatchmentArea).await;
    assert!(anna.get("/invanare").await.says("Godkänd för kommunikation genom betjäningsområdet"));
    let page = anna.get(&format!("/invanare/{own}")).await;
    assert!(
        page.says("Betjäningsområde") && page.says("Invånaren själv") && page.body.contains("<span>Godkänn</span>"),
        "{}",
        page.body
    );
    let shown = anna.post(APPROVE, &[("personnummer", &number_of(world, sven).await)]).await;
    assert!(shown.says("Invånaren har redan lagt till mottagningen"), "{}", shown.body);
    let done = fill(&mut anna, &shown, APPROVE, &[]).await;
    assert_eq!((done.status, live(world, sven).await), (StatusCode::SEE_OTHER, 2), "{}", done.body);
    assert_eq!(anna.get("/invanare").await.body.matches("Lind, Sven").count(), 1);
    // Removing ends both: nothing is left by which the resident comes in.
    let path = format!("/invanare/{own}/ta-bort");
    let question = anna.get(&path).await;
    fill(&mut anna, &question, &path, &[]).await;
    assert_eq!(live(world, sven).await, 0);
}

async fn many_who_approve_the_same_resident_at_once_give_one_approval(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (_, anna) = clinic(&site).await;
    let sven = world.resident("Sven Lind").await.to_string();
    let asked: Vec<_> = (0..8)
        .map(|_| {
            let (mut anna, sven) = (anna.clone(), sven.clone());
            tokio::spawn(async move { anna.post(APPROVE, &[("person", &sven)]).await })
        })
        .collect();
    let mut given = 0;
    for answer in asked {
        let page = answer.await.unwrap();
        assert!(page.status == StatusCode::SEE_OTHER || page.says("redan godkänd"), "{} {}", page.status, page.body);
        given += usize::from(page.status == StatusCode::SEE_OTHER);
    }
    assert_eq!((given, live(world, sven.parse().unwrap()).await), (1, 1));
}
