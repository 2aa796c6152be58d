//! User name and password, with and without a YubiKey.

use behorig_access::{AccountId, BuiltIn, ObjectKind, ObjectRef};
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use crate::house::{House, PASSWORD, touch};

both_databases!(
    a_staff_member_signs_in_with_password_and_yubikey_and_is_at_their_unit,
    a_wrong_name_password_and_code_are_answered_alike,
    an_unknown_name_costs_the_same_work_as_a_known_one,
    a_relative_gets_in_by_password_alone_and_staff_do_not,
    who_may_not_get_in_is_told_why_only_after_the_password_is_right,
    blocking_an_account_ends_what_is_open_at_once,
    an_account_out_of_use_for_a_year_is_locked_when_somebody_at_last_tries,
    the_region_may_choose_other_months_or_none,
    signing_in_anew_ends_the_browsers_old_session,
    after_signing_in_one_comes_to_where_one_was_going_and_never_to_another_site,
    a_password_is_hashed_again_when_the_cost_was_raised,
    a_session_ends_when_nobody_uses_it_and_at_the_latest_after_twelve_hours,
);

pub async fn anna(house: &House) -> AccountId {
    let hash = house.password_hash().await;
    let anna = house.world.account("Anna Ek").at(house.world.clinic).password_hash(&hash).await;
    house.world.grant(anna, BuiltIn::SystemAdministrator, house.world.clinic).await;
    anna
}

async fn a_staff_member_signs_in_with_password_and_yubikey_and_is_at_their_unit(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    assert!(browser.get("/logga-in").await.says("Användarnamn"));
    let answer = browser.sign_in(" Anna.EK ", PASSWORD, &touch(1, 0)).await;
    assert_eq!((answer.status, answer.leads()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | two-factor");
    let events = house.world.events().await;
    let event = events.iter().find(|event| event.level.as_deref() == Some("sign-in.open")).unwrap();
    assert_eq!(event.args.as_deref(), Some("yubikey staff"));
    assert_eq!(event.user_id, anna.to_string());
}

async fn a_wrong_name_password_and_code_are_answered_alike(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let blocked = house.world.account("Bo Blockerad").password_hash(&house.password_hash().await).blocked().await;
    assert!(house.column(blocked, "blocked_at").await.is_some());
    let mut pages = Vec::new();
    for (name, password, code) in [
        ("nobody.here", PASSWORD, ""),
        ("anna.ek", "something else entirely", ""),
        ("anna.ek", "something else entirely", touch(1, 0).as_str()),
        ("anna.ek", PASSWORD, "cccccccccccccccccccccccccccccccccccccccccccc"),
        ("anna.ek", PASSWORD, "not a code"),
        ("bo.blockerad", "something else entirely", ""),
        ("an account with blanks\u{1F30C}", PASSWORD, ""),
    ] {
        let answer = house.browser().sign_in(name, password, code).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.says("stämmer inte"), "{name}: {}", answer.body);
        assert!(!answer.says(PASSWORD) && (code.is_empty() || !answer.says(code)), "{name}");
        pages.push(answer.body.replace(name, "…"));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:#?}");
}

async fn an_unknown_name_costs_the_same_work_as_a_known_one(db: TestDb) {
    // Nothing can be hashed here: whoever is answered otherwise was answered without hashing.
    let house = House::overrun(&db).await;
    let hash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    house.world.account("Anna Ek").password_hash(hash).await;
    house.world.account("Carin Utan").await;
    for name in ["anna.ek", "carin.utan", "nobody.here", "no name at all"] {
        let answer = house.browser().sign_in(name, PASSWORD, "").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{name}");
        assert!(answer.says("Vänta några sekunder"), "{}", answer.body);
        assert_eq!(answer.retry_after.as_deref(), Some("5"));
    }
}

async fn a_relative_gets_in_by_password_alone_and_staff_do_not(db: TestDb) {
    let house = House::new(&db).await;
    let hash = house.password_hash().await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    let daughter =
        house.world.account("Lisa Lind").at(house.world.home_care).without_number().password_hash(&hash).await;
    house.world.grant(daughter, BuiltIn::Relative, house.world.home_care).for_object(object).await;
    let browser = house.browser();
    assert_eq!(browser.sign_in("lisa.lind", PASSWORD, "").await.leads(), "/");
    assert_eq!(browser.who().await, "Lisa Lind | relative | Hemtjänsten Björkgården | password");

    let anna = anna(&house).await;
    let browser = house.browser();
    let answer = browser.sign_in("anna.ek", PASSWORD, "").await;
    assert!(answer.says("be supporten att registrera en YubiKey"), "{}", answer.body);
    house.enrol(anna).await;
    let answer = browser.sign_in("anna.ek", PASSWORD, "").await;
    assert!(answer.says("kräver också YubiKey"), "{}", answer.body);
    assert!(!browser.sign_in("anna.ek", "something else entirely", "").await.says("kräver också YubiKey"));
    assert_eq!(browser.who().await, "/logga-in");
}

async fn who_may_not_get_in_is_told_why_only_after_the_password_is_right(db: TestDb) {
    let house = House::new(&db).await;
    let hash = house.password_hash().await;
    house.world.account("Bo Blockerad").password_hash(&hash).blocked().await;
    house.world.account("Lo Berg").password_hash(&hash).locked().await;
    house.world.account("Pia Vänta").password_hash(&hash).pending().await;
    house.world.account("Eva Slut").password_hash(&hash).ended().await;
    for (name, reason) in [
        ("bo.blockerad", "spärrat av en administratör"),
        ("lo.berg", "återaktivera"),
        ("pia.vanta", "godkänna"),
        ("eva.slut", "avslutat"),
    ] {
        let wrong = house.browser().sign_in(name, "something else entirely", "").await;
        assert!(wrong.says("stämmer inte") && !wrong.says(reason), "{name}: {}", wrong.body);
        let right = house.browser().sign_in(name, PASSWORD, "").await;
        assert_eq!(right.status, StatusCode::FORBIDDEN);
        assert!(right.says(reason), "{name}: {}", right.body);
    }
}

async fn blocking_an_account_ends_what_is_open_at_once(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    assert!(browser.who().await.starts_with("Anna Ek"));
    house.set(anna, "blocked_at = ?2").await;
    assert_eq!(browser.who().await, "/logga-in");
}

async fn an_account_out_of_use_for_a_year_is_locked_when_somebody_at_last_tries(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    house.wait(364 * DAY);
    let browser = house.browser();
    assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await.leads(), "/");
    house.wait(366 * DAY);
    assert!(browser.sign_in("anna.ek", "something else entirely", "").await.says("stämmer inte"));
    assert_eq!(house.column(anna, "lock_reason").await, None, "a guess locks nothing");
    assert!(browser.sign_in("anna.ek", PASSWORD, &touch(1, 1)).await.says("lång tid utan användning"));
    assert_eq!(house.column(anna, "lock_reason").await.as_deref(), Some("unused"));
    assert_eq!(house.events("sign-in.lock").await, 1);
    // An administrator gives it back: Återaktivera låst konto.
    house.set(anna, "locked_at = NULL, lock_reason = NULL, reactivated_at = ?2").await;
    assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, 2)).await.leads(), "/");
}

