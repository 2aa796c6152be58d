//! Every page, form, document and file that shows a resident's or a customer's data leaves an event about that person: a walk over
//! all routes as staff, as a case handler, as a relative and as a resident, who is a guardian too.

use std::collections::BTreeSet;

use behorig_access::{AccountId, BuiltIn, Hat, ObjectKind, ObjectRef, PersonId};
use behorig_store::params;
use behorig_visit::{Access, HatChoice};
use http::Method;
use jiff::civil::date;
use proof_support::{TestDb, World, both_databases};

use crate::routes::{Samples, right_one};
use crate::site::{Browser, Site};
use crate::walking::{Forms, Known, ask, is_left_out, persons, words_of};

both_databases!(whoever_is_shown_is_on_the_log);

/// What names people and leaves no event, with why.
const EXEMPT: [(&str, &str); 2] = [
    (
        "GET /mina-arenden as resident",
        "a guardian chooses among their own children by name; what is theirs is behind it, and on the log",
    ),
    ("GET /mina-mottagningar as resident", "as the list of cases"),
];

/// Somebody who walks, over whose pages, and whose own name is no reading.
struct Walker {
    who: &'static str,
    browser: Browser,
    own: Option<PersonId>,
}

async fn whoever_is_shown_is_on_the_log(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let world = &site.world;
    let (signe, ella) = (person(world, "Signe").await, child_of(world, "Signe").await);
    let right = right_one(&site).await;
    let relative = relative_of(world, person(world, "Elsa").await, samples.account).await;
    a_case_of_ones_own(&site, &samples, ella).await;
    let at_clinic = Some(world.clinic);
    let mut walkers = [
        Walker { who: "staff", browser: site.staff(right, world.clinic).await, own: None },
        Walker { who: "handler", browser: site.staff(samples.account, world.clinic).await, own: None },
        Walker {
            who: "relative",
            browser: site
                .wearing(HatChoice { hat: Hat::Relative, account: Some(relative), person: None, unit: at_clinic })
                .await,
            own: None,
        },
        Walker { who: "resident", browser: site.resident(signe).await, own: Some(signe) },
    ];
    let number = persons(world).await.into_iter().find(|known| known.id == ella).unwrap().number;
    let forms = forms_about(&number);
    let mut seen = BTreeSet::new();
    let mut silent = BTreeSet::new();
    // What is read comes before what is sent: a form may end what another page shows, or who walks.
    for method in [Method::GET, Method::POST] {
        for walker in &mut walkers {
            for route in site.table.iter().filter(|route| route.method == method) {
                for path in paths_of(&samples, route, &site, ella, walker.who) {
                    site.wait(1);
                    let page = ask(&mut walker.browser, route, &path, &forms).await;
                    assert!(!page.status.is_server_error(), "{method} {path} as {}: {}", walker.who, page.body);
                    let words = words_of(&page);
                    let logged = logged_since(&site).await;
                    for known in persons(world).await.iter().filter(|known| Some(known.id) != walker.own) {
                        if known.is_named_in(&words) {
                            let told = logged.contains(&known.number);
                            let about = if path.contains("?barn=") { "?barn" } else { "" };
                            let place = format!("{method} {}{about} as {}", route.path, walker.who);
                            if told {
                                seen.insert(place)
                            } else {
                                silent.insert(place)
                            };
                        }
                    }
                }
            }
        }
    }
    let exempt = |place: &String| EXEMPT.iter().any(|(page, _)| place == page);
    let silent: Vec<&String> = silent.iter().filter(|place| !exempt(place)).collect();
    assert!(silent.is_empty(), "these show a person and leave no event about them: {silent:#?}");
    assert!(seen.len() > 60, "only {} pages showed anybody, so the walk says little: {seen:#?}", seen.len());
    for who in ["staff", "handler", "relative", "resident"] {
        assert!(seen.iter().any(|place| place.contains(&format!("as {who}"))), "{who} saw nobody: {seen:#?}");
    }
    for file in ["rapport.pdf", "rapport.csv", "rapport.xlsx", "kunduppdrag.pdf"] {
        assert!(seen.iter().any(|place| place.contains(file)), "{file} showed nobody: {seen:#?}");
    }
}

