//! The tab *Behörigheter*, *Varför?* and *Vem får?*: who gives what to whom, and what the answer is then.

use behorig_access::{AccountId, BuiltIn, Service};
use behorig_registers::grants;
use behorig_registers::persons::Protection;
use http::StatusCode;
use proof_support::{TestDb, both_databases, world::HOUR};

use crate::site::{Browser, Site};

both_databases!(
    a_tick_gives_the_permission_and_taking_it_away_ends_it,
    a_clinic_does_not_tick_what_only_support_gives,
    nobody_raises_their_own_rights,
    the_last_administrator_stays_and_a_single_one_is_warned_about,
    a_relative_is_granted_one_customer_after_name_and_consent,
    a_protected_customer_is_answered_as_an_unknown_one,
    an_end_lists_what_ends_and_holds_at_once,
    a_new_grant_is_for_the_users_own_unit_until_another_is_chosen,
    a_grant_form_sent_twice_gives_once_and_dates_are_judged_beside_their_fields,
    a_grant_beyond_the_givers_branch_is_refused,
    why_names_the_grant_or_the_rule_and_who_can_mend_it,
    who_may_lists_those_whom_the_decision_permits,
);

/// A clinic's system administrator, and a user there.
async fn clinic(site: &Site) -> (AccountId, Browser, AccountId) {
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    let bo = world.account("Bo Lind").at(world.clinic).await;
    (anna, site.staff(anna, world.clinic).await, bo)
}

fn tab(account: AccountId) -> String {
    format!("/anvandare/{account}/behorigheter")
}

async fn a_tick_gives_the_permission_and_taking_it_away_ends_it(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    let role = world.role(BuiltIn::InternalMail).to_string();
    let page = anna.get(&tab(bo)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let saved = anna.fill(&page, &tab(bo), &[("behorighet", &role)]).await;
    assert_eq!(saved.location, Some(tab(bo)), "{}", saved.body);
    assert!(world.may(bo, Service::InternalMail, world.clinic).await);
    let page = anna.get(&tab(bo)).await;
    assert!(page.says("Internpost") && page.says("tills vidare") && page.says("Anna Ek"), "{}", page.body);
    site.wait(HOUR);
    let saved = anna.fill(&page, &tab(bo), &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(!world.later(HOUR).may(bo, Service::InternalMail, world.clinic).await);
    let told = world.history_of(bo.uuid()).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|change| change.field == "grant"));
}

