//! What a resident reads and replies to: the inbox, the thread, who has read it.

use behorig_access::CaseId;
use behorig_cases::rules::Act;
use behorig_visit::Access;
use http::{Method, StatusCode};
use proof_support::world::HOUR;
use proof_support::{TestDb, both_databases};

use super::{PDF, Ward, case_of};

both_databases!(
    the_inbox_counts_what_is_unread_and_the_thread_says_honestly_how_far_it_came,
    a_question_is_replied_to_and_what_is_over_is_written_about_anew,
    a_case_is_withdrawn_as_long_as_nobody_has_it,
    residents_get_every_page_of_theirs_and_staff_get_none_of_them,
);

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

    let mut english = ward.signe().await.speaking("en");
    for page in ["/mina-arenden", &path] {
        let page = english.get(page).await;
        assert!(page.says("Contact me") && !page.says("Kontakta mig"), "{}", page.body);
    }
    ward.assigned(first).await;
    ward.writes(first, Act::Answer, "Kom på måndag.").await;
    ward.site.wait(3 * HOUR);
    let mut signe = ward.signe().await;
    let inbox = signe.get("/mina-arenden").await;
    assert!(inbox.says("Ett oläst") && inbox.says("Besvarat"), "{}", inbox.body);
    // Two of the same type are told apart.
    assert_eq!(inbox.body.matches("Jag behöver råd.").count(), 2, "{}", inbox.body);
    assert!(inbox.says(&ward.reference(first).await) && inbox.says(&ward.reference(second).await), "{}", inbox.body);
    let place = |id: CaseId| inbox.body.find(&format!("/mina-arenden/{id}\"")).unwrap();
    assert!(place(first) < place(second), "the unread stands first");
    assert!(signe.get("/").await.says("Ett oläst ärende"));
    let thread = signe.get(&path).await;
    assert!(thread.says("Kom på måndag.") && thread.says("Nils Öberg, Leg. läkare"));
    assert!(signe.get("/mina-arenden").await.says("Inga olästa"));

    // Staff stand in one line by their unit, however many have read it; the resident by name.
    for reader in [ward.receiver, ward.handler] {
        let mut staff = ward.site.staff(reader, ward.site.world.clinic).await;
        assert_eq!(staff.get(&format!("/arenden/{first}")).await.status, StatusCode::OK);
    }
    let readers = signe.get(&format!("{path}/lasare")).await;
    assert!(readers.says("Signe Lund") && !readers.says("Nils Öberg"), "{}", readers.body);
    assert_eq!(readers.body.matches("i personalen vid Vårdcentralen Ekbacken").count(), 1, "{}", readers.body);
    assert!(readers.says("2 i personalen") && readers.says("Skriv ut"), "{}", readers.body);
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
        // A file is tried where it is sent, and a stream has no end.
        if path.contains("{file}") || path.ends_with("/handelser") {
            continue;
        }
        if route.method == Method::GET {
            for lang in ["sv", "en"] {
                let mut browser = ward.signe().await.speaking(lang);
                let page = browser.get(&path).await;
                // What is not whole goes back to its form.
                let is_check = path.ends_with("/kontrollera") && page.status == StatusCode::SEE_OTHER;
                assert!(page.status == StatusCode::OK || is_check, "{path}: {} {}", page.status, page.body);
                let is_page =
                    page.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
                if page.status == StatusCode::OK && is_page {
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
