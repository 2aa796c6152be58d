//! The whole program in the test's own process, and browsers that visit it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use behorig::assemble::{Assembled, Parts, RouteLine, assemble};
use behorig::meters::Meters;
use behorig_access::{AccountId, Assurance, Hat, Instant, PersonId, UnitId};
use behorig_certification::Upkeep;
use behorig_files::Files;
use behorig_live::Live;
use behorig_outbox::Outbox;
use behorig_registers::persons::LocalRegister;
use behorig_sign_in::siths::CardPort;
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Recorded, StoreError};
use behorig_visit::{Clock, HatChoice, NewSession, SessionLimits, Token, VisitSettings};
use http::{Request, StatusCode, header};
use proof_support::{NOW, TestDb, World};
use tower::ServiceExt;

/// The address that the program believes it has.
pub const ORIGIN: &str = "http://behorig.test";

/// Time in the test's hand.
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that stands.
    pub const fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now.0))
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// The program with its database and its people.
pub struct Site {
    pub test: TestDb,
    pub world: World,
    pub clock: Arc<HandClock>,
    /// Who may ask for what.
    pub table: Vec<RouteLine>,
    pub router: Router,
    /// The pages that are open.
    pub live: Live,
    /// What the program does by itself, by the hour.
    pub upkeep: Upkeep,
    /// What is counted of requests.
    pub meters: Meters,
}

impl Site {
    pub async fn new(test: TestDb) -> Self {
        Self::with(test, None).await
    }

    /// A program whose letters are put in this outbox.
    pub async fn with(test: TestDb, outbox: Option<Outbox>) -> Self {
        let world = World::new(&test).await;
        let clock = Arc::new(HandClock(AtomicI64::new(NOW.0)));
        Self::of(test, world, clock, outbox)
    }

    /// The same data and time in a program that has no mail server.
    pub fn without_mail(self) -> Self {
        Self::of(self.test, self.world, self.clock, None)
    }

    fn of(test: TestDb, world: World, clock: Arc<HandClock>, outbox: Option<Outbox>) -> Self {
        let Assembled { router, table, live, upkeep, meters, .. } = assembled(test.db().clone(), &clock, outbox);
        Self { test, world, clock, table, router, live, upkeep, meters: meters.unwrap() }
    }

    /// Lets time pass, in milliseconds.
    pub fn wait(&self, milliseconds: i64) {
        self.clock.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), lang: "sv" }
    }

    /// A browser signed in as staff at a unit, as surely as BankID.
    pub async fn staff(&self, account: AccountId, unit: UnitId) -> Browser {
        self.wearing(HatChoice { hat: Hat::Staff, account: Some(account), person: None, unit: Some(unit) }).await
    }

    /// A browser signed in as a resident.
    #[allow(dead_code)]
    pub async fn resident(&self, person: PersonId) -> Browser {
        self.wearing(HatChoice { hat: Hat::Resident, account: None, person: Some(person), unit: None }).await
    }

    pub async fn wearing(&self, choice: HatChoice) -> Browser {
        let token = Token::random().unwrap();
        let actor = Actor::system(Door::System, self.clock.now());
        let session = NewSession { choice, assurance: Assurance::High, method: "bankid", address: None, agent: None };
        self.test
            .db()
            .write(&actor, (token.clone(), session), |tx, (token, session)| {
                Box::pin(async move {
                    behorig_visit::open(tx, token, session, SessionLimits::default()).await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test's own sign-in"))
                })
            })
            .await
            .unwrap();
        let mut browser = self.browser();
        browser.cookies.insert("behorig".to_owned(), token.reveal().to_owned());
        browser
    }
}

/// The program on a database, as one node of it.
pub fn assembled(db: Db, clock: &Arc<HandClock>, outbox: Option<Outbox>) -> Assembled {
    assembled_with(db, clock, outbox, Files::in_memory())
}

/// The same, with attachments kept where the test says.
pub fn assembled_with(db: Db, clock: &Arc<HandClock>, outbox: Option<Outbox>, files: Files) -> Assembled {
    put_together(db, clock, outbox, files, Cards::default())
}

