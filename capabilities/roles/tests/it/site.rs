//! The pages in the test's own process, and browsers that visit them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn;
use behorig_access::{AccountId, Instant, UnitId};
use behorig_registers::persons::LocalRegister;
use behorig_store::params;
use behorig_visit::{App, AppParts, Clock, Menu, SessionLimits, Token, VisitSettings, frame, router};
use http::{Request, StatusCode, header};
use proof_support::{NOW, TestDb, World};
use tower::ServiceExt;

/// Time in the test's hand.
pub struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// The pages with their database and their people.
pub struct Site {
    pub test: TestDb,
    pub world: World,
    clock: Arc<HandClock>,
    router: Router,
}

impl Site {
    pub async fn new(test: TestDb) -> Self {
        behorig_web::texts::install(crate::TEXTS).unwrap();
        let world = World::new(&test).await;
        let clock = Arc::new(HandClock(AtomicI64::new(NOW.0)));
        let app = App::new(AppParts {
            db: test.db().clone(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            register: Arc::new(LocalRegister),
            settings: VisitSettings {
                public_url: "http://behorig.test".to_owned(),
                installation: "Behörig".to_owned(),
                trusted_proxies: 0,
                sessions: SessionLimits { idle: i64::MAX / 4, absolute: i64::MAX / 4 },
                demo: false,
            },
            menu: Menu::default(),
            guides: Vec::new(),
            access_ended: behorig_visit::AccessEnded::nothing(),
        });
        let router = router(crate::routes()).layer(from_fn(frame)).with_state(app);
        Self { test, world, clock, router }
    }

    /// Lets time pass, in milliseconds.
    pub fn wait(&self, milliseconds: i64) {
        self.clock.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// A browser signed in as staff at a unit, as surely as BankID.
    pub async fn staff(&self, account: AccountId, unit: UnitId) -> Browser {
        let token = Token::random().unwrap();
        self.world
            .change((token.clone(), account, unit), |tx, (token, account, unit)| {
                Box::pin(async move {
                    let (id, now) = (tx.new_uuid(), tx.now());
                    tx.execute(
                        "INSERT INTO session (id, token_hash, account_id, hat, hat_unit, assurance, method, created_at,
                             seen_at, ends_at)
                         VALUES (?1, ?2, ?3, 'staff', ?4, 'high', 'bankid', ?5, ?5, ?6)",
                        params![id, token.hash(), account, unit, now, i64::MAX / 4],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await;
        Browser { router: self.router.clone(), session: token.reveal().to_owned() }
    }
}

/// A browser with a session.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    session: String,
}

/// What a browser got.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub location: Option<String>,
    pub body: String,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Sends the page's own form to `action`: its hidden fields, with what is typed after them.
    pub async fn fill(&mut self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let hidden = page.hidden(action);
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend(typed);
        self.post(action, &all).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookie = format!("behorig={}; sprak=sv", self.session);
        request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 * 1024 * 1024).await.unwrap();
        let location = parts.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        Page { status: parts.status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Page {
    /// Whether words stand on the page, as a reader sees them.
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(&words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
    }

    /// The hidden fields of the page's form to `action`.
    fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let wanted = format!("action=\"{action}\"");
        let forms = self.body.split("<form").skip(1);
        let form = forms
            .filter(|form| form.contains("method=\"post\""))
            .find(|form| form.contains(&wanted))
            .unwrap_or_else(|| panic!("no form to {action} in {}", self.body));
        let form = form.split("</form>").next().unwrap();
        form.split("<input")
            .skip(1)
            .map(|input| input.split('>').next().unwrap())
            .filter(|input| input.contains("type=\"hidden\""))
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or(("", ""));
    rest.split('"').next().unwrap_or_default().replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&")
}
