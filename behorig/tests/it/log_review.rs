//! Log review through its pages: the log searched, samples drawn, judged and signed, plans kept, and the resident's own extract.

use behorig_access::{AccountId, BuiltIn, EventId, PersonId, UnitId};
use behorig_identity::{IdentityNumber, test_series};
use behorig_registers::persons::Protection;
use behorig_registers::units::UnitKind;
use behorig_store::{ActivityType, Event, Purpose, Resource, StoreError, params};
use http::StatusCode;
use jiff::civil::date;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    the_log_is_searched_within_the_units_that_one_reviews,
    the_log_of_many_units_is_one_list,
    a_person_is_searched_for_by_a_number_that_stands_in_no_address,
    a_long_log_is_read_page_by_page_and_ends,
    a_sample_is_judged_signed_and_stands,
    the_same_sample_is_drawn_again_by_its_seed,
    nobody_judges_what_they_did_themselves,
    who_judges_second_is_shown_what_was_said,
    each_rule_finds_what_it_says,
    a_protected_person_is_named_to_those_alone_who_may_see_it,
    reviews_of_other_units_and_below_are_not_there,
    plans_say_what_is_overdue_and_move_on_with_a_signing,
    a_resident_reads_from_where_and_when_and_never_by_whom,
    bad_input_is_told_beside_its_field_or_leads_nowhere,
);

const PERIOD: [(&str, &str); 3] = [("fran", "2026-11-01"), ("till", "2026-11-19"), ("klar", "2026-12-04")];

/// Something that somebody did with persons' data, so many milliseconds before now.
pub async fn did(world: &World, account: AccountId, level: &'static str, about: &[PersonId], before: i64) -> EventId {
    let mut resources = Vec::new();
    for person in about {
        let patient = Some(subject(world, *person).await);
        resources.push(Resource { resource_type: "case", patient, ..Resource::default() });
    }
    let event = Event { activity: ActivityType::Read, level, args: None, purpose: Purpose::Care, resources };
    write(world, account, event, before).await
}

async fn write(world: &World, account: AccountId, event: Event, before: i64) -> EventId {
    let actor = world.later(-before).actor(account).await;
    let written = world.db().write(&actor, event, |tx, event| {
        Box::pin(async move {
            let recorded = tx.record(event.clone()).await?;
            let id = recorded.event().unwrap();
            Ok::<_, StoreError>(recorded.with(id))
        })
    });
    written.await.unwrap()
}

pub async fn subject(world: &World, person: PersonId) -> (IdentityNumber, String) {
    let mut read = world.db().read().await.unwrap();
    read.one("SELECT identity_number, given_name || ' ' || family_name FROM person WHERE id = ?1", params![person])
        .await
        .unwrap()
}

/// A review at the clinic and an event there, for the walk over all routes: their ids.
pub async fn samples(site: &Site, account: AccountId, resident: PersonId) -> (String, String) {
    let world = &site.world;
    let event = did(world, account, "cases.read", &[resident], DAY).await;
    let reviewer = world.account("Greta Lag").at(world.clinic).await;
    world.grant(reviewer, BuiltIn::Reviewer, world.clinic).await;
    let mut browser = site.staff(reviewer, world.clinic).await;
    let review = drawn(&mut browser, world.clinic, "share").await;
    (review.trim_start_matches("/loggranskning/").to_owned(), event.to_string())
}

