//! The resident's side: from a clinic's page over the form to the receipt, the thread and who has read it.

use axum::body::Body;
use behorig_access::{AccountId, BuiltIn, CaseId, CaseTypeId, GrantId, ObjectKind, ObjectRef, PersonId};
use behorig_case_types::{NewCaseType, Ready, activate, activate_ready};
use behorig_cases::records::{CaseError, To, Writing, assign, write};
use behorig_cases::rules::Act;
use behorig_store::params;
use behorig_visit::Access;
use http::{Method, Request, StatusCode, header};
use jiff::civil::date;
use proof_support::world::{DAY, HOUR, MINUTE};
use proof_support::{TestDb, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    a_resident_writes_to_a_clinic_and_gets_a_receipt_with_reference_and_promise,
    a_draft_and_its_files_are_kept_on_the_server_until_they_are_sent_or_thrown_away,
    the_clinics_of_a_resident_are_those_that_let_them_in_and_those_that_their_home_offers,
    a_resident_is_offered_just_the_case_types_that_they_may_use,
    the_inbox_counts_what_is_unread_and_the_thread_says_honestly_how_far_it_came,
    a_question_is_replied_to_and_what_is_over_is_written_about_anew,
    a_long_form_comes_in_steps_and_nobody_is_told_of_what_they_have_not_come_to,
    a_case_is_withdrawn_as_long_as_nobody_has_it,
    a_guardian_writes_for_a_child_under_thirteen_and_the_page_says_for_whom,
    residents_get_every_page_of_theirs_and_staff_get_none_of_them,
);

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

/// A clinic with a case type, a receiver and a handler, and a resident whom it has approved.
pub struct Ward {
    pub site: Site,
    pub signe: PersonId,
    pub approval: GrantId,
    pub contact_me: CaseTypeId,
    pub receiver: AccountId,
    pub handler: AccountId,
}

impl Ward {
    pub async fn new(db: TestDb) -> Self {
        let site = Site::new(db).await;
        let world = &site.world;
        let signe = world.resident("Signe Lund").await;
        let approval = world.grant(signe, BuiltIn::ApprovedResident, world.clinic).await;
        let contact_me =
            world.change(world.clinic, |tx, unit| Box::pin(activate_ready(tx, *unit, Ready::ContactMe))).await;
        let receiver = world.account("Rut Alm").at(world.clinic).await;
        world.grant(receiver, BuiltIn::CaseReceiver, world.clinic).await;
        let handler = world.account("Nils Öberg").at(world.clinic).await;
        world.grant(handler, BuiltIn::CaseHandler, world.clinic).await;
        Self { site, signe, approval, contact_me, receiver, handler }
    }

    pub async fn signe(&self) -> Browser {
        self.site.resident(self.signe).await
    }

    /// Where the form is.
    pub fn form(&self) -> String {
        format!("/mina-mottagningar/{}/{}", self.site.world.clinic, self.contact_me)
    }

    /// A restricted type of the clinic.
    pub async fn restricted(&self) -> CaseTypeId {
        let world = &self.site.world;
        let new = NewCaseType {
            unit: world.clinic,
            ready: None,
            name: "Fråga efter operation".to_owned(),
            restricted: true,
            reply_days: Some(5),
        };
        world.change(new, |tx, new| Box::pin(activate(tx, new, Ready::ContactMe.form()))).await
    }

    /// A case that was sent, by its page.
    pub async fn sent(&self, browser: &mut Browser) -> CaseId {
        let form = self.form();
        browser.fill(&form, &answers("Jag behöver råd.")).await;
        let check = format!("{form}/kontrollera");
        let page = browser.post(&check, &[]).await;
        case_of(&page)
    }

