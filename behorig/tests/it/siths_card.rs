//! The port for SITHS cards, over real TLS sockets: cards of an authority of the tests' own, and every one that is not taken.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use behorig::server::{Manners, Server};
use behorig_access::BuiltIn;
use behorig_identity::TestPrefixes;
use behorig_sign_in::siths::{CardJudge, CardPort, CardProof};
use behorig_siths::{CardCheck, HeaderForm, PolicyLevels, Revocation, RevocationLists, TrustedIssuers, TrustedProxies};
use http::{HeaderName, StatusCode};
use proof_cards::{Authority, Card, HSA_ID, KeyPair, escaped, private};
use proof_support::{TestDb, both_databases};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, HandshakeKind, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::site::{Browser, ORIGIN, Page, Site, assembled_with_card_port};

both_databases!(
    a_card_in_the_reader_signs_its_holder_in,
    every_wrong_card_ends_on_a_page_with_a_next_step_and_without_a_session,
    each_attempt_has_the_card_prove_itself_anew,
    a_card_counts_for_one_request_also_where_that_goes_wrong,
    whoever_looks_for_the_card_and_its_pin_is_waited_for,
    a_certificate_without_its_key_gets_no_answer,
    a_ticket_opens_nothing_twice_nor_in_another_browser_nor_too_late,
    a_session_that_somebody_planted_ends_when_a_card_signs_in,
    the_header_of_anybody_but_the_proxy_is_refused,
    the_header_that_a_browser_sends_through_the_proxy_is_refused,
    where_tls_is_ours_a_header_counts_for_nothing,
);

const HOST: &str = "kort.behorig.test";
const HEADER: &str = "x-ssl-client-cert";
const LATE: i64 = 2 * 60_000;