/// The persons about whom anything was written since the clock last moved.
async fn logged_since(site: &Site) -> BTreeSet<String> {
    let mut read = site.test.read().await.unwrap();
    let now = behorig_visit::Clock::now(site.clock.as_ref());
    let sql = "SELECT DISTINCT r.patient_extension FROM audit_event e JOIN audit_resource r ON r.event_id = e.id
        WHERE e.at >= ?1 AND r.patient_extension IS NOT NULL";
    let rows: Vec<(String,)> = read.all(sql, params![now]).await.unwrap();
    rows.into_iter().map(|(number,)| number).collect()
}

/// Where a route is asked for: residents' pages for themselves and for a child, each unit's day where somebody is visited.
fn paths_of(
    samples: &Samples,
    route: &behorig::assemble::RouteLine,
    site: &Site,
    child: PersonId,
    who: &str,
) -> Vec<String> {
    if is_left_out(route.path) || route.path.ends_with("/handelser") && route.path != "/loggranskning/handelser" {
        return Vec::new();
    }
    if route.access == Access::Resident && who == "resident" {
        let path = route
            .path
            .replace("{unit}", &site.world.clinic.to_string())
            .replace("{type}", &samples.case_type)
            .replace("{id}", &samples.case);
        return if path.contains('{') { Vec::new() } else { vec![format!("{path}?barn={child}"), path] };
    }
    samples.path(route).into_iter().collect()
}

/// The forms in which a number is typed, with this one.
fn forms_about(number: &str) -> Forms<'_> {
    let sought = vec![("personnummer", number)];
    Forms::from([
        ("/invanare/sok", sought.clone()),
        ("/invanare/godkann", sought.clone()),
        ("/invanare/dela-ut", sought),
        ("/kunder/ny", vec![("personnummer", number), ("fran", "2026-11-20")]),
        (
            "/arenden/nytt",
            vec![
                ("till", number),
                ("slag", "question"),
                ("amne", "Inför besöket"),
                ("meddelande", "Hej {namn}!"),
                ("gor", "granska"),
            ],
        ),
        ("/loggranskning/handelser", vec![("nummer", number)]),
        ("/batch/export", vec![("what", "grants")]),
    ])
}

/// One more case, which is the handler's.
async fn a_case_of_ones_own(site: &Site, samples: &Samples, about: PersonId) {
    let case = crate::cases::sent(&site.world, about, site.world.clinic).await;
    site.world
        .change((case, samples.account), |tx, (case, account)| {
            Box::pin(async move {
                let now = tx.now();
                let sql =
                    "UPDATE care_case SET handler_account = ?2, assigned_at = ?3, state = 'assigned' WHERE id = ?1";
                tx.execute(sql, params![*case, *account, now]).await
            })
        })
        .await;
}

async fn person(world: &World, given_name: &str) -> PersonId {
    let mut read = world.db().read().await.unwrap();
    let (id,) = read.one("SELECT id FROM person WHERE given_name = ?1", params![given_name]).await.unwrap();
    id
}

/// A young child of a person, whom the clinic knows too.
async fn child_of(world: &World, guardian: &str) -> PersonId {
    let guardian = person(world, guardian).await;
    let child = world.resident("Ella Barnlund").born(date(2015, 6, 1)).await;
    world
        .change((child, guardian), |tx, (child, guardian)| {
            Box::pin(async move {
                let sql = "INSERT INTO custody (child_id, guardian_id, from_date) VALUES (?1, ?2, '2015-06-01')";
                tx.execute(sql, params![*child, *guardian]).await
            })
        })
        .await;
    world.grant(child, BuiltIn::ApprovedResident, world.clinic).await;
    child
}

/// A relative of a customer: an account of its own, and the account whose user page the walk opens.
async fn relative_of(world: &World, customer: PersonId, also: AccountId) -> AccountId {
    let object = ObjectRef { kind: ObjectKind::Customer, id: customer.as_object() };
    let relative = world.account("Karin Anhörig").at(world.clinic).await;
    for account in [relative, also] {
        world.grant(account, BuiltIn::Relative, world.clinic).for_object(object).await;
    }
    relative
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let known = Known::called("Signe", "Lund", "200001012384");
    for text in ["för Signe Lund, ", "Lund, Signe", "20000101-2384", "000101-2384", "<td>200001012384</td>"] {
        assert!(known.is_named_in(text), "{text}");
    }
    assert!(!known.is_named_in("Signe Lind, 20000101-2385, Lund"));
}
