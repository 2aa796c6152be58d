//! The client against a provider that is certified by the OpenID Foundation, run for real: `oidc-provider` from npm.
//!
//! `cargo xtask test` fetches it and says where it is; without that the test is left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use behorig_oidc::{Answer, Assurance, OidcError, OidcSettings, Provider, SigningAlgorithm, TokenFault};
use jiff::Timestamp;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, Url, redirect};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

const SECRET: &str = "en-hemlighet-som-bara-testet-har";
const BACK: &str = "https://behorig.example/logga-in/siths/tillbaka";
const AFTERWARDS: &str = "https://behorig.example/";

/// Stops with the test, since the child is killed when dropped.
async fn start(folder: &str, notices: &str) -> (Child, String) {
    let mut child = Command::new("node")
        .arg("provider.mjs")
        .current_dir(folder)
        .env("CLIENT_SECRET", SECRET)
        .env("RETURN_ADDRESS", BACK)
        .env("AFTER_LOGOUT", AFTERWARDS)
        .env("LOGOUT_NOTICES", notices)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.expect("it starts in a minute");
    // What it writes later is read too, or its pipe would break and end it.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, line.unwrap().expect("it writes where it listens"))
}

/// A browser that follows redirects within the provider, with its cookies.
struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Self { client, cookies: BTreeMap::new() }
    }

    async fn get(&mut self, url: &Url) -> Response {
        let request = self.client.get(url.clone()).header(COOKIE, self.cookie());
        let response = request.send().await.unwrap();
        self.remember(&response);
        response
    }

    async fn post(&mut self, url: &Url, form: &str) -> Response {
        let request = self.client.post(url.clone()).header(COOKIE, self.cookie());
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        let response = request.send().await.unwrap();
        self.remember(&response);
        response
    }

    /// Follows redirects until they lead away from the provider.
    async fn until_it_leads_away(&mut self, address: &str) -> Url {
        let mut url = Url::parse(address).unwrap();
        let home = url.origin();
        for _ in 0..12 {
            let response = self.get(&url).await;
            let Some(location) = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned())
            else {
                panic!("{url} answers {} with {}", response.status(), response.text().await.unwrap());
            };
            url = url.join(&location).unwrap();
            if url.origin() != home {
                return url;
            }
        }
        panic!("redirects without an end, at {url}");
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn remember(&mut self, response: &Response) {
        for cookie in response.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn answer(url: &Url) -> Answer {
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    Answer { code: value("code"), state: value("state"), error: value("error"), iss: value("iss") }
}

fn provider(issuer: &str, secret: &str) -> Provider {
    let settings = OidcSettings {
        algorithms: vec![SigningAlgorithm::Rs256],
        ..OidcSettings::new(issuer, "behorig", Some(secret), BACK)
    };
    Provider::new(settings).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the provider has the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// The body of the one request that comes, answered with 200.
async fn posted(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.unwrap();
        bytes.extend(&part[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
        });
        // One chunk, where no length is said.
        let body = body.to_owned();
        if length.is_none_or(|length| body.len() >= length) && body.contains("logout_token=") {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await.unwrap();
            return body;
        }
    }
}

#[tokio::test]
#[ignore = "needs oidc-provider from npm: run by cargo xtask test"]
async fn a_person_signs_in_and_out_by_a_certified_provider() {
    let folder = std::env::var("BEHORIG_TEST_OIDC_PROVIDER").expect("set by cargo xtask test");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let notices = format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
    let (_child, issuer) = start(&folder, &notices).await;
    let ours = provider(&issuer, SECRET);
    let mut browser = Browser::new();

    let begun = ours.begin(Assurance::Loa3, "sv", now()).await.unwrap();
    let back = browser.until_it_leads_away(&begun.address).await;
    assert!(back.as_str().starts_with(BACK), "{back}");
    let person = ours.finish(&begun.begun, &answer(&back), now()).await.unwrap();
    assert_eq!(person.subject, "karin");
    assert_eq!(person.employee_hsa_id.unwrap().as_str(), "SE2321000016-K001");
    assert_eq!(person.identity_number.unwrap().as_stored(), "198201012385");
    assert_eq!((person.given_name.as_deref(), person.assurance), (Some("Karin"), Assurance::Loa3));
    let commission = person.commission.unwrap();
    assert_eq!((commission.rights.len(), commission.unit.unwrap().hsa_id.as_str()), (1, "SE2321000016-E001"));
    let session = person.session.clone().expect("a session, since notices name it");

    // A code counts once, and a stranger's secret not at all.
    let again = ours.finish(&begun.begun, &answer(&back), now()).await;
    assert_eq!(again, Err(OidcError::CodeRefused("invalid_grant".to_owned())));
    let stranger = provider(&issuer, "fel");
    let begun = stranger.begin(Assurance::Loa3, "sv", now()).await.unwrap();
    let back = browser.until_it_leads_away(&begun.address).await;
    let refused = stranger.finish(&begun.begun, &answer(&back), now()).await;
    assert_eq!(refused, Err(OidcError::CodeRefused("invalid_client".to_owned())));

    // Signing out at the provider sends us a notice about that session.
    let leave = ours.logout_address(AFTERWARDS, now()).await.unwrap().unwrap();
    let page = browser.get(&Url::parse(&leave).unwrap()).await.text().await.unwrap();
    let secret = page.split("name=\"xsrf\" value=\"").nth(1).expect("a form").split('"').next().unwrap();
    let action = page.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let action = Url::parse(&issuer).unwrap().join(action).unwrap();
    let form = format!("xsrf={secret}&logout=yes");
    let both = async { tokio::join!(browser.post(&action, &form), posted(&listener)) };
    let (left, notice) = tokio::time::timeout(Duration::from_secs(20), both).await.expect("a notice");
    assert_eq!(left.headers()[LOCATION].to_str().unwrap().trim_end_matches('/'), AFTERWARDS.trim_end_matches('/'));
    let token = notice.split("logout_token=").nth(1).unwrap().split(['&', '\r', '\n']).next().unwrap().to_owned();
    let told = ours.logout_notice(&token, now()).await.unwrap();
    assert_eq!((told.session, told.subject.as_deref()), (Some(session), Some("karin")));
    assert_eq!(ours.logout_notice(&token, now()).await, Err(OidcError::Token(TokenFault::Repeated)));
}
