//! *Skaffa konto som personal*: a card without an account, its request, and what an administrator answers.

use std::sync::Arc;

use behorig::assemble::Assembled;
use behorig_access::{AccountId, BuiltIn};
use behorig_identity::{HsaId, IdentityNumber, test_series};
use behorig_oidc::OidcSettings;
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use peer_oidc::{Clock, IdentityProvider, OidcOptions, Person, RegisteredClient, Running};
use proof_support::{NOW, TestDb, World, both_databases};
use serde_json::json;

use crate::site::{Browser, Page, Site, assembled_with_siths};

both_databases!(
    a_new_colleague_asks_an_administrator_gives_and_the_colleague_is_let_in,
    a_request_that_is_declined_says_why_and_can_be_sent_again,
    whoever_may_answer_a_request_hears_that_one_waits_and_nothing_of_whom,
    a_request_is_sent_once_and_the_first_is_told_of,
    whoever_waits_can_do_nothing,
    an_administrator_gives_what_they_may_give_and_where_they_may,
    two_administrators_answer_at_once_and_one_is_told,
    a_form_that_is_wrong_says_what_to_do_and_keeps_what_was_typed,
    nobody_asks_for_an_account_without_a_card,
    where_no_mail_is_sent_none_is_promised,
);

/// The address of the program as the provider knows it: sent back in the clear is nobody.
const HOME: &str = "https://behorig.test";
const CLINIC: &str = "SE2321000016-E001";
const PETRA: &str = "SE2321000016-P001";
const MAIL: &str = "petra@example.se";

fn number() -> IdentityNumber {
    test_series::personal_number(date(1991, 4, 17), false).unwrap()
}

/// A request at the clinic of the world, for the walk over all routes.
pub async fn a_request(world: &World) -> String {
    let account = world.account("Vera Väntande").at(world.clinic).pending().await;
    let id = world
        .change((account, world.clinic), |tx, (account, unit)| {
            Box::pin(async move {
                let (id, now) = (tx.new_uuid(), tx.now());
                tx.execute(
                    "INSERT INTO account_request (id, account_id, unit_id, hsa_id, asked_at, version)
                     VALUES (?1, ?2, ?3, 'SE2321000016-V001', ?4, 1)",
                    params![id, account, unit, now],
                )
                .await?;
                Ok(id)
            })
        })
        .await;
    id.to_string()
}

struct Ground {
    site: Site,
    peer: Running,
    boss: AccountId,
}

impl Ground {
    async fn new(test: TestDb) -> Self {
        Self::with(test, Some(Outbox::new(Keys::new(&[7; 32], &[]).unwrap()))).await
    }

    /// With letters or without.
    async fn with(test: TestDb, outbox: Option<Outbox>) -> Self {
        let (clock, _) = Clock::by_hand(NOW.0 / 1000);
        let client = RegisteredClient {
            id: "behorig".to_owned(),
            secret: Some("hemligt".to_owned()),
            return_addresses: vec![format!("{HOME}{}", behorig_sign_in::SITHS_RETURN_PATH)],
            after_logout: Vec::new(),
        };
        let commission = json!({
            "employeeHsaId": PETRA, "personalIdentityNumber": number().as_stored(), "commissionHsaId": "SE2321000016-U1",
            "commissionName": "Vård på Ekbacken", "healthCareUnitHsaId": CLINIC,
        });
        let person = |key: &str, claims: serde_json::Value| Person {
            key: key.to_owned(),
            given_name: "Petra".to_owned(),
            surname: "Nyqvist".to_owned(),
            purpose: "ny".to_owned(),
            context: "http://id.sambi.se/loa/loa3".to_owned(),
            claims: claims.as_object().cloned().unwrap(),
        };
        let people =
            vec![person("petra", commission), person("utan-uppdrag", json!({"employeeHsaId": "SE2321000016-P002"}))];
        let options = OidcOptions { people, clients: vec![client], clock, ..OidcOptions::default() };
        let peer = IdentityProvider::start(options).await.unwrap();
        let mut site = Site::with(test, outbox.clone()).await;
        let back = format!("{HOME}{}", behorig_sign_in::SITHS_RETURN_PATH);
        let settings = OidcSettings::new(&peer.issuer, "behorig", Some("hemligt"), &back);
        let Assembled { router, .. } =
            assembled_with_siths(site.test.db().clone(), &Arc::clone(&site.clock), outbox, settings);
        site.router = router;
        let world = &site.world;
        world
            .change((world.clinic, HsaId::parse(CLINIC).unwrap()), |tx, (unit, id)| {
                Box::pin(async move {
                    tx.execute("UPDATE unit SET hsa_id = ?2 WHERE id = ?1", params![unit, id]).await.map(|_| ())
                })
            })
            .await;
        let boss = world.account("Lena Nordin").at(world.clinic).await;
        world.grant(boss, BuiltIn::LocalAdministrator, world.clinic).await;
        Self { site, peer, boss }
    }