/// A review of everybody's accesses, by a rule: its address.
async fn drawn(browser: &mut Browser, unit: UnitId, rule: &str) -> String {
    let page = draw(browser, unit, rule, &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.location.unwrap()
}

async fn draw(browser: &mut Browser, unit: UnitId, rule: &str, instead: &[(&str, &str)]) -> Page {
    let unit = unit.to_string();
    let usual = [("enhet", unit.as_str()), ("urval", rule), ("andel", "100"), ("borjar", "07:00"), ("slutar", "18:00")];
    // What is given instead comes first, and the first of a name counts.
    let fields = [instead, &usual[..], &PERIOD[..]].concat();
    browser.post("/loggranskning/ny", &fields).await
}

/// The clinic with its reviewer, two of its staff, one beside it, and two residents.
struct Ground {
    site: Site,
    reviewer: AccountId,
    anna: AccountId,
    bo: AccountId,
    other: AccountId,
    signe: PersonId,
    sven: PersonId,
}

impl Ground {
    async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let reviewer = world.account("Greta Lag").at(world.clinic).await;
        world.grant(reviewer, BuiltIn::Reviewer, world.clinic).await;
        let anna = world.account("Anna Ek").at(world.clinic).title("Sjuksköterska").await;
        let bo = world.account("Bo Alm").at(world.clinic).await;
        let other = world.account("Olle Strand").at(world.other_clinic).await;
        let signe = world.resident("Signe Lund").await;
        let sven = world.resident("Sven Ek").await;
        Self { reviewer, anna, bo, other, signe, sven, site }
    }

    async fn as_reviewer(&self) -> Browser {
        self.site.staff(self.reviewer, self.site.world.clinic).await
    }

    /// Anna read of both, Bo of one, the other clinic's of one.
    async fn with_accesses(test: TestDb) -> Self {
        let ground = Self::new(test).await;
        let world = &ground.site.world;
        did(world, ground.anna, "cases.list", &[ground.signe, ground.sven], DAY).await;
        did(world, ground.anna, "cases.read", &[ground.signe], DAY - HOUR).await;
        did(world, ground.bo, "cases.read", &[ground.signe], 2 * DAY).await;
        did(world, ground.other, "cases.read", &[ground.signe], DAY).await;
        ground
    }

    /// The lines of the latest review: who, about whom, how many events.
    async fn lines(&self) -> Vec<(i64, String, String, i64)> {
        let mut read = self.site.test.read().await.unwrap();
        read.all(
            "SELECT l.position, l.staff_name, l.patient_name, l.events FROM log_review_line l
             WHERE l.review_id = (SELECT v.id FROM log_review v ORDER BY v.made_at DESC, v.id DESC LIMIT 1)
             ORDER BY l.position",
            params![],
        )
        .await
        .unwrap()
    }

    async fn pairs(&self) -> Vec<String> {
        let mut pairs: Vec<String> =
            self.lines().await.into_iter().map(|(_, staff, patient, _)| format!("{staff}: {patient}")).collect();
        pairs.sort();
        pairs
    }

    async fn args(&self, level: &str) -> Vec<String> {
        let all = self.site.world.events().await;
        all.into_iter().filter(|event| event.level.as_deref() == Some(level)).filter_map(|event| event.args).collect()
    }

    /// Whom the latest event of a level was about.
    async fn about(&self, level: &str) -> Vec<String> {
        let all = self.site.world.events().await;
        let last = all.into_iter().rfind(|event| event.level.as_deref() == Some(level)).unwrap();
        last.resources.into_iter().filter_map(|resource| resource.patient).collect()
    }
}

/// Judges some lines as the review's page does: place, verdict, note.
async fn judge(browser: &mut Browser, review: &str, lines: &[(&str, &str, &str)], act: &str) -> Page {
    let names: Vec<[String; 3]> = lines
        .iter()
        .map(|(place, ..)| [format!("val.{place}"), format!("anteckning.{place}"), format!("sedd.{place}")])
        .collect();
    let mut fields = vec![("gor", act)];
    for ((place, verdict, note), [val, reason, seen]) in lines.iter().zip(&names) {
        fields.extend([("rad", *place), (val.as_str(), *verdict), (reason.as_str(), *note), (seen.as_str(), "")]);
    }
    browser.post(review, &fields).await
}

