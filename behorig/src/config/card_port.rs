//! `sign-in.siths.certificate.*`: the port where browsers show SITHS cards, and whose cards are taken.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use behorig_identity::TestPrefixes;
use behorig_sign_in::siths::CardProof;
use behorig_siths::{CardCheck, HeaderForm, PolicyLevels, Revocation, RevocationLists, TrustedIssuers, TrustedProxies};
use http::HeaderName;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::{ConfigError, Source};

const LISTEN: &str = "sign-in.siths.certificate.listen";
const URL: &str = "sign-in.siths.certificate.url";
const ISSUERS: &str = "sign-in.siths.certificate.issuers";
const LEVELS: &str = "sign-in.siths.certificate.levels";
const LISTS: &str = "sign-in.siths.certificate.revocation-lists";
const OWN: &str = "sign-in.siths.certificate.tls-certificate";
const OWN_KEY: &str = "sign-in.siths.certificate.tls-key";
const PROXIES: &str = "sign-in.siths.certificate.proxies";
const HEADER: &str = "sign-in.siths.certificate.header";
const HEADER_FORM: &str = "sign-in.siths.certificate.header-form";
/// In place of revocation lists.
const NOT_CHECKED: &str = "not-checked";

/// The port for cards.
#[derive(Debug, Clone)]
pub struct CardPortConfig {
    /// `sign-in.siths.certificate.listen`: address and port.
    pub listen: SocketAddr,
    /// `sign-in.siths.certificate.url`: the port as browsers reach it.
    pub url: String,
    /// `sign-in.siths.certificate.issuers`: PEM file of the issuers whose cards are taken.
    pub issuers: PathBuf,
    /// `sign-in.siths.certificate.levels`: what their policies mean.
    pub levels: PolicyLevels,
    /// `sign-in.siths.certificate.revocation-lists`: files; none where revocation is not checked.
    pub revocation_lists: Option<Vec<PathBuf>>,
    /// Who proves that a card's key was used.
    pub proof: ProofConfig,
}

/// Who proves that a card's key was used.
#[derive(Debug, Clone)]
pub enum ProofConfig {
    /// `sign-in.siths.certificate.tls-certificate` and `….tls-key`: PEM files of our own TLS.
    OwnTls(PathBuf, PathBuf),
    /// `sign-in.siths.certificate.proxies`, `….header` and `….header-form`: a proxy's header.
    Proxy(TrustedProxies, HeaderName, HeaderForm),
}

