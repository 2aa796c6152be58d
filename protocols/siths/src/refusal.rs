//! Why a card is not taken.

/// Why a card is not taken. No text holds anything of the subject: neither name nor number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardRefusal {
    /// No certificate came.
    #[error("no certificate was shown: put the card in its reader and choose its certificate")]
    NoCertificate,
    /// Larger than any card's certificate, or more certificates than any chain of theirs.
    #[error("the certificate is larger than a card's can be: choose the card's own certificate")]
    TooLarge,
    /// What came is not a certificate, or none that can be read.
    #[error("what was shown is not a readable certificate: choose the card's own certificate")]
    NotACertificate,
    /// Signed by nobody whom we trust.
    #[error("the certificate is not from a trusted issuer: choose a SITHS certificate, or have its issuer configured")]
    UnknownIssuer,
    /// The issuer's own certificate is too old, or too new.
    #[error("the issuer's own certificate does not hold now: configure the issuer's current certificate")]
    IssuerOutOfDate,
    /// Past its last moment.
    #[error("the card's certificate has expired: order a new card")]
    Expired,
    /// Before its first moment.
    #[error("the card's certificate is not valid yet: check the server's clock, or wait")]
    NotYetValid,
    /// The issuer has taken it back.
    #[error("the card is revoked: use another card, or a reserve card")]
    Revoked,
    /// No revocation list covers the issuer.
    #[error("no revocation list covers the card's issuer: configure the issuer's list")]
    RevocationUnknown,
    /// The list should have been replaced by now.
    #[error("the issuer's revocation list has run out: fetch its current list")]
    RevocationListTooOld,
    /// The key is not for signing.
    #[error("the certificate's key is not for signing in (no digitalSignature): choose the card's other certificate")]
    NotForSigning,
    /// The certificate is for something else.
    #[error("the certificate is not for signing in (no clientAuth): choose the card's other certificate")]
    NotForSignIn,
    /// It says nothing of how the holder was identified.
    #[error("the certificate has no policy, so its level of assurance is not known: use a SITHS card")]
    NoPolicy,
    /// No policy of it is in the table.
    #[error(
        "no level of assurance is configured for the certificate's policy ({0}): add it to the table if it is right"
    )]
    UnknownPolicy(String),
    /// The subject has no serialNumber.
    #[error(
        "the certificate has no serialNumber, so nobody can be known by it: choose the card's personal certificate"
    )]
    NoIdentifier,
    /// The subject has more than one serialNumber: whom it is for can't be told.
    #[error("the certificate has more than one serialNumber: tell the card's issuer")]
    TwoIdentifiers,
    /// The serialNumber is neither an HSA-id nor an identity number.
    #[error("the certificate's serialNumber is neither an HSA-id nor an identity number: tell the card's issuer")]
    StrangeIdentifier,
    /// Anything else that RFC 5280 asks for.
    #[error("the certificate could not be verified ({0}): tell the card's issuer")]
    NotVerified(String),
}

impl CardRefusal {
    /// The key of its words in the text catalogue.
    #[must_use]
    pub fn message_id(&self) -> &'static str {
        match self {
            Self::NoCertificate => "siths-no-certificate",
            Self::TooLarge => "siths-too-large",
            Self::NotACertificate => "siths-not-a-certificate",
            Self::UnknownIssuer => "siths-unknown-issuer",
            Self::IssuerOutOfDate => "siths-issuer-out-of-date",
            Self::Expired => "siths-expired",
            Self::NotYetValid => "siths-not-yet-valid",
            Self::Revoked => "siths-revoked",
            Self::RevocationUnknown => "siths-revocation-unknown",
            Self::RevocationListTooOld => "siths-revocation-list-too-old",
            Self::NotForSigning => "siths-not-for-signing",
            Self::NotForSignIn => "siths-not-for-sign-in",
            Self::NoPolicy => "siths-no-policy",
            Self::UnknownPolicy(_) => "siths-unknown-policy",
            Self::NoIdentifier => "siths-no-identifier",
            Self::TwoIdentifiers => "siths-two-identifiers",
            Self::StrangeIdentifier => "siths-strange-identifier",
            Self::NotVerified(_) => "siths-not-verified",
        }
    }

    /// Whether the operator has something to mend, and not only the person to choose another card.
    #[must_use]
    pub fn is_for_operator(&self) -> bool {
        matches!(
            self,
            Self::IssuerOutOfDate | Self::RevocationUnknown | Self::RevocationListTooOld | Self::UnknownPolicy(_)
        )
    }
}

impl From<webpki::Error> for CardRefusal {
    fn from(error: webpki::Error) -> Self {
        use webpki::Error;
        match error {
            Error::BadDer | Error::BadDerTime | Error::TrailingData(_) | Error::UnsupportedCertVersion => {
                Self::NotACertificate
            }
            Error::CertExpired { .. } => Self::Expired,
            Error::CertNotValidYet { .. } => Self::NotYetValid,
            Error::CertRevoked => Self::Revoked,
            Error::UnknownRevocationStatus => Self::RevocationUnknown,
            Error::CrlExpired { .. } => Self::RevocationListTooOld,
            // An authority's certificate, its own or ours, is no card; and one that nobody else signed is from nobody we know.
            Error::UnknownIssuer | Error::CaUsedAsEndEntity => Self::UnknownIssuer,
            // The name of a trusted issuer, but not its key.
            Error::InvalidSignatureForPublicKey => Self::UnknownIssuer,
            Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => Self::NotForSignIn,
            other => Self::NotVerified(kind(&other)),
        }
    }
}

/// The error's own name alone: what it carries besides may come from the certificate.
fn kind(error: &webpki::Error) -> String {
    let whole = format!("{error:?}");
    whole.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids of a file of texts.
    fn ids(texts: &str) -> Vec<&str> {
        let mut ids: Vec<&str> = texts.lines().filter_map(|line| line.split_once(" = ").map(|(id, _)| id)).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn every_refusal_is_told_in_both_languages_and_no_text_lacks_its_refusal() {
        use CardRefusal as Refusal;
        let all = [
            Refusal::NoCertificate,
            Refusal::TooLarge,
            Refusal::NotACertificate,
            Refusal::UnknownIssuer,
            Refusal::IssuerOutOfDate,
            Refusal::Expired,
            Refusal::NotYetValid,
            Refusal::Revoked,
            Refusal::RevocationUnknown,
            Refusal::RevocationListTooOld,
            Refusal::NotForSigning,
            Refusal::NotForSignIn,
            Refusal::NoPolicy,
            Refusal::UnknownPolicy(String::new()),
            Refusal::NoIdentifier,
            Refusal::TwoIdentifiers,
            Refusal::StrangeIdentifier,
            Refusal::NotVerified(String::new()),
        ];
        let mut told: Vec<&str> = all.iter().map(CardRefusal::message_id).collect();
        told.sort_unstable();
        assert_eq!(ids(crate::TEXTS_SV), told);
        assert_eq!(ids(crate::TEXTS_EN), told);
    }
}
