//! Signing in with BankID, against the simulator over mutual TLS.

use std::time::Duration;

use behorig_access::{BuiltIn, ObjectKind, ObjectRef};
use behorig_bankid::{AppAddress, BankId, BankIdSettings};
use behorig_identity::{IdentityNumber, test_series};
use behorig_sign_in::BankIdSignIn;
use http::StatusCode;
use jiff::civil::date;
use peer_bankid::{Clock, Hand, OrderId, Person, Running, Simulator, SimulatorOptions, Weather};
use proof_support::{TestDb, both_databases};

use crate::house::{Browser, House};

both_databases!(
    a_person_reads_the_code_with_a_phone_and_is_in_at_the_highest_level,
    a_person_signs_in_on_the_same_device,
    nobody_gets_in_by_letting_another_person_answer_an_order_on_the_same_device,
    a_person_whom_we_do_not_know_is_told_what_to_do,
    a_former_relative_is_told_that_the_access_has_ended_and_may_be_the_resident_that_they_are,
    a_resident_gets_in_as_resident_and_staff_who_are_residents_may_be_both,
    a_stopped_account_keeps_nobody_from_being_a_resident,
    the_page_says_what_the_phone_is_doing_in_the_language_of_the_page,
    a_no_on_the_phone_ends_the_order_and_offers_another,
    a_code_that_nobody_read_is_replaced_once_without_a_word,
    a_person_cancels_and_the_phone_finds_nothing,
    bankid_is_asked_at_most_every_other_second,
    when_bankid_is_closed_the_page_says_so_and_when_it_passes_by_it_is_waited_out,
    an_answer_is_used_once,
    a_session_rises_to_the_highest_level_by_its_owners_bankid_and_by_nobody_elses,
);

struct Scene {
    house: House,
    running: Running,
    phone_time: Hand,
}

fn anna_number() -> IdentityNumber {
    test_series::personal_number(date(1980, 3, 4), false).unwrap()
}

fn person(key: &str, number: IdentityNumber, given_name: &str, surname: &str) -> Person {
    Person {
        key: key.to_owned(),
        personal_number: number.as_stored().to_owned(),
        given_name: given_name.to_owned(),
        surname: surname.to_owned(),
        purpose: "för test".to_owned(),
    }
}

impl Scene {
    async fn new(db: &TestDb) -> Self {
        let (clock, phone_time) = Clock::by_hand();
        let people = vec![
            person("anna", anna_number(), "Anna", "Ek"),
            person("stranger", test_series::personal_number(date(1990, 5, 6), true).unwrap(), "Okänd", "Person"),
        ];
        let running =
            Simulator::start(SimulatorOptions { people, clock, ..SimulatorOptions::default() }).await.unwrap();
        let settings = BankIdSettings {
            base_url: running.rp_base_url.clone(),
            client_certificate_pem: running.client.certificate_pem.clone().into_bytes(),
            client_key_pem: running.client.key_pem.clone().into_bytes(),
            server_ca_pem: running.server_ca_pem.as_bytes().to_vec(),
            proxy: None,
        };
        let bankid = BankIdSignIn {
            client: BankId::new(&settings).unwrap(),
            app: AppAddress::parse(&running.app_base_url).unwrap(),
        };
        Self { house: House::with_bankid(db, bankid).await, running, phone_time }
    }

    /// With Anna as staff at the clinic.
    async fn with_anna(db: &TestDb) -> Self {
        let scene = Self::new(db).await;
        let world = &scene.house.world;
        let anna = world.account("Anna Ek").at(world.clinic).number(anna_number()).await;
        world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
        scene
    }

    fn seconds_pass(&self, seconds: u32) {
        self.house.wait(i64::from(seconds) * 1000);
        self.phone_time.advance_seconds(u64::from(seconds));
    }

    /// Begins in a browser; the waiting page is shown.
    async fn begin(&self, browser: &Browser, device: &str) {
        let answer = browser.post("/logga-in/bankid", &[("enhet", device), ("till", "/mina-inloggningar")]).await;
        assert_eq!(answer.leads(), "/logga-in/bankid");
    }

