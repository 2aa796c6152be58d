//! Reports and *Min sida*: built by one, read by others, always inside the reader's own grants.

use behorig_access::{AccountId, BuiltIn, GrantId, Hat, ObjectKind, ObjectRef, PersonId};
use behorig_home_care::CustomerId;
use behorig_store::params;
use behorig_visit::HatChoice;
use http::StatusCode;
use proof_support::{TestDb, World, both_databases};

use crate::cases::version_on;
use crate::site::{Browser, Page, Site};

both_databases!(
    a_report_is_built_looked_at_saved_and_run_and_the_log_names_its_customers,
    columns_are_moved_by_plain_buttons_and_everything_typed_stays,
    my_page_keeps_its_order_and_only_what_one_may_have,
    of_two_who_change_a_report_the_second_is_shown_what_the_first_did,
    a_form_sent_twice_makes_one_report,
    a_report_that_has_ended_is_nowhere_and_its_history_stays,
);

pub const NOBODY: &str = "01997c3e-7c00-7000-8000-000000000001";
pub const COLUMNS: [&str; 5] = ["customer", "date", "interventions", "minutes", "note"];

/// A home-care unit with two customers, its planner, and the relative of one of them.
pub struct Home {
    pub site: Site,
    pub planner: Browser,
    pub relative_account: AccountId,
    pub consent: GrantId,
    /// The person whose relative it is, and the customer that she is.
    pub maj: PersonId,
    pub majs: CustomerId,
}

impl Home {
    pub async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let pia = world.account("Pia Plan").at(world.home_care).await;
        world.grant(pia, BuiltIn::HomeCarePlanner, world.home_care).await;
        let (maj, nils) = (world.resident("Maj Ek").await, world.resident("Nils Lind").await);
        let majs = customer(world, maj, world.home_care).await;
        let nilss = customer(world, nils, world.home_care).await;
        visit(world, majs, "2026-11-03", 45, "Dusch", "Trött i benen").await;
        visit(world, majs, "2026-11-10", 30, "Frukost", "").await;
        visit(world, nilss, "2026-11-03", 60, "Städning", "").await;
        let rut = world.account("Rut Ek").at(world.home_care).await;
        let object = ObjectRef { kind: ObjectKind::Customer, id: maj.as_object() };
        let consent = world.grant(rut, BuiltIn::Relative, world.home_care).for_object(object).await;
        let planner = site.staff(pia, world.home_care).await;
        Self { planner, relative_account: rut, consent, maj, majs, site }
    }

    pub async fn relative(&self) -> Browser {
        let (account, unit) = (Some(self.relative_account), Some(self.site.world.home_care));
        self.site.wearing(HatChoice { hat: Hat::Relative, account, person: None, unit }).await
    }

    /// A report of the unit's visits this month, shown at the unit, by its path.
    pub async fn shared(&mut self) -> String {
        let unit = self.site.world.home_care.to_string();
        saved(&mut self.planner, &unit, &unit, &COLUMNS).await
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(i64,)>(sql, params![]).await.unwrap().0
    }
}

pub async fn customer(world: &World, person: PersonId, unit: behorig_access::UnitId) -> CustomerId {
    world
        .change((person, unit), |tx, (person, unit)| {
            Box::pin(async move {
                let (id, now) = (CustomerId::new(tx.new_uuid()), tx.now());
                tx.execute(
                    "INSERT INTO customer (id, person_id, unit_id, sort_key, from_date, created_at, version)
                     SELECT ?1, p.id, ?2, p.sort_key, '2020-01-01', ?3, 1 FROM person p WHERE p.id = ?4",
                    params![id, *unit, now, *person],
                )
                .await?;
                Ok(id)
            })
        })
        .await
}

