use behorig_access::{AccountId, BuiltIn};
use behorig_store::{Actor, Door, Event, FieldChange, StoreError, params};
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    support_connects_a_user_as_the_manual_says,
    a_wrong_form_comes_back_with_everything_that_was_typed,
    a_form_sent_twice_happens_once,
    the_second_of_two_who_save_sees_what_the_first_changed,
    who_saves_after_an_import_is_told_that_the_import_changed_it,
    fields_that_one_may_not_write_are_text_and_a_forged_one_is_refused,
    a_blocked_user_is_out_at_once,
    hostile_names_are_only_text,
    every_tab_and_page_opens,
    an_identity_number_never_stands_in_an_address,
    support_enrols_a_yubikey_and_ends_it,
    documents_are_judged_by_their_content,
    ending_an_account_lists_what_ends,
    everyone_has_a_page_of_their_own,
    everyone_chooses_which_letters_to_get_and_the_history_says_which,
);

async fn support(site: &Site) -> Browser {
    let account = site.world.account("Stina Support").at(site.world.region).await;
    site.world.grant(account, BuiltIn::Support, site.world.region).branch().await;
    site.staff(account, site.world.region).await
}

async fn administrator(site: &Site, name: &str) -> (AccountId, Browser) {
    let account = site.world.account(name).at(site.world.clinic).await;
    site.world.grant(account, BuiltIn::SystemAdministrator, site.world.clinic).await;
    (account, site.staff(account, site.world.clinic).await)
}

fn is_good(page: &Page) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{}", page.body);
    assert!(!page.body.contains(">accounts-") && !page.body.contains("\"accounts-"), "a missing text: {}", page.body);
}

async fn support_connects_a_user_as_the_manual_says(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let list = browser.get("/anvandare").await;
    is_good(&list);
    assert!(list.says("Alla användare") && list.body.contains("href=\"/anvandare/ny\""));
    let form = browser.get(&format!("/anvandare/ny?enhet={}", site.world.clinic)).await;
    is_good(&form);
    for words in ["Grundinformation", "Användarkonto", "Behörigheter", "Personnummer (BankID)", "Internpost"] {
        assert!(form.says(words), "{words}");
    }
    let internal_mail = site.world.role(BuiltIn::InternalMail).to_string();
    assert!(form.body.contains(&format!("value=\"{internal_mail}\" checked")), "{}", form.body);
    let made = browser
        .fill(
            &form,
            "/anvandare/ny",
            &[
                ("given-name", "Åsa"),
                ("family-name", "Öberg"),
                ("user-name", "asa.oberg"),
                ("identity-number", "820101-2385"),
                ("hsa-ids", " se2321000016-1abc "),
                ("mobile", "070-123 45 67"),
                ("email", "asa@exempel.se"),
                ("title", "Leg. Läkare"),
                ("staff-category", "physician"),
                ("how", "link"),
                ("roles", &internal_mail),
            ],
        )
        .await;
    is_good(&made);
    assert!(made.says("Åsa Öberg är upplagd") && made.body.contains("http://behorig.test/engangslank/"));
    assert_eq!(made.headers["cache-control"], "no-store");
    let found = browser.get("/anvandare?q=%C3%B6berg").await;
    assert!(found.says("Öberg, Åsa") && found.says("En användare"), "{}", found.body);
}

