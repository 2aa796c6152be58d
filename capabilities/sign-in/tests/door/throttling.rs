//! Guessing is slowed down and stopped.

use std::net::{IpAddr, Ipv4Addr};

use behorig_sign_in::housekeeping;
use http::StatusCode;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, both_databases};

use crate::by_password::anna;
use crate::house::{House, PASSWORD, touch};

both_databases!(
    ten_failures_lock_the_account_and_the_owner_is_told_who_opens_it,
    a_name_that_nobody_has_is_slowed_down_in_the_same_way,
    many_guesses_at_once_gain_nothing,
    an_address_that_goes_on_and_on_is_slowed_down_whatever_names_it_tries,
    getting_in_forgets_the_failures,
    what_nobody_needs_is_cleared_away,
);

const WRONG: &str = "something else entirely";

async fn ten_failures_lock_the_account_and_the_owner_is_told_who_opens_it(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    for attempt in 1..=10 {
        let answer = browser.sign_in("anna.ek", WRONG, "").await;
        assert!(answer.says("stämmer inte"), "{attempt}: {}", answer.body);
        assert_eq!(house.column(anna, "locked_at").await.is_some(), attempt == 10, "{attempt}");
        house.wait(65_000);
    }
    assert_eq!(house.column(anna, "lock_reason").await.as_deref(), Some("failures"));
    assert_eq!(house.events("sign-in.lock").await, 1);
    let history = house.world.history_of(anna.uuid()).await;
    assert!(history.iter().any(|change| change.field == "locked" && change.new.as_deref() == Some("failures")));
    let answer = browser.sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    assert!(answer.says("återaktivera"), "{}", answer.body);
    house.wait(HOUR);
    assert!(browser.sign_in("anna.ek", WRONG, "").await.says("stämmer inte"), "a lock is told to nobody who guesses");
    assert_eq!(house.events("sign-in.lock").await, 1, "and is told once");
}

async fn a_name_that_nobody_has_is_slowed_down_in_the_same_way(db: TestDb) {
    let house = House::new(&db).await;
    anna(&house).await;
    let answers = async |name: &str| {
        let mut seen = Vec::new();
        for _ in 0..7 {
            let answer = house.browser().sign_in(name, WRONG, "").await;
            seen.push((answer.status, answer.retry_after, answer.body.replace(name, "…")));
            house.wait(1_500);
        }
        seen
    };
    let (known, unknown) = (answers("anna.ek").await, answers("nobody.here").await);
    assert_eq!(known, unknown);
    let statuses: Vec<u16> = known.iter().map(|(status, ..)| status.as_u16()).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 422]);
    let (_, wait, page) = &known[5];
    assert_eq!(wait.as_deref(), Some("1"));
    assert!(page.contains("Vänta en sekund"), "{page}");
}

async fn many_guesses_at_once_gain_nothing(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let guesses: Vec<_> = (0..24)
        .map(|_| {
            let browser = house.browser();
            tokio::spawn(async move { browser.sign_in("anna.ek", WRONG, "").await.status })
        })
        .collect();
    let mut judged = 0;
    for guess in guesses {
        let status = guess.await.unwrap();
        assert!(matches!(status.as_u16(), 422 | 429 | 503), "{status}");
        judged += usize::from(status == StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(judged <= 5, "{judged} guesses were judged before the name closed");
}

async fn an_address_that_goes_on_and_on_is_slowed_down_whatever_names_it_tries(db: TestDb) {
    let house = House::new(&db).await;
    anna(&house).await;
    for attempt in 0..31 {
        let name = format!("guess.{attempt}");
        assert!(house.browser().sign_in(&name, WRONG, "").await.says("stämmer inte"), "{attempt}");
    }
    assert_eq!(house.browser().sign_in("anna.ek", PASSWORD, "").await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut elsewhere = house.browser();
    elsewhere.address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 8));
    assert!(elsewhere.sign_in("anna.ek", PASSWORD, "").await.says("YubiKey eller BankID"));
}

async fn getting_in_forgets_the_failures(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    let browser = house.browser();
    for round in 0..3 {
        for _ in 0..4 {
            assert!(browser.sign_in("anna.ek", WRONG, "").await.says("stämmer inte"));
        }
        assert_eq!(browser.sign_in("anna.ek", PASSWORD, &touch(1, round)).await.leads(), "/");
    }
    assert_eq!(house.column(anna, "locked_at").await, None);
}

async fn what_nobody_needs_is_cleared_away(db: TestDb) {
    let house = House::new(&db).await;
    let anna = anna(&house).await;
    house.enrol(anna).await;
    house.browser().sign_in("anna.ek", PASSWORD, &touch(1, 0)).await;
    house.browser().sign_in("nobody.here", WRONG, "").await;
    let nothing = housekeeping(&db, house.now()).await.unwrap();
    assert_eq!((nothing.sessions, nothing.tallies), (0, 0));
    house.wait(2 * DAY);
    let cleared = housekeeping(&db, house.now()).await.unwrap();
    assert_eq!((cleared.sessions, cleared.tallies), (0, 2), "the address and the name");
    house.wait(100 * DAY);
    assert_eq!(housekeeping(&db, house.now()).await.unwrap().sessions, 1);
}