    /// A browser in which the card was shown, and where that led.
    async fn show_card(&self, person: &str) -> (Browser, Page) {
        let mut browser = self.site.browser();
        let page = browser.post("/logga-in/siths", &[]).await;
        let address = page.headers["refresh"].to_str().unwrap().strip_prefix("0; url=").unwrap().to_owned();
        let back = self.peer.sign_in(&address, person).unwrap();
        let there = browser.get(back.strip_prefix(HOME).unwrap()).await;
        assert_eq!(there.location.as_deref(), Some("/logga-in/siths"), "{}", there.body);
        let led = browser.get("/logga-in/siths").await;
        (browser, led)
    }

    async fn ask(&self, browser: &mut Browser) -> Page {
        let unit = self.site.world.clinic.to_string();
        let fields =
            [("enhet", unit.as_str()), ("email", MAIL), ("title", "Sjuksköterska"), ("meddelande", "Börjar i dag")];
        browser.post("/skaffa-konto", &fields).await
    }

    async fn boss(&self) -> Browser {
        self.site.staff(self.boss, self.site.world.clinic).await
    }

    /// The path of the request of this name, from the administrator's list.
    async fn request(&self, name: &str) -> String {
        let page = self.boss().await.get("/kontoansokningar").await;
        let before = page.body.split(name).next().filter(|before| before.len() < page.body.len());
        let before = before.unwrap_or_else(|| panic!("{name} is not on the list: {}", page.body));
        let path = before.rsplit("href=\"").next().unwrap();
        path.split('"').next().unwrap().to_owned()
    }

    async fn decide(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let all: Vec<(&str, &str)> = fields.iter().copied().chain([("version", "1")]).collect();
        self.boss().await.post(path, &all).await
    }

    async fn letters(&self) -> Vec<(String, String)> {
        let mut tx = self.site.test.read().await.unwrap();
        tx.all("SELECT recipient, subject FROM outbox ORDER BY created_at, id", &[]).await.unwrap()
    }

    async fn accounts_of_petra(&self) -> i64 {
        let mut tx = self.site.test.read().await.unwrap();
        let (count,): (i64,) = tx
            .one("SELECT CAST(count(*) AS BIGINT) FROM account WHERE family_name = 'Nyqvist' AND ended_at IS NULL", &[])
            .await
            .unwrap();
        count
    }

    async fn levels(&self) -> Vec<String> {
        self.site.world.events().await.into_iter().filter_map(|event| event.level).collect()
    }
}

