//! The BankID client against the simulator: the same wire protocol, over real mutual TLS.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use behorig_bankid::{
    BankId, BankIdError, BankIdSettings, Collected, ErrorCode, HintCode, Order, OrderRequest, PersonalNumberText,
    Requirement, Risk, VisibleText, qr,
};
use peer_bankid::{ClientIdentity, Clock, Hand, Person, Running, ScanError, Simulator, SimulatorOptions, Weather};

fn anna() -> Person {
    Person {
        key: "systemadministrator".to_owned(),
        personal_number: "198001012387".to_owned(),
        given_name: "Anna".to_owned(),
        surname: "Testsson".to_owned(),
        purpose: "systemadministratör vid Ekens vårdcentral".to_owned(),
    }
}

fn settings(running: &Running, client: &ClientIdentity, server_ca_pem: &str) -> BankIdSettings {
    BankIdSettings {
        base_url: running.rp_base_url.clone(),
        client_certificate_pem: client.certificate_pem.clone().into_bytes(),
        client_key_pem: client.key_pem.clone().into_bytes(),
        server_ca_pem: server_ca_pem.as_bytes().to_vec(),
        proxy: None,
    }
}

fn client_of(running: &Running) -> BankId {
    BankId::new(&settings(running, &running.client, &running.server_ca_pem)).unwrap()
}

/// A simulator whose clock stands still until its hand is moved, and a client that it knows.
async fn started() -> (Running, BankId, Hand) {
    let (clock, hand) = Clock::by_hand();
    let options = SimulatorOptions { people: vec![anna()], clock, ..SimulatorOptions::default() };
    let running = Simulator::start(options).await.unwrap();
    let bankid = client_of(&running);
    (running, bankid, hand)
}

fn from_here() -> OrderRequest {
    OrderRequest::from_address("192.0.2.7".parse().unwrap())
}

fn only_anna() -> OrderRequest {
    let personal_number = Some(PersonalNumberText::new(&anna().personal_number));
    OrderRequest { requirement: Requirement { personal_number, ..Requirement::default() }, ..from_here() }
}

fn pending(code: &str) -> Collected {
    Collected::Pending(HintCode::from_code(code))
}

/// The status and code of a refusal.
fn refusal<T: std::fmt::Debug>(result: Result<T, BankIdError>) -> (u16, String) {
    match result.unwrap_err() {
        BankIdError::Refused { status, code, .. } => (status, code.code().to_owned()),
        other => panic!("not a refusal: {other:?}"),
    }
}

async fn assert_gone(bankid: &BankId, order: &Order) {
    assert_eq!(refusal(bankid.collect(&order.order_ref).await), (400, "invalidParameters".to_owned()));
}

#[tokio::test]
async fn a_person_identifies_on_the_same_device_and_the_service_is_told_who_once() {
    let (running, bankid, _) = started().await;
    let phone = running.phone();
    let asked = OrderRequest { return_risk: true, ..from_here() };
    let order = bankid.auth(&asked).await.unwrap();
    assert_eq!(bankid.collect(&order.order_ref).await.unwrap(), pending("outstandingTransaction"));
    let held = phone.open(&order.auto_start_token).unwrap();
    assert_eq!(bankid.collect(&order.order_ref).await.unwrap(), pending("started"));
    assert!(phone.be(&held, "systemadministrator"));
    assert_eq!(bankid.collect(&order.order_ref).await.unwrap(), pending("userSign"));
    assert!(phone.approve(&held));
    let Collected::Complete(completion) = bankid.collect(&order.order_ref).await.unwrap() else { panic!("complete") };
    assert_eq!(completion.user.personal_number.as_str(), "198001012387");
    assert_eq!((completion.user.name.as_str(), completion.risk), ("Anna Testsson", Some(Risk::Low)));
    assert!(completion.signature.is_some() && completion.ocsp_response.is_some());
    assert_gone(&bankid, &order).await;
}

#[tokio::test]
async fn a_person_identifies_by_scanning_the_code_of_this_moment() {
    let (running, bankid, hand) = started().await;
    let order = bankid.auth(&from_here()).await.unwrap();
    let code = |second| qr::data(&order.qr_start_token, &order.qr_start_secret, second);
    hand.advance_seconds(12);
    assert_eq!(running.phone().scan(&code(1)), Err(ScanError::WrongMoment));
    assert_eq!(running.phone().scan(&code(12).replace(".12.", ".11.")), Err(ScanError::WrongProof));
    let held = running.phone().scan(&code(12)).unwrap();
    assert!(running.phone().be(&held, "systemadministrator") && running.phone().approve(&held));
    assert!(matches!(bankid.collect(&order.order_ref).await.unwrap(), Collected::Complete(_)));
}

#[tokio::test]
async fn a_person_says_no() {
    let (running, bankid, _) = started().await;
    let order = bankid.auth(&from_here()).await.unwrap();
    let held = running.phone().open(&order.auto_start_token).unwrap();
    assert!(running.phone().cancel(&held));
    assert_eq!(bankid.collect(&order.order_ref).await.unwrap(), Collected::Failed(HintCode::UserCancel));
    assert_gone(&bankid, &order).await;
}

#[tokio::test]
async fn an_order_runs_out_sooner_when_nobody_took_it_up() {
    let (running, bankid, hand) = started().await;
    let [unstarted, unfinished] = [bankid.auth(&from_here()).await.unwrap(), bankid.auth(&from_here()).await.unwrap()];
    running.phone().open(&unfinished.auto_start_token).unwrap();
    hand.advance_seconds(30);
    assert_eq!(bankid.collect(&unstarted.order_ref).await.unwrap(), Collected::Failed(HintCode::StartFailed));
    assert_eq!(bankid.collect(&unfinished.order_ref).await.unwrap(), pending("started"));
    hand.advance_seconds(150);
    assert_eq!(bankid.collect(&unfinished.order_ref).await.unwrap(), Collected::Failed(HintCode::ExpiredTransaction));
    assert_gone(&bankid, &unstarted).await;
}

