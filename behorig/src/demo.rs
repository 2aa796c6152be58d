//! `behorig demo`: the whole program on a believable region, with a BankID simulator, an identity provider for SITHS cards, a mailbox and
//! an SMS provider beside it.

mod cards;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use behorig_bankid::{AppAddress, BankIdSettings};
use behorig_files::{Files, Place};
use behorig_mail::{MailFrom, MailServer};
use behorig_outbox::Way;
use behorig_registers::persons::LocalRegister;
use behorig_sms::{SmsClient, SmsOptions, SmsSender, SmsUrl};
use behorig_store::{Db, DbOptions, SystemName};
use behorig_visit::{Clock, SessionLimits, SystemClock, VisitSettings};
use demo_region::TestPerson;
use peer_bankid::{Person, Running, Simulator, SimulatorOptions};
use peer_mail::{OfficeOptions, PostOffice};
use peer_sms::{Exchange, ExchangeOptions};
use tokio::net::TcpListener;

use crate::assemble::{Parts, assemble};
use crate::command::{CommandError, DemoOptions, say};
use crate::config::SealedLogConfig;
use crate::server::{Manners, Server};
use crate::{housekeeping, key, mail, sealing, serve, sms};

/// Serves the demo until the system asks to stop.
pub(crate) async fn run(options: DemoOptions) -> Result<(), CommandError> {
    let folder = &options.data;
    std::fs::create_dir_all(folder)
        .map_err(|error| CommandError::Other(format!("--data: {} can't be made: {error}", folder.display())))?;
    let listener = listen("--port", options.port).await?;
    let port = listener.local_addr().map_err(|error| CommandError::Other(format!("--port: {error}")))?.port();
    let people = demo_region::test_people();
    let simulator = simulator(&options, &people).await?;
    let public_url = format!("http://127.0.0.1:{port}");
    let provider = cards::provider(siths_port_of(&options), &public_url).await?;
    let office = post_office(&options).await?;
    let exchange = exchange(&options).await?;
    let key_file = folder.join("key");
    key::make(&key_file)?;
    let db = Db::open(
        database(folder.join("demo.sqlite")),
        SystemName { id: "behorig-demo".to_owned(), name: "Behörig (demo)".to_owned() },
    )
    .await?;
    let keys = key::read(&key_file)?;
    build(&db).await?;
    let outbox = mail::outbox(&keys, &Way::ALL);
    let files = Files::open(&Place::Folder(folder.join("files")), None)
        .map_err(|error| CommandError::Other(format!("--data: {error}")))?;
    let assembled = assemble(Parts {
        db: db.clone(),
        clock: Arc::new(SystemClock),
        register: Arc::new(LocalRegister),
        settings: VisitSettings {
            public_url: public_url.clone(),
            installation: "Behörig (demo)".to_owned(),
            trusted_proxies: 0,
            sessions: SessionLimits::default(),
            demo: true,
        },
        keys: keys.clone(),
        bankid: Some(as_relying_party(&simulator)),
        bankid_app: Some(
            AppAddress::parse(&simulator.app_base_url).map_err(|error| CommandError::Other(error.to_string()))?,
        ),
        siths: Some((cards::as_relying_party(&provider, &public_url), true)),
        card_port: None,
        yubico: None,
        outbox: Some(outbox.clone()),
        demo_mailbox: Some(office.mailbox.clone()),
        files: files.clone(),
        measured: false,
    })
    .map_err(|problem| CommandError::Other(problem.to_string()))?;
    introduce(&public_url, &simulator, &provider.issuer, &office, &exchange, &people);
    let cleaning = housekeeping::begin(db.clone(), files, assembled.upkeep.clone());
    let mailing = mail::begin(db.clone(), outbox.clone(), mailer(&office, &public_url)?);
    let texting = sms::begin(db.clone(), outbox, texter(&exchange)?);
    let sealing = sealing::begin(db.clone(), keys, &SealedLogConfig::of_demo()?.name, Vec::new()).await?;
    let server = Server {
        listener,
        router: assembled.router,
        tls: None,
        trusted_proxies: 0,
        leaves_after: Duration::ZERO,
        manners: Manners::ORDINARY,
    };
    let nodes = assembled.live.join_nodes(db.clone());
    server.serve_until(serve::stopped(&assembled.live)).await;
    drop(nodes);
    cleaning.abort();
    serve::stop_sending(Some(mailing), Some(texting)).await;
    sealing.stop().await;
    simulator.stop().await;
    provider.stop().await;
    office.stop().await;
    exchange.stop().await;
    serve::close(db).await;
    Ok(())
}

/// PostgreSQL where the environment names one, else a file in the demo's own folder.
fn database(path: PathBuf) -> DbOptions {
    match std::env::var("BEHORIG_DATABASE_URL") {
        Ok(url) => DbOptions::Postgres { url, connections: 16, authority: None },
        Err(_) => DbOptions::Sqlite { path },
    }
}

async fn listen(option: &str, port: u16) -> Result<TcpListener, CommandError> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(|error| CommandError::Other(format!("{option}: port {port} can't be used: {error}; choose another")))
}

async fn build(db: &Db) -> Result<(), CommandError> {
    // What is made is written down in words too, such as days in a history.
    crate::assemble::install_texts().map_err(|problem| CommandError::Other(problem.to_string()))?;
    let built = demo_region::build(db, SystemClock.now()).await;
    built.map(|_| ()).map_err(|error| CommandError::Other(format!("the demo's region could not be made: {error}")))
}

