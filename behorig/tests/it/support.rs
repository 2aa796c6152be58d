//! *Vad gäller ditt ärende?*: what staff write to support, the queue, and the answers, by several people side by side.

use behorig_access::{AccountId, BuiltIn, GrantId, OrderableId};
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::params;
use behorig_support::rules::Subject;
use behorig_support::{NewMatter, send};
use behorig_web::components::PostForm;
use http::StatusCode;
use proof_support::world::{DAY, MINUTE};
use proof_support::{TestDb, World, both_databases};

use crate::cases::version_on;
use crate::site::{Browser, Page, Site};

both_databases!(
    the_form_asks_for_service_and_subject_and_leads_an_order_on,
    a_matter_is_sent_once_however_often_the_form_is_and_gets_a_number_and_a_receipt,
    what_is_missing_is_said_beside_its_field_and_the_rest_is_kept,
    a_matter_is_taken_asked_about_and_answered_while_its_sender_follows,
    what_is_noted_and_how_urgent_it_is_stays_among_those_who_answer,
    a_closed_matter_is_opened_again_within_14_days_and_not_after,
    nobody_answers_their_own_matter_and_a_colleague_does,
    a_stranger_finds_no_matter_and_who_holds_something_else_is_told_why,
    the_second_of_two_who_answer_at_once_is_told_and_keeps_what_was_written,
    the_queue_shows_the_urgent_first_then_the_oldest_of_ones_own_units_page_by_page,
    what_somebody_had_in_hand_goes_back_with_the_right_to_answer_it,
    a_resident_or_relative_has_no_matters_here,
    letters_tell_who_answers_and_then_the_sender_and_nothing_of_the_content,
    every_change_is_one_event,
);

pub const SUBJECT: &str = "Inloggningen är långsam";
const WORDS: &str = "Det tar <b>två minuter</b> varje morgon.";

/// A sender at the clinic, and two who answer for the whole region.
pub struct House {
    pub site: Site,
    pub anna: Browser,
    pub stina: Browser,
    pub sam: Browser,
    pub stinas_id: AccountId,
    pub stinas_grant: GrantId,
    service: String,
}

impl House {
    pub async fn new(test: TestDb) -> Self {
        Self::of(Site::new(test).await).await
    }

    async fn of(site: Site) -> Self {
        let world = &site.world;
        let anna = world.account("Anna Ek").at(world.clinic).email("anna.ek@region.example").await;
        world.grant(anna, BuiltIn::CaseHandler, world.clinic).await;
        let stina = world.account("Stina Support").at(world.region).email("stina@region.example").await;
        let stinas_grant = world.grant(stina, BuiltIn::Support, world.region).branch().await;
        let sam = world.account("Sam Förvaltning").at(world.region).email("sam@region.example").await;
        world.grant(sam, BuiltIn::ServiceAdministration, world.region).branch().await;
        Self {
            anna: site.staff(anna, world.clinic).await,
            stina: site.staff(stina, world.region).await,
            sam: site.staff(sam, world.region).await,
            stinas_id: stina,
            stinas_grant,
            service: service_of(world).await.to_string(),
            site,
        }
    }

    /// What Anna writes, by its path.
    pub async fn sent(&mut self) -> String {
        self.sent_as("platform", SUBJECT).await
    }

    async fn sent_as(&mut self, subject: &str, heading: &str) -> String {
        let page = write(&mut self.anna, &self.service, subject, heading).await;
        let receipt = page.location.clone().unwrap_or_else(|| panic!("{}", page.body));
        receipt.strip_suffix("/kvitto").unwrap_or_else(|| panic!("no receipt: {receipt}")).to_owned()
    }

    /// What Anna writes and Stina has in hand, by its path.
    pub async fn in_stinas_hand(&mut self) -> String {
        let path = self.sent().await;
        let taken = press(&mut self.stina, &path, "ta").await;
        assert_eq!(taken.location.as_deref(), Some(path.as_str()), "{}", taken.body);
        path
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(i64,)>(sql, params![]).await.unwrap().0
    }
}

/// The manual's service, which a new organisation can order.
async fn service_of(world: &World) -> OrderableId {
    let mut read = world.db().read().await.unwrap();
    let sql = "SELECT id FROM orderable WHERE organisation_id = ?1 AND ended_at IS NULL";
    read.one::<(OrderableId,)>(sql, params![world.region]).await.unwrap().0
}

