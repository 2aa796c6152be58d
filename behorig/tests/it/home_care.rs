//! Customers of home care through the pages: a planner, the relative whom a customer lets follow, and what nobody should send.

use behorig_access::{AccountId, BuiltIn, Hat, PersonId, UnitId};
use behorig_home_care::records::{
    add_customer, assignments_of, interventions_of, next_visits_of, pauses_of, relative_columns,
};
use behorig_home_care::rules::sight::as_object;
use behorig_home_care::{CustomerId, PlannedVisit, VisitState, visits_of_customer};
use behorig_registers::persons::{LocalRegister, PersonRegister};
use behorig_store::{StoreError, params};
use behorig_visit::HatChoice;
use http::StatusCode;
use jiff::civil::{Date, date};
use proof_support::world::MINUTE;
use proof_support::{TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_planner_registers_a_customer_decides_plans_and_sees_the_visits,
    a_relative_finds_the_granted_customer_and_no_other_wherever_the_id_is_changed,
    a_consent_that_ended_this_minute_closes_every_page,
    what_cannot_be_planned_is_told_beside_its_field_and_the_rest_is_kept,
    the_second_of_two_who_plan_at_once_is_shown_what_the_first_did,
    visits_planned_by_hand_on_a_day_that_is_unticked_are_asked_about_and_called_off_or_kept,
    one_visit_is_moved_called_off_and_brought_back,
    a_customer_who_is_ended_says_what_ends_and_no_more_is_planned,
    a_unit_chooses_what_relatives_see,
    a_long_name_is_refused_and_a_strange_one_is_shown_as_it_is,
);

const NOBODY: &str = "01997c3e-7c00-7000-8000-000000000001";

/// Records of a customer that pages are asked for.
pub struct Samples {
    pub customer: String,
    pub intervention: String,
    pub assignment: String,
    pub pause: String,
    pub visit: String,
}

impl Samples {
    /// Puts a sample's records into a path.
    pub fn fill(&self, path: &str) -> String {
        path.replace("{id}", &self.customer)
            .replace("{intervention}", &self.intervention)
            .replace("{assignment}", &self.assignment)
            .replace("{pause}", &self.pause)
            .replace("{visit}", &self.visit)
    }
}

/// A customer at a unit, with something of everything, made by somebody who may.
pub async fn samples(world: &World, browser: &mut Browser, unit: UnitId) -> Samples {
    let person = world.resident("Elsa Lind").await;
    let customer = customer_at(world, unit, person).await;
    let path = format!("/kunder/{customer}");
    decide(browser, &path).await;
    let mut read = world.db().read().await.unwrap();
    let intervention = interventions_of(&mut read, customer).await.unwrap()[0].id.to_string();
    drop(read);
    let sent = plan(browser, &path, &intervention, &[]).await;
    assert_eq!(sent.location.as_deref(), Some(path.as_str()), "{}", sent.body);
    let paused = [("fran", "2026-12-24"), ("till", "2026-12-26"), ("orsak", "away")];
    let sent = browser.post(&format!("{path}/pauser/ny"), &paused).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let mut read = world.db().read().await.unwrap();
    Samples {
        customer: customer.to_string(),
        intervention,
        assignment: assignments_of(&mut read, customer).await.unwrap()[0].id.to_string(),
        pause: pauses_of(&mut read, customer).await.unwrap()[0].id.to_string(),
        visit: next_visits_of(&mut read, customer, date(2026, 11, 22), 1).await.unwrap()[0].id.to_string(),
    }
}

pub async fn customer_at(world: &World, unit: UnitId, person: PersonId) -> CustomerId {
    world
        .change((unit, person), |tx, (unit, person)| {
            Box::pin(async move {
                let person = LocalRegister.by_id(tx, *person).await?.ok_or(StoreError::Missing)?;
                add_customer(tx, *unit, &person, date(2026, 1, 1)).await
            })
        })
        .await
}

