//! *Daglig planering*: the day of a home-care unit, by its planner and the staff who make its visits, each in a browser of their own.

use behorig_access::{AccountId, BuiltIn, GrantId, PersonId, UnitId};
use behorig_home_care::CareVisitId;
use behorig_identity::swedish_sort_key;
use behorig_registers::persons::Protection;
use behorig_store::params;
use http::StatusCode;
use proof_support::world::MINUTE;
use proof_support::{NOW, TestDb, World, both_databases};

use crate::cases::version_on;
use crate::site::{Browser, Page, Site};

both_databases!(
    the_day_shows_who_makes_which_visit_and_what_nobody_comes_to,
    a_visit_is_given_to_a_person_and_moved_to_another_time_with_its_history,
    the_second_of_two_planners_is_told_who_was_first,
    many_visits_are_given_by_tick_all_or_none,
    clashes_are_told_in_words_and_counted,
    who_loses_the_permission_is_no_longer_planned_and_a_stranger_can_not_be,
    what_a_planner_should_not_send_is_refused_beside_its_field,
    a_planner_corrects_a_visit_with_a_reason_and_the_history_keeps_what_was_said,
);

/// The day that is planned: the Friday on which a world is made.
pub const TODAY: &str = "2026-11-20";
const NOBODY: &str = "01997c3e-7c00-7000-8000-000000000001";

/// A home-care unit with a planner and two who make visits.
pub struct Home {
    pub site: Site,
    pub planner: Browser,
    pub anna: Browser,
    pub bo: Browser,
    pub annas_id: AccountId,
    pub bos_id: AccountId,
    pub annas_grant: GrantId,
}

impl Home {
    pub async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let unit = world.home_care;
        let planner = world.account("Pia Plan").at(unit).await;
        world.grant(planner, BuiltIn::HomeCarePlanner, unit).await;
        let (anna, bo) = (world.account("Anna Ek").at(unit).await, world.account("Bo Alm").at(unit).await);
        let annas_grant = world.grant(anna, BuiltIn::HomeCareStaff, unit).await;
        world.grant(bo, BuiltIn::HomeCareStaff, unit).await;
        Self {
            planner: site.staff(planner, unit).await,
            anna: site.staff(anna, unit).await,
            bo: site.staff(bo, unit).await,
            annas_id: anna,
            bos_id: bo,
            annas_grant,
            site,
        }
    }

    /// A visit today at the unit, so many minutes after ten in the morning, for half an hour.
    pub async fn visit(&self, name: &str, after: i64) -> NewVisit {
        let person = self.site.world.resident(name).await;
        NewVisit::of(&self.site.world, self.site.world.home_care, person, after)
    }

    pub fn board(&self) -> String {
        format!("/planering/{}?dag={TODAY}", self.site.world.home_care)
    }

    /// One line of the database.
    pub async fn text(&self, sql: &str, visit: &str) -> String {
        let visit: CareVisitId = visit.parse().unwrap();
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(Option<String>,)>(sql, params![visit]).await.unwrap().0.unwrap_or_default()
    }

    pub async fn state(&self, visit: &str) -> String {
        self.text("SELECT state FROM visit WHERE id = ?1", visit).await
    }

    async fn times(&self, level: &str) -> usize {
        self.site.world.events().await.iter().filter(|event| event.level.as_deref() == Some(level)).count()
    }
}

/// A visit on its way: say what matters and `.plan().await` it for its id.
#[derive(Clone)]
pub struct NewVisit {
    world: World,
    unit: UnitId,
    person: PersonId,
    after: i64,
    staff: Vec<AccountId>,
    needs: i64,
    window: Option<(i64, Option<i64>)>,
    state: &'static str,
}

impl NewVisit {
    pub fn of(world: &World, unit: UnitId, person: PersonId, after: i64) -> Self {
        Self { world: world.clone(), unit, person, after, staff: Vec::new(), needs: 1, window: None, state: "planned" }
    }

