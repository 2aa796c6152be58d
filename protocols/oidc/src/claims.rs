//! The claims of Swedish care as they stand in tokens: what is asked for, and what comes.

use std::fmt;

use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Which claims are asked for by name (OpenID Connect Core 1.0, 5.5): an IdP releases no more than it is asked for, and what the client
/// may have.
const ASKED: [&str; 14] = [
    "employeeHsaId",
    "personalIdentityNumber",
    "given_name",
    "family_name",
    "commissionHsaId",
    "commissionName",
    "commissionPurpose",
    "commissionRight",
    "healthCareUnitHsaId",
    "healthCareUnitName",
    "healthCareProviderHsaId",
    "healthCareProviderName",
    "allEmployeeHsaIds",
    "allCommissions",
];

/// The `claims` parameter: the same in the ID token and from the userinfo endpoint, since IdPs differ in where they put them.
pub(crate) fn asked() -> String {
    let names: Map<String, Value> = ASKED.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    json!({"id_token": names, "userinfo": names}).to_string()
}

/// The claims beyond OpenID Connect Core, as they came: a text, a list of texts, or something else. `Debug` shows none of them.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct CareClaims {
    pub(crate) employee_hsa_id: Value,
    pub(crate) personal_identity_number: Value,
    pub(crate) commission_hsa_id: Value,
    pub(crate) commission_name: Value,
    pub(crate) commission_purpose: Value,
    pub(crate) commission_right: Value,
    pub(crate) health_care_unit_hsa_id: Value,
    pub(crate) health_care_unit_name: Value,
    pub(crate) health_care_provider_hsa_id: Value,
    pub(crate) health_care_provider_name: Value,
    pub(crate) all_employee_hsa_ids: Value,
    pub(crate) all_commissions: Value,
    /// The session at the IdP (Back-Channel Logout 1.0).
    pub(crate) sid: Value,
    /// Not before, in seconds since 1970 (RFC 7519).
    pub(crate) nbf: Value,
}

impl AdditionalClaims for CareClaims {}

impl fmt::Debug for CareClaims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CareClaims(****)")
    }
}

impl CareClaims {
    /// These claims, and the others' where these say nothing: what is signed goes before what is not.
    pub(crate) fn or(self, others: Self) -> Self {
        let or = |own: Value, other: Value| if own.is_null() { other } else { own };
        Self {
            employee_hsa_id: or(self.employee_hsa_id, others.employee_hsa_id),
            personal_identity_number: or(self.personal_identity_number, others.personal_identity_number),
            commission_hsa_id: or(self.commission_hsa_id, others.commission_hsa_id),
            commission_name: or(self.commission_name, others.commission_name),
            commission_purpose: or(self.commission_purpose, others.commission_purpose),
            commission_right: or(self.commission_right, others.commission_right),
            health_care_unit_hsa_id: or(self.health_care_unit_hsa_id, others.health_care_unit_hsa_id),
            health_care_unit_name: or(self.health_care_unit_name, others.health_care_unit_name),
            health_care_provider_hsa_id: or(self.health_care_provider_hsa_id, others.health_care_provider_hsa_id),
            health_care_provider_name: or(self.health_care_provider_name, others.health_care_provider_name),
            all_employee_hsa_ids: or(self.all_employee_hsa_ids, others.all_employee_hsa_ids),
            all_commissions: or(self.all_commissions, others.all_commissions),
            ..self
        }
    }
}

/// The texts of a claim that may be one text, a list of them, or absent; none of them blank. An error for anything else.
pub(crate) fn texts(value: &Value) -> Result<Vec<String>, ()> {
    let text = |value: &Value| value.as_str().map(|text| text.trim().to_owned()).ok_or(());
    let all = match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().map(text).collect::<Result<_, _>>()?,
        value => vec![text(value)?],
    };
    Ok(all.into_iter().filter(|text| !text.is_empty()).collect())
}

/// The one text of a claim; none where it is absent. An error where there are several that differ.
pub(crate) fn one_text(value: &Value) -> Result<Option<String>, ()> {
    let mut all = texts(value)?;
    all.dedup();
    match all.len() {
        0 | 1 => Ok(all.pop()),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_a_text_a_list_or_nothing() {
        assert_eq!(texts(&Value::Null), Ok(vec![]));
        assert_eq!(texts(&json!("a")), Ok(vec!["a".to_owned()]));
        assert_eq!(texts(&json!([" a", "", "b"])), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(texts(&json!(7)), Err(()));
        assert_eq!(texts(&json!(["a", 7])), Err(()));
        assert_eq!(one_text(&json!(["a", "a"])), Ok(Some("a".to_owned())));
        assert_eq!(one_text(&json!(["a", "b"])), Err(()));
        assert_eq!(one_text(&json!("")), Ok(None));
    }

    #[test]
    fn what_is_signed_goes_before_what_is_not() {
        let read = |value| serde_json::from_value::<CareClaims>(value).unwrap();
        let signed = read(json!({"employeeHsaId": "A", "sid": "1"}));
        let told = read(json!({"employeeHsaId": "B", "commissionName": "C", "sid": "2", "nbf": 7}));
        let both = signed.or(told);
        assert_eq!((both.employee_hsa_id, both.commission_name), (json!("A"), json!("C")));
        assert_eq!((both.sid, both.nbf), (json!("1"), Value::Null));
    }

    #[test]
    fn claims_do_not_print() {
        let claims = serde_json::from_value::<CareClaims>(json!({"personalIdentityNumber": "198201012385"})).unwrap();
        assert_eq!(format!("{claims:?}"), "CareClaims(****)");
    }

    #[test]
    fn the_claims_are_asked_for_in_both_places() {
        let asked: Value = serde_json::from_str(&asked()).unwrap();
        assert!(asked["id_token"]["commissionHsaId"].is_null());
        assert_eq!(asked["id_token"], asked["userinfo"]);
        assert_eq!(asked["userinfo"].as_object().unwrap().len(), ASKED.len());
    }
}