/// A sample for the walk over all routes.
pub async fn a_matter(world: &World, sender: AccountId) -> String {
    let (viewer, service, unit) = (world.viewer(sender).await, service_of(world).await, world.clinic);
    let new = NewMatter {
        unit,
        subject: Subject::Other,
        service,
        heading: "En fråga".to_owned(),
        words: "Hur gör man?".to_owned(),
    };
    let actor = world.actor(sender).await;
    let done = world
        .db()
        .write(&actor, (viewer, new), |tx, (viewer, new)| Box::pin(async move { send(tx, viewer, None, new).await }));
    done.await.unwrap().to_string()
}

async fn write(browser: &mut Browser, service: &str, subject: &str, heading: &str) -> Page {
    let fields = [("tjanst", service), ("arende", subject), ("rubrik", heading), ("text", WORDS), ("steg", "skicka")];
    browser.post("/support/nytt", &fields).await
}

/// Presses a button of a matter's page that carries no words.
pub async fn press(browser: &mut Browser, path: &str, what: &str) -> Page {
    let version = version_on(&browser.get(path).await);
    browser.post(&format!("{path}/{what}"), &[("version", &version)]).await
}

/// Writes as one of those who answer: `slag` is what.
pub async fn say(browser: &mut Browser, path: &str, what: &str, words: &str) -> Page {
    let version = version_on(&browser.get(path).await);
    browser.post(&format!("{path}/svar"), &[("version", &version), ("slag", what), ("text", words)]).await
}

/// Writes more, as the sender.
pub async fn add(browser: &mut Browser, path: &str, words: &str) -> Page {
    let version = version_on(&browser.get(path).await);
    browser.post(&format!("{path}/komplettera"), &[("version", &version), ("text", words)]).await
}

pub fn is_refused_with(page: &Page, words: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says(words), "{words}: {}", page.body);
}

async fn the_form_asks_for_service_and_subject_and_leads_an_order_on(test: TestDb) {
    let mut house = House::new(test).await;
    let form = house.anna.get("/support/nytt").await;
    for words in [
        "1177 symtombedömning och hänvisning",
        "Beställning",
        "Synpunkter på medicinskt innehåll",
        "Synpunkter på plattformen/tekniken",
        "Synpunkter på övrigt",
        "Vårdavvikelser för hantering av leverantör",
        "Övriga ärenden",
    ] {
        assert!(form.says(words), "{words}: {}", form.body);
    }
    let empty = house.anna.post("/support/nytt", &[("steg", "vidare")]).await;
    is_refused_with(&empty, "Välj vilken tjänst ditt ärende gäller.");
    assert!(empty.says("Välj vad ditt ärende gäller."));
    let service = house.service.clone();
    let order = [("tjanst", service.as_str()), ("arende", "order"), ("steg", "vidare")];
    let onward = house.anna.post("/support/nytt", &order).await;
    let expected = format!("/bestallningar/behorigheter/ny?tjanst={service}");
    assert_eq!(onward.location.as_deref(), Some(expected.as_str()), "{}", onward.body);
    let comment = [("tjanst", service.as_str()), ("arende", "medical"), ("steg", "vidare")];
    let second = house.anna.post("/support/nytt", &comment).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.says("Skriv ingenting som visar vem en patient är"), "{}", second.body);
    assert!(second.says("anna.ek@region.example") || second.says("Du får inget mejl"), "{}", second.body);
    assert_eq!(house.count("SELECT CAST(count(*) AS BIGINT) FROM support_matter").await, 0);
}

