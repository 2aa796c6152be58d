//! Notices to residents: to nobody's address but their own, of what was written to them or to their young child, and what staff see
//! of it.

use behorig_access::{BuiltIn, PersonId};
use behorig_cases::records::forget_unconfirmed;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use peer_mail::Weather;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, both_databases};

use super::Ward;
use super::post::{Post, SETTINGS};

both_databases!(
    an_address_gets_notices_only_after_its_code_was_typed,
    a_notice_says_nothing_of_the_care_and_staff_see_what_became_of_it,
    a_notice_that_can_not_be_delivered_is_told_to_staff_with_the_reason,
    guardians_are_told_of_a_young_childs_messages_and_no_longer_when_it_has_grown,
    an_address_that_nobody_confirmed_is_forgotten_after_a_day_and_a_confirmed_one_stays,
    nobody_is_sent_more_than_five_codes_a_day_and_five_wrong_ones_end_a_code,
    without_a_mail_server_the_page_says_that_there_are_no_notices,
);

async fn an_address_gets_notices_only_after_its_code_was_typed(db: TestDb) {
    let post = Post::new(db).await;
    let mut signe = post.ward.signe().await;
    assert!(signe.get("/mina-arenden").await.says("Få ett mejl när det kommer svar"));
    assert!(signe.get(SETTINGS).await.says("Du får inga aviseringar."));
    let wrong = signe.post(SETTINGS, &[("epost", "signe")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"epost-error\"") && wrong.body.contains("value=\"signe\""), "{}", wrong.body);

    signe.post(SETTINGS, &[("epost", "signe@a.example")]).await;
    let code = post.code("signe@a.example").await;
    let waits = signe.get(SETTINGS).await;
    assert!(waits.says("Bekräfta adressen") && waits.says("Du får inga aviseringar."), "{}", waits.body);
    assert!(!waits.body.contains(&code), "the page never shows the code");
    // Nobody is told anything at an address that nobody has confirmed.
    let case = post.ward.sent(&mut signe).await;
    post.ward.assigned(case).await;
    assert!(post.answers(case, "Kom på måndag.").await.says("invånaren har inte angett någon adress"));
    assert_eq!(post.mails_to("signe@a.example").await.len(), 1, "just the code");

    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let other = if code == "000000" { "111111" } else { "000000" };
    let missed = signe.post("/mina-installningar/kod", &[("kod", other)]).await;
    assert_eq!(missed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missed.says("Du kan försöka 4 gånger till"), "{}", missed.body);
    let right = signe.post("/mina-installningar/kod", &[("kod", &spaced)]).await;
    assert_eq!(right.location.as_deref(), Some(SETTINGS), "{}", right.body);
    let shown = signe.get(SETTINGS).await;
    assert!(shown.says("signe@a.example") && shown.says("Ta bort e-postadressen"), "{}", shown.body);
    assert!(!signe.get("/mina-arenden").await.says("Få ett mejl när det kommer svar"));
    // Neither the same address once more nor the language needs a new code.
    signe.post(SETTINGS, &[("epost", "Signe@a.example")]).await;
    signe.post("/mina-installningar/val", &[("sprak", "en")]).await;
    assert_eq!(post.mails_to("signe@a.example").await.len(), 1);
    assert!(signe.get(SETTINGS).await.says("English"));

    assert!(signe.get("/mina-installningar/ta-bort").await.says("Ta bort e-postadressen?"));
    signe.post("/mina-installningar/ta-bort", &[]).await;
    assert!(signe.get(SETTINGS).await.says("Du får inga aviseringar."));
    let told = post.ward.site.world.events().await;
    let told: Vec<_> = told.iter().filter(|event| event.level.as_deref() == Some("my-care.notice-address")).collect();
    let what: Vec<&str> = told.iter().filter_map(|event| event.args.as_deref()).collect();
    assert_eq!(what, ["asked", "wrong code", "confirmed", "kept", "language", "removed"]);
}

