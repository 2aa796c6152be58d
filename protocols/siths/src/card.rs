//! What a card says of its holder.

use std::fmt;

use behorig_identity::{HsaId, IdentityNumber};
use jiff::Timestamp;

use crate::CardAssurance;

/// Whom a card is for. Each card has two certificates: one with the HSA-id, one with the identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardIdentifier {
    /// A person in one employment.
    HsaId(HsaId),
    /// A person. Prints masked.
    IdentityNumber(IdentityNumber),
}

/// A card whose certificate [`CardCheck`](crate::CardCheck) has judged good. `Debug` shows no name, and a number masked.
#[derive(Clone, PartialEq, Eq)]
pub struct SithsCard {
    /// Whom it is for: the subject's `serialNumber`.
    pub identifier: CardIdentifier,
    /// The given name on the certificate, where there is one. Nothing is decided by it.
    pub given_name: Option<String>,
    /// The family name on the certificate, where there is one. Nothing is decided by it.
    pub family_name: Option<String>,
    /// The name on the certificate (CN), where there is one. For the person's own eyes; nothing is decided by it.
    pub common_name: Option<String>,
    /// The organisation on the certificate (O), where there is one.
    pub organisation: Option<String>,
    /// Who issued the certificate: its issuer's CN, or the whole name where it has none.
    pub issuer: String,
    /// How surely the holder was identified when the card was issued, by the certificate's policy.
    pub assurance: CardAssurance,
    /// The certificate's number with its issuer, as hexadecimal digits: what a revocation list names, and what an audit event keeps.
    pub serial_number: String,
    /// The last moment at which the certificate holds.
    pub not_after: Timestamp,
}

impl fmt::Debug for SithsCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SithsCard")
            .field("identifier", &self.identifier)
            .field("issuer", &self.issuer)
            .field("assurance", &self.assurance)
            .field("serial_number", &self.serial_number)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}
