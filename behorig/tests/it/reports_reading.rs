//! Reports as others read them: inside the reader's own grants, in the columns that the reader may see, and not after the end.

use std::io::{Cursor, Read as _};

use behorig_access::BuiltIn;
use behorig_home_care::CustomerId;
use behorig_store::params;
use http::StatusCode;
use http_body_util::BodyExt as _;
use proof_support::world::{DAY, MINUTE};
use proof_support::{TestDb, World, both_databases};

use crate::reports::{COLUMNS, Home, NOBODY, customer, fields, saved, visit};
use crate::site::Page;

both_databases!(
    a_report_built_by_somebody_with_more_rights_shows_its_reader_no_more_than_their_own,
    a_relative_sees_the_granted_customer_and_no_column_that_the_unit_did_not_choose,
    a_consent_that_ended_this_minute_shows_nothing,
    a_formula_in_a_cell_leaves_as_text,
    a_forged_report_id_leads_nowhere,
    a_visibility_that_ended_takes_the_report_from_every_page,
    a_report_about_a_unit_outside_ones_grants_is_refused_and_shows_nothing,
    a_long_report_is_poured_out_whole_and_names_each_customer_once,
    a_consent_that_ends_while_a_file_is_poured_out_breaks_it_off,
    a_column_that_is_taken_from_relatives_while_a_file_is_poured_out_breaks_it_off,
);

/// The rows of a workbook, unpacked.
fn sheet_of(book: &Page) -> String {
    let mut parts = zip::ZipArchive::new(Cursor::new(&book.bytes)).unwrap();
    let mut rows = String::new();
    parts.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut rows).unwrap();
    rows
}

/// Visits of ten minutes on one day, each beginning a minute after the one before.
async fn many_visits(world: &World, customer: CustomerId, count: i64) {
    world
        .change((customer, count), |tx, (customer, count)| {
            Box::pin(async move {
                for at in 0..*count {
                    let (id, begins) = (tx.new_uuid(), 1_794_000_000_000 + at * 60_000);
                    tx.put(
                        "INSERT INTO visit (id, customer_id, unit_id, occasion, day, planned_from, planned_to, granted_minutes,
                             staff_needed, interventions, state, touched, version)
                         SELECT ?1, c.id, c.unit_id, '2026-11-12', '2026-11-12', ?2, ?4, 10, 1, 'Tillsyn', 'planned',
                             FALSE, 1 FROM customer c WHERE c.id = ?3",
                        params![id, begins, *customer, begins + 600_000],
                    )?;
                }
                Ok(())
            })
        })
        .await;
}

async fn a_report_built_by_somebody_with_more_rights_shows_its_reader_no_more_than_their_own(test: TestDb) {
    let mut home = Home::new(test).await;
    let world = &home.site.world;
    let kind = behorig_registers::units::UnitKind::HomeCareUnit;
    let other = world.unit(world.care_provider, kind, "Hemtjänsten Alen").await;
    let foreign = world.resident("Frida Fjärran").await;
    let foreign = customer(world, foreign, other).await;
    visit(world, foreign, "2026-11-05", 300, "Tvätt", "").await;
    let boss = world.account("Bo Chef").at(world.care_provider).await;
    world.grant(boss, BuiltIn::HomeCarePlanner, world.care_provider).branch().await;
    let mut boss = home.site.staff(boss, world.care_provider).await;
    let provider = world.care_provider.to_string();
    let path = saved(&mut boss, &provider, &provider, &COLUMNS).await;
    let whole = boss.get(&path).await;
    assert!(
        whole.says("Fjärran, Frida") && whole.says("Ek, Maj") && whole.body.contains("figure-value\">435<"),
        "{}",
        whole.body
    );
    let mine = home.planner.get(&path).await;
    assert_eq!(mine.status, StatusCode::OK, "{}", mine.body);
    assert!(
        mine.says("Ek, Maj") && mine.body.contains("figure-value\">135<") && !mine.says("Fjärran"),
        "{}",
        mine.body
    );
    let csv = home.planner.get(&format!("{path}/rapport.csv")).await;
    let book = home.planner.get(&format!("{path}/rapport.xlsx")).await;
    for (kind, rows) in [("csv", csv.body.clone()), ("xlsx", sheet_of(&book))] {
        assert!(rows.contains("Ek, Maj") && !rows.contains("Fjärran"), "{kind}: {rows}");
    }
    // Nor does the address of a row beyond one's own tell where it stands.
    let row = whole.body.len();
    assert!(row > 0 && home.planner.get(&format!("{path}?efter={foreign}")).await.says("Ek, Maj"));
    // Changing it takes service 266 at its unit.
    assert_eq!(home.planner.get(&format!("{path}/andra")).await.status, StatusCode::NOT_FOUND);
}