    /// Holds the phone against the browser's screen.
    async fn read_code(&self, browser: &Browser) -> OrderId {
        let page = browser.get("/logga-in/bankid").await;
        let image = page.body.split("src=\"data:image/svg+xml,").nth(1).expect("a code on the page");
        assert!(image.starts_with("%3Csvg"), "{image}");
        // The image is drawn of the text; the test reads the text from where it was drawn.
        self.running.phone().scan(&self.code_now(browser).await).expect("the code of this second")
    }

    async fn code_now(&self, browser: &Browser) -> String {
        let token = behorig_visit::Token::from_sent(&browser.cookie("__Host-behorig-bankid").unwrap()).unwrap();
        let mut tx = self.house.app.db.read().await.unwrap();
        let (start, sealed, began): (String, Vec<u8>, i64) = tx
            .one(
                "SELECT qr_start_token, qr_start_secret, started_at FROM bankid_order WHERE token_hash = ?1",
                behorig_store::params![token.hash()],
            )
            .await
            .unwrap();
        let hash = token.hash();
        let place = behorig_sign_in::seal::Place { table: "bankid_order", column: "qr_start_secret", row: &hash.0 };
        let secret = String::from_utf8(self.house.deps.keys.open(place, &sealed).unwrap()).unwrap();
        let second = u64::try_from((self.house.now().0 - began) / 1000).unwrap();
        behorig_bankid::qr::data(&start, &behorig_bankid::QrStartSecret::from_stored(&secret), second)
    }

    /// The link to the app on the same device, as the page has it.
    async fn app_link(&self, browser: &Browser) -> String {
        let page = browser.get("/logga-in/bankid").await.body;
        let link = page.split(&format!("href=\"{}", self.running.app_base_url)).nth(1).expect("a link to the app");
        link.split("autostarttoken=").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    async fn nonce(&self) -> String {
        let mut tx = self.house.app.db.read().await.unwrap();
        let (nonce,): (String,) = tx.one("SELECT nonce FROM bankid_order", &[]).await.unwrap();
        nonce
    }

    fn approve(&self, order: &OrderId, key: &str) {
        assert!(self.running.phone().be(order, key) && self.running.phone().approve(order));
    }

    /// What the page's script is told.
    async fn told(&self, browser: &Browser) -> serde_json::Value {
        serde_json::from_str(&browser.get("/logga-in/bankid/lage").await.body).unwrap()
    }
}

async fn a_person_reads_the_code_with_a_phone_and_is_in_at_the_highest_level(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    assert!(browser.get("/logga-in").await.says("BankID på en annan enhet"));
    scene.begin(&browser, "annan").await;
    scene.seconds_pass(1);
    let order = scene.read_code(&browser).await;
    scene.approve(&order, "anna");
    scene.seconds_pass(2);
    assert_eq!(scene.told(&browser).await["next"], "/logga-in/bankid");
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | high");
    assert_eq!(browser.cookie("__Host-behorig-bankid"), None);
    let events = scene.house.world.events().await;
    assert!(events.iter().any(|event| event.args.as_deref() == Some("bankid staff")), "{events:?}");
}

async fn a_person_signs_in_on_the_same_device(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "samma").await;
    let order = scene.running.phone().open(&scene.app_link(&browser).await).unwrap();
    scene.approve(&order, "anna");
    scene.seconds_pass(2);
    // The page behind the app learns of the answer but does not use it before the app has sent the browser back.
    assert!(scene.told(&browser).await.get("next").is_none());
    assert_eq!(browser.who().await, "/logga-in");
    let back = browser.get(&format!("/logga-in/bankid?svar={}", scene.nonce().await)).await;
    assert_eq!(back.leads(), "/logga-in/bankid");
    assert_eq!(browser.get(back.leads()).await.leads(), "/mina-inloggningar");
    assert!(browser.who().await.starts_with("Anna Ek"));
}

