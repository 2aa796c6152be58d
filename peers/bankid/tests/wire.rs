//! The API's manners towards callers that the BankID client never is: wrong type, wrong method, wrong address.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use peer_bankid::{Running, Simulator, SimulatorError, SimulatorOptions};
use reqwest::{Certificate, Client, Identity, Method};

const ORDER: &str = r#"{"endUserIp":"192.0.2.7"}"#;

async fn started() -> (Running, Client) {
    let running = Simulator::start(SimulatorOptions::default()).await.unwrap();
    let identity = format!("{}{}", running.client.certificate_pem, running.client.key_pem);
    let client = Client::builder()
        .no_proxy()
        .tls_certs_only([Certificate::from_pem(running.server_ca_pem.as_bytes()).unwrap()])
        .identity(Identity::from_pem(identity.as_bytes()).unwrap());
    (running, client.build().unwrap())
}

/// The HTTP status of a call, and the error code in its body.
async fn called(method: Method, path: &str, content_type: &str) -> (u16, String) {
    let (running, client) = started().await;
    let request = client.request(method, format!("{}/{path}", running.rp_base_url));
    let answer = request.header("content-type", content_type).body(ORDER).send().await.unwrap();
    let status = answer.status().as_u16();
    let body: serde_json::Value = answer.json().await.unwrap();
    (status, body["errorCode"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn the_content_type_is_exactly_json() {
    assert_eq!(called(Method::POST, "auth", "application/json").await, (200, String::new()));
    for content_type in ["application/json; charset=utf-8", "application/json;charset=UTF-8", "text/plain", ""] {
        let refused = (415, "unsupportedMediaType".to_owned());
        assert_eq!(called(Method::POST, "auth", content_type).await, refused, "{content_type}");
    }
}

#[tokio::test]
async fn every_call_is_a_post_to_a_known_address() {
    assert_eq!(called(Method::GET, "auth", "application/json").await, (405, "methodNotAllowed".to_owned()));
    assert_eq!(called(Method::POST, "authenticate", "application/json").await, (404, "notFound".to_owned()));
    assert_eq!(called(Method::POST, "../v5.1/auth", "application/json").await, (404, "notFound".to_owned()));
}

#[tokio::test]
async fn a_caller_without_a_certificate_is_turned_away_in_the_handshake() {
    let (running, _) = started().await;
    let authority = Certificate::from_pem(running.server_ca_pem.as_bytes()).unwrap();
    let bare = Client::builder().no_proxy().tls_certs_only([authority]).build().unwrap();
    assert!(bare.post(format!("{}/auth", running.rp_base_url)).body(ORDER).send().await.is_err());
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let (running, _) = started().await;
    let port: u16 = running.app_base_url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let second = Simulator::start(SimulatorOptions { app_port: port, ..SimulatorOptions::default() }).await;
    assert!(matches!(second, Err(SimulatorError::Listen { port: taken, .. }) if taken == port));
    running.stop().await;
    assert!(Simulator::start(SimulatorOptions { app_port: port, ..SimulatorOptions::default() }).await.is_ok());
}