async fn a_matter_is_sent_once_however_often_the_form_is_and_gets_a_number_and_a_receipt(test: TestDb) {
    let mut house = House::new(test).await;
    let service = house.service.clone();
    let key = "0b8f6f0e-58a5-4b86-93bb-3ce0e3c7a5a1";
    let fields = [
        ("tjanst", service.as_str()),
        ("arende", "platform"),
        ("rubrik", SUBJECT),
        ("text", WORDS),
        ("steg", "skicka"),
        (PostForm::ONCE, key),
    ];
    let first = house.anna.post("/support/nytt", &fields).await;
    let second = house.anna.post("/support/nytt", &fields).await;
    assert!(first.location.is_some() && first.location == second.location, "{} {}", first.body, second.body);
    assert_eq!(house.count("SELECT CAST(count(*) AS BIGINT) FROM support_matter").await, 1);
    let receipt = house.anna.get(&first.location.unwrap()).await;
    assert!(receipt.says("Ditt ärende är mottaget") && receipt.body.contains(">1<"), "{}", receipt.body);
    assert!(receipt.says(SUBJECT) && receipt.says("Mina supportärenden"));
    let second = house.sent_as("other", "En sak till").await;
    assert!(house.anna.get(&second).await.says("Supportärende 2"));
    let own = house.anna.get("/support/mina").await;
    assert!(own.says(SUBJECT) && own.says("En sak till") && own.says("Mottaget"), "{}", own.body);
    assert_eq!(house.stina.get(&format!("{second}/kvitto")).await.status, StatusCode::NOT_FOUND);
}

async fn what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(test: TestDb) {
    let mut house = House::new(test).await;
    let service = house.service.clone();
    let without_heading = [("tjanst", service.as_str()), ("arende", "deviation"), ("text", WORDS), ("steg", "skicka")];
    let page = house.anna.post("/support/nytt", &without_heading).await;
    is_refused_with(&page, "Skriv en rubrik för ditt ärende.");
    assert!(page.body.contains("Det tar &lt;b&gt;två minuter"), "what was written is kept: {}", page.body);
    assert!(page.says("Vårdavvikelser för hantering av leverantör"));
    // Who goes back to change the choice keeps what was written as well.
    let back = [("tjanst", service.as_str()), ("arende", "deviation"), ("text", WORDS), ("steg", "andra")];
    let first_step = house.anna.post("/support/nytt", &back).await;
    assert!(first_step.status == StatusCode::OK && first_step.body.contains("två minuter"), "{}", first_step.body);
    let nobodys = "01997c3e-7c00-7000-8000-000000000001";
    for (service, subject) in [(nobodys, "other"), (service.as_str(), "forged")] {
        let refused = write(&mut house.anna, service, subject, SUBJECT).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{service} {subject}");
    }
    assert_eq!(house.count("SELECT CAST(count(*) AS BIGINT) FROM support_matter").await, 0);
}

async fn a_matter_is_taken_asked_about_and_answered_while_its_sender_follows(test: TestDb) {
    let mut house = House::new(test).await;
    assert!(house.stina.get("/support").await.says("Inga ärenden här"));
    let path = house.sent().await;
    assert!(house.stina.get("/").await.says("Ett väntar"));
    let queue = house.stina.get("/support").await;
    assert!(queue.says(SUBJECT) && queue.says("Anna Ek") && queue.says("Vårdcentralen Ekbacken"), "{}", queue.body);
    let page = house.stina.get(&path).await;
    assert!(page.body.contains("Det tar &lt;b&gt;två minuter&lt;/b&gt;"), "shown as text: {}", page.body);
    is_refused_with(&say(&mut house.stina, &path, "answer", "Strax.").await, "Ta ärendet först");
    assert!(press(&mut house.stina, &path, "ta").await.location.is_some());
    assert!(!house.stina.get("/").await.says("Ett väntar"));
    assert!(house.anna.get(&path).await.says("Tog hand om ärendet"));
    let asked = say(&mut house.stina, &path, "ask", "Vilken dator?").await;
    assert_eq!(asked.location.as_deref(), Some(path.as_str()), "{}", asked.body);
    let mine = house.anna.get(&path).await;
    assert!(mine.says("Väntar på avsändaren") && mine.says("Vilken dator?") && mine.says("Besvara frågan"));
    assert!(house.stina.get("/support?lage=waiting").await.says(SUBJECT));
    assert!(add(&mut house.anna, &path, "Den i rum 4.").await.location.is_some());
    assert!(house.stina.get("/support?lage=in-hand").await.says(SUBJECT));
    assert!(house.stina.get("/support?lage=mina").await.says(SUBJECT));
    assert!(!house.sam.get("/support?lage=mina").await.says(SUBJECT), "it is in nobody else's hand");
    assert!(say(&mut house.stina, &path, "answer", "Nu är den snabb.").await.location.is_some());
    let mine = house.anna.get(&path).await;
    assert!(mine.says("Nu är den snabb.") && mine.says("Avslutat"), "{}", mine.body);
    assert!(house.stina.get("/support?lage=closed").await.says(SUBJECT));
    is_refused_with(&say(&mut house.stina, &path, "answer", "En gång till.").await, "Ärendet är redan avslutat.");
}

