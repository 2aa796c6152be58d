//! Support matters of somebody who may no longer answer them, and a matter of one's own under another account.

use behorig_access::{AccountId, BuiltIn, Instant, Service};
use behorig_identity::IdentityNumber;
use behorig_store::params;
use behorig_support::hand_back_strays;
use behorig_visit::Clock;
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use crate::site::Site;
use crate::support::{House, SUBJECT, add, is_refused_with, press, say, signed_in_again};

both_databases!(
    a_right_that_ends_by_the_clock_gives_the_matter_back_to_the_queue_at_once,
    a_lock_gives_the_matter_back_to_the_queue_at_once,
    a_role_that_loses_the_service_gives_the_matter_back_to_the_queue_at_once,
    what_nobody_may_answer_is_written_in_and_prioritised_and_comes_to_a_colleague,
    only_what_its_handler_may_not_answer_goes_back,
    nobody_answers_their_own_matter_under_another_account,
);

const HELD: &str = "SELECT CAST(count(*) AS BIGINT) FROM support_matter WHERE handler IS NOT NULL";
const HAND_BACKS: &str = "SELECT CAST(count(*) AS BIGINT) FROM support_entry WHERE what = 'handed-back'";

async fn lock(site: &Site, account: AccountId, at: Option<Instant>) {
    site.world
        .change((account, at), |tx, (account, at)| {
            Box::pin(async move {
                tx.execute("UPDATE account SET locked_at = ?2 WHERE id = ?1", params![account, at]).await.map(|_| ())
            })
        })
        .await;
}

async fn sweep(site: &Site) -> usize {
    hand_back_strays(&site.test, site.clock.now()).await.unwrap()
}

/// The matter stands in the queue before any upkeep, is in nobody's hand, and upkeep hands it back once.
async fn stands_in_the_queue_and_goes_back(house: &mut House, path: &str) {
    assert_eq!(house.count(HELD).await, 1, "nothing has swept yet");
    assert!(house.sam.get("/").await.says("Ett väntar"), "the card counts it");
    let queue = house.sam.get("/support").await;
    assert!(queue.says(SUBJECT) && !queue.says("Stina Support"), "{}", queue.body);
    for place in ["in-hand", "waiting", "mina"] {
        assert!(!house.sam.get(&format!("/support?lage={place}")).await.says(SUBJECT), "{place}");
    }
    let page = house.sam.get(path).await;
    assert!(page.says("Ta ärendet") && !page.says("Ta över"), "{}", page.body);
    let own = house.anna.get("/support/mina").await;
    assert!(own.says("Mottaget") && !own.says("Stina Support"), "{}", own.body);
    assert_eq!((sweep(&house.site).await, sweep(&house.site).await), (1, 0));
    assert_eq!((house.count(HELD).await, house.count(HAND_BACKS).await), (0, 1));
    let page = house.sam.get(path).await;
    assert!(page.says("Ärendet lämnades tillbaka till kön") && page.says("Ta ärendet"), "{}", page.body);
    let events = house.site.world.events().await;
    let back = events.iter().filter(|event| event.level.as_deref() == Some("support.hand-back"));
    assert_eq!(back.count(), 1);
    assert!(house.sam.get("/").await.says("Ett väntar"));
}

async fn a_right_that_ends_by_the_clock_gives_the_matter_back_to_the_queue_at_once(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    let (grant, until) = (house.stinas_grant, house.site.clock.now().plus_millis(DAY));
    house
        .site
        .world
        .change((grant, until), |tx, (grant, until)| {
            Box::pin(async move {
                tx.execute("UPDATE grants SET to_at = ?2 WHERE id = ?1", params![grant, until]).await.map(|_| ())
            })
        })
        .await;
    assert_eq!(sweep(&house.site).await, 0, "the right holds until tomorrow");
    assert!(house.sam.get("/support?lage=in-hand").await.says(SUBJECT));
    house.site.wait(DAY);
    let mut house = signed_in_again(house).await;
    stands_in_the_queue_and_goes_back(&mut house, &path).await;
}

async fn a_lock_gives_the_matter_back_to_the_queue_at_once(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    // What its sender was asked goes back as well.
    say(&mut house.stina, &path, "ask", "Vilken dator?").await;
    lock(&house.site, house.stinas_id, Some(house.site.clock.now())).await;
    stands_in_the_queue_and_goes_back(&mut house, &path).await;
}