async fn nobody_gets_in_by_letting_another_person_answer_an_order_on_the_same_device(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let (thief, victim) = (scene.house.browser(), scene.house.browser());
    scene.begin(&thief, "samma").await;
    let order = scene.running.phone().open(&scene.app_link(&thief).await).unwrap();
    scene.approve(&order, "anna");
    scene.seconds_pass(2);
    let back = format!("/logga-in/bankid?svar={}", scene.nonce().await);
    assert!(victim.get(&back).await.says("en annan webbläsare"));
    for _ in 0..3 {
        scene.seconds_pass(2);
        assert!(scene.told(&thief).await.get("next").is_none());
        assert!(thief.get("/logga-in/bankid").await.says("Gå tillbaka till den webbläsare"));
        assert!(thief.get("/logga-in/bankid?svar=").await.says("en annan webbläsare"));
    }
    assert_eq!((thief.who().await, victim.who().await), ("/logga-in".to_owned(), "/logga-in".to_owned()));
}

async fn a_person_whom_we_do_not_know_is_told_what_to_do(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    let order = scene.read_code(&browser).await;
    scene.approve(&order, "stranger");
    scene.seconds_pass(2);
    let answer = browser.get("/logga-in/bankid").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.says("Det finns inget konto för dig") && answer.says("ansluta dig som ny användare"));
    let number = test_series::personal_number(date(1990, 5, 6), true).unwrap();
    assert!(!answer.says(number.as_stored()) && !answer.says(&number.shown()));
    assert_eq!(browser.who().await, "/logga-in");
}

async fn a_former_relative_is_told_that_the_access_has_ended_and_may_be_the_resident_that_they_are(db: TestDb) {
    let scene = Scene::new(&db).await;
    let world = &scene.house.world;
    let anna = world.account("Anna Ek").at(world.home_care).number(anna_number()).await;
    let object = ObjectRef { kind: ObjectKind::Person, id: world.resident("Sven Lind").await.as_object() };
    let until = scene.house.now().plus_millis(1000);
    world.grant(anna, BuiltIn::Relative, world.home_care).for_object(object).until(until).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    let ended = browser.get("/logga-in/bankid").await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN, "{}", ended.body);
    assert!(ended.says("Din åtkomst har upphört") && ended.says("Hemtjänsten Björkgården"), "{}", ended.body);
    assert_eq!(browser.who().await, "/logga-in");

    world.resident("Anna Ek").number(anna_number()).await;
    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Anna Ek | resident | - | high");
    let staff = format!("staff.{}", world.home_care);
    let refused = browser.post("/byt-uppdrag", &[("uppdrag", &staff)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
}

async fn a_resident_gets_in_as_resident_and_staff_who_are_residents_may_be_both(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    scene.house.world.resident("Anna Ek").number(anna_number()).await;
    let stranger = test_series::personal_number(date(1990, 5, 6), true).unwrap();
    scene.house.world.resident("Rut Sand").number(stranger).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "stranger");
    scene.seconds_pass(2);
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Rut Sand | resident | - | high");

    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    browser.get("/logga-in/bankid").await;
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | high");
    let answer = browser.post("/byt-uppdrag", &[("uppdrag", "resident")]).await;
    assert_eq!(answer.leads(), "/", "{}", answer.body);
    assert_eq!(browser.who().await, "Anna Ek | resident | - | high");
    let back = format!("staff.{}", scene.house.world.clinic);
    assert_eq!(browser.post("/byt-uppdrag", &[("uppdrag", &back)]).await.leads(), "/");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | high");
    assert_eq!(scene.house.events("sign-in.switch-hat").await, 2);
}

async fn a_stopped_account_keeps_nobody_from_being_a_resident(db: TestDb) {
    let scene = Scene::new(&db).await;
    scene.house.world.account("Anna Ek").number(anna_number()).blocked().await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    let stopped = browser.get("/logga-in/bankid").await;
    assert_eq!(stopped.status, StatusCode::FORBIDDEN);
    assert!(stopped.says("spärrat av en administratör"));

    scene.house.world.resident("Anna Ek").number(anna_number()).await;
    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    browser.get("/logga-in/bankid").await;
    assert_eq!(browser.who().await, "Anna Ek | resident | - | high");
    assert!(browser.get("/mina-inloggningar").await.says("spärrat av en administratör"), "told once on the first page");
    assert!(!browser.get("/mina-inloggningar").await.says("spärrat"));
    assert!(browser.get("/byt-uppdrag").await.says("bara ett uppdrag"));
}

