//! What residents' pages make of what nobody should send, and of what changes while somebody writes.

use behorig_access::BuiltIn;
use behorig_store::params;
use http::StatusCode;
use proof_support::world::MINUTE;
use proof_support::{TestDb, both_databases};

use super::{PDF, Ward, answers, case_of};
use crate::site::Page;

both_databases!(
    a_forged_clinic_case_type_or_case_is_not_found_in_every_address_and_form,
    a_forged_id_is_logged_by_its_route_and_never_by_what_was_typed,
    what_looks_like_html_or_markdown_is_shown_as_the_text_that_it_is,
    an_approval_that_is_removed_while_somebody_writes_keeps_the_draft_and_says_why,
    a_clinic_that_closes_while_somebody_writes_keeps_the_draft_and_says_so,
    a_file_that_is_not_what_it_should_be_is_refused_beside_its_field_and_the_rest_is_kept,
    the_sixth_file_is_left_out_however_the_files_come,
    a_field_that_its_condition_hides_is_not_asked_for_and_what_stands_in_it_is_dropped,
    a_hundred_kilobytes_in_a_field_are_refused_beside_it,
    somebody_elses_case_and_file_do_not_exist,
    a_reply_after_the_access_ended_is_refused_with_its_reason_and_kept,
    a_draft_that_was_sent_in_another_window_is_not_sent_again,
);

/// The button that leads on.
const ONWARD: &str = "<span>Fortsätt</span>";
const NOBODY: &str = "01997c3e-7c00-7000-8000-000000000001";

fn is_refused(page: &Page, why: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says(why), "not {why:?} in {}", page.body);
}

