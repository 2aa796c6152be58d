//! `sms.*`: the provider that text messages are sent by.

use std::path::PathBuf;

use behorig_sms::{SmsSender, SmsUrl};

use super::{ConfigError, Source};

/// The provider that text messages are sent by.
#[derive(Debug)]
pub struct SmsConfig {
    /// `sms.url`: `https://…`.
    pub url: SmsUrl,
    /// `sms.user`.
    pub user: String,
    /// `sms.password-file`.
    pub password_file: PathBuf,
    /// `sms.from`: from whom messages are.
    pub from: SmsSender,
    /// `sms.authority`: PEM file of the authority behind the provider's certificate, where the system knows none.
    pub authority: Option<PathBuf>,
}

impl SmsConfig {
    pub(super) fn read(source: &mut Source) -> Result<Option<Self>, ConfigError> {
        let url = source.text("sms.url")?;
        let [user, password_file, from, authority] =
            ["sms.user", "sms.password-file", "sms.from", "sms.authority"].map(|key| (key, source.text(key)));
        let Some(url) = url else {
            return match [user, password_file, from, authority].iter().any(|(_, value)| !matches!(value, Ok(None))) {
                true => Err(ConfigError::missing("sms.url", "another sms setting is set")),
                false => Ok(None),
            };
        };
        let url = SmsUrl::parse(&url).map_err(|error| source.wrong("sms.url", &error.to_string()))?;
        let needed = |(key, value): (&'static str, Result<Option<String>, ConfigError>)| {
            value?.ok_or_else(|| ConfigError::missing(key, "sms.url is set"))
        };
        let (user, password_file) = (needed(user)?, needed(password_file)?.into());
        let from = SmsSender::parse(&needed(from)?).map_err(|error| source.wrong("sms.from", &error.to_string()))?;
        Ok(Some(Self { url, user, password_file, from, authority: authority.1?.map(PathBuf::from) }))
    }
}
