//! Notices to residents by text message: the rules of mail, and what there is to choose where there are both.

use behorig_access::BuiltIn;
use behorig_cases::records::forget_unconfirmed;
use behorig_outbox::Way;
use behorig_sms::segments;
use http::StatusCode;
use jiff::civil::date;
use peer_sms::Weather;
use proof_support::world::{DAY, HOUR};
use proof_support::{TestDb, both_databases};

use super::notices::custody;
use super::post::{CHOOSE, MOBILE, Post, SETTINGS};

both_databases!(
    a_number_gets_notices_only_after_its_code_was_typed,
    a_text_message_says_nothing_of_the_care_and_staff_see_what_became_of_it,
    notices_come_by_mail_by_text_message_or_by_both_as_each_has_chosen,
    while_the_provider_is_away_mail_goes_on_and_a_number_that_it_refuses_is_told,
    one_guardian_is_told_by_text_message_and_the_other_by_mail,
    no_telephone_is_sent_more_than_five_codes_a_day_and_a_number_that_nobody_confirmed_is_forgotten,
    a_telephone_is_sent_five_codes_a_day_whoever_asks_for_them,
    what_an_installation_has_no_carrier_for_is_not_offered,
    who_chose_a_way_that_was_taken_away_gets_notices_by_the_one_that_is_left,
    a_text_message_whose_answer_is_lost_comes_three_times_at_most_and_staff_are_told_that_it_is_not_known,
    a_code_that_was_replaced_or_is_not_needed_any_more_is_not_sent,
    what_has_not_been_sent_to_a_number_is_taken_back_with_it,
);

/// Of the series that is kept free for books and films.
const SIGNES: &str = "+46701740605";
const OVES: &str = "+46701740606";
const CODE: &str = "/mina-installningar/mobil/kod";