/// A visit at eight in the morning.
pub async fn visit(world: &World, customer: CustomerId, day: &str, minutes: i64, interventions: &str, note: &str) {
    let morning: jiff::civil::Date = day.parse().unwrap();
    let begins = morning.at(8, 0, 0, 0).to_zoned(behorig_web::format::stockholm().clone()).unwrap();
    let input = (customer, day.to_owned(), begins.timestamp().as_millisecond(), minutes, interventions.to_owned());
    let note = Some(note.to_owned()).filter(|note| !note.is_empty());
    world
        .change((input, note), |tx, ((customer, day, begins, minutes, interventions), note)| {
            Box::pin(async move {
                let (id, ends) = (tx.new_uuid(), begins + minutes * 60_000);
                tx.execute(
                    "INSERT INTO visit (id, customer_id, unit_id, occasion, day, planned_from, planned_to, granted_minutes,
                         staff_needed, interventions, state, touched, note, version)
                     SELECT ?1, c.id, c.unit_id, ?2, ?2, ?3, ?4, ?5, 1, ?6, 'planned', FALSE, ?7, 1 FROM customer c WHERE c.id = ?8",
                    params![id, *day, *begins, ends, *minutes, *interventions, *note, *customer],
                )
                .await?;
                Ok(())
            })
        })
        .await;
}

pub fn fields<'a>(unit: &'a str, shown_at: &'a str, columns: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("om", "visits"),
        ("namn", "Aktuell månad (insatser)"),
        ("enhet", unit),
        ("period", "this-month"),
        ("ordna-efter", "date"),
        ("gor", "spara"),
        ("visas-for", if shown_at.is_empty() { "own" } else { "units" }),
    ];
    if !shown_at.is_empty() {
        fields.push(("visas-vid", shown_at));
    }
    fields.extend(columns.iter().map(|column| ("ordning", *column)));
    fields.extend(columns.iter().map(|column| ("kolumn", *column)));
    fields
}

