//! Recovery codes: ten, shown once, each good once in place of the second factor.

use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{Browser, House, PASSWORD};
use crate::keys::with_yubikey;

both_databases!(
    ten_codes_are_shown_once_and_each_opens_once,
    new_codes_make_the_old_void,
    guessing_is_slowed_down_and_locks_like_passwords,
    another_accounts_code_opens_nothing_and_none_is_in_the_database,
    whoever_has_an_address_is_told_that_a_code_was_used,
    codes_are_made_only_shortly_after_their_owner_has_proven_who_they_are,
);

const WRONG: &str = "0000-0000-0000-0000";

async fn make_codes(browser: &Browser) -> Vec<String> {
    let key = "01997c3e-7c00-7000-8000-0000000000aa";
    make_codes_by(browser, key).await
}

/// Makes codes by a form with this key.
async fn make_codes_by(browser: &Browser, key: &str) -> Vec<String> {
    let page = browser.post("/mina-nycklar/reservkoder", &[("en-gang", key)]).await;
    page.body.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

async fn give_password(house: &House) -> Browser {
    let browser = house.browser();
    let answer = browser.sign_in("anna.ek", PASSWORD, "").await;
    assert_eq!(answer.leads(), "/logga-in/nyckel", "{}", answer.body);
    browser
}

async fn ten_codes_are_shown_once_and_each_opens_once(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let own = with_yubikey(&house, 0).await;
    let codes = make_codes(&own).await;
    assert_eq!(codes.len(), 10, "{codes:?}");
    assert!(make_codes(&own).await.is_empty(), "a form sent twice shows nothing the second time");
    assert!(own.get("/mina-nycklar").await.says("Du har 10 koder kvar"));

    let browser = give_password(&house).await;
    let page = browser.get("/logga-in/nyckel").await;
    assert!(page.says("Reservkod") && !page.says("data-options"), "no key is asked where there is none: {}", page.body);
    let slip = browser.post("/logga-in/reservkod", &[("kod", "0000")]).await;
    assert!(slip.says("sexton bokstäver och siffror"), "{}", slip.body);
    let typed = codes[3].to_lowercase().replace('-', " ");
    assert_eq!(browser.post("/logga-in/reservkod", &[("kod", &typed)]).await.leads(), "/");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | two-factor");
    assert!(browser.get("/mina-nycklar").await.says("Du har 9 koder kvar"));

    let again = give_password(&house).await;
    let refused = again.post("/logga-in/reservkod", &[("kod", &codes[3])]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("redan använd"), "{}", refused.body);
    assert_eq!(again.who().await, "/logga-in");
    assert_eq!(
        again.post("/logga-in/reservkod", &[("kod", &codes[4])]).await.leads(),
        "/",
        "the next one is tried at once"
    );
    assert_eq!(house.events("sign-in.recovery-code").await, 2);
    let events = house.world.events().await;
    assert!(events.iter().any(|event| event.args.as_deref() == Some("recovery-code staff")), "{events:?}");
    let history = house.world.history_of(anna.uuid()).await;
    assert!(history.iter().any(|change| change.field == "recovery-code" && change.new.as_deref() == Some("8")));
}

async fn new_codes_make_the_old_void(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let own = with_yubikey(&house, 0).await;
    let old = make_codes(&own).await;
    let new = make_codes_by(&own, "01997c3e-7c00-7000-8000-0000000000ab").await;
    assert_eq!(new.len(), 10);
    let browser = give_password(&house).await;
    assert!(browser.post("/logga-in/reservkod", &[("kod", &old[0])]).await.says("stämmer inte"));
    assert_eq!(browser.post("/logga-in/reservkod", &[("kod", &new[0])]).await.leads(), "/");
}

async fn guessing_is_slowed_down_and_locks_like_passwords(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let codes = make_codes(&with_yubikey(&house, 0).await).await;
    let mut browser = give_password(&house).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(browser.post("/logga-in/reservkod", &[("kod", WRONG)]).await.status.as_u16());
        house.wait(100);
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429]);
    let right = browser.post("/logga-in/reservkod", &[("kod", &codes[0])]).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "while it is closed not even the right one opens");
    assert!(right.retry_after.is_some());
    let mut wrong = 5;
    while house.column(anna, "locked_at").await.is_none() {
        house.wait(65_000);
        let again = browser.post("/logga-in/reservkod", &[("kod", WRONG)]).await;
        if again.says("för lång tid") {
            browser = give_password(&house).await;
            continue;
        }
        wrong += 1;
        assert!(wrong <= 10, "{}", again.body);
    }
    assert_eq!(wrong, 10);
    assert_eq!(house.column(anna, "lock_reason").await.as_deref(), Some("failures"));
    assert_eq!(house.events("sign-in.lock").await, 1);
}