async fn what_is_noted_and_how_urgent_it_is_stays_among_those_who_answer(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.sent().await;
    let noted = say(&mut house.stina, &path, "note", "Samma fel som förra veckan.").await;
    assert_eq!(noted.location.as_deref(), Some(path.as_str()), "{}", noted.body);
    let version = version_on(&house.stina.get(&path).await);
    let urgent = [("version", version.as_str()), ("prioritet", "1")];
    let set = house.stina.post(&format!("{path}/prioritet"), &urgent).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    let page = house.sam.get(&path).await;
    assert!(page.says("Samma fel som förra veckan.") && page.says("Omgående"), "{}", page.body);
    let mine = house.anna.get(&path).await;
    assert!(!mine.says("Samma fel") && !mine.says("Omgående") && !mine.says("Prioritet"), "{}", mine.body);
    let version = version_on(&house.stina.get(&path).await);
    let forged = [("version", version.as_str()), ("prioritet", "9")];
    is_refused_with(&house.stina.post(&format!("{path}/prioritet"), &forged).await, "Välj en prioritet.");
}

async fn a_closed_matter_is_opened_again_within_14_days_and_not_after(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    say(&mut house.stina, &path, "close", "Dubblett.").await;
    house.site.wait(13 * DAY);
    // The sessions of the first days are over.
    house = signed_in_again(house).await;
    assert!(add(&mut house.anna, &path, "Nej, det är ett annat fel.").await.location.is_some());
    let queue = house.sam.get("/support").await;
    assert!(queue.says(SUBJECT), "it is in the queue again: {}", queue.body);
    press(&mut house.sam, &path, "ta").await;
    assert!(say(&mut house.sam, &path, "answer", "Lagat.").await.location.is_some());
    house.site.wait(14 * DAY + MINUTE);
    house = signed_in_again(house).await;
    let late = house.anna.get(&path).await;
    assert!(late.says("Ärendet avslutades för mer än 14 dagar sedan") && !late.body.contains("komplettera"));
    let version = house.count("SELECT version FROM support_matter").await.to_string();
    let forged = [("version", version.as_str()), ("text", "Ändå.")];
    let refused = house.anna.post(&format!("{path}/komplettera"), &forged).await;
    is_refused_with(&refused, "Ärendet avslutades för mer än 14 dagar sedan. Skriv ett nytt.");
}

pub async fn signed_in_again(mut house: House) -> House {
    let mut read = house.site.world.db().read().await.unwrap();
    let sql = "SELECT id FROM account WHERE family_name = ?1";
    let (anna,): (AccountId,) = read.one(sql, params!["Ek"]).await.unwrap();
    let (sam,): (AccountId,) = read.one(sql, params!["Förvaltning"]).await.unwrap();
    drop(read);
    house.anna = house.site.staff(anna, house.site.world.clinic).await;
    house.sam = house.site.staff(sam, house.site.world.region).await;
    house.stina = house.site.staff(house.stinas_id, house.site.world.region).await;
    house
}

async fn nobody_answers_their_own_matter_and_a_colleague_does(test: TestDb) {
    let mut house = House::new(test).await;
    let service = house.service.clone();
    let sent = write(&mut house.stina, &service, "other", "Min egen fråga").await;
    let path = sent.location.unwrap().strip_suffix("/kvitto").unwrap().to_owned();
    let own = house.stina.get(&path).await;
    assert!(!own.says("Ta ärendet") && own.says("Skriv mer"), "{}", own.body);
    let forged = house.stina.post(&format!("{path}/ta"), &[("version", "1")]).await;
    is_refused_with(&forged, "Ingen besvarar sitt eget ärende.");
    assert!(press(&mut house.sam, &path, "ta").await.location.is_some());
    assert!(say(&mut house.sam, &path, "answer", "Så här.").await.location.is_some());
    assert!(house.stina.get(&path).await.says("Så här."));
}

