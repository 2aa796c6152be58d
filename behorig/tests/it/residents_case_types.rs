//! Case types are handed out, changed and taken back.

use behorig_access::{BuiltIn, CaseTypeId, GrantId, PersonId, Restrictions, Service, Target, decide};
use behorig_registers::persons::Protection;
use behorig_store::params;
use http::StatusCode;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

use crate::residents::{administrator, handed_out, number_of, restricted_type};
use crate::residents_change::{fill, hidden, live};
use crate::site::{Browser, Page, Site};

both_databases!(
    a_case_type_is_handed_out_after_name_type_and_how_long,
    it_ends_by_itself_when_the_day_is_over,
    what_is_missing_is_said_and_what_was_chosen_is_kept,
    only_this_clinics_restricted_types_are_handed_out,
    a_form_sent_twice_hands_out_once_and_a_second_one_says_so,
    a_handed_out_type_is_changed,
    who_saves_on_an_older_page_is_told_what_has_changed,
    a_handed_out_type_is_taken_back_after_a_question,
    nothing_but_a_handed_out_type_can_be_changed_here,
    a_clinic_without_restricted_types_is_told_where_they_are_made,
    why_says_for_each_case_type_what_permits_it_or_what_is_missing,
);

const HAND_OUT: &str = "/invanare/dela-ut";

async fn clinic(site: &Site) -> Browser {
    let anna = administrator(&site.world).await;
    site.staff(anna, site.world.clinic).await
}

/// The page with the person's name on it.
async fn shown(browser: &mut Browser, world: &World, person: PersonId) -> Page {
    browser.post(HAND_OUT, &[("personnummer", &number_of(world, person).await)]).await
}

/// Whether the resident may use the case type so much later.
async fn may_use(world: &World, person: PersonId, case_type: CaseTypeId, later: i64) -> bool {
    let world = world.later(later);
    let (viewer, chain) = (world.resident_viewer(person).await, world.chain(world.clinic).await);
    let object = behorig_access::ObjectRef { kind: behorig_access::ObjectKind::CaseType, id: case_type.as_object() };
    let target = Target::at(&chain).object(object).restricted(Restrictions::RESTRICTED_CASE_TYPE);
    decide(&viewer, Service::UseCaseType, &target, world.now).is_permit()
}

async fn a_case_type_is_handed_out_after_name_type_and_how_long(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let diary = restricted_type(world, world.clinic, "Diabetesdagbok").await;
    let sven = world.resident("Sven Lind").await;
    let page = shown(&mut anna, world, sven).await;
    assert!(page.says("Sven Lind") && page.says("Diabetesdagbok") && page.says("Tills vidare"), "{}", page.body);
    assert_eq!(live(world, sven).await, 0);
    let typed = [("arendetyp", diary.to_string()), ("hur-lange", "tills-vidare".to_owned())];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = fill(&mut anna, &page, HAND_OUT, &typed).await;
    let there = done.location.unwrap();
    let page = anna.get(&there).await;
    assert!(page.says("Ärendetypen har delats ut.") && page.says("Diabetesdagbok"), "{}", page.body);
    assert!(page.says("inte godkänd för kommunikation"), "a handed-out type is no approval: {}", page.body);
    assert!(may_use(world, sven, diary, 0).await);
    let other = restricted_type(world, world.clinic, "Smärtskola").await;
    assert!(!may_use(world, sven, other, 0).await, "just that one");
    let grant: GrantId = there.rsplit('/').next().unwrap().parse().unwrap();
    let told = world.history_of(grant.uuid()).await;
    assert_eq!(told[0].new.as_deref(), Some("Diabetesdagbok, tills vidare"));
    assert!(world.events().await.iter().any(|event| event.level.as_deref() == Some("residents.hand-out")));
    // From the resident's own page no number is asked for.
    let form = anna.get(&format!("{there}/dela-ut")).await;
    assert!(form.says("Sven Lind") && form.says("Smärtskola"), "{}", form.body);
    // What history keeps is put into the reader's words.
    let english = anna.speaking("en").get(&there).await;
    assert!(english.says("Diabetesdagbok, until further notice"), "{}", english.body);
}

