//! The control tower: one case followed live on every node, each figure counted again from the rows, and who sees which units.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use behorig_access::{AccountId, BuiltIn, UnitId};
use behorig_cases::records::able_at;
use behorig_registers::units::UnitKind;
use behorig_store::params;
use http::{Request, StatusCode};
use proof_support::{Backend, TestDb, both_databases, world::HOUR, world::MINUTE};

use crate::cases::Clinic;
use crate::live::listen;
use crate::site::{Browser, Page, Site, assembled};

both_databases!(
    a_case_is_followed_live_on_every_node_and_each_figure_is_that_of_the_rows,
    one_sees_the_units_that_one_holds_and_no_others,
    a_right_that_is_taken_away_is_refused_at_the_next_question,
    a_screen_that_nobody_touches_keeps_no_session_alive,
    a_page_is_sent_what_changed_since_it_looked_and_whoever_sees_other_units_all_of_them,
    what_is_packed_once_for_all_who_see_alike_is_given_to_nobody_else,
    a_unit_that_has_ended_leaves_the_page_and_the_last_one_takes_the_table_with_it,
    a_case_whose_handler_is_blocked_waits_again,
    a_unit_leads_to_its_cases_those_who_may_assign_them,
    who_signs_in_and_out_is_counted,
    the_tower_is_read_without_script_in_any_order_and_by_kind,
);

const TOWER: &str = "/flygledartornet";
const CHANGED: &str = "/flygledartornet/andrat";
/// A figure that is not there by now never will be; it is promised within two seconds.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a row says of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    waiting: i64,
    oldest: Option<i64>,
    in_work: i64,
    signed_in: i64,
    received: i64,
}

/// The row of a unit, as it stands on a page.
fn row(body: &str, unit: UnitId) -> Option<Said> {
    let row = body.split_once(&format!("id=\"u-{unit}\""))?.1.split_once("</tr>")?.0;
    let cell = |label: &str| {
        let cell = row.split_once(&format!("data-label=\"{label}\">"))?.1.split_once("</td>")?.0;
        cell.rsplit('>').next()?.trim().parse::<i64>().ok()
    };
    let since = row.split_once("data-since=\"").and_then(|(_, rest)| rest.split('"').next()?.parse().ok());
    Some(Said {
        waiting: cell("Väntar")?,
        oldest: since,
        in_work: cell("I arbete")?,
        signed_in: cell("Inloggade")?,
        received: cell("Mottagna, 8 timmar")?,
    })
}

/// A case: kind, state, handler, when it was closed, received and last written in.
type CaseRow = (String, String, Option<AccountId>, Option<i64>, i64, i64);

/// The same counted case by case and session by session.
async fn counted_from_rows(site: &Site, unit: UnitId) -> Said {
    let now = behorig_visit::Clock::now(site.clock.as_ref());
    let mut read = site.test.db().read().await.unwrap();
    let cases: Vec<CaseRow> = read
        .all(
            "SELECT kind, state, handler_account, closed_at, received_at, last_message_at FROM care_case WHERE unit_id = ?1",
            params![unit],
        )
        .await
        .unwrap();
    let sessions: Vec<(AccountId, i64, i64)> = read
        .all(
            "SELECT account_id, seen_at, ends_at FROM session WHERE ended_at IS NULL AND hat = 'staff' AND hat_unit = ?1",
            params![unit],
        )
        .await
        .unwrap();
    let able: BTreeSet<AccountId> =
        able_at(&mut read, unit, now).await.unwrap().into_iter().map(|who| who.account).collect();
    let mut said = Said { waiting: 0, oldest: None, in_work: 0, signed_in: 0, received: 0 };
    for (kind, state, handler, closed_at, received_at, last_message_at) in cases {
        if kind == "resident" && received_at >= (now.0 / HOUR - 7) * HOUR {
            said.received += 1;
        }
        if closed_at.is_some() || !["resident", "question"].contains(&kind.as_str()) {
            continue;
        }
        if handler.is_some_and(|who| able.contains(&who)) && state != "answered" {
            said.in_work += 1;
        } else {
            said.waiting += 1;
            let waits_for_us = ["received", "assigned", "partial"].contains(&state.as_str());
            let since = if waits_for_us { received_at } else { last_message_at };
            said.oldest = Some(said.oldest.map_or(since, |oldest| oldest.min(since)));
        }
    }
    let idle = behorig_visit::SessionLimits::default().idle;
    let at_work = at_work_at(site, unit).await;
    let live = sessions.into_iter().filter(|(_, seen, ends)| *seen > now.0 - idle && *ends > now.0);
    said.signed_in = live.map(|(who, ..)| who).collect::<BTreeSet<_>>().intersection(&at_work).count() as i64;
    said
}