    pub async fn assigned(&self, case: CaseId) {
        let world = &self.site.world;
        let later = world.later(HOUR);
        let (viewer, actor) = (world.viewer(self.receiver).await, later.actor(self.receiver).await);
        let to = To::Person(self.handler);
        world
            .db()
            .write(&actor, (viewer, case, to), |tx, (viewer, case, to)| {
                Box::pin(async move { assign(tx, viewer, &[*case], *to, None).await })
            })
            .await
            .unwrap();
    }

    /// Something that the handler writes.
    pub async fn writes(&self, case: CaseId, act: Act, words: &str) {
        let world = self.site.world.later(2 * HOUR);
        let mut tx = world.db().read().await.unwrap();
        let (version,): (i64,) = tx.one("SELECT version FROM care_case WHERE id = ?1", params![case]).await.unwrap();
        drop(tx);
        let writing = Writing {
            act,
            body: words.to_owned(),
            alternative: None,
            signature: "Nils Öberg, Leg. läkare".to_owned(),
            draft: None,
            version,
        };
        let (viewer, actor) = (world.viewer(self.handler).await, world.actor(self.handler).await);
        world
            .db()
            .write(&actor, (viewer, case, writing), |tx, (viewer, case, writing)| {
                Box::pin(async move { Ok::<_, CaseError>(write(tx, viewer, *case, writing).await?.with(())) })
            })
            .await
            .unwrap();
    }

    /// How many cases there are.
    pub async fn cases(&self) -> i64 {
        self.count("SELECT CAST(count(*) AS BIGINT) FROM care_case").await
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(i64,)>(sql, params![]).await.unwrap().0
    }
}

/// What is filled into *Kontakta mig*.
pub fn answers(words: &str) -> Vec<(&'static str, &str)> {
    vec![("svar-about", "own-health"), ("svar-message", words), ("svar-answer-how", "here")]
}

/// The case that a receipt was given for.
pub fn case_of(page: &Page) -> CaseId {
    let path = page.location.as_deref().unwrap_or_else(|| panic!("{}: {}", page.status, page.body));
    let id = path.strip_prefix("/mina-arenden/").and_then(|rest| rest.split(['/', '?']).next());
    id.and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("no case at {path}"))
}