async fn another_accounts_code_opens_nothing_and_none_is_in_the_database(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let codes = make_codes(&with_yubikey(&house, 0).await).await;
    let hash = house.password_hash().await;
    let bo = house.world.account("Bo Berg").at(house.world.clinic).password_hash(&hash).await;
    house.world.grant(bo, behorig_access::BuiltIn::SystemAdministrator, house.world.clinic).await;
    house
        .world
        .change(bo, |tx, bo| {
            Box::pin(async move {
                let sql = "INSERT INTO recovery_code (account_id, code_hash, made_at) VALUES (?1, ?2, 0)";
                tx.execute(sql, behorig_store::params![bo, vec![7_u8; 32]]).await.map(|_| ())
            })
        })
        .await;
    let browser = house.browser();
    assert_eq!(browser.sign_in("bo.berg", PASSWORD, "").await.leads(), "/logga-in/nyckel");
    assert!(browser.post("/logga-in/reservkod", &[("kod", &codes[0])]).await.says("stämmer inte"));
    assert_eq!(browser.who().await, "/logga-in");
    // Without the password there is nobody to give a code for.
    let stranger = house.browser();
    assert!(stranger.post("/logga-in/reservkod", &[("kod", &codes[0])]).await.says("Börja om"));
    let mut tx = db.read().await.unwrap();
    let hashes: Vec<(Vec<u8>,)> = tx.all("SELECT code_hash FROM recovery_code", &[]).await.unwrap();
    assert_eq!(hashes.len(), 11);
    let plain = codes[0].replace('-', "");
    assert!(hashes.iter().all(|(hash,)| hash.len() == 32 && !hash.windows(16).any(|part| part == plain.as_bytes())));
}

async fn whoever_has_an_address_is_told_that_a_code_was_used(db: TestDb) {
    let house = House::new(&db).await.with_mail(&db);
    let anna = anna(&house).await;
    house.enrol(anna).await;
    house.set(anna, "email = 'anna.ek@example.se'").await;
    let codes = make_codes(&with_yubikey(&house, 0).await).await;
    let letters = async || {
        let mut tx = db.read().await.unwrap();
        let sql = "SELECT recipient, subject FROM outbox WHERE kind = 'recovery-code-used'";
        let letters: Vec<(String, String)> = tx.all(sql, &[]).await.unwrap();
        letters
    };
    let browser = give_password(&house).await;
    browser.post("/logga-in/reservkod", &[("kod", WRONG)]).await;
    assert!(letters().await.is_empty());
    assert_eq!(browser.post("/logga-in/reservkod", &[("kod", &codes[0])]).await.leads(), "/");
    let (to, subject) = letters().await.pop().unwrap();
    assert_eq!((to.as_str(), subject.as_str()), ("anna.ek@example.se", "En reservkod har använts i Region Norrsjö"));
    assert!(!subject.contains(&codes[0]));
}

async fn codes_are_made_only_shortly_after_their_owner_has_proven_who_they_are(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = with_yubikey(&house, 0).await;
    house.wait(16 * 60_000);
    assert!(make_codes(&browser).await.is_empty());
    assert!(browser.get("/mina-nycklar").await.says("Du har inga reservkoder"));
}