async fn a_relative_sees_the_granted_customer_and_no_column_that_the_unit_did_not_choose(test: TestDb) {
    let mut home = Home::new(test).await;
    let path = home.shared().await;
    let mut relative = home.relative().await;
    let page = relative.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.says("Ek, Maj") && page.says("Dusch") && !page.says("Lind"), "{}", page.body);
    assert!(page.says("De här kolumnerna visas inte för dig"), "{}", page.body);
    assert!(
        !page.says("Trött i benen") && !page.body.contains("figure-value\">75<"),
        "neither the note nor the sum of hidden minutes: {}",
        page.body
    );
    let csv = relative.get(&format!("{path}/rapport.csv")).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert!(csv.body.contains("Ek, Maj") && !csv.body.contains("Lind") && !csv.body.contains("Trött"), "{}", csv.body);
    assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
    assert_eq!(csv.body.lines().next().unwrap().split(';').count(), 3, "{}", csv.body);
    let pdf = relative.get(&format!("{path}/rapport.pdf")).await;
    assert!(pdf.body.starts_with("%PDF"), "{}", pdf.status);
    // What the unit chooses is what its relatives see at the next request.
    let unit = home.site.world.home_care;
    home.site
        .world
        .change(unit, |tx, unit| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO home_care_unit (unit_id, relative_columns, version) VALUES (?1, 'date note', 1)",
                    params![*unit],
                )
                .await
            })
        })
        .await;
    let page = relative.get(&path).await;
    assert!(page.says("Trött i benen") && !page.says("Dusch"), "{}", page.body);
    for closed in ["/rapporter", "/rapporter/ny", &format!("{path}/andra")] {
        assert!(relative.get(closed).await.status.is_client_error(), "{closed}");
    }
    let seen = home.site.world.events().await;
    let seen: Vec<_> = seen.iter().filter(|event| event.hat == "relative").collect();
    assert!(!seen.is_empty());
    assert!(
        seen.iter()
            .flat_map(|event| &event.resources)
            .filter(|one| one.patient.is_some())
            .all(|one| { one.resource_id.as_deref() == Some(home.maj.to_string().as_str()) })
    );
}

async fn a_consent_that_ended_this_minute_shows_nothing(test: TestDb) {
    let mut home = Home::new(test).await;
    let path = home.shared().await;
    let mut relative = home.relative().await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    relative.post("/min-sida/lagg-till", &[("rapport", &id)]).await;
    assert!(relative.get("/min-sida").await.says("Aktuell månad (insatser)"));
    home.site.wait(MINUTE);
    home.site.world.later(MINUTE).end(home.consent).await;
    for address in [path.clone(), format!("{path}/rapport.csv"), format!("{path}/rapport.pdf"), "/min-sida".to_owned()]
    {
        let page = relative.get(&address).await;
        assert!(page.status.is_client_error(), "{address}: {}", page.body);
        assert!(!page.body.contains("Maj") && !page.body.contains("insatser"), "{address}: {}", page.body);
    }
}

async fn a_formula_in_a_cell_leaves_as_text(test: TestDb) {
    let mut home = Home::new(test).await;
    let world = &home.site.world;
    let sly = world.resident("Sly =1+1").await;
    let sly = customer(world, sly, world.home_care).await;
    visit(world, sly, "2026-11-04", 15, "=HYPERLINK(\"http://evil.example\")", "@SUM(A1)").await;
    let path = home.shared().await;
    let csv = home.planner.get(&format!("{path}/rapport.csv")).await;
    assert!(csv.body.starts_with('\u{feff}'), "{}", csv.body);
    let line = csv.body.lines().find(|line| line.contains("HYPERLINK")).unwrap();
    assert!(line.contains("'=HYPERLINK") && line.contains("'@SUM(A1)"), "{line}");
    assert!(
        csv.body
            .lines()
            .flat_map(|line| line.split(';'))
            .all(|cell| !cell.trim_start_matches('"').starts_with(['=', '@', '+']))
    );
    let book = home.planner.get(&format!("{path}/rapport.xlsx")).await;
    assert!(book.body.starts_with("PK") && book.headers["content-disposition"].to_str().unwrap().contains(".xlsx"));
    let page = home.planner.get(&path).await;
    assert!(!page.body.contains("<script>") && page.says("=1+1, Sly"), "{}", page.body);
}

