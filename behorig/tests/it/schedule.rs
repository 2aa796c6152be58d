//! The schedule of a customer: who sees which of it on screen, on paper, in a calendar and in the phone, and when that ends.

use behorig_access::{AccountId, BuiltIn, GrantId, Hat, Instant, ObjectKind, ObjectRef, PersonId};
use behorig_home_care::CustomerId;
use behorig_registers::persons::{LocalRegister, PersonRegister};
use behorig_store::params;
use behorig_visit::HatChoice;
use http::StatusCode;
use jiff::civil::{Date, date};
use proof_support::world::{DAY, MINUTE};
use proof_support::{Logged, TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_relative_sees_when_somebody_comes_and_the_log_says_so,
    a_relative_who_changes_the_customers_id_in_any_address_meets_nothing,
    a_number_of_weeks_that_there_is_none_of_is_refused_beside_its_field,
    columns_that_the_unit_did_not_choose_stand_nowhere,
    a_consent_that_ended_this_minute_shows_nothing,
    a_calendar_gets_times_and_nothing_else,
    a_calendar_address_ends_with_the_right_and_says_no_more_than_a_wrong_one,
    a_calendar_address_that_is_fetched_without_end_is_told_when_to_come_again,
    a_calendar_address_is_its_owners_to_take_back,
    a_role_that_asks_for_more_than_a_password_has_no_calendar_address,
    the_phone_is_shown_what_it_may_keep_and_is_refused_after_the_end,
    a_customer_sees_their_own_visits_and_who_else_does,
    the_start_page_of_a_relative_leads_to_the_schedule_and_says_who_comes_next,
);

/// A home-care unit with two customers, and a relative of one of them.
struct Home {
    site: Site,
    karin: AccountId,
    kurt: PersonId,
    kurts: String,
    svens: String,
    consent: GrantId,
}

impl Home {
    async fn new(db: TestDb) -> Self {
        let site = Site::new(db).await;
        let world = &site.world;
        let karin = world.account("Karin Öst").at(world.home_care).await;
        let (kurt, sven) = (world.resident("Kurt Öst").await, world.resident("Sven Lind").await);
        let (kurts, svens) = (customer(world, kurt).await, customer(world, sven).await);
        let consent = follow(world, karin, kurt).await;
        let staff = world.account("Berit Alm").at(world.home_care).await;
        let friday = date(2026, 11, 20);
        visit(world, &kurts, at(friday, 7, 30), 30, "Dusch\nFrukost", Some(staff)).await;
        visit(world, &kurts, at(date(2026, 11, 22), 23, 30), 60, "Natthjälp", None).await;
        visit(world, &svens, at(friday, 9, 0), 30, "Städning", None).await;
        world
            .change(kurts.clone(), |tx, customer| {
                Box::pin(async move {
                    let customer: CustomerId = customer.parse().unwrap();
                    tx.execute(
                        "UPDATE visit SET state = 'performed', performed_from = planned_from + 300000,
                             performed_to = planned_to + 900000, deviation = 'longer-needed', note = 'Trött i benen'
                         WHERE customer_id = ?1 AND day = '2026-11-20'",
                        params![customer],
                    )
                    .await
                })
            })
            .await;
        Self { site, karin, kurt, kurts, svens, consent }
    }

    async fn relative(&self) -> Browser {
        as_relative(&self.site, self.karin).await
    }

    /// The unit lets relatives see these columns.
    async fn shows(&self, columns: &'static str) {
        let unit = self.site.world.home_care;
        self.site
            .world
            .change(unit, move |tx, unit| {
                Box::pin(async move {
                    tx.execute(
                        "INSERT INTO home_care_unit (unit_id, relative_columns, version) VALUES (?1, ?2, 1)
                         ON CONFLICT (unit_id) DO UPDATE SET relative_columns = excluded.relative_columns",
                        params![*unit, columns],
                    )
                    .await
                })
            })
            .await;
    }

    async fn logged(&self, level: &str) -> Vec<Logged> {
        let mut events = self.site.world.events().await;
        events.retain(|event| event.level.as_deref() == Some(level));
        events
    }
}

