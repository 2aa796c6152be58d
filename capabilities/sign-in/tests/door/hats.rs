//! *Byt uppdrag*.

use behorig_access::{BuiltIn, ObjectKind, ObjectRef};
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{House, PASSWORD, touch};

both_databases!(
    a_person_sees_every_hat_and_changes_between_them,
    a_hat_that_one_does_not_have_cannot_be_put_on,
    a_hat_that_asks_for_more_says_so_and_stays_off,
    a_cookie_from_another_hat_opens_nothing,
    the_hat_worn_last_is_put_on_at_the_next_sign_in,
    a_hat_is_gone_when_its_last_grant_ends,
    a_former_relative_has_no_hat_and_is_told_calmly_whom_to_ask,
    a_relative_who_is_signed_in_when_the_last_grant_ends_becomes_no_staff,
    a_relative_whose_access_is_to_come_is_told_from_when,
    an_employee_stays_one_when_what_they_followed_as_a_relative_ends,
);

async fn a_person_sees_every_hat_and_changes_between_them(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    house.world.grant(anna, BuiltIn::Reviewer, house.world.other_clinic).await;
    house.world.grant(anna, BuiltIn::Relative, house.world.home_care).for_object(object).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    let page = browser.get("/byt-uppdrag").await;
    for words in [
        "Personal, Vårdcentralen Ekbacken",
        "Systemadministratör",
        "Personal, Barnmorskemottagningen Ekbacken",
        "Anhörig, Hemtjänsten Björkgården",
        "För Sven Lind.",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    for (choice, told) in [
        (
            format!("staff.{}", house.world.other_clinic),
            "Anna Ek | staff | Barnmorskemottagningen Ekbacken | two-factor",
        ),
        (format!("relative.{}", house.world.home_care), "Anna Ek | relative | Hemtjänsten Björkgården | two-factor"),
    ] {
        let answer = browser.post("/byt-uppdrag", &[("uppdrag", &choice)]).await;
        assert_eq!(answer.leads(), "/", "{}", answer.body);
        assert_eq!(browser.who().await, told);
    }
    // Sent twice, it is the same hat.
    let relative = format!("relative.{}", house.world.home_care);
    assert_eq!(browser.post("/byt-uppdrag", &[("uppdrag", &relative)]).await.leads(), "/");
    assert!(browser.get("/mina-inloggningar").await.says("Du har bytt uppdrag."));
}

async fn a_hat_that_one_does_not_have_cannot_be_put_on(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    let elsewhere = format!("staff.{}", house.world.home_care);
    let relative = format!("relative.{}", house.world.clinic);
    for choice in [elsewhere.as_str(), relative.as_str(), "resident", "staff.x", "<script>", ""] {
        let answer = browser.post("/byt-uppdrag", &[("uppdrag", choice)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{choice}");
        assert!(
            answer.says("Uppdraget finns inte längre") || answer.says("Välj ett uppdrag"),
            "{choice}: {}",
            answer.body
        );
    }
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | two-factor");
    assert_eq!(house.events("sign-in.switch-hat").await, 0);
}

async fn a_hat_that_asks_for_more_says_so_and_stays_off(db: TestDb) {
    let house = House::new(&db).await;
    let hash = house.password_hash().await;
    let number = behorig_identity::test_series::personal_number(jiff::civil::date(1985, 1, 2), true).unwrap();
    house.world.resident("Lisa Lind").number(number).await;
    let lisa = house.world.account("Lisa Lind").at(house.world.home_care).number(number).password_hash(&hash).await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    house.world.grant(lisa, BuiltIn::Relative, house.world.home_care).for_object(object).await;
    house.world.grant(lisa, BuiltIn::Reviewer, house.world.clinic).await;
    let browser = house.browser();
    assert_eq!(browser.sign_in("lisa.lind", PASSWORD, "").await.leads(), "/");
    assert!(browser.who().await.starts_with("Lisa Lind | relative"));
    let page = browser.get("/byt-uppdrag").await;
    assert!(page.says("Kräver säkrare inloggning") && page.says("Invånare: logga in med BankID"), "{}", page.body);
    let staff = format!("staff.{}", house.world.clinic);
    for choice in [staff.as_str(), "resident"] {
        let answer = browser.post("/byt-uppdrag", &[("uppdrag", choice)]).await;
        assert!(answer.says("kräver en säkrare inloggning"), "{choice}: {}", answer.body);
    }
    assert!(browser.who().await.starts_with("Lisa Lind | relative"));
}

async fn a_cookie_from_another_hat_opens_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    house.world.grant(anna, BuiltIn::Reviewer, house.world.other_clinic).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    let (tab, stolen) = (browser.clone(), browser.stolen());
    let own = format!("staff.{}", house.world.clinic);
    let other = format!("staff.{}", house.world.other_clinic);
    // A hat that does not come on leaves everything as it was.
    browser.post("/byt-uppdrag", &[("uppdrag", "resident")]).await;
    assert_eq!(browser.session(), stolen.session());
    assert_eq!(browser.post("/byt-uppdrag", &[("uppdrag", &other)]).await.leads(), "/");
    assert_ne!(browser.session(), stolen.session());
    assert_eq!(stolen.who().await, "/logga-in", "the cookie of the hat before");
    assert_eq!(stolen.post("/byt-uppdrag", &[("uppdrag", &own)]).await.leads(), "/logga-in");
    assert_eq!(tab.who().await, "Anna Ek | staff | Barnmorskemottagningen Ekbacken | two-factor");
    assert_eq!(tab.post("/byt-uppdrag", &[("uppdrag", &own)]).await.leads(), "/");
    assert_eq!(browser.who().await, "Anna Ek | staff | Vårdcentralen Ekbacken | two-factor");
    assert!(browser.get("/mina-inloggningar").await.says("Den här"), "it is the same session all the while");
}

async fn the_hat_worn_last_is_put_on_at_the_next_sign_in(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    house.world.grant(anna, BuiltIn::Reviewer, house.world.other_clinic).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    browser.post("/byt-uppdrag", &[("uppdrag", &format!("staff.{}", house.world.other_clinic))]).await;
    browser.post("/logga-ut", &[]).await;
    house.wait(1000);
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 1)).await;
    assert_eq!(browser.who().await, "Anna Ek | staff | Barnmorskemottagningen Ekbacken | two-factor");
}