async fn the_page_says_what_the_phone_is_doing_in_the_language_of_the_page(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    let first = scene.told(&browser).await;
    assert_eq!(first["message"], "Starta BankID-appen.");
    scene.seconds_pass(1);
    let second = scene.told(&browser).await;
    assert_ne!(first["qr"], second["qr"], "the code moves every second");
    let order = scene.read_code(&browser).await;
    assert!(scene.running.phone().be(&order, "anna"));
    scene.seconds_pass(2);
    let told = scene.told(&browser).await;
    assert!(told["message"].as_str().unwrap().starts_with("Skriv in din säkerhetskod"), "{told}");
    assert!(told.get("qr").is_none(), "there is nothing left to read");
    assert!(scene.running.phone().say(&order, "userMeditates"));
    scene.seconds_pass(2);
    assert_eq!(scene.told(&browser).await["message"], "En identifiering eller underskrift pågår.");
    let page = browser.get("/logga-in/bankid").await;
    assert!(page.says(r#"<noscript><meta http-equiv="refresh" content="3">"#), "{}", page.body);
}

async fn a_no_on_the_phone_ends_the_order_and_offers_another(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    let order = scene.read_code(&browser).await;
    assert!(scene.running.phone().cancel(&order));
    scene.seconds_pass(2);
    assert_eq!(scene.told(&browser).await["next"], "/logga-in/bankid");
    for _ in 0..2 {
        let page = browser.get("/logga-in/bankid").await;
        assert!(page.says("Åtgärden avbröts.") && page.says("BankID på en annan enhet"), "{}", page.body);
        assert!(page.says(r#"name="till" value="/mina-inloggningar""#));
    }
    scene.begin(&browser, "annan").await;
    assert!(browser.get("/logga-in/bankid").await.says("Starta BankID-appen."));
}

async fn a_code_that_nobody_read_is_replaced_once_without_a_word(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    let before = scene.code_now(&browser).await;
    scene.seconds_pass(31);
    assert_eq!(scene.told(&browser).await["message"], "Starta BankID-appen.");
    assert_ne!(scene.code_now(&browser).await.split('.').nth(1), before.split('.').nth(1));
    scene.seconds_pass(31);
    assert_eq!(scene.told(&browser).await["next"], "/logga-in/bankid");
    assert!(browser.get("/logga-in/bankid").await.says("Misslyckades att läsa av QR-koden"));
}

async fn a_person_cancels_and_the_phone_finds_nothing(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    let code = scene.code_now(&browser).await;
    assert_eq!(browser.post("/logga-in/bankid/avbryt", &[]).await.leads(), "/logga-in");
    assert!(scene.running.phone().scan(&code).is_err());
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/");
    assert_eq!(scene.told(&browser).await["next"], "/");
}

async fn bankid_is_asked_at_most_every_other_second(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    let order = scene.read_code(&browser).await;
    assert!(scene.running.phone().be(&order, "anna"));
    scene.seconds_pass(1);
    for _ in 0..5 {
        assert_eq!(scene.told(&browser).await["message"], "Starta BankID-appen.", "it is too early to ask");
    }
    scene.seconds_pass(1);
    scene.approve(&order, "anna");
    // Many tabs ask at the same moment; BankID tells the answer once, and it is not lost.
    let tabs: Vec<_> = (0..8)
        .map(|_| {
            let tab = browser.clone();
            tokio::spawn(async move { tab.get("/logga-in/bankid/lage").await.status })
        })
        .collect();
    for tab in tabs {
        assert_eq!(tab.await.unwrap(), StatusCode::OK);
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(scene.told(&browser).await["next"], "/logga-in/bankid");
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/mina-inloggningar");
}

async fn when_bankid_is_closed_the_page_says_so_and_when_it_passes_by_it_is_waited_out(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.running.set_weather(Weather::Maintenance);
    let answer = browser.post("/logga-in/bankid", &[("enhet", "annan")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.says("Något gick fel. Försök igen.") && answer.says("Användarnamn"), "{}", answer.body);
    scene.running.set_weather(Weather::Fair);
    scene.begin(&browser, "annan").await;
    let order = scene.read_code(&browser).await;
    scene.approve(&order, "anna");
    for weather in [Weather::Maintenance, Weather::BadGateway, Weather::Babbling] {
        scene.running.set_weather(weather);
        scene.seconds_pass(2);
        let told = scene.told(&browser).await;
        assert!(told.get("next").is_none(), "{weather:?}: {told}");
    }
    scene.running.set_weather(Weather::Fair);
    scene.seconds_pass(2);
    assert_eq!(scene.told(&browser).await["next"], "/logga-in/bankid");
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/mina-inloggningar");
}

async fn an_answer_is_used_once(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let browser = scene.house.browser();
    scene.begin(&browser, "annan").await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    assert_eq!(scene.told(&browser).await["next"], "/logga-in/bankid");
    let copies: Vec<_> = (0..4)
        .map(|_| {
            let copy = browser.stolen();
            tokio::spawn(async move {
                copy.get("/logga-in/bankid").await;
                copy.who().await.starts_with("Anna Ek")
            })
        })
        .collect();
    let mut winners = 0;
    for copy in copies {
        winners += usize::from(copy.await.unwrap());
    }
    assert_eq!(winners, 1);
    assert_eq!(scene.house.events("sign-in.open").await, 1);
}

async fn a_session_rises_to_the_highest_level_by_its_owners_bankid_and_by_nobody_elses(db: TestDb) {
    let scene = Scene::with_anna(&db).await;
    let (house, hash) = (&scene.house, scene.house.password_hash().await);
    let mut tx = house.app.db.read().await.unwrap();
    let anna: (behorig_access::AccountId,) =
        tx.one("SELECT id FROM account WHERE user_name_key = ?1", behorig_store::params!["anna.ek"]).await.unwrap();
    drop(tx);
    house
        .world
        .change((anna.0, hash), |tx, (anna, hash)| {
            Box::pin(async move {
                let sql = "UPDATE account SET password_hash = ?2 WHERE id = ?1";
                tx.execute(sql, behorig_store::params![anna, hash]).await.map(|_| ())
            })
        })
        .await;
    house.enrol(anna.0).await;
    let browser = house.browser();
    let code = crate::house::touch(1, 0);
    assert_eq!(browser.sign_in("anna.ek", crate::house::PASSWORD, &code).await.leads(), "/");
    let page = browser.get("/bekrafta?niva=high&till=/mina-inloggningar").await;
    assert!(page.says("BankID på en annan enhet") && !page.says("Bekräfta med YubiKey"), "{}", page.body);
    let confirm = [("enhet", "annan"), ("till", "/mina-inloggningar"), ("bekrafta", "1")];

    browser.post("/logga-in/bankid", &confirm).await;
    scene.approve(&scene.read_code(&browser).await, "stranger");
    scene.seconds_pass(2);
    let refused = browser.get("/logga-in/bankid").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.says("någon annans BankID"), "{}", refused.body);
    assert!(browser.who().await.ends_with("| two-factor"), "and the session is as it was");

    browser.post("/logga-in/bankid", &confirm).await;
    scene.approve(&scene.read_code(&browser).await, "anna");
    scene.seconds_pass(2);
    let before = browser.stolen();
    assert_eq!(browser.get("/logga-in/bankid").await.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | high");
    assert_eq!(before.who().await, "/logga-in");
    assert_eq!(house.events("sign-in.confirm").await, 1);
    // Whoever is not signed in has nothing to confirm, and comes in by no such order.
    let stranger = house.browser();
    stranger.post("/logga-in/bankid", &confirm).await;
    scene.approve(&scene.read_code(&stranger).await, "anna");
    scene.seconds_pass(2);
    assert_eq!(stranger.get("/logga-in/bankid").await.leads(), "/");
    assert_eq!(stranger.who().await, "/logga-in");
}
