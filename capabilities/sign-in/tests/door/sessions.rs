//! *Mina inloggningar* and signing out.

use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{Browser, House, PASSWORD, touch};

both_databases!(
    a_person_sees_where_they_are_signed_in_and_ends_what_they_do_not_know,
    nobody_ends_another_persons_session,
    signing_out_ends_the_session_and_not_only_the_cookie,
    pages_of_ones_own_are_for_who_is_signed_in,
);

async fn signed_in(house: &House, touches: u8) -> Browser {
    let browser = house.browser();
    assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, touches)).await.leads(), "/");
    browser
}

fn session_ids(page: &str) -> Vec<String> {
    page.split(r#"name="inloggning" value=""#)
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect()
}

async fn a_person_sees_where_they_are_signed_in_and_ends_what_they_do_not_know(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let here = signed_in(&house, 0).await;
    let mut there = house.browser();
    there.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
    there.sign_in("anna.ek", PASSWORD, &touch(1, 1)).await;
    let page = here.get("/mina-inloggningar").await;
    for words in ["Firefox på Linux", "Safari på iPhone", "Den här", "Lösenord och YubiKey", "192.0.2.7"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    let ids = session_ids(&page.body);
    assert_eq!(ids.len(), 1, "one's own is not ended here");
    let answer = here.post("/mina-inloggningar/avsluta", &[("inloggning", &ids[0])]).await;
    assert_eq!(answer.leads(), "/mina-inloggningar");
    assert_eq!(there.who().await, "/logga-in");
    let page = here.get("/mina-inloggningar").await;
    assert!(page.says("Inloggningen är avslutad.") && !page.says("iPhone") && !page.says("Avsluta alla andra"));

    let third = signed_in(&house, 2).await;
    assert_eq!(here.post("/mina-inloggningar/avsluta-andra", &[]).await.leads(), "/mina-inloggningar");
    assert_eq!(third.who().await, "/logga-in");
    assert!(here.who().await.starts_with("Anna Ek"));
    assert_eq!((house.events("sign-in.end-session").await, house.events("sign-in.end-sessions").await), (1, 1));
}

async fn nobody_ends_another_persons_session(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    let key = house.enrol(anna).await;
    let hers = signed_in(&house, 0).await;
    let _elsewhere = signed_in(&house, 1).await;
    let ids = session_ids(&hers.get("/mina-inloggningar").await.body);
    house.world.change((anna, key), |tx, (anna, key)| Box::pin(behorig_sign_in::yubikeys::end(tx, *anna, *key))).await;
    let other = house.world.account("Bo Berg").password_hash(&house.password_hash().await).await;
    house.enrol(other).await;
    let his = house.browser();
    assert_eq!(his.sign_in("bo.berg", PASSWORD, &touch(2, 0)).await.leads(), "/");
    his.post("/mina-inloggningar/avsluta", &[("inloggning", &ids[0])]).await;
    his.post("/mina-inloggningar/avsluta-andra", &[]).await;
    assert_eq!(session_ids(&hers.get("/mina-inloggningar").await.body), ids);
    assert_eq!(his.post("/mina-inloggningar/avsluta", &[("inloggning", "x")]).await.status, StatusCode::BAD_REQUEST);
}

async fn signing_out_ends_the_session_and_not_only_the_cookie(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = signed_in(&house, 0).await;
    let stolen = browser.stolen();
    let answer = browser.post("/logga-ut", &[]).await;
    assert_eq!(answer.leads(), "/logga-in?besked=utloggad");
    assert!(browser.get(answer.leads()).await.says("Du är utloggad."));
    assert_eq!(browser.cookie("__Host-behorig"), None);
    assert_eq!(stolen.who().await, "/logga-in");
    assert_eq!(browser.post("/logga-ut", &[]).await.leads(), "/logga-in?besked=utloggad", "a second time is no fault");
    assert_eq!(house.events("sign-in.close").await, 1);
}

async fn pages_of_ones_own_are_for_who_is_signed_in(db: TestDb) {
    let house = House::new(&db).await;
    for path in ["/byt-losenord", "/byt-uppdrag", "/mina-inloggningar"] {
        let answer = house.browser().get(path).await;
        assert_eq!(answer.leads(), format!("/logga-in?till={path}"));
    }
    for path in ["/byt-losenord", "/byt-uppdrag", "/mina-inloggningar/avsluta", "/session/forlang"] {
        assert_eq!(house.browser().post(path, &[]).await.leads(), "/logga-in", "{path}");
    }
}
