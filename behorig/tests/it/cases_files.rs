//! Files and drafts of staff: on an answer and on a new case, checked as residents' are, kept until they are sent.

use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::cases::{Clinic, version_on};
use crate::my_care::PDF;
use crate::site::Page;

both_databases!(
    an_answer_takes_files_along_and_its_draft_keeps_them_until_then,
    a_file_that_comes_with_an_answer_that_is_refused_is_kept_and_said_so,
    a_file_of_staff_is_checked_by_its_content_and_the_eleventh_is_left_out,
    a_new_case_is_found_again_as_it_was_left_and_each_resident_gets_the_files,
    what_was_sent_in_another_window_is_not_sent_again_from_the_check,
    somebody_elses_draft_and_files_do_not_exist,
);

async fn count(clinic: &Clinic, sql: &str) -> i64 {
    let mut tx = clinic.site.world.db().read().await.unwrap();
    tx.one::<(i64,)>(sql, params![]).await.unwrap().0
}

const HANGING: &str = "SELECT CAST(count(*) AS BIGINT) FROM case_attachment WHERE draft_id IS NOT NULL";
const SENT: &str = "SELECT CAST(count(*) AS BIGINT) FROM case_attachment WHERE message_id IS NOT NULL";

/// The first address on the page that begins so.
fn link(page: &Page, begins: &str) -> String {
    let at = page.body.find(begins).unwrap_or_else(|| panic!("no {begins} in {}", page.body));
    page.body[at..].split('"').next().unwrap().to_owned()
}

