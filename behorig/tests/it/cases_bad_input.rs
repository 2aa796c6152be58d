//! What nobody should send to the pages of cases, and somebody does.

use behorig_access::BuiltIn;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::cases::{Clinic, version_on};

both_databases!(
    a_forged_id_is_not_found_whoever_sends_it,
    an_answer_to_a_case_closed_meanwhile_is_refused_and_its_words_are_kept,
    what_a_colleague_wrote_meanwhile_is_shown_first,
    a_hundred_thousand_letters_are_refused_beside_the_field,
    a_case_goes_to_nobody_who_can_not_answer_it,
    a_form_sent_twice_answers_once,
    one_of_another_clinic_learns_nothing,
);

const FORGED: &str = "01997c3e-7c00-7000-8000-000000000001";

async fn a_forged_id_is_not_found_whoever_sends_it(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    for id in [FORGED, "1", "../mina", "%00"] {
        for path in [format!("/arenden/{id}"), format!("/arenden/{id}/fordela")] {
            let status = clinic.receiver.get(&path).await.status;
            assert!(
                [StatusCode::NOT_FOUND, StatusCode::OK].contains(&status)
                    && (status == StatusCode::NOT_FOUND || id == "../mina"),
                "{path}: {status}"
            );
        }
    }
    let to = format!("person:{}", clinic.nils);
    let forged_case = clinic.receiver.post("/arenden", &[("arende", FORGED), ("till", &to)]).await;
    assert_eq!(forged_case.status, StatusCode::NOT_FOUND);
    let case = clinic.sent().await.to_string();
    for to in [format!("person:{FORGED}"), format!("group:{FORGED}"), "person:x".to_owned(), "everyone".to_owned()] {
        let page = clinic.receiver.post("/arenden", &[("arende", &case), ("till", &to)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        assert!(page.says("Välj någon som kan besvara ärenden"), "{to}: {}", page.body);
    }
    let file = clinic.receiver.get(&format!("/arenden/{case}/bilagor/{FORGED}")).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);
}

async fn an_answer_to_a_case_closed_meanwhile_is_refused_and_its_words_are_kept(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    assert_eq!(clinic.press(case, "answer", "Svaret.").await.status, StatusCode::SEE_OTHER);
    let late = clinic
        .handler
        .post(&path, &[("version", &version), ("gor", "answer"), ("meddelande", "Det sena svaret.")])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Ärendet är avslutat.") && late.says("Det sena svaret."), "{}", late.body);
    assert!(!clinic.handler.get(&path).await.says("Det sena svaret."));
}

async fn what_a_colleague_wrote_meanwhile_is_shown_first(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    let theirs = version_on(&clinic.receiver.get(&path).await);
    let partial = clinic
        .receiver
        .post(&path, &[("version", &theirs), ("gor", "partial"), ("meddelande", "Vi har fått det.")])
        .await;
    assert_eq!(partial.status, StatusCode::SEE_OTHER, "{}", partial.body);
    let stale =
        clinic.handler.post(&path, &[("version", &version), ("gor", "answer"), ("meddelande", "Mitt svar.")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.says("Vi har fått det.") && stale.says("Mitt svar."), "{}", stale.body);
    let now = version_on(&stale);
    let sent = clinic.handler.post(&path, &[("version", &now), ("gor", "answer"), ("meddelande", "Mitt svar.")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

async fn a_hundred_thousand_letters_are_refused_beside_the_field(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    for length in [10_001, 100_001] {
        let page = clinic.press(case, "answer", &"å".repeat(length)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("meddelande-error"), "{length}");
    }
    let unknown = clinic.press(case, "erase", "x").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

async fn a_case_goes_to_nobody_who_can_not_answer_it(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.sent().await;
    let blocked = clinic.site.world.account("Lo Berg").at(clinic.site.world.clinic).blocked().await;
    clinic.site.world.grant(blocked, BuiltIn::CaseHandler, clinic.site.world.clinic).await;
    let page = clinic.receiver.get("/arenden").await;
    assert!(!page.says("Lo Berg"), "not offered");
    let to = format!("person:{blocked}");
    let refused = clinic.receiver.post("/arenden", &[("arende", &case.to_string()), ("till", &to)]).await;
    assert!(refused.says("Välj någon som kan besvara ärenden"));
}

async fn a_form_sent_twice_answers_once(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let path = format!("/arenden/{case}");
    let version = version_on(&clinic.handler.get(&path).await);
    let key = "01997c3e-7c00-7000-8000-00000000000a";
    let fields = [("version", version.as_str()), ("gor", "partial"), ("meddelande", "En gång."), ("en-gang", key)];
    for _ in 0..2 {
        assert_eq!(clinic.handler.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(clinic.handler.get(&path).await.body.matches("En gång.").count(), 1);
}

async fn one_of_another_clinic_learns_nothing(test: TestDb) {
    let mut clinic = Clinic::new(test).await;
    let case = clinic.assigned().await;
    let world = &clinic.site.world;
    let kim = world.account("Kim Holm").at(world.other_clinic).await;
    world.grant(kim, BuiltIn::CaseReceiver, world.other_clinic).await;
    world.grant(kim, BuiltIn::CaseHandler, world.other_clinic).await;
    let mut elsewhere = clinic.site.staff(kim, world.other_clinic).await;
    assert!(!elsewhere.get("/arenden").await.says("Kontakta mig"));
    for below in ["", "/fordela"] {
        assert_eq!(elsewhere.get(&format!("/arenden/{case}{below}")).await.status, StatusCode::NOT_FOUND);
    }
    let to = format!("person:{kim}");
    let taken = elsewhere.post("/arenden", &[("arende", &case.to_string()), ("till", &to)]).await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
    let drafted = elsewhere.post(&format!("/arenden/{case}/utkast"), &[("skriver", "1"), ("meddelande", "x")]).await;
    assert_eq!(drafted.status, StatusCode::NOT_FOUND);
    // Another handler of the same clinic is told why.
    let mut eva = clinic.site.staff(clinic.eva, world.clinic).await;
    let refused = eva.get(&format!("/arenden/{case}")).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.says("Varför?"));
}
