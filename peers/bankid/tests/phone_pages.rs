//! The phone's pages as a browser without JavaScript walks them.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use behorig_bankid::{
    AppAddress, BankId, BankIdSettings, Collected, HintCode, Order, OrderRequest, PersonalNumberText, Requirement,
    VisibleText, qr,
};
use peer_bankid::{Person, Running, Simulator, SimulatorError, SimulatorOptions};
use reqwest::{Client, redirect};

const BACK: &str = "https://behorig.example/inloggning/tillbaka?nonce=å";

struct World {
    running: Running,
    bankid: BankId,
    browser: Client,
}

/// What a browser sees: where it ended up, the HTTP status and the page.
struct Seen {
    url: String,
    status: u16,
    /// Where the answer sends the browser, when that is away from the phone.
    away_to: Option<String>,
    page: String,
}

fn person(key: &str, personal_number: &str, given_name: &str, purpose: &str) -> Person {
    Person {
        key: key.to_owned(),
        personal_number: personal_number.to_owned(),
        given_name: given_name.to_owned(),
        surname: "<Testsson>".to_owned(),
        purpose: purpose.to_owned(),
    }
}

async fn world() -> World {
    let people = vec![
        person("anna", "198001012387", "Anna", "systemadministratör vid Ekens vårdcentral"),
        person("bo", "198101012386", "Bo", "invånare i Nacka"),
    ];
    let running = Simulator::start(SimulatorOptions { people, ..SimulatorOptions::default() }).await.unwrap();
    let bankid = BankId::new(&BankIdSettings {
        base_url: running.rp_base_url.clone(),
        client_certificate_pem: running.client.certificate_pem.clone().into_bytes(),
        client_key_pem: running.client.key_pem.clone().into_bytes(),
        server_ca_pem: running.server_ca_pem.clone().into_bytes(),
        proxy: None,
    })
    .unwrap();
    let stay =
        redirect::Policy::custom(
            |hop| {
                if hop.url().host_str() == Some("127.0.0.1") { hop.follow() } else { hop.stop() }
            },
        );
    World { running, bankid, browser: Client::builder().no_proxy().redirect(stay).build().unwrap() }
}

impl World {
    async fn order(&self, request: &OrderRequest) -> Order {
        self.bankid.auth(request).await.unwrap()
    }

    async fn see(&self, request: reqwest::RequestBuilder) -> Seen {
        let answer = request.send().await.unwrap();
        let location =
            answer.headers().get("location").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Seen {
            url: answer.url().to_string(),
            status: answer.status().as_u16(),
            away_to: location,
            page: answer.text().await.unwrap(),
        }
    }

    async fn get(&self, url: &str) -> Seen {
        self.see(self.browser.get(url)).await
    }

    /// Presses the button whose form posts to `path` below the phone's address.
    async fn press(&self, path: &str, field: &str) -> Seen {
        let url = format!("{}{}", self.running.app_base_url, path.trim_start_matches('/'));
        let request = self.browser.post(url).header("content-type", "application/x-www-form-urlencoded");
        self.see(request.header("sec-fetch-site", "same-origin").body(field.to_owned())).await
    }

    /// Opens an order by the link that the service shows.
    async fn arrive(&self, order: &Order) -> Seen {
        let app = AppAddress::parse(&self.running.app_base_url).unwrap();
        self.get(&app.autostart_url(&order.auto_start_token, None)).await
    }
}

fn path_of(seen: &Seen) -> String {
    seen.url.splitn(4, '/').nth(3).unwrap().to_owned()
}

fn from_here() -> OrderRequest {
    OrderRequest::from_address("192.0.2.7".parse().unwrap())
}

#[tokio::test]
async fn one_arrives_by_link_chooses_who_one_is_approves_and_is_sent_back() {
    let world = world().await;
    let order = world.order(&OrderRequest { return_url: Some(BACK.replace('å', "1")), ..from_here() }).await;
    let choose = world.arrive(&order).await;
    assert!(choose.page.contains("id=\"person-anna\"") && choose.page.contains("id=\"person-bo\""), "{}", choose.page);
    assert!(choose.page.contains("systemadministratör vid Ekens vårdcentral"));
    assert!(choose.page.contains("id=\"cancel\"") && choose.page.contains("id=\"expire\""));
    let confirm = world.press(&format!("{}/person", path_of(&choose)), "person=anna").await;
    assert!(confirm.page.contains("id=\"approve\"") && confirm.page.contains("Anna"));
    let back = world.press(&format!("{}/approve", path_of(&confirm)), "").await;
    assert_eq!(back.away_to, Some(BACK.replace('å', "1")));
    assert!(matches!(world.bankid.collect(&order.order_ref).await.unwrap(), Collected::Complete(_)));
    assert_eq!(world.arrive(&order).await.status, 404);
}

#[tokio::test]
async fn the_phone_is_plainly_a_test_in_swedish_and_runs_no_script() {
    let world = world().await;
    let answer = world.browser.get(&world.running.app_base_url).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action"), "{policy}");
    let page = answer.text().await.unwrap();
    assert!(page.contains("<html lang=\"sv\">") && page.contains("<strong>TEST</strong>"), "{page}");
    assert!(!page.contains("<script") && !page.contains("style="), "{page}");
    let style = world.get(&format!("{}phone.css", world.running.app_base_url)).await;
    assert_eq!(style.status, 200);
}

