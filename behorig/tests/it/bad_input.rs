//! Bad input answers well: a clear message, nothing lost, nothing half done, and no identity number where it does not belong.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use behorig::server::{Manners, Server};
use behorig_access::BuiltIn;
use behorig_identity::test_series;
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use proof_support::{TestDb, both_databases};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tracing_subscriber::fmt::MakeWriter;

use crate::site::Site;

both_databases!(each_wrong_identity_number_is_told_what_is_wrong_with_it);
both_databases!(a_megabyte_in_one_field_is_refused_beside_it_and_the_rest_is_kept);
both_databases!(sql_and_markup_in_every_search_are_only_words);
both_databases!(a_connection_cut_in_the_middle_leaves_nothing_half_done);
both_databases!(no_identity_number_reaches_the_log_or_an_address);

async fn each_wrong_identity_number_is_told_what_is_wrong_with_it(test: TestDb) {
    let site = Site::new(test).await;
    let anna = site.world.account("Anna Ek").at(site.world.clinic).await;
    site.world.grant(anna, BuiltIn::SystemAdministrator, site.world.clinic).await;
    let mut browser = site.staff(anna, site.world.clinic).await;
    let nobody = "Det finns ingen användare me";
    for (typed, told) in [
        ("", "Fyll i"),
        ("19800101-2380", "Kontrollera att alla siffror är rätt"),
        ("19800231-2388", "Datumet i personnumret finns inte"),
        ("20990101-2386", "har inte varit än"),
        ("８００１０１２３８２", "siffrorna 0 till 9"),
        ("1980", "ska ha 10 eller 12 siffror"),
        ("åttioett", "bara innehålla siffror"),
        ("<script>alert(1)</script>", "bara innehålla siffror"),
        // Well written, but nobody's: coordination and reserve numbers, a plus sign, blanks and dashes of every kind.
        ("701063-2391", nobody),
        ("22950606FH20", nobody),
        (" 1980 0101 – 2384 ", ""),
        ("000101+9801", ""),
    ] {
        let page = browser.post("/anvandare/sok", &[("number", typed)]).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}: {} {}", page.status, page.body);
        assert!(page.says(told), "{typed:?} should be told {told:?}: {}", page.body);
        assert!(!page.body.contains("<script>alert"), "{typed:?} became markup");
    }
}

async fn a_megabyte_in_one_field_is_refused_beside_it_and_the_rest_is_kept(test: TestDb) {
    let site = Site::new(test).await;
    let samir = site.world.account("Samir Haddad").at(site.world.region).await;
    site.world.grant(samir, BuiltIn::Support, site.world.region).branch().await;
    let mut browser = site.staff(samir, site.world.region).await;
    let megabyte = "å".repeat(500_000);
    let unit = site.world.clinic.to_string();
    let fields =
        [("given-name", megabyte.as_str()), ("family-name", "Öberg"), ("user-name", "nils.oberg"), ("unit", &unit)];
    let page = browser.post("/anvandare/ny", &fields).await;
    // A form of three megabytes is more than any page of ours sends, and is refused whole.
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", page.status);
    let hundred_kilobytes = "å".repeat(60_000);
    let fields = [
        ("given-name", hundred_kilobytes.as_str()),
        ("family-name", "Öberg"),
        ("user-name", "nils.oberg"),
        ("unit", &unit),
    ];
    let page = browser.post("/anvandare/ny", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("value=\"Öberg\"") && page.body.contains("value=\"nils.oberg\""), "{}", page.body);
}

