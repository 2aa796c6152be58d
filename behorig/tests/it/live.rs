//! Open pages hear that something changed, and nobody hears who may not.

use std::time::Duration;

use axum::body::Body;
use behorig_access::{BuiltIn, CaseId};
use behorig_store::params;
use behorig_visit::SessionLimits;
use http::StatusCode;
use http_body_util::BodyExt as _;
use proof_support::{Backend, TestDb, both_databases};

use crate::cases::{Clinic, sent};
use crate::daily_planning::{Home, TODAY};
use crate::site::{Browser, assembled};

both_databases!(
    an_open_inbox_hears_of_a_new_case_and_of_nothing_else,
    a_burst_of_cases_is_told_in_a_word_or_two,
    an_open_case_hears_what_the_resident_and_colleagues_do,
    an_open_day_hears_what_other_planners_and_staff_do_at_its_unit,
    a_resident_hears_that_the_clinic_has_answered,
    what_comes_to_a_page_that_nobody_looks_at_is_read_by_nobody,
    who_may_not_see_a_page_does_not_hear_of_it_either,
    an_open_page_ends_with_the_session_the_hat_and_the_right,
    an_open_page_ends_where_a_right_ends_by_the_clock,
    a_page_that_asks_by_itself_keeps_no_session_alive,
    a_page_hears_what_it_missed_before_it_listened,
    a_session_has_so_many_open_pages_and_no_more,
    a_case_is_told_on_every_node,
    a_program_that_stops_ends_the_streams,
);

const SOON: Duration = Duration::from_secs(5);
const A_WHILE: Duration = Duration::from_millis(300);
/// Until what was done before is no news to a page that begins to listen.
const OLD_NEWS: Duration = Duration::from_millis(700);

/// The stream of an open page.
pub struct Stream(Body);

impl Stream {
    /// What is told next; comments, which say that the line stands, are passed over. None where the stream ended.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            let frame = tokio::time::timeout(SOON, self.0.frame()).await.expect("something to be told")?;
            let words = String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap();
            if let Some(event) = words.strip_prefix("event: ") {
                assert!(event.ends_with("\ndata: 1\n\n"), "a stream says nothing else: {words}");
                return event.lines().next().map(str::to_owned);
            }
            assert!(words.trim().trim_start_matches(':').is_empty(), "{words}");
        }
    }

    pub async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(A_WHILE, self.next()).await.is_err()
    }
}

pub async fn listen_at(browser: &Browser, path: &str) -> Stream {
    let response = browser.begin(path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let headers = response.headers();
    assert_eq!(headers["content-type"], "text/event-stream");
    assert!(!headers.contains_key("content-encoding"), "what is packed waits");
    Stream(response.into_body())
}

pub async fn listen(browser: &Browser, path: &str) -> Stream {
    tokio::time::sleep(OLD_NEWS).await;
    listen_at(browser, path).await
}

async fn an_open_inbox_hears_of_a_new_case_and_of_nothing_else(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let page = clinic.receiver.get("/arenden").await;
    assert!(page.body.contains("data-live=\"/arenden/handelser\"") && page.body.contains("/live.js"), "{}", page.body);
    assert!(!clinic.receiver.get("/").await.body.contains("/live.js"), "only live pages fetch the module");
    let mut inbox = listen(&clinic.receiver, "/arenden/handelser").await;
    let mut mine = listen_at(&clinic.handler, "/arenden/mina/handelser").await;
    assert!(inbox.is_quiet().await);
    let case = clinic.sent().await;
    assert_eq!(inbox.next().await.as_deref(), Some("change"));
    assert!(mine.is_quiet().await, "it is nobody's yet");
    let other = sent(&clinic.site.world, clinic.sven, clinic.site.world.other_clinic).await;
    assert!(inbox.is_quiet().await, "{other} is another clinic's");
    let nils = format!("person:{}", clinic.nils);
    let assigned = clinic.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &nils)]).await;
    assert_eq!(assigned.status, StatusCode::SEE_OTHER);
    assert_eq!(inbox.next().await.as_deref(), Some("change"), "it is there no more");
    assert_eq!(mine.next().await.as_deref(), Some("change"));
    clinic.press(case, "partial", "Vi återkommer.").await;
    assert_eq!(mine.next().await.as_deref(), Some("change"));
    assert!(inbox.is_quiet().await, "what is said in a case that somebody has is no news to the inbox");
}