async fn a_role_that_loses_the_service_gives_the_matter_back_to_the_queue_at_once(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    let role = house.site.world.role(BuiltIn::Support);
    house
        .site
        .world
        .change(role, |tx, role| {
            Box::pin(async move {
                let service = Service::AnswerSupport;
                let sql = "DELETE FROM role_service WHERE role_id = ?1 AND service = ?2";
                tx.execute(sql, params![role, service]).await.map(|_| ())
            })
        })
        .await;
    stands_in_the_queue_and_goes_back(&mut house, &path).await;
}

async fn what_nobody_may_answer_is_written_in_and_prioritised_and_comes_to_a_colleague(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    say(&mut house.stina, &path, "ask", "Vilken dator?").await;
    lock(&house.site, house.stinas_id, Some(house.site.clock.now())).await;
    assert!(add(&mut house.anna, &path, "Den i rum 4.").await.location.is_some());
    assert_eq!((house.count(HELD).await, house.count(HAND_BACKS).await), (0, 1), "its thread says that it went back");
    // Whoever had it gets it back no more than anybody else.
    lock(&house.site, house.stinas_id, None).await;
    assert!(house.sam.get("/support").await.says(SUBJECT));
    is_refused_with(&say(&mut house.sam, &path, "answer", "Strax.").await, "Ta ärendet först");
    assert!(press(&mut house.sam, &path, "ta").await.location.is_some());
    lock(&house.site, house.stinas_id, Some(house.site.clock.now())).await;
    assert_eq!(sweep(&house.site).await, 0, "it is in Sam's hand");
    assert!(say(&mut house.sam, &path, "answer", "Nu är den snabb.").await.location.is_some());
    assert!(house.anna.get(&path).await.says("Nu är den snabb."));
}

async fn only_what_its_handler_may_not_answer_goes_back(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    let second = house.sent().await;
    press(&mut house.sam, &second, "ta").await;
    // Stina's right shrinks to the clinic, where the first matter comes from: she goes on.
    let world = &house.site.world;
    world.end(house.stinas_grant).await;
    world.grant(house.stinas_id, BuiltIn::Support, world.clinic).await;
    assert_eq!(sweep(&house.site).await, 0);
    assert!(house.sam.get("/support?lage=in-hand").await.says("Stina Support"));
    assert!(!house.sam.get("/support").await.says(SUBJECT));
    // What is closed tells for ever who answered it.
    let mut stina = house.site.staff(house.stinas_id, house.site.world.clinic).await;
    assert!(say(&mut stina, &path, "answer", "Klart.").await.location.is_some());
    lock(&house.site, house.stinas_id, Some(house.site.clock.now())).await;
    assert_eq!(sweep(&house.site).await, 0);
    assert!(house.sam.get("/support?lage=closed").await.says("Stina Support"));
}

async fn nobody_answers_their_own_matter_under_another_account(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.sent().await;
    say(&mut house.sam, &path, "note", "Samma fel som förra veckan.").await;
    // Anna's account ends, and she comes back with another, in support.
    let mut read = house.site.test.read().await.unwrap();
    let (number,): (IdentityNumber,) =
        read.one("SELECT identity_number FROM account WHERE family_name = 'Ek'", params![]).await.unwrap();
    drop(read);
    let world = &house.site.world;
    let now = house.site.clock.now();
    world
        .change(now, |tx, now| {
            Box::pin(async move {
                let sql = "UPDATE account SET ended_at = ?1 WHERE family_name = 'Ek'";
                tx.execute(sql, params![now]).await.map(|_| ())
            })
        })
        .await;
    let again = world.account("Anna Ny").at(world.region).number(number).await;
    world.grant(again, BuiltIn::Support, world.region).branch().await;
    let mut anna = house.site.staff(again, world.region).await;
    let page = anna.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.says("Ingen besvarar sitt eget ärende") && !page.says("Ta ärendet"), "{}", page.body);
    assert!(!page.says("Samma fel som förra veckan."), "what is among those who answer: {}", page.body);
    let version = house.count("SELECT version FROM support_matter").await.to_string();
    for (below, fields) in [
        ("ta", vec![("version", version.as_str())]),
        ("svar", vec![("version", version.as_str()), ("slag", "note"), ("text", "Hej")]),
        ("prioritet", vec![("version", version.as_str()), ("prioritet", "1")]),
    ] {
        is_refused_with(&anna.post(&format!("{path}/{below}"), &fields).await, "Ingen besvarar sitt eget ärende.");
    }
    assert!(press(&mut house.sam, &path, "ta").await.location.is_some());
}
