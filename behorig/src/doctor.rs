//! `behorig doctor`: looks at everything the program stands on, and says what would mend what is wrong.

mod database;
mod log;
mod room;

use std::time::Duration;

use behorig_store::DbOptions;
use behorig_visit::{Clock, SystemClock};
use tokio::net::TcpListener;

use crate::command::{CommandError, say};
use crate::config::{Config, FilesPlace};
use crate::{key, mail, serve, sms};

/// How one thing stands.
#[derive(Debug)]
pub(crate) enum Finding {
    Good(String),
    Look(String),
    Bad(String),
}

/// Prints a line for each thing; fails where one is bad.
pub(crate) async fn run(config: Config) -> Result<(), CommandError> {
    let mut findings = vec![
        Finding::Good("the configuration is right".to_owned()),
        of_key(&config),
        of_address(&config).await,
        of_public_url(&config),
    ];
    findings.extend(of_metrics(&config));
    findings.extend(of_bankid(&config).await);
    findings.extend(of_siths(&config).await);
    findings.extend(of_card_port(&config));
    findings.push(of_mail(&config).await);
    findings.extend(of_sms(&config).await);
    findings.extend(of_files(&config).await);
    findings.extend(database::findings(&config).await);
    findings.extend(room::of_disks(&config));
    findings.extend(room::of_backups(&config));
    let mut bad = 0;
    for finding in &findings {
        match finding {
            Finding::Good(text) => say(&format!("  ok    {text}")),
            Finding::Look(text) => say(&format!("  look  {text}")),
            Finding::Bad(text) => {
                bad += 1;
                say(&format!("  BAD   {text}"));
            }
        }
    }
    match bad {
        0 => Ok(()),
        1 => Err(CommandError::Other("one thing is bad".to_owned())),
        more => Err(CommandError::Other(format!("{more} things are bad"))),
    }
}

fn of_key(config: &Config) -> Finding {
    match key::KeyFile::read(&config.key_file) {
        Err(error) => Finding::Bad(error.to_string()),
        Ok(file) if !file.older.is_empty() => Finding::Look(
            "the key file holds an old key: `behorig key rotate` seals anew what it sealed, `behorig key retire` takes it away"
                .to_owned(),
        ),
        Ok(_) if is_open_to_others(&config.key_file) => {
            Finding::Look(format!("others can read the key: chmod 600 {}", config.key_file.display()))
        }
        Ok(_) => Finding::Good("the key is there and for its owner alone".to_owned()),
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::path::Path) -> bool {
    false
}

async fn of_address(config: &Config) -> Finding {
    match TcpListener::bind(config.listen).await {
        Ok(_) => Finding::Good(format!("{} is free to listen on", config.listen)),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Finding::Look(format!("{} is in use: by Behörig, if it runs", config.listen))
        }
        Err(error) => Finding::Bad(format!("server.listen: {} can't be used: {error}", config.listen)),
    }
}

fn of_public_url(config: &Config) -> Finding {
    if config.public_url.starts_with("https://") {
        Finding::Good(format!("people reach it at {}", config.public_url))
    } else {
        Finding::Look("server.public-url is not https: right on this machine only".to_owned())
    }
}

fn of_metrics(config: &Config) -> Option<Finding> {
    let address = config.metrics.filter(|address| !address.ip().is_loopback())?;
    Some(Finding::Look(format!(
        "metrics.listen: {address} gives figures to whoever reaches it: let a firewall say who"
    )))
}

/// Asks BankID about an order that does not exist: whoever answers that knows our certificate.
async fn of_bankid(config: &Config) -> Option<Finding> {
    let bankid = config.bankid.as_ref()?;
    let client = match serve::bankid_settings(bankid) {
        Err(error) => return Some(Finding::Bad(error.to_string())),
        Ok(settings) => behorig_bankid::BankId::new(&settings),
    };
    let client = match client {
        Err(error) => return Some(Finding::Bad(format!("bankid: {error}"))),
        Ok(client) => client,
    };
    let answer =
        tokio::time::timeout(Duration::from_secs(10), client.collect("00000000-0000-0000-0000-000000000000")).await;
    Some(match answer {
        Err(_) => Finding::Bad("bankid.base-url: no answer within ten seconds".to_owned()),
        Ok(Err(error)) if error.code().is_some_and(|code| *code == behorig_bankid::ErrorCode::InvalidParameters) => {
            Finding::Good("BankID answers and knows our certificate".to_owned())
        }
        Ok(Err(error)) => Finding::Bad(format!("bankid.base-url: {error}")),
        Ok(Ok(_)) => Finding::Good("BankID answers".to_owned()),
    })
}