async fn a_burst_of_cases_is_told_in_a_word_or_two(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let mut inbox = listen(&clinic.receiver, "/arenden/handelser").await;
    for _ in 0..20 {
        clinic.sent().await;
    }
    let mut told = 0;
    while !inbox.is_quiet().await || told == 0 {
        told += 1;
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    assert!(told <= 6, "20 cases were told in {told} words");
}

async fn an_open_day_hears_what_other_planners_and_staff_do_at_its_unit(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.plan().await;
    let (anna, day) = (home.annas_id.to_string(), format!("/planering/{}/handelser", home.site.world.home_care));
    let page = home.planner.get(&home.board()).await;
    assert!(page.body.contains(&format!("data-live=\"{day}\"")) && page.body.contains("/live.js"), "{}", page.body);
    let mut open = listen(&home.planner, &day).await;
    assert!(open.is_quiet().await);
    let fields = [("version", "1"), ("plats", "1"), ("personal", anna.as_str()), ("dag", TODAY), ("tid", "10:00")];
    let moved = home.planner.post(&format!("/besok/{visit}/flytta"), &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    assert_eq!(open.next().await.as_deref(), Some("change"));
    for (path, fields) in [("start", vec![]), ("utfor", vec![("gor", "stoppa")])] {
        let done = home.anna.post(&format!("/besok/{visit}/{path}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.body);
        assert_eq!(open.next().await.as_deref(), Some("change"), "{path}");
        home.site.wait(60_000);
    }
    assert_eq!(home.anna.get(&day).await.status, StatusCode::FORBIDDEN, "who does not plan hears nothing");
}

async fn an_open_case_hears_what_the_resident_and_colleagues_do(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let page = clinic.handler.get(&path).await;
    assert!(page.body.contains(&format!("data-live=\"{path}/handelser\"")), "{}", page.body);
    let mut open = listen(&clinic.handler, &format!("{path}/handelser")).await;
    clinic.receiver.get(&path).await;
    assert_eq!(open.next().await.as_deref(), Some("company"), "a colleague has it open");
    clinic.receiver.get(&path).await;
    assert!(open.is_quiet().await, "that they still have it open is no news, and who reads wakes nobody");
    clinic.press(case, "question", "Hur länge har du haft ont?").await;
    assert_eq!(open.next().await.as_deref(), Some("change"));
    let mut sven = clinic.site.resident(clinic.sven).await;
    assert_eq!(sven.get(&format!("/mina-arenden/{case}")).await.status, StatusCode::OK);
    assert_eq!(open.next().await.as_deref(), Some("change"), "the resident has read it");
}

async fn a_resident_hears_that_the_clinic_has_answered(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let mut sven = clinic.site.resident(clinic.sven).await;
    let page = sven.get(&format!("/mina-arenden/{case}")).await;
    assert!(page.body.contains(&format!("data-live=\"/mina-arenden/{case}/handelser\"")), "{}", page.body);
    assert!(sven.get("/mina-arenden").await.body.contains("data-live=\"/mina-arenden/handelser\""));
    let mut list = listen(&sven, "/mina-arenden/handelser").await;
    let mut open = listen_at(&sven, &format!("/mina-arenden/{case}/handelser")).await;
    clinic.press(case, "answer", "Vi ringer dig i morgon.").await;
    assert_eq!(list.next().await.as_deref(), Some("change"));
    assert_eq!(open.next().await.as_deref(), Some("change"));
    // Who has the case open at the clinic is the clinic's own.
    clinic.receiver.get(&format!("/arenden/{case}")).await;
    assert!(open.is_quiet().await);
}

async fn what_comes_to_a_page_that_nobody_looks_at_is_read_by_nobody(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    clinic.press(case, "question", "Hur länge har du haft ont?").await;
    let path = format!("/mina-arenden/{case}");
    let by_itself =
        |page: &str| http::Request::get(&path).header("x-behorig-unattended", page).body(Body::empty()).unwrap();
    let mut sven = clinic.site.resident(clinic.sven).await;
    let unseen = sven.send(by_itself("hidden")).await;
    assert!(unseen.says("Hur länge har du haft ont?"), "it is there when it is looked at: {}", unseen.body);
    assert!(sven.get("/mina-arenden").await.says("Ett oläst"));
    let log = clinic.site.world.events().await;
    assert_eq!(log.last().unwrap().level.as_deref(), Some("my-care.inbox"));
    assert!(log.iter().any(|event| event.level.as_deref() == Some("cases.read")), "what was given out is logged");
    assert_eq!(sven.send(by_itself("visible")).await.status, StatusCode::OK);
    assert!(sven.get("/mina-arenden").await.says("Inga olästa"));
}

async fn who_may_not_see_a_page_does_not_hear_of_it_either(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let world = &clinic.site.world;
    let stranger = world.account("Kim Holm").at(world.other_clinic).await;
    world.grant(stranger, BuiltIn::CaseReceiver, world.other_clinic).await;
    let stranger = clinic.site.staff(stranger, world.other_clinic).await;
    let colleague = clinic.site.staff(clinic.eva, world.clinic).await;
    let signe = world.resident("Signe Lund").await;
    let signe = clinic.site.resident(signe).await;
    let unknown = CaseId::from_bytes([9; 16]);
    for (browser, path, status) in [
        (&stranger, format!("/arenden/{case}/handelser"), StatusCode::NOT_FOUND),
        (&stranger, format!("/arenden/{unknown}/handelser"), StatusCode::NOT_FOUND),
        (&colleague, format!("/arenden/{case}/handelser"), StatusCode::FORBIDDEN),
        (&colleague, "/arenden/handelser".to_owned(), StatusCode::FORBIDDEN),
        (&signe, format!("/mina-arenden/{case}/handelser"), StatusCode::NOT_FOUND),
        (&signe, format!("/mina-arenden/{unknown}/handelser"), StatusCode::NOT_FOUND),
        (&clinic.handler, format!("/mina-arenden/{case}/handelser"), StatusCode::NOT_FOUND),
        (&clinic.site.browser(), "/arenden/handelser".to_owned(), StatusCode::SEE_OTHER),
    ] {
        assert_eq!(browser.begin(&path).await.status(), status, "{path}");
    }
    assert_eq!(clinic.site.live.listening(), 0, "nobody is left listening");
}

async fn an_open_page_ends_with_the_session_the_hat_and_the_right(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let mut inbox = listen(&clinic.receiver, "/arenden/handelser").await;
    assert_eq!(clinic.receiver.post("/logga-ut", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(inbox.next().await.as_deref(), Some("gone"), "signed out");
    assert_eq!(inbox.next().await, None);

    let world = clinic.site.world.clone();
    let rut = world.account("Rut Berg").at(world.clinic).await;
    let first = world.grant(rut, BuiltIn::CaseReceiver, world.clinic).await;
    world.grant(rut, BuiltIn::CaseReceiver, world.other_clinic).await;
    let browser = clinic.site.staff(rut, world.clinic).await;
    let mut inbox = listen(&browser, "/arenden/handelser").await;
    world.end(first).await;
    // The world's own ending is no page's: what is said of it is found by looking, or said here.
    world
        .change(rut, |tx, rut| {
            Box::pin(async move {
                tx.touch(behorig_registers::rights::of_holder(behorig_access::Holder::Account(*rut)));
                Ok(())
            })
        })
        .await;
    assert_eq!(inbox.next().await.as_deref(), Some("gone"), "the right has ended");
    assert_eq!(inbox.next().await, None);

    let browser = clinic.site.staff(rut, world.other_clinic).await;
    let mut inbox = listen(&browser, "/arenden/handelser").await;
    world
        .change(rut, |tx, rut| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![rut, now]).await?;
                behorig_visit::end_sessions_of_account(tx, *rut).await.map(|_| ())
            })
        })
        .await;
    assert_eq!(inbox.next().await.as_deref(), Some("gone"), "blocked");
    assert_eq!(inbox.next().await, None);
    assert_eq!(clinic.site.live.listening(), 0);
}

async fn an_open_page_ends_where_a_right_ends_by_the_clock(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let rut = world.account("Rut Berg").at(world.clinic).await;
    world.grant(rut, BuiltIn::CaseReceiver, world.clinic).until(world.now.plus_millis(60_000)).await;
    let browser = clinic.site.staff(rut, world.clinic).await;
    let mut inbox = listen(&browser, "/arenden/handelser").await;
    clinic.site.wait(61_000);
    let rights = behorig_registers::rights::of_holder(behorig_access::Holder::Account(rut));
    // The stream looks after itself three times a minute; here it is told to do it now.
    world
        .change(rights, |tx, rights| {
            Box::pin(async move {
                tx.touch(*rights);
                Ok(())
            })
        })
        .await;
    assert_eq!(inbox.next().await.as_deref(), Some("gone"));
}

async fn a_page_that_asks_by_itself_keeps_no_session_alive(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let mut inbox = listen(&clinic.receiver, "/arenden/handelser").await;
    let minutes = SessionLimits::default().idle / 60_000;
    for _ in 1..minutes {
        clinic.site.wait(60_000);
        let request = http::Request::get("/arenden").header("x-behorig-unattended", "1").body(Body::empty()).unwrap();
        assert_eq!(clinic.receiver.send(request).await.status, StatusCode::OK);
    }
    // What was noted of its use is noted beside the request.
    tokio::time::sleep(A_WHILE).await;
    clinic.site.wait(60_000);
    assert_eq!(clinic.receiver.begin("/arenden/handelser").await.status(), StatusCode::SEE_OTHER, "idle too long");
    let world = &clinic.site.world;
    let sessions = clinic.site.live.listening();
    assert_eq!(sessions, 1);
    let rut: (behorig_access::AccountId,) = world
        .db()
        .read()
        .await
        .unwrap()
        .one("SELECT id FROM account WHERE family_name = ?1", params!["Alm"])
        .await
        .unwrap();
    let rights = behorig_registers::rights::of_holder(behorig_access::Holder::Account(rut.0));
    world
        .change(rights, |tx, rights| {
            Box::pin(async move {
                tx.touch(*rights);
                Ok(())
            })
        })
        .await;
    assert_eq!(inbox.next().await.as_deref(), Some("gone"), "so is the stream of it");
}

async fn a_page_hears_what_it_missed_before_it_listened(test: TestDb) {
    let clinic = Clinic::new(test).await;
    tokio::time::sleep(OLD_NEWS).await;
    clinic.sent().await;
    tokio::time::sleep(OLD_NEWS).await;
    let mut young = listen_at(&clinic.receiver, "/arenden/handelser?alder=0").await;
    assert!(young.is_quiet().await, "it was shown after the case had come");
    let mut old = listen_at(&clinic.receiver, "/arenden/handelser?alder=1500").await;
    assert_eq!(old.next().await.as_deref(), Some("change"));
    let mut older = listen_at(&clinic.receiver, "/arenden/handelser?alder=99999999999").await;
    assert_eq!(older.next().await.as_deref(), Some("change"), "nobody remembers so long");
    assert_eq!(clinic.receiver.begin("/arenden/handelser?alder=x").await.status(), StatusCode::BAD_REQUEST);
}

async fn a_session_has_so_many_open_pages_and_no_more(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let mut pages = Vec::new();
    for _ in 0..8 {
        pages.push(listen_at(&clinic.receiver, "/arenden/handelser").await);
    }
    assert_eq!(clinic.receiver.begin("/arenden/handelser").await.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(clinic.site.live.listening(), 8);
    pages.pop();
    listen_at(&clinic.receiver, "/arenden/handelser").await;
    drop(pages);
    assert_eq!(clinic.site.live.listening(), 0, "who has gone is forgotten");
}

async fn a_case_is_told_on_every_node(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let site = &clinic.site;
    // One process alone has an embedded database.
    if site.test.backend() == Backend::Sqlite {
        return;
    }
    let other_db = site.test.open_again().await;
    let other = assembled(other_db.clone(), &site.clock, None);
    let here = site.live.join_nodes(site.test.db().clone());
    let there = other.live.join_nodes(other_db.clone());
    let far = clinic.receiver.clone().at(&other.router);
    let mut inbox = listen(&far, "/arenden/handelser").await;
    // The lines may have been opened after the page.
    while !inbox.is_quiet().await {}
    clinic.sent().await;
    assert_eq!(inbox.next().await.as_deref(), Some("change"));
    // Signed out at the one, gone at the other.
    let mut near = clinic.receiver.clone();
    assert_eq!(near.post("/logga-ut", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(inbox.next().await.as_deref(), Some("gone"));
    drop((here, there, inbox));
    other_db.close();
}

async fn a_program_that_stops_ends_the_streams(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let mut inbox = listen(&clinic.receiver, "/arenden/handelser").await;
    clinic.site.live.close();
    assert_eq!(inbox.next().await, None, "ended without a word: the page comes back, to another node if there is one");
    let mut late = listen_at(&clinic.receiver, "/arenden/handelser").await;
    assert_eq!(late.next().await, None);
}