async fn simulator(options: &DemoOptions, people: &[TestPerson]) -> Result<Running, CommandError> {
    let people = people
        .iter()
        .map(|person| Person {
            key: person.key.to_owned(),
            personal_number: person.number.as_stored().to_owned(),
            given_name: person.given_name.to_owned(),
            surname: person.family_name.to_owned(),
            purpose: person.purpose_sv.to_owned(),
        })
        .collect();
    // A demo on a port of the system's choice must not collide with another one's simulator.
    let app_port = if options.port == 0 { 0 } else { options.bankid_port };
    Simulator::start(SimulatorOptions { people, rp_port: 0, app_port, ..SimulatorOptions::default() })
        .await
        .map_err(|error| CommandError::Other(format!("--bankid-port: {error}")))
}

/// Where the demo's mail goes instead of to anybody.
async fn post_office(options: &DemoOptions) -> Result<peer_mail::Running, CommandError> {
    let page_port = if options.port == 0 { 0 } else { options.mail_port };
    PostOffice::open(OfficeOptions { page_port, ..OfficeOptions::default() })
        .await
        .map_err(|error| CommandError::Other(format!("--mail-port: {error}")))
}

fn mailer(office: &peer_mail::Running, public_url: &str) -> Result<behorig_mail::Mailer, CommandError> {
    let wrong = |error: &dyn std::fmt::Display| CommandError::Other(format!("the demo's mail: {error}"));
    let server = MailServer::parse(&format!("smtp://127.0.0.1:{}", office.smtp_port)).map_err(|error| wrong(&error))?;
    let from = MailFrom::parse("Behörig (demo) <noreply@demo.example>").map_err(|error| wrong(&error))?;
    Ok(mail::with(server, from, None, None, public_url)?)
}

/// Where the demo's text messages go instead of to anybody.
async fn exchange(options: &DemoOptions) -> Result<peer_sms::Running, CommandError> {
    Exchange::open(ExchangeOptions { page_port: sms_port_of(options), ..ExchangeOptions::default() })
        .await
        .map_err(|error| CommandError::Other(format!("--sms-port: {error}")))
}

/// The one that was asked for, else the one after the mailbox's; a demo on free ports takes a free one.
fn sms_port_of(options: &DemoOptions) -> u16 {
    match (options.sms_port, options.port, options.mail_port) {
        (Some(port), ..) => port,
        (None, 0, _) | (None, _, 0) => 0,
        (None, _, mail_port) => mail_port.saturating_add(1),
    }
}

/// The one that was asked for, else the one after the text messages'; a demo on free ports takes a free one.
fn siths_port_of(options: &DemoOptions) -> u16 {
    match (options.siths_port, sms_port_of(options)) {
        (Some(port), _) => port,
        (None, 0) => 0,
        (None, sms_port) => sms_port.saturating_add(1),
    }
}

fn texter(exchange: &peer_sms::Running) -> Result<SmsClient, CommandError> {
    let wrong = |error: &dyn std::fmt::Display| CommandError::Other(format!("the demo's text messages: {error}"));
    let url = SmsUrl::parse(&exchange.url).map_err(|error| wrong(&error))?;
    let from = SmsSender::parse("Demon").map_err(|error| wrong(&error))?;
    let (user, password) = exchange.login();
    Ok(sms::with(SmsOptions { url, user, password, from, authority: None })?)
}

fn as_relying_party(simulator: &Running) -> BankIdSettings {
    BankIdSettings {
        base_url: simulator.rp_base_url.clone(),
        client_certificate_pem: simulator.client.certificate_pem.clone().into_bytes(),
        client_key_pem: simulator.client.key_pem.clone().into_bytes(),
        server_ca_pem: simulator.server_ca_pem.clone().into_bytes(),
        proxy: None,
    }
}

fn introduce(
    public_url: &str,
    simulator: &Running,
    provider: &str,
    office: &peer_mail::Running,
    exchange: &peer_sms::Running,
    people: &[TestPerson],
) {
    say("");
    say(&format!("  Behörig    {public_url}"));
    say(&format!("  BankID     {} (simulerat: välj vem du är)", simulator.app_base_url));
    say(&format!("  SITHS      {provider} (simulerat: välj vems kort du har)"));
    say(&format!("  Brevlåda   {} (dit alla mejl kommer)", office.mailbox));
    say(&format!("  Sms        {} (dit alla sms kommer)", exchange.telephones));
    say("");
    say("  Logga in med BankID som någon av testpersonerna:");
    for person in people {
        say(&format!("    {:<22} {}", person.name(), person.purpose_sv));
    }
    say("");
    say("  Stoppa med Ctrl C. Allt du gör finns kvar till nästa gång.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_messages_are_shown_at_the_port_that_was_asked_for_or_beside_the_mailbox() {
        let options = |port, mail_port, sms_port| DemoOptions {
            port,
            bankid_port: 0,
            mail_port,
            sms_port,
            siths_port: None,
            data: PathBuf::new(),
        };
        let at = |port, mail_port, sms_port| sms_port_of(&options(port, mail_port, sms_port));
        assert_eq!(at(8080, 8082, None), 8083);
        assert_eq!(at(8080, 8082, Some(9000)), 9000);
        assert_eq!(at(0, 8082, Some(9000)), 9000);
        assert_eq!((at(0, 8082, None), at(8080, 0, None), at(8080, 8082, Some(0))), (0, 0, 0));
        let cards_at = |port, mail_port, sms_port| siths_port_of(&options(port, mail_port, sms_port));
        assert_eq!((cards_at(8080, 8082, None), cards_at(8080, 8082, Some(9000))), (8084, 9001));
        assert_eq!((cards_at(0, 8082, None), cards_at(8080, 8082, Some(0))), (0, 0));
    }
}
