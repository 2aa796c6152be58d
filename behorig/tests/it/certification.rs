//! Re-certification through its pages and by the hour: rounds opened once, answered by the right ones, closed and followed up.

use std::collections::BTreeSet;

use behorig_access::{AccountId, BuiltIn, GrantId, Instant, Service, UnitId};
use behorig_certification::Kept;
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::params;
use behorig_visit::Clock;
use http::StatusCode;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_round_is_opened_once_a_period_with_who_has_what_at_the_unit_and_below,
    a_head_keeps_and_ends_line_by_line_and_sends_the_round_in,
    nobody_decides_their_own_and_a_deputy_does,
    a_round_answered_after_it_closed_is_refused_with_what_to_do_and_the_region_answers,
    who_decides_second_is_shown_what_was_decided,
    a_grant_that_ended_meanwhile_says_so_and_needs_no_answer,
    the_last_administrator_is_not_ended_by_an_answer,
    a_long_round_is_answered_page_by_page,
);

/// What a region has chosen: every three months, 21 days to answer.
pub async fn choose(world: &World, grace_days: Option<i64>) {
    world
        .change((world.region, grace_days), |tx, (region, grace)| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO ordering_choice (region_id, heads_may_order, certification_months, certification_days,
                         grace_days, version) VALUES (?1, FALSE, 3, 21, ?2, 1)
                     ON CONFLICT (region_id) DO UPDATE SET certification_months = 3, grace_days = excluded.grace_days",
                    params![region, grace],
                )
                .await
                .map(|_| ())
            })
        })
        .await;
}

/// A round at the clinic and a deputy there, for the walk over all routes: their ids.
pub async fn a_round(site: &Site) -> (String, String) {
    let world = &site.world;
    choose(world, None).await;
    let head = world.account("Vera Holm").at(world.clinic).await;
    world.grant(head, BuiltIn::HeadOfOperations, world.clinic).await;
    let deputy = world.account("Ulf Ros").at(world.clinic).await;
    let named = world.grant(deputy, BuiltIn::DeputyHead, world.clinic).until(world.now.plus_millis(30 * DAY)).await;
    site.upkeep.run(&site.test, site.clock.now()).await.unwrap();
    (round_of(site, world.clinic).await, named.to_string())
}

pub async fn round_of(site: &Site, unit: UnitId) -> String {
    let mut read = site.test.read().await.unwrap();
    let (id,): (uuid::Uuid,) = read
        .one("SELECT id FROM certification_round WHERE unit_id = ?1 ORDER BY due_on DESC", params![unit])
        .await
        .unwrap();
    id.to_string()
}

/// The clinic with its head, and two of its staff.
pub struct Ground {
    pub site: Site,
    pub head: AccountId,
    pub anna: AccountId,
    /// Anna's.
    pub mail: GrantId,
    pub bo: AccountId,
    /// Bo's.
    pub receiver: GrantId,
}

impl Ground {
    pub async fn new(test: TestDb, grace_days: Option<i64>) -> Self {
        let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
        let site = Site::with(test, Some(outbox)).await;
        let world = &site.world;
        choose(world, grace_days).await;
        let head = world.account("Vera Holm").at(world.clinic).email("vera@norrsjo.example").await;
        world.grant(head, BuiltIn::HeadOfOperations, world.clinic).await;
        let anna = world.account("Anna Ek").at(world.clinic).email("anna@norrsjo.example").await;
        let mail = world.grant(anna, BuiltIn::InternalMail, world.clinic).await;
        let bo = world.account("Bo Alm").at(world.clinic).hsa_id("SE5565594230-1338").await;
        let receiver = world.grant(bo, BuiltIn::CaseReceiver, world.clinic).await;
        Self { site, head, anna, mail, bo, receiver }
    }

    pub fn now(&self) -> Instant {
        self.site.clock.now()
    }

    pub async fn run(&self) -> Kept {
        self.site.upkeep.run(&self.site.test, self.now()).await.unwrap()
    }

    /// Opens what is due, and gives the clinic's round.
    pub async fn round(&self) -> String {
        self.run().await;
        format!("/omprovning/{}", round_of(&self.site, self.site.world.clinic).await)
    }

    pub async fn as_head(&self) -> Browser {
        self.site.staff(self.head, self.site.world.clinic).await
    }

    /// Somebody who administers the region's orders.
    pub async fn as_region(&self) -> Browser {
        let world = &self.site.world;
        let region = world.account("Rut Region").at(world.region).await;
        world.grant(region, BuiltIn::SystemAdministrator, world.region).branch().await;
        self.site.staff(region, world.region).await
    }

