//! Where the IdP is, who we are to it, and what we believe.

use std::fmt;
use std::time::Duration;

use behorig_identity::TestPrefixes;
use openidconnect::IssuerUrl;
use openidconnect::core::CoreJwsSigningAlgorithm;
use reqwest::Url;

use crate::AcrLevels;

const LARGEST_SKEW: Duration = Duration::from_secs(300);

/// How a token may be signed. Signatures by a shared secret, and none at all, can't be configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SigningAlgorithm {
    /// RSA, PKCS#1 v1.5, with SHA-256: what every IdP can.
    Rs256,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
}

impl SigningAlgorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::Es384];

    pub(crate) fn of_library(self) -> CoreJwsSigningAlgorithm {
        match self {
            Self::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            Self::Ps256 => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
            Self::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            Self::Es384 => CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        }
    }

    /// Its name in the header of a token.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
        }
    }
}

/// What [`crate::Provider`] needs. `Debug` prints no secret.
#[derive(Clone)]
pub struct OidcSettings {
    /// The IdP's issuer, exactly as it says it: `https://idp.example/oidc`. `http` is for this machine alone.
    pub issuer: String,
    /// Who we are to it.
    pub client_id: String,
    /// Our secret with it; none for a public client, which PKCE alone protects.
    pub client_secret: Option<String>,
    /// Where it sends people back to, as registered with it.
    pub return_address: String,
    /// The authority that vouches for it, in PEM, where the system's own do not.
    pub authority_pem: Option<Vec<u8>>,
    /// A proxy for the calls. None is taken from the environment.
    pub proxy: Option<String>,
    /// How its tokens may be signed.
    pub algorithms: Vec<SigningAlgorithm>,
    /// What its contexts mean.
    pub levels: AcrLevels,
    /// How much its clock may differ from ours: 60 seconds unless set, 5 minutes at most.
    pub clock_skew: Duration,
    /// How long its answers are waited for: 10 seconds unless set.
    pub answer_within: Duration,
    /// Whether its userinfo endpoint is asked, where it has one, for what the ID token leaves out.
    pub asks_user_info: bool,
    /// HSA-ids of test environments that are let in; none in production.
    pub test_prefixes: TestPrefixes,
}

impl OidcSettings {
    /// Settings with everything left as it usually is.
    #[must_use]
    pub fn new(issuer: &str, client_id: &str, client_secret: Option<&str>, return_address: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.map(str::to_owned),
            return_address: return_address.to_owned(),
            authority_pem: None,
            proxy: None,
            algorithms: SigningAlgorithm::ALL.to_vec(),
            levels: AcrLevels::default(),
            clock_skew: Duration::from_secs(60),
            answer_within: Duration::from_secs(10),
            asks_user_info: true,
            test_prefixes: TestPrefixes::none(),
        }
    }

    pub(crate) fn check(&self) -> Result<IssuerUrl, SettingsError> {
        let issuer = Url::parse(&self.issuer).map_err(|_| SettingsError::Issuer)?;
        if !is_safe(&issuer) || issuer.query().is_some() || issuer.fragment().is_some() {
            return Err(SettingsError::Issuer);
        }
        let back = Url::parse(&self.return_address).map_err(|_| SettingsError::ReturnAddress)?;
        if !is_safe(&back) || back.fragment().is_some() {
            return Err(SettingsError::ReturnAddress);
        }
        if self.client_id.trim().is_empty() {
            return Err(SettingsError::ClientId);
        }
        if self.algorithms.is_empty() {
            return Err(SettingsError::Algorithms);
        }
        if self.clock_skew > LARGEST_SKEW {
            return Err(SettingsError::ClockSkew);
        }
        IssuerUrl::new(self.issuer.clone()).map_err(|_| SettingsError::Issuer)
    }

    /// How much the clocks may differ, in whole seconds.
    pub(crate) fn skew_seconds(&self) -> i64 {
        i64::try_from(self.clock_skew.as_secs()).unwrap_or_default()
    }
}

/// Whether what is sent there can be read by nobody else: https, or this very machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    let has_login = !url.username().is_empty() || url.password().is_some();
    url.has_host() && !has_login && (url.scheme() == "https" || (url.scheme() == "http" && is_here))
}

impl fmt::Debug for OidcSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OidcSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Which setting is wrong. Each text is one line that an operator can act on.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The issuer.
    #[error("the issuer must be an https address, such as https://idp.example/oidc, or http on this machine")]
    Issuer,
    /// The address to come back to.
    #[error("the return address must be an https address, or http on this machine")]
    ReturnAddress,
    /// The client id.
    #[error("the client id must not be empty")]
    ClientId,
    /// No algorithm.
    #[error("at least one algorithm must be allowed")]
    Algorithms,
    /// Clocks that differ by more are to be put right.
    #[error("the clocks may differ by 5 minutes at most: put the clock right instead")]
    ClockSkew,
    /// The authority.
    #[error("the identity provider's authority must be at least one certificate as PEM")]
    Authority,
    /// The proxy.
    #[error("the proxy must be an http or https address")]
    Proxy,
    /// Everything reads well, but TLS does not accept it together.
    #[error("TLS could not be set up: {0}")]
    Tls(#[source] reqwest::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> OidcSettings {
        OidcSettings::new("https://idp.example/oidc", "behorig", Some("hemligt"), "https://behorig.example/tillbaka")
    }

    #[test]
    fn the_clear_is_for_this_machine_alone_and_no_secret_prints() {
        assert!(settings().check().is_ok());
        assert!(!format!("{:?}", settings()).contains("hemligt"));
        for issuer in [
            "",
            "idp.example",
            "http://idp.example",
            "https://u:p@idp.example",
            "https://idp.example/?x",
            "ftp://127.0.0.1",
        ] {
            let refused = OidcSettings { issuer: issuer.to_owned(), ..settings() }.check();
            assert!(matches!(refused, Err(SettingsError::Issuer)), "{issuer}");
        }
        assert!(OidcSettings { issuer: "http://127.0.0.1:8080".to_owned(), ..settings() }.check().is_ok());
    }

    #[test]
    fn a_clock_may_not_be_wrong_by_an_hour() {
        let refused = OidcSettings { clock_skew: Duration::from_secs(301), ..settings() }.check();
        assert!(matches!(refused, Err(SettingsError::ClockSkew)));
        assert!(matches!(OidcSettings { algorithms: vec![], ..settings() }.check(), Err(SettingsError::Algorithms)));
    }
}
