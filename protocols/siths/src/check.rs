//! The rules, in one place.

use std::time::Duration;

use behorig_identity::TestPrefixes;
use jiff::Timestamp;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    EndEntityCert, ExpirationPolicy, KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use crate::{CardRefusal, PolicyLevels, Revocation, SithsCard, TrustedIssuers, read};

/// A card's certificate is one or two kilobytes.
const LARGEST_CERTIFICATE: usize = 16 * 1024;
/// The card's, its issuer's, the root's, and something to spare.
const LONGEST_CHAIN: usize = 6;

/// What judges cards. Cheap enough to ask at each sign-in; made anew when issuers or lists change.
#[derive(Clone, Debug)]
pub struct CardCheck {
    issuers: TrustedIssuers,
    revocation: Revocation,
    levels: PolicyLevels,
    test_prefixes: TestPrefixes,
}

impl CardCheck {
    /// Puts together whom we trust, what they have taken back, and what their policies mean. `test_prefixes` lets HSA-ids of test
    /// environments in; none in production.
    #[must_use]
    pub fn new(
        issuers: TrustedIssuers,
        revocation: Revocation,
        levels: PolicyLevels,
        test_prefixes: TestPrefixes,
    ) -> Self {
        Self { issuers, revocation, levels, test_prefixes }
    }

    /// Judges a chain, the card's own certificate first, at a time.
    ///
    /// That the other side holds the card's key is for TLS to prove; see the crate's own page.
    ///
    /// # Errors
    /// The first rule that does not hold, as a [`CardRefusal`].
    pub fn check(&self, chain: &[CertificateDer<'_>], now: Timestamp) -> Result<SithsCard, CardRefusal> {
        let (card, others) = chain.split_first().ok_or(CardRefusal::NoCertificate)?;
        if chain.len() > LONGEST_CHAIN || chain.iter().any(|certificate| certificate.len() > LARGEST_CERTIFICATE) {
            return Err(CardRefusal::TooLarge);
        }
        // Read, and not believed until the chain is verified.
        let unverified = read::certificate(card)?;
        let anchors = self.issuers.anchors_at(now);
        self.verify(card, others, &anchors, now).map_err(|refusal| {
            let is_issued_by_one_out_of_date = refusal == CardRefusal::UnknownIssuer
                && self
                    .issuers
                    .all()
                    .iter()
                    .any(|issuer| !issuer.holds_at(now) && issuer.subject == unverified.issuer().as_raw());
            if is_issued_by_one_out_of_date { CardRefusal::IssuerOutOfDate } else { refusal }
        })?;
        let verified = unverified;
        read::card(&verified, &self.levels, &self.test_prefixes)
    }

    fn verify(
        &self,
        card: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        anchors: &[TrustAnchor<'_>],
        now: Timestamp,
    ) -> Result<(), CardRefusal> {
        let seconds = u64::try_from(now.as_second()).map_err(|_| CardRefusal::NotYetValid)?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let lists = match &self.revocation {
            Revocation::Lists(lists) => lists.read().iter().collect(),
            Revocation::NotChecked => Vec::new(),
        };
        let revocation = match &self.revocation {
            Revocation::NotChecked => None,
            Revocation::Lists(_) => Some(
                RevocationOptionsBuilder::new(&lists)
                    .map_err(|_| CardRefusal::RevocationUnknown)?
                    .with_depth(RevocationCheckDepth::Chain)
                    .with_status_policy(UnknownStatusPolicy::Deny)
                    .with_expiration_policy(ExpirationPolicy::Enforce)
                    .build(),
            ),
        };
        // Named outright: with two providers in one program, the default one panics.
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms.all;
        // That the card itself says clientAuth is asked when it is read: asked for here, it would be asked of every issuer too.
        EndEntityCert::try_from(card)?
            .verify_for_usage(algorithms, anchors, others, time, KeyUsage::client_auth(), revocation, None)
            .map(drop)?;
        Ok(())
    }

    /// The certificates of the issuers whose cards are taken.
    pub(crate) fn trusted(&self) -> impl Iterator<Item = CertificateDer<'static>> {
        self.issuers.all().iter().map(|issuer| issuer.certificate.clone())
    }
}