async fn sql_and_markup_in_every_search_are_only_words(test: TestDb) {
    let site = Site::new(test).await;
    let rut = site.world.account("Rut Alm").at(site.world.clinic).await;
    for template in [BuiltIn::Support, BuiltIn::LocalAdministrator] {
        site.world.grant(rut, template, site.world.region).branch().await;
    }
    let mut browser = site.staff(rut, site.world.clinic).await;
    for path in ["/anvandare", "/invanare", "/sok", "/installningar/roller", "/bestallningar"] {
        for hostile in [
            "%27%3B+DROP+TABLE+account%3B--",
            "%25_%27+OR+1%3D1",
            "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            "%00",
            "%F0%9F%8C%BC",
        ] {
            let page = browser.get(&format!("{path}?q={hostile}")).await;
            assert!(!page.status.is_server_error(), "{path}?q={hostile}: {}", page.body);
            assert!(!page.body.contains("<script>alert"), "{path}?q={hostile} became markup");
        }
    }
    let page = browser.get("/anvandare?q=rut").await;
    assert!(page.says("Alm"), "the table is still there: {}", page.body);
}

async fn a_connection_cut_in_the_middle_leaves_nothing_half_done(test: TestDb) {
    let site = Site::new(test).await;
    let nils = site.world.account("Nils Öberg").at(site.world.clinic).await;
    site.world.grant(nils, BuiltIn::InternalMail, site.world.clinic).await;
    let browser = site.staff(nils, site.world.clinic).await;
    let address = listen(&site).await;
    let body = "signature=Hej&notices=on&version=1";
    let request = |body: &str, length: usize| {
        format!(
            "POST /mitt-konto HTTP/1.1\r\nhost: behorig.test\r\norigin: http://behorig.test\r\ncookie: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}",
            browser.cookie_header()
        )
    };
    for cut in [0, 10, body.len() - 1] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request(&body[..cut], body.len()).as_bytes()).await.unwrap();
        drop(stream);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(version_of(&site, nils).await, 1, "half a form changed something");
    // Sent whole, and hung up before the answer: done once, whole, with its event.
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request(body, body.len()).as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    let version = version_of(&site, nils).await;
    let told: Vec<_> = site.world.history_of(nils.uuid()).await;
    assert_eq!(version == 2, !told.is_empty(), "a change and its history stand or fall together");
}

async fn version_of(site: &Site, account: behorig_access::AccountId) -> i64 {
    let mut tx = site.test.db().read().await.unwrap();
    let (version,): (i64,) = tx.one("SELECT version FROM account WHERE id = ?1", params![account]).await.unwrap();
    version
}

async fn listen(site: &Site) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server {
        listener,
        router: site.router.clone(),
        tls: None,
        trusted_proxies: 0,
        leaves_after: Duration::ZERO,
        manners: Manners::ORDINARY,
    };
    tokio::spawn(server.serve_until(std::future::pending()));
    address
}

/// Everything that is logged, kept.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Kept {
    type Writer = Self;
    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

async fn no_identity_number_reaches_the_log_or_an_address(test: TestDb) {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(kept.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("the log is kept");
    let site = Site::new(test).await;
    let number = test_series::personal_number(date(1984, 5, 17), true).unwrap();
    let nils = site.world.account("Nils Öberg").at(site.world.clinic).number(number).await;
    site.world.grant(nils, BuiltIn::InternalMail, site.world.clinic).await;
    let anna = site.world.account("Anna Ek").at(site.world.clinic).await;
    site.world.grant(anna, BuiltIn::SystemAdministrator, site.world.clinic).await;
    let mut browser = site.staff(anna, site.world.clinic).await;
    let found = browser.post("/anvandare/sok", &[("number", &number.shown())]).await;
    let led = found.location.unwrap_or_else(|| panic!("{}", found.body));
    let taken = browser
        .post(
            "/bestallningar/ny-anvandare",
            &[("identity-number", &number.shown()), ("user-name", "nils2"), ("steg", "skicka")],
        )
        .await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let away = browser.get(&format!("/anvandare?q={}", number.as_stored())).await;
    assert!(away.status.is_redirection());
    let log = kept.text();
    assert!(log.contains("the log is kept"), "nothing was kept: the test could not fail");
    let last_four = &number.as_stored()[8..];
    for place in [&log, &led, &away.location.unwrap()] {
        assert!(!place.contains(number.as_stored()), "{place}");
        assert!(!place.contains(&number.shown()) && !place.contains(&format!("0517-{last_four}")), "{place}");
    }
}
