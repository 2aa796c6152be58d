//! The mailer against a server over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::Duration;

use behorig_identity::Email;
use behorig_mail::{Letter, Login, MailFrom, MailServer, Mailer, MailerOptions, SendError};
use peer_mail::{Door, OfficeOptions, PostOffice, Running, Weather};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TEXT: &str = "Hej Åsa!\n\nVälj ditt lösenord:\nhttps://behorig.example/engangslank/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n.\nEn punkt ensam på en rad.\n.. och två.\n";

fn options(office: &Running, door: Door) -> MailerOptions {
    let port = office.smtp_port;
    let server = match door {
        Door::Plain => MailServer::parse(&format!("smtp://127.0.0.1:{port}")).unwrap(),
        Door::StartTls => MailServer::parse(&format!("smtp://127.0.0.1:{port}")).unwrap().with_starttls(),
        Door::Tls => MailServer::parse(&format!("smtps://localhost:{port}")).unwrap(),
    };
    MailerOptions {
        server,
        from: MailFrom::parse("Behörig <noreply@region.example>").unwrap(),
        login: None,
        authority: Some(office.authority_pem.clone().into_bytes()),
        own_name: "behorig.example".to_owned(),
    }
}

async fn office(door: Door, login: Option<(&str, &str)>) -> Running {
    let login = login.map(|(user, password)| (user.to_owned(), password.to_owned()));
    PostOffice::open(OfficeOptions { door, login, ..OfficeOptions::default() }).await.unwrap()
}

async fn send(options: MailerOptions) -> Result<(), SendError> {
    let to = Email::parse("asa.oberg@räksmörgås.example").unwrap();
    let letter = Letter {
        id: "0193-7f",
        to: &to,
        subject: "Välj lösenord till Behörig",
        text: TEXT,
        written_at: 1_700_000_000_000,
    };
    Mailer::new(options).unwrap().send(&letter).await
}

#[tokio::test]
async fn a_letter_arrives_word_for_word_by_every_door() {
    for door in [Door::Plain, Door::StartTls, Door::Tls] {
        let office = office(door, None).await;
        send(options(&office, door)).await.unwrap();
        let mails = office.mails();
        let [mail] = mails.as_slice() else { panic!("{door:?}: {mails:?}") };
        assert_eq!(mail.text.trim_end(), TEXT.trim_end(), "{door:?}");
        assert_eq!(mail.subject, "Välj lösenord till Behörig");
        assert_eq!(mail.from, "Behörig <noreply@region.example>");
        assert_eq!(mail.sender, "noreply@region.example");
        assert_eq!(mail.recipients, ["asa.oberg@xn--rksmrgs-5wao1o.example"]);
        assert_eq!((mail.message_id.as_str(), mail.date), ("0193-7f@region.example", 1_700_000_000));
        assert_eq!(mail.over_tls, door != Door::Plain);
    }
}

