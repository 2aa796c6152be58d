//! Step-up: the session of whoever proves anew who they are rises, and nobody else's does.

use behorig_access::{AccountId, BuiltIn, ObjectKind, ObjectRef};
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{Browser, House, PASSWORD, touch};
use crate::keys::{add_key, with_yubikey};
use crate::soft_key::{ORIGIN, SoftKey, asked};

both_databases!(
    a_session_by_password_rises_by_a_key_and_its_secret_is_another,
    a_session_rises_by_a_yubikey_once_for_each_code,
    another_accounts_key_or_yubikey_raises_nothing,
    what_one_session_asked_raises_no_other,
    confirming_makes_a_session_fresh_and_no_longer_than_it_was,
    one_goes_on_within_the_site_alone,
);

/// Lisa, who may sign in by password alone, with a YubiKey.
async fn lisa(house: &House) -> AccountId {
    let hash = house.password_hash().await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    let lisa = house.world.account("Lisa Lind").at(house.world.home_care).without_number().password_hash(&hash).await;
    house.world.grant(lisa, BuiltIn::Relative, house.world.home_care).for_object(object).await;
    house.enrol(lisa).await;
    lisa
}

async fn by_password(house: &House) -> Browser {
    let browser = house.browser();
    assert_eq!(browser.sign_in("lisa.lind", PASSWORD, "").await.leads(), "/");
    assert!(browser.who().await.ends_with("| password"));
    browser
}

async fn lisas_key(house: &House) -> SoftKey {
    let browser = house.browser();
    assert_eq!(browser.sign_in("lisa.lind", PASSWORD, &touch(9, 0)).await.leads(), "/");
    add_key(&browser, 5, "Lisas").await
}

async fn a_session_by_password_rises_by_a_key_and_its_secret_is_another(db: TestDb) {
    let house = House::new(&db).await;
    lisa(&house).await;
    let mut key = lisas_key(&house).await;
    let browser = by_password(&house).await;
    let page = browser.get("/bekrafta?till=/mina-inloggningar").await;
    assert!(page.says("Säkerhetsnyckel") && page.says("YubiKey"), "{}", page.body);
    let before = browser.stolen();
    let question = asked(&browser.post("/bekrafta/nyckel", &[("till", "/mina-inloggningar")]).await.body);
    let answer = key.answer(&question, ORIGIN);
    assert_eq!(browser.post("/bekrafta/nyckel/svar", &[("svar", &answer)]).await.leads(), "/mina-inloggningar");
    assert_eq!(browser.who().await, "Lisa Lind | relative | Hemtjänsten Björkgården | two-factor");
    assert_ne!(browser.cookie("__Host-behorig"), before.cookie("__Host-behorig"));
    assert_eq!(before.who().await, "/logga-in", "the old secret opens nothing");
    assert_eq!(before.post("/bekrafta/nyckel/svar", &[("svar", &answer)]).await.leads(), "/logga-in");
    let events = house.world.events().await;
    let event = events.iter().find(|event| event.level.as_deref() == Some("sign-in.confirm")).unwrap();
    assert_eq!(event.args.as_deref(), Some("security-key two-factor"));
}