async fn a_wrong_form_comes_back_with_everything_that_was_typed(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let form = browser.get(&format!("/anvandare/ny?enhet={}", site.world.clinic)).await;
    let long = "å".repeat(100_000);
    let wrong = browser
        .fill(
            &form,
            "/anvandare/ny",
            &[
                ("given-name", "Åsa"),
                ("family-name", "Öberg"),
                ("user-name", ""),
                ("identity-number", "19820101-2384"),
                ("hsa-ids", "SE2321000016-1ABC\nSE2321000017-1ABC"),
                ("email", "asa"),
                ("title", &long),
                ("long-title", "a\u{0}b"),
                ("how", "password"),
                ("password", "kort"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Personnumret stämmer inte.",
        "Organisationsnumret i HSA-id stämmer inte.",
        "E-postadressen saknar @.",
        "Korta texten.",
        "Ta bort tecken som inte kan sparas.",
        "Användarnamnet asa.oberg är ledigt",
        "value=\"asa.oberg\"",
        "value=\"Åsa\"",
        "19820101-2384",
        "SE2321000017-1ABC",
    ] {
        assert!(wrong.body.contains(words), "{words}: {}", wrong.body.chars().take(3_000).collect::<String>());
    }
    assert!(!wrong.body.contains("value=\"kort\""));
    assert!(!browser.get("/anvandare?q=asa").await.says("Öberg, Åsa"));
}

async fn a_form_sent_twice_happens_once(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let form = browser.get(&format!("/anvandare/ny?enhet={}", site.world.clinic)).await;
    let typed = [("given-name", "Eva"), ("family-name", "Berg"), ("user-name", "eva.berg"), ("how", "link")];
    let first = browser.fill(&form, "/anvandare/ny", &typed).await;
    let second = browser.fill(&form, "/anvandare/ny", &typed).await;
    assert_eq!((first.status, second.status), (StatusCode::OK, StatusCode::SEE_OTHER), "{}", second.body);
    assert!(browser.get("/anvandare?q=berg").await.says("En användare"));
    let path = second.location().to_owned();
    let account = browser.get(&format!("{path}/konto")).await;
    let action = format!("{path}/engangslank");
    let link = browser.fill(&account, &action, &[]).await;
    is_good(&link);
    let again = browser.fill(&account, &action, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

async fn the_second_of_two_who_save_sees_what_the_first_changed(db: TestDb) {
    let site = Site::new(db).await;
    let (_, ada) = administrator(&site, "Ada Admin").await;
    let (_, bea) = administrator(&site, "Bea Boss").await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).title("Receptionist").await;
    let path = format!("/anvandare/{eva}");
    let (seen_by_ada, seen_by_bea) = (ada.get(&path).await, bea.get(&path).await);
    let left_open = ada.get(&path).await;
    let saved =
        ada.fill(&seen_by_ada, &path, &[("user-name", "eva.berg"), ("title", "Sekreterare"), ("mobile", "")]).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, path.as_str()), "{saved:?}");

    // Bea changed the mobile number alone: Ada's title is taken over, and what Bea typed stands.
    let typed = [("user-name", "eva.berg"), ("title", "Receptionist"), ("mobile", "070-123 45 67")];
    let told = bea.fill(&seen_by_bea, &path, &typed).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.says("Ada Admin ändrade andra uppgifter"), "{}", told.body);
    assert!(told.body.contains("value=\"Sekreterare\"") && told.body.contains("value=\"070-123 45 67\""));
    let done = bea
        .fill(&told, &path, &[("user-name", "eva.berg"), ("title", "Sekreterare"), ("mobile", "070-123 45 67")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    // A page that was left open is old now, and both changed the title.
    let clash = ada.fill(&left_open, &path, &[("user-name", "eva.berg"), ("title", "Chef"), ("mobile", "")]).await;
    assert!(clash.says("ändrade också det här") && clash.body.contains("value=\"Chef\""), "{}", clash.body);
    let history = ada.get(&format!("{path}/historik")).await;
    is_good(&history);
    assert!(history.says("Sekreterare") && history.says("Ada Admin") && history.says("på webben"));
}

/// An import that began before the page was shown, and ended after.
async fn import(site: &Site, account: AccountId, title: &'static str) {
    let actor = Actor::system(Door::Import, site.world.now);
    let written = site.world.db().write(&actor, (account, title), |tx, (account, title)| {
        Box::pin(async move {
            let sql = "UPDATE account SET title = ?2, family_name = 'Bergman', version = version + 1 WHERE id = ?1";
            tx.change_one(sql, params![*account, *title]).await?;
            let recorded = tx.record(Event::change("batch.import", "account", *account)).await?;
            let change = |field: &str, old: &str, new: &str| FieldChange {
                field: field.to_owned(),
                old: Some(old.to_owned()),
                new: Some(new.to_owned()),
            };
            let changes = [change("title", "Receptionist", title), change("family-name", "Berg", "Bergman")];
            tx.history(&recorded, "account", account.uuid(), &changes).await?;
            Ok::<_, StoreError>(recorded)
        })
    });
    written.await.unwrap();
}

async fn who_saves_after_an_import_is_told_that_the_import_changed_it(db: TestDb) {
    let site = Site::new(db).await;
    let (_, ada) = administrator(&site, "Ada Admin").await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).title("Receptionist").await;
    let path = format!("/anvandare/{eva}");
    let (page, other_page) = (ada.get(&path).await, ada.get(&path).await);
    import(&site, eva, "Sekreterare").await;

    let typed = [("user-name", "eva.berg"), ("title", "Receptionist"), ("mobile", "070-123 45 67")];
    let told = ada.fill(&page, &path, &typed).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.body);
    assert!(told.says("Importen ändrade andra uppgifter"), "{}", told.body);
    assert!(told.body.contains("value=\"Sekreterare\"") && told.body.contains("value=\"070-123 45 67\""));
    assert!(!told.says("ändrade också det här"), "the family name is not hers to write: {}", told.body);

    let typed = [("user-name", "eva.berg"), ("title", "Chef"), ("mobile", "")];
    let clash = ada.fill(&other_page, &path, &typed).await;
    assert!(clash.says("Importen ändrade också det här") && clash.body.contains("value=\"Chef\""), "{}", clash.body);
}

