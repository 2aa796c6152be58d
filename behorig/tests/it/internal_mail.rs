//! *Internpost*: a thread among staff, to a person, a role or a group, by colleagues in browsers of their own.

use behorig_access::{AccountId, BuiltIn, GrantId};
use behorig_cases::records::{NewGroup, end_group, save_group};
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::params;
use http::StatusCode;
use proof_support::world::MINUTE;
use proof_support::{TestDb, both_databases};

use crate::cases::version_on;
use crate::my_care::PDF;
use crate::site::{Browser, Page, Site};

both_databases!(
    mail_to_a_person_is_read_by_that_person_alone_and_answered_in_the_same_thread,
    mail_to_a_role_is_read_by_whoever_holds_it_when_it_is_read,
    mail_to_a_group_is_read_by_whoever_is_in_it,
    who_loses_the_service_or_is_blocked_reads_no_more,
    a_form_sent_twice_happens_once,
    what_nobody_should_send_is_refused_beside_its_field_and_the_rest_is_kept,
    the_second_of_two_who_answer_at_once_is_shown_what_the_first_wrote,
    a_draft_and_its_files_are_kept_until_they_are_sent_and_only_readers_get_the_files,
    mail_to_another_unit_offers_that_units_staff,
    a_letter_tells_those_who_want_it_that_mail_waits_and_not_what_it_says,
    the_inbox_shows_unread_first_page_by_page_and_every_row_opens,
);

const NOBODY: &str = "01997c3e-7c00-7000-8000-000000000001";

/// Three colleagues at the clinic who hold Internpost.
struct Office {
    site: Site,
    anna: Browser,
    bo: Browser,
    cia: Browser,
    bos_id: AccountId,
    cias_id: AccountId,
    bos_service: GrantId,
}

impl Office {
    async fn new(test: TestDb) -> Self {
        Self::of(Site::new(test).await).await
    }

    async fn of(site: Site) -> Self {
        let world = &site.world;
        let mut ids = Vec::new();
        for name in ["Anna Ek", "Bo Alm", "Cia Dahl"] {
            let mail = format!("{}@region.example", &name[..2].to_lowercase().trim());
            let account = world.account(name).at(world.clinic).email(&mail).await;
            ids.push((account, world.grant(account, BuiltIn::InternalMail, world.clinic).await));
        }
        let [(anna, _), (bo, bos_service), (cia, _)] = ids[..] else { panic!("three") };
        Self {
            anna: site.staff(anna, world.clinic).await,
            bo: site.staff(bo, world.clinic).await,
            cia: site.staff(cia, world.clinic).await,
            bos_id: bo,
            cias_id: cia,
            bos_service,
            site,
        }
    }

    /// Something that Anna writes, by its path.
    async fn written(&mut self, to: &str, subject: &str, words: &str) -> String {
        let sent = write(&mut self.anna, to, subject, words).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        sent.location.unwrap()
    }

    async fn new_mail_to_bo(&mut self) -> String {
        let to = format!("person:{}", self.bos_id);
        self.written(&to, "Rond på torsdag", "Kan du <b>ta</b> ronden?").await
    }

    async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(i64,)>(sql, params![]).await.unwrap().0
    }
}

async fn write(browser: &mut Browser, to: &str, subject: &str, words: &str) -> Page {
    let fields = [("till", to), ("amne", subject), ("meddelande", words), ("gor", "skicka")];
    browser.post("/internpost/ny", &fields).await
}

async fn answer(browser: &mut Browser, path: &str, words: &str) -> Page {
    let version = version_on(&browser.get(path).await);
    browser.post(path, &[("version", &version), ("meddelande", words), ("gor", "skicka")]).await
}

/// A sample for the walk over all routes: mail to whoever handles cases at the clinic.
pub async fn a_mail(browser: &mut Browser, role: &str) -> String {
    let sent = write(browser, &format!("role:{role}"), "Rond", "På torsdag.").await;
    let path = sent.location.unwrap_or_else(|| panic!("{}", sent.body));
    path.rsplit('/').next().unwrap().to_owned()
}