async fn a_number_gets_notices_only_after_its_code_was_typed(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    assert!(signe.get("/mina-arenden").await.says("Få ett mejl eller ett sms när det kommer svar"));
    for (typed, told) in [
        ("08-465 004 00", "Det är inget mobilnummer."),
        ("070-174", "Telefonnumret har för få siffror."),
        ("", "Skriv ditt mobilnummer."),
    ] {
        let wrong = signe.post(MOBILE, &[("mobil", typed)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("id=\"mobil-error\"") && wrong.says(told), "{}", wrong.body);
        assert!(wrong.body.contains(&format!("value=\"{typed}\"")) || typed.is_empty(), "{}", wrong.body);
    }
    signe.post(MOBILE, &[("mobil", "070-174 06 05")]).await;
    let code = post.sms_code(SIGNES).await;
    let texts = post.texts_to(SIGNES).await;
    assert_eq!((segments(&texts[0].text), texts[0].is_private), (1, true), "{}", texts[0].text);
    let waits = signe.get(SETTINGS).await;
    assert!(waits.says("Bekräfta numret") && waits.says("070-174 06 05"), "{}", waits.body);
    assert!(waits.says("Du får inga aviseringar.") && !waits.body.contains(&code), "{}", waits.body);
    let case = post.case_of(&mut signe).await;
    assert!(post.answers(case, "Kom på måndag.").await.says("invånaren har inte angett någon adress"));
    assert_eq!(post.texts_to(SIGNES).await.len(), 1, "just the code");

    let other = if code == "000000" { "111111" } else { "000000" };
    let missed = signe.post(CODE, &[("sms-kod", other)]).await;
    assert_eq!(missed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missed.says("Du kan försöka 4 gånger till") && missed.body.contains("id=\"sms-kod-error\""));
    let right = signe.post(CODE, &[("sms-kod", &code)]).await;
    assert_eq!(right.location.as_deref(), Some(SETTINGS), "{}", right.body);
    let shown = signe.get(SETTINGS).await;
    assert!(shown.says("070-174 06 05") && shown.says("Ta bort mobilnumret"), "{}", shown.body);
    assert!(!signe.get("/mina-arenden").await.says("när det kommer svar"));
    assert!(signe.get("/mina-installningar/mobil/ta-bort").await.says("Ta bort mobilnumret?"));
    signe.post("/mina-installningar/mobil/ta-bort", &[]).await;
    assert!(signe.get(SETTINGS).await.says("Du får inga aviseringar."));
    let told = post.ward.site.world.events().await;
    let told: Vec<_> = told.iter().filter(|event| event.level.as_deref() == Some("my-care.notice-address")).collect();
    let what: Vec<&str> = told.iter().filter_map(|event| event.args.as_deref()).collect();
    assert_eq!(what, ["sms: asked", "sms: wrong code", "sms: confirmed", "sms: removed"]);
}

async fn a_text_message_says_nothing_of_the_care_and_staff_see_what_became_of_it(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    post.confirmed_mobile(&mut signe, SIGNES).await;
    for (language, words) in [("sv", "Du har fått ett meddelande"), ("en", "You have a message")] {
        signe.post(CHOOSE, &[("sprak", language)]).await;
        let case = post.case_of(&mut signe).await;
        let page = post.answers(case, "Provet var bra.").await;
        assert!(page.says("Ett sms väntar på att skickas."), "{}", page.body);
        let text = post.texts_to(SIGNES).await[0].text.clone();
        assert!(text.contains(words) && text.contains("http://behorig.test/mina-arenden"), "{text}");
        assert_eq!(segments(&text), 1, "{text}");
        for secret in ["Provet", "Ekbacken", "Kontakta mig", "Signe", "Nils", &case.to_string()] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        let sent = post.as_handler(case).await;
        assert!(sent.says("Ett sms lämnades till sms-tjänsten") && !sent.says("e-postservern"), "{}", sent.body);
        assert!(!sent.body.contains("174 06 05") && !sent.body.contains("1740605"), "{}", sent.body);
    }
    let sealed = "SELECT CAST(count(*) AS BIGINT) FROM outbox WHERE body IS NOT NULL";
    assert_eq!(post.ward.count(&format!("{sealed} AND way = 'sms'")).await, 0, "wiped when it is sent");
}

async fn notices_come_by_mail_by_text_message_or_by_both_as_each_has_chosen(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;
    assert!(!signe.get(SETTINGS).await.body.contains("name=\"satt\""), "there is nothing to choose yet");
    post.confirmed_mobile(&mut signe, SIGNES).await;
    assert!(signe.get(SETTINGS).await.body.contains("name=\"satt\""));
    let (mut mails, mut texts) = (1, 1);
    for (choice, by_mail, by_sms) in [(None, 1, 1), (Some("sms"), 0, 1), (Some("mail"), 1, 0), (Some("both"), 1, 1)] {
        if let Some(choice) = choice {
            let page = signe.post(CHOOSE, &[("satt", choice), ("sprak", "sv")]).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        }
        let case = post.case_of(&mut signe).await;
        let page = post.answers(case, "Svar.").await;
        assert_eq!(page.says("En avisering väntar på att skickas."), by_mail == 1, "{choice:?}");
        assert_eq!(page.says("Ett sms väntar på att skickas."), by_sms == 1, "{choice:?}");
        (mails, texts) = (mails + by_mail, texts + by_sms);
        assert_eq!(post.mails_to("signe@a.example").await.len(), mails, "{choice:?}");
        assert_eq!(post.texts_to(SIGNES).await.len(), texts, "{choice:?}");
    }
    let wrong = signe.post(CHOOSE, &[("satt", "pigeon"), ("sprak", "sv")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"satt-error\"") && wrong.body.contains("signe@a.example"), "{}", wrong.body);
    // Where the chosen one is taken away, the other one is used.
    signe.post(CHOOSE, &[("satt", "sms"), ("sprak", "sv")]).await;
    assert!(signe.get(SETTINGS).await.says("Används inte"));
    signe.post("/mina-installningar/mobil/ta-bort", &[]).await;
    let case = post.case_of(&mut signe).await;
    assert!(post.answers(case, "Svar.").await.says("En avisering väntar på att skickas."));
    assert_eq!(post.texts_to(SIGNES).await.len(), texts);
}

async fn while_the_provider_is_away_mail_goes_on_and_a_number_that_it_refuses_is_told(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    post.exchange.set_weather(Weather::Answers(400, "Invalid to number +46701740605".to_owned()));
    signe.post(MOBILE, &[("mobil", SIGNES)]).await;
    post.send_all().await;
    assert!(signe.get(SETTINGS).await.says("sms-tjänsten tog inte emot meddelandet. Kontrollera numret."));
    post.exchange.set_weather(Weather::Fair);
    post.confirmed_mobile(&mut signe, SIGNES).await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;

    post.exchange.set_weather(Weather::Answers(503, "down".to_owned()));
    let case = post.case_of(&mut signe).await;
    post.answers(case, "Svar.").await;
    assert_eq!(post.mails_to("signe@a.example").await.len(), 2, "the code and the notice");
    let page = post.as_handler(case).await;
    assert!(
        page.says("Sms:et har inte kunnat skickas än") && page.says("lämnades till e-postservern"),
        "{}",
        page.body
    );
    post.exchange.set_weather(Weather::Answers(400, "Invalid to number +46701740605".to_owned()));
    post.ward.site.wait(DAY / 4);
    post.send_all().await;
    assert!(post.as_handler(case).await.says("sms-tjänsten tog inte emot meddelandet"));
    let kept = "SELECT CAST(count(*) AS BIGINT) FROM outbox WHERE last_error LIKE '%46701740605%'";
    assert_eq!(post.ward.count(kept).await, 0, "the provider's words are not kept");
}

async fn one_guardian_is_told_by_text_message_and_the_other_by_mail(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let world = &post.ward.site.world;
    let ove = world.resident("Ove Lund").await;
    let ella = world.resident("Ella Lund").born(date(2015, 6, 1)).await;
    world.grant(ella, BuiltIn::ApprovedResident, world.clinic).await;
    custody(&post, ella, post.ward.signe).await;
    custody(&post, ella, ove).await;
    let mut signe = post.ward.signe().await;
    post.confirmed_mobile(&mut signe, SIGNES).await;
    let mut ove = post.ward.site.resident(ove).await;
    post.confirmed(&mut ove, "ove@a.example", "sv").await;
    let form = post.ward.form();
    signe.fill(&format!("{form}?barn={ella}"), &super::answers("Ella har feber.")).await;
    let case = super::case_of(&signe.post(&format!("{form}/kontrollera?barn={ella}"), &[]).await);
    post.ward.assigned(case).await;
    post.answers(case, "Vila.").await;
    let texts = post.texts_to(SIGNES).await;
    assert_eq!((texts.len(), post.mails_to("ove@a.example").await.len()), (2, 2), "a code and a notice each");
    assert!(!texts[0].text.contains("Ella"), "{}", texts[0].text);
}

async fn no_telephone_is_sent_more_than_five_codes_a_day_and_a_number_that_nobody_confirmed_is_forgotten(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    for _ in 0..5 {
        signe.post(MOBILE, &[("mobil", SIGNES)]).await;
        post.send_all().await;
    }
    let page = signe.post(MOBILE, &[("mobil", SIGNES)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Fem koder är skickade") && page.body.contains("id=\"mobil-error\""), "{}", page.body);
    assert_eq!(post.texts_to(SIGNES).await.len(), 5);
    let code = post.sms_code(SIGNES).await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        signe.post(CODE, &[("sms-kod", wrong)]).await;
    }
    let page = signe.post(CODE, &[("sms-kod", &code)]).await;
    assert!(page.says("Koden gäller inte längre"), "{}", page.body);
    // The mail has its own count.
    assert_eq!(signe.post(SETTINGS, &[("epost", "signe@a.example")]).await.status, StatusCode::SEE_OTHER);
    let asked = "SELECT CAST(count(*) AS BIGINT) FROM notice_address WHERE asked_address IS NOT NULL";
    assert_eq!(post.ward.count(asked).await, 2);
    post.ward.site.wait(DAY + 2 * HOUR);
    let now = behorig_visit::Clock::now(&*post.ward.site.clock);
    assert_eq!(forget_unconfirmed(post.ward.site.test.db(), now).await.unwrap(), 2);
    assert_eq!(post.ward.count(asked).await, 0);
}