    /// The place in the latest round of somebody's line.
    pub async fn place(&self, account: AccountId) -> String {
        let mut read = self.site.test.read().await.unwrap();
        let (place,): (i64,) = read
            .one(
                "SELECT l.position FROM certification_line l JOIN certification_round r ON r.id = l.round_id
                 WHERE l.account_id = ?1 ORDER BY r.opened_at DESC, l.position LIMIT 1",
                params![account],
            )
            .await
            .unwrap();
        place.to_string()
    }

    pub async fn decision(&self, grant: GrantId) -> Option<String> {
        let mut read = self.site.test.read().await.unwrap();
        let (decision,): (Option<String>,) =
            read.one("SELECT decision FROM certification_line WHERE grant_id = ?1", params![grant]).await.unwrap();
        decision
    }

    pub async fn is_live(&self, grant: GrantId) -> bool {
        let mut read = self.site.test.read().await.unwrap();
        let (to,): (Option<Instant>,) =
            read.one("SELECT to_at FROM grants WHERE id = ?1", params![grant]).await.unwrap();
        to.is_none_or(|to| to > self.now())
    }

    /// To whom letters of a subject that begins so were written.
    pub async fn letters(&self, subject: &str) -> Vec<String> {
        let mut read = self.site.test.read().await.unwrap();
        let rows: Vec<(String, String)> = read
            .all("SELECT recipient, subject FROM outbox WHERE kind = 'certification' ORDER BY id", params![])
            .await
            .unwrap();
        rows.into_iter().filter(|row| row.1.starts_with(subject)).map(|row| row.0).collect()
    }

    pub async fn events(&self, level: &str) -> Vec<String> {
        let all = self.site.world.events().await;
        all.into_iter().filter(|event| event.level.as_deref() == Some(level)).filter_map(|event| event.args).collect()
    }
}

/// Answers one line as the round's page does, having been asked whether to end it.
pub async fn answer(browser: &mut Browser, round: &str, place: &str, choice: &str, act: &str) -> Page {
    let (chosen, seen) = (format!("val.{place}"), format!("sedd.{place}"));
    let fields = [("rad", place), (seen.as_str(), ""), (chosen.as_str(), choice), ("gor", act), ("bekraftat", "ja")];
    browser.post(round, &fields).await
}

async fn a_round_is_opened_once_a_period_with_who_has_what_at_the_unit_and_below(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    // The head of the care unit answers for the other clinic, and not for the one that has a head of its own.
    let above = world.account("Ola Berg").at(world.care_unit).await;
    world.grant(above, BuiltIn::HeadOfOperations, world.care_unit).branch().await;
    let eva = world.account("Eva Lind").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::CaseHandler, world.other_clinic).await;
    let relative = world.account("Rolf Lind").await;
    world.grant(relative, BuiltIn::Relative, world.other_clinic).await;
    let past = world.account("Pia Gran").at(world.clinic).await;
    world.grant(past, BuiltIn::InternalMail, world.clinic).until(world.now).await;
    // Two nodes at the same time, and again an hour later.
    let (one, other) = tokio::join!(ground.run(), ground.run());
    assert_eq!((one.opened + other.opened, one.ended + other.ended), (2, 0));
    assert_eq!(ground.run().await, Kept::default());
    ground.site.wait(HOUR);
    assert_eq!(ground.run().await, Kept::default());
    assert_eq!(held_in(&ground, world.clinic).await, names(&["Vera Holm", "Anna Ek", "Bo Alm"]));
    assert_eq!(held_in(&ground, world.care_unit).await, names(&["Ola Berg", "Eva Lind"]));
    // The next one three months after the first was due.
    ground.site.wait(91 * DAY);
    assert_eq!(ground.run().await.opened, 0);
    ground.site.wait(DAY);
    assert_eq!(ground.run().await.opened, 2);
    assert_eq!(ground.events("certification.open").await.len(), 4);
}