/// A grant: its holder, unit, branch, begin and end.
type GrantRow = (AccountId, UnitId, bool, i64, Option<i64>);

/// Who holds anything at a unit now, grant by grant.
async fn at_work_at(site: &Site, unit: UnitId) -> BTreeSet<AccountId> {
    let now = behorig_visit::Clock::now(site.clock.as_ref());
    let mut read = site.test.db().read().await.unwrap();
    let above: Vec<(UnitId,)> =
        read.all("SELECT ancestor_id FROM unit_ancestor WHERE unit_id = ?1", params![unit]).await.unwrap();
    let grants: Vec<GrantRow> = read
        .all(
            "SELECT holder_account, unit_id, branch, from_at, to_at FROM grants WHERE holder_account IS NOT NULL",
            params![],
        )
        .await
        .unwrap();
    let reaches = |at: UnitId, branch: bool| at == unit || (branch && above.iter().any(|(one,)| *one == at));
    grants
        .into_iter()
        .filter(|(_, at, branch, from, to)| reaches(*at, *branch) && *from <= now.0 && to.is_none_or(|to| to > now.0))
        .map(|(who, ..)| who)
        .collect()
}

/// Waits until a unit's row says what the rows of the database do.
async fn comes_true(site: &Site, browser: &mut Browser, unit: UnitId) -> Said {
    let begun = tokio::time::Instant::now();
    loop {
        let expected = counted_from_rows(site, unit).await;
        let page = browser.get(CHANGED).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let said = row(&page.body, unit);
        if said.as_ref() == Some(&expected) {
            return expected;
        }
        assert!(begun.elapsed() < PATIENCE, "{said:?} is shown and {expected:?} is so");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn watcher(site: &Site, name: &str, at: UnitId) -> (Browser, behorig_access::GrantId) {
    let account = site.world.account(name).at(site.world.home_care).await;
    let grant = site.world.grant(account, BuiltIn::ControlTower, at).branch().await;
    (site.staff(account, site.world.home_care).await, grant)
}

/// The same on every node.
async fn comes_true_everywhere(site: &Site, browsers: &mut [Browser], unit: UnitId) -> Said {
    let mut said = Vec::new();
    for browser in browsers {
        said.push(comes_true(site, browser, unit).await);
    }
    said.dedup();
    assert_eq!(said.len(), 1, "nodes differ: {said:?}");
    said.remove(0)
}

async fn a_case_is_followed_live_on_every_node_and_each_figure_is_that_of_the_rows(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let unit = clinic.site.world.clinic;
    let (near, _) = watcher(&clinic.site, "Ture Torn", clinic.site.world.region).await;
    let mut browsers = vec![near];
    let mut lines = Vec::new();
    let mut other = None;
    // One process alone has an embedded database.
    if clinic.site.test.backend() == Backend::Postgres {
        let db = clinic.site.test.open_again().await;
        let node = assembled(db.clone(), &clinic.site.clock, None);
        lines.push(clinic.site.live.join_nodes(clinic.site.test.db().clone()));
        lines.push(node.live.join_nodes(db.clone()));
        browsers.push(browsers[0].clone().at(&node.router));
        other = Some((node, db));
    }
    let mut streams = Vec::new();
    for browser in &mut browsers {
        assert_eq!(browser.get(TOWER).await.status, StatusCode::OK);
        streams.push(listen(browser, "/flygledartornet/handelser").await);
    }
    let nothing = comes_true_everywhere(&clinic.site, &mut browsers, unit).await;
    assert_eq!((nothing.waiting, nothing.in_work, nothing.received), (0, 0, 0));
    let case = clinic.sent().await;
    let received = comes_true_everywhere(&clinic.site, &mut browsers, unit).await;
    assert_eq!((received.waiting, received.in_work, received.received), (1, 0, 1));
    for stream in &mut streams {
        let told = stream.next().await.unwrap_or_default();
        assert!(["change", "look"].contains(&told.as_str()), "{told}");
    }
    let to = format!("person:{}", clinic.nils);
    let done = clinic.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &to)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let assigned = comes_true_everywhere(&clinic.site, &mut browsers, unit).await;
    assert_eq!((assigned.waiting, assigned.in_work, assigned.oldest), (0, 1, None));
    clinic.press(case, "partial", "Vi återkommer.").await;
    assert_eq!(comes_true_everywhere(&clinic.site, &mut browsers, unit).await.in_work, 1);
    let answered = clinic.press(case, "answer", "Vi ringer dig i morgon.").await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let closed = comes_true_everywhere(&clinic.site, &mut browsers, unit).await;
    assert_eq!((closed.waiting, closed.in_work, closed.received), (0, 0, 1));
    drop((streams, lines, browsers));
    if let Some((node, db)) = other {
        drop(node);
        db.close();
    }
}

async fn one_sees_the_units_that_one_holds_and_no_others(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let entrance = world.unit(world.clinic, UnitKind::Entrance, "Ekbackens <drop-in>").await;
    let (mut everywhere, _) = watcher(&site, "Ture Torn", world.region).await;
    let (mut here, _) = watcher(&site, "Hilda Här", world.other_clinic).await;
    let alone = world.account("Ella En").at(world.home_care).await;
    world.grant(alone, BuiltIn::ControlTower, world.clinic).await;
    let mut alone = site.staff(alone, world.home_care).await;
    for path in [TOWER, CHANGED] {
        let units =
            |page: &Page| [world.clinic, world.other_clinic, entrance].map(|unit| row(&page.body, unit).is_some());
        assert_eq!(units(&everywhere.get(path).await), [true, true, true], "{path}");
        assert_eq!(units(&here.get(path).await), [false, true, false], "{path}");
        assert_eq!(units(&alone.get(path).await), [true, false, false], "{path}: without the branch");
    }
    let page = everywhere.get(TOWER).await;
    assert!(
        page.body.contains("Ekbackens &lt;drop-in&gt;") && !page.body.contains(&world.home_care.to_string()),
        "{}",
        page.body
    );
    let ones = [(world.other_clinic, StatusCode::OK), (world.clinic, StatusCode::NOT_FOUND)];
    for (unit, status) in ones {
        assert_eq!(here.get(&format!("{TOWER}/{unit}")).await.status, status);
        assert_eq!(here.get(&format!("{CHANGED}?enhet={unit}")).await.status, status);
    }
    assert_eq!(everywhere.get(&format!("{TOWER}/{}", world.region)).await.status, StatusCode::NOT_FOUND, "no queue");
    assert_eq!(here.get(&format!("{TOWER}/x")).await.status, StatusCode::NOT_FOUND);
}

async fn a_right_that_is_taken_away_is_refused_at_the_next_question(test: TestDb) {
    let site = Site::new(test).await;
    let (mut browser, grant) = watcher(&site, "Ture Torn", site.world.region).await;
    assert_eq!(browser.get(TOWER).await.status, StatusCode::OK);
    let mut stream = listen(&browser, "/flygledartornet/handelser").await;
    site.world.end(grant).await;
    for path in [TOWER, CHANGED, "/flygledartornet/vagg", "/flygledartornet/handelser"] {
        let status = browser.get(path).await.status;
        assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status), "{path}: {status}");
    }
    assert_eq!(stream.next().await.as_deref(), Some("gone"));
}