impl CardPortConfig {
    pub(super) fn read(source: &mut Source) -> Result<Option<Self>, ConfigError> {
        let listen = source.text(LISTEN)?;
        let (url, issuers) = (source.text(URL)?, source.text(ISSUERS)?);
        let (levels, lists) = (source.text(LEVELS)?, source.text(LISTS)?);
        let proof = proof(source)?;
        let Some(listen) = listen else {
            return match [&url, &issuers, &levels, &lists].iter().any(|value| value.is_some()) || proof.is_some() {
                true => Err(ConfigError::missing(LISTEN, "another sign-in.siths.certificate setting is set")),
                false => Ok(None),
            };
        };
        let listen =
            listen.parse().map_err(|_| source.wrong(LISTEN, "must be an address and a port, such as 0.0.0.0:8443"))?;
        let needed = |key: &str, value: Option<String>| {
            value.ok_or_else(|| ConfigError::missing(key, "sign-in.siths.certificate.listen is set"))
        };
        let url = needed(URL, url)?.trim_end_matches('/').to_owned();
        if url.strip_prefix("https://").is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', ' '])) {
            return Err(source.wrong(URL, "must be https://… without a path"));
        }
        let levels =
            PolicyLevels::parse(&needed(LEVELS, levels)?).map_err(|error| source.wrong(LEVELS, &error.to_string()))?;
        let lists = needed(LISTS, lists)?;
        let files = || lists.split(',').map(|file| PathBuf::from(file.trim())).collect::<Vec<_>>();
        Ok(Some(Self {
            listen,
            url,
            issuers: needed(ISSUERS, issuers)?.into(),
            levels,
            revocation_lists: (lists != NOT_CHECKED).then(files),
            proof: proof.ok_or_else(|| ConfigError::missing(OWN, "sign-in.siths.certificate.listen is set"))?,
        }))
    }

    /// What judges cards, with the files of issuers and revocation lists as they are now.
    ///
    /// # Errors
    /// The setting whose file can't be read or used.
    pub fn check(&self) -> Result<CardCheck, ConfigError> {
        let issuers =
            TrustedIssuers::from_pem(&read(ISSUERS, &self.issuers)?).map_err(|error| wrong(ISSUERS, &error))?;
        let revocation = match &self.revocation_lists {
            None => Revocation::NotChecked,
            Some(files) => {
                let files = files.iter().map(|file| read(LISTS, file)).collect::<Result<Vec<_>, _>>()?;
                let lists =
                    RevocationLists::new(files.iter().map(Vec::as_slice)).map_err(|error| wrong(LISTS, &error))?;
                Revocation::Lists(lists)
            }
        };
        Ok(CardCheck::new(issuers, revocation, self.levels.clone(), TestPrefixes::none()))
    }

    /// Whose word on a card's key is taken.
    #[must_use]
    pub fn taken_from(&self) -> CardProof {
        match &self.proof {
            ProofConfig::OwnTls(..) => CardProof::OwnTls,
            ProofConfig::Proxy(proxies, header, form) => {
                CardProof::Proxy { proxies: proxies.clone(), header: header.clone(), form: *form }
            }
        }
    }

    /// Our own TLS at the port, which asks browsers for their cards; none where a proxy does.
    ///
    /// # Errors
    /// The setting whose file can't be read or used.
    pub fn tls(&self, check: &CardCheck) -> Result<Option<TlsAcceptor>, ConfigError> {
        let ProofConfig::OwnTls(certificate, key) = &self.proof else { return Ok(None) };
        let own: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect)
            .map_err(|error| wrong(OWN, &error))?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(OWN_KEY, &error))?;
        let tls = check.asking_tls(own, key).map_err(|error| wrong(OWN, &error))?;
        Ok(Some(TlsAcceptor::from(Arc::new(tls))))
    }

    /// The port itself.
    ///
    /// # Errors
    /// Where it can't be had.
    pub async fn bind(&self) -> Result<TcpListener, ConfigError> {
        TcpListener::bind(self.listen)
            .await
            .map_err(|error| ConfigError::file(LISTEN, &format!("{} can't be used: {error}", self.listen)))
    }
}

fn read(key: &str, path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|error| ConfigError::file(key, &format!("{} can't be read: {error}", path.display())))
}

fn wrong(key: &str, error: &dyn std::fmt::Display) -> ConfigError {
    ConfigError::file(key, &error.to_string())
}

fn proof(source: &mut Source) -> Result<Option<ProofConfig>, ConfigError> {
    let (certificate, key, proxies) = (source.text(OWN)?, source.text(OWN_KEY)?, source.text(PROXIES)?);
    let (header, form) = (source.text(HEADER)?, source.text(HEADER_FORM)?);
    for (setting, value) in [(HEADER, &header), (HEADER_FORM, &form)] {
        if value.is_some() && proxies.is_none() {
            return Err(source.wrong(setting, "is set, but sign-in.siths.certificate.proxies is not"));
        }
    }
    match (certificate, key, proxies) {
        (None, None, None) => Ok(None),
        (Some(certificate), Some(key), None) => Ok(Some(ProofConfig::OwnTls(certificate.into(), key.into()))),
        (None, None, Some(proxies)) => {
            let proxies = TrustedProxies::parse(&proxies).map_err(|error| source.wrong(PROXIES, &error.to_string()))?;
            if proxies == TrustedProxies::default() {
                return Err(source.wrong(PROXIES, "names no address: no card would ever be believed"));
            }
            let form = match form.as_deref() {
                None | Some("client-cert") => HeaderForm::ClientCert,
                Some("escaped-pem") => HeaderForm::EscapedPem,
                Some(_) => return Err(source.wrong(HEADER_FORM, "must be client-cert or escaped-pem")),
            };
            let header = header.unwrap_or_else(|| "client-cert".to_owned());
            let header = header.parse().map_err(|_| source.wrong(HEADER, "must be the name of a header"))?;
            Ok(Some(ProofConfig::Proxy(proxies, header, form)))
        }
        (_, _, Some(_)) => {
            Err(source.wrong(PROXIES, "is set, and so is TLS of our own: choose who proves that a card's key was used"))
        }
        (Some(_), None, None) => Err(ConfigError::missing(OWN_KEY, "sign-in.siths.certificate.tls-certificate is set")),
        (None, Some(_), None) => Err(ConfigError::missing(OWN, "sign-in.siths.certificate.tls-key is set")),
    }
}
