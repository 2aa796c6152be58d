//! Signing in by a card's own certificate: the way to the port for cards and back, and every card that is not taken. How the port is
//! reached by TLS is tested where the accept loop is.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use behorig_access::BuiltIn;
use behorig_identity::{HsaId, IdentityNumber, TestPrefixes};
use behorig_oidc::{OidcSettings, Provider};
use behorig_sign_in::siths::{CardJudge, CardPort, CardProof, Connection, SithsSignIn};
use behorig_siths::{CardCheck, CertificateDer, PolicyLevels, Revocation, RevocationLists, TrustedIssuers};
use http::{Request, StatusCode, header};
use proof_cards::{Authority, Card, HSA_ID, LOA2, NUMBER};
use proof_support::{TestDb, both_databases};
use tower::ServiceExt;

use crate::house::{Browser, House};

both_databases!(
    a_card_opens_the_account_of_its_hsa_id_at_its_own_level,
    a_card_with_a_number_opens_the_account_of_the_number,
    a_card_without_an_account_leads_to_asking_for_one,
    a_stopped_account_stays_stopped_whatever_the_card,
    a_card_that_is_not_taken_ends_on_a_page_with_a_next_step_and_without_a_session,
    nobody_gets_in_with_another_ones_card_and_a_ticket_counts_once,
    an_errand_is_done_once_and_soon,
    a_list_that_came_or_ran_out_counts_from_the_next_card_on,
    a_session_rises_by_its_owners_card_and_by_nobody_elses,
    beside_a_provider_the_card_in_its_reader_is_the_second_way,
);

const HOME: &str = "https://behorig.example";
const PORT: &str = "https://kort.behorig.example";

struct Scene {
    house: House,
    port: Router,
    judge: CardJudge,
    authority: Authority,
}

/// A check by which the cards of these numbers are revoked, until the beginning of a year.
fn check(authority: &Authority, revoked: &[u8], until: i32) -> CardCheck {
    let list = authority.list(revoked, until);
    CardCheck::new(
        TrustedIssuers::from_pem(&authority.pem()).unwrap(),
        Revocation::Lists(RevocationLists::new([list.as_slice()]).unwrap()),
        PolicyLevels::parse("1.2.752.74.8.512=loa3 1.2.752.74.8.20=loa2").unwrap(),
        TestPrefixes::none(),
    )
}

impl Scene {
    async fn new(db: &TestDb) -> Self {
        Self::beside(db, None).await
    }

    async fn beside(db: &TestDb, provider: Option<SithsSignIn>) -> Self {
        let authority = Authority::new("SITHS e-id Person HSA-id 3 CA v1");
        let judge = CardJudge::new(check(&authority, &[66], 2030));
        let port = CardPort { judge: judge.clone(), url: PORT.to_owned(), proof: CardProof::OwnTls };
        let house = House::with_card_port(db, port, provider).await;
        let world = &house.world;
        let karin = world.account("Karin Ek").at(world.clinic).hsa_id(HSA_ID).await;
        world.grant(karin, BuiltIn::CaseHandler, world.clinic).await;
        Self { port: house.card_port(), house, judge, authority }
    }

    /// The errand that the browser is sent to the port with.
    async fn begin(&self, browser: &Browser) -> String {
        let answer = browser.post("/logga-in/siths/kort", &[("till", "/mina-inloggningar")]).await;
        let refresh = answer.refresh.unwrap_or_else(|| panic!("nothing leads on: {}", answer.body));
        refresh.strip_prefix(&format!("0; url={PORT}")).unwrap().to_owned()
    }

    /// Where the port sends whoever comes with an errand and a card.
    async fn show(&self, errand: &str, card: CertificateDer<'static>) -> String {
        let connection = Connection { peer: "192.0.2.7".parse().unwrap(), chain: Arc::from([card]) };
        let port = self.port.clone().layer(Extension(connection));
        let response = port.oneshot(Request::get(errand).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::CONNECTION], "close");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let location = response.headers()[header::LOCATION].to_str().unwrap();
        location.strip_prefix(HOME).unwrap_or_else(|| panic!("{location} is somewhere else")).to_owned()
    }

    fn ordinary(&self) -> CertificateDer<'static> {
        self.authority.issue(&Card::default())
    }

    async fn sign_in(&self, browser: &Browser, card: &Card) -> String {
        let errand = self.begin(browser).await;
        let back = self.show(&errand, self.authority.issue(card)).await;
        assert_eq!(browser.get(&back).await.leads(), "/logga-in/siths");
        browser.get("/logga-in/siths").await.leads().to_owned()
    }

    /// The particulars of the events of a function, in their order.
    async fn told(&self, level: &str) -> Vec<String> {
        let events = self.house.world.events().await;
        events
            .into_iter()
            .filter(|event| event.level.as_deref() == Some(level))
            .filter_map(|event| event.args)
            .collect()
    }
}

