//! TLS to PostgreSQL: when it is spoken, and whom it trusts.

use std::net::IpAddr;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// The certificate authorities behind a database server's certificate, where the system does not know them. They are trusted
/// instead of the system's.
#[derive(Debug, Clone)]
pub struct Authority(Arc<RootCertStore>);

/// Why a file names no authority.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// It is not PEM, or PEM of something else.
    #[error("the file holds no certificate in PEM")]
    Empty,
    /// A block that says it is a certificate is none.
    #[error("the file holds a certificate that can't be read")]
    Damaged,
}

impl Authority {
    /// Reads one or more certificates in PEM.
    ///
    /// # Errors
    /// If there is no certificate, or one that can't be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, AuthorityError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(|_| AuthorityError::Damaged)?).map_err(|_| AuthorityError::Damaged)?;
        }
        if roots.is_empty() { Err(AuthorityError::Empty) } else { Ok(Self(Arc::new(roots))) }
    }
}

/// Whether TLS is spoken. Whatever the URL says, a certificate that is shown is verified.
pub(crate) fn mode(config: &Config, url: &str) -> SslMode {
    match config.get_ssl_mode() {
        said @ (SslMode::Disable | SslMode::Require) => said,
        // The library says "prefer" also where the URL says nothing, and one who listens in could make it mean "plain".
        _ if !stays_on_this_machine(config) => SslMode::Require,
        _ if url.contains("sslmode=prefer") => SslMode::Prefer,
        _ => SslMode::Disable,
    }
}

fn stays_on_this_machine(config: &Config) -> bool {
    let hosts_do = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(is_loopback),
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    hosts_do && config.get_hostaddrs().iter().copied().all(is_loopback)
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// What makes connections as `config` asks for them.
pub(crate) fn connector(config: &Config, authority: Option<&Authority>) -> Result<MakeRustlsConnect, StoreError> {
    let unusable = |error: rustls::Error| StoreError::Unavailable(format!("TLS can't be set up: {error}"));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(unusable)?;
    let builder = match authority {
        Some(Authority(roots)) => builder.with_root_certificates(Arc::clone(roots)),
        // Nobody is asked, so the system need not have any roots.
        None if config.get_ssl_mode() == SslMode::Disable => builder.with_root_certificates(RootCertStore::empty()),
        None => builder.with_platform_verifier().map_err(unusable)?,
    };
    let mut client = builder.with_no_client_auth();
    // PostgreSQL 17 asks for it where `sslnegotiation=direct`; older servers pay no heed.
    client.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(client))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode_of(url: &str) -> SslMode {
        mode(&url.parse().unwrap(), url)
    }

    #[test]
    fn what_stays_on_this_machine_is_plain_unless_the_url_asks_for_tls() {
        for place in ["a@127.0.0.1:1/b?", "a@127.8.9.1/b?", "a@[::1]/b?", "a@[::ffff:127.0.0.1]/b?", "a@LocalHost/b?"]
            .into_iter()
            .chain(["a@%2Frun%2Fpostgresql/b?", "/b?host=/run/postgresql&", "a@localhost/b?hostaddr=127.0.0.1&"])
        {
            let url = format!("postgres://{place}");
            assert_eq!(mode_of(&format!("{url}application_name=x")), SslMode::Disable, "{url}");
            for (said, meant) in
                [("disable", SslMode::Disable), ("prefer", SslMode::Prefer), ("require", SslMode::Require)]
            {
                assert_eq!(mode_of(&format!("{url}sslmode={said}")), meant, "{url} {said}");
            }
        }
    }

    #[test]
    fn what_leaves_this_machine_is_by_tls_unless_the_url_says_disable() {
        for place in ["a@db.example.se/b?", "a@10.0.0.1/b?", "a@[2001:db8::1]/b?", "a@localhost.example.se/b?"]
            .into_iter()
            .chain(["a@localhost,db.example.se/b?", "a@localhost/b?hostaddr=10.0.0.1&", "a@x/b?hostaddr=127.0.0.1&"])
        {
            let url = format!("postgres://{place}");
            assert_eq!(mode_of(&format!("{url}application_name=x")), SslMode::Require, "{url}");
            for (said, meant) in
                [("disable", SslMode::Disable), ("prefer", SslMode::Require), ("require", SslMode::Require)]
            {
                assert_eq!(mode_of(&format!("{url}sslmode={said}")), meant, "{url} {said}");
            }
        }
    }

    #[test]
    fn an_authority_is_a_certificate_and_nothing_else() {
        let block = |text: &str| format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
        for (pem, error) in [
            (String::new(), AuthorityError::Empty),
            ("no PEM".to_owned(), AuthorityError::Empty),
            (block("AAAA"), AuthorityError::Damaged),
            (block("!"), AuthorityError::Damaged),
        ] {
            assert_eq!(Authority::from_pem(pem.as_bytes()).unwrap_err(), error, "{pem:?}");
        }
    }
}