async fn a_forged_clinic_case_type_or_case_is_not_found_in_every_address_and_form(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let case = ward.sent(&mut signe).await;
    let (clinic, case_type) = (ward.site.world.clinic, ward.contact_me);
    let other_clinic = ward.site.world.other_clinic;
    for forged in [NOBODY, "1", "..%2f..%2fetc", &case.to_string()] {
        for path in [
            format!("/mina-mottagningar/{forged}"),
            format!("/mina-mottagningar/{forged}/{case_type}"),
            format!("/mina-mottagningar/{clinic}/{forged}"),
            format!("/mina-mottagningar/{other_clinic}/{case_type}"),
            format!("/mina-mottagningar/{clinic}/{forged}/kontrollera"),
            format!("/mina-mottagningar/{clinic}/{case_type}?barn={forged}"),
            format!("/mina-arenden/{case}/bilagor/{forged}"),
        ] {
            let page = signe.get(&path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}: {}", page.body);
        }
        for path in [
            format!("/mina-mottagningar/{forged}/lagg-till"),
            format!("/mina-mottagningar/{clinic}/{forged}/kontrollera"),
            format!("/mina-mottagningar/{forged}/{case_type}/slang"),
            format!("/mina-mottagningar/{clinic}/{case_type}/kontrollera?barn={forged}"),
        ] {
            let page = signe.post(&path, &[]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}: {}", page.body);
        }
        let written =
            signe.post_files(&format!("/mina-mottagningar/{clinic}/{forged}"), &[("gor", "spara")], &[]).await;
        assert_eq!(written.status, StatusCode::NOT_FOUND);
    }
    for forged in [NOBODY, "1"] {
        for path in ["", "/kvitto", "/lasare", "/ta-tillbaka"] {
            let page = signe.get(&format!("/mina-arenden/{forged}{path}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
        let reply = signe.post_files(&format!("/mina-arenden/{forged}/svar"), &[("text", "Hej")], &[]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    }
    // A file that the form names instead of sending it is none that a page of ours offers.
    let named = signe.post_files(&ward.form(), &[("svar-files", NOBODY)], &[]).await;
    assert_eq!(named.status, StatusCode::BAD_REQUEST);
}

async fn a_forged_id_is_logged_by_its_route_and_never_by_what_was_typed(db: TestDb) {
    let kept = crate::bad_input::Kept::default();
    // Where there is one subscriber alone, a line that another test's thread came to first stays silent for it too.
    let _second = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(kept.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let case = ward.sent(&mut signe).await;
    assert!(!kept.text().contains("does not exist"), "what goes well is not logged so: {}", kept.text());
    let ove = ward.site.world.resident("Ove Lind").await;
    let mut ove = ward.site.resident(ove).await;
    for (path, route) in [
        (format!("/mina-arenden/{case}"), "/mina-arenden/{id}"),
        (format!("/mina-mottagningar/{NOBODY}"), "/mina-mottagningar/{unit}"),
        (format!("/mina-mottagningar/{}/{NOBODY}", ward.site.world.clinic), "/mina-mottagningar/{unit}/{type}"),
        ("/mina-arenden/somebody-typed-this/lasare".to_owned(), "/mina-arenden/{id}/lasare"),
    ] {
        assert_eq!(ove.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        let log = kept.text();
        let route = format!("route=\"{route}\"");
        let is_told = log.lines().any(|line| line.contains(&route) && line.contains("does not exist"));
        assert!(is_told, "{path}: {log}");
    }
    assert!(!kept.text().contains("somebody-typed-this"));
}

async fn what_looks_like_html_or_markdown_is_shown_as_the_text_that_it_is(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let words = "<img src=x onerror=alert(1)> **fet** [länk](javascript:alert(1)) # rubrik";
    let form = ward.form();
    signe.fill(&form, &answers(words)).await;
    let check = signe.get(&format!("{form}/kontrollera")).await;
    let case = case_of(&signe.post(&format!("{form}/kontrollera"), &[]).await);
    ward.assigned(case).await;
    ward.writes(case, behorig_cases::rules::Act::Question, words).await;
    ward.site.wait(180 * MINUTE);
    let mut signe = ward.signe().await;
    let path = format!("/mina-arenden/{case}");
    let again = signe.post_files(&format!("{path}/svar"), &[("gor", "spara"), ("text", words)], &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let thread = signe.get(&path).await;
    let mut receiver = ward.site.staff(ward.receiver, ward.site.world.clinic).await;
    let staff = receiver.get(&format!("/arenden/{case}")).await;
    let shown = "&lt;img src=x onerror=alert(1)&gt; **fet** [länk](javascript:alert(1)) # rubrik";
    for (page, times) in [(&check, 1), (&thread, 3), (&staff, 2)] {
        assert!(page.body.matches(shown).count() >= times, "{}", page.body);
        assert!(!page.body.contains("<img src=x") && !page.body.contains("href=\"javascript"), "{}", page.body);
    }
}

async fn an_approval_that_is_removed_while_somebody_writes_keeps_the_draft_and_says_why(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    assert_eq!(signe.get(&form).await.status, StatusCode::OK);
    ward.site.wait(MINUTE);
    ward.site.world.later(MINUTE).end(ward.approval).await;
    // The first that the server hears of it.
    let page = signe.post_files(&form, &answers("Det här tog en timme."), &[("svar-files", "a.pdf", PDF)]).await;
    is_refused(&page, "Du har inte längre tillgång till det här hos Vårdcentralen Ekbacken");
    assert!(page.says("Det här tog en timme.") && page.says("Det du har skrivit är sparat"), "{}", page.body);
    let later = signe.get(&form).await;
    assert_eq!(later.status, StatusCode::OK);
    assert!(later.says("Det här tog en timme.") && !later.body.contains(ONWARD), "{}", later.body);
    assert_eq!(signe.post(&format!("{form}/kontrollera"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ward.cases().await, 0);
    // Approved anew, they go on where they were.
    ward.site.world.later(MINUTE).grant(ward.signe, BuiltIn::ApprovedResident, ward.site.world.clinic).await;
    ward.site.wait(MINUTE);
    assert!(signe.get(&form).await.body.contains(ONWARD));
    signe.fill(&form, &answers("Det här tog en timme.")).await;
    case_of(&signe.post(&format!("{form}/kontrollera"), &[]).await);
}

async fn a_clinic_that_closes_while_somebody_writes_keeps_the_draft_and_says_so(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    signe.fill(&form, &answers("Hej.")).await;
    let world = &ward.site.world;
    world
        .change(world.clinic, |tx, unit| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO clinic (unit_id, status, reply_days, notify, updated_at, version)
                     VALUES (?1, 'closed', 2, 'receivers', 0, 1)",
                    params![*unit],
                )
                .await
            })
        })
        .await;
    is_refused(&signe.post(&format!("{form}/kontrollera"), &[]).await, "tar inte emot nya ärenden just nu");
    assert!(signe.get(&form).await.says("Det du har skrivit är sparat"));
    let clinic = signe.get(&format!("/mina-mottagningar/{}", world.clinic)).await;
    assert!(clinic.says("Tar inte emot nya ärenden") && !clinic.body.contains(&form), "{}", clinic.body);
    assert!(signe.get("/mina-mottagningar").await.says("Tar inte emot nya ärenden"));
    assert_eq!(ward.cases().await, 0);
}

async fn a_file_that_is_not_what_it_should_be_is_refused_beside_its_field_and_the_rest_is_kept(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    let mut large = PDF.to_vec();
    large.resize(21_000_000, b' ');
    let bomb = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff"[..], &[8, 6, 0, 0, 0, 1, 2, 3, 4]].concat();
    let wrong: [(&str, &[u8], &str); 6] = [
        ("tom.pdf", b"", "är tom"),
        ("stor.pdf", &large, "är större än"),
        ("bild.png", PDF, "innehåller något annat än namnet säger"),
        ("bild.png", b"PK\x03\x04\x14\0\0\0\x08\0 not an image at all", "varken PDF, PNG, JPEG eller GIF"),
        ("bild.png", &bomb, "har för många bildpunkter"),
        ("../../hemligt.pdf", PDF, "har ett namn som inte kan användas"),
    ];
    for (name, content, why) in wrong {
        let page = signe.post_files(&form, &answers("Kvar."), &[("svar-files", name, content)]).await;
        is_refused(&page, why);
        assert!(page.says("Kvar.") && page.body.contains("id=\"svar-files-error\""), "{name}: {}", page.body);
    }
    let attachments = "SELECT CAST(count(*) AS BIGINT) FROM case_attachment";
    assert_eq!(ward.count(attachments).await, 0);
    // The good one of two is kept.
    let two = [("svar-files", "tom.pdf", b"".as_slice()), ("svar-files", "bra.pdf", PDF)];
    is_refused(&signe.post_files(&form, &answers("Kvar."), &two).await, "bra.pdf");
    assert_eq!(ward.count(attachments).await, 1);
}

async fn the_sixth_file_is_left_out_however_the_files_come(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    let file = ("svar-files", "a.pdf", PDF);
    let attachments = "SELECT CAST(count(*) AS BIGINT) FROM case_attachment";
    let page = signe.post_files(&form, &[("gor", "bifoga")], &[file; 3]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    is_refused(&signe.post_files(&form, &[("gor", "bifoga")], &[file; 3]).await, "högst 5 filer får bifogas");
    assert_eq!(ward.count(attachments).await, 5);
    is_refused(&signe.post_files(&form, &[("gor", "bifoga")], &[file; 11]).await, "högst 5 filer får bifogas");
    assert_eq!(ward.count(attachments).await, 5);
    // In more bytes than any form of ours may have.
    let mut large = PDF.to_vec();
    large.resize(19_999_999, b' ');
    let page = signe.post_files(&form, &[("gor", "bifoga")], &[("svar-files", "a.pdf", &large[..]); 8]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn a_field_that_its_condition_hides_is_not_asked_for_and_what_stands_in_it_is_dropped(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    // The telephone number is asked for when the answer is to come by telephone, and must be there then.
    let by_phone = [("svar-about", "own-health"), ("svar-message", "Hej."), ("svar-answer-how", "phone")];
    let asked = signe.post_files(&form, &by_phone, &[]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("id=\"svar-phone-error\""), "{}", asked.body);
    let mut here = answers("Hej.");
    here.push(("svar-phone", "070-123"));
    signe.fill(&form, &here).await;
    let case = case_of(&signe.post(&format!("{form}/kontrollera"), &[]).await);
    let thread = signe.get(&format!("/mina-arenden/{case}")).await;
    assert!(thread.says("Hej.") && !thread.says("070-123"), "{}", thread.body);
}

async fn a_hundred_kilobytes_in_a_field_are_refused_beside_it(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    let long = "å".repeat(100_000);
    let page = signe.post_files(&form, &answers(&long), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("id=\"svar-message-error\""));
    assert_eq!(ward.cases().await, 0);
}

async fn somebody_elses_case_and_file_do_not_exist(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let form = ward.form();
    let page = signe.post_files(&form, &answers("Mitt."), &[("svar-files", "a.pdf", PDF)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let case = case_of(&signe.post(&format!("{form}/kontrollera"), &[]).await);
    let thread = signe.get(&format!("/mina-arenden/{case}")).await;
    let at = thread.body.find(&format!("/mina-arenden/{case}/bilagor/")).unwrap();
    let file = thread.body[at..].split('"').next().unwrap().to_owned();
    let world = &ward.site.world;
    let ove = world.resident("Ove Lind").await;
    world.grant(ove, BuiltIn::ApprovedResident, world.clinic).await;
    let mut ove = ward.site.resident(ove).await;
    let own = ward.sent(&mut ove).await;
    for path in [format!("/mina-arenden/{case}"), file.clone(), file.replace(&case.to_string(), &own.to_string())] {
        assert_eq!(ove.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Nor by a link that names another child than the case is about.
    assert_eq!(signe.get(&format!("/mina-arenden/{own}")).await.status, StatusCode::NOT_FOUND);
    let staff = ward.site.staff(ward.receiver, world.clinic).await.get(&file).await;
    assert_eq!(staff.status, StatusCode::NOT_FOUND);
}

async fn a_reply_after_the_access_ended_is_refused_with_its_reason_and_kept(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let case = ward.sent(&mut signe).await;
    ward.assigned(case).await;
    ward.writes(case, behorig_cases::rules::Act::Question, "Hur mår du nu?").await;
    let three_hours = 180 * MINUTE;
    ward.site.wait(three_hours);
    ward.site.world.later(three_hours).end(ward.approval).await;
    ward.site.wait(MINUTE);
    let mut signe = ward.signe().await;
    let path = format!("/mina-arenden/{case}");
    let page = signe.post_files(&format!("{path}/svar"), &[("text", "Bättre.")], &[("filer", "a.pdf", PDF)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says("Bättre.") && page.says("a.pdf"), "{}", page.body);
    let drafts = "SELECT CAST(count(*) AS BIGINT) FROM case_draft WHERE content = 'Bättre.'";
    assert_eq!(ward.count(drafts).await, 1);
    assert!(signe.get(&path).await.says("Hur mår du nu?"), "what was written can still be read");
}

async fn a_draft_that_was_sent_in_another_window_is_not_sent_again(db: TestDb) {
    let ward = Ward::new(db).await;
    let form = ward.form();
    let mut signe = ward.signe().await;
    signe.fill(&form, &answers("En gång.")).await;
    case_of(&signe.post(&format!("{form}/kontrollera"), &[]).await);
    is_refused(&signe.post(&format!("{form}/kontrollera"), &[]).await, "Det finns inget utkast att skicka");
    assert_eq!(ward.cases().await, 1);
}
