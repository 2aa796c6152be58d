//! The resident's side. Here is the ground that its tests stand on; each subject has a file.

mod bad_input;
mod children;
mod clinics;
mod notices;
mod post;
mod reading;
mod searching;
mod text_messages;
mod writing;

use axum::body::Body;
use behorig_access::{AccountId, BuiltIn, CaseId, CaseTypeId, GrantId, PersonId};
use behorig_case_types::{NewCaseType, Ready, activate, activate_ready};
use behorig_cases::records::{CaseError, To, Writing, assign, write};
use behorig_cases::rules::Act;
use behorig_store::params;
use http::{Request, StatusCode, header};
use proof_support::TestDb;
use proof_support::world::HOUR;

use crate::site::{Browser, Page, Site};

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

/// A clinic with a case type, a receiver and a handler, and a resident whom it has approved.
pub struct Ward {
    pub site: Site,
    pub signe: PersonId,
    pub approval: GrantId,
    pub contact_me: CaseTypeId,
    pub receiver: AccountId,
    pub handler: AccountId,
}

impl Ward {
    pub async fn new(db: TestDb) -> Self {
        Self::of(Site::new(db).await).await
    }

    pub async fn of(site: Site) -> Self {
        let world = &site.world;
        let signe = world.resident("Signe Lund").await;
        let approval = world.grant(signe, BuiltIn::ApprovedResident, world.clinic).await;
        let contact_me =
            world.change(world.clinic, |tx, unit| Box::pin(activate_ready(tx, *unit, Ready::ContactMe))).await;
        let receiver = world.account("Rut Alm").at(world.clinic).await;
        world.grant(receiver, BuiltIn::CaseReceiver, world.clinic).await;
        let handler = world.account("Nils Öberg").at(world.clinic).await;
        world.grant(handler, BuiltIn::CaseHandler, world.clinic).await;
        Self { site, signe, approval, contact_me, receiver, handler }
    }

    pub async fn signe(&self) -> Browser {
        self.site.resident(self.signe).await
    }

    /// Where the form is.
    pub fn form(&self) -> String {
        format!("/mina-mottagningar/{}/{}", self.site.world.clinic, self.contact_me)
    }

    /// A restricted type of the clinic.
    pub async fn restricted(&self) -> CaseTypeId {
        let world = &self.site.world;
        let new = NewCaseType {
            unit: world.clinic,
            ready: None,
            name: "Fråga efter operation".to_owned(),
            restricted: true,
            reply_days: Some(5),
        };
        world.change(new, |tx, new| Box::pin(activate(tx, new, Ready::ContactMe.form()))).await
    }

    /// A case that was sent, by its page.
    pub async fn sent(&self, browser: &mut Browser) -> CaseId {
        let form = self.form();
        browser.fill(&form, &answers("Jag behöver råd.")).await;
        let check = format!("{form}/kontrollera");
        let page = browser.post(&check, &[]).await;
        case_of(&page)
    }

    pub async fn assigned(&self, case: CaseId) {
        let world = &self.site.world;
        let later = world.later(HOUR);
        let (viewer, actor) = (world.viewer(self.receiver).await, later.actor(self.receiver).await);
        let to = To::Person(self.handler);
        world
            .db()
            .write(&actor, (viewer, case, to), |tx, (viewer, case, to)| {
                Box::pin(async move { assign(tx, viewer, &[*case], *to, None).await })
            })
            .await
            .unwrap();
    }

    /// Something that the handler writes.
    pub async fn writes(&self, case: CaseId, act: Act, words: &str) {
        let world = self.site.world.later(2 * HOUR);
        let mut tx = world.db().read().await.unwrap();
        let (version,): (i64,) = tx.one("SELECT version FROM care_case WHERE id = ?1", params![case]).await.unwrap();
        drop(tx);
        let writing = Writing {
            act,
            body: words.to_owned(),
            alternative: None,
            signature: "Nils Öberg, Leg. läkare".to_owned(),
            draft: None,
            version,
        };
        let (viewer, actor) = (world.viewer(self.handler).await, world.actor(self.handler).await);
        world
            .db()
            .write(&actor, (viewer, case, writing), |tx, (viewer, case, writing)| {
                Box::pin(async move { Ok::<_, CaseError>(write(tx, viewer, None, *case, writing).await?.with(())) })
            })
            .await
            .unwrap();
    }

    /// The letters of a case as they are read out.
    pub async fn reference(&self, case: CaseId) -> String {
        let mut tx = self.site.world.db().read().await.unwrap();
        let sql = "SELECT reference FROM care_case WHERE id = ?1";
        let (reference,): (String,) = tx.one(sql, params![case]).await.unwrap();
        behorig_cases::rules::as_read_out(&reference)
    }

    /// How many cases there are.
    pub async fn cases(&self) -> i64 {
        self.count("SELECT CAST(count(*) AS BIGINT) FROM care_case").await
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(i64,)>(sql, params![]).await.unwrap().0
    }
}

/// What is filled into *Kontakta mig*.
pub fn answers(words: &str) -> Vec<(&'static str, &str)> {
    vec![("svar-about", "own-health"), ("svar-message", words), ("svar-answer-how", "here")]
}

/// The case that a receipt was given for.
pub fn case_of(page: &Page) -> CaseId {
    let path = page.location.as_deref().unwrap_or_else(|| panic!("{}: {}", page.status, page.body));
    let id = path.strip_prefix("/mina-arenden/").and_then(|rest| rest.split(['/', '?']).next());
    id.and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("no case at {path}"))
}

impl Browser {
    /// Sends a form with files.
    pub async fn post_files(&mut self, path: &str, typed: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let mut body = Vec::new();
        for (name, value) in typed {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, content) in files {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend(head.bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::ORIGIN, "http://behorig.test")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Fills in a form of a case type, wholly.
    pub async fn fill(&mut self, path: &str, typed: &[(&str, &str)]) {
        let page = self.post_files(path, typed, &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(page.location.unwrap().contains("/kontrollera"));
    }
}

/// The value of a hidden field.
pub fn hidden(page: &Page, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let from = page.body.split(&field).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.body));
    from.split('"').next().unwrap().to_owned()
}