type Shown = Option<(CertificateDer<'static>, KeyPair)>;

struct Ground {
    site: Site,
    authority: Authority,
    house: Authority,
    at: SocketAddr,
}

/// A proof by a proxy at this address.
fn proxy(at: &str) -> CardProof {
    CardProof::Proxy {
        proxies: TrustedProxies::parse(at).unwrap(),
        header: HeaderName::from_static(HEADER),
        form: HeaderForm::EscapedPem,
    }
}

impl Ground {
    async fn new(test: TestDb) -> Self {
        Self::proven_by(test, CardProof::OwnTls).await
    }

    async fn proven_by(test: TestDb, proof: CardProof) -> Self {
        let (authority, house) = (Authority::new("SITHS e-id Person HSA-id 3 CA v1"), Authority::new("Huset"));
        let list = authority.list(&[66], 2030);
        let check = CardCheck::new(
            TrustedIssuers::from_pem(&authority.pem()).unwrap(),
            Revocation::Lists(RevocationLists::new([list.as_slice()]).unwrap()),
            PolicyLevels::parse("1.2.752.74.8.512=loa3").unwrap(),
            TestPrefixes::none(),
        );
        let tls = match &proof {
            CardProof::OwnTls => {
                let (certificate, key) = house.server(HOST);
                Some(TlsAcceptor::from(Arc::new(check.asking_tls(vec![certificate], key).unwrap())))
            }
            CardProof::Proxy { .. } => None,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let mut site = Site::new(test).await;
        let port = CardPort { judge: CardJudge::new(check), url: format!("https://{HOST}"), proof };
        let assembled = assembled_with_card_port(site.test.db().clone(), &Arc::clone(&site.clock), port);
        site.router = assembled.router;
        let router: Router = assembled.card_port.unwrap();
        let server =
            Server { listener, router, tls, trusted_proxies: 0, leaves_after: Duration::ZERO, manners: Manners::CARDS };
        tokio::spawn(server.serve_until(std::future::pending()));
        let world = &site.world;
        let karin = world.account("Karin Ek").at(world.clinic).hsa_id(HSA_ID).await;
        world.grant(karin, BuiltIn::CaseHandler, world.clinic).await;
        Self { site, authority, house, at }
    }

    fn card(&self, card: &Card) -> Shown {
        Some(self.authority.issue_with_key(card))
    }

    /// How a browser connects that has this card in its reader, or none.
    fn connector(&self, card: Shown) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        roots.add(self.house.der()).unwrap();
        let client = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let client = match card {
            None => client.with_no_client_auth(),
            // Unlike the ordinary way, this one lets a certificate be shown without its key.
            Some((certificate, key)) => {
                let signing = client.crypto_provider().key_provider.load_private_key(private(&key)).unwrap();
                let shown = SingleCertAndKey::from(CertifiedKey::new(vec![certificate], signing));
                client.with_client_cert_resolver(Arc::new(shown))
            }
        };
        TlsConnector::from(Arc::new(client))
    }

    /// The errand that a browser is sent to the port with.
    async fn begin(&self, browser: &mut Browser) -> String {
        let page = browser.post("/logga-in/siths/kort", &[("till", "/mina-inloggningar")]).await;
        let address = page.headers["refresh"].to_str().unwrap();
        address.strip_prefix(&format!("0; url=https://{HOST}")).unwrap().to_owned()
    }

    /// Where the port sends whoever shows a card with their errand.
    async fn show(&self, errand: &str, card: Shown, headers: &str) -> String {
        let connector = self.connector(card);
        let stream = TcpStream::connect(self.at).await.unwrap();
        let mut stream = connector.connect(HOST.try_into().unwrap(), stream).await.unwrap();
        led_home(&asked(&mut stream, errand, headers).await.unwrap())
    }

    /// The same, as a proxy in front asks: in the clear, with the header that it writes.
    async fn pass_on(&self, errand: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(self.at).await.unwrap();
        led_home(&asked(&mut stream, errand, headers).await.unwrap())
    }

    /// The page that a browser ends on with a card.
    async fn attempt(&self, browser: &mut Browser, card: Shown, headers: &str) -> Page {
        let errand = self.begin(browser).await;
        let back = self.show(&errand, card, headers).await;
        browser.get(&back).await
    }

    /// The particulars of the events of a function, in their order.
    async fn told(&self, level: &str) -> Vec<String> {
        let events = self.site.world.events().await;
        events
            .into_iter()
            .filter(|event| event.level.as_deref() == Some(level))
            .filter_map(|event| event.args)
            .collect()
    }

    async fn nobody_is_in(&self, browser: &mut Browser) {
        assert_eq!(browser.get("/logga-in/siths").await.location.as_deref(), Some("/"));
        assert!(browser.get("/").await.location.unwrap().starts_with("/logga-in"));
    }
}

async fn asked<S>(stream: &mut S, errand: &str, headers: &str) -> std::io::Result<String>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!("GET {errand} HTTP/1.1\r\nhost: {HOST}\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// The path of the ordinary site that an answer leads to. It was the last on its connection, which was read to its end.
fn led_home(answer: &str) -> String {
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("connection: close") && answer.contains("referrer-policy: "), "{answer}");
    let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
    location.strip_prefix(ORIGIN).unwrap_or_else(|| panic!("{location} is somewhere else")).to_owned()
}

async fn a_card_in_the_reader_signs_its_holder_in(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut browser = ground.site.browser();
    assert!(browser.get("/logga-in").await.says("SITHS-kort i kortläsaren"));
    let page = ground.attempt(&mut browser, ground.card(&Card::default()), "").await;
    assert_eq!(page.location.as_deref(), Some("/logga-in/siths"), "{}", page.body);
    assert_eq!(browser.get("/logga-in/siths").await.location.as_deref(), Some("/mina-inloggningar"));
    assert!(browser.get("/mina-inloggningar").await.says("SITHS"));
    assert_eq!(ground.told("sign-in.show-card").await, ["high"]);
    assert_eq!(ground.told("sign-in.open").await, ["siths staff"]);
    // A card that opens no account leads to asking for one, with the name that stands on it.
    let mut petra = ground.site.browser();
    let card = Card {
        subject_serial_number: Some("SE2321000016-NY".to_owned()),
        name: Some(("Petra", "Nyqvist")),
        ..Card::default()
    };
    ground.attempt(&mut petra, ground.card(&card), "").await;
    assert_eq!(petra.get("/logga-in/siths").await.location.as_deref(), Some("/skaffa-konto"));
    let form = petra.get("/skaffa-konto").await;
    assert!(form.says("Petra Nyqvist") && form.says("SE2321000016-NY"), "{}", form.body);
}

async fn a_card_counts_for_one_request_also_where_that_goes_wrong(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut browser = ground.site.browser();
    let errand = ground.begin(&mut browser).await;
    let connector = ground.connector(ground.card(&Card::default()));
    let mut stream =
        connector.connect(HOST.try_into().unwrap(), TcpStream::connect(ground.at).await.unwrap()).await.unwrap();
    let too_much = format!("/?{}", "a=1&".repeat(501));
    let next = format!("GET {errand} HTTP/1.1\r\nhost: {HOST}\r\n");
    let answer = asked(&mut stream, &too_much, &format!("\r\n{next}")).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert!(ground.told("sign-in.show-card").await.is_empty());
}

async fn whoever_looks_for_the_card_and_its_pin_is_waited_for(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut browser = ground.site.browser();
    let errand = ground.begin(&mut browser).await;
    let connector = ground.connector(ground.card(&Card::default()));
    let stream = TcpStream::connect(ground.at).await.unwrap();
    tokio::time::sleep(Manners::ORDINARY.handshake_within + Duration::from_secs(1)).await;
    let mut stream = connector.connect(HOST.try_into().unwrap(), stream).await.unwrap();
    led_home(&asked(&mut stream, &errand, "").await.unwrap());
    assert_eq!(ground.told("sign-in.show-card").await, ["high"]);
}

async fn every_wrong_card_ends_on_a_page_with_a_next_step_and_without_a_session(test: TestDb) {
    let ground = Ground::new(test).await;
    let good = Card::default;
    let of_the_same_name = Authority::new("SITHS e-id Person HSA-id 3 CA v1");
    let alone = Authority::new("Karin Ek");
    let key_of_alone = KeyPair::from_pem(&alone.0.key().serialize_pem()).unwrap();
    for (card, words, told) in [
        (ground.card(&Card { years: (2020, 2024), ..good() }), "Kortet har slutat gälla", "expired"),
        (ground.card(&Card { years: (2030, 2034), ..good() }), "Kortet gäller inte än", "not-yet-valid"),
        (ground.card(&Card { serial: 66, ..good() }), "Kortet är spärrat", "revoked"),
        (Some(of_the_same_name.issue_with_key(&good())), "kommer inte från SITHS", "unknown-issuer"),
        (Some((alone.der(), key_of_alone)), "kommer inte från SITHS", "unknown-issuer"),
        (ground.card(&Card { purposes: vec![], ..good() }), "inte till för att logga in", "not-for-sign-in"),
        (ground.card(&Card { policies: vec![], ..good() }), "hur säkert du är legitimerad", "no-policy"),
        (None, "Inget kort visades", "no-certificate"),
    ] {
        let mut browser = ground.site.browser();
        let page = ground.attempt(&mut browser, card, "").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{words}: {}", page.body);
        assert!(page.says(words), "{words} is not on {}", page.body);
        assert!(page.says("Logga in igen"), "no next step: {}", page.body);
        ground.nobody_is_in(&mut browser).await;
        assert_eq!(ground.told("sign-in.refuse-card").await.last().map(String::as_str), Some(told));
    }
    assert_eq!(ground.told("sign-in.refuse-card").await.len(), 8);
    assert!(ground.told("sign-in.open").await.is_empty());
}

async fn each_attempt_has_the_card_prove_itself_anew(test: TestDb) {
    let ground = Ground::new(test).await;
    // The browser of a computer that several share: it keeps what it can of a connection.
    let connector = ground.connector(ground.card(&Card::default()));
    for _ in 0..3 {
        let mut browser = ground.site.browser();
        let errand = ground.begin(&mut browser).await;
        let stream = TcpStream::connect(ground.at).await.unwrap();
        let mut stream = connector.connect(HOST.try_into().unwrap(), stream).await.unwrap();
        // Two requests on one connection: one is answered, and then the connection is over.
        let twice = format!("\r\nGET {errand} HTTP/1.1\r\nhost: {HOST}\r\n");
        let answer = asked(&mut stream, &errand, &twice).await.unwrap();
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
        assert_eq!(stream.get_ref().1.handshake_kind(), Some(HandshakeKind::Full));
        browser.get(&led_home(&answer)).await;
    }
}

async fn a_certificate_without_its_key_gets_no_answer(test: TestDb) {
    let ground = Ground::new(test).await;
    let mut browser = ground.site.browser();
    let errand = ground.begin(&mut browser).await;
    // A certificate is no secret: whoever was ever shown it has it.
    let stolen = (ground.authority.issue(&Card::default()), KeyPair::generate().unwrap());
    let connector = ground.connector(Some(stolen));
    let stream = TcpStream::connect(ground.at).await.unwrap();
    let answer = match connector.connect(HOST.try_into().unwrap(), stream).await {
        // The server may notice only after the client is done.
        Ok(mut stream) => asked(&mut stream, &errand, "").await,
        Err(error) => Err(error),
    };
    assert!(answer.is_err(), "{answer:?}");
    ground.nobody_is_in(&mut browser).await;
    let events = ground.site.world.events().await;
    assert!(events.iter().all(|event| event.level.as_deref() != Some("sign-in.show-card")));
}

async fn a_ticket_opens_nothing_twice_nor_in_another_browser_nor_too_late(test: TestDb) {
    let ground = Ground::new(test).await;
    let card = || ground.card(&Card::default());
    let (mut thief, mut victim) = (ground.site.browser(), ground.site.browser());
    let errand = ground.begin(&mut thief).await;
    let back = ground.show(&errand, card(), "").await;
    assert!(victim.get(&back).await.says("började i en annan webbläsare"));
    assert!(thief.get(&back).await.says("Börja om här"));
    ground.nobody_is_in(&mut thief).await;
    ground.nobody_is_in(&mut victim).await;
    // The errand is done: showing the card once more gives no other ticket.
    assert_eq!(ground.show(&errand, card(), "").await, "/logga-in/siths/kort");

    let errand = ground.begin(&mut victim).await;
    let back = ground.show(&errand, card(), "").await;
    assert_eq!(victim.get(&back).await.location.as_deref(), Some("/logga-in/siths"));
    let mut stolen = victim.clone();
    assert_eq!(victim.get("/logga-in/siths").await.location.as_deref(), Some("/mina-inloggningar"));
    assert!(stolen.get(&back).await.says("Börja om här"), "a ticket that was used");
    ground.nobody_is_in(&mut stolen).await;

    let mut slow = ground.site.browser();
    let errand = ground.begin(&mut slow).await;
    let back = ground.show(&errand, card(), "").await;
    ground.site.wait(LATE);
    assert!(slow.get(&back).await.says("Det tog för lång tid"));
    ground.nobody_is_in(&mut slow).await;
    assert_eq!(ground.told("sign-in.refuse-ticket").await, ["other-browser", "late"]);
    assert_eq!(ground.told("sign-in.open").await.len(), 1);
}

async fn a_session_that_somebody_planted_ends_when_a_card_signs_in(test: TestDb) {
    let ground = Ground::new(test).await;
    let world = &ground.site.world;
    let eve = world.account("Eva Ond").at(world.other_clinic).await;
    let mut browser = ground.site.staff(eve, world.other_clinic).await;
    let mut planted = browser.clone();
    ground.attempt(&mut browser, ground.card(&Card::default()), "").await;
    assert_eq!(browser.get("/logga-in/siths").await.location.as_deref(), Some("/mina-inloggningar"));
    assert!(browser.get("/mina-inloggningar").await.says("Karin Ek"));
    assert!(planted.get("/").await.location.unwrap().starts_with("/logga-in"), "the planted cookie opens nothing");
}

async fn the_header_of_anybody_but_the_proxy_is_refused(test: TestDb) {
    // The requests come from 127.0.0.1.
    let ground = Ground::proven_by(test, proxy("10.0.0.5")).await;
    let header = format!("{HEADER}: {}\r\n", escaped(&ground.authority.issue(&Card::default())));
    for headers in [header.clone(), format!("{header}x-forwarded-for: 10.0.0.5\r\nforwarded: for=10.0.0.5\r\n")] {
        let mut browser = ground.site.browser();
        let errand = ground.begin(&mut browser).await;
        let back = ground.pass_on(&errand, &headers).await;
        let page = browser.get(&back).await;
        assert!(page.says("Kortet kom inte fram hit som det ska"), "{}", page.body);
        ground.nobody_is_in(&mut browser).await;
    }
    assert_eq!(ground.told("sign-in.refuse-card").await, ["header-not-from-proxy", "header-not-from-proxy"]);
    // Nor is the header believed at the ordinary site, whoever sends it.
    let mut browser = ground.site.browser();
    ground.begin(&mut browser).await;
    let name = HeaderName::from_static(HEADER);
    let value = escaped(&ground.authority.issue(&Card::default()));
    let request = http::Request::get("/logga-in/siths").header(name, value).body(axum::body::Body::empty()).unwrap();
    assert_eq!(browser.send(request).await.location.as_deref(), Some("/"));
}

async fn the_header_that_a_browser_sends_through_the_proxy_is_refused(test: TestDb) {
    let ground = Ground::proven_by(test, proxy("127.0.0.1")).await;
    let own = format!("{HEADER}: {}\r\n", escaped(&ground.authority.issue(&Card::default())));
    let of_proxy =
        format!("{HEADER}: {}\r\n", escaped(&ground.authority.issue(&Card { serial: 66, ..Card::default() })));
    let none = format!("{HEADER}: \r\n");
    for (headers, words) in [
        // What the browser wrote stands beside what the proxy writes.
        (format!("{own}{of_proxy}"), "Kortet kom inte fram hit som det ska"),
        (format!("{own}{own}"), "Kortet kom inte fram hit som det ska"),
        (format!("{HEADER}: hej\r\n"), "Kortet kom inte fram hit som det ska"),
        (of_proxy.clone(), "Kortet är spärrat"),
        (none, "Inget kort visades"),
        (String::new(), "Inget kort visades"),
    ] {
        let mut browser = ground.site.browser();
        let errand = ground.begin(&mut browser).await;
        let back = ground.pass_on(&errand, &headers).await;
        let page = browser.get(&back).await;
        assert!(page.says(words), "{words}: {}", page.body);
        ground.nobody_is_in(&mut browser).await;
    }
    let told = ground.told("sign-in.refuse-card").await;
    let repeated = ["header-repeated", "header-repeated", "header-malformed"];
    assert_eq!(told, [&repeated[..], &["revoked", "no-certificate", "no-certificate"][..]].concat());
    // The proxy alone is believed.
    let mut browser = ground.site.browser();
    let errand = ground.begin(&mut browser).await;
    let back = ground.pass_on(&errand, &own).await;
    assert_eq!(browser.get(&back).await.location.as_deref(), Some("/logga-in/siths"));
    assert_eq!(browser.get("/logga-in/siths").await.location.as_deref(), Some("/mina-inloggningar"));
}

async fn where_tls_is_ours_a_header_counts_for_nothing(test: TestDb) {
    let ground = Ground::new(test).await;
    let certificate = escaped(&ground.authority.issue(&Card::default()));
    for name in [HEADER, "client-cert", "x-forwarded-client-cert"] {
        let mut browser = ground.site.browser();
        let page = ground.attempt(&mut browser, None, &format!("{name}: {certificate}\r\n")).await;
        assert!(page.says("Inget kort visades"), "{}", page.body);
        ground.nobody_is_in(&mut browser).await;
    }
}