async fn a_new_colleague_asks_an_administrator_gives_and_the_colleague_is_let_in(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut petra, led) = ground.show_card("petra").await;
    assert_eq!(led.location.as_deref(), Some("/skaffa-konto"));
    let form = petra.get("/skaffa-konto").await;
    for words in ["Petra Nyqvist", PETRA, "Vård på Ekbacken", "Vårdcentralen Ekbacken"] {
        assert!(form.says(words), "{words} is not on the form: {}", form.body);
    }
    assert!(!form.says(number().as_stored()) && !form.says(&number().shown()), "the number is masked");
    assert!(!form.says("Barnmorskemottagningen"), "the commission says where");
    let sent = ground.ask(&mut petra).await;
    assert_eq!(sent.location.as_deref(), Some("/skaffa-konto"), "{}", sent.body);
    assert!(petra.get("/skaffa-konto").await.says("Din ansökan är skickad"));
    // The start page counts it, the list has it, and the page shows what was said.
    let mut boss = ground.boss().await;
    assert!(boss.get("/").await.says("1 väntar på svar"));
    let path = ground.request("Nyqvist, Petra").await;
    let page = boss.get(&path).await;
    for words in [PETRA, MAIL, "Sjuksköterska", "Börjar i dag", "Vård på Ekbacken", "Ärendehanterare"] {
        assert!(page.says(words), "{words} is not on the request: {}", page.body);
    }
    assert!(!page.says(number().as_stored()));
    let role = ground.site.world.role(BuiltIn::CaseHandler).to_string();
    let given = ground.decide(&path, &[("beslut", "godkann"), ("behorigheter", &role)]).await;
    assert_eq!(given.location.as_deref(), Some("/kontoansokningar"), "{}", given.body);
    assert_eq!(ground.letters().await, [(MAIL.to_owned(), "Ditt konto i Behörig är klart".to_owned())]);
    let (mut petra, led) = ground.show_card("petra").await;
    assert_eq!(led.location.as_deref(), Some("/"));
    assert!(petra.get("/").await.says("Hej Petra"));
    assert_eq!(petra.get("/arenden/mina").await.status, StatusCode::OK);
    let levels = ground.levels().await;
    for level in ["accounts.create", "new-account.ask", "new-account.approve", "sign-in.open"] {
        assert!(levels.iter().any(|one| one == level), "{level} is not on the log: {levels:?}");
    }
    assert!(boss.get("/kontoansokningar").await.says("Ingen väntar"));
    assert!(boss.get("/kontoansokningar?visa=besvarade").await.says("Godkänd"));
}

async fn a_request_that_is_declined_says_why_and_can_be_sent_again(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut petra, _) = ground.show_card("petra").await;
    ground.ask(&mut petra).await;
    let path = ground.request("Nyqvist, Petra").await;
    let without = ground.decide(&path, &[("beslut", "avsla"), ("skal", " ")]).await;
    assert!(without.says("Skriv varför"), "{}", without.body);
    let declined = ground.decide(&path, &[("beslut", "avsla"), ("skal", "Du börjar först i januari.")]).await;
    assert_eq!(declined.location.as_deref(), Some("/kontoansokningar"), "{}", declined.body);
    assert_eq!(ground.letters().await, [(MAIL.to_owned(), "Svar på din ansökan i Behörig".to_owned())]);
    assert_eq!(ground.accounts_of_petra().await, 0);
    let (mut petra, led) = ground.show_card("petra").await;
    assert_eq!(led.location.as_deref(), Some("/skaffa-konto"));
    let again = petra.get("/skaffa-konto").await;
    assert!(again.says("Du börjar först i januari.") && again.says("Skicka ansökan"), "{}", again.body);
    ground.ask(&mut petra).await;
    assert_eq!(ground.accounts_of_petra().await, 1);
    assert_ne!(ground.request("Nyqvist, Petra").await, path);
}