async fn a_hat_is_gone_when_its_last_grant_ends(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let grant = house.world.grant(anna, BuiltIn::Reviewer, house.world.other_clinic).await;
    let browser = house.browser();
    browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    assert!(browser.get("/byt-uppdrag").await.says("Barnmorskemottagningen"));
    house.world.later(500).end(grant).await;
    house.wait(1000);
    assert!(!browser.get("/byt-uppdrag").await.says("Barnmorskemottagningen"));
    let answer = browser.post("/byt-uppdrag", &[("uppdrag", &format!("staff.{}", house.world.other_clinic))]).await;
    assert!(answer.says("Uppdraget finns inte längre"), "{}", answer.body);
}

/// Lisa Lind, who follows Sven Lind at the home-care unit until a second has passed, with a password and a YubiKey.
async fn lisa(house: &House) -> behorig_access::AccountId {
    let hash = house.password_hash().await;
    let lisa = house.world.account("Lisa Lind").at(house.world.home_care).password_hash(&hash).await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    let until = house.now().plus_millis(1000);
    house.world.grant(lisa, BuiltIn::Relative, house.world.home_care).for_object(object).until(until).await;
    lisa
}

async fn a_former_relative_has_no_hat_and_is_told_calmly_whom_to_ask(db: TestDb) {
    let house = House::new(&db).await;
    let lisa = lisa(&house).await;
    house.enrol(lisa).await;
    house.wait(1000);
    for code in [String::new(), touch(1, 0)] {
        let browser = house.browser();
        let answer = browser.sign_in("lisa.lind", PASSWORD, &code).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
        for words in ["Din åtkomst har upphört", "Det är inget fel på ditt konto", "Hemtjänsten Björkgården"] {
            assert!(answer.says(words), "{words}: {}", answer.body);
        }
        assert!(browser.cookie("__Host-behorig").is_none() && browser.who().await.starts_with("/logga-in"));
    }
    assert_eq!(house.events("sign-in.open").await, 0);
    // A wrong password learns nothing of it.
    let wrong = house.browser().sign_in("lisa.lind", "något helt annat", "").await;
    assert!(wrong.says("stämmer inte") && !wrong.says("upphört"), "{}", wrong.body);
}

async fn a_relative_who_is_signed_in_when_the_last_grant_ends_becomes_no_staff(db: TestDb) {
    let house = House::new(&db).await;
    let lisa = lisa(&house).await;
    house.enrol(lisa).await;
    let browser = house.browser();
    assert_eq!(browser.sign_in("lisa.lind", PASSWORD, &touch(1, 0)).await.leads(), "/");
    assert_eq!(browser.who().await, "Lisa Lind | relative | Hemtjänsten Björkgården | two-factor");
    house.wait(1000);
    let page = browser.get("/byt-uppdrag").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.says("Din åtkomst har upphört") && page.says("Hemtjänsten Björkgården"), "{}", page.body);
    assert!(!page.says("Personal") && !page.says("Du har bara ett uppdrag"), "{}", page.body);
    let staff = format!("staff.{}", house.world.home_care);
    let answer = browser.post("/byt-uppdrag", &[("uppdrag", &staff)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert_eq!(house.events("sign-in.switch-hat").await, 0);
    assert!(browser.who().await.starts_with("Lisa Lind | relative"));
}

async fn a_relative_whose_access_is_to_come_is_told_from_when(db: TestDb) {
    let house = House::new(&db).await;
    let hash = house.password_hash().await;
    let rolf = house.world.account("Rolf Lind").at(house.world.home_care).password_hash(&hash).await;
    let customer = house.world.resident("Sven Lind").await;
    let object = ObjectRef { kind: ObjectKind::Person, id: customer.as_object() };
    let begins = house.now().plus_millis(proof_support::world::DAY);
    house.world.grant(rolf, BuiltIn::Relative, house.world.home_care).for_object(object).from(begins).await;
    let early = house.browser().sign_in("rolf.lind", PASSWORD, "").await;
    assert_eq!(early.status, StatusCode::FORBIDDEN, "{}", early.body);
    assert!(early.says("Din åtkomst har inte börjat gälla") && early.says("2026-11-21"), "{}", early.body);
    house.wait(proof_support::world::DAY);
    assert_eq!(house.browser().sign_in("rolf.lind", PASSWORD, "").await.leads(), "/");
}

async fn an_employee_stays_one_when_what_they_followed_as_a_relative_ends(db: TestDb) {
    let house = House::new(&db).await;
    let lisa = lisa(&house).await;
    house.enrol(lisa).await;
    let until = house.now().plus_millis(500);
    house.world.grant(lisa, BuiltIn::Reviewer, house.world.clinic).until(until).await;
    house.wait(1000);
    let browser = house.browser();
    assert_eq!(browser.sign_in("lisa.lind", PASSWORD, &touch(1, 0)).await.leads(), "/");
    assert_eq!(browser.who().await, "Lisa Lind | staff | Hemtjänsten Björkgården | two-factor");
}
