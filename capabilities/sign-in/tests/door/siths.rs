//! Signing in with a SITHS card, by an identity provider that is asked over a real socket, and that can lie.

use std::sync::Arc;

use behorig_access::{AccountId, BuiltIn};
use behorig_identity::{HsaId, IdentityNumber, test_series};
use behorig_oidc::{OidcSettings, Provider};
use behorig_sign_in::siths::SithsSignIn;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use peer_oidc::{Clock, Hand, IdentityProvider, Lie, LogoutLie, OidcOptions, Person, RegisteredClient, Running};
use proof_support::{NOW, TestDb, both_databases};
use serde_json::{Value, json};

use crate::house::{Answer, Browser, House};

both_databases!(
    a_card_lets_its_holder_in_where_the_commission_says,
    a_reserve_card_is_two_factors_and_no_more,
    who_works_in_two_places_is_asked_where_and_may_change,
    two_employments_are_two_accounts_and_the_card_opens_both,
    a_card_without_an_account_leads_to_asking_for_one,
    a_stopped_account_stays_stopped,
    every_lie_of_the_provider_ends_on_a_page_with_a_next_step_and_without_a_session,
    an_answer_counts_once_and_only_where_it_was_begun,
    a_session_that_somebody_planted_beforehand_opens_nothing,
    another_node_goes_on_with_what_one_began,
    who_signs_out_at_the_provider_is_signed_out_here_once,
    who_signs_out_here_is_led_to_sign_out_there,
    a_provider_that_is_down_is_told_on_the_sign_in_page,
);

const CLIENT: &str = "behorig";
const BACK: &str = "https://behorig.example/logga-in/siths/tillbaka";
const LOA3: &str = "http://id.sambi.se/loa/loa3";
const LOA2: &str = "http://id.sambi.se/loa/loa2";
const CLINIC: &str = "SE2321000016-E001";
const OTHER: &str = "SE2321000016-E002";
const KARIN: &str = "SE2321000016-K001";
const KARIN_TOO: &str = "SE2321000016-K002";

struct Scene {
    house: House,
    peer: Running,
    peer_time: Hand,
}

fn number() -> IdentityNumber {
    test_series::personal_number(date(1980, 3, 4), false).unwrap()
}

fn person(key: &str, context: &str, claims: Value) -> Person {
    Person {
        key: key.to_owned(),
        given_name: "Karin".to_owned(),
        surname: "Ek".to_owned(),
        purpose: "för test".to_owned(),
        context: context.to_owned(),
        claims: claims.as_object().cloned().unwrap(),
    }
}

fn people() -> Vec<Person> {
    let commission = |unit: &str| json!({"commissionHsaId": format!("{unit}U"), "healthCareUnitHsaId": unit});
    let both = json!([commission(CLINIC), commission(OTHER)]);
    vec![
        person(
            "karin",
            LOA3,
            json!({"employeeHsaId": KARIN, "commissionHsaId": "SE2321000016-U1", "healthCareUnitHsaId": OTHER}),
        ),
        person("reserv", LOA2, json!({"employeeHsaId": KARIN})),
        person("tva-stallen", LOA3, json!({"employeeHsaId": KARIN, "allCommissions": both})),
        person(
            "tva-anstallningar",
            LOA3,
            json!({
                "personalIdentityNumber": number().as_stored(), "allEmployeeHsaIds": [KARIN, KARIN_TOO],
                "allCommissions": both,
            }),
        ),
        person("okand", LOA3, json!({"employeeHsaId": "SE2321000016-X999"})),
    ]
}

fn provider(peer: &Running) -> SithsSignIn {
    let settings = OidcSettings::new(&peer.issuer, CLIENT, Some("hemligt"), BACK);
    SithsSignIn {
        provider: Arc::new(Provider::new(settings).unwrap()),
        issuer: peer.issuer.clone(),
        signs_out_there: true,
    }
}

/// The path of our own that an address leads to.
fn path(address: &str) -> &str {
    address.strip_prefix("https://behorig.example").unwrap_or(address)
}

