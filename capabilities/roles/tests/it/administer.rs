//! *Administrera behörigheter*: fetched by number or HSA-id, ticked, assigned.

use behorig_access::{AccountId, BuiltIn, Service};
use behorig_registers::grants;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_colleague_is_fetched_ticked_and_assigned,
    a_colleague_from_elsewhere_is_fetched_and_keeps_what_they_hold_there,
    only_what_one_may_give_has_a_box_and_a_forged_box_gives_nothing,
    nobody_assigns_themselves,
    who_has_no_account_is_registered_by_who_may_and_asked_for_by_others,
    another_organisations_staff_and_partial_numbers_are_nobody,
    an_answer_sent_twice_gives_once,
    who_may_not_administer_is_refused,
);

const PATH: &str = "/behorigheter";
const HSA_ID: &str = "SE2321000016-1K3N";

async fn administrator(site: &Site, template: BuiltIn) -> Browser {
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, template, world.clinic).await;
    site.staff(anna, world.clinic).await
}

async fn bo_at(site: &Site, unit: behorig_access::UnitId) -> AccountId {
    site.world.account("Bo Lind").at(unit).title("Leg. läkare").hsa_id(HSA_ID).await
}

async fn fetch(browser: &mut Browser, who: &str) -> Page {
    browser.post(PATH, &[("vem", who)]).await
}