    pub fn by(mut self, who: AccountId) -> Self {
        self.staff.push(who);
        self
    }

    pub fn needs(mut self, staff: i64) -> Self {
        self.needs = staff;
        self
    }

    /// From an assignment that lets it begin between these minutes after midnight.
    fn within(mut self, first: i64, last: Option<i64>) -> Self {
        self.window = Some((first, last));
        self
    }

    pub fn standing(mut self, state: &'static str) -> Self {
        self.state = state;
        self
    }

    pub async fn plan(self) -> String {
        let world = self.world.clone();
        world
            .change(self, |tx, new| {
                Box::pin(async move {
                    let (customer, visit) = (tx.new_uuid(), tx.new_uuid());
                    let now = tx.now();
                    let day = behorig_web::format::local(NOW.0 + new.after * MINUTE).date().to_string();
                    tx.execute(
                        "INSERT INTO customer (id, person_id, unit_id, sort_key, from_date, created_at, version)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
                        params![customer, new.person, new.unit, swedish_sort_key("Kund"), TODAY, now],
                    )
                    .await?;
                    let assignment = new.window.map(|_| tx.new_uuid());
                    if let (Some(id), Some((first, last))) = (assignment, new.window) {
                        tx.execute(
                            "INSERT INTO assignment (id, customer_id, unit_id, weekdays, every_weeks, from_date,
                                 start_minute, window_to, length, staff_needed, planned_through, version)
                             VALUES (?1, ?2, ?3, 127, 1, ?4, ?5, ?6, 30, ?7, ?4, 1)",
                            params![id, customer, new.unit, TODAY, first, last, new.needs],
                        )
                        .await?;
                    }
                    let from = NOW.plus_millis(new.after * MINUTE);
                    tx.execute(
                        "INSERT INTO visit (id, customer_id, unit_id, assignment_id, occasion, day, planned_from, planned_to,
                             granted_minutes, staff_needed, interventions, state, touched, version)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, 40, ?8, ?9, ?10, FALSE, 1)",
                        params![
                            visit,
                            customer,
                            new.unit,
                            assignment,
                            day,
                            from,
                            from.plus_millis(30 * MINUTE),
                            new.needs,
                            "Dusch\nFrukost",
                            new.state
                        ],
                    )
                    .await?;
                    for (place, who) in (1_i64..).zip(&new.staff) {
                        tx.execute(
                            "INSERT INTO visit_staff (visit_id, place, account_id, day) VALUES (?1, ?2, ?3, ?4)",
                            params![visit, place, *who, day],
                        )
                        .await?;
                    }
                    Ok(visit.to_string())
                })
            })
            .await
    }
}

/// A sample for the walk over all routes.
pub async fn a_visit(world: &World, unit: UnitId) -> String {
    let person = world.resident("Ulla Berg").await;
    NewVisit::of(world, unit, person, 0).plan().await
}

async fn move_to(browser: &mut Browser, visit: &str, version: &str, who: &str, time: &str) -> Page {
    let fields = [("version", version), ("plats", "1"), ("personal", who), ("dag", TODAY), ("tid", time)];
    browser.post(&format!("/besok/{visit}/flytta"), &fields).await
}