/// A shower, 120 minutes a week.
async fn decide(browser: &mut Browser, path: &str) {
    let decided = [
        ("insats", "Dusch"),
        ("lag", "sol"),
        ("minuter", "120"),
        ("per", "week"),
        ("beslutad", "2026-11-01"),
        ("fran", "2026-11-01"),
    ];
    let sent = browser.post(&format!("{path}/insatser/ny"), &decided).await;
    assert_eq!(sent.location.as_deref(), Some(path), "{}", sent.body);
}

/// Mondays, Wednesdays and Fridays at eight, with what is changed.
async fn plan(browser: &mut Browser, path: &str, intervention: &str, changes: &[(&str, &str)]) -> Page {
    let minutes = format!("minuter.{intervention}");
    let usual = [
        ("veckodagar", "1"),
        ("veckodagar", "3"),
        ("veckodagar", "5"),
        ("var-n-vecka", "1"),
        ("fran", "2026-11-20"),
        ("borjar", "08:00"),
        ("langd", "45"),
        ("antal", "2"),
        (minutes.as_str(), "40"),
    ];
    let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    let fields: Vec<(&str, &str)> = kept.chain(changes).copied().collect();
    browser.post(&format!("{path}/uppdrag/ny"), &fields).await
}

/// A home-care unit with its planner.
struct Unit {
    site: Site,
    planner: Browser,
}

impl Unit {
    async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let pia = site.world.account("Pia Plan").at(site.world.home_care).await;
        site.world.grant(pia, BuiltIn::HomeCarePlanner, site.world.home_care).await;
        let planner = site.staff(pia, site.world.home_care).await;
        Self { site, planner }
    }

    async fn customer(&self, name: &str) -> (CustomerId, PersonId) {
        let person = self.site.world.resident(name).await;
        (customer_at(&self.site.world, self.site.world.home_care, person).await, person)
    }

    async fn intervention(&self, customer: CustomerId) -> String {
        let mut read = self.site.test.read().await.unwrap();
        interventions_of(&mut read, customer).await.unwrap()[0].id.to_string()
    }

    async fn visits(&self, customer: CustomerId) -> Vec<PlannedVisit> {
        let mut read = self.site.test.read().await.unwrap();
        visits_of_customer(&mut read, customer, date(2026, 1, 1), date(2028, 12, 31)).await.unwrap()
    }

    async fn relative(&self, account: AccountId) -> Browser {
        let unit = Some(self.site.world.home_care);
        self.site.wearing(HatChoice { hat: Hat::Relative, account: Some(account), person: None, unit }).await
    }
}

async fn number_of(site: &Site, person: PersonId) -> String {
    let mut read = site.test.read().await.unwrap();
    let (number,): (String,) =
        read.one("SELECT identity_number FROM person WHERE id = ?1", params![person]).await.unwrap();
    number
}