async fn the_log_is_searched_within_the_units_that_one_reviews(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let mut reviewer = ground.as_reviewer().await;
    let all = reviewer.get("/loggranskning/handelser").await;
    assert_eq!(all.status, StatusCode::OK, "{}", all.body);
    assert!(all.says("Anna Ek") && all.says("Bo Alm") && all.says("Läste ett ärende"), "{}", all.body);
    assert!(!all.says("Olle Strand"), "{}", all.body);
    let by_name = reviewer.get("/loggranskning/handelser?vem=an+ek").await;
    assert!(by_name.says("Såg ärenden i en lista") && !by_name.says("Bo Alm"), "{}", by_name.body);
    for query in ["vem=olle", "vad=skriva&vem=anna", "fran=2026-11-01&till=2026-11-10", "vem=%25"] {
        let none = reviewer.get(&format!("/loggranskning/handelser?{query}")).await;
        assert!(none.status == StatusCode::OK && none.says("Inga händelser"), "{query}: {}", none.body);
    }
    assert_eq!(ground.args("audit.search").await.len(), 2, "what shows nothing tells nothing");
    // Opened, with whom it was about, which is on the log itself.
    let world = &ground.site.world;
    let of_clinic = did(world, ground.anna, "residents.show", &[ground.sven], HOUR).await;
    let opened = reviewer.get(&format!("/loggranskning/handelser/{of_clinic}")).await;
    let (number, _) = subject(world, ground.sven).await;
    assert!(opened.says("Sven Ek") && opened.says(&number.shown()) && opened.says("Sjuksköterska"), "{}", opened.body);
    assert_eq!(ground.about("audit.event").await, [number.as_stored()]);
    let elsewhere = did(world, ground.other, "cases.read", &[ground.sven], HOUR).await;
    assert_eq!(reviewer.get(&format!("/loggranskning/handelser/{elsewhere}")).await.status, StatusCode::NOT_FOUND);
    // Who holds something else at the unit is told why not.
    world.grant(ground.bo, BuiltIn::CaseHandler, world.clinic).await;
    let mut handler = ground.site.staff(ground.bo, world.clinic).await;
    for path in ["/loggranskning".to_owned(), format!("/loggranskning/handelser/{of_clinic}")] {
        assert_eq!(handler.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

async fn the_log_of_many_units_is_one_list(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let officer = world.account("Rut Säker").at(world.region).await;
    world.grant(officer, BuiltIn::RecordsSecurityOfficer, world.region).branch().await;
    let mut browser = ground.site.staff(officer, world.region).await;
    // Few units are read one by one and merged, many by time: the same is found.
    for more in [0, 20] {
        for number in 0..more {
            world.unit(world.care_unit, UnitKind::Clinic, &format!("Mottagning {number:02}")).await;
        }
        let all = browser.get("/loggranskning/handelser").await;
        let order: Vec<usize> = ["Anna Ek", "Olle Strand", "Bo Alm"].map(|name| all.body.find(name).unwrap()).to_vec();
        assert!(order.is_sorted(), "the latest first: {}", all.body);
        let one = browser.get(&format!("/loggranskning/handelser?enhet={}", world.other_clinic)).await;
        assert!(one.says("Olle Strand") && !one.says("Anna Ek"), "{}", one.body);
        let below = browser.get(&format!("/loggranskning/handelser?enhet={}", world.care_unit)).await;
        assert!(below.says("Olle Strand") && below.says("Anna Ek"), "{}", below.body);
    }
}

async fn a_person_is_searched_for_by_a_number_that_stands_in_no_address(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let (number, _) = subject(world, ground.sven).await;
    let mut reviewer = ground.as_reviewer().await;
    let found = reviewer.post("/loggranskning/handelser", &[("nummer", &number.shown()), ("vem", "anna")]).await;
    assert_eq!(found.status, StatusCode::SEE_OTHER, "{}", found.body);
    let path = found.location.unwrap();
    assert!(!path.contains(number.as_stored()) && path.contains("vem=anna"), "{path}");
    let page = reviewer.get(&path).await;
    assert!(page.says("Såg ärenden i en lista") && !page.says("Läste ett ärende"), "{}", page.body);
    assert!(!page.body.contains(number.as_stored()) && !page.body.contains(&number.shown()), "{}", page.body);
    assert_eq!(ground.about("audit.search").await, [number.as_stored()]);
    // A number that nobody has, and one that nobody may see, lead to the same empty list.
    let unknown = test_series::personal_number(date(1993, 5, 5), true).unwrap();
    let hidden = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    did(world, ground.anna, "cases.read", &[hidden], HOUR).await;
    let (hidden, _) = subject(world, hidden).await;
    for number in [unknown, hidden] {
        let led = reviewer.post("/loggranskning/handelser", &[("nummer", &number.shown())]).await;
        let none = reviewer.get(&led.location.unwrap()).await;
        assert!(none.status == StatusCode::OK && none.says("Inga händelser"), "{}", none.body);
    }
    let wrong = reviewer.post("/loggranskning/handelser", &[("nummer", "12"), ("vem", "anna")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"nummer-error\"") && wrong.body.contains("value=\"anna\""), "{}", wrong.body);
    // Typed where names are typed it is led out of the address.
    let away = reviewer.get(&format!("/loggranskning/handelser?vem={}", number.shown())).await;
    assert_eq!((away.status, away.location.as_deref()), (StatusCode::SEE_OTHER, Some("/loggranskning/handelser")));
}

async fn a_long_log_is_read_page_by_page_and_ends(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    for number in 0..60 {
        // Three at each moment: the order of ids decides among them.
        did(world, ground.anna, "cases.read", &[ground.signe], DAY + HOUR * (number / 3)).await;
    }
    let mut reviewer = ground.as_reviewer().await;
    let rows = |page: &Page| page.body.matches("href=\"/loggranskning/handelser/").count();
    let first = reviewer.get("/loggranskning/handelser?vem=anna").await;
    assert_eq!(rows(&first), 50, "{}", first.body);
    let next = first.body.split("href=\"").find(|part| part.contains("efter=")).unwrap();
    let next = next.split('"').next().unwrap().replace("&amp;", "&");
    let second = reviewer.get(&next).await;
    assert_eq!(rows(&second), 10, "{}", second.body);
    assert!(!second.body.contains("rel=\"next\""), "{}", second.body);
    for beyond in ["0.01997c3e-7c00-7000-8000-000000000001", "x", "1.2.3", "99999999999999999999.x"] {
        let page = reviewer.get(&format!("/loggranskning/handelser?efter={beyond}")).await;
        assert_eq!(page.status, StatusCode::OK, "{beyond}: {}", page.body);
    }
    let end = reviewer.get("/loggranskning/handelser?efter=0.01997c3e-7c00-7000-8000-000000000001").await;
    assert!(end.says("Inga händelser"), "{}", end.body);
}

async fn a_sample_is_judged_signed_and_stands(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let mut reviewer = ground.as_reviewer().await;
    assert!(reviewer.get("/loggranskning").await.says("Ingen granskning väntar"));
    let review = drawn(&mut reviewer, world.clinic, "share").await;
    // What one did with one person is one line, however many events.
    let lines = ground.lines().await;
    let told: Vec<_> =
        lines.iter().map(|(_, staff, patient, events)| (staff.as_str(), patient.as_str(), *events)).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    for line in [("Anna Ek", "Signe Lund", 2), ("Anna Ek", "Sven Ek", 1), ("Bo Alm", "Signe Lund", 1)] {
        assert!(told.contains(&line), "{line:?} in {told:?}");
    }
    let page = reviewer.get(&review).await;
    assert!(page.says("2 i personalen") && page.says("Andel av personalen, 100\u{a0}%"), "{}", page.body);
    assert!(page.says("0 motiverade") && page.says("3 obedömda, av 3 rader"), "{}", page.body);
    assert_eq!(ground.about("audit.review").await.len(), 3);
    // Not before every line is judged, and not without a reason.
    let early = judge(&mut reviewer, &review, &[("1", "justified", "")], "signera").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("2 rader är inte bedömda"), "{}", early.body);
    assert!(reviewer.get(&review).await.says("3 obedömda"), "all of a form or nothing");
    let without = judge(&mut reviewer, &review, &[("1", "suspected", ""), ("2", "justified", "")], "spara").await;
    assert!(without.says("Skriv en anteckning på rad 1"), "{}", without.body);
    assert!(without.body.contains("id=\"anteckning.1-error\""), "{}", without.body);
    let saved =
        judge(&mut reviewer, &review, &[("1", "suspected", "Ingen anledning."), ("2", "justified", "")], "spara").await;
    assert_eq!(
        (saved.status, saved.location.as_deref()),
        (StatusCode::SEE_OTHER, Some(review.as_str())),
        "{}",
        saved.body
    );
    assert_eq!(ground.args("audit.judge").await, ["1 suspected, 2 justified"]);
    let left = reviewer.get(&format!("{review}?visa=kvar")).await;
    assert!(left.says("Återstår (1)") && left.body.matches("name=\"rad\"").count() == 1, "{}", left.body);
    let signed = judge(&mut reviewer, &review, &[("3", "to-explain", "Fråga Bo.")], "signera").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let report = reviewer.get(&review).await;
    for words in ["Signerad", "Greta Lag", "Misstänkt obehörig", "Ingen anledning.", "Fråga Bo."] {
        assert!(report.says(words), "{words}: {}", report.body);
    }
    assert!(!report.body.contains("name=\"gor\""), "{}", report.body);
    // Twice, and after: refused with who signed it.
    for (lines, act) in [(vec![], "signera"), (vec![("1", "justified", "")], "spara")] {
        let late = judge(&mut reviewer, &review, &lines, act).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.says("Granskningen är signerad av Greta Lag 2026-11-20"), "{}", late.body);
    }
    assert_eq!(ground.args("audit.sign").await, ["lines 3, justified 1, to explain 1, suspected 1"]);
    let pdf = reviewer.get(&format!("{review}/rapport.pdf")).await;
    let paper = on_paper(&pdf);
    for words in ["Anna Ek", "Signe Lund", "Misstänkt obehörig", "Fråga Bo.", "Greta Lag", "******-****"] {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    let list = reviewer.get("/loggranskning?visa=signerade").await;
    assert!(list.says("3 av 3") && list.says("Signerad"), "{}", list.body);
}

/// What a PDF says.
fn on_paper(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let document = lopdf::Document::load_mem(&page.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn the_same_sample_is_drawn_again_by_its_seed(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    let mut people = Vec::new();
    for number in 0..230 {
        people.push(world.resident(&format!("Person Nr{number:03}")).await);
    }
    let list = did(world, ground.anna, "residents.list", &people, DAY).await;
    let mut reviewer = ground.as_reviewer().await;
    let review = drawn(&mut reviewer, world.clinic, "share").await;
    let page = reviewer.get(&review).await;
    assert!(page.says("hittade 230 åtkomster, varav 200 är med"), "{}", page.body);
    // As anybody would, from what the report says: the places on the one event that hash lowest with the seed.
    let (seed,): (String,) =
        ground.site.test.read().await.unwrap().one("SELECT seed FROM log_review", params![]).await.unwrap();
    assert!(page.says(&seed), "{}", page.body);
    let mut hashes: Vec<(Vec<u8>, i64)> =
        (0..230_i64).map(|place| (sha256(format!("{seed}:{list}/{place}").as_bytes()), place)).collect();
    hashes.sort();
    let mut expected: Vec<i64> = hashes.iter().take(200).map(|(_, place)| *place).collect();
    expected.sort_unstable();
    let mut stored: Vec<i64> = ground
        .site
        .test
        .read()
        .await
        .unwrap()
        .all("SELECT first_position FROM log_review_line", params![])
        .await
        .unwrap()
        .into_iter()
        .map(|(place,): (i64,)| place)
        .collect();
    stored.sort_unstable();
    assert_eq!(stored, expected);
    // Page by page, and beyond the end.
    assert!(page.body.contains(&format!("{review}?efter=50")) && page.says("1–50 / 200"), "{}", page.body);
    let last = reviewer.get(&format!("{review}?efter=150")).await;
    assert!(last.says("151–200 / 200") && !last.body.contains("efter=200\""), "{}", last.body);
    assert_eq!(reviewer.get(&format!("{review}?efter=100000")).await.status, StatusCode::OK);
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

async fn nobody_judges_what_they_did_themselves(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    did(world, ground.reviewer, "cases.read", &[ground.signe], DAY).await;
    let mut reviewer = ground.as_reviewer().await;
    let review = drawn(&mut reviewer, world.clinic, "share").await;
    let page = reviewer.get(&review).await;
    assert!(page.says("Din egen") && !page.body.contains("name=\"val.1\""), "{}", page.body);
    let own = judge(&mut reviewer, &review, &[("1", "justified", "")], "signera").await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.says("Rad 1 gäller dig själv"), "{}", own.body);
    // Nor through a second account of the same person.
    let (number,): (IdentityNumber,) = ground
        .site
        .test
        .read()
        .await
        .unwrap()
        .one("SELECT identity_number FROM account WHERE id = ?1", params![ground.reviewer])
        .await
        .unwrap();
    let second = world.account("Greta Lag-Två").user_name("greta.tva").without_number().at(world.clinic).await;
    world.grant(second, BuiltIn::Reviewer, world.clinic).await;
    same_person(world, second, ground.reviewer, number).await;
    let mut again = ground.site.staff(second, world.clinic).await;
    assert!(judge(&mut again, &review, &[("1", "justified", "")], "spara").await.says("Rad 1 gäller dig själv"));
    // Another reviewer may, and then sign.
    let another = world.account("Ulf Ros").at(world.clinic).await;
    world.grant(another, BuiltIn::RecordsSecurityOfficer, world.clinic).await;
    let mut other = ground.site.staff(another, world.clinic).await;
    let judged = judge(&mut other, &review, &[("1", "justified", "")], "spara").await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER, "{}", judged.body);
    let signed = judge(&mut other, &review, &[], "signera").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
}

/// One person with two accounts: the first has ended, and the number is the second's now.
async fn same_person(world: &World, second: AccountId, first: AccountId, number: IdentityNumber) {
    world
        .change((second, first, number), |tx, (second, first, number)| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET ended_at = ?2 WHERE id = ?1", params![first, now]).await?;
                tx.execute("UPDATE account SET identity_number = ?2 WHERE id = ?1", params![second, number]).await?;
                Ok(())
            })
        })
        .await;
}