async fn the_day_shows_who_makes_which_visit_and_what_nobody_comes_to(test: TestDb) {
    let mut home = Home::new(test).await;
    assert!(home.planner.get("/planering").await.says("Inga besök den här dagen"));
    home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    home.visit("Stina Holm", 60).await.needs(2).plan().await;
    let hidden = home.site.world.resident("Hemlig Person").protected(Protection::Marked).await;
    NewVisit::of(&home.site.world, home.site.world.home_care, hidden, 90).plan().await;
    let page = home.planner.get(&home.board()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.says("fredag 20\u{a0}november 2026, v.\u{a0}47"), "{}", page.body);
    assert!(
        page.body.contains("Anna Ek<span") && page.says("Bo Alm") && !page.body.contains("Pia Plan<span"),
        "{}",
        page.body
    );
    assert!(page.says("10.00–10.30") && page.says("Sven Lind") && page.says("Dusch, Frukost"));
    assert!(page.says("Plats 1 av 2") && page.says("Plats 2 av 2"), "both places of two stand there: {}", page.body);
    assert!(page.says("Skyddad kund") && !page.says("Hemlig"), "{}", page.body);
    assert!(page.body.contains("<dd class=\"figure-value\">3</dd>"), "three visits, three empty places: {}", page.body);
    let same = home.planner.get("/planering").await;
    assert!(same.says("Sven Lind"), "the only unit needs no choice: {}", same.body);
    let read = home.site.world.events().await;
    let seen = read.iter().rfind(|event| event.level.as_deref() == Some("daily-planning.day")).unwrap();
    assert_eq!(seen.resources.len(), 3);
    assert!(
        home.planner.get(&format!("/planering/{}?dag=2026-11-21", home.site.world.home_care)).await.says("v.\u{a0}47")
    );
    for refused in [&mut home.anna, &mut home.bo] {
        let page = refused.get(&format!("/planering/{}", home.site.world.home_care)).await;
        assert!(page.status == StatusCode::FORBIDDEN && page.says("Varför?"), "{}", page.body);
    }
    assert_eq!(home.planner.get(&format!("/planering/{NOBODY}")).await.status, StatusCode::NOT_FOUND);
}

async fn a_visit_is_given_to_a_person_and_moved_to_another_time_with_its_history(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 60).await.plan().await;
    let form = home.planner.get(&format!("/besok/{visit}/flytta?plats=1")).await;
    assert!(form.says("Sven Lind") && form.says("11:00") && form.says("Anna Ek"), "{}", form.body);
    let moved = move_to(&mut home.planner, &visit, "1", &home.annas_id.to_string(), "11:45").await;
    assert_eq!(moved.location.as_deref(), Some(home.board().as_str()), "{}", moved.body);
    let touched = "SELECT CASE WHEN touched THEN 'yes' ELSE 'no' END FROM visit WHERE id = ?1";
    assert_eq!(home.text(touched, &visit).await, "yes");
    let page = home.planner.get(&home.board()).await;
    assert!(page.says("11.45–12.15") && !page.body.contains("row-nobody"), "{}", page.body);
    let page = home.planner.get(&format!("/besok/{visit}")).await;
    assert!(page.says("Besöket planerat") && page.says("2026-11-20 11:00–11:30"), "{}", page.body);
    assert_eq!(home.times("daily-planning.move").await, 1);
    assert!(home.anna.get("/besok").await.says("11.45–12.15"));
    // Back to nobody.
    let back = move_to(&mut home.planner, &visit, "2", "ingen", "11:45").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert!(home.anna.get("/besok").await.says("Du har inga besök den här dagen"));
}

async fn the_second_of_two_planners_is_told_who_was_first(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 60).await.plan().await;
    let other = home.site.world.account("Olle Två").at(home.site.world.home_care).await;
    home.site.world.grant(other, BuiltIn::HomeCarePlanner, home.site.world.home_care).await;
    let mut other = home.site.staff(other, home.site.world.home_care).await;
    let (anna, bo) = (home.annas_id.to_string(), home.bos_id.to_string());
    move_to(&mut other, &visit, "1", &bo, "11:00").await;
    let late = move_to(&mut home.planner, &visit, "1", &anna, "11:30").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.body);
    assert!(late.says("Olle Två har ändrat besöket sedan sidan visades."), "{}", late.body);
    assert!(late.says("11:30"), "what was typed is still there: {}", late.body);
    let again = move_to(&mut home.planner, &visit, &version_on(&late), &anna, "11:30").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
}

