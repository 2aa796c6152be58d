//! What nobody should send to the pages of home care and of its day, and somebody does: a form twice, two at once, another unit's id.

use behorig_access::{AccountId, BuiltIn};
use behorig_home_care::CustomerId;
use behorig_home_care::records::{assignments_of, interventions_of, pauses_of};
use behorig_home_care::visits_of_customer;
use behorig_registers::units::UnitKind;
use http::StatusCode;
use jiff::civil::date;
use proof_support::{TestDb, both_databases};

use crate::daily_planning::{Home, TODAY};
use crate::home_care::{Samples, samples};
use crate::site::Browser;

/// What somebody fills in.
type Typed<'a> = Vec<(&'a str, &'a str)>;

both_databases!(
    a_form_of_a_planner_that_is_sent_twice_happens_once,
    of_two_planners_who_save_at_once_one_is_told,
    a_planner_of_another_unit_meets_nothing_of_this_one,
    a_visit_that_ends_before_it_starts_is_refused_wherever_it_is_typed,
);

/// A key of a form, each another.
fn key(number: usize) -> String {
    format!("01997c3e-7c00-4000-8000-{number:012}")
}

/// Another planner of the same unit.
async fn other_planner(home: &Home) -> Browser {
    let world = &home.site.world;
    let olle: AccountId = world.account("Olle Två").at(world.home_care).await;
    world.grant(olle, BuiltIn::HomeCarePlanner, world.home_care).await;
    home.site.staff(olle, world.home_care).await
}

/// How many interventions, assignments, pauses and visits besides the plan a customer has.
async fn counted(home: &Home, sample: &Samples) -> [usize; 4] {
    let customer: CustomerId = sample.customer.parse().unwrap();
    let mut tx = home.site.test.read().await.unwrap();
    let visits = visits_of_customer(&mut tx, customer, date(2026, 1, 1), date(2028, 12, 31)).await.unwrap();
    [
        interventions_of(&mut tx, customer).await.unwrap().len(),
        assignments_of(&mut tx, customer).await.unwrap().len(),
        pauses_of(&mut tx, customer).await.unwrap().len(),
        visits.iter().filter(|visit| visit.assignment.is_none()).count(),
    ]
}