async fn mail_to_a_person_is_read_by_that_person_alone_and_answered_in_the_same_thread(test: TestDb) {
    let mut office = Office::new(test).await;
    assert!(office.bo.get("/internpost").await.says("Du har ingen internpost"));
    let form = office.anna.get("/internpost/ny").await;
    assert!(form.says("Bo Alm") && form.says("Internpost") && !form.says("Anna Ek</option>"), "{}", form.body);
    let path = office.new_mail_to_bo().await;
    let start = office.bo.get("/").await;
    assert!(start.body.contains("href=\"/internpost\"") && start.says("1 oläst"), "{}", start.body);
    let inbox = office.bo.get("/internpost").await;
    assert!(inbox.says("Rond på torsdag") && inbox.says("Inkorg (1)") && inbox.says("Nytt"), "{}", inbox.body);
    let page = office.bo.get(&path).await;
    assert!(page.body.contains("Kan du &lt;b&gt;ta&lt;/b&gt; ronden?"), "shown as text: {}", page.body);
    assert!(page.says("Vem har läst (2)"), "{}", page.body);
    assert!(!office.bo.get("/").await.says("1 oläst"), "what is read is not counted");
    let answered = answer(&mut office.bo, &path, "Det kan jag.").await;
    assert_eq!(answered.location.as_deref(), Some(path.as_str()), "{}", answered.body);
    let inbox = office.anna.get("/internpost").await;
    assert!(inbox.says("Rond på torsdag") && inbox.says("Inkorg (1)"), "a reply comes back: {}", inbox.body);
    assert!(office.anna.get(&path).await.says("Det kan jag."));
    assert!(office.anna.get("/internpost/skickat").await.says("Rond på torsdag"));
    for list in ["/internpost", "/internpost/skickat"] {
        assert!(!office.cia.get(list).await.says("Rond på torsdag"));
    }
    assert_eq!(office.cia.get(&path).await.status, StatusCode::NOT_FOUND);
    let meddling = office.cia.post(&path, &[("version", "2"), ("meddelande", "Jag med"), ("gor", "skicka")]).await;
    assert_eq!(meddling.status, StatusCode::NOT_FOUND);
    assert_eq!(office.count("SELECT CAST(count(*) AS BIGINT) FROM case_message").await, 2);
    let levels = "SELECT CAST(count(*) AS BIGINT) FROM audit_event WHERE activity_level = ";
    assert_eq!(office.count(&format!("{levels}'internal-mail.send'")).await, 1);
    assert_eq!(office.count(&format!("{levels}'internal-mail.reply'")).await, 1);
    assert!(office.count(&format!("{levels}'internal-mail.read'")).await >= 3);
}