async fn who_judges_second_is_shown_what_was_said(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let another = world.account("Ulf Ros").at(world.clinic).await;
    world.grant(another, BuiltIn::Reviewer, world.clinic).await;
    let (mut one, mut other) = (ground.as_reviewer().await, ground.site.staff(another, world.clinic).await);
    let review = drawn(&mut one, world.clinic, "share").await;
    judge(&mut other, &review, &[("1", "to-explain", "Fråga.")], "spara").await;
    let second = judge(&mut one, &review, &[("1", "justified", "")], "spara").await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.says("Någon annan har bedömt rad 1") && second.says("Ulf Ros"), "{}", second.body);
    // Agreeing is no mistake, and changes nothing.
    let agreed = judge(&mut one, &review, &[("1", "to-explain", "Fråga.")], "spara").await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    assert_eq!(ground.args("audit.judge").await.len(), 1);
}

async fn each_rule_finds_what_it_says(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    let hidden = world.resident("Ylva Hemlig").protected(Protection::ProtectedRegistration).await;
    let approved = world.resident("Gun God").await;
    world.later(-30 * DAY).grant(approved, BuiltIn::ApprovedResident, world.clinic).await;
    // Bo works at the clinic and is somebody's patient too.
    world.later(-30 * DAY).grant(ground.bo, BuiltIn::CaseHandler, world.clinic).await;
    let (of_bo,): (IdentityNumber,) = ground
        .site
        .test
        .read()
        .await
        .unwrap()
        .one("SELECT identity_number FROM account WHERE id = ?1", params![ground.bo])
        .await
        .unwrap();
    let bo = world.resident("Bo Alm").number(of_bo).await;
    did(world, ground.anna, "cases.list", &[ground.signe, ground.sven, hidden, approved, bo], DAY).await;
    // A Sunday, and an evening: ten o'clock in the morning five days ago, and so at night yesterday.
    did(world, ground.bo, "cases.read", &[ground.signe], 5 * DAY).await;
    did(world, ground.bo, "cases.read", &[ground.sven], DAY - 12 * HOUR).await;
    // And one after the period.
    did(world, ground.bo, "cases.read", &[hidden], HOUR).await;
    let mut reviewer = ground.as_reviewer().await;
    for (rule, found) in [
        ("protected", vec!["Anna Ek: Ylva Hemlig"]),
        ("surname", vec!["Anna Ek: Sven Ek"]),
        ("colleagues", vec!["Anna Ek: Bo Alm"]),
        ("hours", vec!["Bo Alm: Signe Lund", "Bo Alm: Sven Ek"]),
        (
            "unrelated",
            vec![
                "Anna Ek: Bo Alm",
                "Anna Ek: Signe Lund",
                "Anna Ek: Sven Ek",
                "Anna Ek: Ylva Hemlig",
                "Bo Alm: Signe Lund",
                "Bo Alm: Sven Ek",
            ],
        ),
    ] {
        drawn(&mut reviewer, world.clinic, rule).await;
        assert_eq!(ground.pairs().await, found, "{rule}");
    }
    // Half of two is one, and all of what that one did.
    let half = draw(&mut reviewer, world.clinic, "share", &[("andel", "50")]).await;
    assert_eq!(half.status, StatusCode::SEE_OTHER, "{}", half.body);
    assert!([2, 5].contains(&ground.lines().await.len()));
    // Nothing found can be signed: that is documented too.
    let other = [("fran", "2026-10-01"), ("till", "2026-10-31")];
    let empty = draw(&mut reviewer, world.clinic, "protected", &other).await.location.unwrap();
    assert!(reviewer.get(&empty).await.says("Regeln hittade ingenting"));
    assert_eq!(judge(&mut reviewer, &empty, &[], "signera").await.status, StatusCode::SEE_OTHER);
}

