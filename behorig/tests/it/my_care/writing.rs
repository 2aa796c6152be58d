//! What a resident writes: the form, its draft and files, the check and the receipt.

use behorig_case_types::{NewCaseType, activate};
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};

use super::{PDF, Ward, answers, case_of, hidden};

both_databases!(
    a_resident_writes_to_a_clinic_and_gets_a_receipt_with_reference_and_promise,
    a_draft_and_its_files_are_kept_on_the_server_until_they_are_sent_or_thrown_away,
    a_long_form_comes_in_steps_and_nobody_is_told_of_what_they_have_not_come_to,
);

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