async fn a_planner_registers_a_customer_decides_plans_and_sees_the_visits(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let world = &unit.site.world;
    let elsa = world.resident("Elsa Lind").await;
    let number = number_of(&unit.site, elsa).await;
    let planner = &mut unit.planner;
    let empty = planner.get("/kunder").await;
    assert!(empty.says("Inga kunder att visa") && empty.says("Ny kund"), "{}", empty.body);
    let typed = [("personnummer", number.as_str()), ("fran", "2026-11-20")];
    let shown = planner.post("/kunder/ny", &typed).await;
    assert!(shown.status == StatusCode::OK && shown.says("Elsa Lind") && shown.says("Lägg till"), "{}", shown.body);
    let fields = [("person", elsa.to_string()), ("fran", "2026-11-20".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let added = planner.post("/kunder/ny", &fields).await;
    let path = added.location.unwrap();
    let again = planner.post("/kunder/ny", &fields).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.says("är redan kund"), "{}", again.body);
    decide(planner, &path).await;
    let customer: CustomerId = path.rsplit('/').next().unwrap().parse().unwrap();
    let mut read = unit.site.test.read().await.unwrap();
    let intervention = interventions_of(&mut read, customer).await.unwrap()[0].id.to_string();
    drop(read);
    let planned = plan(planner, &path, &intervention, &[]).await;
    assert_eq!(planned.location.as_deref(), Some(path.as_str()), "{}", planned.body);
    let page = planner.get(&path).await;
    assert!(page.says("måndag, onsdag och fredag kl.\u{a0}08.00, 45 min"), "{}", page.body);
    assert!(page.says("måndag 23\u{a0}november 2026"), "today's visit has been: {}", page.body);
    assert!(!page.says("Mer Dusch är planerat"), "{}", page.body);
    assert!(page.says("Kunduppdrag ändrat") && page.says("Pia Plan"), "its history: {}", page.body);
    let more = plan(planner, &path, &intervention, &[("borjar", "18.30"), ("veckodagar", "7")]).await;
    assert_eq!(more.status, StatusCode::SEE_OTHER, "{}", more.body);
    let page = planner.get(&path).await;
    assert!(page.says("Mer Dusch är planerat än beslutat: 40 min per vecka"), "{}", page.body);
    let list = planner.get("/kunder?namn=Li").await;
    assert!(list.says("Lind, Elsa") && list.says("2026-11-22\u{a0}kl.\u{a0}18.30"), "{}", list.body);
    assert!(planner.get("/kunder?namn=Ek").await.says("Ingen kund hittades"));
    let read = unit.site.world.events().await;
    for level in ["home-care.find", "home-care.show", "home-care.list", "home-care.add-assignment"] {
        let event = read.iter().rfind(|event| event.level.as_deref() == Some(level)).expect(level);
        assert_eq!(event.resources[0].patient.as_deref(), Some(number.as_str()), "{level}");
    }
}

async fn a_relative_finds_the_granted_customer_and_no_other_wherever_the_id_is_changed(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let (own, mother) = unit.customer("Elsa Lind").await;
    let world = unit.site.world.clone();
    let foreign = samples(&world, &mut unit.planner, world.home_care).await;
    let karin = world.account("Karin Sandberg").at(world.home_care).await;
    world.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(mother)).await;
    let mut browser = unit.relative(karin).await;
    let list = browser.get("/kunder").await;
    assert!(list.says("Lind, Elsa") && list.says(&format!("/kunder/{own}/kunduppdrag")), "{}", list.body);
    assert!(!list.says(&foreign.customer) && !list.says("Ny kund"), "{}", list.body);
    let page = browser.get(&format!("/kunder/{own}")).await;
    assert!(page.status == StatusCode::OK && page.says("Kunduppdrag") && !page.says("Insatser"), "{}", page.body);
    let mut asked = 0;
    for route in unit.site.table.iter().filter(|route| route.path.starts_with("/kunder/{id}")) {
        let path = foreign.fill(route.path);
        let page = if route.method == http::Method::GET {
            browser.get(&path).await
        } else {
            browser.post(&path, &[("version", "1")]).await
        };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path}: {}", route.method, page.body);
        // And the relative's own customer is followed, never changed.
        if route.method == http::Method::POST && !path.contains("/kunduppdrag") {
            let own_path = path.replace(&foreign.customer, &own.to_string());
            let page = browser.post(&own_path, &[("version", "1")]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{own_path}: {}", page.body);
        }
        asked += 1;
    }
    assert!(asked > 20);
    // One customer's records are none of another's, to the planner either.
    for below in ["insatser", "uppdrag", "pauser", "besok"] {
        let id = match below {
            "insatser" => &foreign.intervention,
            "uppdrag" => &foreign.assignment,
            "pauser" => &foreign.pause,
            _ => &foreign.visit,
        };
        let page = unit.planner.get(&format!("/kunder/{own}/{below}/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{below}");
        let page = unit.planner.get(&format!("/kunder/{own}/{below}/{NOBODY}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{below}");
    }
}

async fn a_consent_that_ended_this_minute_closes_every_page(test: TestDb) {
    let unit = Unit::new(test).await;
    let (customer, person) = unit.customer("Elsa Lind").await;
    let world = &unit.site.world;
    let karin = world.account("Karin Sandberg").at(world.home_care).await;
    let until = world.now.plus_millis(MINUTE);
    world.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(person)).until(until).await;
    let mut browser = unit.relative(karin).await;
    let path = format!("/kunder/{customer}");
    assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    unit.site.wait(MINUTE);
    for path in [path.clone(), format!("{path}/kunduppdrag"), "/kunder".to_owned()] {
        let page = browser.get(&path).await;
        assert_ne!(page.status, StatusCode::OK, "{path}");
        assert!(!page.says("Elsa") && !page.says("Lind"), "{path}: {}", page.body);
    }
}

async fn what_cannot_be_planned_is_told_beside_its_field_and_the_rest_is_kept(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let (customer, _) = unit.customer("Elsa Lind").await;
    let path = format!("/kunder/{customer}");
    decide(&mut unit.planner, &path).await;
    let intervention = unit.intervention(customer).await;
    let minutes = format!("minuter.{intervention}");
    let wrong = [
        (vec![("var-n-vecka", "0")], "heltal från 1 till 52"),
        (vec![("var-n-vecka", "10000")], "heltal från 1 till 52"),
        (vec![("langd", "-45")], "heltal från 5 till"),
        (vec![("senast", "07:30")], "Tidsfönstret slutar innan det börjar"),
        (vec![("till", "2026-11-01")], "Den sista dagen ligger före den första"),
        (vec![("borjar", "25:00")], "Skriv tiden som timme och minut"),
        (vec![("langd", "1440"), ("veckodagar", "1"), ("veckodagar", "2")], "skulle pågå när nästa besök börjar"),
        (vec![(minutes.as_str(), "60")], "Insatserna tar 60 minuter tillsammans"),
        (vec![(minutes.as_str(), "")], "Ange minuter för minst en insats"),
        (vec![("antal", "99")], "heltal från 1 till 4"),
    ];
    for (changes, told) in wrong {
        let page = plan(&mut unit.planner, &path, &intervention, &changes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        assert!(page.says(told), "{changes:?} {told}: {}", page.body);
        assert!(page.body.contains("value=\"2026-11-20\""), "what was typed is still there: {}", page.body);
    }
    let missing = [("insats", ""), ("minuter", "0"), ("fran", "2026-11-20"), ("till", "2026-11-01")];
    let page = unit.planner.post(&format!("{path}/insatser/ny"), &missing).await;
    assert!(page.says("Skriv vilken insats som är beslutad") && page.says("före den första"), "{}", page.body);
    let page = unit.planner.post(&format!("{path}/pauser/ny"), &[("fran", "2026-12-02"), ("till", "2026-12-01")]).await;
    assert!(page.says("Välj en orsak") && page.says("före den första"), "{}", page.body);
    assert_eq!(unit.visits(customer).await, []);
    // Somebody else's decision is no part of this customer's visits.
    let (other, _) = unit.customer("Åke Åberg").await;
    decide(&mut unit.planner, &format!("/kunder/{other}")).await;
    let foreign = unit.intervention(other).await;
    let page = plan(&mut unit.planner, &path, &foreign, &[]).await;
    assert!(page.says("Ange minuter för minst en insats"), "{}", page.body);
}

async fn the_second_of_two_who_plan_at_once_is_shown_what_the_first_did(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let world = unit.site.world.clone();
    let sample = samples(&world, &mut unit.planner, world.home_care).await;
    let path = sample.fill("/kunder/{id}/insatser/{intervention}");
    let fields = |minutes: &'static str| {
        [
            ("version", "1"),
            ("insats", "Dusch"),
            ("lag", "sol"),
            ("minuter", minutes),
            ("per", "week"),
            ("beslutad", "2026-11-01"),
            ("fran", "2026-11-01"),
        ]
    };
    let first = unit.planner.post(&path, &fields("90")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let second = unit.planner.post(&path, &fields("60")).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", second.body);
    assert!(second.says("Någon annan har ändrat under tiden") && second.says("90 min/vecka"), "{}", second.body);
    assert!(second.body.contains("value=\"60\"") && second.body.contains("name=\"version\" value=\"2\""));
    let third = unit.planner.post(&path, &[&fields("60")[1..], &[("version", "2")]].concat()).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER, "{}", third.body);
}

async fn visits_planned_by_hand_on_a_day_that_is_unticked_are_asked_about_and_called_off_or_kept(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let world = unit.site.world.clone();
    let sample = samples(&world, &mut unit.planner, world.home_care).await;
    let customer: CustomerId = sample.customer.parse().unwrap();
    let anna = world.account("Anna Ek").at(world.home_care).await;
    world.grant(anna, BuiltIn::HomeCareStaff, world.home_care).await;
    let on = async |unit: &Unit, day: Date| unit.visits(customer).await.into_iter().find(|one| one.occasion == day);
    let days = [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30)];
    let mut given = Vec::new();
    for day in days {
        let visit = on(&unit, day).await.unwrap().id.to_string();
        let day = day.to_string();
        let anna = anna.to_string();
        let fields = [("version", "1"), ("plats", "1"), ("personal", &anna), ("dag", &day), ("tid", "08:00")];
        let sent = unit.planner.post(&format!("/besok/{visit}/flytta"), &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        given.push(visit);
    }
    // Mondays and Wednesdays go; Fridays stay.
    let path = sample.fill("/kunder/{id}/uppdrag/{assignment}");
    let minutes = sample.fill("minuter.{intervention}");
    let fields = |version: &'static str| {
        [
            ("version", version),
            ("veckodagar", "5"),
            ("var-n-vecka", "1"),
            ("fran", "2026-11-20"),
            ("borjar", "08:00"),
            ("langd", "45"),
            ("antal", "2"),
            (minutes.as_str(), "40"),
        ]
    };
    let asked = unit.planner.post(&path, &fields("1")).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", asked.body);
    assert!(asked.says("Välj vilka av de handplanerade besöken som ska ställas in"), "{}", asked.body);
    for (day, is_asked) in [("måndag 23", true), ("onsdag 25", true), ("fredag 27", false), ("måndag 30", true)] {
        let words = format!("{day}\u{a0}november 2026 kl.\u{a0}08.00, Anna Ek");
        assert_eq!(asked.says(&words), is_asked, "{words}: {}", asked.body);
    }
    assert_eq!(asked.body.matches("name=\"fragade\"").count(), 3);
    assert!(on(&unit, date(2026, 12, 2)).await.is_some(), "nothing is saved before it is answered");
    // One that was asked about and is not ticked stays; a stranger's visit in the answer is none of it.
    let foreign = samples(&world, &mut unit.planner, world.home_care).await;
    let answer: Vec<(&str, &str)> = [0, 1, 3].iter().map(|at| ("fragade", given[*at].as_str())).collect();
    let off = [("stall-in", given[0].as_str()), ("stall-in", given[3].as_str()), ("stall-in", foreign.visit.as_str())];
    let part = unit.planner.post(&path, &[&fields("1")[..], &answer[..2], &off].concat()).await;
    assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY, "each of them is asked about: {}", part.body);
    let saved = unit.planner.post(&path, &[&fields("1")[..], &answer, &off].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let state = async |unit: &Unit, day| on(unit, day).await.map(|visit| visit.state);
    assert_eq!(state(&unit, days[0]).await, Some(VisitState::Cancelled));
    assert_eq!(state(&unit, days[1]).await, Some(VisitState::Planned), "kept");
    assert_eq!(state(&unit, days[2]).await, Some(VisitState::Planned), "its day is still one");
    assert_eq!(state(&unit, days[3]).await, Some(VisitState::Cancelled));
    assert_eq!(state(&unit, date(2026, 12, 2)).await, None);
    let others: CustomerId = foreign.customer.parse().unwrap();
    assert!(unit.visits(others).await.iter().all(|visit| visit.state != VisitState::Cancelled));
    let history = unit.planner.get(&format!("/besok/{}", given[0])).await;
    assert!(history.says("Inställt"), "{}", history.body);
    // What was kept once is not asked about again.
    let again = unit.planner.post(&path, &fields("2")).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
}

