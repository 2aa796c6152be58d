//! One-time links.

use behorig_access::AccountId;
use behorig_sign_in::one_time_link::{self, VALID_FOR};
use behorig_visit::Token;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::house::{House, PASSWORD, touch};

both_databases!(
    a_link_lets_its_owner_choose_a_password_once_and_is_no_way_in_by_itself,
    a_link_runs_out_and_a_new_one_ends_the_old,
    a_link_to_a_stopped_account_and_a_link_that_never_was_are_answered_plainly,
    a_weak_password_is_refused_and_the_link_is_still_good,
);

async fn link_to(house: &House, account: AccountId) -> String {
    let token = Token::random().unwrap();
    let input = (token.clone(), account);
    // The time of a world's change is the world's own.
    let now = house.world.later(house.now().millis_since(house.world.now));
    now.change(input, |tx, (token, account)| Box::pin(one_time_link::issue(tx, token, *account, VALID_FOR))).await;
    one_time_link::path(&token)
}

async fn a_link_lets_its_owner_choose_a_password_once_and_is_no_way_in_by_itself(db: TestDb) {
    let house = House::new(&db).await;
    let anna = house.world.account("Anna Ek").await;
    house.enrol(anna).await;
    let link = link_to(&house, anna).await;
    let browser = house.browser();
    assert!(browser.get(&link).await.says("Anna Ek"));
    let answer = browser.post(&link, &[("nytt", PASSWORD)]).await;
    assert_eq!(answer.leads(), "/logga-in?besked=losenord");
    assert!(browser.get(answer.leads()).await.says("Lösenordet är sparat"));
    assert_eq!(browser.who().await, "/logga-in");
    assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await.leads(), "/");
    for answer in [browser.get(&link).await, browser.post(&link, &[("nytt", "fyra blå cyklar i regn")]).await] {
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(answer.says("redan använd"), "{}", answer.body);
    }
    assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, 1)).await.leads(), "/");
    assert_eq!(house.events("sign-in.password").await, 1);
}

async fn a_link_runs_out_and_a_new_one_ends_the_old(db: TestDb) {
    let house = House::new(&db).await;
    let anna = house.world.account("Anna Ek").await;
    let (old, new) = (link_to(&house, anna).await, link_to(&house, anna).await);
    let browser = house.browser();
    assert!(browser.get(&old).await.says("slutat gälla"));
    house.wait(VALID_FOR - 1);
    assert!(browser.get(&new).await.says("Välj lösenord"));
    house.wait(1);
    let answer = browser.post(&new, &[("nytt", PASSWORD)]).await;
    assert!(answer.says("slutat gälla"), "{}", answer.body);
    assert_eq!(house.column(anna, "password_hash").await, None);
}

async fn a_link_to_a_stopped_account_and_a_link_that_never_was_are_answered_plainly(db: TestDb) {
    let house = House::new(&db).await;
    let blocked = house.world.account("Bo Berg").blocked().await;
    let link = link_to(&house, blocked).await;
    let browser = house.browser();
    assert!(browser.get(&link).await.says("Kontot är stoppat"));
    let never = one_time_link::path(&Token::random().unwrap());
    for path in [never.as_str(), "/engangslank/short", "/engangslank/%00"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

async fn a_weak_password_is_refused_and_the_link_is_still_good(db: TestDb) {
    let house = House::new(&db).await;
    let anna = house.world.account("Anna Ek").await;
    let link = link_to(&house, anna).await;
    let browser = house.browser();
    for (new, told) in [("kort", "minst 12 tecken"), ("anna.ek12345678", "liknar användarnamnet")] {
        let answer = browser.post(&link, &[("nytt", new)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says(told), "{}", answer.body);
    }
    assert_eq!(browser.post(&link, &[("nytt", PASSWORD)]).await.leads(), "/logga-in?besked=losenord");
}
