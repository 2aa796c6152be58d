//! Cases as staff meet them: assigned, answered, passed on, begun, by a receiver and two handlers in browsers of their own.

use behorig_access::{AccountId, BuiltIn, CaseId, CaseTypeId, PersonId, TemplateId, UnitId};
use behorig_case_types::{Ready, TemplateKind, TemplateText};
use behorig_cases::records::{NewAbsence, NewCase, NewGroup, absences_at, begin_absence, save_group, send};
use behorig_registers::persons::Protection;
use behorig_store::{Actor, Recorded, StoreError, params};
use http::StatusCode;
use proof_support::{TestDb, World, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_case_goes_from_the_inbox_through_a_question_to_its_answer,
    one_who_receives_assigns_many_at_once_and_the_second_is_told,
    a_handler_hands_back_a_wrong_case_and_the_inbox_says_whose_it_was,
    all_of_who_is_ill_goes_to_a_colleague,
    an_answer_alternative_is_sent_with_its_text_and_the_own_signature,
    a_draft_is_kept_as_one_types_and_colleagues_see_each_other,
    staff_begin_a_case_after_seeing_who_gets_it,
    a_protected_person_is_named_only_to_who_may_see_them,
    a_group_is_made_changed_and_ended,
    an_absence_moves_the_cases_at_once,
    every_reading_is_one_event_with_its_patient,
);

/// What the walk over all routes asks for.
pub struct CaseSamples {
    pub case: String,
    pub group: String,
    pub absence: String,
}

pub async fn samples(world: &World, handler: AccountId, resident: PersonId) -> CaseSamples {
    let case = sent(world, resident, world.clinic).await;
    let (group, absence) = world
        .change((world.clinic, handler), |tx, (unit, handler)| {
            Box::pin(async move {
                let new = NewGroup {
                    existing: None,
                    unit: *unit,
                    name: "Diabetesteamet".to_owned(),
                    members: vec![*handler],
                };
                let (_, group) = save_group(tx, &new).await?.split();
                let from = tx.now().plus_millis(24 * 3_600_000);
                let absence = NewAbsence { account: *handler, from, to: None, substitute: None };
                let _recorded = begin_absence(tx, &absence).await?;
                let now = tx.now();
                let noted = absences_at(tx, *unit, now).await?;
                Ok((group, noted[0].id.to_string()))
            })
        })
        .await;
    CaseSamples { case: case.to_string(), group: group.to_string(), absence }
}

async fn activated(world: &World, ready: Ready) -> CaseTypeId {
    world
        .change((world.clinic, ready), |tx, (unit, ready)| {
            Box::pin(behorig_case_types::activate_ready(tx, *unit, *ready))
        })
        .await
}

async fn a_template(world: &World) -> TemplateId {
    let text = TemplateText {
        kind: TemplateKind::Question,
        name: "Inför besök".to_owned(),
        subject: "Inför ditt besök, {namn}".to_owned(),
        body: "Hej {namn}!".to_owned(),
    };
    world
        .change((world.clinic, text), |tx, (unit, text)| Box::pin(behorig_case_types::add_template(tx, *unit, text)))
        .await
}

/// A case that a resident sent to a unit.
pub async fn sent(world: &World, resident: PersonId, unit: UnitId) -> CaseId {
    let new = NewCase {
        unit,
        case_type: None,
        form_number: None,
        person: resident,
        sent_by: resident,
        subject: "Kontakta mig".to_owned(),
        body: "Jag har ont <script>alert(1)</script> i **knät**.".to_owned(),
        answers: None,
        reply_days: 2,
        follows: None,
        draft: None,
    };
    by_resident(world, resident, new).await
}

async fn by_resident(world: &World, resident: PersonId, new: NewCase) -> CaseId {
    let actor = Actor { person: Some(resident), hat: "resident", ..world.system() };
    let written = world.db().write(&actor, new, |tx, new| {
        Box::pin(async move {
            let (recorded, receipt): (Recorded<()>, _) = send(tx, None, new).await?.split();
            Ok::<_, StoreError>(recorded.with(receipt.id))
        })
    });
    written.await.unwrap()
}