async fn the_region_may_choose_other_months_or_none(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let choose = |months: &'static str| {
        house.world.change(months, |tx, months| {
            Box::pin(behorig_registers::settings::set(tx, "accounts.lock-after-unused-months", months))
        })
    };
    choose("0").await;
    house.wait(2000 * DAY);
    assert_eq!(house.browser().sign_in("anna.ek", PASSWORD, &touch(1, 0)).await.leads(), "/");
    choose("2").await;
    house.wait(70 * DAY);
    assert!(house.browser().sign_in("anna.ek", PASSWORD, &touch(1, 1)).await.says("lång tid utan användning"));
}

async fn signing_in_anew_ends_the_browsers_old_session(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    let before = browser.stolen();
    assert!(before.who().await.starts_with("Anna Ek"));
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 1)).await;
    assert!(browser.who().await.starts_with("Anna Ek"));
    assert_ne!(browser.cookie("__Host-behorig"), before.cookie("__Host-behorig"));
    assert_eq!(before.who().await, "/logga-in");
}

async fn after_signing_in_one_comes_to_where_one_was_going_and_never_to_another_site(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    assert_eq!(browser.get("/mina-inloggningar").await.leads(), "/logga-in?till=/mina-inloggningar");
    let page = browser.get("/logga-in?till=/mina-inloggningar").await;
    assert!(page.says(r#"name="till" value="/mina-inloggningar""#), "{}", page.body);
    for (session, (to, leads)) in
        [("/mina-inloggningar", "/mina-inloggningar"), ("//evil.example", "/"), ("https://evil.example", "/")]
            .into_iter()
            .enumerate()
    {
        let code = touch(2, u8::try_from(session).unwrap());
        let fields = [("anvandarnamn", "anna.ek"), ("losenord", PASSWORD), ("yubikey", code.as_str()), ("till", to)];
        assert_eq!(browser.post("/logga-in", &fields).await.leads(), leads);
    }
}

async fn a_password_is_hashed_again_when_the_cost_was_raised(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let dearer = house.dearer(&db);
    assert!(house.column(anna, "password_hash").await.unwrap().contains("m=64,"));
    assert_eq!(dearer.browser().sign_in("anna.ek", PASSWORD, &touch(1, 0)).await.leads(), "/");
    assert!(house.column(anna, "password_hash").await.unwrap().contains("m=128,"));
    assert_eq!(dearer.browser().sign_in("anna.ek", PASSWORD, &touch(1, 1)).await.leads(), "/");
}

async fn a_session_ends_when_nobody_uses_it_and_at_the_latest_after_twelve_hours(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    house.wait(61 * 60_000);
    assert_eq!(browser.who().await, "/logga-in");
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 1)).await;
    for _ in 0..14 {
        house.wait(50 * 60_000);
        assert!(browser.who().await.starts_with("Anna Ek"));
        assert_eq!(browser.post("/session/forlang", &[]).await.status, StatusCode::NO_CONTENT);
        // Noting that a session is in use happens beside the request.
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    }
    house.wait(30 * 60_000);
    assert_eq!(browser.who().await, "/logga-in");
}
