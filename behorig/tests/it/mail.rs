//! One-time links by mail: from whoever connects a user, over a real mail server, to the user alone.

use behorig::mail::BySmtp;
use behorig_access::{AccountId, BuiltIn};
use behorig_mail::{MailFrom, MailServer, Mailer, MailerOptions};
use behorig_outbox::{Outbox, Pace, Sender};
use behorig_sign_in::Keys;
use behorig_store::{StoreError, params};
use behorig_web::components::PostForm;
use http::StatusCode;
use peer_mail::{Mail, OfficeOptions, PostOffice, Running, Weather};
use proof_support::{TestDb, both_databases};

use crate::orders::an_order;
use crate::site::{Browser, ORIGIN, Page, Site};

both_databases!(
    who_is_connected_by_an_order_gets_the_link_by_mail_and_support_never_sees_it,
    without_mail_or_address_the_link_is_shown_with_the_reason,
    a_new_user_and_a_new_link_are_mailed_and_an_older_link_is_not_sent_after_it,
    a_letter_that_could_not_be_delivered_is_told_on_the_users_page,
    a_letter_begins_in_the_language_of_its_reader,
    no_name_breaks_out_of_its_letter,
);

/// Recipient, subject, body and last error of a letter.
type LetterRow = (String, String, Option<Vec<u8>>, Option<String>);

/// The program, its mail server, and the support.
struct Ground {
    site: Site,
    office: Running,
    sender: Sender,
    support: Browser,
}

impl Ground {
    async fn new(test: TestDb) -> Self {
        let outbox = Outbox::new(Keys::new(&[7; 32], &[]).unwrap());
        let site = Site::with(test, Some(outbox.clone())).await;
        let office = PostOffice::open(OfficeOptions::default()).await.unwrap();
        let options = MailerOptions {
            server: MailServer::parse(&format!("smtp://127.0.0.1:{}", office.smtp_port)).unwrap(),
            from: MailFrom::parse("Behörig <noreply@region.example>").unwrap(),
            login: None,
            authority: None,
            own_name: "behorig.test".to_owned(),
        };
        let clock = std::sync::Arc::clone(&site.clock);
        let now = move || behorig_visit::Clock::now(&*clock);
        let mailer = BySmtp(Mailer::new(options).unwrap());
        let sender = Sender::new(site.test.db().clone(), outbox, mailer, now, Pace::default());
        let support = support(&site).await;
        Self { site, office, sender, support }
    }

    /// What has come when everything due is sent, the newest first.
    async fn mails(&self) -> Vec<Mail> {
        while self.sender.send_one().await.unwrap() {}
        self.office.mails()
    }

    async fn events(&self) -> Vec<String> {
        let all = self.site.world.events().await;
        let of_links = all.into_iter().filter(|event| event.level.as_deref() == Some("sign-in.one-time-link"));
        of_links.filter_map(|event| event.args).collect()
    }

    /// Everything that the table of letters holds, as text.
    async fn table(&self) -> String {
        let sql = "SELECT recipient, subject, body, last_error FROM outbox";
        let rows: Vec<LetterRow> = self.site.test.read().await.unwrap().all(sql, &[]).await.unwrap();
        rows.iter()
            .map(|(recipient, subject, body, error)| {
                let body = body.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
                format!("{recipient} {subject} {body} {error:?}\n")
            })
            .collect()
    }

    async fn account_of(&self, user_name: &str) -> AccountId {
        let sql = "SELECT id FROM account WHERE user_name_key = ?1";
        let (id,): (AccountId,) = self.site.test.read().await.unwrap().one(sql, params![user_name]).await.unwrap();
        id
    }

    async fn send_link(&mut self, account: AccountId) -> Page {
        self.support.post(&format!("/anvandare/{account}/engangslank"), &[(PostForm::VERSION, "1")]).await
    }
}

async fn support(site: &Site) -> Browser {
    let stina = site.world.account("Stina Support").at(site.world.region).await;
    site.world.grant(stina, BuiltIn::Support, site.world.region).branch().await;
    site.staff(stina, site.world.region).await
}

fn links_in(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| word.contains("/engangslank/")).collect()
}

/// The path of the link in a mail, which says it once in each language.
fn link_in(mail: &Mail) -> &str {
    let links = links_in(&mail.text);
    assert!(links.len() == 2 && links[0] == links[1], "{}", mail.text);
    links[0].strip_prefix(ORIGIN).unwrap_or_else(|| panic!("a link to elsewhere: {}", mail.text))
}