#[tokio::test]
async fn what_people_and_services_are_called_is_shown_and_not_run() {
    let world = world().await;
    let order = world.bankid.sign(VisibleText::plain("<script>alert(1)</script>"), &from_here()).await.unwrap();
    let choose = world.arrive(&order).await;
    let confirm = world.press(&format!("{}/person", path_of(&choose)), "person=bo").await;
    assert!(confirm.page.contains("&lt;Testsson&gt;") && confirm.page.contains("&lt;script&gt;"), "{}", confirm.page);
    assert!(!confirm.page.contains("<script"));
}

#[tokio::test]
async fn no_identity_number_is_in_an_address_and_only_the_phone_shows_it() {
    let world = world().await;
    let order = world.order(&from_here()).await;
    let choose = world.arrive(&order).await;
    let confirm = world.press(&format!("{}/person", path_of(&choose)), "person=anna").await;
    let done = world.press(&format!("{}/approve", path_of(&confirm)), "").await;
    for seen in [&choose, &confirm, &done] {
        assert!(!seen.url.contains("19800101") && !seen.url.contains("2387"), "{}", seen.url);
    }
    assert!(choose.page.contains("19800101-2387") && !done.page.contains("2387"));
    assert!(!format!("{:?}", world.running).contains("198001012387"));
}

#[tokio::test]
async fn one_takes_a_waiting_order_from_the_list_and_says_no() {
    let world = world().await;
    let home = world.running.app_base_url.clone();
    assert!(world.get(&home).await.page.contains("Ingen väntar på dig"));
    let order = world.order(&OrderRequest { return_url: Some(BACK.to_owned()), ..from_here() }).await;
    let page = world.get(&home).await.page;
    let id = page.split("name=\"order\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let choose = world.press("open", &format!("order={id}")).await;
    assert!(choose.page.contains("Vem är du?"));
    let done = world.press(&format!("{}/cancel", path_of(&choose)), "").await;
    assert!(done.page.contains("id=\"done\"") && done.away_to.is_none(), "the browser of another device stays here");
    assert_eq!(world.bankid.collect(&order.order_ref).await.unwrap(), Collected::Failed(HintCode::UserCancel));
}

#[tokio::test]
async fn one_scans_a_code_by_pasting_its_text() {
    let world = world().await;
    let order = world.order(&from_here()).await;
    let wrong = world.press("scan", "qr=hello").await;
    assert!(wrong.status == 422 && wrong.page.contains("Det här är ingen QR-kod"), "{}", wrong.page);
    let code = qr::data(&order.qr_start_token, &order.qr_start_secret, 0);
    let choose = world.press("scan", &format!("qr={code}")).await;
    assert!(choose.page.contains("Vem är du?"), "{}", choose.page);
    let done = world.press(&format!("{}/expire", path_of(&choose)), "").await;
    assert!(done.page.contains("Tiden gick ut"));
    assert_eq!(world.bankid.collect(&order.order_ref).await.unwrap(), Collected::Failed(HintCode::ExpiredTransaction));
}

#[tokio::test]
async fn one_tries_out_unusual_answers() {
    let world = world().await;
    let order = world.order(&from_here()).await;
    let choose = world.arrive(&order).await;
    let confirm = world.press(&format!("{}/person", path_of(&choose)), "person=anna").await;
    world.press(&format!("{}/hint", path_of(&confirm)), "hint=userMrtd").await;
    assert_eq!(world.bankid.collect(&order.order_ref).await.unwrap(), Collected::Pending(HintCode::UserMrtd));
    let failed = world.press(&format!("{}/hint", path_of(&confirm)), "hint=certificateErr").await;
    assert!(failed.page.contains("Misslyckades"));
    assert_eq!(world.bankid.collect(&order.order_ref).await.unwrap(), Collected::Failed(HintCode::CertificateErr));
}

#[tokio::test]
async fn an_order_for_one_person_offers_that_person_alone() {
    let world = world().await;
    let personal_number = Some(PersonalNumberText::new("198101012386"));
    let requirement = Requirement { personal_number, ..Requirement::default() };
    let order = world.order(&OrderRequest { requirement, ..from_here() }).await;
    let choose = world.arrive(&order).await;
    assert!(choose.page.contains("person-bo") && !choose.page.contains("person-anna"));
    assert_eq!(world.press(&format!("{}/person", path_of(&choose)), "person=anna").await.status, 404);
}

#[tokio::test]
async fn another_sites_page_cannot_press_the_phones_buttons() {
    let world = world().await;
    let order = world.order(&from_here()).await;
    let choose = world.arrive(&order).await;
    for site in ["cross-site", "same-site"] {
        let pressed = world.browser.post(format!("{}/cancel", choose.url)).header("sec-fetch-site", site);
        assert_eq!(world.see(pressed).await.status, 403);
    }
    let collected = world.bankid.collect(&order.order_ref).await.unwrap();
    assert_eq!(collected, Collected::Pending(HintCode::Started));
}

#[tokio::test]
async fn the_phone_sends_nobody_to_an_address_that_is_no_web_page() {
    let world = world().await;
    let order = world.order(&from_here()).await;
    let app = AppAddress::parse(&world.running.app_base_url).unwrap();
    let choose = world.get(&app.autostart_url(&order.auto_start_token, Some("javascript:alert(1)"))).await;
    let done = world.press(&format!("{}/cancel", path_of(&choose)), "").await;
    assert!(done.url.ends_with("/done/cancelled"), "{}", done.url);
}

#[tokio::test]
async fn two_people_with_the_same_key_stop_the_start() {
    let twins = vec![person("anna", "198001012387", "Anna", "a"), person("anna", "198101012386", "Bo", "b")];
    let refused = Simulator::start(SimulatorOptions { people: twins, ..SimulatorOptions::default() }).await;
    assert!(matches!(refused, Err(SimulatorError::Person(key)) if key == "anna"));
}