async fn fields_that_one_may_not_write_are_text_and_a_forged_one_is_refused(db: TestDb) {
    let site = Site::new(db).await;
    let (_, ada) = administrator(&site, "Ada Admin").await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).await;
    let path = format!("/anvandare/{eva}");
    let page = ada.get(&path).await;
    is_good(&page);
    assert!(!page.body.contains("name=\"given-name\"") && page.body.contains("name=\"title\""));
    assert!(page.says("Administreras av supporten.") && page.says("Användaruppgifter som administreras av supporten"));
    for button in ["Historik", "Hjälp", "Spara", "Stäng"] {
        assert!(page.says(button), "{button}");
    }
    let forged = ada.fill(&page, &path, &[("user-name", "eva.berg"), ("given-name", "Ond")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", forged.body);
    assert!(!ada.get(&path).await.says("Ond"));
}

async fn a_blocked_user_is_out_at_once(db: TestDb) {
    let site = Site::new(db).await;
    let (_, ada) = administrator(&site, "Ada Admin").await;
    let (bea, blocked) = administrator(&site, "Bea Boss").await;
    assert_eq!(blocked.get("/mitt-konto").await.status, StatusCode::OK);
    let path = format!("/anvandare/{bea}");
    let page = ada.get(&path).await;
    let saved = ada.fill(&page, &path, &[("user-name", "bea.boss"), ("blocked", "1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(blocked.get("/mitt-konto").await.location(), "/logga-in?till=/mitt-konto");
    let page = ada.get(&path).await;
    assert!(page.says("Spärrad") && page.body.contains("name=\"blocked\" value=\"1\" checked"), "{}", page.body);
    let saved = ada.fill(&page, &path, &[("user-name", "bea.boss")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(!ada.get(&path).await.body.contains("value=\"1\" checked"));
}

async fn hostile_names_are_only_text(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let form = browser.get(&format!("/anvandare/ny?enhet={}", site.world.clinic)).await;
    let script = "<script>alert(1)</script>";
    let typed = [
        ("given-name", script),
        ("family-name", "Robert'); DROP TABLE account;-- 🌼"),
        ("user-name", "robert"),
        ("title", script),
        ("long-title", script),
        ("how", "link"),
    ];
    let made = browser.fill(&form, "/anvandare/ny", &typed).await;
    is_good(&made);
    for path in ["/anvandare", "/anvandare?q=robert", "/anvandare?q=%3Cscript%3E"] {
        let page = browser.get(path).await;
        is_good(&page);
        assert!(!page.body.contains(script));
    }
    assert!(!made.body.contains(script));
    assert!(browser.get("/anvandare?q=robert").await.says("DROP TABLE account;-- 🌼"));
}

async fn every_tab_and_page_opens(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).locked().await;
    let path = format!("/anvandare/{eva}");
    for step in ["", "/konto", "/hr", "/anstallningsvillkor", "/kontaktuppgifter", "/dokument", "/historik", "/avslut"]
    {
        let page = browser.get(&format!("{path}{step}")).await;
        is_good(&page);
    }
    is_good(&browser.get("/anvandare/ny?valj=1&q=v").await);
    let account = browser.get(&format!("{path}/konto")).await;
    let done = browser.fill(&account, &format!("{path}/ateraktivering"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(!browser.get(&format!("{path}/konto")).await.says("Återaktivera låst konto"));
    let terms = browser.get(&format!("{path}/anstallningsvillkor")).await;
    let action = format!("{path}/anstallningsvillkor");
    let wrong = browser
        .fill(&terms, &action, &[("employed-from", "2026-02-01"), ("employed-to", "2026-01-31"), ("extent", "75")])
        .await;
    assert!(wrong.says("Anställningen slutar innan den börjar."), "{}", wrong.body);
    let right = browser.fill(&terms, &action, &[("employed-from", "2026-02-01"), ("extent", "37,5")]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    assert!(browser.get(&action).await.body.contains("value=\"37,5\""));
    assert_eq!(browser.get("/anvandare/nonsense").await.status, StatusCode::NOT_FOUND);
}

async fn an_identity_number_never_stands_in_an_address(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let number = behorig_identity::test_series::personal_number(jiff::civil::date(2010, 3, 4), true).unwrap();
    let eva = site.world.account("Eva Berg").at(site.world.clinic).number(number).await;
    let sent_away = browser.get(&format!("/anvandare?q={}", number.shown())).await;
    assert_eq!((sent_away.status, sent_away.location()), (StatusCode::SEE_OTHER, "/anvandare"));
    let found = browser.post("/anvandare/sok", &[("number", &number.shown())]).await;
    assert_eq!(found.location(), format!("/anvandare/{eva}"));
    let nobody = browser.post("/anvandare/sok", &[("number", "19820102-2392")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.says("Det finns ingen användare med det personnumret"), "{}", nobody.body);
    let (_, ada) = administrator(&site, "Ada Admin").await;
    let far = site.world.account("Ulla Ute").at(site.world.home_care).await;
    assert_eq!(ada.get(&format!("/anvandare/{far}")).await.status, StatusCode::NOT_FOUND);
}

async fn support_enrols_a_yubikey_and_ends_it(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).await;
    let (path, action) = (format!("/anvandare/{eva}/konto"), format!("/anvandare/{eva}/yubikey"));
    let page = browser.get(&path).await;
    let wrong = browser.fill(&page, &action, &[("public-id", "abc"), ("private-id", "zz"), ("aes-key", "12")]).await;
    for words in ["Det publika id:t är fel.", "Det privata id:t är fel.", "AES-nyckeln är fel."] {
        assert!(wrong.says(words), "{words}: {}", wrong.body);
    }
    let key = [
        ("public-id", "cccccccccccb"),
        ("private-id", "8792ebfe26cc"),
        ("aes-key", "ecde18dbe76fbd0c33330f1c354871db"),
    ];
    let enrolled = browser.fill(&page, &action, &key).await;
    assert_eq!(enrolled.status, StatusCode::SEE_OTHER, "{}", enrolled.body);
    let page = browser.get(&path).await;
    assert!(page.says("cccccccccccb") && !page.body.contains("ecde18dbe76f"));
    let other = site.world.account("Bo Lind").at(site.world.clinic).await;
    let others = browser.get(&format!("/anvandare/{other}/konto")).await;
    let taken = browser.fill(&others, &format!("/anvandare/{other}/yubikey"), &key).await;
    assert!(taken.says("Nyckeln hör redan till en användare."), "{}", taken.body);
    let at = page.body.find("/yubikey/").unwrap();
    let end = format!("/anvandare/{eva}{}", page.body[at..].split('"').next().unwrap());
    let question = browser.get(&end).await;
    is_good(&question);
    let ended = browser.fill(&question, &end, &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert!(browser.get(&path).await.says("Avslutad"));
}

async fn documents_are_judged_by_their_content(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).await;
    let path = format!("/anvandare/{eva}/dokument");
    let kept = browser.post_file(&path, "agreement", "C:\\avtal.pdf", b"%PDF-1.7 an agreement").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let fake = browser.post_file(&path, "agreement", "avtal.pdf", b"<script>alert(1)</script>").await;
    assert!(fake.says("Filen är varken PDF, PNG, JPEG eller GIF."), "{}", fake.body);
    let large = vec![b'%'; behorig_accounts::MOST_BYTES + 1];
    let large = browser.post_file(&path, "other", "stor.pdf", &large).await;
    assert!(large.says("Filen är för stor."), "{}", large.status);
    let none = browser.post_file(&path, "", "", b"").await;
    assert!(none.says("Välj en fil.") && none.says("Välj vilken typ"), "{}", none.body);
    let page = browser.get(&path).await;
    is_good(&page);
    let at = page.body.find(&format!("href=\"{path}/")).unwrap();
    let file = page.body[at + 6..].split('"').next().unwrap().to_owned();
    let opened = browser.get(&file).await;
    assert_eq!(opened.headers["content-disposition"], "attachment; filename*=UTF-8''avtal.pdf");
    assert_eq!(
        (opened.headers["content-type"].as_bytes(), opened.body.as_str()),
        (b"application/pdf".as_slice(), "%PDF-1.7 an agreement")
    );
    let (_, ada) = administrator(&site, "Ada Admin").await;
    let far = site.world.account("Ulla Ute").at(site.world.home_care).await;
    assert_eq!(ada.get(&file.replace(&eva.to_string(), &far.to_string())).await.status, StatusCode::NOT_FOUND);
    let ended = browser.fill(&page, &format!("{file}/avslut"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert_eq!(browser.get(&file).await.status, StatusCode::NOT_FOUND);
}

async fn ending_an_account_lists_what_ends(db: TestDb) {
    let site = Site::new(db).await;
    let browser = support(&site).await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).await;
    site.world.grant(eva, BuiltIn::CaseHandler, site.world.clinic).await;
    let evas = site.staff(eva, site.world.clinic).await;
    let path = format!("/anvandare/{eva}/avslut");
    let question = browser.get(&path).await;
    is_good(&question);
    assert!(question.says("En behörighet") && question.says("En pågående inloggning"), "{}", question.body);
    let ended = browser.fill(&question, &path, &[]).await;
    assert_eq!(ended.location(), format!("/anvandare/{eva}"), "{}", ended.body);
    assert_eq!(evas.get("/mitt-konto").await.status, StatusCode::SEE_OTHER);
    assert!(browser.get(&format!("/anvandare/{eva}")).await.says("Kontot är avslutat och kan inte ändras."));
}

async fn everyone_has_a_page_of_their_own(db: TestDb) {
    let site = Site::new(db).await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).await;
    let evas = site.staff(eva, site.world.clinic).await;
    let page = evas.get("/mitt-konto").await;
    is_good(&page);
    assert!(page.says("Eva Berg") && page.body.contains("/byt-losenord"));
    let saved = evas.fill(&page, "/mitt-konto", &[("signature", "Eva Berg\nreception"), ("language", "en")]).await;
    assert_eq!(saved.location(), "/sprak/en?till=/mitt-konto", "{}", saved.body);
    let again = evas.fill(&page, "/mitt-konto", &[("signature", "x"), ("language", "sv")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let page = evas.get("/mitt-konto").await;
    assert!(page.says("reception") && page.says("Utan egen signatur står det: Eva Berg"), "{}", page.body);
}

const NOTICES: [&str; 4] = ["new-case", "assigned", "reply", "internal"];

fn is_ticked(page: &Page, kind: &str) -> bool {
    page.body.contains(&format!("name=\"notices\" value=\"{kind}\" checked"))
}

async fn everyone_chooses_which_letters_to_get_and_the_history_says_which(db: TestDb) {
    let site = Site::new(db).await;
    let eva = site.world.account("Eva Berg").at(site.world.clinic).await;
    let evas = site.staff(eva, site.world.clinic).await;
    let page = evas.get("/mitt-konto").await;
    assert!(page.says("Personliga inställningar"), "{}", page.body);
    let both = [("notices", "new-case"), ("notices", "reply"), ("notices", "nonsense"), ("language", "sv")];
    let saved = evas.fill(&page, "/mitt-konto", &both).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = evas.get("/mitt-konto").await;
    assert_eq!(NOTICES.map(|kind| is_ticked(&page, kind)), [true, false, true, false], "{}", page.body);

    let saved = evas.fill(&page, "/mitt-konto", &[("language", "sv")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = evas.get("/mitt-konto").await;
    assert!(!NOTICES.into_iter().any(|kind| is_ticked(&page, kind)), "{}", page.body);
    let boss = site.world.account("Rut Alm").at(site.world.clinic).await;
    site.world.grant(boss, BuiltIn::SystemAdministrator, site.world.clinic).await;
    let history = site.staff(boss, site.world.clinic).await.get(&format!("/anvandare/{eva}/historik")).await;
    assert!(history.says("nya ärenden väntar på att fördelas, en invånare svarar"), "{}", history.body);
}
