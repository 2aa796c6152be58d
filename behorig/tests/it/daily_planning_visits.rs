//! *Mina besök*: visits as those who make them start, tick and stop them in the phone.

use http::StatusCode;
use proof_support::world::{DAY, MINUTE};
use proof_support::{TestDb, both_databases};

use crate::cases::version_on;
use crate::daily_planning::{Home, NewVisit, TODAY};
use crate::site::{Browser, Page};

both_databases!(
    a_visit_is_started_ticked_and_stopped_and_asked_why_where_it_took_another_time,
    two_make_a_visit_and_it_is_performed_when_the_last_has_left,
    a_tick_of_a_colleague_is_not_lost_by_a_form_that_was_shown_before_it,
    a_forgotten_stop_is_written_afterwards_and_marked,
    a_visit_that_was_not_made_says_why,
    a_colleague_takes_a_visit_over_and_only_then_sees_whom_it_is_to,
    what_can_not_be_is_refused_with_what_to_do,
    a_form_sent_twice_starts_once,
);

async fn start(browser: &mut Browser, visit: &str) -> Page {
    browser.post(&format!("/besok/{visit}/start"), &[]).await
}

async fn perform(browser: &mut Browser, visit: &str, fields: &[(&str, &str)]) -> Page {
    browser.post(&format!("/besok/{visit}/utfor"), fields).await
}

async fn stop(browser: &mut Browser, visit: &str) -> Page {
    perform(browser, visit, &[("gor", "stoppa")]).await
}

async fn a_visit_is_started_ticked_and_stopped_and_asked_why_where_it_took_another_time(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    let page = home.anna.get("/besok").await;
    assert!(page.says("Nästa besök") && page.says("Sven Lind") && page.says("1 besök kvar."), "{}", page.body);
    let path = format!("/besok/{visit}");
    let started = start(&mut home.anna, &visit).await;
    assert_eq!(started.location.as_deref(), Some(path.as_str()), "{}", started.body);
    assert_eq!(home.state(&visit).await, "ongoing");
    let page = home.anna.get(&path).await;
    assert!(page.says("Startade 10.00") && page.says("Dusch") && page.says("Stoppa"), "{}", page.body);
    home.site.wait(20 * MINUTE);
    let kept = perform(&mut home.anna, &visit, &[("gor", "spara"), ("insats", "Dusch")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    home.site.wait(31 * MINUTE);
    let fields = [("gor", "stoppa"), ("forut", "Dusch"), ("insats", "Dusch"), ("extra", "Inköp  av mjölk")];
    let stopped = perform(&mut home.anna, &visit, &fields).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.body);
    assert_eq!(home.state(&visit).await, "performed");
    let page = home.anna.get(&path).await;
    assert!(page.says("Besöket blev 21 min längre än planerat."), "{}", page.body);
    assert!(page.says("Inköp av mjölk") && page.says("Extra insats") && page.says("Inte utförd"), "{}", page.body);
    assert!(page.says("10.00–10.51") && page.says("40 min") && page.says("51 min"), "{}", page.body);
    assert!(home.anna.get("/besok").await.says("Orsak saknas"));
    let version = version_on(&home.anna.get(&format!("{path}/orsak")).await);
    let nothing = home.anna.post(&format!("{path}/orsak"), &[("version", &version)]).await;
    assert!(nothing.says("Välj en orsak."), "{}", nothing.body);
    let fields = [("version", version.as_str()), ("orsak", "longer-needed"), ("anteckning", "Mådde <illa>")];
    let told = home.anna.post(&format!("{path}/orsak"), &fields).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let page = home.planner.get(&path).await;
    assert!(page.body.contains("Mådde &lt;illa&gt;") && !page.says("längre än planerat"), "{}", page.body);
    assert!(page.says("Besöket startat") && page.says("Besöket stoppat"), "{}", page.body);
    let events = home.site.world.events().await;
    for level in ["daily-planning.start", "daily-planning.tick", "daily-planning.stop", "daily-planning.reason"] {
        let event = events.iter().find(|event| event.level.as_deref() == Some(level));
        assert!(event.is_some_and(|event| event.resources.len() == 1), "{level}");
    }
}

async fn two_make_a_visit_and_it_is_performed_when_the_last_has_left(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).by(home.bos_id).needs(2).plan().await;
    start(&mut home.anna, &visit).await;
    home.site.wait(5 * MINUTE);
    start(&mut home.bo, &visit).await;
    home.site.wait(15 * MINUTE);
    stop(&mut home.anna, &visit).await;
    assert_eq!(home.state(&visit).await, "ongoing");
    home.site.wait(10 * MINUTE);
    stop(&mut home.bo, &visit).await;
    assert_eq!(home.state(&visit).await, "performed");
    assert!(home.planner.get(&format!("/besok/{visit}")).await.says("10.00–10.30"));
    // Where the other does not come, whoever is there says so.
    let alone = home.visit("Stina Holm", 60).await.by(home.annas_id).by(home.bos_id).needs(2).plan().await;
    start(&mut home.anna, &alone).await;
    home.site.wait(MINUTE);
    assert!(home.anna.get(&format!("/besok/{alone}")).await.says("Ingen mer kommer"));
    perform(&mut home.anna, &alone, &[("gor", "stoppa"), ("ensam", "1")]).await;
    assert_eq!(home.state(&alone).await, "performed");
}

