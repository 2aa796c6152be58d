//! The client against a provider over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::Duration;

use behorig_identity::MobileNumber;
use behorig_sms::{SendError, SmsClient, SmsId, SmsMessage, SmsOptions, SmsSender, SmsUrl};
use peer_sms::{Door, Exchange, ExchangeOptions, Running, Weather};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TEXT: &str =
    "Du har fått ett meddelande & mer i Behörig = 100 % säkert?\nLogga in: https://behorig.example/mina-arenden";

async fn exchange(door: Door) -> Running {
    Exchange::open(ExchangeOptions { door, ..ExchangeOptions::default() }).await.unwrap()
}

fn options(exchange: &Running) -> SmsOptions {
    let (user, password) = exchange.login();
    SmsOptions {
        url: SmsUrl::parse(&exchange.url).unwrap(),
        user,
        password,
        from: SmsSender::parse("Kliniken").unwrap(),
        authority: Some(exchange.authority_pem.clone().into_bytes()),
    }
}

async fn send_text(options: SmsOptions, text: &str) -> Result<SmsId, SendError> {
    let to = MobileNumber::parse("070-174 06 05").unwrap();
    SmsClient::new(options).unwrap().send(&SmsMessage { to: &to, text }).await
}

async fn send(options: SmsOptions) -> Result<SmsId, SendError> {
    send_text(options, TEXT).await
}

#[tokio::test]
async fn a_message_arrives_word_for_word_and_the_provider_is_asked_to_keep_no_text() {
    for door in [Door::Plain, Door::Tls] {
        let exchange = exchange(door).await;
        let id = send(options(&exchange)).await.unwrap();
        let messages = exchange.messages();
        let [message] = messages.as_slice() else { panic!("{door:?}: {messages:?}") };
        assert_eq!((message.from.as_str(), message.to.as_str()), ("Kliniken", "+46701740605"));
        assert_eq!(message.text, TEXT);
        assert_eq!(message.id, id.to_string());
        assert!(message.is_private);
    }
}

#[tokio::test]
async fn a_wrong_password_loses_no_message_and_looking_sends_none() {
    let exchange = exchange(Door::Tls).await;
    let wrong = SmsOptions { password: "fel".to_owned(), ..options(&exchange) };
    let refused = send(wrong.clone()).await.unwrap_err();
    assert_eq!(refused, SendError::Unreachable("the login: HTTP 401".to_owned()));
    assert_eq!(SmsClient::new(wrong).unwrap().check().await.unwrap_err(), refused);
    SmsClient::new(options(&exchange)).unwrap().check().await.unwrap();
    assert!(exchange.messages().is_empty());
}

#[tokio::test]
async fn a_provider_that_nobody_vouches_for_gets_nothing() {
    let (right, other) = (exchange(Door::Tls).await, exchange(Door::Tls).await);
    let foreign = SmsOptions { authority: Some(other.authority_pem.clone().into_bytes()), ..options(&right) };
    let systems_own = SmsOptions { authority: None, ..options(&right) };
    for options in [foreign, systems_own] {
        let refused = send(options).await.unwrap_err();
        assert!(matches!(refused, SendError::Unreachable(_)), "{refused:?}");
    }
    assert!(right.messages().is_empty());
    let nothing = SmsOptions { authority: Some(b"nothing".to_vec()), ..options(&right) };
    assert!(SmsClient::new(nothing).unwrap_err().to_string().contains("no certificate"));
}

#[tokio::test]
async fn what_the_provider_answers_says_what_can_be_done_and_is_not_quoted() {
    let exchange = exchange(Door::Plain).await;
    let words = |status| Weather::Answers(status, "+46701740605 is not a number".to_owned());
    for (status, outcome) in [
        (400, SendError::Refused("the message: HTTP 400".to_owned())),
        (403, SendError::Unreachable("the account may not send, or has no money left: HTTP 403".to_owned())),
        (429, SendError::Unreachable("too much was sent at once: HTTP 429".to_owned())),
        (408, SendError::Later("the message: HTTP 408".to_owned())),
        (500, SendError::NotKnown("the provider: HTTP 500".to_owned())),
        (503, SendError::NotKnown("the provider: HTTP 503".to_owned())),
        (302, SendError::Unreachable("the provider is somewhere else: HTTP 302".to_owned())),
    ] {
        exchange.set_weather(words(status));
        assert_eq!(send(options(&exchange)).await.unwrap_err(), outcome);
    }
    exchange.set_weather(words(200));
    assert_eq!(send(options(&exchange)).await.unwrap().to_string(), "without an id", "taken is taken");
    assert!(exchange.messages().is_empty());
}

#[tokio::test]
async fn a_message_that_may_have_gone_is_told_apart_from_one_that_did_not() {
    let exchange = exchange(Door::Plain).await;
    for weather in [Weather::HangsUp, Weather::KeepsItAndHangsUp] {
        exchange.set_weather(weather.clone());
        let outcome = send(options(&exchange)).await.unwrap_err();
        assert!(matches!(outcome, SendError::NotKnown(_)), "{weather:?} gave {outcome:?}");
        assert!(!outcome.to_string().contains("174"), "{outcome}");
    }
    assert_eq!(exchange.messages().len(), 1, "a message whose answer was lost did arrive");
    exchange.set_weather(Weather::Slow(Duration::from_millis(100)));
    send(options(&exchange)).await.unwrap();
    let gone = options(&exchange);
    exchange.stop().await;
    let outcome = send(gone).await.unwrap_err();
    assert!(matches!(outcome, SendError::Unreachable(_)), "nobody was there to take it: {outcome:?}");
}

#[tokio::test]
async fn a_text_that_is_no_notice_is_not_sent() {
    let exchange = exchange(Door::Plain).await;
    for text in ["", &"a".repeat(613), &"🫎".repeat(140)] {
        assert!(matches!(send_text(options(&exchange), text).await, Err(SendError::Refused(_))));
    }
    send_text(options(&exchange), &"a".repeat(612)).await.unwrap();
    assert_eq!(exchange.messages().len(), 1);
}

/// A provider that writes what it likes: the client neither hangs nor panics.
#[tokio::test]
async fn nonsense_from_a_provider_leaves_it_open_whether_the_message_went_unless_it_was_taken() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(100_000));
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
    for (nonsense, is_taken) in [("", false), ("220 mail.example ESMTP\r\n", false), (cut, true), (&endless, true)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let written = nonsense.to_owned();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = tokio::time::timeout(Duration::from_millis(200), stream.read(&mut [0; 4096])).await;
            let _ = stream.write_all(written.as_bytes()).await;
        });
        let options = SmsOptions {
            url: SmsUrl::parse(&format!("http://127.0.0.1:{port}")).unwrap(),
            user: "u".to_owned(),
            password: "p".to_owned(),
            from: SmsSender::parse("Kliniken").unwrap(),
            authority: None,
        };
        let outcome = send(options).await;
        match &outcome {
            Ok(id) => assert!(is_taken && id.to_string() == "without an id", "{nonsense:.20?}: {outcome:?}"),
            Err(error) => {
                assert!(!is_taken && matches!(error, SendError::NotKnown(_)), "{nonsense:.20?}: {outcome:?}");
            }
        }
        server.await.unwrap();
    }
}