async fn a_protected_person_is_named_to_those_alone_who_may_see_it(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    let hidden = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    let event = did(world, ground.anna, "cases.read", &[hidden], DAY).await;
    let mut reviewer = ground.as_reviewer().await;
    let review = drawn(&mut reviewer, world.clinic, "protected").await;
    let (number, _) = subject(world, hidden).await;
    for path in [review.clone(), format!("/loggranskning/handelser/{event}")] {
        let page = reviewer.get(&path).await;
        assert!(page.says("Skyddade personuppgifter"), "{path}: {}", page.body);
        assert!(!page.says("Ylva") && !page.body.contains(&number.shown()), "{path}: {}", page.body);
    }
    let judged = judge(&mut reviewer, &review, &[("1", "justified", "")], "signera").await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER, "{}", judged.body);
}

async fn reviews_of_other_units_and_below_are_not_there(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let officer = world.account("Rut Säker").at(world.care_unit).await;
    world.grant(officer, BuiltIn::RecordsSecurityOfficer, world.care_unit).branch().await;
    let mut above = ground.site.staff(officer, world.care_unit).await;
    let wide = drawn(&mut above, world.care_unit, "share").await;
    assert!(ground.pairs().await.contains(&"Olle Strand: Signe Lund".to_owned()));
    assert!(above.get(&wide).await.says("med enheterna under"));
    // A reviewer of the clinic sees nothing of it, in no way.
    let mut reviewer = ground.as_reviewer().await;
    for page in [
        reviewer.get(&wide).await,
        reviewer.get(&format!("{wide}/rapport.pdf")).await,
        judge(&mut reviewer, &wide, &[("1", "justified", "")], "spara").await,
        draw(&mut reviewer, world.other_clinic, "share", &[]).await,
    ] {
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.body);
    }
    assert!(reviewer.get("/loggranskning").await.says("Ingen granskning väntar"));
    // Nor one of the care unit alone: what was drawn from below is for those who review there.
    let alone = world.account("Ann Ensam").at(world.care_unit).await;
    world.grant(alone, BuiltIn::Reviewer, world.care_unit).await;
    let mut alone = ground.site.staff(alone, world.care_unit).await;
    assert_eq!(alone.get(&wide).await.status, StatusCode::NOT_FOUND);
    assert!(alone.get("/loggranskning").await.says("Ingen granskning väntar"));
    // One who reviews the branch sees the clinic's own.
    let narrow = drawn(&mut reviewer, world.clinic, "share").await;
    assert_eq!(above.get(&narrow).await.status, StatusCode::OK);
    assert!(above.get("/loggranskning").await.body.contains(&narrow));
}

