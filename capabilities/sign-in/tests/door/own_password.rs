//! *Byta lösenord*.

use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{Browser, House, PASSWORD, touch};

both_databases!(
    a_person_changes_their_password_and_is_signed_out_everywhere_else,
    a_password_set_by_somebody_else_is_changed_before_anything_else,
    a_form_sent_twice_changes_the_password_once,
    guessing_the_current_password_is_slowed_down_as_at_the_door,
    a_bad_password_gets_a_message_that_says_what_to_do,
);

const NEW: &str = "fyra blå cyklar i regn";

async fn signed_in(house: &House, touches: u8) -> Browser {
    let browser = house.browser();
    assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, touches)).await.leads(), "/");
    browser
}

async fn a_person_changes_their_password_and_is_signed_out_everywhere_else(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let (here, there) = (signed_in(&house, 0).await, signed_in(&house, 1).await);
    let answer = here.post("/byt-losenord", &[("nuvarande", PASSWORD), ("nytt", NEW)]).await;
    assert_eq!(answer.leads(), "/", "{}", answer.body);
    assert!(here.who().await.starts_with("Anna Ek"));
    assert_eq!(there.who().await, "/logga-in");
    assert!(there.sign_in("anna.ek", PASSWORD, &touch(1, 2)).await.says("stämmer inte"));
    assert_eq!(there.sign_in("anna.ek", NEW, &touch(1, 2)).await.leads(), "/");
    assert_eq!(house.events("sign-in.password").await, 1);
    let history = house.world.history_of(anna.uuid()).await;
    let change = history.iter().find(|change| change.field == "password").unwrap();
    assert_eq!((&change.old, &change.new), (&None, &None), "history never holds a password");
}

async fn a_password_set_by_somebody_else_is_changed_before_anything_else(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    house.set(anna, "password_must_change = TRUE").await;
    let browser = signed_in(&house, 0).await;
    for path in ["/", "/mina-inloggningar", "/byt-uppdrag"] {
        assert_eq!(browser.get(path).await.leads(), "/byt-losenord");
    }
    assert!(browser.get("/byt-losenord").await.says("Välj ett eget lösenord"));
    assert_eq!(browser.post("/byt-losenord", &[("nuvarande", PASSWORD), ("nytt", NEW)]).await.leads(), "/");
    assert!(browser.who().await.starts_with("Anna Ek"));
}

async fn a_form_sent_twice_changes_the_password_once(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = signed_in(&house, 0).await;
    let page = browser.get("/byt-losenord").await.body;
    let key = page.split(r#"name="en-gang" value=""#).nth(1).unwrap().split('"').next().unwrap();
    let fields = [("nuvarande", PASSWORD), ("nytt", NEW), ("en-gang", key)];
    for _ in 0..2 {
        let answer = browser.post("/byt-losenord", &fields).await;
        assert_eq!(answer.leads(), "/", "{}", answer.body);
    }
    assert_eq!(house.events("sign-in.password").await, 1);
}

async fn guessing_the_current_password_is_slowed_down_as_at_the_door(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = signed_in(&house, 0).await;
    for _ in 0..5 {
        let answer = browser.post("/byt-losenord", &[("nuvarande", "a guess"), ("nytt", NEW)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says("inte ditt nuvarande lösenord"), "{}", answer.body);
    }
    let answer = browser.post("/byt-losenord", &[("nuvarande", PASSWORD), ("nytt", NEW)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

async fn a_bad_password_gets_a_message_that_says_what_to_do(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = signed_in(&house, 0).await;
    for (new, told) in [
        ("", "Skriv ett nytt lösenord"),
        ("kort", "minst 12 tecken"),
        ("Lösenord1234", "ett av de vanligaste"),
        ("anna.ek12345678", "liknar användarnamnet"),
        ("tolv\u{0}tecken och fler", "tecken"),
    ] {
        let answer = browser.post("/byt-losenord", &[("nuvarande", PASSWORD), ("nytt", new)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(answer.says(told), "{new}: {}", answer.body);
    }
    let none = browser.post("/byt-losenord", &[("nytt", NEW)]).await;
    assert!(none.says("Skriv det lösenord som du har nu"), "{}", none.body);
    assert_eq!(house.events("sign-in.password").await, 0);
}