async fn a_forged_report_id_leads_nowhere(test: TestDb) {
    let mut home = Home::new(test).await;
    let unit = home.site.world.home_care.to_string();
    let private = saved(&mut home.planner, &unit, "", &COLUMNS).await;
    let private = private.rsplit('/').next().unwrap().to_owned();
    let world = &home.site.world;
    let olle = world.account("Olle Ny").at(world.home_care).await;
    world.grant(olle, BuiltIn::HomeCarePlanner, world.home_care).await;
    let mut others = [home.site.staff(olle, world.home_care).await, home.relative().await];
    for browser in &mut others {
        for id in [private.as_str(), NOBODY, "1", "../rapporter"] {
            for below in ["", "/rapport.csv", "/rapport.xlsx", "/rapport.pdf", "/andra", "/avsluta"] {
                let page = browser.get(&format!("/rapporter/{id}{below}")).await;
                assert!(page.status.is_client_error(), "{id}{below}: {} {}", page.status, page.body);
                assert!(!page.body.contains("Maj") && !page.body.contains("(insatser)"), "{id}{below}");
            }
            for address in [
                "/min-sida/lagg-till".to_owned(),
                format!("/min-sida/{id}/ta-bort"),
                format!("/rapporter/{id}/avsluta"),
            ] {
                let page = browser.post(&address, &[("rapport", id), ("version", "1")]).await;
                assert!(page.status.is_client_error(), "{address} with {id}: {}", page.status);
            }
        }
    }
    assert_eq!(home.count("SELECT CAST(count(*) AS BIGINT) FROM my_page").await, 0);
    assert_eq!(home.planner.get(&format!("/rapporter/{private}")).await.status, StatusCode::OK);
}

