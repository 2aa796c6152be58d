//! Who asks the keys: this installation, by the address that people type.

use std::net::IpAddr;

use behorig_visit::{PageError, VisitSettings};
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder, WebauthnError};

/// Why no key can be asked in this installation.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoParty {
    /// Browsers ask keys for names alone, over TLS or on the machine itself.
    #[error("keys are bound to a name: the public address must be https:// with one, or localhost")]
    NoName,
    /// The library refuses the address.
    #[error("keys can't be asked for the public address: {0}")]
    Library(#[from] WebauthnError),
}

impl From<NoParty> for PageError {
    fn from(error: NoParty) -> Self {
        Self::Fault(error.to_string())
    }
}

/// The party that keys are bound to: the host of the public address. Answers for any other origin are refused.
///
/// A number is no name that a key is bound to; on the machine itself it goes by `localhost` instead.
pub(crate) fn relying_party(settings: &VisitSettings) -> Result<Webauthn, NoParty> {
    let origin = origin_of(&settings.public_url).ok_or(NoParty::NoName)?;
    let name = origin.domain().ok_or(NoParty::NoName)?;
    Ok(WebauthnBuilder::new(name, &origin)?.rp_name(&settings.installation).build()?)
}

/// The origin that a browser has when it asks a key for us.
pub(crate) fn origin_of(public_url: &str) -> Option<Url> {
    let mut origin = Url::parse(public_url).ok()?;
    let host = origin.host_str()?.trim_matches(['[', ']']).to_owned();
    match host.parse::<IpAddr>() {
        Ok(address) if address.is_loopback() => origin.set_host(Some("localhost")).ok()?,
        Ok(_) => return None,
        Err(_) => {}
    }
    (origin.scheme() == "https" || origin.domain() == Some("localhost")).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(public_url: &str) -> VisitSettings {
        VisitSettings {
            public_url: public_url.to_owned(),
            installation: "Region Norrsjö".to_owned(),
            trusted_proxies: 0,
            sessions: behorig_visit::SessionLimits::default(),
            demo: false,
        }
    }

    #[test]
    fn a_key_is_bound_to_the_name_in_the_address_bar() {
        let origin = |url: &str| origin_of(url).map(|origin| origin.as_str().trim_end_matches('/').to_owned());
        assert_eq!(origin("https://behorig.example.se").as_deref(), Some("https://behorig.example.se"));
        assert_eq!(origin("https://behorig.example.se:8443").as_deref(), Some("https://behorig.example.se:8443"));
        assert_eq!(origin("http://127.0.0.1:8080").as_deref(), Some("http://localhost:8080"));
        assert_eq!(origin("http://[::1]:8080").as_deref(), Some("http://localhost:8080"));
        assert_eq!(origin("http://localhost:8080").as_deref(), Some("http://localhost:8080"));
    }

    #[test]
    fn without_a_name_or_without_tls_no_key_is_asked() {
        for url in ["http://behorig.example.se", "https://192.0.2.7", "http://192.0.2.7:8080", "nonsense"] {
            assert!(matches!(relying_party(&settings(url)), Err(NoParty::NoName)), "{url}");
        }
        assert!(relying_party(&settings("https://behorig.example.se")).is_ok());
    }
}
