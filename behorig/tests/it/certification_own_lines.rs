//! What waits for somebody else after a round was sent in, what stands in history, and an hour in which something fails.

use behorig_access::{AccountId, BuiltIn, UnitId};
use behorig_certification::{Kept, Task};
use behorig_store::params;
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use crate::certification::{Ground, answer};
use crate::site::Browser;

both_databases!(
    a_heads_own_lines_are_told_to_the_deputy_and_wait_in_the_deputys_queue,
    without_a_deputy_a_heads_own_lines_wait_for_the_region,
    what_closes_unconfirmed_waits_for_the_region_until_the_next_round,
    who_confirmed_a_permission_stands_in_the_users_history,
    one_round_that_cannot_be_read_keeps_no_other_waiting,
);

const TOLD: &str = "Rader väntar på dig i omprövningen vid Vårdcentralen Ekbacken";
const FOR_REGION: &str = "/omprovning/uppfoljning?visa=region";

/// The region's administration, who gets letters.
async fn region_of(ground: &Ground) -> Browser {
    let world = &ground.site.world;
    let rut = world.account("Rut Region").at(world.region).email("rut@norrsjo.example").await;
    world.grant(rut, BuiltIn::SystemAdministrator, world.region).branch().await;
    ground.site.staff(rut, world.region).await
}

