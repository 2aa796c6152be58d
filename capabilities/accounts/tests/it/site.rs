//! The pages of accounts in the test's own process, and browsers that visit them.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn;
use behorig_access::{AccountId, Assurance, Hat, Instant, UnitId};
use behorig_registers::persons::LocalRegister;
use behorig_sign_in::{HashCost, Keys, Passwords, PasswordsSettings, SignIn};
use behorig_store::{Recorded, StoreError};
use behorig_visit::{
    App, AppParts, Clock, HatChoice, Menu, NewSession, SessionLimits, Token, VisitSettings, frame, router,
};
use http::{HeaderMap, Request, StatusCode, header};
use proof_support::{NOW, TestDb, World};
use tower::ServiceExt;

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Instant {
        NOW.plus_millis(60_000)
    }
}

pub fn install_texts() {
    let sources = [behorig_web::TEXTS, behorig_visit::TEXTS, behorig_sign_in::TEXTS, behorig_accounts::TEXTS];
    behorig_web::texts::install(&sources).unwrap();
}

pub struct Site {
    pub world: World,
    // The database goes with it.
    _db: TestDb,
    router: Router,
}

impl Site {
    pub async fn new(db: TestDb) -> Self {
        install_texts();
        let world = World::new(&db).await;
        let cheap = HashCost { memory_kib: 64, passes: 1, lanes: 1 };
        let sign_in = SignIn {
            passwords: Passwords::start(PasswordsSettings { cost: cheap, threads: 1, queue: 8 }).unwrap(),
            keys: Keys::new(&[7; 32], &[]).unwrap(),
            bankid: None,
            siths: None,
            card_port: None,
            validation_server: None,
            letters: None,
            demo_mailbox: None,
        };
        let app = App::new(AppParts {
            db: db.db().clone(),
            clock: Arc::new(Standing),
            register: Arc::new(LocalRegister),
            settings: VisitSettings {
                public_url: "http://behorig.test".to_owned(),
                installation: "Behörig".to_owned(),
                trusted_proxies: 0,
                sessions: SessionLimits::default(),
                demo: false,
            },
            menu: Menu::new(behorig_accounts::menu()),
            guides: behorig_accounts::help(),
            access_ended: behorig_visit::AccessEnded::nothing(),
        });
        let router = router(behorig_accounts::routes(Arc::new(sign_in))).layer(from_fn(frame)).with_state(app);
        Self { world, _db: db, router }
    }

    /// A browser signed in as staff at a unit, as surely as BankID.
    pub async fn staff(&self, account: AccountId, unit: UnitId) -> Browser {
        let token = Token::random().unwrap();
        let choice = HatChoice { hat: Hat::Staff, account: Some(account), person: None, unit: Some(unit) };
        let session = NewSession { choice, assurance: Assurance::High, method: "bankid", address: None, agent: None };
        self.world
            .db()
            .write(&self.world.system(), (token.clone(), session), |tx, (token, session)| {
                Box::pin(async move {
                    behorig_visit::open(tx, token, session, SessionLimits::default()).await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test's own sign-in"))
                })
            })
            .await
            .unwrap();
        Browser { router: self.router.clone(), session: token.reveal().to_owned() }
    }
}

pub struct Browser {
    router: Router,
    session: String,
}

#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Sends the page's own form to `action`: its hidden fields, with `fields` typed in.
    pub async fn fill(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let hidden = page.hidden(action);
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend(fields);
        self.post(action, &all).await
    }

    pub async fn post_file(&self, path: &str, kind: &str, name: &str, content: &[u8]) -> Page {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--b\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, mut request: Request<Body>) -> Page {
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, format!("behorig={}; sprak=sv", self.session).parse().unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, body }
    }
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    pub fn says(&self, words: &str) -> bool {
        self.body.contains(&words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
    }

    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let opening = format!("action=\"{action}\"");
        let forms = self.body.split("<form").skip(1);
        let form =
            forms.into_iter().find(|form| form.contains(&opening)).unwrap_or_else(|| panic!("no form: {}", self.body));
        let form = form.split("</form>").next().unwrap();
        let inputs = form.split("<input").skip(1).map(|input| input.split('>').next().unwrap());
        inputs
            .filter(|input| input.contains("type=\"hidden\""))
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or(("", ""));
    rest.split('"').next().unwrap_or_default().to_owned()
}