async fn a_screen_that_nobody_touches_keeps_no_session_alive(test: TestDb) {
    let site = Site::new(test).await;
    let (mut browser, _) = watcher(&site, "Ture Torn", site.world.region).await;
    let wall = browser.get("/flygledartornet/vagg").await;
    assert!(wall.body.contains("data-theme=\"dark\"") && !wall.body.contains("class=\"masthead\""), "{}", wall.body);
    assert!(wall.body.contains("id=\"session-warning\""), "it says so before the session ends");
    assert!(
        wall.says("Skärmen loggas ut när ingen har rört den på 60 minuter."),
        "and from the beginning: {}",
        wall.body
    );
    assert!(
        wall.body.contains("data-ended=\"/logga-in?till=/flygledartornet/vagg\""),
        "the wall comes back: {}",
        wall.body
    );
    let unattended = || {
        Request::get("/flygledartornet/andrat?vagg=ja")
            .header("x-behorig-unattended", "visible")
            .body(Body::empty())
            .unwrap()
    };
    for _ in 0..5 {
        site.wait(11 * MINUTE);
        assert_eq!(browser.send(unattended()).await.status, StatusCode::OK);
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    site.wait(6 * MINUTE);
    let over = browser.send(unattended()).await;
    assert_eq!(over.status, StatusCode::SEE_OTHER, "an hour has passed and nobody has touched the screen");
}

/// What a page says that it has seen.
fn seen(page: &Page) -> String {
    page.body.split_once("data-seen=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

async fn a_page_is_sent_what_changed_since_it_looked_and_whoever_sees_other_units_all_of_them(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let world = clinic.site.world.clone();
    let (mut browser, _) = watcher(&clinic.site, "Ture Torn", world.region).await;
    // Those who sign in are counted before anything is compared.
    comes_true(&clinic.site, &mut browser, world.clinic).await;
    comes_true(&clinic.site, &mut browser, world.other_clinic).await;
    let before = seen(&browser.get(TOWER).await);
    clinic.sent().await;
    comes_true(&clinic.site, &mut browser, world.clinic).await;
    let changes = browser.get(&format!("{CHANGED}?sedan={before}")).await;
    assert!(!changes.body.contains("data-whole"), "{}", changes.body);
    assert!(row(&changes.body, world.clinic).is_some() && row(&changes.body, world.other_clinic).is_none());
    let nothing = browser.get(&format!("{CHANGED}?sedan={}", seen(&changes))).await;
    assert!(row(&nothing.body, world.clinic).is_none() && !nothing.body.contains("data-whole"), "{}", nothing.body);
    for other in ["sedan=", "sedan=1.2.3.4", "sedan=x", &format!("slag=mottagningar&sedan={before}")] {
        let all = browser.get(&format!("{CHANGED}?{other}")).await;
        assert!(
            all.body.contains("data-whole") && row(&all.body, world.other_clinic).is_some(),
            "{other}: {}",
            all.body
        );
    }
    assert!(
        changes.headers["content-type"].to_str().unwrap().starts_with("text/plain"),
        "no browser shows it as a page"
    );
}

async fn what_is_packed_once_for_all_who_see_alike_is_given_to_nobody_else(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let (mut one, _) = watcher(&site, "Ture Torn", world.region).await;
    let (mut like_one, _) = watcher(&site, "Tyra Torn", world.region).await;
    let (mut here, grant) = watcher(&site, "Hilda Här", world.other_clinic).await;
    let packed = || Request::get(CHANGED).header("accept-encoding", "gzip, br").body(Body::empty()).unwrap();
    let unpacked = |page: &Page| {
        assert_eq!(page.headers["content-encoding"], "br");
        assert!(page.headers["vary"].to_str().unwrap().contains("accept-encoding"));
        assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/plain"));
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut &*page.bytes, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    };
    let told = unpacked(&one.send(packed()).await);
    assert!(row(&told, world.clinic).is_some() && row(&told, world.other_clinic).is_some(), "{told}");
    let alike = unpacked(&like_one.send(packed()).await);
    assert!(row(&alike, world.clinic).is_some(), "{alike}");
    let theirs = unpacked(&here.send(packed()).await);
    assert!(row(&theirs, world.clinic).is_none() && row(&theirs, world.other_clinic).is_some(), "{theirs}");
    let plain = one.get(CHANGED).await;
    assert!(!plain.headers.contains_key("content-encoding") && row(&plain.body, world.clinic).is_some());
    world.end(grant).await;
    let refused = here.send(packed()).await;
    assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&refused.status), "{}", refused.status);
}

async fn a_unit_that_has_ended_leaves_the_page_and_the_last_one_takes_the_table_with_it(test: TestDb) {
    let site = Site::new(test).await;
    let entrance = site.world.unit(site.world.clinic, UnitKind::Entrance, "Akutingången").await;
    let only_entrances = format!("{CHANGED}?slag=patientingangar");
    let (mut browser, _) = watcher(&site, "Ture Torn", site.world.region).await;
    let page = browser.get("/flygledartornet?slag=patientingangar").await;
    assert!(page.body.contains("id=\"tower-rows\"") && row(&page.body, entrance).is_some(), "{}", page.body);
    assert!(browser.get(&only_entrances).await.body.contains("data-all=\"1\""));
    let changed = site.world.change(entrance, |tx, unit| {
        Box::pin(async move {
            let now = tx.now();
            tx.execute("UPDATE unit SET ended_at = ?2 WHERE id = ?1", params![unit, now]).await
        })
    });
    changed.await;
    // Another node, or this one when it has looked at the units again, has one fewer.
    let node = assembled(site.test.db().clone(), &site.clock, None);
    let mut elsewhere = browser.clone().at(&node.router);
    let before = seen(&page);
    let changes = elsewhere.get(&format!("{only_entrances}&sedan={before}")).await;
    assert!(changes.body.contains("data-all=\"0\""), "the page is told how many it is to have: {}", changes.body);
    let empty = elsewhere.get("/flygledartornet?slag=patientingangar").await;
    assert!(!empty.body.contains("id=\"tower-rows\"") && empty.says("Inga enheter att visa"), "{}", empty.body);
}

async fn a_case_whose_handler_is_blocked_waits_again(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    clinic.assigned().await;
    let unit = clinic.site.world.clinic;
    let (mut browser, _) = watcher(&clinic.site, "Ture Torn", clinic.site.world.region).await;
    let said = comes_true(&clinic.site, &mut browser, unit).await;
    assert_eq!((said.waiting, said.in_work), (0, 1));
    let nils = clinic.nils;
    let blocked = clinic.site.world.change(nils, |tx, who| {
        Box::pin(async move {
            let now = tx.now();
            tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![who, now]).await
        })
    });
    blocked.await;
    // The next thing that happens at the unit has all of it counted anew.
    clinic.sent().await;
    let mut read = clinic.site.test.db().read().await.unwrap();
    let inbox = behorig_cases::records::waiting_at(&mut read, unit, 99, clinic.site.world.now).await.unwrap();
    drop(read);
    assert_eq!(inbox, 2);
    let begun = tokio::time::Instant::now();
    while row(&browser.get(CHANGED).await.body, unit).unwrap().waiting != inbox {
        assert!(begun.elapsed() < PATIENCE, "the tower does not say what the inbox does");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn a_unit_leads_to_its_cases_those_who_may_assign_them(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let path = format!("{TOWER}/{}", world.clinic);
    let (mut looks, _) = watcher(&clinic.site, "Ture Torn", world.region).await;
    let page = looks.get(&path).await;
    assert_eq!(page.body.matches("<h1").count(), 1);
    assert!(page.says("Vårdcentralen Ekbacken") && !page.body.contains("href=\"/arenden\""), "{}", page.body);
    let siv = world.account("Siv Lön").at(world.home_care).await;
    world.grant(siv, BuiltIn::ControlTower, world.region).branch().await;
    world.grant(siv, BuiltIn::CaseReceiver, world.clinic).await;
    let mut at_the_clinic = clinic.site.staff(siv, world.clinic).await;
    assert!(at_the_clinic.get(&path).await.body.contains("href=\"/arenden\""), "her hat is on there");
    let mut elsewhere = clinic.site.staff(siv, world.home_care).await;
    let page = elsewhere.get(&path).await;
    assert!(page.says("Byt uppdrag hit och fördela"), "{}", page.body);
    let hat = format!("staff.{}", world.clinic);
    let switched = elsewhere.post("/byt-uppdrag", &[("uppdrag", &hat), ("till", "/arenden")]).await;
    assert_eq!(switched.location.as_deref(), Some("/arenden"), "{}", switched.body);
    assert_eq!(elsewhere.get("/arenden").await.status, StatusCode::OK);
    let back = format!("staff.{}", world.home_care);
    let abroad = elsewhere.post("/byt-uppdrag", &[("uppdrag", &back), ("till", "//evil.example")]).await;
    assert_eq!(abroad.location.as_deref(), Some("/"));
}

async fn who_signs_in_and_out_is_counted(test: TestDb) {
    let site = Site::new(test).await;
    let unit = site.world.clinic;
    let (mut browser, _) = watcher(&site, "Ture Torn", site.world.region).await;
    assert_eq!(comes_true(&site, &mut browser, unit).await.signed_in, 0);
    let anna = site.world.account("Anna Ek").at(unit).await;
    let bo = site.world.account("Bo Berg").at(unit).await;
    let cilla = site.world.account("Cilla Dal").at(unit).await;
    site.world.grant(anna, BuiltIn::CaseHandler, unit).await;
    let of_bo = site.world.grant(bo, BuiltIn::CaseHandler, site.world.region).branch().await;
    // She may do something, and nothing of it here.
    site.world.grant(cilla, BuiltIn::CaseHandler, site.world.other_clinic).await;
    site.world.grant(cilla, BuiltIn::CaseHandler, site.world.region).await;
    let mut annas = site.staff(anna, unit).await;
    let mut at_another_screen = site.staff(anna, unit).await;
    let _bos = site.staff(bo, unit).await;
    let _cillas = site.staff(cilla, unit).await;
    assert_eq!(comes_true(&site, &mut browser, unit).await.signed_in, 2, "people are counted, not screens");
    site.world.end(of_bo).await;
    assert_eq!(comes_true(&site, &mut browser, unit).await.signed_in, 1, "his hat is still on and gives him nothing");
    for one in [&mut annas, &mut at_another_screen] {
        assert_eq!(one.post("/logga-ut", &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(comes_true(&site, &mut browser, unit).await.signed_in, 0);
}

async fn the_tower_is_read_without_script_in_any_order_and_by_kind(test: TestDb) {
    let clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let entrance = world.unit(world.clinic, UnitKind::Entrance, "Akutingången").await;
    clinic.sent().await;
    let (mut browser, _) = watcher(&clinic.site, "Ture Torn", world.region).await;
    let order = |page: &Page| {
        let mut units =
            [world.clinic, world.other_clinic, entrance].map(|unit| (page.body.find(&format!("u-{unit}")), unit));
        units.sort_unstable();
        units.map(|(_, unit)| unit)
    };
    assert_eq!(
        order(&browser.get(TOWER).await),
        [world.clinic, entrance, world.other_clinic],
        "what waits comes first"
    );
    let by_name = browser.get("/flygledartornet?ordning=namn").await;
    assert_eq!(order(&by_name), [entrance, world.other_clinic, world.clinic]);
    let asks = "data-tower=\"/flygledartornet/andrat?slag=&amp;ordning=namn\"";
    assert!(by_name.body.contains(asks), "what changes is asked for in the same order: {}", by_name.body);
    let changes = browser.get(&format!("{CHANGED}?slag=&ordning=namn")).await;
    assert_eq!(order(&changes), [entrance, world.other_clinic, world.clinic]);
    let entrances = browser.get("/flygledartornet?slag=patientingangar").await;
    assert!(row(&entrances.body, entrance).is_some() && row(&entrances.body, world.clinic).is_none());
    let odd = browser.get("/flygledartornet?slag=%3Cscript%3E&ordning=%00").await;
    assert!(odd.status == StatusCode::OK && row(&odd.body, world.clinic).is_some(), "{}", odd.body);
    let page = browser.get(TOWER).await;
    assert!(page.says("Snart") || page.says("I tid"), "the promise in words: {}", page.body);
    assert!(page.body.contains("role=\"img\" aria-label=\"Mottagna per timme"), "{}", page.body);
    assert!(page.body.contains("<noscript><a"), "and a button for who has no script: {}", page.body);
}