impl Scene {
    async fn new(db: &TestDb) -> Self {
        let (clock, peer_time) = Clock::by_hand(NOW.0 / 1000);
        let client = RegisteredClient {
            id: CLIENT.to_owned(),
            secret: Some("hemligt".to_owned()),
            return_addresses: vec![BACK.to_owned()],
            after_logout: vec!["https://behorig.example/logga-in?besked=utloggad".to_owned()],
        };
        let options = OidcOptions { people: people(), clients: vec![client], clock, ..OidcOptions::default() };
        let peer = IdentityProvider::start(options).await.unwrap();
        let house = House::with_siths(db, provider(&peer)).await;
        let (clinic, other) = (house.world.clinic, house.world.other_clinic);
        for (unit, id) in [(clinic, CLINIC), (other, OTHER)] {
            house
                .world
                .change((unit, HsaId::parse(id).unwrap()), |tx, (unit, id)| {
                    Box::pin(async move {
                        tx.execute("UPDATE unit SET hsa_id = ?2 WHERE id = ?1", params![unit, id]).await.map(|_| ())
                    })
                })
                .await;
        }
        Self { house, peer, peer_time }
    }

    /// With Karin as staff at both clinics, under one HSA-id.
    async fn with_karin(db: &TestDb) -> (Self, AccountId) {
        let scene = Self::new(db).await;
        let world = &scene.house.world;
        let karin = world.account("Karin Ek").at(world.clinic).hsa_id(KARIN).await;
        world.grant(karin, BuiltIn::CaseHandler, world.clinic).await;
        world.grant(karin, BuiltIn::CaseReceiver, world.other_clinic).await;
        (scene, karin)
    }

    fn seconds_pass(&self, seconds: i64) {
        self.house.wait(seconds * 1000);
        self.peer_time.advance(seconds);
    }

    /// The provider's page that the browser is led to.
    async fn begin(&self, browser: &Browser) -> String {
        let answer = browser.post("/logga-in/siths", &[("till", "/mina-inloggningar")]).await;
        let refresh = answer.refresh.unwrap_or_else(|| panic!("nothing leads on: {}", answer.body));
        refresh.strip_prefix("0; url=").unwrap().to_owned()
    }

    /// What the browser gets when it comes back with a person's card shown.
    async fn show_card(&self, browser: &Browser, person: &str) -> Answer {
        let address = self.begin(browser).await;
        let back = self.peer.sign_in(&address, person).unwrap();
        browser.get(path(&back)).await
    }

    async fn sign_in(&self, browser: &Browser, person: &str) -> Answer {
        let back = self.show_card(browser, person).await;
        assert_eq!(back.leads(), "/logga-in/siths");
        browser.get("/logga-in/siths").await
    }

    async fn provider_session(&self, browser: &Browser) -> usize {
        let token = behorig_visit::Token::from_sent(&browser.session().unwrap()).unwrap();
        let mut tx = self.house.app.db.read().await.unwrap();
        let (count,): (i64,) = tx
            .one(
                "SELECT CAST(count(*) AS BIGINT) FROM session WHERE token_hash = ?1 AND idp_session IS NOT NULL AND idp_subject IS NOT NULL",
                params![token.hash()],
            )
            .await
            .unwrap();
        usize::try_from(count).unwrap()
    }
}

