//! The program's door, its clock, and browsers in front of it.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::middleware;
use axum::routing::get;
use behorig_access::{AccountId, Instant};
use behorig_registers::persons::LocalRegister;
use behorig_sign_in::siths::{CardPort, SithsSignIn, card_port};
use behorig_sign_in::yubikeys::{self, Secrets};
use behorig_sign_in::{BankIdSignIn, HashCost, Keys, Letters, Passwords, PasswordsSettings, SignIn};
use behorig_store::params;
use behorig_visit::{App, AppParts, ClientAddress, Clock, Menu, SessionLimits, Visit, VisitSettings, frame, router};
use behorig_yubico_otp::{AesKey, Counters, Otp, PrivateId, PublicId};
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use proof_support::{NOW, TestDb, World};
use tower::ServiceExt;

/// A password that everyone in these tests has chosen.
pub const PASSWORD: &str = "tre gula båtar på sjön";
const KEY: [u8; 32] = [7; 32];
const AES_KEY: &str = "c4422890653076cde73d449b191b416a";
const PRIVATE_ID: &str = "33c69e7f249e";
pub const PUBLIC_ID: &str = "ccccccdvvule";

struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// The door with everything behind it.
#[derive(Clone)]
pub struct House {
    pub world: World,
    pub deps: Arc<SignIn>,
    pub app: App,
    router: Router,
    hand: Arc<Hand>,
}

/// The ways in besides user name and password.
#[derive(Default)]
struct Ways {
    bankid: Option<BankIdSignIn>,
    siths: Option<SithsSignIn>,
    card_port: Option<CardPort>,
    letters: Option<Letters>,
}

fn cheap(queue: usize, memory_kib: u32) -> Passwords {
    let cost = HashCost { memory_kib, passes: 1, lanes: 1 };
    Passwords::start(PasswordsSettings { cost, threads: 2, queue }).unwrap()
}

impl House {
    pub async fn new(db: &TestDb) -> Self {
        Self::with(db, cheap(64, 64), Ways::default()).await
    }

    /// A house where no password can be hashed just now.
    pub async fn overrun(db: &TestDb) -> Self {
        Self::with(db, cheap(0, 64), Ways::default()).await
    }

    /// The same house, whose operator has raised the cost of a hash.
    pub fn dearer(&self, db: &TestDb) -> Self {
        Self::put_together(db, self.world.clone(), cheap(64, 128), Ways::default())
    }

    /// The same house, where mail is set up.
    pub fn with_mail(&self, db: &TestDb) -> Self {
        let letters = Letters {
            outbox: behorig_outbox::Outbox::new(Keys::new(&KEY, &[]).unwrap()),
            public_url: "https://behorig.example".to_owned(),
            installation: "Region Norrsjö".to_owned(),
        };
        Self::put_together(db, self.world.clone(), cheap(64, 64), Ways { letters: Some(letters), ..Ways::default() })
    }

    pub async fn with_bankid(db: &TestDb, bankid: BankIdSignIn) -> Self {
        Self::with(db, cheap(64, 64), Ways { bankid: Some(bankid), ..Ways::default() }).await
    }

    pub async fn with_siths(db: &TestDb, siths: SithsSignIn) -> Self {
        Self::with(db, cheap(64, 64), Ways { siths: Some(siths), ..Ways::default() }).await
    }

    /// A house with a port for cards; beside an identity provider, where there is one.
    pub async fn with_card_port(db: &TestDb, port: CardPort, siths: Option<SithsSignIn>) -> Self {
        Self::with(db, cheap(64, 64), Ways { card_port: Some(port), siths, ..Ways::default() }).await
    }

    /// What answers at the port for cards.
    pub fn card_port(&self) -> Router {
        card_port(self.app.clone(), Arc::clone(&self.deps))
    }

    /// Another node of the same program, with what it knows by itself.
    pub fn another_node(&self, db: &TestDb, siths: SithsSignIn) -> Self {
        let mut node =
            Self::put_together(db, self.world.clone(), cheap(64, 64), Ways { siths: Some(siths), ..Ways::default() });
        node.hand = Arc::clone(&self.hand);
        node
    }

