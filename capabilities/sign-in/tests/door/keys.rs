//! Security keys and passkeys: added by their owner, asked after the password or alone; and all that must not open anything.

use behorig_access::AccountId;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{Answer, Browser, House, PASSWORD, touch};
use crate::soft_key::{ORIGIN, SoftKey, asked};

both_databases!(
    a_key_is_added_by_its_owner_and_opens_after_the_password,
    a_key_opens_by_itself_without_a_name,
    any_node_goes_on_with_what_another_asked,
    a_key_is_added_only_shortly_after_its_owner_has_proven_who_they_are,
    a_new_key_for_another_origin_or_another_question_is_not_added,
    a_key_is_of_one_account,
    an_answer_for_another_origin_or_another_party_opens_nothing,
    an_answer_to_another_question_opens_nothing,
    another_accounts_key_opens_nothing,
    an_answer_is_used_once_and_not_after_five_minutes,
    a_counter_that_goes_back_is_refused_and_told_to_the_log,
    of_a_key_and_its_copy_at_the_same_moment_one_gets_in,
    a_key_that_does_not_count_opens_again_and_again,
    a_key_that_was_not_shown_its_owner_opens_nothing,
    a_removed_key_opens_nothing_and_can_be_added_anew,
    a_password_that_was_changed_meanwhile_opens_nothing,
    who_is_stopped_is_not_let_in_by_a_key,
    what_was_asked_and_never_answered_is_cleared_away,
);

/// Signs in with the account's YubiKey, freshly.
pub async fn with_yubikey(house: &House, session_counter: u8) -> Browser {
    let browser = house.browser();
    let answer = browser.sign_in("anna.ek", PASSWORD, &touch(1, session_counter)).await;
    assert_eq!(answer.leads(), "/", "{}", answer.body);
    browser
}

/// Adds a key in a browser that is signed in, and gives it.
pub async fn add_key(browser: &Browser, number: u8, name: &str) -> SoftKey {
    let mut key = SoftKey::new(number);
    let page = browser.post("/mina-nycklar/ny", &[("namn", name)]).await;
    let answer = key.make(&asked(&page.body), ORIGIN);
    assert_eq!(browser.post("/mina-nycklar/ny/svar", &[("svar", &answer)]).await.leads(), "/mina-nycklar");
    assert_eq!(browser.cookie("behorig-besked").as_deref(), Some("sign-in-key-added-now"));
    key
}

/// Anna, with a YubiKey and a security key.
pub async fn anna_with_key(house: &House) -> (AccountId, SoftKey) {
    let anna = anna(house).await;
    house.enrol(anna).await;
    let key = add_key(&with_yubikey(house, 0).await, 1, "Blå nyckeln").await;
    (anna, key)
}

/// Gives the password in a new browser; the page that asks the key.
pub async fn give_password(house: &House) -> (Browser, Answer) {
    let browser = house.browser();
    let answer = browser.sign_in("anna.ek", PASSWORD, "").await;
    assert_eq!(answer.leads(), "/logga-in/nyckel", "{}", answer.body);
    let page = browser.get("/logga-in/nyckel").await;
    assert_eq!(page.status, StatusCode::OK);
    (browser, page)
}

async fn send(browser: &Browser, answer: &str) -> Answer {
    browser.post("/logga-in/nyckel", &[("svar", answer)]).await
}

async fn is_out(browser: &Browser) -> bool {
    browser.who().await == "/logga-in"
}

async fn a_key_is_added_by_its_owner_and_opens_after_the_password(db: TestDb) {
    let house = House::new(&db).await;
    let (anna, mut key) = anna_with_key(&house).await;
    let (browser, page) = give_password(&house).await;
    assert!(is_out(&browser).await, "the password alone is not enough");
    assert!(page.says("kräver JavaScript"), "{}", page.body);
    assert_eq!(send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await.leads(), "/");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | two-factor");
    assert_eq!(browser.cookie("__Host-behorig-nyckel"), None);
    let own = browser.get("/mina-nycklar").await;
    assert!(own.says("Blå nyckeln") && !own.says("Aldrig"), "{}", own.body);
    let events = house.world.events().await;
    assert!(events.iter().any(|event| event.args.as_deref() == Some("security-key staff")), "{events:?}");
    assert_eq!(house.events("sign-in.key-add").await, 1);
    let history = house.world.history_of(anna.uuid()).await;
    assert!(
        history.iter().any(|change| change.field == "security-key" && change.new.as_deref() == Some("Blå nyckeln"))
    );
}