async fn a_form_of_a_planner_that_is_sent_twice_happens_once(test: TestDb) {
    let mut home = Home::new(test).await;
    let world = home.site.world.clone();
    let sample = samples(&world, &mut home.planner, world.home_care).await;
    assert_eq!(counted(&home, &sample).await, [1, 1, 1, 0]);
    let minutes = sample.fill("minuter.{intervention}");
    let forms: [(&str, Typed<'_>); 5] = [
        (
            "/insatser/ny",
            vec![
                ("insats", "Promenad"),
                ("lag", "sol"),
                ("minuter", "60"),
                ("per", "week"),
                ("beslutad", "2026-11-01"),
                ("fran", "2026-11-01"),
            ],
        ),
        (
            "/uppdrag/ny",
            vec![
                ("veckodagar", "2"),
                ("var-n-vecka", "1"),
                ("fran", "2026-11-20"),
                ("borjar", "15:00"),
                ("langd", "45"),
                ("antal", "1"),
                (&minutes, "20"),
            ],
        ),
        ("/pauser/ny", vec![("fran", "2027-01-10"), ("till", "2027-01-12"), ("orsak", "away")]),
        (
            "/besok/nytt",
            vec![
                ("dag", "2026-11-21"),
                ("borjar", "10:00"),
                ("langd", "30"),
                ("antal", "1"),
                ("insatser", &sample.intervention),
            ],
        ),
        ("/pauser/{pause}/ta-bort", vec![("version", "1")]),
    ];
    for (at, (below, fields)) in forms.iter().enumerate() {
        let path = sample.fill(&format!("/kunder/{{id}}{below}"));
        let once = key(at);
        let sent = [&fields[..], &[("en-gang", &once)]].concat();
        for _ in 0..2 {
            let page = home.planner.post(&path, &sent).await;
            assert_eq!(page.location, Some(sample.fill("/kunder/{id}")), "{below}: {}", page.body);
        }
    }
    assert_eq!(counted(&home, &sample).await, [2, 2, 1, 1]);
    // And of the day.
    let visit = home.visit("Sven Lind", 60).await.plan().await;
    let (anna, once, tick) = (home.annas_id.to_string(), key(10), format!("{visit}.1.1"));
    let give = [("dag", TODAY), ("personal", &anna), ("besok", &tick), ("en-gang", &once)];
    for _ in 0..2 {
        let page = home.planner.post(&format!("/planering/{}", world.home_care), &give).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
    let events = world.events().await;
    assert_eq!(events.iter().filter(|event| event.level.as_deref() == Some("daily-planning.give")).count(), 1);
}

async fn of_two_planners_who_save_at_once_one_is_told(test: TestDb) {
    let mut home = Home::new(test).await;
    let mut other = other_planner(&home).await;
    let world = home.site.world.clone();
    let sample = samples(&world, &mut home.planner, world.home_care).await;
    let visit = home.visit("Sven Lind", 60).await.plan().await;
    let (anna, bo, minutes) =
        (home.annas_id.to_string(), home.bos_id.to_string(), sample.fill("minuter.{intervention}"));
    let moved = |who, time| [("version", "1"), ("plats", "1"), ("personal", who), ("dag", TODAY), ("tid", time)];
    let changed = |start| {
        [
            ("version", "1"),
            ("veckodagar", "1"),
            ("var-n-vecka", "1"),
            ("fran", "2026-11-20"),
            ("borjar", start),
            ("langd", "45"),
            ("antal", "1"),
            (minutes.as_str(), "40"),
        ]
    };
    let paused = |to| [("version", "1"), ("fran", "2026-12-24"), ("till", to), ("orsak", "away")];
    let ended = |day| [("version", "1"), ("sista-dag", day)];
    let both: [(String, Typed<'_>, Typed<'_>); 4] = [
        (format!("/besok/{visit}/flytta"), moved(&anna, "11:30").to_vec(), moved(&bo, "12:00").to_vec()),
        (sample.fill("/kunder/{id}/uppdrag/{assignment}"), changed("09:00").to_vec(), changed("10:00").to_vec()),
        (sample.fill("/kunder/{id}/pauser/{pause}"), paused("2026-12-27").to_vec(), paused("2026-12-28").to_vec()),
        (sample.fill("/kunder/{id}/avsluta"), ended("2027-01-01").to_vec(), ended("2027-02-01").to_vec()),
    ];
    for (path, one, two) in &both {
        let (one, two) = tokio::join!(home.planner.post(path, one), other.post(path, two));
        let mut answers = [one.status, two.status];
        answers.sort();
        assert_eq!(
            answers,
            [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY],
            "{path}: {} {}",
            one.body,
            two.body
        );
        let told = if one.status == StatusCode::SEE_OTHER { two } else { one };
        assert!(told.says("har ändrat"), "{path}: {}", told.body);
    }
}

async fn a_planner_of_another_unit_meets_nothing_of_this_one(test: TestDb) {
    let mut home = Home::new(test).await;
    let world = home.site.world.clone();
    let elsewhere = world.unit(world.care_provider, UnitKind::HomeCareUnit, "Hemtjänsten Lindgården").await;
    let nils = world.account("Nils Plan").at(elsewhere).await;
    world.grant(nils, BuiltIn::HomeCarePlanner, elsewhere).await;
    let kim = world.account("Kim Holm").at(elsewhere).await;
    world.grant(kim, BuiltIn::HomeCareStaff, elsewhere).await;
    let mut nils = home.site.staff(nils, elsewhere).await;
    let sample = samples(&world, &mut home.planner, world.home_care).await;
    let visit = home.visit("Sven Lind", 60).await.plan().await;
    let here = world.home_care.to_string();
    let mut asked = 0;
    for route in &home.site.table {
        let known = ["/kunder/{id}", "/besok/{id}", "/planering/{unit}"].iter().any(|one| route.path.starts_with(one));
        if !known {
            continue;
        }
        let path = if route.path.starts_with("/kunder") {
            sample.fill(route.path)
        } else {
            route.path.replace("{id}", &visit).replace("{unit}", &here)
        };
        let page = if route.method == http::Method::GET {
            nils.get(&path).await
        } else {
            nils.post(&path, &[("version", "1"), ("plats", "1"), ("dag", TODAY)]).await
        };
        // A planner makes no visits, and may be told so; whose visit it is stays unsaid.
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path}: {}", route.method, page.body);
        asked += 1;
    }
    assert!(asked > 40, "{asked}");
    // Nor is the visit theirs to give away from a day of their own.
    let (tick, kim) = (format!("{visit}.1.1"), kim.to_string());
    let give = [("dag", TODAY), ("personal", kim.as_str()), ("besok", tick.as_str())];
    let page = nils.post(&format!("/planering/{elsewhere}"), &give).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    let taken = "SELECT CASE WHEN count(*) = 0 THEN 'nobody' ELSE 'somebody' END FROM visit_staff WHERE visit_id = ?1";
    assert_eq!(home.text(taken, &visit).await, "nobody");
    // And somebody of another unit is not planned here.
    let fields = [("version", "1"), ("plats", "1"), ("personal", kim.as_str()), ("dag", TODAY), ("tid", "11:00")];
    let page = home.planner.post(&format!("/besok/{visit}/flytta"), &fields).await;
    assert!(page.says("Personen kan inte planeras här den dagen."), "{}", page.body);
}

async fn a_visit_that_ends_before_it_starts_is_refused_wherever_it_is_typed(test: TestDb) {
    let mut home = Home::new(test).await;
    let world = home.site.world.clone();
    let sample = samples(&world, &mut home.planner, world.home_care).await;
    let minutes = sample.fill("minuter.{intervention}");
    let made = home.visit("Sven Lind", -120).await.by(home.annas_id).plan().await;
    for length in ["-30", "0", "1441", "99999999999999999999", "1,5"] {
        let plan = [
            ("veckodagar", "2"),
            ("var-n-vecka", "1"),
            ("fran", "2026-11-20"),
            ("borjar", "15:00"),
            ("langd", length),
            ("antal", "1"),
            (minutes.as_str(), "20"),
        ];
        let extra = [
            ("dag", "2026-11-21"),
            ("borjar", "10:00"),
            ("langd", length),
            ("antal", "1"),
            ("insatser", sample.intervention.as_str()),
        ];
        let moved =
            [("gor", "flytta"), ("dag", "2026-11-24"), ("borjar", "09:00"), ("langd", length), ("version", "1")];
        for (path, fields) in [
            ("/kunder/{id}/uppdrag/ny", &plan[..]),
            ("/kunder/{id}/besok/nytt", &extra[..]),
            ("/kunder/{id}/besok/{visit}", &moved[..]),
        ] {
            let page = home.planner.post(&sample.fill(path), fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {length}: {}", page.body);
            assert!(page.body.contains("id=\"langd-error\""), "{path} {length}: {}", page.body);
        }
    }
    for (from, to) in [("08:30", "08:10"), ("08:30", "08:30"), ("09:55", "09:54")] {
        let fields = [
            ("version", "1"),
            ("status", "performed"),
            ("dag", TODAY),
            ("fran", from),
            ("till", to),
            ("varfor", "Telefonen var trasig"),
        ];
        let page = home.planner.post(&format!("/besok/{made}/ratta"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{from}–{to}: {}", page.body);
        assert!(page.says("Sluttiden ska ligga efter starttiden"), "{from}–{to}: {}", page.body);
        assert!(page.says(from) && page.says("Telefonen var trasig"), "what was typed is still there");
    }
    assert_eq!(counted(&home, &sample).await, [1, 1, 1, 0]);
    assert_eq!(home.state(&made).await, "planned");
}