async fn a_visibility_that_ended_takes_the_report_from_every_page(test: TestDb) {
    let mut home = Home::new(test).await;
    let unit = home.site.world.home_care.to_string();
    let mut asked = fields(&unit, &unit, &COLUMNS);
    asked.extend([("fran", "2026-11-20"), ("till", "2026-11-21")]);
    let page = home.planner.post("/rapporter/ny", &asked).await;
    let path = page.location.unwrap_or_else(|| panic!("{}", page.body));
    let id = path.rsplit('/').next().unwrap();
    let mut relative = home.relative().await;
    assert_eq!(relative.get(&path).await.status, StatusCode::OK);
    assert_eq!(relative.post("/min-sida/lagg-till", &[("rapport", id)]).await.status, StatusCode::SEE_OTHER);
    assert!(relative.get("/min-sida").await.says("Aktuell månad (insatser)"));
    home.site.wait(2 * DAY);
    let mut relative = home.relative().await;
    assert_eq!(relative.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(relative.get(&format!("{path}/rapport.csv")).await.status, StatusCode::NOT_FOUND);
    let mine = relative.get("/min-sida").await;
    assert!(!mine.says("(insatser)") && mine.says("Här finns inga rapporter än"), "{}", mine.body);
    assert!(!relative.get("/min-sida/lagg-till").await.says("(insatser)"));
}

async fn a_report_about_a_unit_outside_ones_grants_is_refused_and_shows_nothing(test: TestDb) {
    let mut home = Home::new(test).await;
    let (region, unit) = (home.site.world.region.to_string(), home.site.world.home_care.to_string());
    for (about, shown_at) in [(region.as_str(), ""), (unit.as_str(), region.as_str()), (NOBODY, "")] {
        let page = home.planner.post("/rapporter/ny", &fields(about, shown_at, &COLUMNS)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{about} {shown_at}: {}", page.body);
        assert!(page.says("Välj en enhet i listan."), "{}", page.body);
    }
    let mut asked = fields(&unit, "", &COLUMNS);
    asked[0] = ("om", "access-log");
    let page = home.planner.post("/rapporter/ny", &asked).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Du har ingen behörighet till det som rapporten handlar om."), "{}", page.body);
    assert_eq!(home.count("SELECT CAST(count(*) AS BIGINT) FROM report").await, 0);
    // Whoever has the report but no right to what it is about is told which right that is.
    let path = home.shared().await;
    let world = &home.site.world;
    let nurse = world.account("Ulla Vård").at(world.home_care).await;
    world.grant(nurse, BuiltIn::HomeCareStaff, world.home_care).await;
    let mut nurse = home.site.staff(nurse, world.home_care).await;
    let page = nurse.get(&path).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.body);
    assert!(page.says("Varför?") && !page.says("Ek, Maj"), "{}", page.body);
}

async fn a_long_report_is_poured_out_whole_and_names_each_customer_once(test: TestDb) {
    let mut home = Home::new(test).await;
    let world = &home.site.world;
    let many = world.resident("Mats Många").await;
    let many = customer(world, many, world.home_care).await;
    many_visits(world, many, 2_400).await;
    let path = home.shared().await;
    let csv = home.planner.get(&format!("{path}/rapport.csv")).await;
    assert_eq!(csv.body.lines().count(), 2_404, "2,403 visits under their headings");
    let book = home.planner.get(&format!("{path}/rapport.xlsx")).await;
    assert_eq!(sheet_of(&book).matches("<row ").count(), 2_404, "the same as a workbook");
    let events = home.site.world.events().await;
    let named: Vec<_> = events
        .iter()
        .filter(|event| event.args.as_deref().is_some_and(|args| args.ends_with("as=csv")))
        .flat_map(|event| event.resources.iter().filter_map(|one| one.patient.clone()))
        .collect();
    assert_eq!(named.len(), 3, "{named:?}");
    // The page shows fifty, and its next page begins after them.
    let first = home.planner.get(&path).await;
    assert_eq!(first.body.matches("role=\"rowheader\"").count(), 50 + 2, "fifty rows, and the weeks of the chart");
    let next = first.body.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let next = next.split('"').next().unwrap().to_owned();
    assert!(next.starts_with(&format!("{path}?efter=")), "{next}");
    assert!(first.body.contains("figure-value\">24\u{a0}135<"), "sums are of the whole: {}", first.body);
    let second = home.planner.get(&next).await;
    assert!(second.says("Till rapportens början"), "{}", second.body);
    assert_eq!(second.body.matches("role=\"rowheader\"").count(), 50);
    let told = home.planner.get(&format!("{path}/rapport.pdf")).await;
    assert!(told.body.starts_with("%PDF"), "{}", told.status);
}

async fn a_consent_that_ends_while_a_file_is_poured_out_breaks_it_off(test: TestDb) {
    let mut home = Home::new(test).await;
    many_visits(&home.site.world, home.majs, 2_400).await;
    let path = home.shared().await;
    let relative = home.relative().await;
    let mut csv = relative.begin(&format!("{path}/rapport.csv")).await.into_body();
    let first = csv.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(String::from_utf8_lossy(&first).lines().count(), 101, "the headings and the first hundred rows");
    let mut book = relative.begin(&format!("{path}/rapport.xlsx")).await.into_body();
    assert!(book.frame().await.unwrap().is_ok());
    home.site.wait(MINUTE);
    home.site.world.later(MINUTE).end(home.consent).await;
    assert!(csv.frame().await.unwrap().is_err(), "what follows is decided anew");
    assert!(breaks_off(book).await, "a workbook too");
}

async fn a_column_that_is_taken_from_relatives_while_a_file_is_poured_out_breaks_it_off(test: TestDb) {
    let mut home = Home::new(test).await;
    many_visits(&home.site.world, home.majs, 2_400).await;
    let path = home.shared().await;
    let relative = home.relative().await;
    let mut csv = relative.begin(&format!("{path}/rapport.csv")).await.into_body();
    assert!(csv.frame().await.unwrap().is_ok());
    let unit = home.site.world.home_care.to_string();
    let fewer = [("enhet", unit.as_str()), ("version", "0"), ("kolumner", "date")];
    let saved = home.planner.post("/installningar/hemtjanst", &fewer).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(breaks_off(csv).await);
    assert!(
        home.planner.get(&format!("{path}/rapport.csv")).await.body.lines().count() > 2_400,
        "staff see them as before"
    );
}

/// Whether what is left of a file ends before its end.
async fn breaks_off(mut file: axum::body::Body) -> bool {
    while let Some(part) = file.frame().await {
        if part.is_err() {
            return true;
        }
    }
    false
}