/// Keeps all but the head's own, and sends the round in.
async fn send_in(head: &mut Browser, round: &str) {
    head.post(round, &[("gor", "behall-alla")]).await;
    let sent = head.post(round, &[("gor", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

async fn a_heads_own_lines_are_told_to_the_deputy_and_wait_in_the_deputys_queue(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let mut region = region_of(&ground).await;
    let deputy = world.account("Ulf Ros").at(world.clinic).email("ulf@norrsjo.example").await;
    world.grant(deputy, BuiltIn::DeputyHead, world.clinic).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let mut stand_in = ground.site.staff(deputy, world.clinic).await;
    assert!(ground.letters(TOLD).await.is_empty());
    send_in(&mut head, &round).await;
    assert_eq!(ground.letters(TOLD).await, ["ulf@norrsjo.example"]);
    // Sent in once, told once.
    head.post(&round, &[("gor", "skicka")]).await;
    assert_eq!(ground.letters(TOLD).await.len(), 1);
    assert!(stand_in.get("/").await.says("1 omprövning väntar"));
    assert!(!head.get("/").await.says("1 omprövning väntar"), "one's own waits for somebody else");
    let list = stand_in.get("/omprovning").await;
    assert!(list.says("Inskickad, rader återstår"), "{}", list.body);
    assert!(region.get(FOR_REGION).await.says("Väntar på regionen (0)"), "the deputy answers");
    assert!(!region.get("/").await.says("1 omprövning väntar"));
    let own = ground.place(ground.head).await;
    assert_eq!(answer(&mut stand_in, &round, &own, "behall", "spara").await.status, StatusCode::SEE_OTHER);
    assert!(!stand_in.get("/").await.says("1 omprövning väntar"));
    assert!(stand_in.get("/omprovning").await.says("Klar"));
}

async fn without_a_deputy_a_heads_own_lines_wait_for_the_region(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let mut region = region_of(&ground).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    assert!(region.get(FOR_REGION).await.says("Ingen omprövning väntar på regionen"));
    send_in(&mut head, &round).await;
    assert_eq!(ground.letters(TOLD).await, ["rut@norrsjo.example"]);
    assert!(region.get("/").await.says("1 omprövning väntar"));
    let queue = region.get(FOR_REGION).await;
    assert!(queue.says("Väntar på regionen (1)") && queue.body.contains(&round), "{}", queue.body);
    let own = ground.place(ground.head).await;
    let kept = answer(&mut region, &round, &own, "behall", "spara").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert!(region.get(FOR_REGION).await.says("Väntar på regionen (0)"));
    assert!(!region.get("/").await.says("1 omprövning väntar"));
    // The tab is the region's alone: a head who asks for it sees what heads see.
    assert!(!head.get(FOR_REGION).await.says("Väntar på regionen"));
}

async fn what_closes_unconfirmed_waits_for_the_region_until_the_next_round(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let first = ground.round().await;
    ground.site.wait(22 * DAY);
    ground.run().await;
    let mut region = ground.as_region().await;
    let queue = region.get(FOR_REGION).await;
    assert!(queue.says("Väntar på regionen (1)") && queue.body.contains(&first), "{}", queue.body);
    ground.site.wait(80 * DAY);
    let second = ground.round().await;
    let mut region = ground.as_region().await;
    let queue = region.get(FOR_REGION).await;
    assert!(queue.says("Väntar på regionen (0)") && !queue.body.contains(&first), "{}", queue.body);
    assert!(region.get("/omprovning/uppfoljning").await.body.contains(&second));
}

async fn who_confirmed_a_permission_stands_in_the_users_history(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let anna = ground.place(ground.anna).await;
    answer(&mut head, &round, &anna, "behall", "spara").await;
    head.post(&round, &[("gor", "behall-alla")]).await;
    let mut region = ground.as_region().await;
    for (account, words) in
        [(ground.anna, "Internpost, Vårdcentralen Ekbacken"), (ground.bo, "Ärendemottagare, Vårdcentralen Ekbacken")]
    {
        let history = region.get(&format!("/anvandare/{account}/historik")).await;
        for words in ["Behörigheter bekräftades vid omprövning", "Vera Holm", words] {
            assert!(history.says(words), "{words}: {}", history.body);
        }
    }
    let kept = ground.site.world.history_of(ground.mail.uuid()).await;
    assert_eq!(kept.iter().filter(|change| change.field == "grant-kept").count(), 1, "once: {kept:?}");
}

/// Makes the rounds of a unit unreadable, as a foreign hand in the database would.
async fn spoil(ground: &Ground, unit: UnitId) {
    ground
        .site
        .world
        .change(unit, |tx, unit| {
            Box::pin(async move {
                let sql = "UPDATE certification_round SET last_day = 'ingen dag' WHERE unit_id = ?1";
                tx.execute(sql, params![unit]).await.map(|_| ())
            })
        })
        .await;
}

async fn one_round_that_cannot_be_read_keeps_no_other_waiting(test: TestDb) {
    let ground = Ground::new(test, Some(14)).await;
    let world = &ground.site.world;
    let head = |name: &'static str, unit: UnitId| async move {
        let account: AccountId = world.account(name).at(unit).await;
        world.grant(account, BuiltIn::HeadOfOperations, unit).await;
    };
    // The care unit comes before the clinic in every list by id.
    head("Ola Berg", world.care_unit).await;
    assert_eq!(ground.run().await.opened, 2);
    spoil(&ground, world.care_unit).await;
    head("Hanna Hem", world.home_care).await;
    ground.site.wait(15 * DAY);
    let failed = ground.site.upkeep.run(&ground.site.test, ground.now()).await.unwrap_err();
    assert_eq!(failed.kept, Kept { opened: 1, reminded: 1, ended: 0 }, "{failed:?}");
    let tasks: Vec<Task> = failed.causes.iter().map(|cause| cause.task).collect();
    assert_eq!(tasks, [Task::Open, Task::Remind], "{failed:?}");
    assert_eq!(failed.causes[0].about, world.care_unit.to_string());
    ground.site.wait(8 * DAY);
    let failed = ground.site.upkeep.run(&ground.site.test, ground.now()).await.unwrap_err();
    assert!(failed.kept.reminded >= 1 && failed.causes.iter().any(|cause| cause.task == Task::Report), "{failed:?}");
    ground.site.wait(14 * DAY);
    let failed = ground.site.upkeep.run(&ground.site.test, ground.now()).await.unwrap_err();
    assert!(failed.kept.ended >= 3 && failed.causes.iter().any(|cause| cause.task == Task::End), "{failed:?}");
    assert!(!ground.is_live(ground.mail).await && !ground.is_live(ground.receiver).await);
}