impl Browser {
    /// Sends a form with files.
    pub async fn post_files(&mut self, path: &str, typed: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let mut body = Vec::new();
        for (name, value) in typed {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, content) in files {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend(head.bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::ORIGIN, "http://behorig.test")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Fills in a form of a case type, wholly.
    pub async fn fill(&mut self, path: &str, typed: &[(&str, &str)]) {
        let page = self.post_files(path, typed, &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(page.location.unwrap().contains("/kontrollera"));
    }
}

async fn a_resident_writes_to_a_clinic_and_gets_a_receipt_with_reference_and_promise(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let start = signe.get("/").await;
    assert!(start.body.contains("href=\"/mina-mottagningar\"") && start.body.contains("href=\"/mina-arenden\""));
    assert!(signe.get("/mina-mottagningar").await.says("Vårdcentralen Ekbacken"));
    let clinic = signe.get(&format!("/mina-mottagningar/{}", ward.site.world.clinic)).await;
    assert!(clinic.says("Kontakta mig") && clinic.says("2 arbetsdagar"), "{}", clinic.body);

    let form = ward.form();
    let shown = signe.get(&form).await;
    assert!(shown.says("Vad gäller det?") && shown.says("Fortsätt"), "{}", shown.body);
    // What is missing is told beside its field, and what was typed stands there.
    let again = signe.post_files(&form, &[("svar-message", "Jag behöver <b>råd</b>.")], &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("Jag behöver &lt;b&gt;råd&lt;/b&gt;.") && again.body.contains("id=\"svar-about-error\""),
        "{}",
        again.body
    );

    let typed = answers("Jag behöver <b>råd</b>.");
    let file = ("svar-files", "remiss.pdf", PDF);
    let onward = signe.post_files(&form, &typed, &[file]).await;
    let check = format!("{form}/kontrollera");
    assert_eq!(onward.location.as_deref(), Some(check.as_str()), "{}", onward.body);
    let page = signe.get(&check).await;
    assert!(
        page.says("Kontrollera: Kontakta mig") && page.body.contains("Jag behöver &lt;b&gt;råd&lt;/b&gt;."),
        "{}",
        page.body
    );
    // A Friday: two working days later is Tuesday.
    assert!(page.says("remiss.pdf") && page.says("tisdag 24\u{a0}november 2026"), "{}", page.body);

    let key = hidden(&page, "en-gang");
    let sent = signe.post(&check, &[("en-gang", &key)]).await;
    let twice = signe.post(&check, &[("en-gang", &key)]).await;
    assert_eq!(sent.location, twice.location, "a form sent twice happens once");
    assert_eq!(ward.cases().await, 1);
    let receipt = signe.get(sent.location.as_deref().unwrap()).await;
    assert!(receipt.says("Mottagningen har fått ditt ärende") && receipt.says("tisdag 24\u{a0}november 2026"));
    assert_eq!(ward.count("SELECT CAST(count(*) AS BIGINT) FROM case_draft").await, 0);

    let case = case_of(&sent);
    let thread = signe.get(&format!("/mina-arenden/{case}")).await;
    assert!(
        thread.body.contains("Jag behöver &lt;b&gt;råd&lt;/b&gt;.") && thread.says("remiss.pdf"),
        "{}",
        thread.body
    );
    let at = thread.body.find(&format!("/mina-arenden/{case}/bilagor/")).unwrap();
    let path = thread.body[at..].split('"').next().unwrap().to_owned();
    let file = signe.get(&path).await;
    assert_eq!((file.status, file.body.as_bytes()), (StatusCode::OK, PDF));
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert!(file.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    let told: Vec<String> = ward.site.world.events().await.into_iter().filter_map(|event| event.level).collect();
    for level in ["cases.send", "cases.read", "my-care.file"] {
        assert!(told.iter().any(|one| one == level), "no {level} in {told:?}");
    }
}

async fn a_draft_and_its_files_are_kept_on_the_server_until_they_are_sent_or_thrown_away(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let clinic = format!("/mina-mottagningar/{}", ward.site.world.clinic);
    let mut signe = ward.signe().await;
    let file = ("svar-files", "bild.pdf", PDF);
    let page = signe.post_files(&form, &[("gor", "bifoga"), ("svar-message", "Halvfärdigt")], &[file, file]).await;
    assert_eq!(page.location.as_deref(), Some(form.as_str()), "{}", page.body);

    // From another browser, the next day.
    ward.site.wait(DAY);
    let mut elsewhere = ward.signe().await;
    assert!(elsewhere.get(&clinic).await.says("Påbörjat"));
    let shown = elsewhere.get(&form).await;
    assert!(shown.says("Halvfärdigt"));
    assert_eq!(shown.body.matches("value=\"ta-bort:").count(), 2, "{}", shown.body);
    let first = shown.body.split("value=\"ta-bort:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = elsewhere.post_files(&form, &[("gor", &format!("ta-bort:{first}")), ("svar-message", "Mer")], &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(elsewhere.get(&form).await.body.matches("value=\"ta-bort:").count(), 1);
    let quiet = elsewhere.post_files(&form, &[("gor", "tyst"), ("svar-message", "Ännu mer")], &[]).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT);
    let kept = elsewhere.post_files(&form, &[("gor", "spara"), ("svar-message", "Ännu mer")], &[]).await;
    assert_eq!(kept.location.as_deref(), Some(clinic.as_str()));

    let ask = elsewhere.get(&format!("{form}/slang")).await;
    assert!(ask.says("Slänga utkastet?"));
    assert_eq!(elsewhere.post(&format!("{form}/slang"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!elsewhere.get(&clinic).await.says("Påbörjat"));
    assert_eq!(ward.count("SELECT CAST(count(*) AS BIGINT) FROM case_attachment").await, 0);
    assert_eq!(ward.count("SELECT CAST(count(*) AS BIGINT) FROM loose_file").await, 2, "both wait to be swept");
}

async fn the_clinics_of_a_resident_are_those_that_let_them_in_and_those_that_their_home_offers(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    world
        .change(world.other_clinic, |tx, unit| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO catchment (unit_id, county_code, updated_at, version) VALUES (?1, '06', 0, 1)",
                    params![*unit],
                )
                .await
            })
        })
        .await;
    let here = world.resident("Ove Lind").living_in("0680").await;
    let mut ove = ward.site.resident(here).await;
    let mut signe = ward.signe().await;
    assert!(!signe.get("/mina-mottagningar").await.says("Barnmorskemottagningen Ekbacken"));
    let path = format!("/mina-mottagningar/{}", world.other_clinic);
    assert_eq!(signe.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(signe.post(&format!("{path}/lagg-till"), &[]).await.status, StatusCode::NOT_FOUND);

    let offered = ove.get("/mina-mottagningar").await;
    assert!(offered.says("Du har ingen mottagning än") && offered.says("Barnmorskemottagningen Ekbacken"));
    assert!(ove.get(&path).await.says("Du hör till mottagningens betjäningsområde"));
    let added = ove.post(&format!("{path}/lagg-till"), &[]).await;
    assert_eq!(added.location.as_deref(), Some(path.as_str()), "{}", added.body);
    ove.post(&format!("{path}/lagg-till"), &[]).await;
    let grants = "SELECT CAST(count(*) AS BIGINT) FROM grants WHERE basis = 'catchment-area'";
    assert_eq!(ward.count(grants).await, 1);
    let mine = ove.get("/mina-mottagningar").await;
    assert!(mine.says("Tills vidare") && !mine.says("Mottagningar som du kan lägga till"), "{}", mine.body);
}

async fn a_resident_is_offered_just_the_case_types_that_they_may_use(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let restricted = ward.restricted().await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: restricted.as_object() };
    let ove = world.resident("Ove Lind").await;
    let until = world.now.plus_millis(DAY);
    world.grant(ove, BuiltIn::HandedOutCaseType, world.clinic).for_object(object).until(until).await;
    let clinic = format!("/mina-mottagningar/{}", world.clinic);
    let page = ward.signe().await.get(&clinic).await;
    assert!(page.says("Kontakta mig") && !page.says("Fråga efter operation"));
    let mut ove = ward.site.resident(ove).await;
    let page = ove.get(&clinic).await;
    assert!(!page.says("Kontakta mig") && page.says("Fråga efter operation") && page.says("5 arbetsdagar"));
    // What is not handed out is refused with its reason to who knows the clinic.
    let other = ward.signe().await.get(&format!("{clinic}/{restricted}")).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);

    // The minute after it ended.
    let form = format!("{clinic}/{restricted}");
    assert_eq!(ove.get(&form).await.status, StatusCode::OK);
    ove.fill(&form, &answers("Hur länge ska bandaget sitta?")).await;
    ward.site.wait(DAY + MINUTE);
    let mut later = ward.site.resident(world_person(&ward, "Ove").await).await;
    let refused = later.post(&format!("{form}/kontrollera"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.says("Du har inte längre tillgång till det här") && refused.says("Hur länge ska bandaget sitta?"));
    assert_eq!(ward.cases().await, 0);
}

