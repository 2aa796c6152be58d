//! Where BankID is and how we prove who we are.

use reqwest::{Certificate, Identity, Url};
use std::fmt;

/// BankID's production service.
pub const PRODUCTION: &str = "https://appapi2.bankid.com/rp/v6.0";
/// BankID's test service, which knows test persons only.
pub const TEST: &str = "https://appapi2.test.bankid.com/rp/v6.0";

/// What [`crate::BankId`] needs. `Debug` prints neither key nor certificate.
#[derive(Clone)]
pub struct BankIdSettings {
    /// [`PRODUCTION`], [`TEST`] or another address of the API, up to and with its version.
    pub base_url: String,
    /// Our certificate from a bank, with its chain, as PEM.
    pub client_certificate_pem: Vec<u8>,
    /// The private key of that certificate as PEM: PKCS#8, PKCS#1 or SEC1, unencrypted.
    pub client_key_pem: Vec<u8>,
    /// BankID's own certificate authority as PEM. Nothing else is trusted, the machine's store least of all.
    pub server_ca_pem: Vec<u8>,
    /// A proxy for the calls, such as `http://proxy.region.example:3128`. None is taken from the environment.
    pub proxy: Option<String>,
}

impl fmt::Debug for BankIdSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BankIdSettings").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// Which setting is wrong. Each text is one line that an operator can act on.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The address of the API.
    #[error("BankID's address must be an https address")]
    BaseUrl,
    /// The address of the app.
    #[error("the BankID app's address must be an https address, or http on this machine")]
    AppAddress,
    /// Our certificate or its key.
    #[error("BankID's client certificate and key must be PEM and belong together: {0}")]
    ClientIdentity(#[source] reqwest::Error),
    /// BankID's certificate authority.
    #[error("BankID's certificate authority must be at least one certificate as PEM")]
    ServerCa,
    /// The proxy.
    #[error("BankID's proxy must be an http or https address: {0}")]
    Proxy(#[source] reqwest::Error),
    /// Everything reads well, but TLS does not accept it together.
    #[error("BankID's certificates were not accepted: {0}")]
    Tls(#[source] reqwest::Error),
}

impl BankIdSettings {
    /// The address of one method of the API.
    pub(crate) fn method_url(&self) -> Result<impl Fn(&str) -> String + use<>, SettingsError> {
        let base = self.base_url.trim_end_matches('/').to_owned();
        let url = Url::parse(&base).map_err(|_| SettingsError::BaseUrl)?;
        if url.scheme() != "https" || !url.has_host() || url.query().is_some() {
            return Err(SettingsError::BaseUrl);
        }
        Ok(move |method: &str| format!("{base}/{method}"))
    }

    pub(crate) fn identity(&self) -> Result<Identity, SettingsError> {
        let pem = [self.client_certificate_pem.as_slice(), b"\n", self.client_key_pem.as_slice()].concat();
        Identity::from_pem(&pem).map_err(SettingsError::ClientIdentity)
    }

    pub(crate) fn trusted(&self) -> Result<Vec<Certificate>, SettingsError> {
        let trusted = Certificate::from_pem_bundle(&self.server_ca_pem).map_err(|_| SettingsError::ServerCa)?;
        if trusted.is_empty() { Err(SettingsError::ServerCa) } else { Ok(trusted) }
    }
}

/// Where a browser is sent to open the app on the same device: `https://app.bankid.com/` unless set otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppAddress(String);

impl Default for AppAddress {
    fn default() -> Self {
        Self("https://app.bankid.com/".to_owned())
    }
}

impl AppAddress {
    /// Takes an address: https, or plain http on this very machine, where a stand-in for the app may live.
    ///
    /// # Errors
    /// [`SettingsError::AppAddress`].
    pub fn parse(address: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(address).map_err(|_| SettingsError::AppAddress)?;
        let on_this_machine = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        let safe = url.scheme() == "https" || (url.scheme() == "http" && on_this_machine);
        if !safe || url.query().is_some() || url.fragment().is_some() {
            return Err(SettingsError::AppAddress);
        }
        Ok(Self(url.into()))
    }

    /// Scheme, host and port: where a page's policy must let a form lead.
    #[must_use]
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }

    /// The link that opens the app with an order.
    ///
    /// `redirect` is where the app sends the browser afterwards; leave it out when the order has a
    /// [`return_url`](crate::OrderRequest::return_url), which replaces it.
    #[must_use]
    pub fn autostart_url(&self, auto_start_token: &str, redirect: Option<&str>) -> String {
        let Ok(mut url) = Url::parse(&self.0) else { return self.0.clone() };
        url.query_pairs_mut()
            .append_pair("autostarttoken", auto_start_token)
            .extend_pairs(redirect.map(|target| ("redirect", target)));
        url.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6";

    fn settings(base_url: &str) -> BankIdSettings {
        BankIdSettings {
            base_url: base_url.to_owned(),
            client_certificate_pem: Vec::new(),
            client_key_pem: b"SECRET".to_vec(),
            server_ca_pem: Vec::new(),
            proxy: None,
        }
    }

    #[test]
    fn the_link_to_the_app_is_bankids_own() {
        let app = AppAddress::default();
        assert_eq!(app.autostart_url(TOKEN, None), format!("https://app.bankid.com/?autostarttoken={TOKEN}"));
        let back = "https://behorig.example/tillbaka?a=1&b=å#x";
        assert_eq!(
            app.autostart_url(TOKEN, Some(back)),
            format!(
                "https://app.bankid.com/?autostarttoken={TOKEN}&redirect=https%3A%2F%2Fbehorig.example%2Ftillbaka%3Fa%3D1%26b%3D%C3%A5%23x"
            )
        );
    }

    #[test]
    fn the_app_may_be_elsewhere_only_by_https_or_on_this_machine() {
        assert!(AppAddress::parse("http://127.0.0.1:8081").is_ok());
        assert!(AppAddress::parse("https://phone.example/app").is_ok());
        for address in ["http://phone.example/", "javascript:alert(1)", "https://app.bankid.com/?a=b", "", "app"] {
            assert!(AppAddress::parse(address).is_err(), "{address}");
        }
    }

    #[test]
    fn the_service_is_reached_by_https_only() {
        assert_eq!(
            settings("https://bankid.example/rp/v6.0/").method_url().ok().unwrap()("auth"),
            "https://bankid.example/rp/v6.0/auth"
        );
        for address in ["http://127.0.0.1/rp/v6.0", "", "bankid.example"] {
            assert!(matches!(settings(address).method_url().map(|_| ()), Err(SettingsError::BaseUrl)), "{address}");
        }
    }

    #[test]
    fn settings_that_hold_no_certificate_are_refused_by_name() {
        let settings = settings(TEST);
        assert!(matches!(settings.identity(), Err(SettingsError::ClientIdentity(_))));
        assert!(matches!(settings.trusted(), Err(SettingsError::ServerCa)));
        assert!(!format!("{settings:?}").contains("SECRET"));
    }
}