async fn a_card_lets_its_holder_in_where_the_commission_says(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    assert!(browser.get("/logga-in").await.says("Logga in med SITHS"));
    let answer = scene.sign_in(&browser, "karin").await;
    assert_eq!(answer.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Karin Ek | staff | Barnmorskemottagningen Ekbacken | high");
    assert_eq!(browser.cookie("__Host-behorig-siths"), None);
    assert_eq!(scene.provider_session(&browser).await, 1);
    assert!(browser.get("/mina-inloggningar").await.says("SITHS"));
    let events = scene.house.world.events().await;
    assert!(events.iter().any(|event| event.args.as_deref() == Some("siths staff")), "{events:?}");
}

async fn a_reserve_card_is_two_factors_and_no_more(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    scene.sign_in(&browser, "reserv").await;
    assert_eq!(browser.who().await, "Karin Ek | staff | Vårdcentralen Ekbacken | two-factor");
}

async fn who_works_in_two_places_is_asked_where_and_may_change(db: TestDb) {
    let (scene, karin) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    let asked = scene.sign_in(&browser, "tva-stallen").await;
    assert!(asked.says("Välj uppdrag") && asked.says("Vårdcentralen Ekbacken"), "{}", asked.body);
    assert!(asked.says("Barnmorskemottagningen Ekbacken") && asked.says("Ärendemottagare"), "{}", asked.body);
    assert_eq!(browser.who().await, "/logga-in", "nobody is in before they have chosen");
    let none = browser.post("/logga-in/siths/uppdrag", &[]).await;
    assert!(none.says("Välj ett uppdrag."), "{}", none.body);
    let gone = browser.post("/logga-in/siths/uppdrag", &[("uppdrag", "staff.x.y")]).await;
    assert!(gone.says("Uppdraget finns inte längre"), "{}", gone.body);
    let other = scene.house.world.other_clinic;
    let there = browser.post("/logga-in/siths/uppdrag", &[("uppdrag", &format!("staff.{other}.{karin}"))]).await;
    assert_eq!(there.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Karin Ek | staff | Barnmorskemottagningen Ekbacken | high");
    let clinic = scene.house.world.clinic;
    browser.post("/byt-uppdrag", &[("uppdrag", &format!("staff.{clinic}"))]).await;
    assert_eq!(browser.who().await, "Karin Ek | staff | Vårdcentralen Ekbacken | high");
}

async fn two_employments_are_two_accounts_and_the_card_opens_both(db: TestDb) {
    let (scene, karin) = Scene::with_karin(&db).await;
    let world = &scene.house.world;
    let too = world.account("Karin Ek").at(world.home_care).hsa_id(KARIN_TOO).number(number()).await;
    world.grant(too, BuiltIn::HomeCareStaff, world.home_care).await;
    let browser = scene.house.browser();
    let asked = scene.sign_in(&browser, "tva-anstallningar").await;
    assert!(asked.says(KARIN) && asked.says(KARIN_TOO) && asked.says("Hemtjänsten Björkgården"), "{}", asked.body);
    assert!(!asked.says(number().as_stored()) && !asked.says(&number().shown()));
    let home_care = world.home_care;
    browser.post("/logga-in/siths/uppdrag", &[("uppdrag", &format!("staff.{home_care}.{too}"))]).await;
    assert_eq!(browser.who().await, "Karin Ek | staff | Hemtjänsten Björkgården | high");
    // And from there to the other employment's account, and back again.
    let page = browser.get("/byt-uppdrag").await;
    assert!(page.says("Vårdcentralen Ekbacken") && page.says("Hemtjänsten Björkgården"), "{}", page.body);
    let clinic = world.clinic;
    let switched = browser.post("/byt-uppdrag", &[("uppdrag", &format!("staff.{clinic}"))]).await;
    assert_eq!(switched.status, StatusCode::SEE_OTHER, "{}", switched.body);
    assert_eq!(browser.who().await, "Karin Ek | staff | Vårdcentralen Ekbacken | high");
    browser.post("/byt-uppdrag", &[("uppdrag", &format!("staff.{home_care}"))]).await;
    assert_eq!(browser.who().await, "Karin Ek | staff | Hemtjänsten Björkgården | high");
    assert_eq!(scene.house.events("sign-in.switch-hat").await, 2);
    // What one account may, the other has not got: the viewer is the account that is on.
    scene.house.set(karin, "blocked_at = 1").await;
    let page = browser.get("/byt-uppdrag").await;
    assert!(!page.says("Barnmorskemottagningen Ekbacken"), "{}", page.body);
}

async fn a_card_without_an_account_leads_to_asking_for_one(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    let answer = scene.sign_in(&browser, "okand").await;
    assert_eq!(answer.leads(), "/skaffa-konto");
    assert!(browser.cookie("__Host-behorig-siths").is_some() && browser.session().is_none());
    assert_eq!(browser.who().await, "/logga-in");
}

async fn a_stopped_account_stays_stopped(db: TestDb) {
    let (scene, karin) = Scene::with_karin(&db).await;
    for (assignment, words) in [("blocked_at = 1", "spärrat"), ("blocked_at = NULL, locked_at = 1", "låst")] {
        scene.house.set(karin, assignment).await;
        let browser = scene.house.browser();
        let answer = scene.sign_in(&browser, "karin").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.says(words), "{}", answer.body);
        assert_eq!(browser.who().await, "/logga-in");
    }
    scene.house.set(karin, "locked_at = NULL, pending_since = 1").await;
    let browser = scene.house.browser();
    assert_eq!(scene.sign_in(&browser, "karin").await.leads(), "/skaffa-konto");
    assert_eq!(browser.who().await, "/logga-in");
}

async fn every_lie_of_the_provider_ends_on_a_page_with_a_next_step_and_without_a_session(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    for lie in [
        Lie::OtherAudience,
        Lie::SeveralAudiences,
        Lie::OtherAuthorizedParty,
        Lie::OtherIssuer,
        Lie::OtherNonce,
        Lie::NoNonce,
        Lie::NotSigned,
        Lie::SharedSecretIsPublicKey,
        Lie::SharedSecretIsClients,
        Lie::OtherKey,
        Lie::UnknownKey,
        Lie::Changed,
        Lie::Expired(3600),
        Lie::IssuedAhead(3600),
        Lie::OtherContext,
        Lie::NoContext,
        Lie::NoIdToken,
        Lie::OtherSubject,
        Lie::OddHsaId,
        Lie::MixedUp,
        Lie::Broken,
    ] {
        let browser = scene.house.browser();
        let address = scene.begin(&browser).await;
        scene.peer.set_lie(lie);
        let back = scene.peer.sign_in(&address, "karin").unwrap();
        let answer = browser.get(path(&back)).await;
        scene.peer.set_lie(Lie::Honest);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{lie:?}: {}", answer.body);
        assert!(answer.says("Inloggningen med SITHS gick inte"), "{lie:?}: {}", answer.body);
        assert!(answer.says("href=\"/logga-in\""), "{lie:?} has no next step: {}", answer.body);
        assert_eq!(browser.who().await, "/logga-in", "{lie:?}");
        assert_eq!(browser.get("/logga-in/siths").await.leads(), "/", "{lie:?} left a card");
        assert_eq!(browser.session(), None, "{lie:?}");
    }
    // And who breaks off is told so.
    let browser = scene.house.browser();
    let back = scene.peer.break_off(&scene.begin(&browser).await).unwrap();
    assert!(browser.get(path(&back)).await.says("Inloggningen avbröts"));
    // A quarter of an hour is enough to find one's card.
    let address = scene.begin(&browser).await;
    scene.seconds_pass(16 * 60);
    let back = scene.peer.sign_in(&address, "karin").unwrap();
    assert!(browser.get(path(&back)).await.says("för lång tid"));
    assert_eq!(browser.who().await, "/logga-in");
}

async fn an_answer_counts_once_and_only_where_it_was_begun(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let (thief, victim) = (scene.house.browser(), scene.house.browser());
    // The thief begins, and has the victim show the card: nobody is in.
    let address = scene.begin(&thief).await;
    let back = scene.peer.sign_in(&address, "karin").unwrap();
    let there = victim.get(path(&back)).await;
    assert_eq!(there.status, StatusCode::FORBIDDEN);
    assert!(there.says("började i en annan webbläsare"), "{}", there.body);
    assert_eq!((thief.who().await, victim.who().await), ("/logga-in".to_owned(), "/logga-in".to_owned()));
    // The victim has begun too: the answer to the thief's sign-in is not theirs.
    scene.begin(&victim).await;
    let there = victim.get(path(&back)).await;
    assert!(there.says("hör till en annan inloggning"), "{}", there.body);
    assert_eq!(victim.who().await, "/logga-in");
    // In its own browser it counts, once.
    let address = scene.begin(&thief).await;
    let back = scene.peer.sign_in(&address, "karin").unwrap();
    let tab = thief.stolen();
    let (one, other) = tokio::join!(thief.get(path(&back)), tab.get(path(&back)));
    let went_on = [&one, &other].iter().filter(|answer| answer.location.is_some()).count();
    assert_eq!(went_on, 1, "{} and {}", one.leads(), other.leads());
    let copy = thief.stolen();
    let in_copy = if thief.cookie("__Host-behorig-siths").is_some() { &thief } else { &tab };
    assert_eq!(in_copy.get("/logga-in/siths").await.leads(), "/mina-inloggningar");
    assert_eq!(copy.get("/logga-in/siths").await.leads(), "/", "the card is used up");
    assert!(in_copy.get(path(&back)).await.says("redan använd"));
}

async fn a_session_that_somebody_planted_beforehand_opens_nothing(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    scene.sign_in(&browser, "karin").await;
    let planted = browser.stolen();
    let before = browser.session();
    scene.sign_in(&browser, "karin").await;
    assert_ne!(browser.session(), before, "a new sign-in is a new secret");
    assert!(browser.who().await.starts_with("Karin Ek"));
    assert_eq!(planted.who().await, "/logga-in");
}

async fn another_node_goes_on_with_what_one_began(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    let address = scene.begin(&browser).await;
    let back = scene.peer.sign_in(&address, "karin").unwrap();
    let node = scene.house.another_node(&db, provider(&scene.peer));
    let there = browser.at(&node);
    assert_eq!(there.get(path(&back)).await.leads(), "/logga-in/siths");
    assert_eq!(browser.get("/logga-in/siths").await.leads(), "/mina-inloggningar");
    assert!(there.who().await.starts_with("Karin Ek"));
}

async fn who_signs_out_at_the_provider_is_signed_out_here_once(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let (one, other) = (scene.house.browser(), scene.house.browser());
    scene.sign_in(&one, "karin").await;
    scene.sign_in(&other, "reserv").await;
    let told =
        async |token: &str| scene.house.browser().post("/logga-in/siths/utloggad", &[("logout_token", token)]).await;
    for lie in [LogoutLie::NoEvents, LogoutLie::Nonce, LogoutLie::Nobody, LogoutLie::NoId] {
        let token = scene.peer.logout_token(CLIENT, Some("karin"), None, lie);
        assert_eq!(told(&token).await.status, StatusCode::BAD_REQUEST, "{lie:?}");
    }
    assert!(one.who().await.starts_with("Karin Ek"));
    let token = scene.peer.logout_token(CLIENT, Some("karin"), None, LogoutLie::Honest);
    assert_eq!(told(&token).await.status, StatusCode::OK);
    assert_eq!(one.who().await, "/logga-in");
    assert!(other.who().await.starts_with("Karin Ek"), "whoever the notice does not name stays");
    assert_eq!(scene.house.events("sign-in.closed-by-provider").await, 1);
    // The same notice on another node, which has not seen it, ends nothing that was opened since.
    scene.sign_in(&one, "karin").await;
    let node = scene.house.another_node(&db, provider(&scene.peer));
    let again = scene.house.browser().at(&node).post("/logga-in/siths/utloggad", &[("logout_token", &token)]).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(one.who().await.starts_with("Karin Ek"));
    // In the browser a wrong name ends nothing either.
    let issuer = scene.peer.issuer.replace(':', "%3A").replace('/', "%2F");
    one.get(&format!("/logga-in/siths/utloggad?iss={issuer}&sid=gissat")).await;
    one.get("/logga-in/siths/utloggad?iss=https%3A%2F%2Fannan.example&sid=gissat").await;
    assert!(one.who().await.starts_with("Karin Ek"));
}

async fn who_signs_out_here_is_led_to_sign_out_there(db: TestDb) {
    let (scene, _) = Scene::with_karin(&db).await;
    let browser = scene.house.browser();
    scene.sign_in(&browser, "karin").await;
    let answer = browser.post("/logga-ut", &[]).await;
    let there = answer.refresh.unwrap_or_default();
    assert!(there.starts_with(&format!("0; url={}/end-session?", scene.peer.issuer)), "{there}");
    assert_eq!(browser.who().await, "/logga-in");
}

async fn a_provider_that_is_down_is_told_on_the_sign_in_page(db: TestDb) {
    let Scene { house, peer, .. } = Scene::new(&db).await;
    peer.stop().await;
    let answer = house.browser().post("/logga-in/siths", &[("till", "/")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.says("Inloggningstjänsten för SITHS svarar inte") && answer.says("Användarnamn"), "{}", answer.body);
}