async fn connect(site: &Site, support: &mut Browser) -> Page {
    let anna = site.world.account("Anna Ek").at(site.world.clinic).await;
    site.world.grant(anna, BuiltIn::SystemAdministrator, site.world.clinic).await;
    let order = an_order(&mut site.staff(anna, site.world.clinic).await, site.world.clinic).await;
    let key = "0b8f6f0e-58a5-4b86-93bb-3ce0e3c7a5a1";
    let form = [(PostForm::VERSION, "1"), (PostForm::ONCE, key)];
    let page = support.post(&format!("/bestallningar/{order}/anslut"), &form).await;
    let again = support.post(&format!("/bestallningar/{order}/anslut"), &form).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "sent twice, it happened once: {}", again.body);
    page
}

async fn who_is_connected_by_an_order_gets_the_link_by_mail_and_support_never_sees_it(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let page = connect(&ground.site, &mut ground.support).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.says("Användaren är ansluten") && page.says("Engångslänken mejlas till n***@example.se"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("/engangslank/") && !page.body.contains("ny.anvandare@"), "{}", page.body);
    assert_eq!(ground.events().await, ["mailed to n***@example.se"]);
    assert!(!ground.table().await.contains("engangslank"), "sealed while it waits");

    let mails = ground.mails().await;
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.recipients, ["ny.anvandare@example.se"]);
    assert_eq!(mail.subject, "Välj ditt lösenord till Behörig");
    for words in ["Hej Ny!", "Hello Ny,", "Väntade du dig inte det här mejlet?", "Did you not expect this mail?"] {
        assert!(mail.text.contains(words), "{words}: {}", mail.text);
    }
    // The link's secret is 64 hex digits, in which any four come up now and then.
    let words = mail.text.replace(link_in(mail), "");
    for more in ["Användare\n", "ny.anvandare", "Ekbacken", "Receptionist", "1985"] {
        assert!(!words.contains(more), "{more}: {}", mail.text);
    }
    let sealed = "SELECT CAST(count(*) AS BIGINT) FROM outbox WHERE body IS NOT NULL";
    let (left,): (i64,) = ground.site.test.read().await.unwrap().one(sealed, &[]).await.unwrap();
    assert_eq!(left, 0, "nothing secret is left when it is sent");
    let mut user = ground.site.browser();
    let choosing = user.get(link_in(mail)).await;
    assert!(choosing.status == StatusCode::OK && choosing.says("Välj lösenord"), "{}", choosing.body);

    let account = ground.account_of("ny.anvandare").await;
    let its_page = ground.support.get(&format!("/anvandare/{account}/konto")).await;
    assert!(its_page.says("Mejlad till n***@example.se") && its_page.says("Skicka ny länk"), "{}", its_page.body);
    let history = ground.support.get(&format!("/anvandare/{account}/historik")).await;
    assert!(
        history.says("En engångslänk skapades för att mejlas") && history.says("n***@example.se"),
        "{}",
        history.body
    );
}

async fn without_mail_or_address_the_link_is_shown_with_the_reason(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let eva = ground.site.world.account("Eva Berg").at(ground.site.world.clinic).await;
    let shown = ground.send_link(eva).await;
    assert!(
        shown.says("för användaren har ingen e-postadress") && shown.body.contains("/engangslank/"),
        "{}",
        shown.body
    );
    assert_eq!(shown.headers[http::header::CACHE_CONTROL], "no-store");
    assert_eq!(ground.events().await, ["shown: no e-mail address"]);
    assert!(ground.mails().await.is_empty());
    let page = ground.support.get(&format!("/anvandare/{eva}/konto")).await;
    assert!(page.says("Visades för den som skapade den"), "{}", page.body);

    // The same database, without a mail server.
    let site = ground.site.without_mail();
    let bo = site.world.account("Bo Lind").at(site.world.clinic).email("bo@example.se").await;
    let mut support = support(&site).await;
    let shown = support.post(&format!("/anvandare/{bo}/engangslank"), &[(PostForm::VERSION, "1")]).await;
    assert!(shown.says("för e-post är inte inställd") && shown.body.contains("/engangslank/"), "{}", shown.body);
}