async fn what_an_installation_has_no_carrier_for_is_not_offered(db: TestDb) {
    let post = Post::by(db, &[Way::Sms]).await;
    let mut signe = post.ward.signe().await;
    let page = signe.get(SETTINGS).await;
    assert!(page.body.contains("name=\"mobil\"") && !page.body.contains("name=\"epost\""), "{}", page.body);
    assert_eq!(signe.post(SETTINGS, &[("epost", "signe@a.example")]).await.status, StatusCode::NOT_FOUND);
    post.confirmed_mobile(&mut signe, SIGNES).await;
    let case = post.case_of(&mut signe).await;
    post.answers(case, "Svar.").await;
    assert_eq!(post.texts_to(SIGNES).await.len(), 2);
    let by_mail = "SELECT CAST(count(*) AS BIGINT) FROM outbox WHERE way = 'mail'";
    assert_eq!(post.ward.count(by_mail).await, 0, "nothing is written that nobody carries, to staff neither");
}

async fn a_telephone_is_sent_five_codes_a_day_whoever_asks_for_them(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let ove = post.ward.site.world.resident("Ove Lund").await;
    let (mut signe, mut other) = (post.ward.signe().await, post.ward.site.resident(ove).await);
    for at in 0..5 {
        let asks = if at < 3 { &mut signe } else { &mut other };
        assert_eq!(asks.post(MOBILE, &[("mobil", SIGNES)]).await.status, StatusCode::SEE_OTHER, "{at}");
        post.send_all().await;
    }
    for asks in [&mut signe, &mut other] {
        let page = asks.post(MOBILE, &[("mobil", SIGNES)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("Fem koder är skickade") && page.body.contains("id=\"mobil-error\""), "{}", page.body);
    }
    assert_eq!(post.texts_to(SIGNES).await.len(), 5);
    assert_eq!(other.post(MOBILE, &[("mobil", OVES)]).await.status, StatusCode::SEE_OTHER, "another telephone");
    post.ward.site.wait(DAY);
    let mut signe = post.ward.signe().await;
    assert_eq!(signe.post(MOBILE, &[("mobil", SIGNES)]).await.status, StatusCode::SEE_OTHER, "another day");
}

async fn who_chose_a_way_that_was_taken_away_gets_notices_by_the_one_that_is_left(db: TestDb) {
    let mut post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;
    post.confirmed_mobile(&mut signe, SIGNES).await;
    signe.post(CHOOSE, &[("satt", "sms"), ("sprak", "sv")]).await;
    let ove = post.ward.site.world.resident("Ove Lund").await;
    let mut other = post.ward.site.resident(ove).await;
    post.confirmed_mobile(&mut other, OVES).await;

    post.restart(&[Way::Mail]);
    let mut signe = post.ward.signe().await;
    let page = signe.get(SETTINGS).await;
    assert!(page.says("Tjänsten skickar inte längre hit") && !page.says("Används inte"), "{}", page.body);
    assert!(!signe.get("/mina-arenden").await.says("när det kommer svar"));
    let case = post.case_of(&mut signe).await;
    assert!(post.answers(case, "Svar.").await.says("En avisering väntar på att skickas."));
    assert_eq!(post.mails_to("signe@a.example").await.len(), 2, "the code and the notice");
    assert_eq!(post.texts_to(SIGNES).await.len(), 1, "just the code");
    let mut other = post.ward.site.resident(ove).await;
    assert!(other.get("/mina-arenden").await.says("Få ett mejl när det kommer svar"), "nothing reaches him any more");

    // What was chosen holds again when it can, until the address that is not used is given anew.
    post.restart(&Way::ALL);
    let mut signe = post.ward.signe().await;
    assert!(signe.get(SETTINGS).await.says("Används inte"));
    assert_eq!(signe.post(SETTINGS, &[("epost", "signe@a.example")]).await.status, StatusCode::SEE_OTHER);
    assert!(!signe.get(SETTINGS).await.says("Används inte"));
}

async fn a_text_message_whose_answer_is_lost_comes_three_times_at_most_and_staff_are_told_that_it_is_not_known(
    db: TestDb,
) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    post.confirmed_mobile(&mut signe, SIGNES).await;
    let case = post.case_of(&mut signe).await;
    post.answers(case, "Svar.").await;
    post.exchange.set_weather(Weather::KeepsItAndHangsUp);
    post.send_all().await;
    assert!(post.as_handler(case).await.says("Sms:et har inte kunnat skickas än"));
    for _ in 0..72 {
        post.ward.site.wait(HOUR);
        post.send_all().await;
    }
    assert_eq!(post.exchange.messages().len(), 1 + 3, "the code, and the notice three times");
    let page = post.as_handler(case).await;
    assert!(page.says("Det är inte säkert att sms:et kom fram"), "{}", page.body);
}

