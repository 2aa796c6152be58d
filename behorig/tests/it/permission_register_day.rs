//! The register of any day, among many units, page by page and as a file that is poured out.

use axum::body::Body;
use behorig_access::{AccountId, Basis, BuiltIn, Holder, Period, UnitId};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::units::{self, NewUnit, UnitKind};
use http::StatusCode;
use http_body_util::BodyExt as _;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use crate::permission_register::Desk;
use crate::site::{Browser, Page};

both_databases!(
    a_day_before_the_first_permission_today_and_a_day_to_come_are_answered_in_words,
    the_pages_of_a_past_day_stay_at_that_day,
    a_unit_among_more_than_a_list_holds_is_found_by_its_name,
    the_file_is_poured_out_part_by_part_and_breaks_off_where_the_right_ends,
);

const REGISTER: &str = "/behorighetsregister";

async fn a_day_before_the_first_permission_today_and_a_day_to_come_are_answered_in_words(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).from(world.later(-9 * DAY).now).await;
    for day in ["2026-11-10", "1999-12-31", "0001-01-01"] {
        let early = desk.support.get(&format!("{REGISTER}?dag={day}")).await;
        assert_eq!(early.status, StatusCode::OK, "{day}: {}", early.body);
        assert!(early.says(&format!("Ingen hade någon behörighet här när dagen {day} var slut")), "{}", early.body);
        assert!(early.says("Ingen behörighet") && !early.says("Ek, Anna"), "{}", early.body);
        let file = desk.support.get(&format!("{REGISTER}/csv?dag={day}")).await;
        assert_eq!((file.status, file.body.lines().count()), (StatusCode::OK, 1), "headings alone: {}", file.body);
    }
    let first = desk.support.get(&format!("{REGISTER}?dag=2026-11-11")).await;
    assert!(first.says("Ek, Anna") && !first.says("Stöd, Sam"), "the day on which it was given: {}", first.body);
    let today = desk.support.get(&format!("{REGISTER}?dag=2026-11-20")).await;
    assert!(today.says("Ek, Anna") && today.says("Stöd, Sam"), "{}", today.body);
    assert!(today.says("just nu") && !today.says("Per 2026-11-20"), "today is now: {}", today.body);
    for (day, words) in
        [("2026-11-21", "Den dagen har inte varit än"), ("9999-12-31", "Den dagen har inte"), ("x", "Skriv dagen")]
    {
        let told = desk.support.get(&format!("{REGISTER}?dag={day}&person=anna")).await;
        assert!(told.status == StatusCode::OK && told.says(words) && told.says("Ek, Anna"), "{}", told.body);
        let link = links(&told).into_iter().find(|link| link.starts_with("/behorighetsregister/csv")).unwrap();
        assert_eq!(link, "/behorighetsregister/csv?person=anna", "the file is of what is shown");
        assert_eq!(desk.support.get(&link).await.status, StatusCode::OK);
    }
}

/// Where the links of a page lead.
fn links(page: &Page) -> Vec<String> {
    let all = page.body.split("href=\"").skip(1);
    all.map(|rest| rest.split('"').next().unwrap_or_default().replace("&amp;", "&")).collect()
}

/// The names in the table of a page.
fn names(page: &Page) -> Vec<String> {
    let table = page.body.split("<tbody").nth(1).unwrap_or_default();
    let cells = table.split("ek, ").skip(1);
    cells.map(|rest| rest.split('<').next().unwrap_or_default().to_owned()).collect()
}

async fn the_pages_of_a_past_day_stay_at_that_day(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    let day = |back: i64| world.later(-back * DAY).now;
    for at in 0..120_usize {
        let who = world.account(&format!("N{at:03} ek")).at(world.clinic).await;
        // Every second has it no longer, and every third got it later.
        let grant = world.grant(who, BuiltIn::CaseHandler, world.clinic);
        match (at % 2, at % 3) {
            (_, 0) => grant.from(day(1)).await,
            (0, _) => grant.from(day(9)).until(day(2)).await,
            _ => grant.from(day(9)).await,
        };
    }
    let expected: Vec<String> = (0..120).filter(|at| at % 3 != 0).map(|at| format!("N{at:03}")).collect();
    let mut walked = Vec::new();
    let mut path = format!("{REGISTER}?person=ek&dag=2026-11-15");
    let mut pages = Vec::new();
    loop {
        let page = desk.support.get(&path).await;
        assert!(page.says("Per 2026-11-15") && page.says("80 behörigheter"), "{}", page.body);
        walked.extend(names(&page));
        let next = links(&page).into_iter().find(|link| link.contains("efter="));
        pages.push(path);
        let Some(next) = next else { break };
        assert!(next.contains("dag=2026-11-15"), "{next}");
        path = next;
    }
    assert_eq!((walked, pages.len()), (expected.clone(), 2));
    let last = desk.support.get(&pages[1]).await;
    let back = links(&last).into_iter().find(|link| link.contains("fore=")).unwrap();
    assert_eq!(names(&desk.support.get(&back).await), expected[..50]);
}