/// The clinic at work.
pub struct Clinic {
    pub site: Site,
    pub receiver: Browser,
    pub handler: Browser,
    pub nils: AccountId,
    pub eva: AccountId,
    pub sven: PersonId,
}

impl Clinic {
    pub async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let rut = world.account("Rut Alm").at(world.clinic).await;
        world.grant(rut, BuiltIn::CaseReceiver, world.clinic).await;
        let nils = world.account("Nils Öberg").at(world.clinic).title("Leg. Läkare").await;
        let eva = world.account("Eva Dahl").at(world.clinic).await;
        for handler in [nils, eva] {
            world.grant(handler, BuiltIn::CaseHandler, world.clinic).await;
        }
        let sven = world.resident("Sven Lind").await;
        world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
        let receiver = site.staff(rut, world.clinic).await;
        let handler = site.staff(nils, world.clinic).await;
        Self { receiver, handler, nils, eva, sven, site }
    }

    pub async fn sent(&self) -> CaseId {
        sent(&self.site.world, self.sven, self.site.world.clinic).await
    }

    /// A case that Nils has.
    pub async fn assigned(&mut self) -> CaseId {
        let case = self.sent().await;
        let to = format!("person:{}", self.nils);
        let done = self.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &to)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        case
    }

    /// Presses a button under a case, as it stands on the page.
    pub async fn press(&mut self, case: CaseId, act: &str, words: &str) -> Page {
        let path = format!("/arenden/{case}");
        let version = version_on(&self.handler.get(&path).await);
        self.handler.post(&path, &[("version", &version), ("gor", act), ("meddelande", words)]).await
    }
}

/// The version that a page's form carries.
pub fn version_on(page: &Page) -> String {
    let (_, rest) =
        page.body.split_once("name=\"version\" value=\"").unwrap_or_else(|| panic!("no version: {}", page.body));
    rest.split('"').next().unwrap().to_owned()
}

async fn a_case_goes_from_the_inbox_through_a_question_to_its_answer(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let empty = clinic.receiver.get("/arenden").await;
    assert!(empty.says("Inget väntar på att fördelas"), "{}", empty.body);
    let case = clinic.assigned().await;
    let mine = clinic.handler.get("/arenden/mina").await;
    assert!(mine.says("Kontakta mig") && mine.says("Sven Lind") && mine.says("Fördelat"), "{}", mine.body);

    let page = clinic.handler.get(&format!("/arenden/{case}")).await;
    let as_text = "Jag har ont &lt;script&gt;alert(1)&lt;/script&gt; i **knät**.";
    assert!(page.body.contains(as_text), "shown as text: {}", page.body);
    assert!(page.says("Fördelat till Nils Öberg"));
    let nothing = clinic.press(case, "question", "  ").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.says("Skriv ett meddelande."));
    let asked = clinic.press(case, "question", "Hur länge har du haft ont?").await;
    assert_eq!(asked.location.as_deref(), Some(format!("/arenden/{case}").as_str()), "{}", asked.body);
    let page = clinic.handler.get(&format!("/arenden/{case}")).await;
    assert!(page.says("Väntar på invånaren") && page.says("inte läst än"));
    let answered = clinic.press(case, "answer", "Vi ringer dig i morgon.").await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let page = clinic.handler.get(&format!("/arenden/{case}")).await;
    assert!(page.says("Avslutat") && page.says("Vi ringer dig i morgon.") && page.says("Nils Öberg, Leg. Läkare"));
    assert!(!page.says("Svara och avsluta"), "nothing is written in what is over");
    assert!(clinic.receiver.get("/arenden/alla?lage=closed").await.says("Kontakta mig"));
}

