//! The client side of validation protocol 2.0 against servers on this machine, honest and not.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use behorig_yubico_otp::{ApiKey, Nonce, Otp, Refusal, Request, Status, ValidationError, ValidationServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const KEY: &str = "mG5be6ZJU1qBGz24yPh/ESM3UdU=";
const OTP: &str = "cccccckdvvulethkhtvkrtbeukiettvfceekurncllcj";
const NONCE: &str = "0123456789abcdef";
const ANSWER: &str = "h=iCV9uFJDtuyELQsxFPnR80Yj2XU=\r\nt=2019-06-06T05:14:15Z0369\r\n\
    otp=cccccckdvvulethkhtvkrtbeukiettvfceekurncllcj\r\nnonce=0123456789abcdef\r\nsl=25\r\nstatus=OK\r\n";

/// Asks a server that gives this status line and body, and returns its judgement and the request line that it saw.
async fn asked(status_line: &'static str, body: String) -> (Result<Status, ValidationError>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/wsapi/2.0/verify", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut seen = vec![0; 4096];
        let length = connection.read(&mut seen).await.unwrap();
        let head = format!("HTTP/1.1 {status_line}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        let _ = connection.write_all(format!("{head}{body}").as_bytes()).await;
        String::from_utf8_lossy(&seen[..length]).lines().next().unwrap_or_default().to_owned()
    });
    let server = ValidationServer::new(&url, 1, ApiKey::parse(KEY).unwrap()).unwrap();
    let judged = server.verify(&Otp::parse(OTP).unwrap(), &Nonce::new(NONCE).unwrap()).await;
    (judged, served.await.unwrap())
}

#[tokio::test]
async fn a_good_password_is_accepted_and_the_question_was_signed() {
    let (judged, request_line) = asked("200 OK", ANSWER.to_owned()).await;
    assert_eq!(judged.unwrap(), Status::Ok);
    let (otp, nonce) = (Otp::parse(OTP).unwrap(), Nonce::new(NONCE).unwrap());
    let signed = Request { client_id: 1, otp: &otp, nonce: &nonce }.signed(&ApiKey::parse(KEY).unwrap());
    let h = signed.last().unwrap().1.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    assert_eq!(request_line, format!("GET /wsapi/2.0/verify?id=1&nonce={NONCE}&otp={OTP}&h={h} HTTP/1.1"));
}

#[tokio::test]
async fn a_forged_yes_is_refused() {
    let (judged, _) = asked("200 OK", ANSWER.replace("sl=25", "sl=100")).await;
    assert!(matches!(judged, Err(ValidationError::Refused(Refusal::NotSigned { claimed: Status::Ok }))), "{judged:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_a_flood_is_not_read() {
    let (judged, _) = asked("302 Found\r\nlocation: http://127.0.0.1:1/", String::new()).await;
    assert!(matches!(judged, Err(ValidationError::HttpStatus(302))), "{judged:?}");
    let (judged, _) = asked("200 OK", "x".repeat(1024 * 1024)).await;
    assert!(matches!(judged, Err(ValidationError::NotAnAnswer)), "{judged:?}");
}

#[tokio::test]
async fn a_server_that_is_down_is_told_without_the_password() {
    let server = ValidationServer::new("http://127.0.0.1:1/verify", 1, ApiKey::parse(KEY).unwrap()).unwrap();
    let error = server.verify(&Otp::parse(OTP).unwrap(), &Nonce::new(NONCE).unwrap()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("cccccckdvvule"), "{error:?}");
}

#[test]
fn an_address_that_would_send_passwords_in_the_clear_is_refused() {
    for url in ["http://validate.example/verify", "ftp://127.0.0.1/", "validate"] {
        let refused = ValidationServer::new(url, 1, ApiKey::parse(KEY).unwrap());
        assert!(matches!(refused, Err(ValidationError::Address)), "{url}");
    }
}
