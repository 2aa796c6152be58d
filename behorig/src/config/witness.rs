//! `audit.*`: the name of the sealed log, and who witnesses it.

use std::path::{Path, PathBuf};

use behorig_identity::Email;
use behorig_sealed_log::{HttpWitness, MailWitness, Witness};
use behorig_transparency::{KeyName, VerifyingKey};

use super::{Config, ConfigError, MailConfig, Source};
use crate::mail;

/// The sealed log.
#[derive(Debug)]
pub struct SealedLogConfig {
    /// `audit.log-name`: what the log is called when it begins; afterwards it keeps its name.
    pub name: KeyName,
    /// `audit.witness.file`: where checkpoints are appended to.
    pub file: Option<PathBuf>,
    /// `audit.witness.url` with `audit.witness.key`, and `audit.witness.authority`: a witness that cosigns.
    pub http: Option<HttpWitness>,
    /// `audit.witness.mail`: a mailbox that checkpoints are sent to.
    pub mail: Option<Email>,
}

impl SealedLogConfig {
    /// The demo's log, which nobody witnesses.
    #[cfg(feature = "demo")]
    pub(crate) fn of_demo() -> Result<Self, ConfigError> {
        let wrong = |error: behorig_transparency::KeyError| ConfigError::file("audit.log-name", &error.to_string());
        Ok(Self { name: KeyName::new("demo.example/logg").map_err(wrong)?, file: None, http: None, mail: None })
    }

    pub(super) fn read(
        source: &mut Source,
        public_url: &str,
        by_mail: Option<&MailConfig>,
    ) -> Result<Self, ConfigError> {
        let host = public_url.split("://").nth(1).unwrap_or(public_url);
        let name = source.text_or("audit.log-name", &format!("{host}/logg"))?;
        let name = KeyName::new(&name).map_err(|error| source.wrong("audit.log-name", &error.to_string()))?;
        let file = source.text("audit.witness.file")?.map(PathBuf::from);
        Ok(Self { name, file, http: http(source)?, mail: mailbox(source, by_mail)? })
    }
}

impl Config {
    /// The witnesses to show checkpoints to.
    #[must_use]
    pub fn witnesses(&self) -> Vec<Witness> {
        let SealedLogConfig { file, http, mail, .. } = &self.sealed_log;
        let by_mail = mail.clone().map(|to| {
            let none = || Err("mail.server is not set".to_owned());
            let mailer = self
                .mail
                .as_ref()
                .map_or_else(none, |by| mail::mailer(by, &self.public_url).map_err(|error| error.to_string()));
            Witness::Mail(MailWitness::new(mailer, to))
        });
        let file = file.clone().map(Witness::File);
        file.into_iter().chain(http.clone().map(Witness::Http)).chain(by_mail).collect()
    }
}

fn mailbox(source: &mut Source, by: Option<&MailConfig>) -> Result<Option<Email>, ConfigError> {
    let Some(to) = source.text("audit.witness.mail")? else { return Ok(None) };
    let to = Email::parse(&to)
        .map_err(|_| source.wrong("audit.witness.mail", "must be a mailbox, such as arkiv@example.se"))?;
    if by.is_none() {
        return Err(ConfigError::missing("mail.server", "audit.witness.mail is set"));
    }
    Ok(Some(to))
}

fn http(source: &mut Source) -> Result<Option<HttpWitness>, ConfigError> {
    let (key, authority) = (source.text("audit.witness.key")?, source.text("audit.witness.authority")?);
    let Some(url) = source.text("audit.witness.url")? else {
        return match key.or(authority) {
            Some(_) => Err(ConfigError::missing("audit.witness.url", "another setting of the witness is set")),
            None => Ok(None),
        };
    };
    if !["https://", "http://127.0.0.1", "http://[::1]", "http://localhost"].iter().any(|start| url.starts_with(start))
    {
        return Err(source.wrong("audit.witness.url", "must be https://…, but for one on this machine"));
    }
    let key = key.ok_or_else(|| ConfigError::missing("audit.witness.key", "audit.witness.url is set"))?;
    let key = VerifyingKey::parse(&key).map_err(|error| source.wrong("audit.witness.key", &error.to_string()))?;
    let authority = match authority {
        None => None,
        Some(file) => Some(super::read(source, "audit.witness.authority", Path::new(&file))?.into_bytes()),
    };
    let witness = HttpWitness::new(&url, key, authority.as_deref());
    Ok(Some(witness.map_err(|error| source.wrong("audit.witness.key", &error))?))
}