async fn a_card_opens_the_account_of_its_hsa_id_at_its_own_level(db: TestDb) {
    let scene = Scene::new(&db).await;
    let browser = scene.house.browser();
    assert!(browser.get("/logga-in").await.says("SITHS-kort i kortläsaren"));
    assert_eq!(scene.sign_in(&browser, &Card::default()).await, "/mina-inloggningar");
    assert_eq!(browser.who().await, "Karin Ek | staff | Vårdcentralen Ekbacken | high");
    assert_eq!(browser.cookie("__Host-behorig-siths"), None);
    let reserve = scene.house.browser();
    scene.sign_in(&reserve, &Card { policies: vec![LOA2], ..Card::default() }).await;
    assert_eq!(reserve.who().await, "Karin Ek | staff | Vårdcentralen Ekbacken | two-factor");
    assert_eq!(scene.told("sign-in.show-card").await, ["high", "two-factor"]);
    assert_eq!(scene.told("sign-in.open").await, ["siths staff", "siths staff"]);
    let events = scene.house.world.events().await;
    let shown = events.iter().find(|event| event.level.as_deref() == Some("sign-in.show-card")).unwrap();
    assert_eq!(shown.resources[0].resource_id.as_deref(), Some("SITHS e-id Person HSA-id 3 CA v1 0701"));
}

async fn a_card_with_a_number_opens_the_account_of_the_number(db: TestDb) {
    let scene = Scene::new(&db).await;
    let world = &scene.house.world;
    world.account("Bo Alm").at(world.other_clinic).number(IdentityNumber::from_stored(NUMBER).unwrap()).await;
    let browser = scene.house.browser();
    scene.sign_in(&browser, &Card { subject_serial_number: Some(NUMBER.to_owned()), ..Card::default() }).await;
    assert!(browser.who().await.starts_with("Bo Alm | staff"));
    let events = format!("{:?}", scene.house.world.events().await);
    assert!(events.contains("SITHS e-id Person"), "{events}");
}

async fn a_card_without_an_account_leads_to_asking_for_one(db: TestDb) {
    let scene = Scene::new(&db).await;
    let browser = scene.house.browser();
    let card = Card { subject_serial_number: Some("SE2321000016-NY".to_owned()), ..Card::default() };
    assert_eq!(scene.sign_in(&browser, &card).await, "/skaffa-konto");
    assert_eq!(browser.who().await, "/logga-in");
}

async fn a_stopped_account_stays_stopped_whatever_the_card(db: TestDb) {
    let scene = Scene::new(&db).await;
    let world = &scene.house.world;
    let id = HsaId::parse("SE2321000016-STOP").unwrap();
    let stopped = world.account("Sten Stopp").at(world.clinic).hsa_id(id.as_str()).await;
    scene.house.set(stopped, "blocked_at = 1").await;
    let browser = scene.house.browser();
    let card = Card { subject_serial_number: Some(id.as_str().to_owned()), ..Card::default() };
    let page = scene.sign_in(&browser, &card).await;
    assert!(page.contains("spärrat"), "{page}");
    assert_eq!(browser.who().await, "/logga-in");
}

async fn a_card_that_is_not_taken_ends_on_a_page_with_a_next_step_and_without_a_session(db: TestDb) {
    let scene = Scene::new(&db).await;
    let good = Card::default;
    for (card, words, told) in [
        (Card { serial: 66, ..good() }, "Kortet är spärrat", "revoked"),
        (Card { policies: vec![], ..good() }, "hur säkert du är legitimerad", "no-policy"),
        (Card { policies: vec![&[1, 2, 752, 74, 8, 3]], ..good() }, "tillitsnivå är inte känd", "unknown-policy"),
        (Card { usages: vec![], ..good() }, "inte till för att logga in", "not-for-signing"),
        (Card { purposes: vec![], ..good() }, "inte till för att logga in", "not-for-sign-in"),
        (Card { subject_serial_number: Some("Karin".to_owned()), ..good() }, "varken HSA-id", "strange-identifier"),
        (Card { subject_serial_number: None, ..good() }, "säger inte vem du är", "no-identifier"),
    ] {
        let browser = scene.house.browser();
        let errand = scene.begin(&browser).await;
        let back = scene.show(&errand, scene.authority.issue(&card)).await;
        let page = browser.get(&back).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{words}: {}", page.body);
        assert!(page.says(words), "{words} is not on {}", page.body);
        assert!(page.says("href=\"/logga-in\""), "no next step: {}", page.body);
        assert_eq!(browser.get("/logga-in/siths").await.leads(), "/");
        assert_eq!(browser.who().await, "/logga-in");
        assert_eq!(scene.told("sign-in.refuse-card").await.last().map(String::as_str), Some(told));
    }
    assert_eq!(scene.house.events("sign-in.show-card").await, 0);
    // Which card it was can be found out; nobody's name is told.
    let events = format!("{:?}", scene.house.world.events().await);
    assert!(events.contains("SITHS e-id Person HSA-id 3 CA v1 4201"), "{events}");
    assert!(!events.contains("Karin"), "{events}");
}