async fn many_visits_are_given_by_tick_all_or_none(test: TestDb) {
    let mut home = Home::new(test).await;
    let mut ticks = Vec::new();
    for (name, after) in [("Sven Lind", 0), ("Stina Holm", 60), ("Ulla Berg", 120)] {
        ticks.push(format!("{}.1.1", home.visit(name, after).await.plan().await));
    }
    let (path, anna) = (format!("/planering/{}", home.site.world.home_care), home.annas_id.to_string());
    let nothing = home.planner.post(&path, &[("dag", TODAY), ("personal", &anna)]).await;
    assert!(nothing.says("Markera minst ett besök."), "{}", nothing.body);
    let mut fields = vec![("dag", TODAY), ("personal", anna.as_str())];
    fields.extend(ticks.iter().map(|tick| ("besok", tick.as_str())));
    let stale = ticks[0].replace(".1.1", ".1.7");
    let mut with_stale = fields.clone();
    with_stale[2] = ("besok", &stale);
    let refused = home.planner.post(&path, &with_stale).await;
    assert!(refused.says("Ett av besöken har ändrats sedan sidan visades."), "{}", refused.body);
    assert!(home.anna.get("/besok").await.says("Du har inga besök"), "none is given where one is not");
    let given = home.planner.post(&path, &fields).await;
    assert_eq!(given.location.as_deref(), Some(home.board().as_str()), "{}", given.body);
    assert!(home.planner.get(&home.board()).await.says("3 besök, 1 h 30 min"));
    assert_eq!(home.times("daily-planning.give").await, 1);
    for forged in ["", "x.1.1", &format!("{NOBODY}.1.1"), &ticks[0].replace(".1.1", ".9.2")] {
        let sent = [("dag", TODAY), ("personal", anna.as_str()), ("besok", forged)];
        assert!(home.planner.post(&path, &sent).await.status.is_client_error(), "{forged}");
    }
}

async fn clashes_are_told_in_words_and_counted(test: TestDb) {
    let mut home = Home::new(test).await;
    home.visit("Sven Lind", 0).await.by(home.annas_id).plan().await;
    home.visit("Stina Holm", 15).await.by(home.annas_id).plan().await;
    home.visit("Ulla Berg", 60).await.by(home.bos_id).needs(2).plan().await;
    home.visit("Erik Sund", 120).await.by(home.bos_id).within(13 * 60, Some(14 * 60)).plan().await;
    home.visit("Eva Dal", 240).await.by(home.bos_id).within(14 * 60, None).plan().await;
    let page = home.planner.get(&home.board()).await;
    assert!(page.says("Krockar med 10.15–10.45 Stina Holm"), "{}", page.body);
    assert!(page.says("Krockar med 10.00–10.30 Sven Lind"), "{}", page.body);
    assert!(page.says("1 av 2 i personalen är planerade"), "{}", page.body);
    assert!(page.says("Utanför kunduppdragets tid, 13.00–14.00"), "{}", page.body);
    assert!(!page.says("Annan tid än kunduppdragets"), "Eva's visit fits: {}", page.body);
    assert!(page.body.contains("<dd class=\"figure-value\">4</dd>"), "four do not fit: {}", page.body);
}

async fn who_loses_the_permission_is_no_longer_planned_and_a_stranger_can_not_be(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 240).await.by(home.annas_id).plan().await;
    home.site.wait(MINUTE);
    home.site.world.later(MINUTE).end(home.annas_grant).await;
    home.site.wait(MINUTE);
    let page = home.planner.get(&home.board()).await;
    assert!(page.says("Var planerad för Anna Ek, som inte längre kan planeras"), "{}", page.body);
    let stranger = home.site.world.account("Kim Holm").at(home.site.world.clinic).await;
    let form = home.planner.get(&format!("/besok/{visit}/flytta?plats=1")).await;
    for who in [stranger.to_string(), home.annas_id.to_string(), NOBODY.to_owned(), "x".to_owned()] {
        let refused = move_to(&mut home.planner, &visit, &version_on(&form), &who, "14:00").await;
        assert!(refused.says("Personen kan inte planeras här den dagen."), "{who}: {}", refused.body);
    }
    assert_eq!(home.anna.get(&format!("/besok/{visit}")).await.status, StatusCode::NOT_FOUND);
}