async fn plans_say_what_is_overdue_and_move_on_with_a_signing(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let clinic = ground.site.world.clinic;
    let mut reviewer = ground.as_reviewer().await;
    let unit = clinic.to_string();
    let saved =
        reviewer.post("/loggranskning/plan", &[("enhet", &unit), ("manader", "3"), ("klar", "2026-11-30")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(reviewer.get("/loggranskning/plan").await.says("Var 3:e månad"));
    let form = reviewer.get("/loggranskning/ny").await;
    assert!(form.body.contains("value=\"2026-11-30\""), "the plan's day is proposed: {}", form.body);
    assert!(!reviewer.get("/").await.says("försenad"));
    ground.site.wait(12 * DAY);
    let mut reviewer = ground.as_reviewer().await;
    assert!(reviewer.get("/loggranskning").await.says("Vårdcentralen Ekbacken (2026-11-30)"));
    let start = reviewer.get("/").await;
    assert!(start.says("1 försenad granskning"), "{}", start.body);
    let review = drawn(&mut reviewer, clinic, "protected").await;
    assert_eq!(judge(&mut reviewer, &review, &[], "signera").await.status, StatusCode::SEE_OTHER);
    let plans = reviewer.get("/loggranskning/plan").await;
    assert!(plans.says("2027-02-28") && !plans.says("Försenad"), "{}", plans.body);
    assert!(!reviewer.get("/").await.says("försenad"));
    // A review itself is overdue after its day.
    let late = draw(&mut reviewer, clinic, "share", &[("klar", "2026-12-03")]).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "{}", late.body);
    ground.site.wait(2 * DAY);
    let mut reviewer = ground.as_reviewer().await;
    assert!(reviewer.get("/loggranskning").await.says("Försenad"));
    assert!(reviewer.get("/").await.says("1 försenad granskning"));
    let removed = reviewer.post("/loggranskning/plan", &[("enhet", &unit), ("ingen", "ja")]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    assert!(reviewer.get("/loggranskning/plan").await.says("Ingen enhet har en plan"));
    assert_eq!(ground.args("audit.plan").await, ["every 3 months, next 2026-11-30", "none"]);
}

async fn a_resident_reads_from_where_and_when_and_never_by_whom(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let mut signe = ground.site.resident(ground.signe).await;
    let page = signe.get("/vem-har-last-om-mig").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in ["Vårdcentralen Ekbacken", "Barnmorskemottagningen Ekbacken", "Läste ett ärende", "2026-11-19"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    for name in ["Anna", "Bo Alm", "Olle", "Sjuksköterska"] {
        assert!(!page.says(name), "{name}: {}", page.body);
    }
    let rows = |page: &Page| page.body.matches("role=\"rowheader\"").count();
    assert_eq!(rows(&page), 4, "{}", page.body);
    // Reading it is an event about oneself, and does not fill it.
    let again = signe.get("/vem-har-last-om-mig").await;
    assert_eq!(rows(&again), 4, "{}", again.body);
    let (number, _) = subject(world, ground.signe).await;
    assert_eq!(ground.about("audit.extract").await, [number.as_stored()]);
    let pdf = signe.get("/vem-har-last-om-mig/utdrag.pdf?fran=2026-11-01&till=2026-11-20").await;
    let paper = on_paper(&pdf);
    assert!(paper.contains("Vårdcentralen Ekbacken") && paper.contains("Signe Lund ******-****"), "{paper}");
    assert!(["Anna", "Olle", "Sjuksköterska"].iter().all(|name| !paper.contains(name)), "{paper}");
    // That the log was read about her is there too; in a period in which nothing was done there is nothing.
    let mut reviewer = ground.as_reviewer().await;
    let found = reviewer.post("/loggranskning/handelser", &[("nummer", &number.shown())]).await;
    reviewer.get(&found.location.unwrap()).await;
    let after = signe.get("/vem-har-last-om-mig").await;
    assert!(after.says("Granskade åtkomstloggen") && !after.says("Greta"), "{}", after.body);
    let before = signe.get("/vem-har-last-om-mig?fran=2026-01-01&till=2026-01-31").await;
    assert!(before.says("Ingen har läst dina uppgifter"), "{}", before.body);
    // Somebody on one event twice is told once, and only of what was about oneself.
    let mut sven = ground.site.resident(ground.sven).await;
    did(world, ground.bo, "cases.list", &[ground.sven, ground.signe, ground.sven], HOUR).await;
    let of_sven = sven.get("/vem-har-last-om-mig").await;
    assert_eq!(rows(&of_sven), 2, "{}", of_sven.body);
    // Staff have no extract by this door.
    assert_eq!(reviewer.get("/vem-har-last-om-mig").await.status, StatusCode::NOT_FOUND);
}

async fn bad_input_is_told_beside_its_field_or_leads_nowhere(test: TestDb) {
    let ground = Ground::with_accesses(test).await;
    let world = &ground.site.world;
    let mut reviewer = ground.as_reviewer().await;
    // As much as the log holds of particulars, with everything in it that a page must not believe.
    let args: String = "<script>alert(1)</script>\u{202e}å".chars().cycle().take(8_192).collect();
    let event = Event::change("something.of-later-days", "nothing-known", "1").with_args(args);
    let event = write(world, ground.anna, event, HOUR).await;
    let page = reviewer.get(&format!("/loggranskning/handelser/{event}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(!page.body.contains("<script>alert") && page.says("Skriva: andra funktioner"), "{}", page.body);
    assert_eq!(reviewer.get(&format!("/loggranskning/handelser/{event}?efter=99999")).await.status, StatusCode::OK);
    for path in
        ["/loggranskning/x", "/loggranskning/handelser/x", "/loggranskning/01997c3e-7c00-7000-8000-000000000001"]
    {
        assert_eq!(reviewer.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (query, field) in [
        ("fran=igar", "fran"),
        ("fran=2026-11-10&till=2026-11-01", "till"),
        ("fran=2020-01-01&till=2026-11-01", "fran"),
        ("fran=0001-01-01&till=9999-12-31", "fran"),
    ] {
        let wrong = reviewer.get(&format!("/loggranskning/handelser?{query}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(wrong.body.contains(&format!("id=\"{field}-error\"")), "{query}: {}", wrong.body);
        let mut signe = ground.site.resident(ground.signe).await;
        let wrong = signe.get(&format!("/vem-har-last-om-mig?{query}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let led = signe.get(&format!("/vem-har-last-om-mig/utdrag.pdf?{query}")).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{query}");
    }
    let clinic = world.clinic;
    for (field, value) in
        [("till", "2026-11-20"), ("andel", "0"), ("klar", "2026-11-19"), ("urval", "allt"), ("enhet", "x")]
    {
        let wrong = draw(&mut reviewer, clinic, "share", &[(field, value)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.body.contains(&format!("id=\"{field}-error\"")), "{field}: {}", wrong.body);
    }
    let review = drawn(&mut reviewer, clinic, "share").await;
    assert_eq!(judge(&mut reviewer, &review, &[("99", "justified", "")], "spara").await.status, StatusCode::NOT_FOUND);
    assert_eq!(judge(&mut reviewer, &review, &[("x", "justified", "")], "spara").await.status, StatusCode::BAD_REQUEST);
    let long = "å".repeat(1_001);
    let too_long = judge(&mut reviewer, &review, &[("1", "to-explain", &long)], "spara").await;
    assert!(too_long.body.contains("id=\"anteckning.1-error\""), "{}", too_long.body);
    assert!(too_long.body.contains(&long), "what was typed is kept");
    // A form sent twice happens once.
    let (key, unit) = (uuid::Uuid::new_v4().to_string(), clinic.to_string());
    let count = |ground: &Ground| {
        let db = ground.site.test.db().clone();
        async move {
            let mut read = db.read().await.unwrap();
            let (count,): (i64,) =
                read.one("SELECT CAST(count(*) AS BIGINT) FROM log_review", params![]).await.unwrap();
            count
        }
    };
    let before = count(&ground).await;
    let fields = [&[("enhet", unit.as_str()), ("urval", "protected"), ("en-gang", key.as_str())][..], &PERIOD].concat();
    let first = reviewer.post("/loggranskning/ny", &fields).await;
    let second = reviewer.post("/loggranskning/ny", &fields).await;
    assert_eq!(first.location, second.location);
    assert_eq!(count(&ground).await, before + 1);
}