    async fn with(db: &TestDb, passwords: Passwords, ways: Ways) -> Self {
        Self::put_together(db, World::new(db).await, passwords, ways)
    }

    fn put_together(db: &TestDb, world: World, passwords: Passwords, ways: Ways) -> Self {
        let Ways { bankid, siths, card_port, letters } = ways;
        behorig_web::texts::install(&[
            behorig_web::TEXTS,
            behorig_visit::TEXTS,
            behorig_sign_in::TEXTS,
            behorig_sign_in::BANKID_TEXTS,
            behorig_sign_in::OIDC_TEXTS,
            behorig_sign_in::SITHS_TEXTS,
        ])
        .unwrap();
        let hand = Arc::new(Hand(AtomicI64::new(NOW.0)));
        let keys = Keys::new(&KEY, &[]).unwrap();
        let deps = Arc::new(SignIn {
            passwords,
            keys,
            bankid,
            siths,
            card_port,
            validation_server: None,
            letters,
            demo_mailbox: None,
        });
        let app = App::new(AppParts {
            db: db.db().clone(),
            clock: Arc::clone(&hand) as Arc<dyn Clock>,
            register: Arc::new(LocalRegister),
            settings: VisitSettings {
                public_url: "https://behorig.example".to_owned(),
                installation: "Region Norrsjö".to_owned(),
                trusted_proxies: 0,
                sessions: SessionLimits::default(),
                demo: false,
            },
            menu: Menu::new(behorig_sign_in::menu()),
            guides: Vec::new(),
            access_ended: behorig_visit::AccessEnded::nothing(),
        });
        let router = router(behorig_sign_in::routes(Arc::clone(&deps)))
            .route("/", get(who))
            .layer(middleware::from_fn(frame))
            .with_state(app.clone());
        Self { world, deps, app, router, hand }
    }

    pub fn now(&self) -> Instant {
        Instant(self.hand.0.load(Ordering::SeqCst))
    }

    pub fn wait(&self, millis: i64) {
        self.hand.0.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn browser(&self) -> Browser {
        Browser {
            house: self.clone(),
            cookies: Arc::default(),
            address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        }
    }

    /// The hash of [`PASSWORD`], for the world's builders.
    pub async fn password_hash(&self) -> String {
        self.deps.passwords.hash(PASSWORD).await.unwrap().as_stored().to_owned()
    }

    /// Enrols the test key for an account.
    pub async fn enrol(&self, account: AccountId) -> uuid::Uuid {
        let deps = Arc::clone(&self.deps);
        self.world
            .change((deps, account), |tx, (deps, account)| {
                Box::pin(async move {
                    let secrets = Secrets::Ours(PrivateId::parse(PRIVATE_ID).unwrap(), AesKey::parse(AES_KEY).unwrap());
                    yubikeys::enrol(tx, &deps.keys, *account, &PublicId::parse(PUBLIC_ID).unwrap(), &secrets).await
                })
            })
            .await
    }

    pub async fn column(&self, account: AccountId, column: &str) -> Option<String> {
        let sql = format!("SELECT CAST({column} AS TEXT) FROM account WHERE id = ?1");
        let mut tx = self.app.db.read().await.unwrap();
        let (value,): (Option<String>,) = tx.one(&sql, params![account]).await.unwrap();
        value
    }

    /// Changes an account past the pages, as other capabilities do.
    pub async fn set(&self, account: AccountId, assignment: &'static str) {
        self.world
            .change((account, assignment, self.now()), |tx, (account, assignment, now)| {
                Box::pin(async move {
                    let sql = format!("UPDATE account SET {assignment} WHERE id = ?1 AND CAST(?2 AS BIGINT) > 0");
                    tx.execute(&sql, params![account, now]).await.map(|_| ())
                })
            })
            .await;
    }

    /// How many events of this function the log holds.
    pub async fn events(&self, level: &str) -> usize {
        self.world.events().await.iter().filter(|event| event.level.as_deref() == Some(level)).count()
    }
}

/// Says who is in: hat, unit and level.
async fn who(visit: Visit) -> String {
    let unit = visit.hat_chain.first().map_or("-", |unit| unit.name.as_str());
    format!(
        "{} | {} | {} | {}",
        visit.session.full_name(),
        visit.session.hat.key(),
        unit,
        visit.session.assurance.key()
    )
}

/// What the key of the tests types at its so-manieth touch.
pub fn touch(use_counter: u16, session_counter: u8) -> String {
    let counters = Counters { use_counter, session_counter, timestamp: 4711 };
    let (key, own) = (AesKey::parse(AES_KEY).unwrap(), PrivateId::parse(PRIVATE_ID).unwrap());
    Otp::seal(PublicId::parse(PUBLIC_ID).unwrap(), &key, &own, counters, [1, 2]).to_modhex()
}

/// A browser, which keeps its cookies. Clones are tabs of the same one.
#[derive(Clone)]
pub struct Browser {
    house: House,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    pub address: IpAddr,
    pub agent: &'static str,
}

/// What a browser got.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub retry_after: Option<String>,
    /// Where the page leads on to by itself.
    pub refresh: Option<String>,
    pub body: String,
}