async fn a_session_rises_by_a_yubikey_once_for_each_code(db: TestDb) {
    let house = House::new(&db).await;
    lisa(&house).await;
    let browser = by_password(&house).await;
    for wrong in ["", "no code"] {
        let refused = browser.post("/bekrafta/yubikey", &[("yubikey", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(browser.post("/bekrafta/yubikey", &[("yubikey", &touch(1, 0)), ("till", "/")]).await.leads(), "/");
    assert!(browser.who().await.ends_with("| two-factor"));
    let other = by_password(&house).await;
    let refused = other.post("/bekrafta/yubikey", &[("yubikey", &touch(1, 0))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a code that was used");
    assert!(refused.says("kan bara användas en gång"), "{}", refused.body);
    assert!(other.who().await.ends_with("| password"));
    // Nor does it open the door.
    assert!(house.browser().sign_in("lisa.lind", PASSWORD, &touch(1, 0)).await.says("stämmer inte"));
}

async fn another_accounts_key_or_yubikey_raises_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let mut annas = add_key(&with_yubikey(&house, 0).await, 1, "Annas").await;
    let hash = house.password_hash().await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    let lisa = house.world.account("Lisa Lind").at(house.world.home_care).without_number().password_hash(&hash).await;
    house.world.grant(lisa, BuiltIn::Relative, house.world.home_care).for_object(object).await;
    let browser = by_password(&house).await;
    let refused = browser.post("/bekrafta/yubikey", &[("yubikey", &touch(2, 0))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.who().await.ends_with("| password"));
    assert_eq!(browser.post("/bekrafta/nyckel", &[]).await.leads(), "/bekrafta", "there is no key of hers to ask");
    // What Anna's session asked, answered by Anna's key in Lisa's browser.
    let owner = with_yubikey(&house, 1).await;
    let question = asked(&owner.post("/bekrafta/nyckel", &[]).await.body);
    browser.take_cookie(&owner, "__Host-behorig-nyckel");
    browser.post("/bekrafta/nyckel/svar", &[("svar", &annas.answer(&question, ORIGIN))]).await;
    assert!(browser.who().await.ends_with("| password"));
    assert_eq!(house.events("sign-in.confirm").await, 0);
}

async fn what_one_session_asked_raises_no_other(db: TestDb) {
    let house = House::new(&db).await;
    lisa(&house).await;
    let mut key = lisas_key(&house).await;
    let (one, other) = (by_password(&house).await, by_password(&house).await);
    let question = asked(&one.post("/bekrafta/nyckel", &[]).await.body);
    other.take_cookie(&one, "__Host-behorig-nyckel");
    other.post("/bekrafta/nyckel/svar", &[("svar", &key.answer(&question, ORIGIN))]).await;
    assert!(other.who().await.ends_with("| password"));
    for (answer, told) in [
        (key.answer(&question, "https://evil.example"), "sign-in-key-refused"),
        (key.answer(&question, ORIGIN), "sign-in-key-too-late"),
    ] {
        one.post("/bekrafta/nyckel/svar", &[("svar", &answer)]).await;
        assert_eq!(one.cookie("behorig-besked").as_deref(), Some(told));
        assert!(one.who().await.ends_with("| password"));
    }
    // Nor does what was asked to confirm open the door.
    let question = asked(&one.post("/bekrafta/nyckel", &[]).await.body);
    let stranger = house.browser();
    stranger.take_cookie(&one, "__Host-behorig-nyckel");
    let refused = stranger.post("/logga-in/nyckel", &[("svar", &key.answer(&question, ORIGIN))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stranger.who().await, "/logga-in");
}

async fn confirming_makes_a_session_fresh_and_no_longer_than_it_was(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = with_yubikey(&house, 0).await;
    let end = async || {
        let mut tx = house.app.db.read().await.unwrap();
        let (end,): (i64,) = tx.one("SELECT max(ends_at) FROM session WHERE ended_at IS NULL", &[]).await.unwrap();
        end
    };
    let before = end().await;
    house.wait(40 * 60_000);
    assert!(browser.get("/mina-nycklar").await.says("Bekräfta först att det är du"));
    let answer = browser.post("/bekrafta/yubikey", &[("yubikey", &touch(1, 1)), ("till", "/mina-nycklar")]).await;
    assert_eq!(answer.leads(), "/mina-nycklar");
    assert!(browser.get("/mina-nycklar").await.says("Lägg till en säkerhetsnyckel"));
    assert_eq!(end().await, before);
}

async fn one_goes_on_within_the_site_alone(db: TestDb) {
    let house = House::new(&db).await;
    lisa(&house).await;
    for (count, to) in ["https://evil.example/", "//evil.example", "/\\evil.example"].into_iter().enumerate() {
        let browser = by_password(&house).await;
        let page = browser.get(&format!("/bekrafta?till={to}")).await;
        for part in ["href=\"", "value=\""] {
            assert!(!page.says(&format!("{part}{to}")), "{}", page.body);
        }
        let code = touch(3, u8::try_from(count).unwrap());
        assert_eq!(browser.post("/bekrafta/yubikey", &[("yubikey", &code), ("till", to)]).await.leads(), "/");
    }
}