async fn one_who_receives_assigns_many_at_once_and_the_second_is_told(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let (first, second) = (clinic.sent().await.to_string(), clinic.sent().await.to_string());
    let (nils, eva) = (format!("person:{}", clinic.nils), format!("person:{}", clinic.eva));
    let nobody = clinic.receiver.post("/arenden", &[("till", &nils)]).await;
    assert!(nobody.status == StatusCode::UNPROCESSABLE_ENTITY && nobody.says("Kryssa för minst ett ärende."));
    let both = clinic.receiver.post("/arenden", &[("arende", &first), ("arende", &second), ("till", &nils)]).await;
    assert_eq!(both.status, StatusCode::SEE_OTHER, "{}", both.body);
    // The other receiver's page still showed them.
    let late = clinic.receiver.post("/arenden", &[("arende", &first), ("till", &eva)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("är redan fördelat till Nils Öberg"), "{}", late.body);
    let third = clinic.sent().await.to_string();
    let some = clinic.receiver.post("/arenden", &[("arende", &first), ("arende", &third), ("till", &eva)]).await;
    assert_eq!(some.status, StatusCode::SEE_OTHER);
    assert!(clinic.receiver.get("/arenden").await.says("En del av ärendena var redan fördelade"));
}

async fn a_handler_hands_back_a_wrong_case_and_the_inbox_says_whose_it_was(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}/fordela");
    assert!(clinic.handler.get(&path).await.says("Till inkorgen, fel ärende"));
    let back = clinic.handler.post(&path, &[("till", "wrong"), ("anteckning", "Hör till BVC.")]).await;
    assert_eq!(back.location.as_deref(), Some("/arenden/mina"), "{}", back.body);
    let gone = clinic.handler.get(&format!("/arenden/{case}")).await;
    assert_eq!(gone.status, StatusCode::FORBIDDEN, "no longer theirs to read");
    let page = clinic.receiver.get(&format!("/arenden/{case}")).await;
    assert!(page.says("som fel ärende") && page.says("Hör till BVC."), "{}", page.body);
    // Blocked: the case comes back by itself, with the name of who had it.
    let case = clinic.assigned().await;
    let nils = clinic.nils;
    clinic
        .site
        .world
        .change(nils, |tx, who| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![who, now]).await
            })
        })
        .await;
    let inbox = clinic.receiver.get("/arenden").await;
    assert!(inbox.says(&case.to_string()) && inbox.says("Var hos Nils Öberg"), "{}", inbox.body);
}

async fn all_of_who_is_ill_goes_to_a_colleague(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    clinic.assigned().await;
    clinic.assigned().await;
    let (from, to) = (clinic.nils.to_string(), format!("person:{}", clinic.eva));
    let moved = clinic.receiver.post("/arenden/omfordela", &[("fran", &from), ("till", &to)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    assert!(clinic.handler.get("/arenden/mina").await.says("Du har inga öppna ärenden"));
    let mut eva = clinic.site.staff(clinic.eva, clinic.site.world.clinic).await;
    assert_eq!(eva.get("/arenden/mina").await.body.matches("Kontakta mig").count(), 2);
}

async fn an_answer_alternative_is_sent_with_its_text_and_the_own_signature(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let case_type = activated(world, Ready::ContactMe).await;
    let new = NewCase {
        unit: world.clinic,
        case_type: Some(case_type),
        form_number: Some(1),
        person: clinic.sven,
        sent_by: clinic.sven,
        subject: "Kontakta mig".to_owned(),
        body: String::new(),
        answers: None,
        reply_days: 2,
        follows: None,
        draft: None,
    };
    let case = by_resident(world, clinic.sven, new).await;
    let to = format!("person:{}", clinic.nils);
    clinic.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &to)]).await;
    let form = Ready::ContactMe.form();
    let alternative = form.alternatives().first().expect("a ready type has answers");
    let path = format!("/arenden/{case}");
    let page = clinic.handler.get(&path).await;
    let label = alternative.label.sv.as_str();
    assert!(page.says(label), "{}", page.body);
    let forged = clinic
        .handler
        .post(&path, &[("version", &version_on(&page)), ("gor", "answer"), ("svar", "forged"), ("meddelande", "x")])
        .await;
    assert!(forged.status == StatusCode::UNPROCESSABLE_ENTITY && forged.says("Svarsalternativet finns inte."));
    let version = version_on(&clinic.handler.get(&path).await);
    let fields = [("version", version.as_str()), ("gor", "answer"), ("svar", alternative.key.as_str())];
    let put = clinic.handler.post(&path, &fields).await;
    assert_eq!(put.status, StatusCode::UNPROCESSABLE_ENTITY, "the text is read through before it is sent");
    assert!(put.says("står nu i meddelandet") && put.body.contains("Hej Sven Lind!"), "{}", put.body);
    assert!(!put.body.contains("{namn}") && !put.body.contains("{signatur}"), "{}", put.body);
    let version = version_on(&put);
    let own = "Hej Sven Lind!\n\nKnät får vila.";
    let sent = clinic
        .handler
        .post(&path, &[("version", &version), ("gor", "answer"), ("svar", &alternative.key), ("meddelande", own)])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = clinic.handler.get(&path).await;
    assert!(page.says(label) && page.says("Knät får vila."));
    assert_eq!(page.body.matches("Nils Öberg, Leg. Läkare").count(), 1, "signed once: {}", page.body);
}