pub fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub async fn held_in(ground: &Ground, unit: UnitId) -> BTreeSet<String> {
    let mut read = ground.site.test.read().await.unwrap();
    let rows: Vec<(String,)> = read
        .all(
            "SELECT l.person_name FROM certification_line l JOIN certification_round r ON r.id = l.round_id
             WHERE r.unit_id = ?1",
            params![unit],
        )
        .await
        .unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

async fn a_head_keeps_and_ends_line_by_line_and_sends_the_round_in(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let list = head.get("/omprovning").await;
    assert!(list.says("Vårdcentralen Ekbacken") && list.says("2026-12-11") && list.says("0 av 3"), "{}", list.body);
    let shown = head.get(&round).await;
    for words in ["Anna Ek", "Bo Alm", "SE5565594230-1338", "Internpost", "tills vidare", "aldrig"] {
        assert!(shown.says(words), "{words}: {}", shown.body);
    }
    // Not sent in before everything is answered.
    let early = head.post(&round, &[("gor", "skicka")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("2 rader återstår"), "{}", early.body);
    // Asked before anything ends, and nothing is lost by going back.
    let (bo, anna) = (ground.place(ground.bo).await, ground.place(ground.anna).await);
    let (val, seen) = (format!("val.{bo}"), format!("sedd.{bo}"));
    let fields = [("rad", bo.as_str()), (seen.as_str(), ""), (val.as_str(), "avsluta"), ("gor", "spara")];
    let question = head.post(&round, &fields).await;
    assert_eq!(question.status, StatusCode::OK);
    assert!(question.says("Avsluta behörigheten?") && question.says("Ärendemottagare"), "{}", question.body);
    assert!(ground.is_live(ground.receiver).await);
    let back = head.post(&round, &[&fields[..], &[("tillbaka", "ja")]].concat()).await;
    assert!(back.body.contains(&format!("name=\"{val}\" value=\"avsluta\" checked")), "{}", back.body);
    // Ended at once, with its history and whatever follows.
    assert!(ground.site.world.may(ground.bo, Service::AssignCases, ground.site.world.clinic).await);
    let saved = answer(&mut head, &round, &bo, "avsluta", "spara").await;
    assert_eq!(
        (saved.status, saved.location.as_deref()),
        (StatusCode::SEE_OTHER, Some(round.as_str())),
        "{}",
        saved.body
    );
    assert!(!ground.is_live(ground.receiver).await);
    assert!(!ground.site.world.may(ground.bo, Service::AssignCases, ground.site.world.clinic).await);
    let told = ground.site.world.history_of(ground.bo.uuid()).await;
    assert!(told.iter().any(|change| change.field == "grant" && change.new.is_none()), "{told:?}");
    answer(&mut head, &round, &anna, "behall", "spara").await;
    assert_eq!(ground.decision(ground.mail).await.as_deref(), Some("kept"));
    let sent = head.post(&round, &[("gor", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let done = head.get(&round).await;
    assert!(done.says("Inskickad") && done.says("1 behållna, 1 avslutade, 1 obekräftade"), "{}", done.body);
    let (of_bo, of_anna) = (&bo, &anna);
    assert_eq!(
        ground.events("certification.answer").await,
        [
            format!("kept 0, ended 1; ended {of_bo}"),
            format!("kept 1, ended 0; kept {of_anna}"),
            "kept 0, ended 0, submitted".to_owned()
        ]
    );
    // What was sent in stands.
    let (val, seen) = (format!("val.{anna}"), format!("sedd.{anna}"));
    let changed = [("rad", anna.as_str()), (seen.as_str(), "kept"), (val.as_str(), "avsluta"), ("bekraftat", "ja")];
    let late = head.post(&round, &changed).await;
    assert!(late.says("Omprövningen är inskickad. Avsluta Internpost för Anna Ek"), "{}", late.body);
    assert!(ground.is_live(ground.mail).await);
}

async fn nobody_decides_their_own_and_a_deputy_does(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let deputy = world.account("Ulf Ros").at(world.clinic).await;
    world.grant(deputy, BuiltIn::DeputyHead, world.clinic).await;
    let round = ground.round().await;
    let own = ground.place(ground.head).await;
    let mut head = ground.as_head().await;
    assert!(head.get(&round).await.says("Din egen"));
    let refused = answer(&mut head, &round, &own, "behall", "spara").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Vera Holm är du själv"), "{}", refused.body);
    // Not by keeping all that remain either.
    head.post(&round, &[("gor", "behall-alla")]).await;
    let page = head.get(&format!("{round}?visa=kvar")).await;
    assert!(page.says("Vera Holm") && !page.says("Anna Ek"), "{}", page.body);
    let mut stand_in = ground.site.staff(deputy, world.clinic).await;
    let kept = answer(&mut stand_in, &round, &own, "behall", "spara").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert!(head.get(&round).await.says("Klar"));
    // Whoever holds something else at the unit learns why not.
    let mut stranger = ground.site.staff(ground.anna, world.clinic).await;
    assert_eq!(stranger.get(&round).await.status, StatusCode::FORBIDDEN);
}

async fn a_round_answered_after_it_closed_is_refused_with_what_to_do_and_the_region_answers(test: TestDb) {
    let ground = Ground::new(test, Some(14)).await;
    let round = ground.round().await;
    ground.as_region().await;
    ground.site.wait(21 * DAY + 14 * HOUR);
    let mut head = ground.as_head().await;
    let anna = ground.place(ground.anna).await;
    let late = answer(&mut head, &round, &anna, "avsluta", "spara").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Omprövningen stängde efter 2026-12-11. Be Rut Region"), "{}", late.body);
    assert!(ground.is_live(ground.mail).await && ground.decision(ground.mail).await.is_none());
    assert!(!late.body.contains("name=\"gor\""), "a shut round offers no answer: {}", late.body);
    let mut region = ground.as_region().await;
    let follow_up = region.get("/omprovning/uppfoljning").await;
    assert!(follow_up.says("Obekräftat återstår"), "{}", follow_up.body);
    let kept = answer(&mut region, &round, &anna, "behall", "spara").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert_eq!(ground.decision(ground.mail).await.as_deref(), Some("kept"));
    // When the grace is over the region is too late as well.
    ground.site.wait(14 * DAY);
    let mut region = ground.as_region().await;
    let bo = ground.place(ground.bo).await;
    let shut = answer(&mut region, &round, &bo, "behall", "spara").await;
    assert_eq!(shut.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shut.says("Fristen är slut"), "{}", shut.body);
}

async fn who_decides_second_is_shown_what_was_decided(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let deputy = world.account("Ulf Ros").at(world.clinic).await;
    world.grant(deputy, BuiltIn::DeputyHead, world.clinic).await;
    let round = ground.round().await;
    let anna = ground.place(ground.anna).await;
    let mut head = ground.as_head().await;
    let mut stand_in = ground.site.staff(deputy, world.clinic).await;
    answer(&mut stand_in, &round, &anna, "behall", "spara").await;
    let second = answer(&mut head, &round, &anna, "avsluta", "spara").await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        second.says("Någon annan har redan svarat på Internpost för Anna Ek") && second.says("Ulf Ros"),
        "{}",
        second.body
    );
    assert!(ground.is_live(ground.mail).await);
    // Agreeing is no mistake.
    assert_eq!(answer(&mut head, &round, &anna, "behall", "spara").await.status, StatusCode::SEE_OTHER);
}

async fn a_grant_that_ended_meanwhile_says_so_and_needs_no_answer(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let round = ground.round().await;
    ground.site.wait(HOUR);
    ground.site.world.later(HOUR).end(ground.receiver).await;
    let mut head = ground.as_head().await;
    let page = head.get(&round).await;
    assert!(page.says("Har upphört"), "{}", page.body);
    let bo = ground.place(ground.bo).await;
    let late = answer(&mut head, &round, &bo, "behall", "spara").await;
    assert!(late.says("har redan upphört och kan inte behållas"), "{}", late.body);
    let anna = ground.place(ground.anna).await;
    let sent = answer(&mut head, &round, &anna, "behall", "skicka").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

async fn the_last_administrator_is_not_ended_by_an_answer(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    let boss = world.account("Siv Last").at(world.clinic).await;
    let last = world.grant(boss, BuiltIn::LocalAdministrator, world.clinic).await;
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let (siv, bo) = (ground.place(boss).await, ground.place(ground.bo).await);
    let (val_of_siv, val_of_bo) = (format!("val.{siv}"), format!("val.{bo}"));
    let fields = [
        ("rad", siv.as_str()),
        ("rad", bo.as_str()),
        (val_of_siv.as_str(), "avsluta"),
        (val_of_bo.as_str(), "avsluta"),
        ("bekraftat", "ja"),
    ];
    let refused = head.post(&round, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Siv Last är den sista som kan administrera Vårdcentralen Ekbacken"), "{}", refused.body);
    assert!(ground.is_live(last).await && ground.is_live(ground.receiver).await, "all of an answer or nothing");
    assert!(refused.body.contains(&format!("name=\"val.{bo}\" value=\"avsluta\" checked")), "what was chosen is kept");
}

async fn a_long_round_is_answered_page_by_page(test: TestDb) {
    let ground = Ground::new(test, None).await;
    let world = &ground.site.world;
    for number in 0..60 {
        let one = world.account(&format!("Person Nr{number:02}")).at(world.clinic).await;
        world.grant(one, BuiltIn::InternalMail, world.clinic).await;
    }
    let round = ground.round().await;
    let mut head = ground.as_head().await;
    let first = head.get(&round).await;
    assert_eq!(
        first.body.matches("name=\"rad\"").count() + first.body.matches("Din egen").count(),
        50,
        "{}",
        first.body
    );
    assert!(first.body.contains(&format!("{round}?efter=50")));
    let second = head.get(&format!("{round}?efter=50")).await;
    assert!(second.says("51–63 / 63"), "{}", second.body);
    let done = head.post(&round, &[("gor", "behall-alla"), ("efter", "50")]).await;
    assert_eq!(done.location, Some(format!("{round}?efter=50")));
    let standing = head.get(&round).await;
    assert!(standing.says("62 behållna, 0 avslutade, 1 obekräftade"), "{}", standing.body);
}
