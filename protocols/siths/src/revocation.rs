//! What the issuers have taken back.

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::CertificateRevocationListDer;
use rustls::pki_types::pem::PemObject;
use webpki::{CertRevocationList, OwnedCertRevocationList};

/// Whether revoked cards are known.
#[derive(Clone, Debug)]
pub enum Revocation {
    /// By the issuers' lists. A card whose issuer has no list here is refused, and so is one whose list has run out.
    Lists(RevocationLists),
    /// Not at all: for a machine without cards of real people. A card that is lost opens the door until its last day.
    NotChecked,
}

/// The issuers' revocation lists (CRL) as fetched. Their signatures are checked when a card is. Cheap to clone.
#[derive(Clone)]
pub struct RevocationLists(
    /// A list is megabytes, so it is read once.
    Arc<[CertRevocationList<'static>]>,
);

impl fmt::Debug for RevocationLists {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RevocationLists({})", self.0.len())
    }
}

/// Why lists can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RevocationError {
    /// None given.
    #[error("must be at least one revocation list")]
    Empty,
    /// One of them can't be read, or is of a kind that is not understood (delta, indirect).
    #[error("file {0} is not a revocation list that can be read, as DER or as PEM")]
    NotAList(usize),
}

impl RevocationLists {
    /// Reads lists, one in each file as issuers publish them: DER, or PEM.
    ///
    /// # Errors
    /// [`RevocationError`], which says which file, counted from 1.
    pub fn new<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, RevocationError> {
        let mut read = Vec::new();
        for (place, file) in files.into_iter().enumerate() {
            read.push(list(file).ok_or(RevocationError::NotAList(place + 1))?);
        }
        if read.is_empty() { Err(RevocationError::Empty) } else { Ok(Self(read.into())) }
    }

    pub(crate) fn read(&self) -> &[CertRevocationList<'static>] {
        &self.0
    }
}

fn list(file: &[u8]) -> Option<CertRevocationList<'static>> {
    let der = if file.first() == Some(&0x30) {
        CertificateRevocationListDer::from(file.to_vec())
    } else {
        CertificateRevocationListDer::from_pem_slice(file).ok()?
    };
    Some(OwnedCertRevocationList::from_der(&der).ok()?.into())
}