async fn a_draft_is_kept_as_one_types_and_colleagues_see_each_other(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    clinic.receiver.get(&path).await;
    let kept =
        clinic.handler.post(&format!("{path}/utkast"), &[("skriver", "1"), ("meddelande", "Hej Sven, vi")]).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(
        kept.body.contains("Utkastet sparades") && kept.body.contains("Rut Alm har också ärendet öppet"),
        "{}",
        kept.body
    );
    assert!(clinic.receiver.get(&path).await.says("Kollegan skriver just nu."));
    assert!(clinic.handler.get(&path).await.says("Hej Sven, vi"));
    // The button does the same without script.
    let saved = clinic.press(case, "spara", "Hej Sven, vi ringer").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(clinic.handler.get(&path).await.says("Hej Sven, vi ringer"));
    assert!(!clinic.receiver.get(&path).await.says("Hej Sven, vi ringer"), "a draft is its writer's own");
    clinic.press(case, "answer", "Hej Sven, vi ringer i dag.").await;
    assert_eq!(
        clinic.handler.get(&path).await.body.matches("Hej Sven").count(),
        1,
        "what was sent is no draft any more"
    );
}

async fn staff_begin_a_case_after_seeing_who_gets_it(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let template = a_template(world).await;
    let stranger = world.resident("Kim Holm").await;
    let number_of = |person: PersonId| {
        let db = world.db().clone();
        async move {
            let (number,): (String,) = db
                .read()
                .await
                .unwrap()
                .one("SELECT identity_number FROM person WHERE id = ?1", params![person])
                .await
                .unwrap();
            number
        }
    };
    let (svens, kims) = (number_of(clinic.sven).await, number_of(stranger).await);
    let filled = clinic.handler.get(&format!("/arenden/nytt?mall={template}")).await;
    assert!(filled.says("Inför ditt besök, {namn}"), "{}", filled.body);

    let both = format!("{svens}\n{kims}");
    let fields = |to: &str, act: &str| {
        [
            ("till", to.to_owned()),
            ("slag", "question".to_owned()),
            ("amne", "Inför besöket".to_owned()),
            ("meddelande", "Hej {namn}, hur mår du?".to_owned()),
            ("gor", act.to_owned()),
        ]
    };
    let post = async |browser: &mut Browser, to: &str, act: &str| {
        let fields = fields(to, act);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post("/arenden/nytt", &fields).await
    };
    let refused = post(&mut clinic.handler, &both, "granska").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("inte godkänd för kommunikation") && refused.says("Hej {namn}, hur mår du?"),
        "{}",
        refused.body
    );
    let check = post(&mut clinic.handler, &svens, "granska").await;
    assert!(
        check.status == StatusCode::OK && check.says("Sven Lind") && check.says("Hej Sven Lind, hur mår du?"),
        "{}",
        check.body
    );
    assert!(clinic.handler.get("/arenden/mina").await.says("Du har inga öppna ärenden"), "nothing is sent yet");
    let change = post(&mut clinic.handler, &svens, "andra").await;
    assert!(change.status == StatusCode::OK && change.says("Hej {namn}, hur mår du?"));
    let sent = post(&mut clinic.handler, &svens, "skicka").await;
    assert_eq!(sent.location.as_deref(), Some("/arenden/mina"), "{}", sent.body);
    assert!(clinic.handler.get("/arenden/mina").await.says("Inför besöket"));
}