async fn a_notice_says_nothing_of_the_care_and_staff_see_what_became_of_it(db: TestDb) {
    let post = Post::new(db).await;
    let mut signe = post.ward.signe().await;
    post.confirmed(&mut signe, "signe@a.example", "en").await;
    let case = post.ward.sent(&mut signe).await;
    post.ward.assigned(case).await;
    let page = post.answers(case, "Provet var bra.").await;
    assert!(page.says("En avisering väntar på att skickas."), "{}", page.body);
    let mails = post.mails_to("signe@a.example").await;
    let mail = mails.first().unwrap();
    assert!(mail.text.contains("You have a message") && mail.text.contains("/mina-arenden"), "{}", mail.text);
    let all = format!("{} {}", mail.subject, mail.text);
    for secret in ["Provet", "Ekbacken", "Kontakta mig", "Signe", "Nils", &case.to_string()] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    let sent = post.as_handler(case).await;
    assert!(sent.says("En avisering lämnades till e-postservern"), "{}", sent.body);
    assert!(sent.says("inte läst än") && !sent.body.contains("signe@a.example"), "{}", sent.body);
    post.ward.site.wait(HOUR);
    signe = post.ward.signe().await;
    signe.get(&format!("/mina-arenden/{case}")).await;
    assert!(post.as_handler(case).await.says("Läst av invånaren"));
    // What the letter was is no business of the resident's page.
    assert!(!signe.get(&format!("/mina-arenden/{case}")).await.says("e-postservern"));
}

async fn a_notice_that_can_not_be_delivered_is_told_to_staff_with_the_reason(db: TestDb) {
    let post = Post::new(db).await;
    let mut signe = post.ward.signe().await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;
    let (first, second) = (post.ward.sent(&mut signe).await, post.ward.sent(&mut signe).await);
    for case in [first, second] {
        post.ward.assigned(case).await;
        post.answers(case, "Svar.").await;
    }
    post.office.set_weather(Weather::AtRecipient("450 4.2.0 later".to_owned()));
    while post.sender.send_one().await.unwrap() {}
    assert!(post.as_handler(first).await.says("har inte kunnat skickas än"));
    post.office.set_weather(Weather::AtRecipient("550 5.1.1 <signe@a.example>: no such mailbox".to_owned()));
    post.ward.site.wait(DAY / 4);
    while post.sender.send_one().await.unwrap() {}
    let page = post.as_handler(first).await;
    assert!(page.says("Aviseringen kom inte fram") && !page.body.contains("signe@a.example"), "{}", page.body);
    post.ward.site.wait(4 * DAY);
    let mut tx = post.ward.site.test.read().await.unwrap();
    let (letters,): (i64,) =
        tx.one("SELECT CAST(count(*) AS BIGINT) FROM case_notice WHERE letter_id IS NOT NULL", &[]).await.unwrap();
    assert_eq!(letters, 2);
}