async fn a_stranger_finds_no_matter_and_who_holds_something_else_is_told_why(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.sent().await;
    let world = &house.site.world;
    let kim = world.account("Kim Holm").at(world.other_clinic).await;
    world.grant(kim, BuiltIn::Support, world.other_clinic).await;
    let lo = world.account("Lo Berg").at(world.clinic).await;
    world.grant(lo, BuiltIn::InternalMail, world.clinic).await;
    let mut kims = house.site.staff(kim, world.other_clinic).await;
    let mut los = house.site.staff(lo, world.clinic).await;
    assert_eq!(kims.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(!kims.get("/support").await.says(SUBJECT), "it is no matter of that unit");
    let refused = los.get(&path).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.says("Varför?"), "{}", refused.body);
    let meddling = [("version", "1"), ("slag", "note"), ("text", "Hej")];
    assert_eq!(kims.post(&format!("{path}/svar"), &meddling).await.status, StatusCode::NOT_FOUND);
    assert_eq!(los.post(&format!("{path}/svar"), &meddling).await.status, StatusCode::FORBIDDEN);
    let words = [("version", "1"), ("text", "Hej")];
    assert_eq!(kims.post(&format!("{path}/komplettera"), &words).await.status, StatusCode::NOT_FOUND);
    is_refused_with(
        &house.stina.post(&format!("{path}/komplettera"), &words).await,
        "Bara den som skickade ärendet kan skriva mer i det.",
    );
    assert_eq!(house.count("SELECT CAST(count(*) AS BIGINT) FROM support_entry").await, 1);
}

async fn the_second_of_two_who_answer_at_once_is_told_and_keeps_what_was_written(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    let version = version_on(&house.stina.get(&path).await);
    assert!(add(&mut house.anna, &path, "Jag glömde en sak.").await.location.is_some());
    let late = [("version", version.as_str()), ("slag", "answer"), ("text", "Mitt långa svar.")];
    let page = house.stina.post(&format!("{path}/svar"), &late).await;
    is_refused_with(&page, "Någon annan hann före.");
    assert!(page.says("Jag glömde en sak.") && page.says("Mitt långa svar."), "{}", page.body);
    let again =
        [("version", version_on(&page)), ("slag", "answer".to_owned()), ("text", "Mitt långa svar.".to_owned())];
    let fields: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(house.stina.post(&format!("{path}/svar"), &fields).await.status, StatusCode::SEE_OTHER);
}

async fn the_queue_shows_the_urgent_first_then_the_oldest_of_ones_own_units_page_by_page(test: TestDb) {
    let mut house = House::new(test).await;
    let mut paths = Vec::new();
    for n in 0..53 {
        house.site.wait(1_000);
        paths.push(house.sent_as("other", &format!("Fråga {n:02}")).await);
    }
    let last = paths[52].clone();
    let version = version_on(&house.stina.get(&last).await);
    house.stina.post(&format!("{last}/prioritet"), &[("version", &version), ("prioritet", "1")]).await;
    let first = house.stina.get("/support").await;
    let top = links(&first);
    assert_eq!((top.len(), &top[0], &top[1], &top[49]), (50, &last, &paths[0], &paths[48]));
    let rest = links(&house.stina.get(&next_of(&first)).await);
    assert_eq!(rest, paths[49..52]);
    let own = house.anna.get("/support/mina").await;
    let mine = links(&own);
    assert_eq!((mine.len(), &mine[0]), (50, &last));
    let last: Vec<String> = paths[..3].iter().rev().cloned().collect();
    assert_eq!(links(&house.anna.get(&next_of(&own)).await), last);
}

fn links(page: &Page) -> Vec<String> {
    let found = page.body.split("href=\"/support/0").skip(1);
    found.map(|rest| format!("/support/0{}", rest.split('"').next().unwrap())).collect()
}

fn next_of(page: &Page) -> String {
    let link =
        page.body.split("href=\"").find(|rest| rest.split('"').next().is_some_and(|path| path.contains("efter=")));
    let path = link.unwrap_or_else(|| panic!("no next page: {}", page.body)).split('"').next().unwrap();
    path.replace("&amp;", "&")
}

