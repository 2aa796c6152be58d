//! Whom a card proved, from wherever it was shown.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use behorig_access::Assurance;
use behorig_identity::{HsaId, IdentityNumber};
use behorig_oidc::SignedIn;
use behorig_siths::{CardAssurance, CardIdentifier, SithsCard};
use serde::{Deserialize, Serialize};

/// What a card, or the directory behind it, says of its holder. It is kept sealed; `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenCard {
    /// Given name, where it is said.
    pub given_name: String,
    /// Family name, where it is said.
    pub family_name: String,
    /// The HSA-ids of the holder's employments, the one that they signed in with first.
    pub hsa_ids: Vec<String>,
    /// Whether the first of them was chosen already, or is the only one.
    pub chosen: bool,
    /// The identity number as stored.
    pub(crate) number: Option<String>,
    /// The commissions, the chosen one first.
    pub commissions: Vec<CardCommission>,
    /// Whether the first commission was chosen already.
    pub(crate) commission_chosen: bool,
    /// `high` or `two-factor`, as the level of the session will be.
    pub(crate) level: String,
    /// What the identity provider knows the person and its session by, hashed with its issuer.
    pub(crate) provider: Option<AtProvider>,
}

/// A commission, as far as it says where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCommission {
    /// Its name.
    pub name: Option<String>,
    /// The HSA-id of its care unit.
    pub unit: Option<String>,
}

/// What the identity provider knows somebody by. Hashed: the subject may be an identity number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AtProvider {
    pub(crate) subject: Vec<u8>,
    pub(crate) session: Option<Vec<u8>>,
}

/// A name that an issuer gave, as it is stored: one issuer's names are not another's.
pub(crate) fn hashed(issuer: &str, name: &str) -> Vec<u8> {
    digest(&SHA256, format!("{issuer}\n{name}").as_bytes()).as_ref().to_vec()
}

impl ProvenCard {
    /// Of an answer of the identity provider.
    pub(crate) fn of_provider(issuer: &str, said: SignedIn) -> Self {
        let id = |id: &HsaId| id.as_str().to_owned();
        let mut hsa_ids: Vec<String> = said.employee_hsa_id.iter().chain(&said.all_employee_hsa_ids).map(id).collect();
        unique(&mut hsa_ids);
        let chosen = said.employee_hsa_id.is_some() || hsa_ids.len() < 2;
        let commission = |one: &behorig_oidc::Commission| CardCommission {
            name: one.name.clone(),
            unit: one.unit.as_ref().map(|unit| id(&unit.hsa_id)),
        };
        let mut commissions: Vec<CardCommission> = said.commission.iter().map(commission).collect();
        for one in said.all_commissions.iter().map(commission) {
            if commissions.iter().all(|known| known.unit != one.unit || known.unit.is_none()) {
                commissions.push(one);
            }
        }
        Self {
            given_name: said.given_name.unwrap_or_default(),
            family_name: said.family_name.unwrap_or_default(),
            hsa_ids,
            chosen,
            number: said.identity_number.map(|number| number.as_stored().to_owned()),
            commission_chosen: said.commission.is_some(),
            commissions,
            level: level_of(said.assurance).key().to_owned(),
            provider: Some(AtProvider {
                subject: hashed(issuer, &said.subject),
                session: said.session.map(|session| hashed(issuer, &session)),
            }),
        }
    }

    /// Of a card's own certificate that was judged good. No directory stands behind it: it says no commission.
    pub(crate) fn of_certificate(card: &SithsCard) -> Self {
        let (hsa_ids, number) = match &card.identifier {
            CardIdentifier::HsaId(id) => (vec![id.as_str().to_owned()], None),
            CardIdentifier::IdentityNumber(number) => (Vec::new(), Some(number.as_stored().to_owned())),
        };
        let level = match card.assurance {
            CardAssurance::Loa3 => Assurance::High,
            CardAssurance::Loa2 => Assurance::TwoFactor,
        };
        Self {
            given_name: card.given_name.clone().unwrap_or_default(),
            family_name: card.family_name.clone().unwrap_or_default(),
            hsa_ids,
            chosen: true,
            number,
            commissions: Vec::new(),
            commission_chosen: true,
            level: level.key().to_owned(),
            provider: None,
        }
    }

    /// The identity number, where it is known. Prints masked.
    #[must_use]
    pub fn identity_number(&self) -> Option<IdentityNumber> {
        IdentityNumber::from_stored(self.number.as_deref()?).ok()
    }