async fn a_clinic_does_not_tick_what_only_support_gives(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    let page = anna.get(&tab(bo)).await;
    let support = world.role(BuiltIn::Support).to_string();
    assert!(page.says("Supportpersonal") && !page.body.contains(&format!("value=\"{support}\"")), "{}", page.body);
    let sent = anna.post(&tab(bo), &[("behorighet", &support)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.says("Ingen av dina roller vid enheten får ge"), "{}", sent.body);
    assert!(!world.may(bo, Service::CreateAccounts, world.clinic).await);
}

async fn nobody_raises_their_own_rights(test: TestDb) {
    let site = Site::new(test).await;
    let (own, mut anna, _) = clinic(&site).await;
    let world = &site.world;
    let role = world.role(BuiltIn::RecordsSecurityOfficer).to_string();
    let page = anna.get(&tab(own)).await;
    assert!(page.says("Ingen höjer sina egna rättigheter"), "{}", page.body);
    let sent = anna.post(&tab(own), &[("behorighet", &role)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unit = world.clinic.to_string();
    let sent = anna.post(&format!("{}/ny", tab(own)), &[("enhet", &unit), ("roll", &role)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.body);
    assert!(!world.may(own, Service::ReviewLogs, world.clinic).await);
}

async fn the_last_administrator_stays_and_a_single_one_is_warned_about(test: TestDb) {
    let site = Site::new(test).await;
    let (own, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    let page = anna.get(&tab(own)).await;
    assert!(page.says("Vårdcentralen Ekbacken har bara en administratör"), "{}", page.body);
    let refused = anna.fill(&page, &tab(own), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("skulle bli utan administratör"), "{}", refused.body);
    let role = world.role(BuiltIn::SystemAdministrator).to_string();
    let page = anna.get(&tab(bo)).await;
    anna.fill(&page, &tab(bo), &[("behorighet", &role)]).await;
    let page = anna.get(&tab(own)).await;
    assert!(!page.says("har bara en administratör"));
    site.wait(HOUR);
    let laid_down = anna.fill(&page, &tab(own), &[]).await;
    assert_eq!(laid_down.status, StatusCode::SEE_OTHER, "{}", laid_down.body);
    assert_eq!(anna.get(&tab(bo)).await.status, StatusCode::NOT_FOUND, "the next request is without the right");
}

async fn a_relative_is_granted_one_customer_after_name_and_consent(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, _) = clinic(&site).await;
    let world = &site.world;
    let karin = world.account("Karin Son").at(world.clinic).without_number().await;
    let customer = world.resident("Elsa Gammal").await;
    let mut read = site.test.read().await.unwrap();
    let (number,): (String,) =
        read.one("SELECT identity_number FROM person WHERE id = ?1", behorig_store::params![customer]).await.unwrap();
    drop(read);
    let (unit, role) = (world.clinic.to_string(), world.role(BuiltIn::Relative).to_string());
    let path = format!("{}/ny", tab(karin));
    let form = anna.get(&format!("{path}?enhet={unit}")).await;
    assert!(form.says("Kund (personnummer)") && form.says("Anhörig"), "{}", form.body);
    let without = anna.fill(&form, &path, &[("roll", &role)]).await;
    assert!(without.says("Ange kundens personnummer"), "{}", without.body);
    let shown = anna.fill(&form, &path, &[("roll", &role), ("kund", &number)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.says("Elsa Gammal") && shown.says("Kunden har samtyckt"), "{}", shown.body);
    let read_event =
        world.events().await.into_iter().find(|event| event.level.as_deref() == Some("grants.choose-customer"));
    assert_eq!(read_event.unwrap().resources[0].patient.as_deref(), Some(number.as_str()));
    let guardian = anna.fill(&form, &path, &[("roll", &role), ("kund", &number), ("grund", "guardian")]).await;
    assert!(guardian.says("Jag har sett beslutet om god man"), "{}", guardian.body);
    let nobodys_word = anna.fill(&form, &path, &[("roll", &role), ("kund", &number), ("grund", "administrator")]).await;
    assert!(nobodys_word.says("Välj på vilken grund"), "{}", nobodys_word.body);
    let unconsented = anna.fill(&shown, &path, &[]).await;
    assert!(unconsented.says("Utan samtycke får behörigheten inte ges"), "{}", unconsented.body);
    let given = anna.fill(&unconsented, &path, &[("samtycke", "1")]).await;
    assert_eq!(given.location, Some(tab(karin)), "{}", given.body);
    let page = anna.get(&tab(karin)).await;
    assert!(page.says("Elsa Gammal") && page.says("Kundens samtycke") && !page.body.contains(&number), "{}", page.body);
    let mut read = site.test.read().await.unwrap();
    let held = grants::of_account(&mut read, karin, site.world.now).await.unwrap();
    assert_eq!(held[0].object.unwrap().id, customer.as_object());
}

async fn a_protected_customer_is_answered_as_an_unknown_one(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    let hidden = world.resident("Hemlig Person").protected(Protection::Marked).await;
    let mut read = site.test.read().await.unwrap();
    let (number,): (String,) =
        read.one("SELECT identity_number FROM person WHERE id = ?1", behorig_store::params![hidden]).await.unwrap();
    drop(read);
    let (unit, role) = (world.clinic.to_string(), world.role(BuiltIn::Relative).to_string());
    let path = format!("{}/ny", tab(bo));
    let form = anna.get(&format!("{path}?enhet={unit}")).await;
    let told = |page: &crate::site::Page| page.says("Det finns ingen person med det numret som du kan välja");
    let protected = anna.fill(&form, &path, &[("roll", &role), ("kund", &number)]).await;
    assert!(told(&protected) && !protected.says("Hemlig"), "{}", protected.body);
    let unknown = anna.fill(&form, &path, &[("roll", &role), ("kund", "189001019802")]).await;
    assert!(told(&unknown), "{}", unknown.body);
}

async fn an_end_lists_what_ends_and_holds_at_once(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    let grant = world.grant(bo, BuiltIn::CaseHandler, world.clinic).await;
    let path = format!("{}/{grant}/avsluta", tab(bo));
    let question = anna.get(&path).await;
    assert!(question.says("406 Besvara ärenden") && question.says("290 Min sida"), "{}", question.body);
    site.wait(HOUR);
    let ended = anna.fill(&question, &path, &[]).await;
    assert_eq!(ended.location, Some(tab(bo)), "{}", ended.body);
    assert!(!world.later(HOUR).may(bo, Service::AnswerCases, world.clinic).await);
    let late = anna.fill(&question, &path, &[("en-gang", "")]).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "ended already: {}", late.body);
    assert!(anna.get(&path).await.says("Behörigheten var redan avslutad"));
    assert!(anna.get(&tab(bo)).await.says("Avslutad"));
    let elsewhere = world.grant(bo, BuiltIn::CaseHandler, world.home_care).await;
    let hidden = anna.get(&format!("{}/{elsewhere}/avsluta", tab(bo))).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert!(!anna.get(&tab(bo)).await.says("Hemtjänsten Björkgården"));
}

async fn a_new_grant_is_for_the_users_own_unit_until_another_is_chosen(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let siv = world.account("Siv Stöd").at(world.region).await;
    world.grant(siv, BuiltIn::Support, world.region).branch().await;
    let mut browser = site.staff(siv, world.region).await;
    let bo = world.account("Bo Lind").at(world.clinic).await;
    let path = format!("{}/ny", tab(bo));

    let form = browser.get(&path).await;
    let (own, other) = (world.clinic.to_string(), world.other_clinic.to_string());
    assert!(form.body.contains(&format!("name=\"enhet\" value=\"{own}\"")), "{}", form.body);
    let role = world.role(BuiltIn::CaseHandler).to_string();
    let given = browser.fill(&form, &path, &[("roll", &role), ("fran", "2026-11-20")]).await;
    assert_eq!(given.location, Some(tab(bo)), "{}", given.body);
    assert!(world.may(bo, Service::AnswerCases, world.clinic).await);

    let picking = browser.get(&format!("{path}?sok=")).await;
    let place = |unit: &str| picking.body.find(&format!("enhet={unit}")).unwrap();
    assert!(place(&own) < place(&other) && picking.says("Användarens enhet"), "{}", picking.body);
    let another = browser.get(&format!("{path}?sok=Barnmorske")).await;
    assert!(another.body.contains(&format!("enhet={other}")) && !another.body.contains(&format!("enhet={own}")));
}

async fn a_grant_form_sent_twice_gives_once_and_dates_are_judged_beside_their_fields(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    let (unit, role) = (world.clinic.to_string(), world.role(BuiltIn::CaseHandler).to_string());
    let path = format!("{}/ny", tab(bo));
    let form = anna.get(&format!("{path}?enhet={unit}")).await;
    let past = [("roll", &*role), ("fran", "2026-11-19"), ("till", "igår")];
    let wrong = anna.fill(&form, &path, &past).await;
    assert!(wrong.says("Skriv datumet som år-månad-dag") && wrong.body.contains("value=\"2026-11-19\""));
    let past = anna.fill(&form, &path, &[("roll", &role), ("fran", "2026-11-19")]).await;
    assert!(past.says("kan inte börja bakåt i tiden"), "{}", past.body);
    let typed = [("roll", &*role), ("fran", "2026-11-20"), ("till", "2026-11-30")];
    for _ in 0..2 {
        let given = anna.fill(&form, &path, &typed).await;
        assert_eq!(given.location, Some(tab(bo)), "{}", given.body);
    }
    let mut read = site.test.read().await.unwrap();
    assert_eq!(grants::of_account(&mut read, bo, world.now).await.unwrap().len(), 1);
    drop(read);
    assert!(anna.get(&tab(bo)).await.says("2026-11-20 – 2026-11-30"));
    let again = anna.get(&format!("{path}?enhet={unit}")).await;
    let again = anna.fill(&again, &path, &typed).await;
    assert!(again.says("Användaren har redan den behörigheten"), "{}", again.body);
}

async fn a_grant_beyond_the_givers_branch_is_refused(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.care_unit).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.care_unit).await;
    let bo = world.account("Bo Lind").at(world.care_unit).await;
    let mut browser = site.staff(anna, world.care_unit).await;
    let (unit, role) = (world.care_unit.to_string(), world.role(BuiltIn::CaseHandler).to_string());
    let path = format!("{}/ny", tab(bo));
    let form = browser.get(&format!("{path}?enhet={unit}")).await;
    assert!(!form.says("Även enheterna under"), "{}", form.body);
    let sent = browser.fill(&form, &path, &[("roll", &role), ("aven-under", "1")]).await;
    assert!(sent.says("Du administrerar enheten men inte enheterna under"), "{}", sent.body);
    let other = world.clinic.to_string();
    let sent = browser.post(&path, &[("enhet", &other), ("roll", &role)]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND, "she administers nothing there");
}

async fn why_names_the_grant_or_the_rule_and_who_can_mend_it(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    world.grant(bo, BuiltIn::CaseHandler, world.clinic).await;
    let page = anna.get(&format!("/anvandare/{bo}/varfor")).await;
    assert!(
        page.says("Vad får Bo Lind göra?") && page.says("Ärendehanterare, Vårdcentralen Ekbacken"),
        "{}",
        page.body
    );
    assert!(page.says("Ingen av användarens roller här innehåller tjänsten.") && page.says("Anna Ek"));
    let elsewhere = anna.get(&format!("/anvandare/{bo}/varfor?enhet={}", world.home_care)).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    let picking = anna.get(&format!("/anvandare/{bo}/varfor?sok=v%C3%A5rd")).await;
    assert!(picking.says("Vårdcentralen Ekbacken") && !picking.says("Björkgården"), "{}", picking.body);
}

async fn who_may_lists_those_whom_the_decision_permits(test: TestDb) {
    let site = Site::new(test).await;
    let (_, mut anna, bo) = clinic(&site).await;
    let world = &site.world;
    world.grant(bo, BuiltIn::CaseHandler, world.clinic).await;
    let above = world.account("Ove Ovan").at(world.care_unit).await;
    world.grant(above, BuiltIn::CaseHandler, world.care_unit).branch().await;
    let only_above = world.account("Ulla Utan").at(world.care_unit).await;
    world.grant(only_above, BuiltIn::CaseHandler, world.care_unit).await;
    let blocked = world.account("Sven Spärrad").at(world.clinic).blocked().await;
    world.grant(blocked, BuiltIn::CaseHandler, world.clinic).await;
    let page = anna.get(&format!("/installningar/vem-far?tjanst=406&enhet={}", world.clinic)).await;
    assert!(page.says("Bo Lind") && page.says("Ove Ovan"), "{}", page.body);
    assert!(!page.says("Ulla Utan") && !page.says("Sven Spärrad"));
    let nobody = anna.get(&format!("/installningar/vem-far?tjanst=411&enhet={}", world.clinic)).await;
    assert!(nobody.says("Ingen får det just nu"));
    let elsewhere = anna.get(&format!("/installningar/vem-far?tjanst=406&enhet={}", world.home_care)).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}