async fn a_tick_of_a_colleague_is_not_lost_by_a_form_that_was_shown_before_it(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).by(home.bos_id).needs(2).plan().await;
    start(&mut home.anna, &visit).await;
    start(&mut home.bo, &visit).await;
    home.site.wait(20 * MINUTE);
    perform(&mut home.anna, &visit, &[("gor", "stoppa"), ("insats", "Dusch")]).await;
    // Bo's form was shown before Dusch was ticked.
    perform(&mut home.bo, &visit, &[("gor", "stoppa"), ("insats", "Frukost")]).await;
    let ticked = "SELECT string_agg(name, ' ') FROM (SELECT name FROM visit_intervention
                  WHERE visit_id = ?1 AND performed ORDER BY name) t";
    assert_eq!(home.text(ticked, &visit).await, "Dusch Frukost");
    assert_eq!(home.state(&visit).await, "performed");
}

async fn a_forgotten_stop_is_written_afterwards_and_marked(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    start(&mut home.anna, &visit).await;
    home.site.wait(DAY);
    let mut anna = home.site.staff(home.annas_id, home.site.world.home_care).await;
    assert!(anna.get("/besok").await.says("Sven Lind"), "yesterday's open visit stands on top of today");
    let late = stop(&mut anna, &visit).await;
    assert!(late.says("Besöket startades för länge sedan. Skriv när det slutade."), "{}", late.body);
    for (time, words) in [
        ("09:30", "Stopptiden ska ligga efter starten"),
        ("10:00", "Stopptiden ska ligga efter starten"),
        ("tio", "Skriv tiden med timmar och minuter"),
    ] {
        let refused = perform(&mut anna, &visit, &[("gor", "stoppa"), ("stopp", time)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{time}");
        assert!(refused.says(words), "{time}: {}", refused.body);
    }
    let written = perform(&mut anna, &visit, &[("gor", "stoppa"), ("stopp", "10:25")]).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let page = anna.get(&format!("/besok/{visit}")).await;
    assert!(page.says("10.00–10.25") && page.says("Skriven i efterhand"), "{}", page.body);
}

async fn a_visit_that_was_not_made_says_why(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    let path = format!("/besok/{visit}/blev-inte-av");
    assert!(home.anna.get(&path).await.says("Kunden inte hemma"));
    let nothing = home.anna.post(&path, &[("anteckning", "Kvar")]).await;
    assert!(nothing.says("Välj om kunden inte var hemma eller avböjde.") && nothing.says("Kvar"), "{}", nothing.body);
    let fields = [("hur", "declined"), ("orsak", "customer-declined"), ("anteckning", "Ville sova")];
    let saved = home.anna.post(&path, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(home.state(&visit).await, "declined");
    assert!(home.planner.get(&format!("/besok/{visit}")).await.says("Ville sova"));
    let again = home.anna.post(&path, &fields).await;
    assert!(again.says("Det är redan sparat att besöket inte blev av."), "{}", again.body);
    // A planner who has no place at it does not say so for whoever has.
    assert_eq!(home.planner.get(&path).await.status, StatusCode::FORBIDDEN);
}

async fn a_colleague_takes_a_visit_over_and_only_then_sees_whom_it_is_to(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 30).await.by(home.annas_id).plan().await;
    let hidden = home.site.world.resident("Hemlig Person");
    let hidden = hidden.protected(behorig_registers::persons::Protection::Marked).await;
    let secret = NewVisit::of(&home.site.world, home.site.world.home_care, hidden, 60).plan().await;
    assert_eq!(home.bo.get(&format!("/besok/{visit}")).await.status, StatusCode::NOT_FOUND);
    let list = home.bo.get("/besok/ta-over").await;
    assert!(list.says("10.30–11.00") && list.says("Anna Ek") && !list.says("Sven Lind"), "{}", list.body);
    assert!(!list.says("11.00–11.30"), "a protected customer's visit is given by a planner: {}", list.body);
    let take = [("version", "1"), ("plats", "1")];
    assert_eq!(home.bo.post(&format!("/besok/{secret}/ta-over"), &take).await.status, StatusCode::NOT_FOUND);
    let taken = home.bo.post(&format!("/besok/{visit}/ta-over"), &take).await;
    assert_eq!(taken.location.as_deref(), Some(format!("/besok/{visit}").as_str()), "{}", taken.body);
    assert!(home.bo.get("/besok").await.says("Sven Lind"));
    assert!(home.anna.get("/besok").await.says("Du har inga besök"));
    assert_eq!(home.anna.get(&format!("/besok/{visit}")).await.status, StatusCode::NOT_FOUND);
    let late = home.anna.post(&format!("/besok/{visit}/ta-over"), &take).await;
    assert!(late.says("Någon har ändrat besöket sedan sidan visades."), "{}", late.body);
    assert!(home.planner.get(&format!("/besok/{visit}")).await.says("Besöket övertaget"));
}

async fn what_can_not_be_is_refused_with_what_to_do(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    let unstarted = stop(&mut home.anna, &visit).await;
    assert!(unstarted.says("Besöket är inte startat."), "{}", unstarted.body);
    start(&mut home.anna, &visit).await;
    let twice = start(&mut home.anna, &visit).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.says("Besöket är redan startat."), "{}", twice.body);
    let invented = perform(&mut home.anna, &visit, &[("gor", "spara"), ("insats", "Något annat")]).await;
    assert!(invented.says("Markera bland insatserna, eller skriv en extra insats."), "{}", invented.body);
    let long = "å".repeat(50_000);
    let long = perform(&mut home.anna, &visit, &[("gor", "spara"), ("extra", &long)]).await;
    assert!(long.status == StatusCode::UNPROCESSABLE_ENTITY && long.body.contains("id=\"extra-error\""));
    let undone = home.anna.post(&format!("/besok/{visit}/angra"), &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!(home.state(&visit).await, "planned");
    let tomorrow = home.visit("Stina Holm", 24 * 60).await.by(home.annas_id).plan().await;
    let early = start(&mut home.anna, &tomorrow).await;
    assert!(early.says("Besöket kan inte startas före sin dag."), "{}", early.body);
    let gone = home.visit("Ulla Berg", 60).await.by(home.annas_id).standing("cancelled").plan().await;
    let refused = start(&mut home.anna, &gone).await;
    assert!(refused.says("Besöket är inställt eller pausat."), "{}", refused.body);
    for below in ["start", "angra", "utfor", "blev-inte-av"] {
        let meddling = home.bo.post(&format!("/besok/{visit}/{below}"), &[("gor", "stoppa")]).await;
        assert_eq!(meddling.status, StatusCode::NOT_FOUND, "{below}");
    }
    let stranger = home.site.world.account("Kim Holm").at(home.site.world.clinic).await;
    home.site.world.grant(stranger, behorig_access::BuiltIn::HomeCareStaff, home.site.world.clinic).await;
    let mut stranger = home.site.staff(stranger, home.site.world.clinic).await;
    for path in [format!("/besok/{visit}"), home.board()] {
        let page = stranger.get(&path).await;
        assert!(page.status != StatusCode::OK && !page.says("Sven Lind"), "{path}: {}", page.body);
    }
    assert!(home.anna.get(&format!("/besok?dag={TODAY}")).await.says("Sven Lind"));
    assert!(home.anna.get("/besok?dag=2026-11-19").await.says("Du har inga besök den här dagen"));
}

async fn a_form_sent_twice_starts_once(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    let once = crate::my_care::hidden(&home.anna.get("/besok").await, "en-gang");
    for _ in 0..2 {
        let started = home.anna.post(&format!("/besok/{visit}/start"), &[("en-gang", &once)]).await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    }
    let events = home.site.world.events().await;
    assert_eq!(events.iter().filter(|event| event.level.as_deref() == Some("daily-planning.start")).count(), 1);
}
