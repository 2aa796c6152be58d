//! Whose cards we take.

use jiff::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, TrustAnchor};
use x509_parser::prelude::{FromDer, X509Certificate};

/// The issuers whose cards are taken: the certificates of SITHS's issuers of persons, or the root above them.
///
/// Name the issuers of persons (*SITHS e-id Person HSA-id 3 CA v1*, …) and not the root alone: the root vouches for the certificates
/// of servers too.
#[derive(Clone, Debug)]
pub struct TrustedIssuers(Vec<TrustedIssuer>);

#[derive(Clone, Debug)]
pub(crate) struct TrustedIssuer {
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) anchor: TrustAnchor<'static>,
    /// The issuer's name as it stands in what it issues.
    pub(crate) subject: Vec<u8>,
    not_before: i64,
    not_after: i64,
}

impl TrustedIssuer {
    /// A trust anchor has no dates of its own; its certificate has.
    pub(crate) fn holds_at(&self, now: Timestamp) -> bool {
        (self.not_before..=self.not_after).contains(&now.as_second())
    }
}

/// Why issuers can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssuersError {
    /// Not PEM, or without a certificate.
    #[error("must be certificates as PEM, at least one")]
    NotPem,
    /// One of them is no certificate of an authority.
    #[error("certificate {0} is not an authority's: give the certificates of the issuers, not of cards")]
    NotAnAuthority(usize),
}

impl TrustedIssuers {
    /// Reads the issuers' certificates, PEM, one after the other.
    ///
    /// # Errors
    /// [`IssuersError`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, IssuersError> {
        let mut issuers = Vec::new();
        for (place, certificate) in CertificateDer::pem_slice_iter(pem).enumerate() {
            let certificate = certificate.map_err(|_| IssuersError::NotPem)?;
            issuers.push(issuer(certificate).ok_or(IssuersError::NotAnAuthority(place + 1))?);
        }
        if issuers.is_empty() { Err(IssuersError::NotPem) } else { Ok(Self(issuers)) }
    }

    pub(crate) fn all(&self) -> &[TrustedIssuer] {
        &self.0
    }

    /// Those whose own certificate holds at the time.
    pub(crate) fn anchors_at(&self, now: Timestamp) -> Vec<TrustAnchor<'static>> {
        self.0.iter().filter(|issuer| issuer.holds_at(now)).map(|issuer| issuer.anchor.clone()).collect()
    }
}

fn issuer(certificate: CertificateDer<'static>) -> Option<TrustedIssuer> {
    let anchor = webpki::anchor_from_trusted_cert(&certificate).ok()?.to_owned();
    let (_, read) = X509Certificate::from_der(&certificate).ok()?;
    if !read.is_ca() {
        return None;
    }
    let (not_before, not_after) = (read.validity().not_before.timestamp(), read.validity().not_after.timestamp());
    let subject = read.subject().as_raw().to_vec();
    Some(TrustedIssuer { anchor, subject, not_before, not_after, certificate })
}