async fn a_unit_among_more_than_a_list_holds_is_found_by_its_name(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await;
    world.grant(desk.bo, BuiltIn::Dashboard, world.other_clinic).await;
    let few = desk.support.get(REGISTER).await;
    assert!(few.body.contains("<select class=\"input\" id=\"filter-enhet\""), "{}", few.body);
    let last = add_units(&desk, 600).await;
    let many = desk.support.get(REGISTER).await;
    assert!(!many.body.contains("id=\"filter-enhet\"") && many.body.contains("name=\"enhetsnamn\""), "{}", many.body);
    // One that the list would have cut off: its name leads to it at once, and what narrowed besides stays.
    let found = desk.support.get(&format!("{REGISTER}?enhetsnamn=%C3%96gonmottagning%20600&dag=2026-11-19")).await;
    let to = format!("{REGISTER}?dag=2026-11-19&enhet={last}");
    assert_eq!((found.status, found.location.as_deref()), (StatusCode::SEE_OTHER, Some(to.as_str())), "{}", found.body);
    let narrowed = desk.support.get(&format!("{REGISTER}?enhetsnamn=v%C3%A5rdcentralen")).await.location.unwrap();
    let narrowed = desk.support.get(&narrowed).await;
    assert!(narrowed.says("Ek, Anna") && !narrowed.says("Ask, Bo"), "{}", narrowed.body);
    assert!(narrowed.says("Vårdcentralen Ekbacken") && narrowed.body.contains("class=\"chip\""), "{}", narrowed.body);
    let several = desk.support.get(&format!("{REGISTER}?enhetsnamn=%C3%96gonmottagning")).await;
    assert!(several.says("Vilken enhet?") && several.says("Fler enheter heter så"), "{}", several.body);
    let first = links(&several).into_iter().find(|link| link.contains("?enhet=")).unwrap();
    assert!(desk.support.get(&first).await.says("Ingen behörighet passar"));
    let none = desk.support.get(&format!("{REGISTER}?enhetsnamn=Finns%20inte")).await;
    assert!(none.says("Ingen enhet som du ser har ett namn som börjar så") && none.says("Ek, Anna"), "{}", none.body);
    let number = desk.support.get(&format!("{REGISTER}?enhetsnamn=19800101-2384")).await;
    assert_eq!((number.status, number.location.as_deref()), (StatusCode::SEE_OTHER, Some(REGISTER)));
}

/// So many more units; gives the last.
async fn add_units(desk: &Desk, many: usize) -> UnitId {
    let parent = desk.site.world.care_provider;
    desk.site
        .world
        .change((parent, many), |tx, (parent, many)| {
            Box::pin(async move {
                let mut last = *parent;
                for at in 1..=*many {
                    let (name, kind) = (format!("Ögonmottagning {at}"), UnitKind::Clinic);
                    let new = NewUnit { parent: Some(*parent), kind, name, hsa_id: None, code: None, import_key: None };
                    last = units::add(tx, &new).await?;
                }
                Ok(last)
            })
        })
        .await
}

async fn the_file_is_poured_out_part_by_part_and_breaks_off_where_the_right_ends(test: TestDb) {
    let desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    give_many(&desk, desk.anna, 2_500).await;
    let reader = world.account("Rut Alm").at(world.region).await;
    let right = world.grant(reader, BuiltIn::Support, world.region).branch().await;
    let browser = desk.site.staff(reader, world.region).await;
    let mut body = poured(&browser).await;
    let mut parts: Vec<usize> = Vec::new();
    while let Some(frame) = body.frame().await {
        let data = frame.unwrap().into_data().unwrap();
        parts.push(data.iter().filter(|byte| **byte == b'\n').count());
    }
    assert_eq!(parts.iter().sum::<usize>(), 1 + 2_500 + 2, "the headings, Anna's, and those of the two of support");
    assert!(parts.len() >= 3 && parts.iter().all(|lines| *lines <= 1_001), "{parts:?}");
    // Whoever loses the right while it is on its way gets no more of it.
    let mut body = poured(&browser).await;
    assert!(body.frame().await.unwrap().is_ok());
    world.end(right).await;
    desk.site.wait(1);
    assert!(body.frame().await.unwrap().is_err());
}

async fn poured(browser: &Browser) -> Body {
    let answer = browser.begin("/behorighetsregister/csv").await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.into_body()
}

async fn give_many(desk: &Desk, who: AccountId, many: usize) {
    let world = &desk.site.world;
    let new = NewGrant {
        holder: Holder::Account(who),
        role: world.role(BuiltIn::Dashboard),
        unit: world.clinic,
        branch: false,
        object: None,
        period: Period { from: world.now, to: None },
        basis: Basis::Import,
    };
    world
        .change((new, many), |tx, (new, many)| {
            Box::pin(async move {
                for _ in 0..*many {
                    grants::give(tx, new).await?;
                }
                Ok(())
            })
        })
        .await;
}