async fn a_colleague_is_fetched_ticked_and_assigned(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = administrator(&site, BuiltIn::LocalAdministrator).await;
    let bo = bo_at(&site, world.clinic).await;
    let first = anna.get(PATH).await;
    assert!(first.says("Personnummer eller HSA-id") && first.says("Hämta"), "{}", first.body);

    let number = number_of(&site, bo).await;
    for who in [number.as_str(), HSA_ID, "se2321000016-1k3n"] {
        let page = fetch(&mut anna, who).await;
        assert_eq!(page.status, StatusCode::OK, "{who}: {}", page.body);
        assert!(page.says("Bo Lind") && page.says("Leg. läkare") && page.says("Tilldela"), "{}", page.body);
        assert!(page.location.is_none(), "the number stands in no address");
    }
    let page = fetch(&mut anna, HSA_ID).await;
    let receiver = world.role(BuiltIn::CaseReceiver).to_string();
    let handler = world.role(BuiltIn::CaseHandler).to_string();
    let saved = anna.fill(&page, PATH, &[("behorighet", &receiver), ("behorighet", &handler)]).await;
    assert_eq!((saved.status, saved.location.as_deref()), (StatusCode::SEE_OTHER, Some(PATH)), "{}", saved.body);
    assert!(world.may(bo, Service::AssignCases, world.clinic).await);
    assert!(world.may(bo, Service::AnswerCases, world.clinic).await);

    let page = fetch(&mut anna, HSA_ID).await;
    assert!(page.body.contains(&format!("value=\"{handler}\" checked")), "{}", page.body);
    site.wait(1);
    let saved = anna.fill(&page, PATH, &[("behorighet", &handler)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let later = world.later(1);
    assert!(!later.may(bo, Service::AssignCases, world.clinic).await);
    assert!(later.may(bo, Service::AnswerCases, world.clinic).await);
    assert_eq!(world.history_of(bo.uuid()).await.len(), 3);
}

async fn number_of(site: &Site, account: AccountId) -> String {
    let mut tx = site.world.db().read().await.unwrap();
    let sql = "SELECT identity_number FROM account WHERE id = ?1";
    let (number,): (String,) = tx.one(sql, behorig_store::params![account]).await.unwrap();
    number
}

async fn a_colleague_from_elsewhere_is_fetched_and_keeps_what_they_hold_there(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = administrator(&site, BuiltIn::LocalAdministrator).await;
    let bo = bo_at(&site, world.other_clinic).await;
    world.grant(bo, BuiltIn::CaseHandler, world.other_clinic).await;
    world.grant(bo, BuiltIn::Reviewer, world.region).branch().await;
    let page = fetch(&mut anna, HSA_ID).await;
    assert!(page.says("Bo Lind") && page.says("Har också") && page.says("Granskare"), "{}", page.body);
    let handler = world.role(BuiltIn::CaseHandler).to_string();
    let saved = anna.fill(&page, PATH, &[("behorighet", &handler)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    for unit in [world.clinic, world.other_clinic] {
        assert!(world.may(bo, Service::AnswerCases, unit).await);
    }
}

async fn only_what_one_may_give_has_a_box_and_a_forged_box_gives_nothing(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = administrator(&site, BuiltIn::GrantAdministrator).await;
    let bo = bo_at(&site, world.clinic).await;
    let page = fetch(&mut anna, HSA_ID).await;
    assert_eq!(page.body.matches("type=\"checkbox\"").count(), 2, "{}", page.body);
    let support = world.role(BuiltIn::Support).to_string();
    let sent = anna.fill(&page, PATH, &[("behorighet", &support)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "nothing was asked that there is a box for");
    let mut tx = world.db().read().await.unwrap();
    assert!(grants::of_account(&mut tx, bo, world.now).await.unwrap().is_empty());
}

async fn nobody_assigns_themselves(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).hsa_id(HSA_ID).await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    let mut annas = site.staff(anna, world.clinic).await;
    let page = fetch(&mut annas, HSA_ID).await;
    assert!(page.says("Ingen höjer sina egna rättigheter"), "{}", page.body);
    let handler = world.role(BuiltIn::CaseHandler).to_string();
    let sent = annas.post(PATH, &[("vem", HSA_ID), ("steg", "tilldela"), ("behorighet", &handler)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.body);
    assert!(!world.may(anna, Service::AnswerCases, world.clinic).await);
}

async fn who_has_no_account_is_registered_by_who_may_and_asked_for_by_others(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let unaided = world.account("Siv Dal").at(world.clinic).await;
    world.grant(unaided, BuiltIn::GrantAdministrator, world.clinic).await;
    let alone = fetch(&mut site.staff(unaided, world.clinic).await, HSA_ID).await;
    assert!(alone.says("be supporten registrera kollegan"), "{}", alone.body);
    for (name, template, action) in [
        ("Anna Ek", BuiltIn::LocalAdministrator, Some("/bestallningar/ny-anvandare")),
        ("Eva Alm", BuiltIn::SystemAdministrator, Some("/bestallningar/ny-anvandare")),
        ("Per Sund", BuiltIn::Support, Some("/anvandare/ny")),
        ("Lo Berg", BuiltIn::GrantAdministrator, None),
    ] {
        let account = world.account(name).at(world.clinic).await;
        world.grant(account, template, world.clinic).await;
        let mut browser = site.staff(account, world.clinic).await;
        let page = fetch(&mut browser, HSA_ID).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("Det finns inget konto med det numret eller HSA-id:t."), "{}", page.body);
        assert!(page.body.contains(&format!("value=\"{HSA_ID}\"")), "what was typed stands there");
        match action {
            Some(action) => assert!(page.says("Registrera") && page.body.contains(&format!("action=\"{action}\""))),
            None => assert!(page.says("be någon av de här") && page.says("Anna Ek"), "{}", page.body),
        }
    }
}

async fn another_organisations_staff_and_partial_numbers_are_nobody(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = administrator(&site, BuiltIn::LocalAdministrator).await;
    let ended = world.account("Kim Holm").at(world.clinic).hsa_id("SE2321000016-2K3N").ended().await;
    let elsewhere = world.account("Bo Lind").at(world.home_care).hsa_id(HSA_ID).await;
    let mut sought = vec!["SE2321000016-2K3N".to_owned(), number_of(&site, ended).await];
    if world.chain(world.home_care).await.last() != world.chain(world.clinic).await.last() {
        sought.push(HSA_ID.to_owned());
        sought.push(number_of(&site, elsewhere).await);
    }
    for who in &sought {
        assert!(fetch(&mut anna, who).await.says("Kollegan har inget konto"), "{who}");
    }
    for wrong in ["", "19820101", "SE2321000016", "Bo Lind", "%"] {
        let page = fetch(&mut anna, wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(!page.says("Kollegan har inget konto") && !page.says("Tilldela"), "{wrong}: {}", page.body);
    }
}

async fn an_answer_sent_twice_gives_once(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = administrator(&site, BuiltIn::LocalAdministrator).await;
    let bo = bo_at(&site, world.clinic).await;
    let page = fetch(&mut anna, HSA_ID).await;
    let handler = world.role(BuiltIn::CaseHandler).to_string();
    for _ in 0..2 {
        assert_eq!(anna.fill(&page, PATH, &[("behorighet", &handler)]).await.status, StatusCode::SEE_OTHER);
    }
    let mut tx = world.db().read().await.unwrap();
    assert_eq!(grants::of_account(&mut tx, bo, world.now).await.unwrap().len(), 1);
}

async fn who_may_not_administer_is_refused(test: TestDb) {
    let site = Site::new(test).await;
    bo_at(&site, site.world.clinic).await;
    let mut handler = administrator(&site, BuiltIn::CaseHandler).await;
    assert_eq!(handler.get(PATH).await.status, StatusCode::FORBIDDEN);
    let page = fetch(&mut handler, HSA_ID).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(!page.says("Bo Lind"));
}