async fn it_ends_by_itself_when_the_day_is_over(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let diary = restricted_type(world, world.clinic, "Diabetesdagbok").await;
    let sven = world.resident("Sven Lind").await;
    let page = shown(&mut anna, world, sven).await;
    let typed = [("arendetyp", &*diary.to_string()), ("hur-lange", "datum"), ("till", "2026-11-20")];
    let done = fill(&mut anna, &page, HAND_OUT, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // It is ten in the morning in Sweden, on that very day.
    assert!(may_use(world, sven, diary, 14 * HOUR - 1).await);
    assert!(!may_use(world, sven, diary, 14 * HOUR).await);
    assert!(anna.get("/invanare?visa=upphor").await.says("Lind, Sven"));
    site.wait(14 * HOUR - 1_000);
    // A session does not last so long.
    let mut anna = clinic(&site).await;
    assert!(anna.get("/invanare").await.says("Lind, Sven"));
    site.wait(1_000);
    assert!(!anna.get("/invanare").await.says("Lind, Sven"));
}

async fn what_is_missing_is_said_and_what_was_chosen_is_kept(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let diary = restricted_type(world, world.clinic, "Diabetesdagbok").await.to_string();
    let sven = world.resident("Sven Lind").await;
    let page = shown(&mut anna, world, sven).await;
    let nothing = fill(&mut anna, &page, HAND_OUT, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.says("Välj ärendetyp.") && nothing.says("Välj hur länge.") && nothing.says("Sven Lind"));
    let no_day = fill(&mut anna, &page, HAND_OUT, &[("arendetyp", &diary), ("hur-lange", "datum")]).await;
    assert!(no_day.says("Ange sista dag.") && no_day.body.contains(&format!("value=\"{diary}\" selected")));
    let past = [("arendetyp", diary.as_str()), ("hur-lange", "datum"), ("till", "2026-11-19")];
    let past = fill(&mut anna, &page, HAND_OUT, &past).await;
    assert!(
        past.says("Välj i dag eller en senare dag.") && past.body.contains("value=\"2026-11-19\""),
        "{}",
        past.body
    );
    for day in ["2026-02-30", "9999-12-31", "i morgon"] {
        let typed = [("arendetyp", diary.as_str()), ("hur-lange", "datum"), ("till", day)];
        let wrong = fill(&mut anna, &page, HAND_OUT, &typed).await;
        assert!(wrong.says("Skriv datumet som"), "{day}: {}", wrong.body);
    }
    assert_eq!(live(world, sven).await, 0);
}

async fn only_this_clinics_restricted_types_are_handed_out(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    restricted_type(world, world.clinic, "Diabetesdagbok").await;
    let foreign = restricted_type(world, world.other_clinic, "Barnmorskans").await;
    let open = restricted_type(world, world.clinic, "Öppen").await;
    let quiet = restricted_type(world, world.clinic, "Vilande").await;
    world
        .change((open, quiet), |tx, (open, quiet)| {
            Box::pin(async move {
                tx.execute("UPDATE case_type SET restricted = FALSE WHERE id = ?1", params![*open]).await?;
                tx.execute("UPDATE case_type SET active = FALSE WHERE id = ?1", params![*quiet]).await
            })
        })
        .await;
    let page = shown(&mut anna, world, sven).await;
    assert!(!page.says("Barnmorskans") && !page.says("Öppen") && !page.says("Vilande"), "{}", page.body);
    for forged in [foreign.to_string(), open.to_string(), quiet.to_string(), "x".to_owned()] {
        let typed = [("arendetyp", forged.as_str()), ("hur-lange", "tills-vidare")];
        let refused = fill(&mut anna, &page, HAND_OUT, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
        assert!(!refused.says("Barnmorskans"), "{}", refused.body);
    }
    // A person whom the form was not made for, by the register's own id.
    let ylva = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    let diary = page.body.split("<option value=\"").nth(2).unwrap().split('"').next().unwrap();
    let typed = [("person", &*ylva.to_string()), ("arendetyp", diary), ("hur-lange", "tills-vidare")];
    let refused = anna.post(HAND_OUT, &typed).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && !refused.says("Hemlig"), "{}", refused.body);
    assert_eq!((live(world, sven).await, live(world, ylva).await), (0, 0));
}

async fn a_form_sent_twice_hands_out_once_and_a_second_one_says_so(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let diary = restricted_type(world, world.clinic, "Diabetesdagbok").await.to_string();
    let sven = world.resident("Sven Lind").await;
    let typed = [("arendetyp", diary.as_str()), ("hur-lange", "tills-vidare")];
    let page = shown(&mut anna, world, sven).await;
    let first = fill(&mut anna, &page, HAND_OUT, &typed).await;
    let again = fill(&mut anna, &page, HAND_OUT, &typed).await;
    assert!(first.location.is_some() && first.location == again.location, "{}", again.body);
    let page = shown(&mut anna, world, sven).await;
    let second = fill(&mut anna, &page, HAND_OUT, &typed).await;
    assert!(second.says("Diabetesdagbok är redan utdelad till invånaren (tills vidare)."), "{}", second.body);
    assert_eq!(live(world, sven).await, 1);
}

async fn a_handed_out_type_is_changed(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let grant = handed_out(world, sven).await;
    let path = format!("/invanare/{grant}/andra");
    assert!(anna.get(&format!("/invanare/{grant}")).await.body.contains(&path));
    let form = anna.get(&path).await;
    assert!(form.says("Diabetesdagbok") && form.body.contains("value=\"2026-11-30\""), "{}", form.body);
    let past = fill(&mut anna, &form, &path, &[("hur-lange", "datum"), ("till", "2026-11-01")]).await;
    assert!(past.says("Välj i dag eller en senare dag."), "{}", past.body);
    let saved = fill(&mut anna, &form, &path, &[("hur-lange", "datum"), ("till", "2027-01-31")]).await;
    assert_eq!(saved.location, Some(format!("/invanare/{grant}")), "{}", saved.body);
    let page = anna.get(&format!("/invanare/{grant}")).await;
    assert!(page.says("Den utdelade ärendetypen är ändrad.") && page.says("2027-01-31"), "{}", page.body);
    let told = world.history_of(grant.uuid()).await;
    assert_eq!(told[0].new.as_deref(), Some("Diabetesdagbok, 2027-01-31"));
    let form = anna.get(&path).await;
    fill(&mut anna, &form, &path, &[("hur-lange", "tills-vidare"), ("till", "")]).await;
    assert!(anna.get(&path).await.says("tills vidare"));
}

async fn who_saves_on_an_older_page_is_told_what_has_changed(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let bo = world.account("Bo Alm").at(world.clinic).await;
    world.grant(bo, BuiltIn::LocalAdministrator, world.clinic).await;
    let mut bos = site.staff(bo, world.clinic).await;
    let sven = world.resident("Sven Lind").await;
    let grant = handed_out(world, sven).await;
    let path = format!("/invanare/{grant}/andra");
    let (annas_form, bos_form) = (anna.get(&path).await, bos.get(&path).await);
    fill(&mut bos, &bos_form, &path, &[("hur-lange", "datum"), ("till", "2026-12-24")]).await;
    let typed = [("hur-lange", "datum"), ("till", "2027-01-31")];
    let stale = fill(&mut anna, &annas_form, &path, &typed).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.says("Bo Alm ändrade ärendetypen") && stale.says("2026-12-24"), "{}", stale.body);
    assert!(stale.body.contains("value=\"2027-01-31\""), "what was typed is lost: {}", stale.body);
    let saved = fill(&mut anna, &stale, &path, &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    // A question that was asked before the change is asked again, and one about what is over says so.
    let old = fill(&mut bos, &bos_form, &format!("/invanare/{grant}/ta-bort-arendetyp"), &[]).await;
    assert!(old.says("Något har ändrats sedan sidan visades."), "{}", old.body);
    assert_eq!(live(world, sven).await, 1);
    let form = anna.get(&path).await;
    world.end(grant).await;
    let over = fill(&mut anna, &form, &path, &typed).await;
    assert!(over.says("Ärendetypen är redan borttagen eller har upphört."), "{}", over.body);
}

async fn a_handed_out_type_is_taken_back_after_a_question(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let approval = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let grant = handed_out(world, sven).await;
    let path = format!("/invanare/{grant}/ta-bort-arendetyp");
    let form = anna.get(&format!("/invanare/{grant}/andra")).await;
    assert!(!hidden(&form, &path).is_empty(), "the dialog stands on the page");
    let question = anna.get(&path).await;
    assert!(question.says("Sven Lind kan inte längre använda Diabetesdagbok"), "{}", question.body);
    assert_eq!(live(world, sven).await, 2);
    let done = fill(&mut anna, &question, &path, &[]).await;
    assert_eq!(done.location, Some(format!("/invanare/{grant}")), "{}", done.body);
    let page = anna.get(&format!("/invanare/{grant}")).await;
    assert!(page.says("Ärendetypen är borttagen.") && page.says("Gäller"), "{}", page.body);
    assert!(page.says("Ingen ärendetyp är utdelad till invånaren."), "{}", page.body);
    assert_eq!(live(world, sven).await, 1, "the approval stays");
    let again = anna.post(&path, &[("version", "1")]).await;
    assert!(again.says("redan borttagen"), "{}", again.body);
    assert_eq!(anna.get(&format!("/invanare/{approval}")).await.status, StatusCode::OK);
}

async fn nothing_but_a_handed_out_type_can_be_changed_here(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let approval = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let ours = handed_out(world, sven).await;
    let eva = world.account("Eva Dahl").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::LocalAdministrator, world.other_clinic).await;
    let mut evas = site.staff(eva, world.other_clinic).await;
    let typed = [("version", "1"), ("hur-lange", "tills-vidare")];
    for below in ["andra", "ta-bort-arendetyp"] {
        let path = format!("/invanare/{approval}/{below}");
        assert_eq!(anna.get(&path).await.status, StatusCode::NOT_FOUND, "an approval has no type");
        assert_eq!(anna.post(&path, &typed).await.status, StatusCode::NOT_FOUND);
        let path = format!("/invanare/{ours}/{below}");
        assert_eq!(evas.get(&path).await.status, StatusCode::NOT_FOUND, "another clinic's");
        assert_eq!(evas.post(&path, &typed).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(live(world, sven).await, 2);
    assert_eq!(live(&world.later(11 * DAY), sven).await, 1);
}

async fn a_clinic_without_restricted_types_is_told_where_they_are_made(test: TestDb) {
    let site = Site::new(test).await;
    let mut anna = clinic(&site).await;
    let page = anna.get(HAND_OUT).await;
    assert!(page.says("Det finns ingen ärendetyp att dela ut"), "{}", page.body);
}

async fn why_says_for_each_case_type_what_permits_it_or_what_is_missing(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = clinic(&site).await;
    let sven = world.resident("Sven Lind").await;
    let grant = handed_out(world, sven).await;
    restricted_type(world, world.clinic, "Smärtskola").await;
    let open = restricted_type(world, world.clinic, "Boka tid").await;
    world
        .change(open, |tx, open| {
            Box::pin(async move {
                tx.execute("UPDATE case_type SET restricted = FALSE WHERE id = ?1", params![*open]).await
            })
        })
        .await;
    let row = |page: &Page, name: &str| {
        let rows = page.body.split("<tr").find(|row| row.contains(name)).unwrap_or_else(|| panic!("{}", page.body));
        rows.split("</tr>").next().unwrap().to_owned()
    };
    let path = format!("/invanare/{grant}/varfor");
    let page = anna.get(&path).await;
    assert!(row(&page, "Diabetesdagbok").contains("Utdelad 2026-11-20 – 2026-11-30"), "{}", page.body);
    assert!(row(&page, "Smärtskola").contains("inte utdelad"), "{}", page.body);
    assert!(row(&page, "Boka tid").contains("Nej"), "{}", page.body);
    world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let page = anna.get(&path).await;
    assert!(row(&page, "Boka tid").contains("Godkänd för kommunikation"), "{}", page.body);
    assert!(row(&page, "Smärtskola").contains("begränsat urval"), "an approval is not enough: {}", page.body);
}