async fn as_relative(site: &Site, account: AccountId) -> Browser {
    let unit = Some(site.world.home_care);
    site.wearing(HatChoice { hat: Hat::Relative, account: Some(account), person: None, unit }).await
}

async fn follow(world: &World, account: AccountId, person: PersonId) -> GrantId {
    let object = ObjectRef { kind: ObjectKind::Customer, id: person.as_object() };
    world.grant(account, BuiltIn::Relative, world.home_care).for_object(object).on(behorig_access::Basis::Consent).await
}

/// A customer of the home-care unit since the beginning of the year.
async fn customer(world: &World, person: PersonId) -> String {
    let id = world
        .change((world.home_care, person), |tx, (unit, person)| {
            Box::pin(async move {
                let person = LocalRegister.by_id(tx, *person).await?.unwrap();
                behorig_home_care::records::add_customer(tx, *unit, &person, date(2026, 1, 1)).await
            })
        })
        .await;
    id.to_string()
}

fn at(day: Date, hour: i8, minute: i8) -> Instant {
    let zone = behorig_web::format::stockholm().clone();
    Instant(day.at(hour, minute, 0, 0).to_zoned(zone).unwrap().timestamp().as_millisecond())
}

async fn visit(world: &World, customer: &str, from: Instant, minutes: i64, what: &str, staff: Option<AccountId>) {
    let customer: CustomerId = customer.parse().unwrap();
    let input = (customer, world.home_care, from, minutes, what.to_owned(), staff);
    world
        .change(input, |tx, (customer, unit, from, minutes, what, staff)| {
            Box::pin(async move {
                let id = tx.new_uuid();
                let day = behorig_web::format::local(from.0).date().to_string();
                tx.execute(
                    "INSERT INTO visit (id, customer_id, unit_id, occasion, day, planned_from, planned_to, granted_minutes,
                         staff_needed, interventions, state, touched, version)
                     VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, 1, ?8, 'planned', FALSE, 1)",
                    params![id, *customer, *unit, day, *from, from.plus_millis(minutes * MINUTE), *minutes, what],
                )
                .await?;
                if let Some(staff) = staff {
                    tx.execute(
                        "INSERT INTO visit_staff (visit_id, place, account_id, day) VALUES (?1, 1, ?2, ?3)",
                        params![id, *staff, day],
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await;
}

fn schedule_of(customer: &str) -> String {
    format!("/kunder/{customer}/kunduppdrag")
}

/// Makes a calendar address and gives its path, which the page shows once.
async fn calendar_of(browser: &mut Browser, customer: &str) -> String {
    let made = browser.post(&format!("{}/kalender", schedule_of(customer)), &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let (_, rest) = made.body.split_once("http://behorig.test/kalender/").unwrap();
    let secret = rest.split(".ics").next().unwrap();
    assert_eq!(secret.len(), 64, "256 bits in hexadecimal digits");
    format!("/kalender/{secret}.ics")
}

async fn text_of_pdf(browser: &Browser, path: &str) -> String {
    let response = browser.begin(path).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/pdf");
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    file.extract_text(&pages).unwrap()
}

async fn a_relative_sees_when_somebody_comes_and_the_log_says_so(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let page = browser.get(&schedule_of(&home.kurts)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in
        ["Kurt Öst", "Vecka 47, 16–22\u{a0}november", "Vecka 48,", "fredag", "07.30", "Dusch, Frukost", "Utfört"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(page.says("00.30 (nästa dag)"), "a night visit ends on the next day: {}", page.body);
    assert!(!page.says("Sven") && !page.says("Berit") && !page.says("Trött i benen"));
    let told = home.logged("home-care.schedule").await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].activity.as_str(), told[0].hat.as_str(), told[0].resources.len()), ("Läsa", "relative", 1));

    let calendar = browser.get(&format!("{}?veckor=1&visa=vecka", schedule_of(&home.kurts))).await;
    assert!(calendar.says("23.30–24.00, fortsätter nästa dag"), "{}", calendar.body);
    let next = browser.get(&format!("{}?veckor=1&visa=vecka&fran=2026-W48", schedule_of(&home.kurts))).await;
    assert!(next.says("00.00–00.30, från dagen före"), "{}", next.body);

    // The manual's print, as a file: the customer, the weeks, and that it was printed stands in the log.
    let text = text_of_pdf(&browser, &format!("{}.pdf?veckor=2", schedule_of(&home.kurts))).await;
    for words in ["Kurt Öst", "Vecka 47", "Vecka 48", "07.30", "Dusch"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let told = home.logged("home-care.schedule-pdf").await;
    assert_eq!(told.iter().map(|event| event.activity.as_str()).collect::<Vec<_>>(), ["Utskrift"]);
}

async fn a_relative_who_changes_the_customers_id_in_any_address_meets_nothing(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let nobody = "01997c3e-7c00-7000-8000-000000000001";
    for other in [home.svens.as_str(), nobody, "1", "%00"] {
        for below in ["", ".pdf", "/kalender", "/kalender/aterkalla"] {
            let path = format!("{}{below}", schedule_of(other));
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}: {}", page.body);
            assert!(!page.says("Sven"), "{path}");
        }
        for below in ["/kalender", "/kalender/aterkalla"] {
            let page = browser.post(&format!("{}{below}", schedule_of(other)), &[("adress", nobody)]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{other}{below}: {}", page.body);
        }
    }
    assert!(!browser.get("/telefon").await.says("Sven"));
    let told = home.site.world.events().await;
    assert!(
        !told.iter().any(|event| event.resources.iter().any(|about| about.resource_id == Some(home.svens.clone())))
    );
}

async fn a_number_of_weeks_that_there_is_none_of_is_refused_beside_its_field(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    for wrong in ["0", "53", "10000", "-1", "tre"] {
        let page = browser.get(&format!("{}?veckor={wrong}&visa=vecka", schedule_of(&home.kurts))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.body.contains(&format!("value=\"{wrong}\"")), "what was typed is lost: {}", page.body);
        assert!(page.body.contains("id=\"veckor-error\"") && page.body.contains("href=\"#veckor\""), "{}", page.body);
        assert!(page.body.contains("value=\"vecka\" selected"), "the rest is lost: {}", page.body);
        let file = browser.get(&format!("{}.pdf?veckor={wrong}", schedule_of(&home.kurts))).await;
        assert_eq!(file.status, StatusCode::SEE_OTHER);
        assert_eq!(file.location, Some(format!("{}?veckor={wrong}", schedule_of(&home.kurts))));
    }
    for right in [1, 52] {
        let page = browser.get(&format!("{}?veckor={right}", schedule_of(&home.kurts))).await;
        assert_eq!(page.status, StatusCode::OK, "{right}");
        assert_eq!(page.body.matches("<h2 id=\"v").count(), right, "{}", page.body);
    }
}

async fn columns_that_the_unit_did_not_choose_stand_nowhere(db: TestDb) {
    let home = Home::new(db).await;
    home.shows("date planned_start").await;
    let mut browser = home.relative().await;
    let hidden = ["Dusch", "Natthjälp", "Utfört", "08.00", "BA", "Berit", "Trött", "00.30", "behövde"];
    let own = schedule_of(&home.kurts);
    for query in ["?veckor=2", "?veckor=2&visa=vecka", "?veckor=2&kolumner=alla", "?veckor=2&kolumner=plan&visa=vecka"]
    {
        let page = browser.get(&format!("{own}{query}")).await;
        let main = page.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned();
        assert!(main.contains("07.30"), "{main}");
        for words in hidden {
            assert!(!main.contains(words), "{words} stands in {query}: {main}");
        }
        let text = text_of_pdf(&browser, &format!("{own}.pdf{query}")).await;
        assert!(text.contains("07.30"), "{text}");
        for words in hidden {
            assert!(!text.contains(words), "{words} stands in the file of {query}: {text}");
        }
    }
    let phone = browser.get("/telefon").await;
    assert!(!phone.says("Natthjälp") && !phone.says("Utfört"), "{}", phone.body);
    // Without ends there is no calendar of times.
    assert!(browser.get(&format!("{own}/kalender")).await.says("Schemat kan inte följas med en kalenderadress"));
    assert_eq!(browser.post(&format!("{own}/kalender"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    home.shows("").await;
    let nothing = browser.get(&own).await;
    assert!(nothing.says("Enheten visar inget av schemat") && !nothing.says("07.30"), "{}", nothing.body);
}

async fn a_consent_that_ended_this_minute_shows_nothing(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let own = schedule_of(&home.kurts);
    assert_eq!(browser.get(&own).await.status, StatusCode::OK);
    let address = calendar_of(&mut browser, &home.kurts).await;
    home.site.world.end(home.consent).await;
    for path in [own.clone(), format!("{own}.pdf"), format!("{own}/kalender"), "/telefon".to_owned()] {
        let page = browser.get(&path).await;
        let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&page.status);
        assert!(refused && !page.says("Kurt"), "{path}: {} {}", page.status, page.body);
    }
    for path in [format!("{own}/kalender"), format!("{own}/kalender/aterkalla")] {
        let page = browser.post(&path, &[]).await;
        let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&page.status);
        assert!(refused && !page.says("Kurt"), "{path}: {} {}", page.status, page.body);
    }
    assert_eq!(home.site.browser().get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(home.logged("home-care.calendar.make").await.len(), 1, "none is made after the end");
    assert!(!browser.get("/").await.says("Kurt"));
}

async fn a_calendar_gets_times_and_nothing_else(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let address = calendar_of(&mut browser, &home.kurts).await;
    let list = browser.get(&format!("{}/kalender", schedule_of(&home.kurts))).await;
    assert!(list.says("Aldrig") && !list.body.contains(&address), "shown once: {}", list.body);

    // A calendar has no session.
    let fetched = home.site.browser().get(&address).await;
    assert_eq!(fetched.status, StatusCode::OK, "{}", fetched.body);
    assert_eq!(fetched.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(fetched.headers["cache-control"], "no-store");
    assert_eq!(fetched.headers["x-content-type-options"], "nosniff");
    assert_eq!(fetched.body.matches("BEGIN:VEVENT").count(), 2);
    assert!(fetched.body.contains("DTSTART;TZID=Europe/Stockholm:20261120T073000"), "{}", fetched.body);
    assert!(fetched.body.contains("DTEND;TZID=Europe/Stockholm:20261123T003000"), "{}", fetched.body);
    for words in ["Kurt", "Öst", "Dusch", "Natthjälp", "Björkgården", "Berit", "Trött", "DESCRIPTION", "LOCATION"]
    {
        assert!(!fetched.body.contains(words), "{words}: {}", fetched.body);
    }
    let told = home.logged("home-care.calendar").await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].hat.as_str(), told[0].resources.len()), ("relative", 1));
    assert!(
        !browser.get(&format!("{}/kalender", schedule_of(&home.kurts))).await.says("Aldrig"),
        "when it was fetched"
    );
}

/// What an answer shows to whoever sent the request, apart from the time.
fn seen(page: &Page) -> (StatusCode, String, Vec<(String, String)>) {
    let headers = page.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (page.status, page.body.clone(), headers.collect())
}

async fn a_calendar_address_ends_with_the_right_and_says_no_more_than_a_wrong_one(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let address = calendar_of(&mut browser, &home.kurts).await;
    let mut calendar = home.site.browser();
    let wrong = calendar.get(&format!("/kalender/{}.ics", "0".repeat(64))).await;
    assert_eq!((wrong.status, wrong.body.as_str()), (StatusCode::NOT_FOUND, ""));
    for other in ["x", "..", "%00", &"å".repeat(64)] {
        let page = calendar.get(&format!("/kalender/{}", other.replace('å', "%C3%A5"))).await;
        assert_eq!(seen(&page), seen(&wrong), "{other}");
    }
    assert_eq!(calendar.get(&address).await.status, StatusCode::OK);

    home.site.wait(DAY);
    let later = home.site.world.later(DAY);
    later.end(home.consent).await;
    assert_eq!(seen(&calendar.get(&address).await), seen(&wrong), "a consent that ended this minute");
    // Given anew, the address opens again: it is decided about at each fetch, and was not taken back.
    follow(&later, home.karin, home.kurt).await;
    assert_eq!(calendar.get(&address).await.status, StatusCode::OK);
    later
        .change(home.karin, |tx, account| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![*account, now]).await
            })
        })
        .await;
    assert_eq!(seen(&calendar.get(&address).await), seen(&wrong), "a blocked account");
    assert_eq!(home.logged("home-care.calendar").await.len(), 2, "what was refused was not read");
}

async fn a_calendar_address_that_is_fetched_without_end_is_told_when_to_come_again(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let address = calendar_of(&mut browser, &home.kurts).await;
    let other = calendar_of(&mut browser, &home.kurts).await;
    let mut calendar = home.site.browser();
    let wrong = format!("/kalender/{}.ics", "0".repeat(64));
    for (address, answer) in [(&address, StatusCode::OK), (&wrong, StatusCode::NOT_FOUND)] {
        for _ in 0..20 {
            assert_eq!(calendar.get(address).await.status, answer);
        }
        let refused = calendar.get(address).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::TOO_MANY_REQUESTS, ""));
        assert_eq!(refused.headers["retry-after"], "60");
    }
    assert_eq!(calendar.get(&other).await.status, StatusCode::OK, "another address is paced for itself");
    assert_eq!(home.logged("home-care.calendar").await.len(), 21, "what was refused was not read");
    home.site.wait(MINUTE);
    assert_eq!(calendar.get(&address).await.status, StatusCode::OK);
    home.site.wait(MINUTE);
    home.site.world.later(2 * MINUTE).end(home.consent).await;
    assert_eq!(calendar.get(&address).await.status, StatusCode::NOT_FOUND, "each fetch is decided anew");
}

