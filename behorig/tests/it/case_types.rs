//! Case types and templates: activated, made, published, restricted, ended, by an administrator in a browser.

use behorig_access::{AccountId, BuiltIn, CaseTypeId, ObjectKind, ObjectRef, TemplateId};
use behorig_case_types::{CaseType, Form, NewCaseType, Ready, TemplateKind, TemplateText};
use http::StatusCode;
use proof_support::world::HOUR;
use proof_support::{TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_ready_type_is_seen_and_activated_with_its_form,
    a_type_of_the_clinics_own_is_made_tried_published_and_activated,
    fields_are_put_in_order_by_plain_buttons_and_a_condition_keeps_its_place,
    a_case_keeps_the_form_that_was_published_when_it_was_sent,
    ending_a_type_ends_what_is_handed_out_of_it_and_the_question_says_how_many,
    restricting_a_type_says_what_follows,
    who_comes_second_is_shown_what_the_first_one_changed,
    a_form_sent_twice_happens_once,
    a_template_is_previewed_with_a_made_up_resident_and_an_unknown_placeholder_is_named,
    bad_input_is_told_beside_its_field_and_nothing_typed_is_lost,
    a_type_of_another_clinic_does_not_exist,
);

/// A ready type, activated at the clinic.
pub async fn activated(world: &World, ready: Ready) -> CaseTypeId {
    world
        .change((world.clinic, ready), |tx, (unit, ready)| {
            Box::pin(behorig_case_types::activate_ready(tx, *unit, *ready))
        })
        .await
}

/// A restricted type of the clinic's own, active, with the form of a ready one.
async fn restricted(world: &World, name: &str) -> CaseTypeId {
    let new =
        NewCaseType { unit: world.clinic, ready: None, name: name.to_owned(), restricted: true, reply_days: None };
    world
        .change((new, Ready::ContactMe.form().clone()), |tx, (new, form)| {
            Box::pin(behorig_case_types::activate(tx, new, form))
        })
        .await
}

/// A template at the clinic.
pub async fn a_template(world: &World) -> TemplateId {
    let text = TemplateText {
        kind: TemplateKind::Question,
        name: "Inför besök".to_owned(),
        subject: "Inför ditt besök, {namn}".to_owned(),
        body: "Hej {namn}!\n\n{signatur}\n{titel}".to_owned(),
    };
    world
        .change((world.clinic, text), |tx, (unit, text)| Box::pin(behorig_case_types::add_template(tx, *unit, text)))
        .await
}

async fn administrator(world: &World, name: &str) -> AccountId {
    let account = world.account(name).at(world.clinic).await;
    world.grant(account, BuiltIn::LocalAdministrator, world.clinic).await;
    account
}

async fn all(world: &World) -> Vec<CaseType> {
    behorig_case_types::of_unit(&mut world.db().read().await.unwrap(), world.clinic).await.unwrap()
}

async fn form_of(world: &World, id: CaseTypeId, number: i64) -> Option<Form> {
    behorig_case_types::published_form(&mut world.db().read().await.unwrap(), id, number).await.unwrap()
}

/// The version and the key of the first form of a page.
fn hidden<'p>(page: &'p Page, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let from = page.body.find(&mark).unwrap_or_else(|| panic!("no {name} on {}", page.body)) + mark.len();
    page.body[from..].split('"').next().unwrap()
}

/// Sends a form of the page with the version that it shows.
async fn send(browser: &mut Browser, page: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let shown = browser.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.body);
    let mut all = vec![("version", hidden(&shown, "version"))];
    all.extend(fields);
    browser.post(to, &all).await
}

async fn levels(world: &World) -> Vec<String> {
    world
        .events()
        .await
        .into_iter()
        .filter_map(|event| event.level)
        .filter(|level| level.starts_with("case-"))
        .collect()
}

