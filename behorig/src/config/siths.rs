//! `sign-in.siths.oidc.*`: the identity provider that people sign in by with their SITHS cards.

use std::path::PathBuf;

use behorig_oidc::{AcrLevels, OidcSettings, Provider};

use super::{ConfigError, Source};

/// The identity provider for SITHS cards.
#[derive(Debug)]
pub struct OidcConfig {
    /// `sign-in.siths.oidc.issuer`: `https://…`, exactly as the provider says it.
    pub issuer: String,
    /// `sign-in.siths.oidc.client-id`.
    pub client_id: String,
    /// `sign-in.siths.oidc.client-secret-file`; none for a public client.
    pub client_secret_file: Option<PathBuf>,
    /// `sign-in.siths.oidc.levels`: what the provider's authentication contexts mean, where not Sambi's.
    pub levels: Option<AcrLevels>,
    /// `sign-in.siths.oidc.authority`: PEM file of the authority behind the provider's certificate, where the system knows none.
    pub authority: Option<PathBuf>,
    /// `sign-in.siths.oidc.proxy`.
    pub proxy: Option<String>,
    /// `sign-in.siths.oidc.sign-out-there`: whether whoever signs out here is sent to sign out there too.
    pub signs_out_there: bool,
}

impl OidcConfig {
    pub(super) fn read(source: &mut Source) -> Result<Option<Self>, ConfigError> {
        let issuer = source.text("sign-in.siths.oidc.issuer")?;
        let client_id = source.text("sign-in.siths.oidc.client-id")?;
        let client_secret_file = source.text("sign-in.siths.oidc.client-secret-file")?;
        let levels = match source.text("sign-in.siths.oidc.levels")? {
            None => None,
            Some(text) => Some(
                AcrLevels::parse(&text)
                    .map_err(|error| source.wrong("sign-in.siths.oidc.levels", &error.to_string()))?,
            ),
        };
        let authority = source.text("sign-in.siths.oidc.authority")?;
        let proxy = source.text("sign-in.siths.oidc.proxy")?;
        let signs_out_there = source.parsed("sign-in.siths.oidc.sign-out-there", "true or false", "true")?;
        let Some(issuer) = issuer else {
            let others = [&client_id, &client_secret_file, &authority, &proxy];
            return match others.iter().any(|value| value.is_some()) || levels.is_some() {
                true => {
                    Err(ConfigError::missing("sign-in.siths.oidc.issuer", "another sign-in.siths.oidc setting is set"))
                }
                false => Ok(None),
            };
        };
        let client_id = client_id
            .ok_or_else(|| ConfigError::missing("sign-in.siths.oidc.client-id", "sign-in.siths.oidc.issuer is set"))?;
        let tried = OidcSettings::new(&issuer, &client_id, None, "https://behorig.example/");
        if let Err(error) = Provider::new(tried) {
            return Err(source.wrong("sign-in.siths.oidc.issuer", &error.to_string()));
        }
        Ok(Some(Self {
            issuer,
            client_id,
            client_secret_file: client_secret_file.map(PathBuf::from),
            levels,
            authority: authority.map(PathBuf::from),
            proxy,
            signs_out_there,
        }))
    }

    /// What the client needs, with the files read. `public_url` is where people are sent back to.
    ///
    /// # Errors
    /// The setting whose file can't be read.
    pub fn settings(&self, public_url: &str) -> Result<OidcSettings, ConfigError> {
        let read = |key: &str, path: &PathBuf| {
            std::fs::read(path)
                .map_err(|error| ConfigError::file(key, &format!("{} can't be read: {error}", path.display())))
        };
        let secret = match &self.client_secret_file {
            None => None,
            Some(path) => {
                let key = "sign-in.siths.oidc.client-secret-file";
                let text = String::from_utf8(read(key, path)?)
                    .map_err(|_| ConfigError::file(key, "must hold the secret as text"))?;
                Some(text.trim().to_owned())
            }
        };
        let back = format!("{public_url}{}", behorig_sign_in::SITHS_RETURN_PATH);
        let mut settings = OidcSettings::new(&self.issuer, &self.client_id, secret.as_deref(), &back);
        if let Some(path) = &self.authority {
            settings.authority_pem = Some(read("sign-in.siths.oidc.authority", path)?);
        }
        if let Some(levels) = &self.levels {
            settings.levels = levels.clone();
        }
        settings.proxy = self.proxy.clone();
        Ok(settings)
    }
}
