//! A certificate authority that lives as long as the simulator, and what it issues.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, Error, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::fmt;

/// A client certificate and its key, both PEM. `Debug` prints neither.
#[derive(Clone)]
pub struct ClientIdentity {
    /// The certificate.
    pub certificate_pem: String,
    /// Its private key, PKCS#8.
    pub key_pem: String,
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientIdentity(****)")
    }
}

pub(crate) struct Certificates {
    pub(crate) authority: CertificateDer<'static>,
    pub(crate) authority_pem: String,
    pub(crate) server: CertificateDer<'static>,
    pub(crate) server_key: PrivateKeyDer<'static>,
    /// The certificate that the API knows.
    pub(crate) registered: CertificateDer<'static>,
    pub(crate) registered_client: ClientIdentity,
    pub(crate) unregistered_client: ClientIdentity,
}

impl Certificates {
    pub(crate) fn issue() -> Result<Self, Error> {
        let authority = authority()?;
        let server_key = KeyPair::generate()?;
        let server =
            leaf("BankID-simulatorn", ExtendedKeyUsagePurpose::ServerAuth)?.signed_by(&server_key, &authority)?;
        let (registered, registered_client) = client(&authority, "Testtjänsten")?;
        let (_, unregistered_client) = client(&authority, "Okänd tjänst")?;
        Ok(Self {
            authority: authority.der().clone(),
            authority_pem: authority.pem(),
            server: server.der().clone(),
            server_key: PrivatePkcs8KeyDer::from(server_key.serialize_der()).into(),
            registered,
            registered_client,
            unregistered_client,
        })
    }
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "BankID-simulatorns utfärdare (TEST)");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn client(
    authority: &CertifiedIssuer<'static, KeyPair>,
    name: &str,
) -> Result<(CertificateDer<'static>, ClientIdentity), Error> {
    let key = KeyPair::generate()?;
    let certificate = leaf(name, ExtendedKeyUsagePurpose::ClientAuth)?.signed_by(&key, authority)?;
    let identity = ClientIdentity { certificate_pem: certificate.pem(), key_pem: key.serialize_pem() };
    Ok((certificate.der().clone(), identity))
}

fn leaf(name: &str, usage: ExtendedKeyUsagePurpose) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()])?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    Ok(params)
}
