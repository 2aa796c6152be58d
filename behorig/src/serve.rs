//! `behorig serve`: the program for real.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use behorig_bankid::BankIdSettings;
use behorig_live::Live;
use behorig_outbox::{Sending, Way};
use behorig_registers::persons::LocalRegister;
use behorig_registers::settings;
use behorig_store::{Actor, Db, Door, Recorded, StoreError};
use behorig_visit::{Clock, SystemClock, VisitSettings};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::assemble::{Parts, assemble};
use crate::card_port::OpenPort;
use crate::command::{CommandError, say};
use crate::config::{BankIdConfig, Config, ConfigError};
use crate::meters::{self, Meters};
use crate::server::{Manners, Server};
use crate::{housekeeping, key, mail, sealing, sms, transfer};

/// Serves until the system asks to stop (SIGTERM, or Ctrl C).
pub(crate) async fn run(config: Config, force: bool) -> Result<(), CommandError> {
    let keys = key::read(&config.key_file)?;
    let bankid = config.bankid.as_ref().map(bankid_settings).transpose()?;
    let siths = match &config.siths_oidc {
        None => None,
        Some(oidc) => Some((oidc.settings(&config.public_url)?, oidc.signs_out_there)),
    };
    let witnesses = config.witnesses();
    let cards = match config.card_port {
        None => None,
        Some(config) => Some(OpenPort::open(config).await?),
    };
    let yubico = config.yubico.as_ref().map(|yubico| read_text("yubico.key-file", &yubico.key_file)).transpose()?;
    let tls = config.tls.as_ref().map(|(certificate, key)| acceptor(certificate, key)).transpose()?;
    let mailer = config.mail.as_ref().map(|config_of| mail::mailer(config_of, &config.public_url)).transpose()?;
    let texter = config.sms.as_ref().map(sms::client).transpose()?;
    let ways: Vec<Way> =
        [mailer.as_ref().map(|_| Way::Mail), texter.as_ref().map(|_| Way::Sms)].into_iter().flatten().collect();
    let outbox = (!ways.is_empty()).then(|| mail::outbox(&keys, &ways));
    let files = config.files.open()?;
    let db = transfer::open_if_not_left(config.database, config.system, force).await?;
    keep_choices(&db, config.lock_after_unused_months).await?;
    let sealing = sealing::begin(db.clone(), keys.clone(), &config.sealed_log.name, witnesses).await?;
    let assembled = assemble(Parts {
        db: db.clone(),
        clock: Arc::new(SystemClock),
        register: Arc::new(LocalRegister),
        settings: VisitSettings {
            public_url: config.public_url.clone(),
            installation: config.installation,
            trusted_proxies: config.trusted_proxies,
            sessions: config.sessions,
            demo: false,
        },
        keys: keys.clone(),
        bankid,
        bankid_app: None,
        siths,
        card_port: cards.as_ref().map(OpenPort::of_sign_in),
        yubico: config.yubico.zip(yubico).map(|(yubico, key)| (yubico.url, yubico.client_id, key)),
        outbox: outbox.clone(),
        demo_mailbox: None,
        files: files.clone(),
        measured: config.metrics.is_some(),
    })
    .map_err(|problem| CommandError::Other(problem.to_string()))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| ConfigError::file("server.listen", &format!("{} can't be used: {error}", config.listen)))?;
    let figures = match (config.metrics, &assembled.meters) {
        (Some(address), Some(meters)) => Some(give_figures(address, meters, &db, &assembled.live).await?),
        _ => None,
    };
    say(&format!("Behörig answers at {}", config.public_url));
    let thinning = sealing::begin_thinning(db.clone(), keys.clone());
    let cleaning = housekeeping::begin(db.clone(), files, assembled.upkeep.clone());
    let mailing = outbox.clone().zip(mailer).map(|(outbox, mailer)| mail::begin(db.clone(), outbox, mailer));
    let texting = outbox.zip(texter).map(|(outbox, texter)| sms::begin(db.clone(), outbox, texter));
    let nodes = assembled.live.join_nodes(db.clone());
    let reading = key::keep_reading(keys);
    let server = Server {
        listener,
        router: assembled.router,
        tls,
        trusted_proxies: config.trusted_proxies,
        leaves_after: config.leaves_after,
        manners: Manners::ORDINARY,
    };
    let serving = server.serve_until(stopped(&assembled.live));
    match cards.zip(assembled.card_port) {
        None => serving.await,
        Some((cards, router)) => cards.serve_beside(serving, router).await,
    }
    drop(nodes);
    cleaning.abort();
    thinning.abort();
    reading.abort();
    if let Some(figures) = figures {
        figures.abort();
    }
    stop_sending(mailing, texting).await;
    // Last, so that what the others told at their end is sealed too.
    sealing.stop().await;
    close(db).await;
    Ok(())
}