async fn a_ready_type_is_seen_and_activated_with_its_form(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let list = browser.get("/mottagning/arendetyper").await;
    assert!(list.says("Inga ärendetyper är aktiverade än"));
    for ready in Ready::ALL {
        assert!(list.says(ready.swedish_name()), "{ready:?}");
        let page = browser.get(&format!("/mottagning/arendetyper/fardig?typ={}", ready.key())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(&ready.form().questions()[0].label.sv) && page.says("Det här kan vårdgivaren svara"));
        assert!(page.says(&ready.form().alternatives()[0].label.sv));
    }
    let done = browser.post("/mottagning/arendetyper", &[("typ", "renew-prescription")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let types = all(world).await;
    assert_eq!(types.len(), 1);
    assert!(types[0].is_open() && !types[0].restricted && types[0].ready == Some(Ready::RenewPrescription));
    assert_eq!(form_of(world, types[0].id, 1).await.as_ref(), Some(Ready::RenewPrescription.form()));
    assert_eq!(levels(world).await, ["case-types.activate"]);

    // Pressed again, by somebody whose page is old: said, and nothing twice.
    let again = browser.post("/mottagning/arendetyper", &[("typ", "renew-prescription")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Ärendetypen är redan aktiverad av någon annan."));
    let page = browser.get(&done.location.unwrap()).await;
    assert!(page.says("Förnya recept") && page.says("Invånarna kan skicka nya ärenden."));

    let path = format!("/mottagning/arendetyper/{}", types[0].id);
    send(&mut browser, &path, &format!("{path}/lage"), &[("aktiv", "0")]).await;
    assert!(!all(world).await[0].active);
    let forged = browser.post("/mottagning/arendetyper", &[("typ", "hemlig")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

async fn a_type_of_the_clinics_own_is_made_tried_published_and_activated(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let made = browser
        .post("/mottagning/arendetyper/ny", &[("namn", "Sjukresor"), ("svar-inom", "3"), ("begransat", "1")])
        .await;
    let form = made.location.unwrap();
    let base = form.strip_suffix("/formular").unwrap().to_owned();
    let id: CaseTypeId = base.rsplit('/').next().unwrap().parse().unwrap();
    assert!(browser.get(&form).await.says("Formuläret har inga frågor än"));

    // Without a form it can't be activated, whatever is sent.
    send(&mut browser, &base, &format!("{base}/lage"), &[("aktiv", "1")]).await;
    assert!(!all(world).await[0].active);

    let choice = [("fraga", "Hur vill du resa?"), ("obligatorisk", "1"), ("svar", "Taxi\nEgen bil\n")];
    let done = send(&mut browser, &form, &format!("{form}/ny?slag=choice"), &choice).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = browser.get(&format!("{form}/ny?slag=text")).await;
    assert!(page.says("Hur vill du resa?") && page.says("Egen bil"), "an earlier choice can be a condition");
    let car = page.body.split("name=\"visas-nar\" value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let text = [("fraga", "Registreringsnummer"), ("obligatorisk", "1"), ("visas-nar", car.as_str())];
    send(&mut browser, &form, &format!("{form}/ny?slag=text"), &text).await;
    let alternative = [("namn", "Resan är bokad"), ("text", "Hej {namn}!\n{signatur}")];
    send(&mut browser, &form, &format!("{base}/svar/ny"), &alternative).await;

    let preview = browser.get(&format!("{base}/forhandsgranska")).await;
    assert!(preview.says("Hur vill du resa?") && preview.says("Resan är bokad"));
    assert!(preview.says("Svara bara om du har valt Egen bil på frågan Hur vill du resa?"));
    let taxi = preview.body.split("type=\"radio\"").nth(1).unwrap();
    let (name, value) = (attribute(taxi, "name"), attribute(taxi, "value"));
    let tried = browser.post(&format!("{base}/forhandsgranska"), &[(&name, &value)]).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.body);
    assert!(tried.says("Svaren går att skicka"), "the hidden field is not asked for");
    let missing = browser.post(&format!("{base}/forhandsgranska"), &[]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.says("Välj ett svar: Hur vill du resa?"));

    send(&mut browser, &format!("{base}/forhandsgranska"), &format!("{base}/publicera"), &[]).await;
    send(&mut browser, &base, &format!("{base}/lage"), &[("aktiv", "1")]).await;
    let types = all(world).await;
    assert!(types[0].is_open() && types[0].restricted && types[0].reply_days == Some(3) && types[0].id == id);
    assert_eq!(form_of(world, id, 1).await.unwrap().questions().len(), 2);
    let history = browser.get(&format!("{base}/historik")).await;
    assert!(history.says("Publicerad") && history.says("Registreringsnummer") && history.says("Anna Ek"));
    let told = levels(world).await;
    assert_eq!(told.iter().filter(|level| *level == "case-types.edit-form").count(), 3);
}

/// The value of an attribute of the first tag in a piece of a page.
fn attribute(html: &str, name: &str) -> String {
    html.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn fields_are_put_in_order_by_plain_buttons_and_a_condition_keeps_its_place(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let id = activated(world, Ready::BookAppointment).await;
    let form = format!("/mottagning/arendetyper/{id}/formular");
    let order = |page: &Page| -> Vec<String> {
        page.body.split("id=\"del-").skip(1).map(|part| part.split('"').next().unwrap().to_owned()).collect()
    };
    assert_eq!(order(&browser.get(&form).await)[..3], ["reason", "sought-before", "sought-where"]);
    let up = send(&mut browser, &form, &format!("{form}/sought-before/flytta"), &[("at", "upp")]).await;
    assert_eq!(
        up.location.as_deref(),
        Some(format!("{form}#del-sought-before").as_str()),
        "the focus goes on from there"
    );
    assert_eq!(order(&browser.get(&form).await)[..3], ["sought-before", "reason", "sought-where"]);

    send(&mut browser, &form, &format!("{form}/reason/flytta"), &[("at", "ner")]).await;
    assert_eq!(order(&browser.get(&form).await)[..3], ["sought-before", "sought-where", "reason"]);
    let shut = send(&mut browser, &form, &format!("{form}/sought-where/flytta"), &[("at", "upp")]).await;
    assert_eq!(shut.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shut.says("kan därför inte stå före den"), "{}", shut.body);
    let kept = send(&mut browser, &form, &format!("{form}/sought-before/ta-bort"), &[]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.says("Svaret på frågan avgör om Var och ungefär när? visas."), "{}", kept.body);
    let gone = send(&mut browser, &form, &format!("{form}/reason/ta-bort"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!order(&browser.get(&form).await).contains(&"reason".to_owned()));
}

async fn a_case_keeps_the_form_that_was_published_when_it_was_sent(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let id = activated(world, Ready::ContactMe).await;
    let base = format!("/mottagning/arendetyper/{id}");
    let form = format!("{base}/formular");
    let fields = [("fraga", "Vad heter du?"), ("hjalp", "")];
    send(&mut browser, &form, &format!("{form}/ny?slag=text"), &fields).await;
    assert!(browser.get(&form).await.says("Invånarna ser den förra versionen tills du publicerar."));
    assert_eq!(all(world).await[0].published, Some(1));
    send(&mut browser, &format!("{base}/forhandsgranska"), &format!("{base}/publicera"), &[]).await;
    let (first, second) = (form_of(world, id, 1).await.unwrap(), form_of(world, id, 2).await.unwrap());
    assert_eq!(&first, Ready::ContactMe.form());
    assert_eq!(second.questions().len(), first.questions().len() + 1);

    send(&mut browser, &form, &format!("{form}/message/ta-bort"), &[]).await;
    send(&mut browser, &format!("{base}/forhandsgranska"), &format!("{base}/angra"), &[]).await;
    assert!(browser.get(&form).await.says("Skriv din fråga"), "what was dropped is as it was");
    assert_eq!(form_of(world, id, 3).await, None);
}

async fn ending_a_type_ends_what_is_handed_out_of_it_and_the_question_says_how_many(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let id = restricted(world, "Sjukresor").await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: id.as_object() };
    for name in ["Sven Lind", "Åsa Åberg"] {
        let resident = world.resident(name).await;
        world.grant(resident, BuiltIn::HandedOutCaseType, world.clinic).for_object(object).await;
    }
    let base = format!("/mottagning/arendetyper/{id}");
    let question = browser.get(&format!("{base}/avsluta")).await;
    assert!(question.says("2 behörigheter till invånare som har fått ärendetypen utdelad avslutas nu."));

    // One more is handed out while the question is read, and the type is changed: it is asked again with what ends now.
    let late = world.resident("Bo Ek").await;
    world.grant(late, BuiltIn::HandedOutCaseType, world.clinic).for_object(object).await;
    send(&mut browser, &base, &format!("{base}/lage"), &[("aktiv", "0")]).await;
    let again = browser.post(&format!("{base}/avsluta"), &[("version", hidden(&question, "version"))]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("3 behörigheter till invånare"), "{}", again.body);
    let done = browser.post(&format!("{base}/avsluta"), &[("version", hidden(&again, "version"))]).await;
    assert_eq!(done.location.as_deref(), Some("/mottagning/arendetyper"), "{}", done.body);
    assert!(all(world).await.is_empty());
    assert_eq!(browser.get(&base).await.status, StatusCode::NOT_FOUND);
    let later = world.later(HOUR);
    let viewer = later.resident_viewer(late).await;
    let held = viewer.grants().iter().filter(|grant| grant.object == Some(object));
    assert_eq!(held.filter(|grant| grant.period.holds_at(later.now)).count(), 0);
    let events = world.events().await;
    let end = events.iter().find(|event| event.level.as_deref() == Some("case-types.end")).unwrap();
    assert_eq!(end.resources.iter().filter(|resource| resource.patient.is_some()).count(), 3);
    assert!(form_of(world, id, 1).await.is_some(), "its cases keep their form");
}

async fn restricting_a_type_says_what_follows(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let id = activated(world, Ready::ContactMe).await;
    let resident = world.resident("Sven Lind").await;
    world.grant(resident, BuiltIn::ApprovedResident, world.clinic).await;
    let base = format!("/mottagning/arendetyper/{id}");
    let question = browser.get(&format!("{base}/begransat")).await;
    assert!(
        question
            .says("En invånare är godkänd för kommunikation. Den som är godkänd kan inte längre skicka nya ärenden")
    );
    assert!(browser.get(&base).await.says("id=\"begransat\"") || question.says("Begränsa urvalet"));
    let done = send(&mut browser, &base, &format!("{base}/begransat"), &[("begransat", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(all(world).await[0].restricted);
    let question = browser.get(&format!("{base}/begransat")).await;
    assert!(question.says("Alla som är godkända kan skicka ärenden av den här typen."));
    // An old page that asks for what is so already changes nothing.
    let version = all(world).await[0].version;
    send(&mut browser, &base, &format!("{base}/begransat"), &[("begransat", "1")]).await;
    assert_eq!(all(world).await[0].version, version);
}

async fn who_comes_second_is_shown_what_the_first_one_changed(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut anna = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let mut bo = site.staff(administrator(world, "Bo Alm").await, world.clinic).await;
    let id = activated(world, Ready::ContactMe).await;
    let field = format!("/mottagning/arendetyper/{id}/formular/message");
    let (annas, bos) = (anna.get(&field).await, bo.get(&field).await);
    let done = anna.post(&field, &[("version", hidden(&annas, "version")), ("fraga", "Annas fråga")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let late = bo.post(&field, &[("version", hidden(&bos, "version")), ("fraga", "Bos fråga")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Någon annan hann före") && late.says("Annas fråga") && late.says("Anna Ek"), "{}", late.body);
    assert!(late.body.contains("value=\"Bos fråga\""), "what Bo typed is there");
    // A button pressed on an old page does nothing, and the page is shown as it is now.
    let publish = format!("/mottagning/arendetyper/{id}/publicera");
    let old = bo.post(&publish, &[("version", hidden(&bos, "version"))]).await;
    assert_eq!(old.location, Some(format!("/mottagning/arendetyper/{id}/forhandsgranska")), "{}", old.body);
    assert_eq!(all(world).await[0].published, Some(1));
    let saved = bo.post(&field, &[("version", hidden(&late, "version")), ("fraga", "Bos fråga")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(anna.get(&field).await.body.contains("value=\"Bos fråga\""));
}

async fn a_form_sent_twice_happens_once(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let page = browser.get("/mottagning/arendetyper/ny").await;
    let fields = [("en-gang", hidden(&page, "en-gang")), ("namn", "Sjukresor")];
    let first = browser.post("/mottagning/arendetyper/ny", &fields).await;
    let second = browser.post("/mottagning/arendetyper/ny", &fields).await;
    assert_eq!((first.status, &first.location), (second.status, &second.location));
    assert_eq!(all(world).await.len(), 1);
    let form = first.location.unwrap();
    let page = browser.get(&form).await;
    let fields =
        [("version", hidden(&page, "version")), ("en-gang", hidden(&page, "en-gang")), ("fraga", "Vad gäller det?")];
    for _ in 0..2 {
        assert_eq!(browser.post(&format!("{form}/ny?slag=text"), &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(browser.get(&form).await.body.matches("id=\"del-").count(), 1);
}

async fn a_template_is_previewed_with_a_made_up_resident_and_an_unknown_placeholder_is_named(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    assert!(browser.get("/mottagning/mallar").await.says("Det finns inga mallar än"));
    let fields = |body: &'static str| {
        [("namn", "Provsvar"), ("slag", "information"), ("rubrik", "Till {namn}"), ("text", body), ("aktiv", "1")]
    };
    let wrong = browser.post("/mottagning/mallar/ny", &fields("Ring {telefon}")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Ändra {telefon}.") && wrong.says("{lång titel}"), "{}", wrong.body);
    let mut look = fields("Hej {namn}!\n{lång titel}, {mottagning}").to_vec();
    look.push(("granska", "1"));
    let preview = browser.post("/mottagning/mallar/ny", &look).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(
        preview.says("Till Alex Påhittad")
            && preview.says("Vårdcentralen Ekbacken")
            && preview.says("Invånaren kan inte svara.")
    );
    assert!(preview.says("specialistsjuksköterska"));
    let templates = || async {
        let mut tx = world.db().read().await.unwrap();
        behorig_case_types::active_templates(&mut tx, world.clinic).await.unwrap()
    };
    assert!(templates().await.is_empty(), "a look saves nothing");
    look.pop();
    let path = browser.post("/mottagning/mallar/ny", &look).await.location.unwrap();
    assert_eq!(templates().await.len(), 1);
    let taken = browser.post("/mottagning/mallar/ny", &look).await;
    assert!(taken.says("Mottagningen har redan en mall som heter så."));

    look.pop();
    send(&mut browser, &path, &path, &look).await;
    assert!(templates().await.is_empty(), "an inactive one can't be chosen");
    assert!(browser.get(&path).await.says("Upplagd"));
    let gone = send(&mut browser, &path, &format!("{path}/ta-bort"), &[]).await;
    assert_eq!(gone.location.as_deref(), Some("/mottagning/mallar"));
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
}

async fn bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let mut browser = site.staff(administrator(world, "Anna Ek").await, world.clinic).await;
    let id = activated(world, Ready::ContactMe).await;
    let base = format!("/mottagning/arendetyper/{id}");
    let form = format!("{base}/formular");
    let long = "å".repeat(300);
    let wrong =
        send(&mut browser, &form, &format!("{form}/ny?slag=choice"), &[("fraga", &long), ("hjalp", "<b>Hjälp</b>")])
            .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Den får ha högst 200 tecken.") && wrong.says("Skriv minst ett svar att välja på."));
    assert!(wrong.says(&long) && wrong.body.contains("&lt;b&gt;Hjälp&lt;/b&gt;"), "{}", wrong.body);
    let days = send(&mut browser, &base, &base, &[("svar-inom", "hundra")]).await;
    assert!(days.says("Skriv ett heltal från 1 till 60.") && days.body.contains("value=\"hundra\""));

    // Forged fields, kinds, conditions and ids.
    let gone = browser.get(&format!("{form}/finns-inte")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let forged = send(&mut browser, &form, &format!("{form}/finns-inte"), &[("fraga", "x")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    let kind = send(&mut browser, &form, &format!("{form}/ny?slag=lösenord"), &[("fraga", "x")]).await;
    assert_eq!(kind.status, StatusCode::BAD_REQUEST);
    for condition in ["finns-inte/ja", "about", "message/x"] {
        let fields = [("fraga", "En fråga till"), ("visas-nar", condition)];
        let refused = send(&mut browser, &form, &format!("{form}/ny?slag=text"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{condition}: {}", refused.body);
    }
    let lost = [("fraga", "Vad gäller det?"), ("obligatorisk", "1"), ("svar", "Annat")];
    let refused = send(&mut browser, &form, &format!("{form}/about"), &lost).await;
    assert!(refused.says("Behåll svaret som du har tagit bort."), "{}", refused.body);
    assert_eq!(browser.post(&base, &[("svar-inom", "1")]).await.status, StatusCode::BAD_REQUEST, "no version");
}

async fn a_type_of_another_clinic_does_not_exist(db: TestDb) {
    let site = Site::new(db).await;
    let world = &site.world;
    let id = activated(world, Ready::ContactMe).await;
    let eva = world.account("Eva Dahl").at(world.other_clinic).await;
    world.grant(eva, BuiltIn::LocalAdministrator, world.other_clinic).await;
    let mut browser = site.staff(eva, world.other_clinic).await;
    let template = a_template(world).await;
    for path in [format!("/mottagning/arendetyper/{id}"), format!("/mottagning/mallar/{template}")] {
        let unknown = format!("{}/01997c3e-7c00-7000-8000-000000000001", path.rsplit_once('/').unwrap().0);
        for path in [path, unknown] {
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
            let post = browser.post(&path, &[("version", "1"), ("namn", "x")]).await;
            assert_eq!(post.status, StatusCode::NOT_FOUND);
        }
    }
    assert!(!browser.get("/mottagning/arendetyper").await.says(&id.to_string()));
    let handler = world.account("Bo Alm").at(world.clinic).await;
    world.grant(handler, BuiltIn::CaseHandler, world.clinic).await;
    let mut browser = site.staff(handler, world.clinic).await;
    assert_eq!(browser.get("/mottagning/arendetyper").await.status, StatusCode::FORBIDDEN);
}