async fn nobody_gets_in_with_another_ones_card_and_a_ticket_counts_once(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (thief, victim) = (scene.house.browser(), scene.house.browser());
    let errand = scene.begin(&thief).await;
    let back = scene.show(&errand, scene.ordinary()).await;
    // While the ticket is on its way, the card is of no use to whoever began.
    assert_eq!(thief.get("/logga-in/siths").await.leads(), "/");
    assert!(thief.get("/logga-in/siths/kort").await.says("Börja om här"));
    assert!(thief.get("/skaffa-konto").await.status != StatusCode::OK);
    // The ticket comes to the victim's browser, which did not begin; and then it is nobody's any more.
    assert!(victim.get(&back).await.says("började i en annan webbläsare"));
    assert!(thief.get(&back).await.says("Börja om här"), "a ticket that went astray");
    assert_eq!(thief.get("/logga-in/siths").await.leads(), "/");
    assert_eq!((thief.who().await, victim.who().await), ("/logga-in".to_owned(), "/logga-in".to_owned()));
    assert_eq!(scene.told("sign-in.refuse-ticket").await, ["other-browser"]);
    // In its own browser the ticket counts, once.
    let errand = scene.begin(&victim).await;
    let back = scene.show(&errand, scene.ordinary()).await;
    assert_eq!(victim.get(&back).await.leads(), "/logga-in/siths");
    let stolen = victim.stolen();
    assert!(stolen.get(&back).await.says("Börja om här"), "a ticket that was used");
    assert_eq!(victim.get("/logga-in/siths").await.leads(), "/", "a ticket that came twice ends the sign-in");
    assert_eq!(scene.told("sign-in.refuse-ticket").await, ["other-browser", "unknown"]);
    // And not for long.
    let errand = scene.begin(&victim).await;
    let back = scene.show(&errand, scene.ordinary()).await;
    scene.house.wait(2 * 60_000);
    assert!(victim.get(&back).await.says("Det tog för lång tid"), "a ticket that is old");
    assert_eq!(victim.get("/logga-in/siths").await.leads(), "/");
    assert_eq!(victim.who().await, "/logga-in");
    assert_eq!(scene.told("sign-in.refuse-ticket").await, ["other-browser", "unknown", "late"]);
    // Of a ticket that never was there is nothing to tell.
    let made_up = format!("/logga-in/siths/kort?biljett={}", "ab".repeat(32));
    assert!(scene.house.browser().get(&made_up).await.says("Börja om här"));
    assert_eq!(scene.told("sign-in.refuse-ticket").await.len(), 3);
    assert_eq!(scene.house.events("sign-in.open").await, 0);
}

async fn an_errand_is_done_once_and_soon(db: TestDb) {
    let scene = Scene::new(&db).await;
    let browser = scene.house.browser();
    let errand = scene.begin(&browser).await;
    let back = scene.show(&errand, scene.ordinary()).await;
    for stale in [errand.as_str(), "/", "/?arende=x", "/logga-in"] {
        assert_eq!(scene.show(stale, scene.ordinary()).await, "/logga-in/siths/kort", "{stale}");
    }
    assert!(browser.get("/logga-in/siths/kort").await.says("Börja om här"));
    assert_eq!(browser.get(&back).await.leads(), "/logga-in/siths", "what others try elsewhere disturbs nobody");
    assert_eq!(browser.get("/logga-in/siths").await.leads(), "/mina-inloggningar");
    let slow = scene.house.browser();
    let errand = scene.begin(&slow).await;
    scene.house.wait(15 * 60_000);
    assert_eq!(scene.show(&errand, scene.ordinary()).await, "/logga-in/siths/kort", "an errand that is old");
    // Whoever begins anew has one errand, the last.
    let (first, last) = (scene.begin(&slow).await, scene.begin(&slow).await);
    assert_eq!(scene.show(&first, scene.ordinary()).await, "/logga-in/siths/kort");
    assert!(scene.show(&last, scene.ordinary()).await.starts_with("/logga-in/siths/kort?biljett="));
}