async fn whoever_may_answer_a_request_hears_that_one_waits_and_nothing_of_whom(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    let here = world.account("Hanna Här").at(world.clinic).email("hanna@example.se").await;
    world.grant(here, BuiltIn::GrantAdministrator, world.clinic).await;
    let above = world.account("Ove Ovan").at(world.region).email("ove@example.se").await;
    world.grant(above, BuiltIn::SystemAdministrator, world.region).branch().await;
    let quiet = world.account("Tyst Tystesson").at(world.clinic).email("tyst@example.se").await;
    world.grant(quiet, BuiltIn::GrantAdministrator, world.clinic).await;
    let elsewhere = world.account("Annan Annansson").at(world.other_clinic).email("annan@example.se").await;
    world.grant(elsewhere, BuiltIn::GrantAdministrator, world.other_clinic).await;
    let handler = world.account("Hillevi Handläggare").at(world.clinic).email("hillevi@example.se").await;
    world.grant(handler, BuiltIn::CaseHandler, world.clinic).await;
    world
        .change(quiet, |tx, quiet| {
            Box::pin(async move {
                tx.execute("UPDATE account SET notices = FALSE WHERE id = ?1", params![quiet]).await.map(|_| ())
            })
        })
        .await;
    let (mut petra, _) = ground.show_card("petra").await;
    let wrong = petra.post("/skaffa-konto", &[("email", "inte en adress")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ground.letters().await, [], "nothing was asked yet");
    ground.ask(&mut petra).await;
    let told = "En ansökan om konto väntar i Behörig".to_owned();
    let mut letters = ground.letters().await;
    letters.sort();
    assert_eq!(letters, [("hanna@example.se".to_owned(), told.clone()), ("ove@example.se".to_owned(), told)]);
}

async fn a_request_is_sent_once_and_the_first_is_told_of(test: TestDb) {
    let ground = Ground::new(test).await;
    let (petra, _) = ground.show_card("petra").await;
    let (other, _) = ground.show_card("petra").await;
    let (mut one, mut two, mut three) = (petra.clone(), petra.clone(), other);
    let all = tokio::join!(ground.ask(&mut one), ground.ask(&mut two), ground.ask(&mut three));
    for page in [all.0, all.1, all.2] {
        assert_eq!(page.location.as_deref(), Some("/skaffa-konto"), "{}", page.body);
    }
    assert_eq!(ground.accounts_of_petra().await, 1);
    let (mut again, led) = ground.show_card("petra").await;
    assert_eq!(led.location.as_deref(), Some("/skaffa-konto"));
    let told = again.get("/skaffa-konto").await;
    assert!(told.says("Din ansökan är skickad") && told.says("Vårdcentralen Ekbacken"), "{}", told.body);
    assert!(!told.says("Skicka ansökan"));
    assert_eq!(ground.levels().await.iter().filter(|level| *level == "new-account.ask").count(), 1);
}

async fn whoever_waits_can_do_nothing(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut petra, _) = ground.show_card("petra").await;
    ground.ask(&mut petra).await;
    for path in ["/", "/arenden", "/byt-uppdrag", "/mitt-konto", "/kontoansokningar"] {
        let page = petra.get(path).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.body);
        assert!(page.location.unwrap().starts_with("/logga-in"), "{path}");
    }
    // Not by a grant that somebody gave early, either.
    let world = &ground.site.world;
    let mut tx = ground.site.test.read().await.unwrap();
    let (account,): (AccountId,) =
        tx.one("SELECT account_id FROM account_hsa_id WHERE hsa_id = ?1", params![PETRA]).await.unwrap();
    drop(tx);
    world.grant(account, BuiltIn::SystemAdministrator, world.clinic).await;
    let (mut petra, led) = ground.show_card("petra").await;
    assert_eq!(led.location.as_deref(), Some("/skaffa-konto"));
    assert!(petra.get("/anvandare").await.location.unwrap().starts_with("/logga-in"));
}