async fn world_person(ward: &Ward, given_name: &str) -> PersonId {
    let mut tx = ward.site.world.db().read().await.unwrap();
    tx.one::<(PersonId,)>("SELECT id FROM person WHERE given_name = ?1", params![given_name]).await.unwrap().0
}

async fn the_inbox_counts_what_is_unread_and_the_thread_says_honestly_how_far_it_came(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    assert!(signe.get("/mina-arenden").await.says("Du har inga ärenden än"));
    let first = ward.sent(&mut signe).await;
    let second = ward.sent(&mut signe).await;
    let path = format!("/mina-arenden/{first}");
    let thread = signe.get(&path).await;
    assert!(thread.says("Framme hos Vårdcentralen Ekbacken.") && thread.says("Inte läst där än."), "{}", thread.body);
    assert!(signe.get("/mina-arenden").await.says("Inga olästa"));

    ward.assigned(first).await;
    ward.writes(first, Act::Answer, "Kom på måndag.").await;
    ward.site.wait(3 * HOUR);
    let mut signe = ward.signe().await;
    let inbox = signe.get("/mina-arenden").await;
    assert!(inbox.says("Ett oläst") && inbox.says("Besvarat"), "{}", inbox.body);
    let place = |id: CaseId| inbox.body.find(&format!("/mina-arenden/{id}\"")).unwrap();
    assert!(place(first) < place(second), "the unread stands first");
    assert!(signe.get("/").await.says("Ett oläst ärende"));
    let thread = signe.get(&path).await;
    assert!(thread.says("Kom på måndag.") && thread.says("Nils Öberg, Leg. läkare"));
    assert!(signe.get("/mina-arenden").await.says("Inga olästa"));

    let readers = signe.get(&format!("{path}/lasare")).await;
    assert!(readers.says("Signe Lund") && !readers.says("Nils Öberg"), "{}", readers.body);
}