pub async fn custody(post: &Post, child: PersonId, guardian: PersonId) {
    post.ward
        .site
        .world
        .change((child, guardian), |tx, (child, guardian)| {
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

async fn guardians_are_told_of_a_young_childs_messages_and_no_longer_when_it_has_grown(db: TestDb) {
    let post = Post::new(db).await;
    let world = &post.ward.site.world;
    let ove = world.resident("Ove Lund").await;
    let ella = world.resident("Ella Lund").born(date(2015, 6, 1)).await;
    let max = world.resident("Max Lund").born(date(2010, 6, 1)).await;
    for child in [ella, max] {
        world.grant(child, BuiltIn::ApprovedResident, world.clinic).await;
        custody(&post, child, post.ward.signe).await;
        custody(&post, child, ove).await;
    }
    let mut signe = post.ward.signe().await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;
    let mut ove = post.ward.site.resident(ove).await;
    post.confirmed(&mut ove, "ove@a.example", "sv").await;
    let form = post.ward.form();
    signe.fill(&format!("{form}?barn={ella}"), &super::answers("Ella har feber.")).await;
    let of_ella = super::case_of(&signe.post(&format!("{form}/kontrollera?barn={ella}"), &[]).await);
    let mut grown = post.ward.site.resident(max).await;
    let of_max = post.ward.sent(&mut grown).await;
    for case in [of_ella, of_max] {
        post.ward.assigned(case).await;
    }
    let page = post.answers(of_ella, "Vila.").await;
    assert_eq!(page.body.matches("En avisering väntar på att skickas.").count(), 2, "{}", page.body);
    for address in ["signe@a.example", "ove@a.example"] {
        let mails = post.mails_to(address).await;
        assert_eq!(mails.len(), 2, "the code and the notice");
        assert!(!mails[0].text.contains("Ella"), "{}", mails[0].text);
    }
    assert!(post.answers(of_max, "Vila.").await.says("invånaren har inte angett någon adress"));
    assert_eq!(post.mails_to("signe@a.example").await.len(), 2, "who is fifteen reads for himself");
}

async fn an_address_that_nobody_confirmed_is_forgotten_after_a_day_and_a_confirmed_one_stays(db: TestDb) {
    let post = Post::new(db).await;
    let mut signe = post.ward.signe().await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;
    signe.post(SETTINGS, &[("epost", "somebody@else.example")]).await;
    let asked = "SELECT CAST(count(*) AS BIGINT) FROM notice_address WHERE asked_address IS NOT NULL";
    let now = || behorig_visit::Clock::now(&*post.ward.site.clock);
    let forget = async || forget_unconfirmed(post.ward.site.test.db(), now()).await.unwrap();
    assert_eq!((forget().await, post.ward.count(asked).await), (0, 1));
    post.ward.site.wait(DAY + 2 * HOUR);
    assert_eq!((forget().await, post.ward.count(asked).await), (1, 0));
    let mut signe = post.ward.signe().await;
    let page = signe.get(SETTINGS).await;
    assert!(page.says("signe@a.example") && !page.says("somebody@else.example"), "{}", page.body);
}

async fn nobody_is_sent_more_than_five_codes_a_day_and_five_wrong_ones_end_a_code(db: TestDb) {
    let post = Post::new(db).await;
    let mut signe = post.ward.signe().await;
    for _ in 0..5 {
        signe.post(SETTINGS, &[("epost", "signe@a.example")]).await;
        post.send_all().await;
    }
    let page = signe.post(SETTINGS, &[("epost", "signe@a.example")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Fem koder är skickade"), "{}", page.body);
    assert_eq!(post.mails_to("signe@a.example").await.len(), 5);
    let code = post.code("signe@a.example").await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        signe.post("/mina-installningar/kod", &[("kod", wrong)]).await;
    }
    let page = signe.post("/mina-installningar/kod", &[("kod", &code)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Koden gäller inte längre"), "{}", page.body);
    assert!(signe.get(SETTINGS).await.says("Du får inga aviseringar."));
}

async fn without_a_mail_server_the_page_says_that_there_are_no_notices(db: TestDb) {
    let ward = Ward::new(db).await;
    let mut signe = ward.signe().await;
    let page = signe.get(SETTINGS).await;
    assert!(page.says("Det går inte att få aviseringar här") && !page.body.contains("name=\"epost\""), "{}", page.body);
    let forced = signe.post(SETTINGS, &[("epost", "signe@a.example")]).await;
    assert_eq!(forced.status, StatusCode::NOT_FOUND);
    let case = ward.sent(&mut signe).await;
    ward.assigned(case).await;
    ward.writes(case, behorig_cases::rules::Act::Answer, "Svar.").await;
    let mut handler = ward.site.staff(ward.handler, ward.site.world.clinic).await;
    assert!(handler.get(&format!("/arenden/{case}")).await.says("Ingen avisering skickades."));
}