async fn a_key_opens_by_itself_without_a_name(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let browser = house.browser();
    assert!(browser.get("/logga-in").await.says("Logga in med passkey"));
    let answer = browser.post("/logga-in/passkey", &[("till", "/mina-inloggningar")]).await;
    assert_eq!(answer.leads(), "/logga-in/nyckel");
    let question = asked(&browser.get("/logga-in/nyckel").await.body);
    assert_eq!(question["allowCredentials"], serde_json::json!([]));
    assert_eq!(send(&browser, &key.answer(&question, ORIGIN)).await.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | two-factor");
    let page = browser.get("/mina-inloggningar").await;
    assert!(page.says("Passkey"), "{}", page.body);
}

async fn any_node_goes_on_with_what_another_asked(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let (browser, page) = give_password(&house).await;
    let elsewhere = browser.stolen_at(&house.dearer(&db));
    assert_eq!(send(&elsewhere, &key.answer(&asked(&page.body), ORIGIN)).await.leads(), "/");
    assert!(elsewhere.who().await.starts_with("Anna Ek"));
}

async fn a_key_is_added_only_shortly_after_its_owner_has_proven_who_they_are(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = with_yubikey(&house, 0).await;
    let page = browser.post("/mina-nycklar/ny", &[("namn", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Ge nyckeln ett namn"), "{}", page.body);
    house.wait(16 * 60_000);
    let page = browser.get("/mina-nycklar").await;
    assert!(page.says("Bekräfta först att det är du") && page.says("/bekrafta?till=/mina-nycklar"), "{}", page.body);
    let answer = browser.post("/mina-nycklar/ny", &[("namn", "Blå nyckeln")]).await;
    assert_eq!(answer.leads(), "/mina-nycklar");
    assert_eq!(browser.cookie("__Host-behorig-nyckel"), None, "nothing was asked");
}

async fn a_new_key_for_another_origin_or_another_question_is_not_added(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = with_yubikey(&house, 0).await;
    let mut key = SoftKey::new(1);
    let first = asked(&browser.post("/mina-nycklar/ny", &[("namn", "Falsk")]).await.body);
    let second = asked(&browser.post("/mina-nycklar/ny", &[("namn", "Falsk")]).await.body);
    let answers =
        [key.make(&second, "https://behorig.example.evil.example"), key.make(&first, ORIGIN), "{}".to_owned()];
    for answer in answers {
        browser.post("/mina-nycklar/ny", &[("namn", "Falsk")]).await;
        browser.post("/mina-nycklar/ny/svar", &[("svar", &answer)]).await;
        assert_eq!(browser.cookie("behorig-besked").as_deref(), Some("sign-in-key-not-added"));
    }
    // What another session asked is not answered in this one.
    let other = with_yubikey(&house, 1).await;
    let question = asked(&other.post("/mina-nycklar/ny", &[("namn", "Falsk")]).await.body);
    browser.take_cookie(&other, "__Host-behorig-nyckel");
    browser.post("/mina-nycklar/ny/svar", &[("svar", &key.make(&question, ORIGIN))]).await;
    assert_eq!(browser.cookie("behorig-besked").as_deref(), Some("sign-in-key-too-late"));
    assert_eq!(house.events("sign-in.key-add").await, 0);
}

async fn a_key_is_of_one_account(db: TestDb) {
    let house = House::new(&db).await;
    anna_with_key(&house).await;
    let browser = with_yubikey(&house, 1).await;
    let mut same = SoftKey::new(1);
    let question = asked(&browser.post("/mina-nycklar/ny", &[("namn", "Igen")]).await.body);
    assert_eq!(question["excludeCredentials"].as_array().unwrap().len(), 1, "the browser is told what it has");
    browser.post("/mina-nycklar/ny/svar", &[("svar", &same.make(&question, ORIGIN))]).await;
    assert_eq!(browser.cookie("behorig-besked").as_deref(), Some("sign-in-key-not-added"));
    // Nor is one that is another's.
    let bo = house.world.account("Bo Berg").at(house.world.clinic).await;
    give_keys_to(&house, bo).await;
    let question = asked(&browser.post("/mina-nycklar/ny", &[("namn", "Igen")]).await.body);
    assert_eq!(question["excludeCredentials"].as_array().unwrap().len(), 0);
    browser.post("/mina-nycklar/ny/svar", &[("svar", &same.make(&question, ORIGIN))]).await;
    assert_eq!(browser.cookie("behorig-besked").as_deref(), Some("sign-in-key-taken"));
    assert_eq!(house.events("sign-in.key-add").await, 1);
}

/// Every key that there is, past the pages.
async fn give_keys_to(house: &House, account: AccountId) {
    let given = house.world.change(account, |tx, account| {
        Box::pin(async move {
            let sql = "UPDATE security_key SET account_id = ?1";
            tx.execute(sql, behorig_store::params![account]).await.map(|_| ())
        })
    });
    given.await;
}

async fn an_answer_for_another_origin_or_another_party_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let evil = "https://behorig.example.evil.example";
    for origin in [evil, "http://behorig.example", "https://sub.behorig.example", "https://behorig.example:8443"] {
        let (browser, page) = give_password(&house).await;
        let refused = send(&browser, &key.answer(&asked(&page.body), origin)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{origin}");
        assert!(refused.says("Nyckeln gick inte att använda"), "{}", refused.body);
        assert!(is_out(&browser).await, "{origin}");
        forget_failures(&house).await;
    }
    let (browser, page) = give_password(&house).await;
    send(&browser, &key.answer_to(&asked(&page.body), "evil.example", ORIGIN)).await;
    assert!(is_out(&browser).await);
}

/// The failures of these tests are many, and are not what they are about.
async fn forget_failures(house: &House) {
    house.world.change((), |tx, ()| Box::pin(behorig_sign_in::forget_failures(tx, "anna.ek"))).await;
}

async fn an_answer_to_another_question_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let (_, first) = give_password(&house).await;
    let (browser, _) = give_password(&house).await;
    assert_eq!(send(&browser, &key.answer(&asked(&first.body), ORIGIN)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_out(&browser).await);
    for nonsense in ["", "{}", "null", "{\"id\":\"\",\"rawId\":\"\",\"type\":\"public-key\",\"response\":{}}"] {
        let (browser, _) = give_password(&house).await;
        let refused = send(&browser, nonsense).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{nonsense}");
        assert!(is_out(&browser).await, "{nonsense}");
        forget_failures(&house).await;
    }
}

async fn another_accounts_key_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut annas) = anna_with_key(&house).await;
    let hash = house.password_hash().await;
    let bo = house.world.account("Bo Berg").at(house.world.clinic).password_hash(&hash).await;
    house.world.grant(bo, behorig_access::BuiltIn::SystemAdministrator, house.world.clinic).await;
    // Bo has a key of his own, put there as Anna's was.
    let (sql, other) = ("UPDATE security_key SET account_id = ?1 WHERE name = 'Bos'", bo);
    let mut bos = add_key(&with_yubikey(&house, 1).await, 2, "Bos").await;
    house
        .world
        .change((sql, other), |tx, (sql, other)| {
            Box::pin(async move { tx.execute(sql, behorig_store::params![other]).await.map(|_| ()) })
        })
        .await;
    let browser = house.browser();
    assert_eq!(browser.sign_in("bo.berg", PASSWORD, "").await.leads(), "/logga-in/nyckel");
    let question = asked(&browser.get("/logga-in/nyckel").await.body);
    assert_eq!(question["allowCredentials"].as_array().unwrap().len(), 1);
    assert_eq!(send(&browser, &annas.answer(&question, ORIGIN)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_out(&browser).await);
    // A key that says it is another's than it is opens nothing by itself either: this one was told that it is Anna's.
    browser.post("/logga-in/passkey", &[]).await;
    let question = asked(&browser.get("/logga-in/nyckel").await.body);
    assert_eq!(send(&browser, &bos.answer(&question, ORIGIN)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_out(&browser).await);
}

async fn an_answer_is_used_once_and_not_after_five_minutes(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let (browser, page) = give_password(&house).await;
    let (thief, answer) = (browser.stolen(), key.answer(&asked(&page.body), ORIGIN));
    assert_eq!(send(&browser, &answer).await.leads(), "/");
    let again = send(&thief, &answer).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("redan använt"), "{}", again.body);
    assert!(is_out(&thief).await);

    let (browser, page) = give_password(&house).await;
    house.wait(5 * 60_000);
    let late = send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await;
    assert!(late.says("för lång tid"), "{}", late.body);
    assert!(is_out(&browser).await);
    assert_eq!(send(&house.browser(), "{}").await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was asked");
}

async fn a_counter_that_goes_back_is_refused_and_told_to_the_log(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let mut copy = key.copy();
    let (browser, page) = give_password(&house).await;
    assert_eq!(send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await.leads(), "/");
    for _ in 0..2 {
        let (browser, page) = give_password(&house).await;
        copy.count = Some(1);
        assert_eq!(
            send(&browser, &copy.answer(&asked(&page.body), ORIGIN)).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert!(is_out(&browser).await);
    }
    assert_eq!(house.events("sign-in.key-copied").await, 2);
    let (browser, page) = give_password(&house).await;
    assert_eq!(send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await.leads(), "/", "the key itself goes on");
}

async fn of_a_key_and_its_copy_at_the_same_moment_one_gets_in(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let mut copy = key.copy();
    let ((one, first), (other, second)) = (give_password(&house).await, give_password(&house).await);
    let answers = (key.answer(&asked(&first.body), ORIGIN), copy.answer(&asked(&second.body), ORIGIN));
    let both = tokio::join!(send(&one, &answers.0), send(&other, &answers.1));
    let winners = usize::from(both.0.leads() == "/") + usize::from(both.1.leads() == "/");
    assert_eq!(winners, 1, "{} | {}", both.0.body, both.1.body);
    assert_eq!(house.events("sign-in.key-copied").await, 1);
}

async fn a_key_that_does_not_count_opens_again_and_again(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = with_yubikey(&house, 0).await;
    let mut key = SoftKey::new(3);
    key.count = None;
    let question = asked(&browser.post("/mina-nycklar/ny", &[("namn", "Telefonen")]).await.body);
    browser.post("/mina-nycklar/ny/svar", &[("svar", &key.make(&question, ORIGIN))]).await;
    for round in 0..3 {
        let (browser, page) = give_password(&house).await;
        assert_eq!(send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await.leads(), "/", "{round}");
    }
}

async fn a_key_that_was_not_shown_its_owner_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    key.knows_owner = false;
    let (browser, page) = give_password(&house).await;
    send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await;
    assert!(is_out(&browser).await);
    browser.post("/logga-in/passkey", &[]).await;
    let question = asked(&browser.get("/logga-in/nyckel").await.body);
    send(&browser, &key.answer(&question, ORIGIN)).await;
    assert!(is_out(&browser).await);
}

async fn a_removed_key_opens_nothing_and_can_be_added_anew(db: TestDb) {
    let house = House::new(&db).await;
    let (_, mut key) = anna_with_key(&house).await;
    let (opened_by_it, page) = give_password(&house).await;
    send(&opened_by_it, &key.answer(&asked(&page.body), ORIGIN)).await;
    let (under_way, page) = give_password(&house).await;
    let question = asked(&page.body);

    let browser = with_yubikey(&house, 1).await;
    let own = browser.get("/mina-nycklar").await.body;
    let id = own.split("name=\"nyckel\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(browser.post("/mina-nycklar/ta-bort", &[("nyckel", &id)]).await.leads(), "/mina-nycklar");
    assert!(browser.get("/mina-nycklar").await.says("Du har inga säkerhetsnycklar"));
    assert!(is_out(&opened_by_it).await, "what a lost key may have opened ends with it");
    assert_eq!(send(&under_way, &key.answer(&question, ORIGIN)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_out(&under_way).await);
    let alone = house.browser();
    alone.post("/logga-in/passkey", &[]).await;
    let question = asked(&alone.get("/logga-in/nyckel").await.body);
    assert_eq!(send(&alone, &key.answer(&question, ORIGIN)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Without keys and codes the password is answered as before.
    assert!(house.browser().sign_in("anna.ek", PASSWORD, "").await.says("kräver också YubiKey"));
    let mut anew = add_key(&browser, 1, "Blå nyckeln igen").await;
    let (browser, page) = give_password(&house).await;
    assert_eq!(send(&browser, &anew.answer(&asked(&page.body), ORIGIN)).await.leads(), "/");
    // Another's key is nobody's to remove.
    let gone = browser.post("/mina-nycklar/ta-bort", &[("nyckel", &id)]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
}

async fn a_password_that_was_changed_meanwhile_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let (anna, mut key) = anna_with_key(&house).await;
    let (browser, page) = give_password(&house).await;
    house.wait(1000);
    house.set(anna, "password_changed_at = ?2").await;
    let refused = send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_out(&browser).await);
}

async fn who_is_stopped_is_not_let_in_by_a_key(db: TestDb) {
    let house = House::new(&db).await;
    let (anna, mut key) = anna_with_key(&house).await;
    let (browser, page) = give_password(&house).await;
    house.set(anna, "blocked_at = ?2").await;
    let refused = send(&browser, &key.answer(&asked(&page.body), ORIGIN)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.says("spärrat av en administratör"), "{}", refused.body);
    assert!(is_out(&browser).await);
    browser.post("/logga-in/passkey", &[]).await;
    let question = asked(&browser.get("/logga-in/nyckel").await.body);
    assert_eq!(send(&browser, &key.answer(&question, ORIGIN)).await.status, StatusCode::FORBIDDEN);
}

async fn what_was_asked_and_never_answered_is_cleared_away(db: TestDb) {
    let house = House::new(&db).await;
    anna_with_key(&house).await;
    give_password(&house).await;
    let cleared = async || behorig_sign_in::housekeeping(&db, house.now()).await.unwrap().ceremonies;
    assert_eq!(cleared().await, 0);
    house.wait(6 * 60_000);
    assert_eq!(cleared().await, 1);
}