async fn an_administrator_gives_what_they_may_give_and_where_they_may(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut petra, _) = ground.show_card("petra").await;
    ground.ask(&mut petra).await;
    let path = ground.request("Nyqvist, Petra").await;
    let world = &ground.site.world;
    let none = ground.decide(&path, &[("beslut", "godkann")]).await;
    assert!(none.says("Välj minst en behörighet"), "{}", none.body);
    let support = world.role(BuiltIn::Support).to_string();
    let refused = ground.decide(&path, &[("beslut", "godkann"), ("behorigheter", &support)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    // Another clinic's administrator neither sees nor answers it.
    let elsewhere = world.account("Kim Holm").at(world.other_clinic).await;
    world.grant(elsewhere, BuiltIn::LocalAdministrator, world.other_clinic).await;
    let mut stranger = ground.site.staff(elsewhere, world.other_clinic).await;
    assert!(!stranger.get("/kontoansokningar").await.says("Nyqvist"));
    assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    let role = world.role(BuiltIn::CaseHandler).to_string();
    let fields = [("beslut", "godkann"), ("behorigheter", role.as_str()), ("version", "1")];
    assert_eq!(stranger.post(&path, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ground.letters().await, []);
}

async fn two_administrators_answer_at_once_and_one_is_told(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut petra, _) = ground.show_card("petra").await;
    ground.ask(&mut petra).await;
    let path = ground.request("Nyqvist, Petra").await;
    let role = ground.site.world.role(BuiltIn::CaseHandler).to_string();
    let approve = [("beslut", "godkann"), ("behorigheter", role.as_str())];
    let decline = [("beslut", "avsla"), ("skal", "Fel person.")];
    let (one, other) = tokio::join!(ground.decide(&path, &approve), ground.decide(&path, &decline));
    let carried_out = [&one, &other].iter().filter(|page| page.location.is_some()).count();
    assert_eq!(carried_out, 1, "{} and {}", one.body, other.body);
    let told = if one.location.is_some() { other } else { one };
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
    assert_eq!(ground.letters().await.len(), 1);
}

async fn a_form_that_is_wrong_says_what_to_do_and_keeps_what_was_typed(test: TestDb) {
    let ground = Ground::new(test).await;
    let (mut petra, _) = ground.show_card("utan-uppdrag").await;
    let form = petra.get("/skaffa-konto").await;
    assert!(form.says("Katalogen säger inte var du arbetar"), "{}", form.body);
    assert!(petra.get("/skaffa-konto?q=Barnmorske").await.says("Barnmorskemottagningen Ekbacken"));
    assert!(petra.get("/skaffa-konto?q=Finns%20inte").await.says("Ingen enhet börjar så"));
    let wrong = petra.post("/skaffa-konto", &[("email", "inte en adress"), ("title", "Barnmorska")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Välj den enhet där du arbetar") && wrong.says("inte en adress"), "{}", wrong.body);
    assert!(wrong.says("Barnmorska"));
    // A region is no place of work, and a unit that is none is none.
    for unit in [ground.site.world.region.to_string(), "x".to_owned()] {
        let page = petra.post("/skaffa-konto", &[("enhet", &unit), ("email", MAIL)]).await;
        assert!(page.says("Välj den enhet där du arbetar"), "{}", page.body);
    }
    let missing = petra.post("/skaffa-konto", &[("enhet", &ground.site.world.clinic.to_string())]).await;
    assert!(missing.says("Skriv din e-postadress"), "{}", missing.body);
    assert_eq!(ground.accounts_of_petra().await, 0);
}

async fn nobody_asks_for_an_account_without_a_card(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut nobody = ground.site.browser();
    assert_eq!(nobody.get("/skaffa-konto").await.location.as_deref(), Some("/logga-in"));
    assert_eq!(ground.ask(&mut nobody).await.location.as_deref(), Some("/logga-in"));
    // Nor with a card that was shown too long ago.
    let (mut petra, _) = ground.show_card("petra").await;
    ground.site.wait(31 * 60_000);
    assert_eq!(ground.ask(&mut petra).await.location.as_deref(), Some("/logga-in"));
    assert_eq!(ground.accounts_of_petra().await, 0);
}

async fn where_no_mail_is_sent_none_is_promised(test: TestDb) {
    let ground = Ground::with(test, None).await;
    let (mut petra, _) = ground.show_card("petra").await;
    let form = petra.get("/skaffa-konto").await;
    assert!(form.says("Så kan administratören nå dig") && !form.says("mejlas hit"), "{}", form.body);
    ground.ask(&mut petra).await;
    let waits = petra.get("/skaffa-konto").await;
    assert!(waits.says("Administratören säger till") && !waits.says("Du får ett mejl"), "{}", waits.body);
    let (path, mut boss) = (ground.request("Nyqvist, Petra").await, ground.boss().await);
    let role = ground.site.world.role(BuiltIn::CaseHandler).to_string();
    let fields = [("beslut", "godkann"), ("behorigheter", role.as_str()), ("version", "1")];
    let given = boss.post(&path, &fields).await;
    let list = boss.get(given.location.as_deref().unwrap()).await;
    assert!(list.says("Säg till användaren själv"), "{}", list.body);
}