/// Asks the identity provider for what it says of itself.
async fn of_siths(config: &Config) -> Option<Finding> {
    let oidc = config.siths_oidc.as_ref()?;
    let provider = match oidc.settings(&config.public_url) {
        Err(error) => return Some(Finding::Bad(error.to_string())),
        Ok(settings) => behorig_oidc::Provider::new(settings),
    };
    let provider = match provider {
        Err(error) => return Some(Finding::Bad(format!("sign-in.siths.oidc: {error}"))),
        Ok(provider) => provider,
    };
    let now = jiff::Timestamp::from_millisecond(SystemClock.now().0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Some(match tokio::time::timeout(Duration::from_secs(15), provider.check(now)).await {
        Err(_) => Finding::Bad(format!("sign-in.siths.oidc.issuer: {} does not answer", oidc.issuer)),
        Ok(Err(error)) => Finding::Bad(format!("sign-in.siths.oidc.issuer: {error}")),
        Ok(Ok(())) => Finding::Good(format!("{} signs people in with SITHS", oidc.issuer)),
    })
}

/// Reads what the port for cards goes by.
fn of_card_port(config: &Config) -> Option<Finding> {
    let port = config.card_port.as_ref()?;
    Some(match port.check().and_then(|check| port.tls(&check)) {
        Err(error) => Finding::Bad(error.to_string()),
        Ok(_) if port.revocation_lists.is_none() => {
            Finding::Look("revoked SITHS cards are not known: a lost card opens the door until its last day".to_owned())
        }
        Ok(_) => Finding::Good(format!("SITHS cards are judged at {}", port.url)),
    })
}

/// Greets the mail server, shows who we are, and leaves without sending anything.
async fn of_mail(config: &Config) -> Finding {
    let Some(settings) = &config.mail else {
        return Finding::Look("no mail is set up: one-time links are shown to whoever makes them".to_owned());
    };
    let mailer = match mail::mailer(settings, &config.public_url) {
        Err(error) => return Finding::Bad(error.to_string()),
        Ok(mailer) => mailer,
    };
    match tokio::time::timeout(Duration::from_secs(10), mailer.check()).await {
        Err(_) => Finding::Bad(format!("mail.server: {} does not answer within ten seconds", settings.server)),
        Ok(Err(error)) => Finding::Bad(format!("mail.server: {}: {error}", settings.server)),
        Ok(Ok(())) => Finding::Good(format!("{} takes our mail", settings.server)),
    }
}

/// Asks the SMS provider for our account, which costs nothing and sends nothing.
async fn of_sms(config: &Config) -> Option<Finding> {
    let settings = config.sms.as_ref()?;
    let client = match sms::client(settings) {
        Err(error) => return Some(Finding::Bad(error.to_string())),
        Ok(client) => client,
    };
    Some(match tokio::time::timeout(Duration::from_secs(10), client.check()).await {
        Err(_) => Finding::Bad(format!("sms.url: {} does not answer within ten seconds", settings.url)),
        Ok(Err(error)) => Finding::Bad(format!("sms.url: {}: {error}", settings.url)),
        Ok(Ok(())) => {
            Finding::Good(format!("{} knows us (nothing was sent: sender and balance are not tested)", settings.url))
        }
    })
}

/// Puts a file into the store and takes it away, and greets the antivirus program.
async fn of_files(config: &Config) -> Vec<Finding> {
    let place = match &config.files.place {
        FilesPlace::Folder(folder) => folder.display().to_string(),
        FilesPlace::S3 { url, .. } => url.clone(),
    };
    let files = match config.files.open() {
        Err(error) => return vec![Finding::Bad(error.to_string())],
        Ok(files) => files,
    };
    let within = Duration::from_secs(10);
    let store = match tokio::time::timeout(within, files.check()).await {
        Err(_) => Finding::Bad(format!("{place}: the file store does not answer within ten seconds")),
        Ok(Err(error)) => Finding::Bad(format!("{place}: {error}")),
        Ok(Ok(())) => Finding::Good(format!("attachments are kept in {place}")),
    };
    let scanner = match &config.files.clamd {
        None => Finding::Look("no antivirus program looks at attachments: set files.clamd".to_owned()),
        Some(clamd) => match clamd.check().await {
            Err(error) => Finding::Bad(format!("files.clamd: {error}")),
            Ok(()) => Finding::Good(format!("clamd at {clamd} looks at attachments")),
        },
    };
    vec![store, scanner]
}
