//! The ward with what carries its notices: a mail server, an SMS provider, or both.

use std::sync::Arc;

use behorig::mail::BySmtp;
use behorig::sms::ByProvider;
use behorig_access::CaseId;
use behorig_mail::{MailFrom, MailServer, Mailer, MailerOptions};
use behorig_outbox::{Outbox, Pace, Sender, Way};
use behorig_sign_in::Keys;
use behorig_sms::{SmsClient, SmsOptions, SmsSender, SmsUrl};
use http::StatusCode;
use peer_mail::{Mail, OfficeOptions, PostOffice};
use peer_sms::{Exchange, ExchangeOptions, Message};
use proof_support::TestDb;

use super::Ward;
use crate::cases::version_on;
use crate::site::{Browser, Page, Site, assembled};

pub const SETTINGS: &str = "/mina-installningar";
pub const MOBILE: &str = "/mina-installningar/mobil";
pub const CHOOSE: &str = "/mina-installningar/val";

/// The ward, its mail server and its SMS provider. A way that the program was not given is never used.
pub struct Post {
    pub ward: Ward,
    pub office: peer_mail::Running,
    pub exchange: peer_sms::Running,
    pub sender: Sender,
    pub texter: Sender,
}

impl Post {
    /// With a mail server.
    pub async fn new(db: TestDb) -> Self {
        Self::by(db, &[Way::Mail]).await
    }

    pub async fn by(db: TestDb, ways: &[Way]) -> Self {
        let outbox = outbox(ways);
        let ward = Ward::of(Site::with(db, Some(outbox.clone())).await).await;
        let office = PostOffice::open(OfficeOptions::default()).await.unwrap();
        let exchange = Exchange::open(ExchangeOptions::default()).await.unwrap();
        let clock = Arc::clone(&ward.site.clock);
        let now = move || behorig_visit::Clock::now(&*clock);
        let db = ward.site.test.db().clone();
        let sender = Sender::new(db.clone(), outbox.clone(), BySmtp(mailer(&office)), now.clone(), Pace::default());
        let texter = Sender::new(db, outbox, ByProvider(client(&exchange)), now, Pace::default());
        Self { ward, office, exchange, sender, texter }
    }

    /// The program is started again with these ways: its data and the time are the same.
    pub fn restart(&mut self, ways: &[Way]) {
        let site = &mut self.ward.site;
        let again = assembled(site.test.db().clone(), &site.clock, Some(outbox(ways)));
        (site.router, site.live) = (again.router, again.live);
    }

    /// Sends everything that is due.
    pub async fn send_all(&self) {
        while self.sender.send_one().await.unwrap() {}
        while self.texter.send_one().await.unwrap() {}
    }

    /// What has come for an address when everything due is sent, the newest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.send_all().await;
        self.office.mails().into_iter().filter(|mail| mail.recipients.iter().any(|to| to == address)).collect()
    }

    /// What has come for a number when everything due is sent, the newest first.
    pub async fn texts_to(&self, number: &str) -> Vec<Message> {
        self.send_all().await;
        self.exchange.messages().into_iter().filter(|message| message.to == number).collect()
    }

    /// The code in the newest mail to an address.
    pub async fn code(&self, address: &str) -> String {
        let mails = self.mails_to(address).await;
        code_in(&mails.first().unwrap_or_else(|| panic!("no mail to {address}")).text)
    }

    /// The code in the newest text message to a number.
    pub async fn sms_code(&self, number: &str) -> String {
        let messages = self.texts_to(number).await;
        code_in(&messages.first().unwrap_or_else(|| panic!("no message to {number}")).text)
    }

    /// Gives an address, types its code and chooses the language.
    pub async fn confirmed(&self, browser: &mut Browser, address: &str, language: &str) {
        let asked = browser.post(SETTINGS, &[("epost", address)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let code = self.code(address).await;
        let page = browser.post("/mina-installningar/kod", &[("kod", &code)]).await;
        assert_eq!(page.location.as_deref(), Some(SETTINGS), "{}", page.body);
        let page = browser.post(CHOOSE, &[("sprak", language)]).await;
        assert_eq!(page.location.as_deref(), Some(SETTINGS), "{}", page.body);
    }

    /// Gives a number and types its code.
    pub async fn confirmed_mobile(&self, browser: &mut Browser, number: &str) {
        let asked = browser.post(MOBILE, &[("mobil", number)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let code = self.sms_code(number).await;
        let page = browser.post("/mina-installningar/mobil/kod", &[("sms-kod", &code)]).await;
        assert_eq!(page.location.as_deref(), Some(SETTINGS), "{}", page.body);
    }

    /// The handler answers a case by its page.
    pub async fn answers(&self, case: CaseId, words: &str) -> Page {
        let mut handler = self.ward.site.staff(self.ward.handler, self.ward.site.world.clinic).await;
        let path = format!("/arenden/{case}");
        let version = version_on(&handler.get(&path).await);
        let done = handler.post(&path, &[("version", &version), ("gor", "answer"), ("meddelande", words)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        handler.get(&path).await
    }

    /// The case as its handler sees it.
    pub async fn as_handler(&self, case: CaseId) -> Page {
        let mut handler = self.ward.site.staff(self.ward.handler, self.ward.site.world.clinic).await;
        handler.get(&format!("/arenden/{case}")).await
    }

    /// A case of somebody's that is assigned, and so can be answered.
    pub async fn case_of(&self, browser: &mut Browser) -> CaseId {
        let case = self.ward.sent(browser).await;
        self.ward.assigned(case).await;
        case
    }
}

fn outbox(ways: &[Way]) -> Outbox {
    Outbox::by(Keys::new(&[7; 32], &[]).unwrap(), ways)
}

fn mailer(office: &peer_mail::Running) -> Mailer {
    Mailer::new(MailerOptions {
        server: MailServer::parse(&format!("smtp://127.0.0.1:{}", office.smtp_port)).unwrap(),
        from: MailFrom::parse("Behörig <noreply@region.example>").unwrap(),
        login: None,
        authority: None,
        own_name: "behorig.test".to_owned(),
    })
    .unwrap()
}

fn client(exchange: &peer_sms::Running) -> SmsClient {
    let (user, password) = exchange.login();
    let url = SmsUrl::parse(&exchange.url).unwrap();
    SmsClient::new(SmsOptions { url, user, password, from: SmsSender::parse("Kliniken").unwrap(), authority: None })
        .unwrap()
}

fn code_in(text: &str) -> String {
    let code = text.split_whitespace().find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()));
    code.unwrap_or_else(|| panic!("no code in {text}")).to_owned()
}