impl Answer {
    /// Where it leads, or the page in its place.
    pub fn leads(&self) -> &str {
        self.location.as_deref().unwrap_or(&self.body)
    }

    pub fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }
}

impl Browser {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, String::new()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send(Method::POST, path, encoded.join("&")).await
    }

    /// Signs in with user name, password and, unless empty, what the key typed.
    pub async fn sign_in(&self, user_name: &str, password: &str, yubikey: &str) -> Answer {
        let fields = [("anvandarnamn", user_name), ("losenord", password), ("yubikey", yubikey)];
        self.post("/logga-in", &fields).await
    }

    /// Who is in, or where one is sent.
    pub async fn who(&self) -> String {
        self.get("/").await.leads().to_owned()
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// The secret of the session, where there is one.
    pub fn session(&self) -> Option<String> {
        self.cookie(behorig_visit::no_session_cookie(&self.house.app).name())
    }

    /// The same browser at another node of the program.
    pub fn at(&self, node: &House) -> Self {
        Self { house: node.clone(), ..self.clone() }
    }

    /// Another browser that has got hold of this one's cookies.
    pub fn stolen(&self) -> Self {
        let cookies = self.cookies.lock().unwrap().clone();
        Self { cookies: Arc::new(Mutex::new(cookies)), ..self.clone() }
    }

    /// The same browser, whose next request comes to another node.
    pub fn stolen_at(&self, house: &House) -> Self {
        Self { house: house.clone(), ..self.stolen() }
    }

    /// Gets hold of one cookie of another browser.
    pub fn take_cookie(&self, other: &Self, name: &str) {
        let value = other.cookie(name).unwrap();
        self.cookies.lock().unwrap().insert(name.to_owned(), value);
    }

    async fn send(&self, method: Method, path: &str, body: String) -> Answer {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::USER_AGENT, self.agent)
            .header(header::ACCEPT_LANGUAGE, "sv")
            .body(Body::from(body))
            .unwrap();
        let router = self.house.router.clone().layer(Extension(ClientAddress(self.address)));
        let response = router.oneshot(request).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            self.keep(set.to_str().unwrap());
        }
        let (parts, body) = response.into_parts();
        let text = |name| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        let (status, location, retry_after) = (parts.status, text(header::LOCATION), text(header::RETRY_AFTER));
        let refresh = parts.headers.get("refresh").map(|value| value.to_str().unwrap().to_owned());
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status, location, retry_after, refresh, body: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    fn keep(&self, set: &str) {
        let (pair, rest) = set.split_once(';').unwrap_or((set, ""));
        let (name, value) = pair.split_once('=').unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        if rest.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