async fn an_answer_takes_files_along_and_its_draft_keeps_them_until_then(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    let typed = |act| [("version", version.as_str()), ("gor", act), ("meddelande", "Se bilagan.")];
    let attached = clinic.handler.post_files(&path, &typed("bifoga"), &[("filer", "råd om knät.pdf", PDF)]).await;
    assert_eq!(attached.location.as_deref(), Some(path.as_str()), "{}", attached.body);
    let page = clinic.handler.get(&path).await;
    assert!(
        page.says("råd om knät.pdf") && page.says("Se bilagan.") && page.says("Filerna är bifogade."),
        "{}",
        page.body
    );
    assert!(!clinic.receiver.get(&path).await.says("råd om knät.pdf"), "a draft is its writer's own");
    // One is taken away, another comes with the answer itself, as without script.
    clinic.handler.post_files(&path, &typed("bifoga"), &[("filer", "fel.pdf", PDF)]).await;
    let page = clinic.handler.get(&path).await;
    let wrong = page.body.split("ta-bort:").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let remove = format!("ta-bort:{wrong}");
    let removed = clinic.handler.post_files(&path, &typed(&remove), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    assert_eq!(count(&clinic, HANGING).await, 1);
    let answered = clinic.handler.post_files(&path, &typed("answer"), &[("filer", "övningar.pdf", PDF)]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let page = clinic.handler.get(&path).await;
    assert!(page.says("råd om knät.pdf") && page.says("övningar.pdf") && !page.says("fel.pdf"), "{}", page.body);
    let mut sven = clinic.site.resident(clinic.sven).await;
    let thread = sven.get(&format!("/mina-arenden/{case}")).await;
    let file = sven.get(&link(&thread, &format!("/mina-arenden/{case}/bilagor/"))).await;
    assert!(file.status == StatusCode::OK && file.body.starts_with("%PDF"), "{}", file.status);
}

async fn a_file_that_comes_with_an_answer_that_is_refused_is_kept_and_said_so(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    let nothing = [("version", version.as_str()), ("gor", "answer"), ("meddelande", " ")];
    let page = clinic.handler.post_files(&path, &nothing, &[("filer", "kvar.pdf", PDF)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Skriv ett meddelande.") && page.says("kvar.pdf"), "{}", page.body);
    // Written in meanwhile: the same.
    clinic.press(case, "partial", "Först detta.").await;
    let late = [("version", version.as_str()), ("gor", "answer"), ("meddelande", "Sedan detta.")];
    let page = clinic.handler.post_files(&path, &late, &[("filer", "sen.pdf", PDF)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says("Sedan detta.") && page.says("sen.pdf") && page.says("Först detta."), "{}", page.body);
}

async fn a_file_of_staff_is_checked_by_its_content_and_the_eleventh_is_left_out(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let mut large = PDF.to_vec();
    large.resize(21_000_000, b' ');
    let wrong: [(&str, &[u8], &str); 4] = [
        ("tom.pdf", b"", "är tom"),
        ("stor.pdf", &large, "är större än"),
        ("bild.png", PDF, "innehåller något annat än namnet säger"),
        ("../../hemligt.pdf", PDF, "har ett namn som inte kan användas"),
    ];
    for path in [format!("/arenden/{case}"), "/arenden/nytt".to_owned()] {
        for (name, content, why) in wrong {
            let typed = [("gor", "bifoga"), ("meddelande", "Kvar."), ("version", "2")];
            let page = clinic.handler.post_files(&path, &typed, &[("filer", name, content)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {name}: {}", page.body);
            assert!(page.says(why) && page.says("Kvar.") && page.body.contains("id=\"filer-error\""), "{}", page.body);
        }
        assert_eq!(count(&clinic, HANGING).await, 0);
    }
    let file = ("filer", "a.pdf", PDF);
    let page = clinic.handler.post_files("/arenden/nytt", &[("gor", "bifoga")], &[file; 6]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = clinic.handler.post_files("/arenden/nytt", &[("gor", "bifoga")], &[file; 5]).await;
    assert!(page.says("högst 10 filer får bifogas"), "{}", page.body);
    assert_eq!(count(&clinic, HANGING).await, 10);
}

async fn a_new_case_is_found_again_as_it_was_left_and_each_resident_gets_the_files(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let world = &clinic.site.world;
    let ove = world.resident("Ove Berg").await;
    world.grant(ove, behorig_access::BuiltIn::ApprovedResident, world.clinic).await;
    let mut tx = world.db().read().await.unwrap();
    let numbers: Vec<(String,)> = tx
        .all("SELECT identity_number FROM person WHERE id = ?1 OR id = ?2 ORDER BY id", params![clinic.sven, ove])
        .await
        .unwrap();
    drop(tx);
    let to = numbers.iter().map(|(number,)| number.as_str()).collect::<Vec<_>>().join("\n");
    let typed = |act: &'static str| {
        [
            ("till", to.clone()),
            ("slag", "information".to_owned()),
            ("amne", "Inför sommaren".to_owned()),
            ("meddelande", "Hej {namn}!".to_owned()),
            ("gor", act.to_owned()),
        ]
    };
    let refs = |fields: &[(&'static str, String); 5]| fields.clone().map(|(name, value)| (name, value.leak() as &str));
    // Kept while its writer pauses, as the script does it.
    let quiet = clinic.handler.post_files("/arenden/nytt", &refs(&typed("tyst")), &[]).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT, "{}", quiet.body);
    assert!(clinic.handler.get("/arenden/nytt").await.says("Inför sommaren"));
    let kept = clinic.handler.post_files("/arenden/nytt", &refs(&typed("spara")), &[("filer", "tider.pdf", PDF)]).await;
    assert_eq!(kept.location.as_deref(), Some("/arenden/nytt"), "{}", kept.body);
    let again = clinic.handler.get("/arenden/nytt").await;
    assert!(again.says("Hej {namn}!") && again.says("tider.pdf"), "{}", again.body);
    let check = clinic.handler.post_files("/arenden/nytt", &refs(&typed("granska")), &[]).await;
    assert!(check.status == StatusCode::OK && check.says("tider.pdf") && check.says("Ove Berg"), "{}", check.body);
    let sent = clinic.handler.post("/arenden/nytt", &refs(&typed("skicka"))).await;
    assert_eq!(sent.location.as_deref(), Some("/arenden/mina"), "{}", sent.body);
    assert_eq!((count(&clinic, HANGING).await, count(&clinic, SENT).await), (0, 2));
    assert!(!clinic.handler.get("/arenden/nytt").await.says("Inför sommaren"), "what was sent is no draft any more");
    for person in [clinic.sven, ove] {
        let mut browser = clinic.site.resident(person).await;
        let case = link(&browser.get("/mina-arenden").await, "/mina-arenden/0");
        let thread = browser.get(&case).await;
        let file = browser.get(&link(&thread, &format!("{case}/bilagor/"))).await;
        assert!(file.status == StatusCode::OK && file.body.starts_with("%PDF"), "{}", thread.body);
    }
    // A form that is emptied is no draft.
    clinic.handler.post_files("/arenden/nytt", &[("gor", "spara"), ("meddelande", "x")], &[]).await;
    clinic.handler.post_files("/arenden/nytt", &[("gor", "spara"), ("meddelande", " ")], &[]).await;
    assert_eq!(count(&clinic, "SELECT CAST(count(*) AS BIGINT) FROM case_draft").await, 0);
}

async fn what_was_sent_in_another_window_is_not_sent_again_from_the_check(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let mut tx = clinic.site.world.db().read().await.unwrap();
    let (number,): (String,) =
        tx.one("SELECT identity_number FROM person WHERE id = ?1", params![clinic.sven]).await.unwrap();
    drop(tx);
    let typed = [("till", number.as_str()), ("slag", "information"), ("amne", "En gång"), ("meddelande", "Hej!")];
    let check = clinic.handler.post("/arenden/nytt", &[&typed[..], &[("gor", "granska")]].concat()).await;
    let (_, rest) = check.body.split_once("name=\"utkast\" value=\"").unwrap();
    let draft = rest.split('"').next().unwrap().to_owned();
    let send = [&typed[..], &[("gor", "skicka"), ("utkast", draft.as_str())]].concat();
    assert_eq!(clinic.handler.post("/arenden/nytt", &send).await.status, StatusCode::SEE_OTHER);
    let again = clinic.handler.post("/arenden/nytt", &send).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("redan skickat") && again.says("En gång"), "{}", again.body);
    assert_eq!(count(&clinic, "SELECT CAST(count(*) AS BIGINT) FROM care_case").await, 1);
}

async fn somebody_elses_draft_and_files_do_not_exist(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    clinic
        .handler
        .post_files("/arenden/nytt", &[("gor", "bifoga"), ("meddelande", "Mitt.")], &[("filer", "a.pdf", PDF)])
        .await;
    let page = clinic.handler.get("/arenden/nytt").await;
    let file = page.body.split("ta-bort:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut eva = clinic.site.staff(clinic.eva, clinic.site.world.clinic).await;
    assert!(!eva.get("/arenden/nytt").await.says("Mitt."));
    let remove = format!("ta-bort:{file}");
    eva.post_files("/arenden/nytt", &[("gor", &remove)], &[]).await;
    assert_eq!(count(&clinic, HANGING).await, 1, "only its writer takes it away");
    // A receiver who may not answer may write nothing new, and no file of theirs is taken in.
    let refused = clinic.receiver.post_files("/arenden/nytt", &[("gor", "bifoga")], &[("filer", "b.pdf", PDF)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(count(&clinic, "SELECT CAST(count(*) AS BIGINT) FROM loose_file").await, 0);
}