async fn a_calendar_address_is_its_owners_to_take_back(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let path = format!("{}/kalender", schedule_of(&home.kurts));
    let key = "01997c3e-7c00-4000-8000-0000000000aa";
    assert_eq!(browser.post(&path, &[("en-gang", key)]).await.status, StatusCode::OK);
    let again = browser.post(&path, &[("en-gang", key)]).await;
    assert_eq!((again.status, again.location), (StatusCode::SEE_OTHER, Some(path.clone())), "sent twice, made once");
    let list = browser.get(&path).await;
    let ids: Vec<&str> =
        list.body.split("name=\"adress\" value=\"").skip(1).filter_map(|rest| rest.get(..36)).collect();
    assert_eq!(ids.len(), 1, "{}", list.body);
    let question = browser.get(&format!("{path}/aterkalla?adress={}", ids[0])).await;
    assert!(question.says("Återkalla kalenderadressen?"), "{}", question.body);

    // Somebody else who follows the same customer.
    let eva = home.site.world.account("Eva Öst").at(home.site.world.home_care).await;
    follow(&home.site.world, eva, home.kurt).await;
    let mut others = as_relative(&home.site, eva).await;
    assert!(!others.get(&path).await.body.contains(ids[0]));
    let forged = others.post(&format!("{path}/aterkalla"), &[("adress", ids[0])]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);

    let address = calendar_of(&mut browser, &home.kurts).await;
    let taken = browser.post(&format!("{path}/aterkalla"), &[("adress", ids[0])]).await;
    assert_eq!((taken.status, taken.location), (StatusCode::SEE_OTHER, Some(path.clone())));
    assert!(browser.get(&path).await.says("Kalenderadressen är återkallad."));
    assert_eq!(home.site.browser().get(&address).await.status, StatusCode::OK, "another address goes on");
    for _ in 0..9 {
        calendar_of(&mut browser, &home.kurts).await;
    }
    let many = browser.post(&path, &[]).await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(many.says("Du har redan 10 kalenderadresser för kunden."), "{}", many.body);
    assert_eq!(home.logged("home-care.calendar.make").await.len(), 11);
    assert_eq!(home.logged("home-care.calendar.revoke").await.len(), 1);
}