/// The figures are given out by a listener of their own.
async fn give_figures(
    address: SocketAddr,
    meters: &Meters,
    db: &Db,
    live: &Live,
) -> Result<JoinHandle<()>, CommandError> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| ConfigError::file("metrics.listen", &format!("{address} can't be used: {error}")))?;
    let sources = meters::Sources { meters: meters.clone(), db: db.clone(), live: live.clone() };
    Ok(meters::serve(listener, sources))
}

/// Choices of the file that rules read from the database, so that every node goes by the same.
async fn keep_choices(db: &Db, lock_after_unused_months: u32) -> Result<(), StoreError> {
    let actor = Actor::system(Door::System, SystemClock.now());
    db.write(&actor, lock_after_unused_months.to_string(), |tx, months| {
        Box::pin(async move {
            settings::set(tx, behorig_sign_in::LOCK_AFTER_UNUSED_MONTHS, months).await?;
            Ok(Recorded::nothing_to_record((), "the operator's own file says the same"))
        })
    })
    .await
}

/// Lets both senders finish the letter in their hands, side by side.
pub(crate) async fn stop_sending(mailing: Option<Sending>, texting: Option<Sending>) {
    let stopped = async |sending: Option<Sending>, within| {
        if let Some(sending) = sending {
            sending.stop(within).await;
        }
    };
    tokio::join!(stopped(mailing, mail::FINISH_WITHIN), stopped(texting, sms::FINISH_WITHIN));
}

/// Ends the database's work apart from the runtime's threads, which it may hold up.
pub(crate) async fn close(db: Db) {
    if tokio::task::spawn_blocking(move || db.close()).await.is_err() {
        tracing::error!("the database could not be closed in order");
    }
}

/// Ready when the system asks the program to stop, and the streams of open pages are ended: they would hold it up.
pub(crate) async fn stopped(live: &Live) {
    stop_signal().await;
    live.close();
}

/// Ready when the system asks the program to stop.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

fn read_text(setting: &str, path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map(|text| text.trim().to_owned())
        .map_err(|error| ConfigError::file(setting, &format!("{} can't be read: {error}", path.display())))
}

pub(crate) fn bankid_settings(config: &BankIdConfig) -> Result<BankIdSettings, ConfigError> {
    let read = |setting: &str, path: &Path| {
        std::fs::read(path)
            .map_err(|error| ConfigError::file(setting, &format!("{} can't be read: {error}", path.display())))
    };
    Ok(BankIdSettings {
        base_url: config.base_url.clone(),
        client_certificate_pem: read("bankid.certificate", &config.certificate)?,
        client_key_pem: read("bankid.key", &config.key)?,
        server_ca_pem: read("bankid.authority", &config.authority)?,
        proxy: config.proxy.clone(),
    })
}

fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, ConfigError> {
    let wrong =
        |setting: &'static str| move |error: &dyn std::fmt::Display| ConfigError::file(setting, &error.to_string());
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| wrong("server.tls-certificate")(&error))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong("server.tls-key")(&error))?;
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| wrong("server.tls-certificate")(&error))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