async fn a_code_that_was_replaced_or_is_not_needed_any_more_is_not_sent(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let mut signe = post.ward.signe().await;
    signe.post(MOBILE, &[("mobil", OVES)]).await;
    signe.post(MOBILE, &[("mobil", SIGNES)]).await;
    assert!(post.texts_to(OVES).await.is_empty(), "a slip was mended in time");
    let code = post.sms_code(SIGNES).await;
    signe.post(CODE, &[("sms-kod", &code)]).await;
    assert!(signe.get(SETTINGS).await.says("070-174 06 05"));
    // Asked for another one, and then kept what there was; and at last took it away.
    signe.post(MOBILE, &[("mobil", OVES)]).await;
    signe.post(MOBILE, &[("mobil", SIGNES)]).await;
    signe.post(MOBILE, &[("mobil", OVES)]).await;
    signe.post("/mina-installningar/mobil/ta-bort", &[]).await;
    assert!(post.texts_to(OVES).await.is_empty());
    // One that came although the provider never said so is not sent again once it was typed.
    post.exchange.set_weather(Weather::KeepsItAndHangsUp);
    signe.post(MOBILE, &[("mobil", SIGNES)]).await;
    let code = post.sms_code(SIGNES).await;
    let right = signe.post(CODE, &[("sms-kod", &code)]).await;
    assert_eq!(right.location.as_deref(), Some(SETTINGS), "{}", right.body);
    let before = post.exchange.messages().len();
    post.ward.site.wait(HOUR / 2);
    post.send_all().await;
    assert_eq!(post.exchange.messages().len(), before);
}