#[tokio::test]
async fn a_server_that_knows_us_by_a_password_takes_it_over_tls() {
    for door in [Door::StartTls, Door::Tls] {
        let office = office(door, Some(("behorig", "hemligt ord"))).await;
        let login = |password: &str| Login { user: "behorig".to_owned(), password: password.to_owned() };
        let with = |login| MailerOptions { login, ..options(&office, door) };
        send(with(Some(login("hemligt ord")))).await.unwrap();
        assert_eq!(office.mails()[0].user.as_deref(), Some("behorig"));
        for wrong in [with(Some(login("fel"))), with(None)] {
            let refused = send(wrong.clone()).await.unwrap_err();
            assert!(matches!(refused, SendError::Unreachable(_)), "a wrong password loses no letter: {refused:?}");
            assert_eq!(Mailer::new(wrong).unwrap().check().await.unwrap_err(), refused);
        }
        assert_eq!(office.mails().len(), 1);
        Mailer::new(with(Some(login("hemligt ord")))).unwrap().check().await.unwrap();
        assert_eq!(office.mails().len(), 1, "looking sends nothing");
    }
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_nothing() {
    for door in [Door::StartTls, Door::Tls] {
        let (right, other) = (office(door, None).await, office(door, None).await);
        let foreign =
            MailerOptions { authority: Some(other.authority_pem.clone().into_bytes()), ..options(&right, door) };
        let systems_own = MailerOptions { authority: None, ..options(&right, door) };
        for options in [foreign, systems_own] {
            let refused = send(options).await.unwrap_err();
            assert!(matches!(refused, SendError::Unreachable(_)), "{refused:?}");
        }
        assert!(right.mails().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing_in_the_clear() {
    let office = office(Door::Plain, None).await;
    let refused = send(options(&office, Door::StartTls)).await.unwrap_err();
    assert!(matches!(&refused, SendError::Unreachable(why) if why.contains("STARTTLS")), "{refused:?}");
    assert!(office.mails().is_empty());
}

#[tokio::test]
async fn at_which_step_it_failed_says_what_can_be_done() {
    let office = office(Door::Plain, None).await;
    let eva = "<asa.oberg@xn--rksmrgs-5wao1o.example>";
    let later = |why: &str| SendError::Later(why.to_owned());
    let refused = |why: &str| SendError::Refused(why.to_owned());
    for (weather, outcome) in [
        (Weather::AtRecipient(format!("550 5.1.1 {eva}: unknown")), refused("the recipient: 550 5.1.1")),
        (Weather::AtRecipient(format!("450 4.2.0 {eva}: greylisted")), later("the recipient: 450 4.2.0")),
        (Weather::AtRecipient(format!("554 5.7.1 {eva}: relay access denied")), later("the recipient: 554 5.7.1")),
        (Weather::AtRecipient(format!("550 {eva}: no")), refused("the recipient: 550")),
        (Weather::AtLetter("451 4.3.0 try again".to_owned()), later("the letter: 451 4.3.0")),
        (Weather::AtLetter("552 5.3.4 too large".to_owned()), refused("the letter: 552 5.3.4")),
    ] {
        office.set_weather(weather.clone());
        assert_eq!(send(options(&office, Door::Plain)).await.unwrap_err(), outcome, "{weather:?}");
    }
    for weather in [
        Weather::HangsUp,
        Weather::CutsTheLetter,
        Weather::KeepsItAndHangsUp,
        Weather::AtSender("550 5.7.1 not from you".to_owned()),
        Weather::AtSender("421 4.3.2 going down".to_owned()),
    ] {
        office.set_weather(weather.clone());
        let outcome = send(options(&office, Door::Plain)).await.unwrap_err();
        assert!(matches!(outcome, SendError::Unreachable(_)), "{weather:?} gave {outcome:?}");
        assert!(!outcome.to_string().contains("oberg"), "{outcome}");
    }
    let port = office.smtp_port;
    let gone = options(&office, Door::Plain);
    office.stop().await;
    let outcome = send(gone).await.unwrap_err();
    assert!(
        matches!(&outcome, SendError::Unreachable(why) if why.starts_with("the connection")),
        "{port}: {outcome:?}"
    );
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let office = office(Door::Plain, None).await;
    office.set_weather(Weather::Slow(Duration::from_millis(100)));
    send(options(&office, Door::Plain)).await.unwrap();
    assert_eq!(office.mails().len(), 1);
}

/// A server that writes what it likes: the client neither hangs nor panics.
#[tokio::test]
async fn nonsense_from_a_server_is_an_error() {
    for nonsense in
        ["", "HTTP/1.1 400 Bad Request\r\n\r\n", "220\r\n", "999 what\r\n", "220 a\r\n550 no\r\n", "\u{0}\u{0}\r\n"]
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(nonsense.as_bytes()).await.unwrap();
            let _ = tokio::time::timeout(Duration::from_millis(200), stream.read(&mut [0; 64])).await;
        });
        let options = MailerOptions {
            server: MailServer::parse(&format!("smtp://127.0.0.1:{port}")).unwrap(),
            from: MailFrom::parse("noreply@region.example").unwrap(),
            login: None,
            authority: None,
            own_name: "127.0.0.1".to_owned(),
        };
        let outcome = send(options).await;
        assert!(matches!(outcome, Err(SendError::Unreachable(_))), "{nonsense:?}: {outcome:?}");
        server.await.unwrap();
    }
}