async fn a_role_that_asks_for_more_than_a_password_has_no_calendar_address(db: TestDb) {
    let home = Home::new(db).await;
    let world = &home.site.world;
    let planner = world.account("Pia Plan").at(world.home_care).await;
    world.grant(planner, BuiltIn::HomeCarePlanner, world.home_care).await;
    let mut browser = home.site.staff(planner, world.home_care).await;
    let page = browser.get(&schedule_of(&home.kurts)).await;
    assert!(page.says("Berit Alm") && page.says("Kunden behövde mer tid"), "{}", page.body);
    let all = browser.get(&format!("{}?kolumner=alla", schedule_of(&home.kurts))).await;
    assert!(all.says("Trött i benen"), "{}", all.body);
    let path = format!("{}/kalender", schedule_of(&home.kurts));
    assert!(browser.get(&path).await.says("Schemat kan inte följas med en kalenderadress"));
    assert_eq!(browser.post(&path, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn the_phone_is_shown_what_it_may_keep_and_is_refused_after_the_end(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let page = browser.get("/telefon").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.says("Kurt Öst") && page.says("07.30–08.00") && !page.says("Sven"), "{}", page.body);
    assert!(page.body.contains("rel=\"manifest\"") && page.body.contains("data-worker=\"/telefon/arbetare.js\""));
    assert!(!page.body.contains("session-warning"), "the app outlives the session");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("worker-src 'self'") && policy.contains("manifest-src 'self'"), "{policy}");
    assert_eq!(home.logged("home-care.phone").await.len(), 1);

    let mut nobody = home.site.browser();
    let worker = nobody.get("/telefon/arbetare.js").await;
    assert_eq!(worker.headers["service-worker-allowed"], "/telefon");
    assert!(worker.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    assert_eq!(nobody.get("/telefon/app.webmanifest").await.headers["content-type"], "application/manifest+json");

    // What the worker wipes at: nobody signed in, and a right that has ended.
    assert_eq!(nobody.get("/telefon").await.status, StatusCode::SEE_OTHER);
    home.site.world.end(home.consent).await;
    let refused = browser.get("/telefon").await;
    assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&refused.status), "{}", refused.status);
    let out = browser.post("/logga-ut", &[]).await;
    assert_eq!(out.headers["clear-site-data"], "\"storage\"");
}