/// The same, where people sign in with cards by an identity provider.
pub fn assembled_with_siths(
    db: Db,
    clock: &Arc<HandClock>,
    outbox: Option<Outbox>,
    siths: behorig_oidc::OidcSettings,
) -> Assembled {
    let cards = Cards { siths: Some((siths, true)), ..Cards::default() };
    put_together(db, clock, outbox, Files::in_memory(), cards)
}

/// The same, where people show their cards at a port of its own.
pub fn assembled_with_card_port(db: Db, clock: &Arc<HandClock>, port: CardPort) -> Assembled {
    let cards = Cards { port: Some(port), ..Cards::default() };
    put_together(db, clock, None, Files::in_memory(), cards)
}

/// The ways of signing in with a card.
#[derive(Default)]
struct Cards {
    siths: Option<(behorig_oidc::OidcSettings, bool)>,
    port: Option<CardPort>,
}

fn put_together(db: Db, clock: &Arc<HandClock>, outbox: Option<Outbox>, files: Files, cards: Cards) -> Assembled {
    assemble(Parts {
        db,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        register: Arc::new(LocalRegister),
        settings: VisitSettings {
            public_url: ORIGIN.to_owned(),
            installation: "Behörig".to_owned(),
            trusted_proxies: 0,
            sessions: SessionLimits::default(),
            demo: false,
        },
        keys: Keys::new(&[7; 32], &[]).unwrap(),
        bankid: None,
        bankid_app: None,
        siths: cards.siths,
        card_port: cards.port,
        yubico: None,
        outbox,
        demo_mailbox: None,
        files,
        measured: true,
    })
    .unwrap()
}

/// A browser: cookies, a language, and nothing else.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    lang: &'static str,
}

/// What a browser got.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub location: Option<String>,
    pub headers: http::HeaderMap,
    /// As it came, for what is no text.
    pub bytes: axum::body::Bytes,
    pub body: String,
}

impl Browser {
    /// A browser at a node of the program, with the cookie of a session that was opened before, if it has one.
    #[allow(dead_code)]
    pub fn of(router: &Router, token: Option<&str>) -> Self {
        let cookies = token.map(|token| ("behorig".to_owned(), token.to_owned())).into_iter().collect();
        Self { router: router.clone(), cookies, lang: "sv" }
    }

    #[allow(dead_code)]
    pub fn speaking(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// As after a redirect that says what just happened: `told` is a text id.
    pub fn just_told(mut self, told: &str) -> Self {
        self.cookies.insert("behorig-besked".to_owned(), told.to_owned());
        self
    }

    /// The header that the browser sends its cookies in.
    pub fn cookie_header(&self) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        cookies.join("; ")
    }

    /// The same browser at another node of the program.
    pub fn at(mut self, router: &Router) -> Self {
        self.router = router.clone();
        self
    }

    /// Asks for a page that is not read to its end here.
    pub async fn begin(&self, path: &str) -> axum::response::Response {
        let request = Request::get(path)
            .header(header::HOST, "behorig.test")
            .header(header::ACCEPT, "text/event-stream")
            .header(header::COOKIE, self.cookie_header())
            .body(Body::empty())
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as this site's own page would.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_from(ORIGIN, path, fields).await
    }

    pub async fn post_from(&mut self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, origin)
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies = self.cookie_header();
        let headers = request.headers_mut();
        headers.insert(header::HOST, "behorig.test".parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, self.lang.parse().unwrap());
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.parse().unwrap());
        }
        request.extensions_mut().insert(behorig_visit::ClientAddress("192.0.2.7".parse().unwrap()));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, 64 * 1024 * 1024).await.unwrap();
        let location = parts.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        Page {
            status: parts.status,
            location,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }
}

impl Page {
    /// Whether words stand on the page, as a reader sees them.
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(&words.replace('&', "&amp;").replace('<', "&lt;"))
    }
}