async fn one_visit_is_moved_called_off_and_brought_back(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let world = unit.site.world.clone();
    let sample = samples(&world, &mut unit.planner, world.home_care).await;
    let customer: CustomerId = sample.customer.parse().unwrap();
    let path = sample.fill("/kunder/{id}/besok/{visit}");
    let visit = async |unit: &Unit| {
        unit.visits(customer).await.into_iter().find(|visit| visit.id.to_string() == sample.visit).unwrap()
    };
    assert_eq!(visit(&unit).await.day, date(2026, 11, 23));
    let to = |day: &'static str, start: &'static str, length: &'static str, version: &'static str| {
        [("gor", "flytta"), ("dag", day), ("borjar", start), ("langd", length), ("version", version)]
    };
    for (form, told) in [
        (to("2026-11-25", "08:10", "45", "1"), "Ett annat besök av samma kunduppdrag"),
        (to("2026-11-20", "09:00", "45", "1"), "som inte har varit"),
        (to("2029-11-20", "09:00", "45", "1"), "inom ett år"),
        (to("2026-11-24", "09:00", "0", "1"), "heltal från 5 till"),
    ] {
        let page = unit.planner.post(&path, &form).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says(told), "{told}: {}", page.body);
    }
    let page = unit.planner.post(&path, &to("2026-11-24", "23:40", "45", "1")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let moved = visit(&unit).await;
    assert!(moved.touched && moved.day == date(2026, 11, 24) && moved.occasion == date(2026, 11, 23));
    let again = unit.planner.post(&path, &to("2026-11-26", "09:00", "45", "1")).await;
    assert!(again.says("Någon annan har ändrat under tiden"), "a version that is gone: {}", again.body);
    for (what, version, state) in [("stall-in", "2", VisitState::Cancelled), ("aterstall", "3", VisitState::Planned)] {
        let page = unit.planner.post(&path, &[("gor", what), ("version", version)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert_eq!(visit(&unit).await.state, state);
    }
    let extra = [("dag", "2026-11-21"), ("borjar", "10:00"), ("langd", "30"), ("antal", "1")];
    let page = unit.planner.post(&sample.fill("/kunder/{id}/besok/nytt"), &extra).await;
    assert!(page.says("Välj minst en insats"), "{}", page.body);
    let whole = [&extra[..], &[("insatser", sample.intervention.as_str())]].concat();
    let page = unit.planner.post(&sample.fill("/kunder/{id}/besok/nytt"), &whole).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert_eq!(unit.visits(customer).await.iter().filter(|visit| visit.assignment.is_none()).count(), 1);
}

async fn a_customer_who_is_ended_says_what_ends_and_no_more_is_planned(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let world = unit.site.world.clone();
    let sample = samples(&world, &mut unit.planner, world.home_care).await;
    let customer: CustomerId = sample.customer.parse().unwrap();
    let mut read = unit.site.test.read().await.unwrap();
    let (person,): (PersonId,) =
        read.one("SELECT person_id FROM customer WHERE id = ?1", params![customer]).await.unwrap();
    drop(read);
    let karin = world.account("Karin Sandberg").at(world.home_care).await;
    let consent = world.grant(karin, BuiltIn::Relative, world.home_care).for_object(as_object(person)).await;
    let path = sample.fill("/kunder/{id}/avsluta");
    let question = unit.planner.get(&path).await;
    assert!(question.says("Ett kunduppdrag") && question.says("Behörigheten för Karin Sandberg"), "{}", question.body);
    let past = unit.planner.post(&path, &[("sista-dag", "2026-11-19"), ("version", "1")]).await;
    assert!(past.says("Välj en dag och en tid som inte har varit"), "{}", past.body);
    let ended = unit.planner.post(&path, &[("sista-dag", "2026-11-30"), ("version", "1")]).await;
    assert_eq!(ended.location, Some(sample.fill("/kunder/{id}")), "{}", ended.body);
    // The grant tells who moved its end, from when to when and why: its own history, and its holder's.
    let mut read = unit.site.test.read().await.unwrap();
    let told = behorig_store::history::changes_of(&mut read, "grant", consent.uuid()).await.unwrap();
    assert_eq!(told, behorig_store::history::changes_of(&mut read, "account", karin.uuid()).await.unwrap());
    drop(read);
    assert_eq!((told.len(), told[0].who.as_str(), told[0].at), (1, "Pia Plan", world.now));
    let change = &told[0].fields[0];
    assert!(change.old.as_deref().is_some_and(|old| old.ends_with("2026-11-20 – tills vidare")), "{change:?}");
    let new = change.new.as_deref().unwrap_or_default();
    assert!(new.ends_with("2026-11-20 – 2026-11-30 (hemtjänsten avslutas)"), "{new}");
    let days: Vec<_> = unit.visits(customer).await.into_iter().map(|visit| visit.day.to_string()).collect();
    assert_eq!(days, ["2026-11-23", "2026-11-25", "2026-11-27", "2026-11-30"]);
    let mut browser = unit.relative(karin).await;
    assert_eq!(browser.get(&sample.fill("/kunder/{id}")).await.status, StatusCode::OK);
    unit.site.wait(12 * 24 * 60 * MINUTE);
    let mut browser = unit.relative(karin).await;
    assert_eq!(browser.get(&sample.fill("/kunder/{id}")).await.status, StatusCode::NOT_FOUND);
}

async fn a_unit_chooses_what_relatives_see(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let page = unit.planner.get("/installningar/hemtjanst").await;
    assert!(page.says("Det här ser anhöriga") && page.says("Avvikelseorsak"), "{}", page.body);
    let home = unit.site.world.home_care.to_string();
    let none = [("enhet", home.as_str()), ("version", "0")];
    assert!(unit.planner.post("/installningar/hemtjanst", &none).await.says("Välj minst en kolumn"));
    let invented = [&none[..], &[("kolumner", "password")]].concat();
    assert!(unit.planner.post("/installningar/hemtjanst", &invented).await.says("Välj minst en kolumn"));
    let chosen = [&none[..], &[("kolumner", "date"), ("kolumner", "staff")]].concat();
    let saved = unit.planner.post("/installningar/hemtjanst", &chosen).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let late = unit.planner.post("/installningar/hemtjanst", &chosen).await;
    assert!(late.says("Någon annan har ändrat under tiden"), "{}", late.body);
    let mut read = unit.site.test.read().await.unwrap();
    let kept = relative_columns(&mut read, unit.site.world.home_care).await.unwrap();
    assert_eq!(kept.columns.iter().map(|column| column.key()).collect::<Vec<_>>(), ["date", "staff"]);
}

async fn a_long_name_is_refused_and_a_strange_one_is_shown_as_it_is(test: TestDb) {
    let mut unit = Unit::new(test).await;
    let (customer, _) = unit.customer("Elsa Lind").await;
    let path = format!("/kunder/{customer}");
    let long = "å".repeat(60_000);
    for (name, told) in [(long.as_str(), "Korta texten"), ("a\0b", "Ta bort tecken")] {
        let fields = [("insats", name), ("lag", "sol"), ("minuter", "60"), ("per", "week"), ("fran", "2026-11-20")];
        let page = unit.planner.post(&format!("{path}/insatser/ny"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says(told), "{told}");
    }
    let strange = "<script>alert(1)</script> & \u{1f33c} =1+1";
    let fields = [
        ("insats", strange),
        ("lag", "hsl"),
        ("minuter", "60"),
        ("per", "month"),
        ("beslutad", "2026-11-20"),
        ("fran", "2026-11-20"),
    ];
    let page = unit.planner.post(&format!("{path}/insatser/ny"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let shown = unit.planner.get(&path).await;
    assert!(!shown.body.contains("<script>alert") && shown.body.contains("&lt;script&gt;alert"), "{}", shown.body);
}
