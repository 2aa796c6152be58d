//! A certificate for the server, and the authority behind it: both live as long as the server.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, Error, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

pub(crate) struct Certificates {
    pub(crate) authority_pem: String,
    pub(crate) server: CertificateDer<'static>,
    pub(crate) server_key: PrivateKeyDer<'static>,
}

impl Certificates {
    pub(crate) fn issue() -> Result<Self, Error> {
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, "Växelns utfärdare (TEST)");
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
        let mut server = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()])?;
        server.distinguished_name.push(DnType::CommonName, "Växeln (TEST)");
        server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate()?;
        let server = server.signed_by(&key, &authority)?;
        Ok(Self {
            authority_pem: authority.pem(),
            server: server.der().clone(),
            server_key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        })
    }
}