async fn a_question_is_replied_to_and_what_is_over_is_written_about_anew(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let case = ward.sent(&mut signe).await;
    let path = format!("/mina-arenden/{case}");
    let reply = format!("{path}/svar");
    let early = signe.post_files(&reply, &[("text", "Hallå?")], &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody asked: {}", early.body);
    ward.assigned(case).await;
    ward.writes(case, Act::Question, "Hur länge har det pågått?").await;
    ward.site.wait(3 * HOUR);
    let mut signe = ward.signe().await;
    let asked = signe.get(&path).await;
    assert!(asked.says("Väntar på ditt svar") && asked.says("Fråga till dig"), "{}", asked.body);
    let empty = signe.post_files(&reply, &[("text", " ")], &[("filer", "bild.pdf", PDF)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says("bild.pdf"), "the file is kept: {}", empty.body);
    let sent = signe.post_files(&reply, &[("text", "En vecka.")], &[]).await;
    assert_eq!(sent.location.as_deref(), Some(path.as_str()), "{}", sent.body);
    let thread = signe.get(&path).await;
    assert!(thread.says("En vecka.") && thread.says("bild.pdf") && thread.says("Mottagningen arbetar med det"));

    ward.writes(case, Act::Answer, "Det går över.").await;
    let over = signe.get(&path).await;
    assert!(over.says("Skriv igen"), "{}", over.body);
    let anew = signe.post_files(&reply, &[("text", "Det gick inte över.")], &[]).await;
    let new = case_of(&anew);
    assert_ne!(new, case);
    assert!(signe.get(&format!("/mina-arenden/{new}")).await.says("Svar på ärende"));
    assert!(signe.get(&path).await.says("Fortsätter i ärende"));
}

async fn a_long_form_comes_in_steps_and_nobody_is_told_of_what_they_have_not_come_to(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let yes_no = |key: &str| {
        format!(
            r#"{{"key":"{key}","kind":"choice","choices":[{{"key":"yes","sv":"Ja"}},{{"key":"no","sv":"Nej"}}],"label":{{"sv":"Fråga {key}"}},"required":true}}"#
        )
    };
    let text =
        |key: &str, more: &str| format!(r#"{{"key":"{key}","kind":"text","label":{{"sv":"Fråga {key}"}}{more}}}"#);
    let needed = r#","required":true,"shown_when":{"field":"q1","is":["yes"]}"#;
    let mut fields = vec![yes_no("q1")];
    fields.extend((2..=9).map(|n| text(&format!("q{n}"), "")));
    fields.push(text("q10", needed));
    let form = format!(r#"{{"fields":[{}]}}"#, fields.join(","));
    let form = behorig_case_types::Form::from_json(&form).unwrap();
    let new = NewCaseType {
        unit: world.clinic,
        ready: None,
        name: "Hälsodeklaration".to_owned(),
        restricted: false,
        reply_days: None,
    };
    let long =
        world.change((new, form), |tx, (new, form)| Box::pin(async move { activate(tx, new, form).await })).await;
    let path = format!("/mina-mottagningar/{}/{long}", world.clinic);
    let second = format!("{path}?steg=2");
    let mut signe = ward.signe().await;
    let shown = signe.get(&path).await;
    assert!(shown.says("Steg 1 av 2") && shown.says("Fråga q5") && !shown.says("Fråga q6"), "{}", shown.body);
    let wrong = signe.post_files(&path, &[("svar-q2", "Kvar")], &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"svar-q1-error\"") && !wrong.body.contains("svar-q10"), "{}", wrong.body);
    let next = signe.post_files(&path, &[("svar-q1", "no"), ("svar-q2", "Kvar")], &[]).await;
    assert_eq!(next.location.as_deref(), Some(second.as_str()), "{}", next.body);
    let shown = signe.get(&second).await;
    assert!(shown.says("Steg 2 av 2") && shown.says("Fråga q6") && !shown.says("Fråga q10"), "{}", shown.body);
    signe.post_files(&path, &[("svar-q1", "yes"), ("svar-q2", "Kvar")], &[]).await;
    assert!(signe.get(&second).await.says("Fråga q10"), "the answer of the first step asks for it");
    let wrong = signe.post_files(&second, &[("svar-q6", "Sex")], &[]).await;
    assert!(wrong.body.contains("id=\"svar-q10-error\"") && wrong.says("Sex"), "{}", wrong.body);
    let onward = signe.post_files(&second, &[("svar-q6", "Sex"), ("svar-q10", "Tio")], &[]).await;
    assert_eq!(onward.location, Some(format!("{path}/kontrollera")), "{}", onward.body);
    let check = signe.get(&format!("{path}/kontrollera")).await;
    assert!(check.says("Kvar") && check.says("Sex") && check.says("Tio"), "{}", check.body);
}

async fn a_case_is_withdrawn_as_long_as_nobody_has_it(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let (taken_back, held) = (ward.sent(&mut signe).await, ward.sent(&mut signe).await);
    assert!(signe.get(&format!("/mina-arenden/{taken_back}/ta-tillbaka")).await.says("Ta tillbaka ärendet?"));
    signe.post(&format!("/mina-arenden/{taken_back}/ta-tillbaka"), &[]).await;
    assert!(signe.get(&format!("/mina-arenden/{taken_back}")).await.says("Återtaget"));
    ward.assigned(held).await;
    let refused = signe.post(&format!("/mina-arenden/{held}/ta-tillbaka"), &[]).await;
    let page = signe.get(refused.location.as_deref().unwrap()).await;
    assert!(page.says("någon på mottagningen har redan börjat med det"), "{}", page.body);
    assert!(!page.says("Återtaget"));
}

async fn a_guardian_writes_for_a_child_under_thirteen_and_the_page_says_for_whom(db: TestDb) {
    let ward = Ward::new(db).await;
    let world = &ward.site.world;
    let ella = world.resident("Ella Lund").born(date(2015, 6, 1)).await;
    let grown = world.resident("Max Lund").born(date(2010, 6, 1)).await;
    let other = world.resident("Kim Berg").born(date(2015, 7, 1)).await;
    for child in [ella, grown] {
        world
            .change((child, ward.signe), |tx, (child, guardian)| {
                Box::pin(async move {
                    tx.execute(
                        "INSERT INTO custody (child_id, guardian_id, from_date) VALUES (?1, ?2, '2015-06-01')",
                        params![*child, *guardian],
                    )
                    .await
                })
            })
            .await;
    }
    world.grant(ella, BuiltIn::ApprovedResident, world.clinic).await;
    let mut signe = ward.signe().await;
    let mine = signe.get("/mina-mottagningar").await;
    assert!(mine.says("Ella Lund") && !mine.says("Max Lund"), "{}", mine.body);
    for stranger in [grown, other] {
        for path in ["/mina-mottagningar", "/mina-arenden"] {
            let page = signe.get(&format!("{path}?barn={stranger}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let form = ward.form();
    let check = format!("{form}/kontrollera?barn={ella}");
    let shown = signe.get(&format!("{form}?barn={ella}")).await;
    assert!(shown.says("Du skriver som vårdnadshavare") && shown.says("Ella Lund"), "{}", shown.body);
    let events = world.events().await;
    let read = events.iter().find(|event| event.level.as_deref() == Some("my-care.form")).unwrap();
    assert!(read.resources.iter().all(|resource| resource.patient.is_some()), "a child's page is read by its guardian");
    signe.fill(&format!("{form}?barn={ella}"), &answers("Ella har feber.")).await;
    assert!(!signe.get(&form).await.says("Ella har feber."), "a child's draft is not one's own");
    assert!(signe.get(&check).await.says("Ella Lund"));
    let sent = signe.post(&check, &[]).await;
    let case = case_of(&sent);
    assert!(sent.location.unwrap().ends_with(&format!("?barn={ella}")));
    let page = signe.get(&format!("/mina-arenden/{case}?barn={ella}")).await;
    assert!(page.says("Ella har feber.") && page.says("Du skriver som vårdnadshavare"), "{}", page.body);
    assert!(signe.get("/mina-arenden").await.says("Ella Lund"));
    // The day on which Ella turns thirteen, it is hers alone.
    ward.site.wait(700 * DAY);
    let mut later = ward.signe().await;
    assert_eq!(later.get(&format!("/mina-arenden/{case}?barn={ella}")).await.status, StatusCode::NOT_FOUND);
    let mut ella = ward.site.resident(ella).await;
    assert!(ella.get(&format!("/mina-arenden/{case}")).await.says("Ella har feber."));
}

async fn residents_get_every_page_of_theirs_and_staff_get_none_of_them(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let case = ward.sent(&mut signe).await;
    signe.post_files(&ward.form(), &[("gor", "spara"), ("svar-message", "Mer")], &[]).await;
    let stranger = ward.site.world.resident("Ove Lind").await;
    let mut staff = ward.site.staff(ward.receiver, ward.site.world.clinic).await;
    let mut stranger = ward.site.resident(stranger).await;
    for route in ward.site.table.iter().filter(|route| route.access == Access::Resident) {
        let path = route
            .path
            .replace("{unit}", &ward.site.world.clinic.to_string())
            .replace("{type}", &ward.contact_me.to_string())
            .replace("{id}", &case.to_string());
        if path.contains("{file}") {
            continue;
        }
        if route.method == Method::GET {
            for lang in ["sv", "en"] {
                let mut browser = ward.signe().await.speaking(lang);
                let page = browser.get(&path).await;
                // What is not whole goes back to its form.
                let is_check = path.ends_with("/kontrollera") && page.status == StatusCode::SEE_OTHER;
                assert!(page.status == StatusCode::OK || is_check, "{path}: {} {}", page.status, page.body);
                if page.status == StatusCode::OK {
                    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
                    assert!(!page.body.contains(" style=\"") && !page.body.contains("<script>"), "{path}");
                }
            }
            let refused = staff.get(&path).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path} as staff");
        }
        if route.path.contains('{') {
            let page =
                if route.method == Method::GET { stranger.get(&path).await } else { stranger.post(&path, &[]).await };
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path} as a stranger: {}", route.method, page.body);
        }
    }
}

/// The value of a hidden field.
pub fn hidden(page: &Page, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let from = page.body.split(&field).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.body));
    from.split('"').next().unwrap().to_owned()
}