async fn what_has_not_been_sent_to_a_number_is_taken_back_with_it(db: TestDb) {
    let post = Post::by(db, &Way::ALL).await;
    let world = &post.ward.site.world;
    let ella = world.resident("Ella Lund").born(date(2015, 6, 1)).await;
    world.grant(ella, BuiltIn::ApprovedResident, world.clinic).await;
    let ove = world.resident("Ove Lund").await;
    custody(&post, ella, post.ward.signe).await;
    custody(&post, ella, ove).await;
    let mut signe = post.ward.signe().await;
    post.confirmed_mobile(&mut signe, SIGNES).await;
    post.confirmed(&mut signe, "signe@a.example", "sv").await;
    let mut other = post.ward.site.resident(ove).await;
    post.confirmed_mobile(&mut other, OVES).await;
    let own = post.case_of(&mut signe).await;
    let form = post.ward.form();
    signe.fill(&format!("{form}?barn={ella}"), &super::answers("Ella har feber.")).await;
    let of_ella = super::case_of(&signe.post(&format!("{form}/kontrollera?barn={ella}"), &[]).await);
    post.ward.assigned(of_ella).await;
    for case in [own, of_ella] {
        post.answers(case, "Svar.").await;
    }
    signe.post("/mina-installningar/mobil/ta-bort", &[]).await;
    assert_eq!(post.texts_to(SIGNES).await.len(), 1, "just the code");
    assert_eq!(post.mails_to("signe@a.example").await.len(), 3, "the code and two notices: they were not taken back");
    assert_eq!(post.texts_to(OVES).await.len(), 2, "what the other guardian was to be told is none of hers");
    assert!(post.as_handler(own).await.says("Sms:et togs tillbaka innan det skickades."));
}