async fn what_somebody_had_in_hand_goes_back_with_the_right_to_answer_it(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    let world = &house.site.world;
    let rut = world.account("Rut Alm").at(world.region).await;
    world.grant(rut, BuiltIn::Support, world.region).branch().await;
    let mut ruts = house.site.staff(rut, world.region).await;
    let end = format!("/anvandare/{}/behorigheter/{}/avsluta", house.stinas_id, house.stinas_grant);
    let version = version_on(&ruts.get(&end).await);
    let ended = ruts.post(&end, &[("version", &version)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert!(house.sam.get("/support").await.says(SUBJECT));
    assert!(house.sam.get(&path).await.says("Ärendet lämnades tillbaka till kön"));
    assert_eq!(house.count("SELECT CAST(count(*) AS BIGINT) FROM support_matter WHERE handler IS NOT NULL").await, 0);
}

async fn a_resident_or_relative_has_no_matters_here(test: TestDb) {
    let house = House::new(test).await;
    let world = &house.site.world;
    let sven = world.resident("Sven Lind").await;
    let mut svens = house.site.resident(sven).await;
    for path in ["/support/nytt", "/support/mina", "/support"] {
        assert_eq!(svens.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!svens.get("/").await.body.contains("/support/nytt"));
}

async fn letters_tell_who_answers_and_then_the_sender_and_nothing_of_the_content(test: TestDb) {
    let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
    let mut house = House::of(Site::with(test, Some(outbox)).await).await;
    let wanted = "UPDATE account SET notices = TRUE WHERE family_name IN ('Ek', 'Support')";
    let unwanted = "UPDATE account SET notices = FALSE WHERE family_name = 'Förvaltning'";
    for sql in [wanted, unwanted] {
        house.site.world.change(sql, |tx, sql| Box::pin(async move { tx.execute(sql, params![]).await })).await;
    }
    let path = house.in_stinas_hand().await;
    say(&mut house.stina, &path, "note", "Samma fel.").await;
    say(&mut house.stina, &path, "ask", "Vilken dator?").await;
    add(&mut house.anna, &path, "Den i rum 4.").await;
    say(&mut house.stina, &path, "answer", "Nu är den snabb.").await;
    let mut tx = house.site.world.db().read().await.unwrap();
    let sql = "SELECT recipient, subject FROM outbox ORDER BY id";
    let letters: Vec<(String, String)> = tx.all(sql, params![]).await.unwrap();
    let told: Vec<(&str, &str)> = letters.iter().map(|(to, subject)| (to.as_str(), subject.as_str())).collect();
    let (anna, stina) = ("anna.ek@region.example", "stina@region.example");
    let expected = [
        (stina, "Ett supportärende väntar"),
        (anna, "Supporten frågar dig något"),
        (stina, "Avsändaren har skrivit mer"),
        (anna, "Du har fått svar av supporten"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for one in expected {
        assert!(told.contains(&one), "{one:?} of {told:?}");
    }
}

async fn every_change_is_one_event(test: TestDb) {
    let mut house = House::new(test).await;
    let path = house.in_stinas_hand().await;
    say(&mut house.stina, &path, "ask", "Vilken dator?").await;
    add(&mut house.anna, &path, "Den i rum 4.").await;
    say(&mut house.stina, &path, "note", "Ring henne.").await;
    press(&mut house.stina, &path, "lamna").await;
    press(&mut house.sam, &path, "ta").await;
    say(&mut house.sam, &path, "close", "Löst på telefon.").await;
    add(&mut house.anna, &path, "Inte löst.").await;
    let events = house.site.world.events().await;
    let mut levels: Vec<&str> = events
        .iter()
        .filter_map(|event| event.level.as_deref())
        .filter(|level| level.starts_with("support.") && *level != "support.read")
        .collect();
    levels.sort_unstable();
    let mut expected = [
        "support.send",
        "support.take",
        "support.ask",
        "support.reply",
        "support.note",
        "support.hand-back",
        "support.take",
        "support.close",
        "support.reopen",
    ];
    expected.sort_unstable();
    assert_eq!(levels, expected);
    let read = |event: &&proof_support::Logged| event.level.as_deref() == Some("support.read");
    assert!(events.iter().filter(read).count() >= 8, "every opening is written down");
}