#[tokio::test]
async fn hints_that_are_newer_than_the_service_do_not_disturb_it() {
    let (running, bankid, _) = started().await;
    let order = bankid.auth(&from_here()).await.unwrap();
    let held = running.phone().open(&order.auto_start_token).unwrap();
    assert!(running.phone().say(&held, "userMeditates"));
    let unknown = || HintCode::Unknown("userMeditates".to_owned());
    assert_eq!(bankid.collect(&order.order_ref).await.unwrap(), Collected::Pending(unknown()));
    assert!(running.phone().fail(&held, "userMeditates"));
    assert_eq!(bankid.collect(&order.order_ref).await.unwrap(), Collected::Failed(unknown()));
}

#[tokio::test]
async fn a_second_order_for_the_same_person_is_refused_and_ends_the_first() {
    let (_running, bankid, _) = started().await;
    let first = bankid.auth(&only_anna()).await.unwrap();
    assert_eq!(refusal(bankid.auth(&only_anna()).await), (400, "alreadyInProgress".to_owned()));
    assert_eq!(bankid.collect(&first.order_ref).await.unwrap(), Collected::Failed(HintCode::Cancelled));
    bankid.auth(&only_anna()).await.unwrap();
}

#[tokio::test]
async fn a_cancelled_order_is_gone_and_frees_the_person() {
    let (running, bankid, _) = started().await;
    let order = bankid.auth(&only_anna()).await.unwrap();
    bankid.cancel(&order.order_ref).await.unwrap();
    assert!(running.phone().open(&order.auto_start_token).is_none());
    assert_gone(&bankid, &order).await;
    assert_eq!(refusal(bankid.cancel(&order.order_ref).await), (400, "invalidParameters".to_owned()));
    bankid.auth(&only_anna()).await.unwrap();
}

#[tokio::test]
async fn a_signature_shows_what_is_signed() {
    let (running, bankid, _) = started().await;
    let order = bankid.sign(VisibleText::plain("Godkänn avtalet åäö"), &from_here()).await.unwrap();
    let held = running.phone().open(&order.auto_start_token).unwrap();
    assert!(running.phone().be(&held, "systemadministrator") && running.phone().approve(&held));
    assert!(matches!(bankid.collect(&order.order_ref).await.unwrap(), Collected::Complete(_)));
}

#[tokio::test]
async fn wrong_parameters_are_our_own_fault() {
    let (_running, bankid, _) = started().await;
    let request = OrderRequest { return_url: Some("https://x.example/".repeat(40)), ..from_here() };
    assert_eq!(refusal(bankid.auth(&request).await), (400, "invalidParameters".to_owned()));
}

#[tokio::test]
async fn only_the_registered_certificate_gets_in() {
    let (running, _, _) = started().await;
    let (stranger, _, _) = started().await;
    let auth = async |client: &ClientIdentity, ca: &str| {
        BankId::new(&settings(&running, client, ca)).unwrap().auth(&from_here()).await
    };
    let unregistered = auth(&running.unregistered_client, &running.server_ca_pem).await;
    assert_eq!(refusal(unregistered), (401, "unauthorized".to_owned()));
    let of_another_authority = auth(&stranger.client, &running.server_ca_pem).await;
    assert!(matches!(of_another_authority, Err(BankIdError::Unreachable(_))), "{of_another_authority:?}");
    let server_not_trusted = auth(&running.client, &stranger.server_ca_pem).await;
    assert!(matches!(server_not_trusted, Err(BankIdError::Unreachable(_))), "{server_not_trusted:?}");
    assert!(auth(&running.client, &running.server_ca_pem).await.is_ok());
}

#[tokio::test]
async fn a_certificate_with_another_key_is_refused_before_anything_is_sent() {
    let (running, _, _) = started().await;
    let mixed = ClientIdentity { key_pem: running.unregistered_client.key_pem.clone(), ..running.client.clone() };
    assert!(BankId::new(&settings(&running, &mixed, &running.server_ca_pem)).is_err());
}

#[tokio::test]
async fn bad_weather_is_told_apart() {
    let (running, bankid, _) = started().await;
    for (weather, expected) in [
        (Weather::Maintenance, (503, ErrorCode::Maintenance)),
        (Weather::BadGateway, (502, ErrorCode::Unknown(String::new()))),
        (Weather::Redirecting, (302, ErrorCode::Unknown(String::new()))),
    ] {
        running.set_weather(weather);
        assert_eq!(refusal(bankid.auth(&from_here()).await), (expected.0, expected.1.code().to_owned()));
    }
    for weather in [Weather::Flooding, Weather::Babbling] {
        running.set_weather(weather);
        assert!(matches!(bankid.auth(&from_here()).await, Err(BankIdError::NotAnAnswer)), "{weather:?}");
        assert!(matches!(bankid.collect("x").await, Err(BankIdError::NotAnAnswer)), "{weather:?}");
    }
    running.set_weather(Weather::Fair);
    assert!(bankid.auth(&from_here()).await.is_ok());
}

#[tokio::test]
async fn a_stopped_service_cannot_be_reached() {
    let (running, bankid, _) = started().await;
    running.stop().await;
    assert!(matches!(bankid.auth(&from_here()).await, Err(BankIdError::Unreachable(_))));
}