async fn what_a_planner_should_not_send_is_refused_beside_its_field(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", 60).await.plan().await;
    let (path, anna) = (format!("/besok/{visit}/flytta"), home.annas_id.to_string());
    for (day, time, words) in [
        (TODAY, "25:00", "Skriv tiden med timmar och minuter"),
        (TODAY, "", "Skriv när besöket ska börja."),
        ("2026-11-19", "11:00", "Ett besök kan flyttas högst 14 dagar"),
        ("2027-11-20", "11:00", "Ett besök kan flyttas högst 14 dagar"),
        ("imorgon", "11:00", "Skriv"),
    ] {
        let fields = [("version", "1"), ("plats", "1"), ("personal", anna.as_str()), ("dag", day), ("tid", time)];
        let page = home.planner.post(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day} {time}");
        assert!(page.says(words), "{day} {time}: {}", page.body);
    }
    let fields = [("version", "1"), ("plats", "7"), ("personal", anna.as_str()), ("dag", TODAY), ("tid", "11:00")];
    assert!(home.planner.post(&path, &fields).await.says("Besöket har ingen sådan plats."));
    let gone = home.visit("Stina Holm", 90).await.standing("cancelled").plan().await;
    let refused = move_to(&mut home.planner, &gone, "1", &anna, "12:00").await;
    assert!(refused.says("Besöket kan inte planeras om"), "{}", refused.body);
    for forged in [NOBODY, "1", "..%2f"] {
        for below in ["", "/flytta", "/ratta", "/orsak"] {
            assert_eq!(home.planner.get(&format!("/besok/{forged}{below}")).await.status, StatusCode::NOT_FOUND);
        }
    }
}

async fn a_planner_corrects_a_visit_with_a_reason_and_the_history_keeps_what_was_said(test: TestDb) {
    let mut home = Home::new(test).await;
    let visit = home.visit("Sven Lind", -120).await.by(home.annas_id).plan().await;
    let path = format!("/besok/{visit}/ratta");
    let form = home.planner.get(&path).await;
    assert!(form.says("08:00") && form.says("08:30"), "{}", form.body);
    let send = [("status", "performed"), ("dag", TODAY), ("fran", "08:10"), ("till", "08:35"), ("varfor", "")];
    let with = |changed: &[(&'static str, &'static str)]| {
        let mut fields = vec![("version", "1")];
        fields.extend(send.iter().map(|one| *changed.iter().find(|(name, _)| *name == one.0).unwrap_or(one)));
        fields
    };
    for (changed, words) in [
        (vec![], "Skriv varför besöket rättas."),
        (vec![("varfor", "Glömt"), ("till", "08:05")], "Sluttiden ska ligga efter starttiden"),
        (vec![("varfor", "Glömt"), ("till", "11:00")], "Tiden har inte varit än."),
        (vec![("varfor", "Glömt"), ("status", "cancelled")], "Välj en status i listan."),
    ] {
        let refused = home.planner.post(&path, &with(&changed)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed:?}");
        assert!(refused.says(words), "{changed:?}: {}", refused.body);
    }
    let saved = home.planner.post(&path, &with(&[("varfor", "Telefonen var trasig")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(home.state(&visit).await, "performed");
    let page = home.planner.get(&format!("/besok/{visit}")).await;
    assert!(page.says("Telefonen var trasig") && page.says("08.10–08.35") && page.says("25 min"), "{}", page.body);
    assert!(page.says("40 min"), "granted time stands beside: {}", page.body);
    let refused = home.anna.post(&path, &with(&[("varfor", "Själv")])).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