    /// What the identity provider knows the person and its session by, where one vouched for the card.
    pub(crate) fn at_provider(&self) -> (Option<&[u8]>, Option<&[u8]>) {
        let known = self.provider.as_ref();
        (known.map(|known| known.subject.as_slice()), known.and_then(|known| known.session.as_deref()))
    }

    /// How surely the card proved it.
    pub(crate) fn assurance(&self) -> Assurance {
        Assurance::from_key(&self.level).unwrap_or(Assurance::Password)
    }

    /// Whether the holder has several employments or commissions, and nobody has asked them which yet.
    pub(crate) fn leaves_a_choice(&self) -> bool {
        (self.hsa_ids.len() > 1 && !self.chosen) || (self.commissions.len() > 1 && !self.commission_chosen)
    }
}

/// Level 3 is an approved e-identification; level 2, a reserve card, is as good as two factors and no better.
fn level_of(level: behorig_oidc::Assurance) -> Assurance {
    match level {
        behorig_oidc::Assurance::Loa3 => Assurance::High,
        behorig_oidc::Assurance::Loa2 => Assurance::TwoFactor,
    }
}

fn unique(all: &mut Vec<String>) {
    let mut seen: Vec<String> = Vec::with_capacity(all.len());
    all.retain(|one| {
        let is_new = !seen.contains(one);
        if is_new {
            seen.push(one.clone());
        }
        is_new
    });
}

impl fmt::Debug for ProvenCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ProvenCard(****)")
    }
}

#[cfg(test)]
mod tests {
    use behorig_oidc::{CareUnit, Commission};

    use super::*;

    fn id(text: &str) -> HsaId {
        HsaId::parse(text).unwrap()
    }

    fn commission(unit: &str) -> Commission {
        Commission {
            hsa_id: id("SE2321000016-U001"),
            name: None,
            purpose: None,
            rights: Vec::new(),
            unit: Some(CareUnit { hsa_id: id(unit), name: None }),
            provider: None,
        }
    }

    fn said() -> SignedIn {
        SignedIn {
            subject: "198201012385".to_owned(),
            session: Some("s-1".to_owned()),
            assurance: behorig_oidc::Assurance::Loa2,
            authenticated_at: None,
            given_name: Some("Karin".to_owned()),
            family_name: None,
            employee_hsa_id: None,
            identity_number: None,
            commission: None,
            all_employee_hsa_ids: vec![id("SE2321000016-K1"), id("SE2321000016-K2"), id("SE2321000016-K1")],
            all_commissions: vec![commission("SE2321000016-E1"), commission("SE2321000016-E1")],
        }
    }

    #[test]
    fn several_employments_leave_a_choice_until_one_is_chosen() {
        let card = ProvenCard::of_provider("https://idp.example", said());
        assert_eq!(card.hsa_ids, ["SE2321000016-K1", "SE2321000016-K2"]);
        assert_eq!(card.commissions.len(), 1, "two commissions at one unit are one place to work");
        assert!(card.leaves_a_choice());
        let with = SignedIn { employee_hsa_id: Some(id("SE2321000016-K2")), ..said() };
        let card = ProvenCard::of_provider("https://idp.example", with);
        assert_eq!(card.hsa_ids, ["SE2321000016-K2", "SE2321000016-K1"]);
        assert!(!card.leaves_a_choice());
    }

    #[test]
    fn several_commissions_leave_a_choice_too_and_a_reserve_card_is_two_factors() {
        let with = SignedIn {
            employee_hsa_id: Some(id("SE2321000016-K2")),
            all_commissions: vec![commission("SE2321000016-E1"), commission("SE2321000016-E2")],
            ..said()
        };
        let card = ProvenCard::of_provider("https://idp.example", with.clone());
        assert!(card.leaves_a_choice());
        assert_eq!(card.assurance(), Assurance::TwoFactor);
        let chosen = SignedIn { commission: Some(commission("SE2321000016-E2")), ..with };
        assert!(!ProvenCard::of_provider("https://idp.example", chosen).leaves_a_choice());
    }

    #[test]
    fn what_the_provider_knows_somebody_by_is_kept_as_a_hash_of_its_own() {
        let card = ProvenCard::of_provider("https://idp.example", said());
        let kept = serde_json::to_string(&card).unwrap();
        assert!(!kept.contains("198201012385") && !format!("{card:?}").contains("Karin"));
        assert_ne!(hashed("https://idp.example", "1"), hashed("https://idp2.example", "1"));
    }
}