async fn a_new_user_and_a_new_link_are_mailed_and_an_older_link_is_not_sent_after_it(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let unit = ground.site.world.clinic.to_string();
    let typed = [
        ("unit", unit.as_str()),
        ("given-name", "Eva"),
        ("family-name", "Berg"),
        ("user-name", "eva.berg"),
        ("email", "eva.berg@example.se"),
        ("how", "link"),
    ];
    let made = ground.support.post("/anvandare/ny", &typed).await;
    assert!(
        made.says("Eva Berg är upplagd") && made.says("Engångslänken mejlas till e***@example.se"),
        "{}",
        made.body
    );
    assert!(!made.body.contains("/engangslank/"), "{}", made.body);
    let eva = ground.account_of("eva.berg").await;
    // Before the first was sent, a second takes its place.
    let again = ground.send_link(eva).await;
    assert!(
        again.says("Engångslänken mejlas till e***@example.se") && links_in(&again.body).is_empty(),
        "{}",
        again.body
    );
    let mails = ground.mails().await;
    assert_eq!(mails.len(), 1, "the first was taken back: {mails:?}");
    assert_eq!(ground.site.browser().get(link_in(&mails[0])).await.status, StatusCode::OK);
    // After it was sent, a third ends it.
    ground.send_link(eva).await;
    let mails = ground.mails().await;
    assert_eq!(mails.len(), 2);
    assert_eq!(ground.site.browser().get(link_in(&mails[1])).await.status, StatusCode::GONE);
    assert_eq!(ground.site.browser().get(link_in(&mails[0])).await.status, StatusCode::OK);
    assert_eq!(ground.events().await, ["mailed to e***@example.se"; 3]);
}

async fn a_letter_that_could_not_be_delivered_is_told_on_the_users_page(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let eva = ground.site.world.account("Eva Berg").at(ground.site.world.clinic).email("eva@example.se").await;
    let path = format!("/anvandare/{eva}/konto");
    ground.send_link(eva).await;
    let waiting = ground.support.get(&path).await;
    assert!(waiting.says("På väg till e***@example.se"), "{}", waiting.body);
    ground.office.set_weather(Weather::AtRecipient("550 5.1.1 <eva@example.se>: no such user".to_owned()));
    assert!(ground.mails().await.is_empty());
    let told = ground.support.get(&path).await;
    assert!(told.says("Mejlet till e***@example.se gick inte att leverera"), "{}", told.body);
    assert!(!ground.table().await.contains("no such user"));
    ground.office.set_weather(Weather::Fair);
    ground.send_link(eva).await;
    assert_eq!(ground.mails().await.len(), 1);
    assert!(ground.support.get(&path).await.says("Mejlad till e***@example.se"));
}

async fn a_letter_begins_in_the_language_of_its_reader(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let eva = ground.site.world.account("Eva Berg").at(ground.site.world.clinic).email("eva@example.se").await;
    ground.send_link(eva).await;
    in_english(&ground.site, eva).await;
    ground.mails().await;
    ground.send_link(eva).await;
    let mails = ground.mails().await;
    assert!(mails[1].text.starts_with("Hej Eva!") && mails[0].text.starts_with("Hello Eva,"), "{mails:?}");
    assert_eq!(mails[0].subject, "Choose your password for Behörig");
}

async fn in_english(site: &Site, account: AccountId) {
    site.world
        .change(account, |tx, account| {
            Box::pin(async move {
                tx.execute("UPDATE account SET language = 'en' WHERE id = ?1", params![account]).await?;
                Ok::<_, StoreError>(())
            })
        })
        .await;
}

/// The program refuses such names at every door; should one get in, it still harms no letter.
async fn no_name_breaks_out_of_its_letter(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let eva = ground.site.world.account("Eva Berg").at(ground.site.world.clinic).email("eva@example.se").await;
    let hostile = "Eva\r\nBcc: bo@example.se\r\n\r\n.\r\nMAIL FROM:<bo@example.se>\r\n";
    rename(&ground.site, eva, hostile, "eva@example.se").await;
    ground.send_link(eva).await;
    let mails = ground.mails().await;
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!((mail.sender.as_str(), mail.recipients.len()), ("noreply@region.example", 1));
    let head = mail.raw.split("\r\n\r\n").next().unwrap();
    assert!(!head.contains("Bcc") && mail.text.contains("Bcc: bo@example.se"), "{}", mail.raw);
    // An address that is none is no address.
    rename(&ground.site, eva, "Eva", "eva@example.se>\r\nRCPT TO:<bo@example.se").await;
    let shown = ground.send_link(eva).await;
    assert!(shown.says("för användaren har ingen e-postadress"), "{}", shown.body);
    assert_eq!(ground.mails().await.len(), 1);
}

async fn rename(site: &Site, account: AccountId, name: &'static str, email: &'static str) {
    site.world
        .change((account, name, email), |tx, (account, name, email)| {
            Box::pin(async move {
                tx.execute(
                    "UPDATE account SET given_name = ?2, email = ?3 WHERE id = ?1",
                    params![account, name, email],
                )
                .await?;
                Ok::<_, StoreError>(())
            })
        })
        .await;
}