async fn mail_to_a_role_is_read_by_whoever_holds_it_when_it_is_read(test: TestDb) {
    let mut office = Office::new(test).await;
    let world = &office.site.world;
    let role = world.role(BuiltIn::CaseReceiver).to_string();
    let refused = write(&mut office.anna, &format!("role:{role}"), "Till mottagarna", "Hej").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ingen kan läsa det där just nu."), "{}", refused.body);
    let grant = world.grant(office.bos_id, BuiltIn::CaseReceiver, world.clinic).await;
    let path = office.written(&format!("role:{role}"), "Till mottagarna", "Hej alla").await;
    assert!(office.bo.get("/internpost").await.says("Till mottagarna"));
    assert_eq!(office.cia.get(&path).await.status, StatusCode::NOT_FOUND);
    office.site.wait(MINUTE);
    let later = office.site.world.later(MINUTE);
    later.grant(office.cias_id, BuiltIn::CaseReceiver, later.care_unit).branch().await;
    later.end(grant).await;
    office.site.wait(MINUTE);
    let inbox = office.cia.get("/internpost").await;
    assert!(inbox.says("Till mottagarna") && inbox.says("Ärendemottagare, Vårdcentralen Ekbacken"), "{}", inbox.body);
    assert!(office.cia.get(&path).await.says("Hej alla"));
    assert_eq!(office.bo.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(!office.bo.get("/internpost").await.says("Till mottagarna"));
}

async fn mail_to_a_group_is_read_by_whoever_is_in_it(test: TestDb) {
    let mut office = Office::new(test).await;
    let world = &office.site.world;
    let new = |existing, members| NewGroup { existing, unit: world.clinic, name: "Diabetesteamet".to_owned(), members };
    let group = world
        .change(new(None, vec![office.bos_id]), |tx, new| {
            Box::pin(async move { Ok(save_group(tx, new).await?.split().1) })
        })
        .await;
    assert!(office.anna.get("/internpost/ny").await.says("Diabetesteamet"));
    let other = new(Some((group, 1)), vec![office.cias_id]);
    let path = office.written(&format!("group:{group}"), "Till teamet", "Hej teamet").await;
    assert!(office.bo.get(&path).await.says("Hej teamet"));
    let world = &office.site.world;
    world.change(other, |tx, new| Box::pin(async move { Ok(save_group(tx, new).await?.split().1) })).await;
    assert_eq!(office.bo.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(office.cia.get("/internpost").await.says("Till teamet"));
    let end = (world.clinic, group);
    world
        .change(end, |tx, (unit, group)| {
            Box::pin(async move {
                let (_, ()) = end_group(tx, *unit, *group, 2).await?.split();
                Ok(())
            })
        })
        .await;
    assert_eq!(office.cia.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(office.anna.get(&path).await.says("Hej teamet"), "who wrote it keeps it");
}

async fn who_loses_the_service_or_is_blocked_reads_no_more(test: TestDb) {
    let mut office = Office::new(test).await;
    let path = office.new_mail_to_bo().await;
    assert_eq!(office.bo.get(&path).await.status, StatusCode::OK);
    office.site.wait(MINUTE);
    office.site.world.later(MINUTE).end(office.bos_service).await;
    office.site.wait(MINUTE);
    for page in [&path, "/internpost", "/internpost/ny", "/internpost/skickat"] {
        let refused = office.bo.get(page).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{page}: {}", refused.body);
    }
    // Who holds something else at the unit is told why.
    let later = office.site.world.later(2 * MINUTE);
    later.grant(office.bos_id, BuiltIn::CaseReceiver, later.clinic).await;
    let refused = office.bo.get(&path).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.says("Varför?"), "{}", refused.body);
    // Nobody is written to who would not read it.
    let to = format!("person:{}", office.bos_id);
    let unreachable = write(&mut office.anna, &to, "Rond", "Hej").await;
    assert!(unreachable.says("Ingen kan läsa det där just nu."), "{}", unreachable.body);
    let to = format!("person:{}", office.cias_id);
    let path = office.written(&to, "Till Cia", "Hemligt för Cia").await;
    let cia = office.cias_id;
    later
        .change(cia, |tx, who| {
            Box::pin(async move {
                let now = tx.now();
                tx.execute("UPDATE account SET blocked_at = ?2 WHERE id = ?1", params![who, now]).await
            })
        })
        .await;
    let blocked = office.cia.get(&path).await;
    assert!(blocked.status != StatusCode::OK && !blocked.says("Hemligt för Cia"), "{}", blocked.body);
}

async fn a_form_sent_twice_happens_once(test: TestDb) {
    let mut office = Office::new(test).await;
    let form = office.anna.get("/internpost/ny").await;
    let key = |page: &Page| crate::my_care::hidden(page, "en-gang");
    let (once, to) = (key(&form), format!("person:{}", office.bos_id));
    let fields =
        [("en-gang", once.as_str()), ("till", &to), ("amne", "En gång"), ("meddelande", "Hej"), ("gor", "skicka")];
    let first = office.anna.post("/internpost/ny", &fields).await;
    let second = office.anna.post("/internpost/ny", &fields).await;
    assert_eq!(first.location, second.location);
    assert_eq!(office.count("SELECT CAST(count(*) AS BIGINT) FROM internal_mail").await, 1);
    let path = first.location.unwrap();
    let page = office.bo.get(&path).await;
    let (once, version) = (key(&page), version_on(&page));
    let fields = [("en-gang", once.as_str()), ("version", &version), ("meddelande", "Ett svar"), ("gor", "skicka")];
    for _ in 0..2 {
        assert_eq!(office.bo.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(office.count("SELECT CAST(count(*) AS BIGINT) FROM case_message").await, 2);
}

async fn what_nobody_should_send_is_refused_beside_its_field_and_the_rest_is_kept(test: TestDb) {
    let mut office = Office::new(test).await;
    let nothing = write(&mut office.anna, "", " ", "Kvar.").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.says("Välj vem det ska gå till.") && nothing.says("Skriv ett ämne.") && nothing.says("Kvar."));
    let resident = office.site.world.resident("Sven Lind").await;
    for forged in [
        format!("person:{NOBODY}"),
        format!("role:{NOBODY}"),
        format!("group:{NOBODY}"),
        format!("person:{resident}"),
        "person:1".to_owned(),
        "unit:x".to_owned(),
    ] {
        let page = write(&mut office.anna, &forged, "Rond", "Kvar.").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}: {}", page.body);
        assert!(page.says("Kvar.") && page.body.contains("id=\"till-error\""), "{forged}: {}", page.body);
    }
    let to = format!("person:{}", office.bos_id);
    let elsewhere = [("enhet", NOBODY), ("till", &to), ("amne", "Rond"), ("meddelande", "Hej"), ("gor", "skicka")];
    assert_eq!(office.anna.post("/internpost/ny", &elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "å".repeat(50_000);
    let page = write(&mut office.anna, &to, "Rond", &long).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.body.contains("id=\"meddelande-error\""));
    assert_eq!(office.count("SELECT CAST(count(*) AS BIGINT) FROM internal_mail").await, 0);
    for forged in [NOBODY, "1", "..%2f"] {
        assert_eq!(office.anna.get(&format!("/internpost/{forged}")).await.status, StatusCode::NOT_FOUND);
        let reply = office.anna.post(&format!("/internpost/{forged}"), &[("gor", "skicka"), ("version", "1")]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    }
    let path = office.new_mail_to_bo().await;
    for forged in [NOBODY, "1"] {
        assert_eq!(office.bo.get(&format!("{path}/bilagor/{forged}")).await.status, StatusCode::NOT_FOUND);
    }
    let empty = answer(&mut office.bo, &path, " ").await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.says("Skriv ett meddelande."));
    // A case is no mail, and mail is no case.
    let case = crate::cases::sent(&office.site.world, resident, office.site.world.clinic).await;
    assert_eq!(office.anna.get(&format!("/internpost/{case}")).await.status, StatusCode::NOT_FOUND);
}

async fn the_second_of_two_who_answer_at_once_is_shown_what_the_first_wrote(test: TestDb) {
    let mut office = Office::new(test).await;
    let path = office.new_mail_to_bo().await;
    let version = version_on(&office.anna.get(&path).await);
    answer(&mut office.bo, &path, "Bo svarar först.").await;
    let late = [("version", version.as_str()), ("meddelande", "Anna skriver också."), ("gor", "skicka")];
    let page = office.anna.post_files(&path, &late, &[("filer", "sen.pdf", PDF)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says("Bo svarar först.") && page.says("Anna skriver också.") && page.says("sen.pdf"), "{}", page.body);
    let version = version_on(&page);
    let again = [("version", version.as_str()), ("meddelande", "Anna skriver också."), ("gor", "skicka")];
    assert_eq!(office.anna.post(&path, &again).await.status, StatusCode::SEE_OTHER);
    let page = office.bo.get(&path).await;
    assert!(page.says("Anna skriver också.") && page.says("sen.pdf"), "{}", page.body);
}

async fn a_draft_and_its_files_are_kept_until_they_are_sent_and_only_readers_get_the_files(test: TestDb) {
    let mut office = Office::new(test).await;
    let to = format!("person:{}", office.bos_id);
    let typed = [("till", to.as_str()), ("amne", "Schema"), ("meddelande", "Se bilagan.")];
    let quiet = office.anna.post_files("/internpost/ny", &[&typed[..], &[("gor", "tyst")]].concat(), &[]).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT, "{}", quiet.body);
    assert!(office.anna.get("/internpost/ny").await.says("Se bilagan."));
    assert!(!office.bo.get("/internpost/ny").await.says("Se bilagan."), "a draft is its writer's own");
    let attach = [&typed[..], &[("gor", "bifoga")]].concat();
    office.anna.post_files("/internpost/ny", &attach, &[("filer", "schema.pdf", PDF)]).await;
    let lying = office.anna.post_files("/internpost/ny", &attach, &[("filer", "bild.png", PDF)]).await;
    assert!(lying.says("innehåller något annat än namnet säger") && lying.says("schema.pdf"), "{}", lying.body);
    // The eleventh is left out.
    let many = office.anna.post_files("/internpost/ny", &attach, &[("filer", "fler.pdf", PDF); 10]).await;
    assert!(many.says("högst 10 filer får bifogas"), "{}", many.body);
    let sent = office.anna.post("/internpost/ny", &[&typed[..], &[("gor", "skicka")]].concat()).await;
    let path = sent.location.unwrap_or_else(|| panic!("{}", sent.body));
    let page = office.bo.get(&path).await;
    let at = page.body.find(&format!("{path}/bilagor/")).unwrap_or_else(|| panic!("{}", page.body));
    let file = page.body[at..].split('"').next().unwrap().to_owned();
    let got = office.bo.get(&file).await;
    assert!(got.status == StatusCode::OK && got.body.starts_with("%PDF"), "{}", got.status);
    assert_eq!(got.headers["x-content-type-options"], "nosniff");
    assert_eq!(office.cia.get(&file).await.status, StatusCode::NOT_FOUND);
    assert!(!office.anna.get("/internpost/ny").await.says("Se bilagan."), "what was sent is no draft any more");
    // A reply has a draft of its own, kept by the button as by the script.
    let keep = [("meddelande", "Tack, jag"), ("gor", "spara")];
    assert_eq!(office.bo.post_files(&path, &keep, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(office.bo.get(&path).await.says("Tack, jag") && !office.anna.get(&path).await.says("Tack, jag"));
}

async fn mail_to_another_unit_offers_that_units_staff(test: TestDb) {
    let mut office = Office::new(test).await;
    let world = &office.site.world;
    let kim = world.account("Kim Holm").at(world.other_clinic).await;
    world.grant(kim, BuiltIn::InternalMail, world.other_clinic).await;
    let mut kims = office.site.staff(kim, world.other_clinic).await;
    let there = world.other_clinic.to_string();
    assert!(!office.anna.get("/internpost/ny").await.says("Kim Holm"));
    let chosen = [("enhet", there.as_str()), ("meddelande", "Hej"), ("gor", "enhet")];
    let shown = office.anna.post("/internpost/ny", &chosen).await;
    assert_eq!(shown.location.as_deref(), Some("/internpost/ny"), "{}", shown.body);
    let form = office.anna.get("/internpost/ny").await;
    assert!(form.says("Kim Holm") && !form.says("Bo Alm") && form.says("Hej"), "{}", form.body);
    let to = format!("person:{kim}");
    let fields =
        [("enhet", there.as_str()), ("till", &to), ("amne", "Remiss"), ("meddelande", "Hej Kim"), ("gor", "skicka")];
    let path = office.anna.post("/internpost/ny", &fields).await.location.unwrap();
    assert!(kims.get("/internpost").await.says("Remiss") && kims.get(&path).await.says("Hej Kim"));
    assert_eq!(answer(&mut kims, &path, "Hej Anna").await.status, StatusCode::SEE_OTHER);
    assert!(office.anna.get(&path).await.says("Hej Anna"));
    assert_eq!(office.bo.get(&path).await.status, StatusCode::NOT_FOUND);
}

async fn a_letter_tells_those_who_want_it_that_mail_waits_and_not_what_it_says(test: TestDb) {
    let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
    let mut office = Office::of(Site::with(test, Some(outbox)).await).await;
    let world = &office.site.world;
    for who in [office.bos_id, office.cias_id] {
        world.grant(who, BuiltIn::CaseReceiver, world.clinic).await;
    }
    let (bo, cia) = (office.bos_id, office.cias_id);
    world
        .change((bo, cia), |tx, (bo, cia)| {
            Box::pin(async move {
                tx.execute("UPDATE account SET notices = TRUE WHERE id = ?1", params![bo]).await?;
                tx.execute("UPDATE account SET notices = TRUE, notice_internal = FALSE WHERE id = ?1", params![cia])
                    .await
            })
        })
        .await;
    let role = world.role(BuiltIn::CaseReceiver);
    office.written(&format!("role:{role}"), "Om Sven Lind", "Sven har ringt.").await;
    let mut tx = office.site.world.db().read().await.unwrap();
    let letters: Vec<(String, String)> = tx.all("SELECT recipient, subject FROM outbox", params![]).await.unwrap();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].0, "bo@region.example");
    assert_eq!(letters[0].1, "Ny internpost vid Vårdcentralen Ekbacken");
}

async fn the_inbox_shows_unread_first_page_by_page_and_every_row_opens(test: TestDb) {
    let mut office = Office::new(test).await;
    let to = format!("person:{}", office.bos_id);
    let mut paths = Vec::new();
    for n in 0..53 {
        office.site.wait(1_000);
        paths.push(office.written(&to, &format!("Nummer {n:02}"), "Hej").await);
    }
    // The newest two are read, and so stand last.
    for path in &paths[51..] {
        assert_eq!(office.bo.get(path).await.status, StatusCode::OK);
    }
    let links = |page: &Page| -> Vec<String> {
        let found = page.body.split("href=\"/internpost/0").skip(1);
        found.map(|rest| format!("/internpost/0{}", rest.split('"').next().unwrap())).collect()
    };
    let first = office.bo.get("/internpost").await;
    assert!(first.says("Inkorg (51)"), "{}", first.body);
    let top = links(&first);
    assert_eq!(top.len(), 50);
    assert_eq!((&top[0], &top[49]), (&paths[50], &paths[1]));
    let at = first.body.find("/internpost?efter=").unwrap();
    let next = first.body[at..].split('"').next().unwrap().to_owned();
    // What is read meanwhile does not move the next page.
    office.bo.get(&top[49]).await;
    let second = office.bo.get(&next).await;
    let rest = links(&second);
    assert_eq!(rest, [paths[0].clone(), paths[52].clone(), paths[51].clone(), paths[1].clone()]);
    let at = second.body.find("/internpost?fore=").unwrap();
    let back = second.body[at..].split('"').next().unwrap().to_owned();
    assert_eq!(links(&office.bo.get(&back).await), top[..49], "and back again");
    for path in top.iter().chain(&rest) {
        assert_eq!(office.bo.get(path).await.status, StatusCode::OK);
    }
    assert!(office.bo.get("/internpost").await.says("Du har inget oläst."));
    let sent = links(&office.anna.get("/internpost/skickat").await);
    assert_eq!((sent.len(), &sent[0]), (50, &paths[52]));
}