pub async fn saved(browser: &mut Browser, unit: &str, shown_at: &str, columns: &[&str]) -> String {
    let page = browser.post("/rapporter/ny", &fields(unit, shown_at, columns)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.location.unwrap()
}

/// A report at a unit, for the walk over all routes: its id.
pub async fn a_report(browser: &mut Browser, unit: behorig_access::UnitId) -> String {
    let unit = unit.to_string();
    let path = saved(browser, &unit, &unit, &COLUMNS).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let placed = browser.post("/min-sida/lagg-till", &[("rapport", &id)]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    id
}

pub fn main_of(page: &Page) -> &str {
    page.body.split("<main").nth(1).unwrap_or_default()
}

async fn a_report_is_built_looked_at_saved_and_run_and_the_log_names_its_customers(test: TestDb) {
    let mut home = Home::new(test).await;
    let unit = home.site.world.home_care.to_string();
    let sets = home.planner.get("/rapporter/ny").await;
    assert!(sets.says("Besök") && sets.says("Insatser"), "{}", sets.body);
    for closed in ["Åtkomstlogg", "Konton och behörigheter", "Beställningar"] {
        assert!(!main_of(&sets).contains(closed), "{closed} needs its own service: {}", sets.body);
    }
    let form = home.planner.get("/rapporter/ny?om=visits").await;
    assert!(
        form.says("Aktuell månad") && form.says("Utförd tid") && form.says("Hemtjänsten Björkgården"),
        "{}",
        form.body
    );
    let mut asked = fields(&unit, "", &COLUMNS);
    asked[5] = ("gor", "forhandsgranska");
    let preview = home.planner.post("/rapporter/ny", &asked).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    assert!(preview.says("Ek, Maj") && preview.says("2026-11-03") && preview.says("Städning"), "{}", preview.body);
    assert_eq!(home.count("SELECT CAST(count(*) AS BIGINT) FROM report").await, 0, "a preview saves nothing");
    let path = saved(&mut home.planner, &unit, "", &COLUMNS).await;
    let report = home.planner.get(&path).await;
    assert!(report.says("Rapporten är sparad.") && report.says("2026-11-01 – 2026-11-30"), "{}", report.body);
    assert!(report.says("Lind, Nils") && report.says("Trött i benen"), "{}", report.body);
    assert!(report.body.contains("figure-value\">135<"), "45, 30 and 60 minutes are added up: {}", report.body);
    let run = home.site.world.events().await;
    let run: Vec<_> = run.iter().filter(|event| event.level.as_deref() == Some("reports.run")).collect();
    assert_eq!(run.len(), 2, "the preview and the run: {run:?}");
    for event in &run {
        let named = event.resources.iter().filter(|one| one.resource_type == "customer" && one.patient.is_some());
        assert_eq!(named.count(), 2, "{event:?}");
        let args = event.args.as_deref().unwrap_or_default();
        assert!(args.contains("set=visits from=2026-11-01 to=2026-11-30") && !args.contains("Aktuell"), "{args}");
    }
    let listed = home.planner.get("/rapporter").await;
    assert!(listed.says("Aktuell månad (insatser)") && listed.says("Bara jag"), "{}", listed.body);
}

async fn columns_are_moved_by_plain_buttons_and_everything_typed_stays(test: TestDb) {
    let mut home = Home::new(test).await;
    let unit = home.site.world.home_care.to_string();
    let mut asked = fields(&unit, "", &["customer", "date"]);
    asked.push(("flytta", "upp:date"));
    let moved = home.planner.post("/rapporter/ny", &asked).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
    let place = |key: &str| moved.body.find(&format!("name=\"ordning\" value=\"{key}\"")).unwrap();
    assert!(place("date") < place("customer"), "{}", moved.body);
    assert!(
        moved.body.contains("value=\"Aktuell månad (insatser)\"")
            && moved.body.contains("formaction=\"/rapporter/ny#rad-date\"")
    );
    assert_eq!(home.count("SELECT CAST(count(*) AS BIGINT) FROM report").await, 0);
    // A column that was not chosen is not shown, and wrong things are told beside their fields with the rest kept.
    let wrong = home
        .planner
        .post("/rapporter/ny", &[("om", "visits"), ("namn", "Kvar"), ("enhet", NOBODY), ("period", "last-10-years")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Välj en enhet i listan.") && wrong.says("En rapport omfattar högst ett år."), "{}", wrong.body);
    assert!(wrong.says("Kryssa i minst en kolumn.") && wrong.body.contains("value=\"Kvar\""), "{}", wrong.body);
}

async fn my_page_keeps_its_order_and_only_what_one_may_have(test: TestDb) {
    let mut home = Home::new(test).await;
    let unit = home.site.world.home_care.to_string();
    assert!(home.planner.get("/min-sida").await.says("Här finns inga rapporter än"));
    let mut ids = Vec::new();
    for name in ["Första", "Andra", "Tredje"] {
        let mut asked = fields(&unit, "", &COLUMNS);
        asked[1] = ("namn", name);
        let page = home.planner.post("/rapporter/ny", &asked).await;
        let id = page.location.unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(home.planner.get("/min-sida/lagg-till").await.says(name));
        let added = home.planner.post("/min-sida/lagg-till", &[("rapport", &id)]).await;
        assert_eq!(added.location.as_deref(), Some("/min-sida"), "{}", added.body);
        ids.push(id);
    }
    let order = |page: &Page| {
        let main = main_of(page).to_owned();
        let mut places: Vec<(usize, &str)> = ["Första", "Andra", "Tredje"]
            .into_iter()
            .filter_map(|name| Some((main.find(&format!(">{name}</a>"))?, name)))
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(order(&home.planner.get("/min-sida").await), ["Första", "Andra", "Tredje"]);
    let moved = home.planner.post(&format!("/min-sida/{}/flytta", ids[2]), &[("at", "upp")]).await;
    assert_eq!(moved.location, Some(format!("/min-sida?ordna=ja#rapport-{}", ids[2])), "{}", moved.body);
    assert_eq!(order(&home.planner.get("/min-sida").await), ["Första", "Tredje", "Andra"]);
    home.planner.post(&format!("/min-sida/{}/flytta", ids[0]), &[("at", "upp")]).await;
    assert_eq!(order(&home.planner.get("/min-sida").await), ["Första", "Tredje", "Andra"], "the first stays first");
    let removed = home.planner.post(&format!("/min-sida/{}/ta-bort", ids[0]), &[]).await;
    assert_eq!(removed.location.as_deref(), Some("/min-sida"));
    assert_eq!(order(&home.planner.get("/min-sida").await), ["Tredje", "Andra"]);
    assert!(home.planner.get("/min-sida/lagg-till").await.says("Första"), "it can be added again");
}

async fn of_two_who_change_a_report_the_second_is_shown_what_the_first_did(test: TestDb) {
    let mut home = Home::new(test).await;
    let path = home.shared().await;
    let world = &home.site.world;
    let olle = world.account("Olle Ny").at(world.home_care).await;
    world.grant(olle, BuiltIn::HomeCarePlanner, world.home_care).await;
    let mut olle = home.site.staff(olle, world.home_care).await;
    let unit = world.home_care.to_string();
    let address = format!("{path}/andra");
    let version = version_on(&home.planner.get(&address).await);
    let change = |name: &'static str| {
        let mut asked = fields(&unit, &unit, &["date", "customer"]);
        asked[1] = ("namn", name);
        asked.push(("version", version.as_str()));
        asked
    };
    let first = home.planner.post(&address, &change("Månadens besök")).await;
    assert_eq!(first.location.as_deref(), Some(path.as_str()), "{}", first.body);
    let second = olle.post(&address, &change("Besöken i november")).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", second.body);
    assert!(second.says("Någon annan ändrade rapporten medan du hade den öppen"), "{}", second.body);
    assert!(second.says("Pia Plan") && second.says("Månadens besök"), "who and what: {}", second.body);
    assert!(second.body.contains("value=\"Besöken i november\""), "what was typed is kept: {}", second.body);
    assert!(olle.get(&path).await.says("Månadens besök"));
    let again = version_on(&second);
    assert_ne!(again, version);
    let mut asked = change("Besöken i november");
    asked.retain(|(name, _)| *name != "version");
    asked.push(("version", again.as_str()));
    assert_eq!(olle.post(&address, &asked).await.status, StatusCode::SEE_OTHER);
    let page = olle.get(&address).await;
    assert!(page.says("Rapporten ändrad") && page.says("Rapporten skapad") && page.says("Kolumner"), "{}", page.body);
}

async fn a_form_sent_twice_makes_one_report(test: TestDb) {
    let mut home = Home::new(test).await;
    let unit = home.site.world.home_care.to_string();
    let mut asked = fields(&unit, "", &COLUMNS);
    let key = "00000000-0000-4000-8000-000000000007";
    asked.push(("en-gang", key));
    let first = home.planner.post("/rapporter/ny", &asked).await;
    let second = home.planner.post("/rapporter/ny", &asked).await;
    assert_eq!(first.location, second.location);
    assert_eq!(home.count("SELECT CAST(count(*) AS BIGINT) FROM report").await, 1);
}

async fn a_report_that_has_ended_is_nowhere_and_its_history_stays(test: TestDb) {
    let mut home = Home::new(test).await;
    let path = home.shared().await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let mut relative = home.relative().await;
    relative.post("/min-sida/lagg-till", &[("rapport", &id)]).await;
    let question = home.planner.get(&format!("{path}/avsluta")).await;
    assert!(question.says("Vill du avsluta Aktuell månad (insatser)?"), "{}", question.body);
    let version = version_on(&question);
    let ended = home.planner.post(&format!("{path}/avsluta"), &[("version", &version)]).await;
    assert_eq!(ended.location.as_deref(), Some("/rapporter"), "{}", ended.body);
    assert_eq!(home.planner.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(relative.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(!relative.get("/min-sida").await.says("(insatser)"));
    let told = home.site.world.history_of(id.parse().unwrap()).await;
    assert_eq!(told.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["created", "ended"]);
}