async fn a_customer_sees_their_own_visits_and_who_else_does(db: TestDb) {
    let home = Home::new(db).await;
    let world = &home.site.world;
    let planner = world.account("Pia Plan").at(world.home_care).await;
    world.grant(planner, BuiltIn::HomeCarePlanner, world.care_provider).branch().await;
    let mut browser = home.site.resident(home.kurt).await;
    let page = browser.get("/mina-insatser").await;
    for words in
        ["07.30–08.00", "Dusch, Frukost", "BA", "Karin Öst", "Du har samtyckt", "tills vidare", "Hemtjänstplanerare"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(!page.says("Sven") && !page.says("Berit"));
    assert_eq!(home.logged("home-care.own").await.len(), 1);
    let other = world.resident("Ulla Berg").await;
    let mut others = home.site.resident(other).await;
    assert!(others.get("/mina-insatser").await.says("Du har ingen hemtjänst här"));
    assert_eq!(home.relative().await.get("/mina-insatser").await.status, StatusCode::NOT_FOUND);
}

async fn the_start_page_of_a_relative_leads_to_the_schedule_and_says_who_comes_next(db: TestDb) {
    let home = Home::new(db).await;
    let mut browser = home.relative().await;
    let start = browser.get("/").await;
    assert!(start.body.contains(&format!("href=\"{}\">Kurt Öst", schedule_of(&home.kurts))), "{}", start.body);
    assert!(start.says("2026-11-22\u{a0}kl.\u{a0}23.30"), "{}", start.body);
    home.shows("date").await;
    let start = browser.get("/").await;
    assert!(start.says("Kurt Öst") && !start.says("23.30"), "a unit that shows no times: {}", start.body);
}