async fn a_list_that_came_or_ran_out_counts_from_the_next_card_on(db: TestDb) {
    let scene = Scene::new(&db).await;
    let attempt = async || {
        let browser = scene.house.browser();
        let errand = scene.begin(&browser).await;
        let back = scene.show(&errand, scene.ordinary()).await;
        browser.get(&back).await
    };
    assert_eq!(attempt().await.leads(), "/logga-in/siths");
    scene.judge.replace(check(&scene.authority, &[7], 2030));
    assert!(attempt().await.says("Kortet är spärrat"));
    scene.judge.replace(check(&scene.authority, &[], 2026));
    let page = attempt().await;
    assert!(page.says("Listan över spärrade kort är för gammal") && page.says("på ett annat sätt"), "{}", page.body);
}

async fn a_session_rises_by_its_owners_card_and_by_nobody_elses(db: TestDb) {
    let scene = Scene::new(&db).await;
    let world = &scene.house.world;
    let other = "SE2321000016-OTHER";
    world.account("Bo Alm").at(world.clinic).hsa_id(other).await;
    let browser = scene.house.browser();
    scene.sign_in(&browser, &Card { policies: vec![LOA2], ..Card::default() }).await;
    assert!(browser.who().await.ends_with("| two-factor"));
    assert!(browser.get("/bekrafta?till=/byt-uppdrag").await.says("SITHS-kort i kortläsaren"));
    let confirm = async |browser: &Browser, card: &Card| {
        let answer = browser.post("/bekrafta/siths-kort", &[("till", "/byt-uppdrag")]).await;
        let refresh = answer.refresh.unwrap_or_else(|| panic!("nothing leads on: {}", answer.body));
        let errand = refresh.strip_prefix(&format!("0; url={PORT}")).unwrap();
        let back = scene.show(errand, scene.authority.issue(card)).await;
        assert_eq!(browser.get(&back).await.leads(), "/logga-in/siths");
        // What is shown to confirm opens no session, and asks for no account.
        let stolen = browser.stolen();
        assert_eq!(
            stolen.post("/logga-in/siths/uppdrag", &[("uppdrag", "staff.x.y")]).await.status,
            StatusCode::FORBIDDEN
        );
        browser.get("/logga-in/siths").await
    };
    let before = browser.stolen();
    let anothers = Card { subject_serial_number: Some(other.to_owned()), ..Card::default() };
    let page = confirm(&browser, &anothers).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.says("Det är någon annans kort") && page.says("Försök igen"), "{}", page.body);
    let nobodys = Card { subject_serial_number: Some("SE2321000016-NY".to_owned()), ..Card::default() };
    assert!(confirm(&browser, &nobodys).await.says("Det är någon annans kort"));
    assert_eq!(browser.session(), before.session());
    assert!(browser.who().await.ends_with("| two-factor"));
    assert_eq!(confirm(&browser, &Card::default()).await.leads(), "/byt-uppdrag");
    assert_eq!(browser.who().await, "Karin Ek | staff | Vårdcentralen Ekbacken | high");
    assert_ne!(browser.session(), before.session());
    assert_eq!(before.who().await, "/logga-in", "the old secret opens nothing");
    assert_eq!(scene.told("sign-in.confirm").await, ["siths high"]);
    assert_eq!(scene.house.events("sign-in.open").await, 1);
    // What the first card proved goes along.
    let mut tx = scene.house.app.db.read().await.unwrap();
    let (ids,): (Option<String>,) =
        tx.one("SELECT proven_hsa_ids FROM session WHERE ended_at IS NULL", &[]).await.unwrap();
    assert_eq!(ids.as_deref(), Some(HSA_ID));
}

async fn beside_a_provider_the_card_in_its_reader_is_the_second_way(db: TestDb) {
    let issuer = "https://idp.example";
    let settings = OidcSettings::new(issuer, "behorig", None, "https://behorig.example/logga-in/siths/tillbaka");
    let provider = Arc::new(Provider::new(settings).unwrap());
    let siths = SithsSignIn { provider, issuer: issuer.to_owned(), signs_out_there: false };
    let scene = Scene::beside(&db, Some(siths)).await;
    let browser = scene.house.browser();
    let page = browser.get("/logga-in").await.body;
    let (first, second) = (page.find("Logga in med SITHS").unwrap(), page.find("SITHS-kort i kortläsaren").unwrap());
    assert!(first < second);
    assert_eq!(scene.sign_in(&browser, &Card::default()).await, "/mina-inloggningar");
    // Signing out leads to no provider: it did not vouch for this session.
    assert_eq!(browser.post("/logga-ut", &[]).await.leads(), "/logga-in?besked=utloggad");
}
