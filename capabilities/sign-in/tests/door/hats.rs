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
    the_hat_worn_last_is_put_on_at_the_next_sign_in,
    a_hat_is_gone_when_its_last_grant_ends,
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