async fn a_protected_person_is_named_only_to_who_may_see_them(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let ylva = world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    world.grant(ylva, BuiltIn::ApprovedResident, world.clinic).await;
    let case = sent(world, ylva, world.clinic).await;
    let inbox = clinic.receiver.get("/arenden").await;
    assert!(
        inbox.says("Kontakta mig") && inbox.says("Skyddade personuppgifter") && !inbox.says("Hemlig"),
        "{}",
        inbox.body
    );
    let page = clinic.receiver.get(&format!("/arenden/{case}")).await;
    assert!(page.says("Skyddade personuppgifter") && !page.says("Hemlig"), "{}", page.body);
    // Nor does a placeholder tell the name to who has the case and may not see the person.
    let to = format!("person:{}", clinic.nils);
    clinic.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &to)]).await;
    let done = clinic.press(case, "partial", "Hej {namn}, {name}!").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = clinic.handler.get(&format!("/arenden/{case}")).await;
    assert!(page.says("Hej {namn}, {name}!") && !page.says("Hemlig"), "{}", page.body);
}

async fn a_group_is_made_changed_and_ended(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let (nils, eva) = (clinic.nils.to_string(), clinic.eva.to_string());
    let nameless = clinic.receiver.post("/arenden/grupper/ny", &[("medlem", &nils)]).await;
    assert!(nameless.status == StatusCode::UNPROCESSABLE_ENTITY && nameless.says("Skriv gruppens namn."));
    let fields = [("namn", "Teamet"), ("medlem", nils.as_str()), ("medlem", eva.as_str())];
    let made = clinic.receiver.post("/arenden/grupper/ny", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let again = clinic.receiver.post("/arenden/grupper/ny", &fields).await;
    assert!(again.says("har redan en grupp med det namnet"), "{}", again.body);
    let list = clinic.receiver.get("/arenden/grupper").await;
    let (_, rest) = list.body.split_once("/arenden/grupper/0").expect("a link to the group");
    let path = format!("/arenden/grupper/0{}", rest.split('"').next().unwrap());
    let page = clinic.receiver.get(&path).await;
    let version = version_on(&page);
    let case = clinic.sent().await;
    let group = path.rsplit('/').next().unwrap().to_owned();
    let to_group = format!("group:{group}");
    clinic.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &to_group)]).await;
    assert!(clinic.handler.get("/arenden/mina").await.says("Teamet"));
    assert!(clinic.receiver.get(&format!("{path}/slut")).await.says("Ta bort Teamet?"));
    let ended = clinic.receiver.post(&format!("{path}/slut"), &[("version", &version)]).await;
    assert_eq!(ended.location.as_deref(), Some("/arenden/grupper"), "{}", ended.body);
    assert!(clinic.receiver.get("/arenden").await.says(&case.to_string()));
}

async fn an_absence_moves_the_cases_at_once(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    clinic.assigned().await;
    let (nils, eva) = (clinic.nils.to_string(), clinic.eva.to_string());
    let backwards = [("vem", nils.as_str()), ("fran", "2026-11-20"), ("till", "2026-11-19")];
    let refused = clinic.receiver.post("/arenden/franvaro", &backwards).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("Sista dagen ska vara i dag eller senare")
    );
    let fields = [("vem", nils.as_str()), ("fran", "2026-11-20"), ("till", "2026-11-27"), ("ersattare", eva.as_str())];
    let saved = clinic.receiver.post("/arenden/franvaro", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(clinic.receiver.get("/arenden/franvaro").await.says("Borta nu"));
    let mut substitute = clinic.site.staff(clinic.eva, clinic.site.world.clinic).await;
    assert!(substitute.get("/arenden/mina").await.says("Kontakta mig"));
}

async fn every_reading_is_one_event_with_its_patient(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.sent().await;
    clinic.receiver.get("/arenden").await;
    clinic.receiver.get(&format!("/arenden/{case}")).await;
    let mut events = clinic.site.world.events().await;
    events.retain(|event| event.activity == "Läsa");
    let levels: Vec<&str> = events.iter().filter_map(|event| event.level.as_deref()).collect();
    assert_eq!(levels, ["cases.inbox", "cases.read"]);
    assert!(events.iter().all(|event| event.resources.len() == 1 && event.resources[0].patient.is_some()));
}
