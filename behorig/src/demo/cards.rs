//! The demo's identity provider for SITHS cards: a page where one picks whose card is in the reader.

use behorig_oidc::OidcSettings;
use demo_region::{TestCard, test_cards};
use peer_oidc::{IdentityProvider, OidcOptions, Person, RegisteredClient, Running};

use crate::command::CommandError;

const CLIENT: &str = "behorig-demo";
/// It guards nothing: whoever can reach the demo can be anybody in it.
const SECRET: &str = "demo";

/// Starts it, for the demo at this address.
pub(super) async fn provider(port: u16, public_url: &str) -> Result<Running, CommandError> {
    let client = RegisteredClient {
        id: CLIENT.to_owned(),
        secret: Some(SECRET.to_owned()),
        return_addresses: vec![format!("{public_url}{}", behorig_sign_in::SITHS_RETURN_PATH)],
        after_logout: vec![format!("{public_url}{}", behorig_sign_in::SIGNED_OUT_PATH)],
    };
    let people = test_cards().iter().map(person).collect();
    IdentityProvider::start(OidcOptions { people, clients: vec![client], port, ..OidcOptions::default() })
        .await
        .map_err(|error| CommandError::Other(format!("--siths-port: {error}")))
}

fn person(card: &TestCard) -> Person {
    let (unit, unit_name) = &card.unit;
    let claims = [
        ("employeeHsaId", card.hsa_id.clone()),
        ("personalIdentityNumber", card.number.as_stored().to_owned()),
        ("commissionHsaId", format!("{}U", card.hsa_id)),
        ("commissionName", format!("Vård och behandling, {unit_name}")),
        ("commissionPurpose", "Vård och behandling".to_owned()),
        ("healthCareUnitHsaId", unit.clone()),
        ("healthCareUnitName", unit_name.clone()),
    ];
    Person {
        key: card.key.to_owned(),
        given_name: card.given_name.to_owned(),
        surname: card.family_name.to_owned(),
        purpose: card.purpose_sv.clone(),
        context: "http://id.sambi.se/loa/loa3".to_owned(),
        claims: claims.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
    }
}

/// What the demo knows of it.
pub(super) fn as_relying_party(provider: &Running, public_url: &str) -> OidcSettings {
    let back = format!("{public_url}{}", behorig_sign_in::SITHS_RETURN_PATH);
    OidcSettings::new(&provider.issuer, CLIENT, Some(SECRET), &back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_says_ids_that_can_be_read() {
        for person in test_cards().iter().map(person) {
            for name in ["employeeHsaId", "commissionHsaId", "healthCareUnitHsaId"] {
                let id = person.claims.get(name).and_then(serde_json::Value::as_str).unwrap();
                assert!(behorig_identity::HsaId::parse(id).is_ok(), "{name} of {person:?}: {id}");
            }
        }
    }
}
