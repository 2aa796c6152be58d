//! Who signed in, as types.

use std::fmt;

use behorig_identity::{HsaId, IdentityNumber, TestPrefixes};
use jiff::Timestamp;
use serde_json::Value;

use crate::claims::{CareClaims, one_text, texts};
use crate::{Assurance, OidcError};

/// Nobody has more; a longer list is a mistake or an attack.
const MOST_COMMISSIONS: usize = 1_000;

/// Who signed in, where the IdP knows it from, and as whom they chose to work. `Debug` shows neither name nor number.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the IdP knows the person by (`sub`): unique with its issuer, and perhaps their HSA-id or number. Compare it, and show it to
    /// nobody.
    pub subject: String,
    /// The session at the IdP (`sid`), where it says one: what a [`LogoutNotice`](crate::LogoutNotice) may name.
    pub session: Option<String>,
    /// How surely the person was identified.
    pub assurance: Assurance,
    /// When they proved who they are, where the IdP says it (`auth_time`).
    pub authenticated_at: Option<Timestamp>,
    /// Given name, for their own eyes; nothing is decided by it.
    pub given_name: Option<String>,
    /// Surname, likewise.
    pub family_name: Option<String>,
    /// The employment that they signed in with (*tjänste-id*).
    pub employee_hsa_id: Option<HsaId>,
    /// Their identity number. Prints masked.
    pub identity_number: Option<IdentityNumber>,
    /// The commission that they chose.
    pub commission: Option<Commission>,
    /// All their employments.
    pub all_employee_hsa_ids: Vec<HsaId>,
    /// All their commissions.
    pub all_commissions: Vec<Commission>,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignedIn")
            .field("assurance", &self.assurance)
            .field("authenticated_at", &self.authenticated_at)
            .field("employee_hsa_id", &self.employee_hsa_id)
            .field("identity_number", &self.identity_number)
            .field("commission", &self.commission)
            .finish_non_exhaustive()
    }
}

/// A commission (*medarbetaruppdrag*): to work for a purpose, at a care unit, with rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// Its own HSA-id.
    pub hsa_id: HsaId,
    /// Its name.
    pub name: Option<String>,
    /// Its purpose, such as *Vård och behandling*.
    pub purpose: Option<String>,
    /// Its rights as HSA writes them: `Läsa;alla;SJF`.
    pub rights: Vec<String>,
    /// The care unit.
    pub unit: Option<CareUnit>,
    /// The care provider.
    pub provider: Option<CareUnit>,
}

/// A care unit or a care provider in HSA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareUnit {
    /// Its HSA-id.
    pub hsa_id: HsaId,
    /// Its name.
    pub name: Option<String>,
}

/// Reads claims, letting the configured test ids in.
pub(crate) struct Reader<'a>(pub(crate) &'a TestPrefixes);

impl Reader<'_> {
    pub(crate) fn employee(&self, claims: &CareClaims) -> Result<Option<HsaId>, OidcError> {
        self.hsa_id(&claims.employee_hsa_id, "employeeHsaId")
    }

    /// Twelve characters, with or without a hyphen before the last four. Ten do not say the century.
    pub(crate) fn number(claims: &CareClaims) -> Result<Option<IdentityNumber>, OidcError> {
        let wrong = OidcError::Claim("personalIdentityNumber");
        let text = one_text(&claims.personal_identity_number).map_err(|()| wrong.clone())?;
        text.map(|text| IdentityNumber::from_stored(&text.replace('-', "").to_ascii_uppercase()))
            .transpose()
            .map_err(|_| wrong)
    }

    pub(crate) fn commission(&self, claims: &CareClaims) -> Result<Option<Commission>, OidcError> {
        let Some(hsa_id) = self.hsa_id(&claims.commission_hsa_id, "commissionHsaId")? else { return Ok(None) };
        Ok(Some(Commission {
            hsa_id,
            name: text(&claims.commission_name, "commissionName")?,
            purpose: text(&claims.commission_purpose, "commissionPurpose")?,
            rights: texts(&claims.commission_right).map_err(|()| OidcError::Claim("commissionRight"))?,
            unit: self.unit(
                (&claims.health_care_unit_hsa_id, "healthCareUnitHsaId"),
                (&claims.health_care_unit_name, "healthCareUnitName"),
            )?,
            provider: self.unit(
                (&claims.health_care_provider_hsa_id, "healthCareProviderHsaId"),
                (&claims.health_care_provider_name, "healthCareProviderName"),
            )?,
        }))
    }

    /// A unit by the claim with its HSA-id and the claim with its name.
    fn unit(&self, id: (&Value, &'static str), name: (&Value, &'static str)) -> Result<Option<CareUnit>, OidcError> {
        match self.hsa_id(id.0, id.1)? {
            None => Ok(None),
            Some(hsa_id) => Ok(Some(CareUnit { hsa_id, name: text(name.0, name.1)? })),
        }
    }

    pub(crate) fn all_employees(&self, claims: &CareClaims) -> Result<Vec<HsaId>, OidcError> {
        let wrong = OidcError::Claim("allEmployeeHsaIds");
        let all = texts(&claims.all_employee_hsa_ids).map_err(|()| wrong.clone())?;
        if all.len() > MOST_COMMISSIONS {
            return Err(wrong);
        }
        all.iter().map(|id| HsaId::parse_with(id, self.0).map_err(|_| wrong.clone())).collect()
    }

    /// A list of objects whose members are named as the claims themselves; also as JSON in a text, as SAML's attributes are carried.
    pub(crate) fn all_commissions(&self, claims: &CareClaims) -> Result<Vec<Commission>, OidcError> {
        let wrong = OidcError::Claim("allCommissions");
        let mut all = Vec::new();
        for value in flattened(&claims.all_commissions).ok_or_else(|| wrong.clone())? {
            if all.len() == MOST_COMMISSIONS {
                return Err(wrong);
            }
            let one: CareClaims = serde_json::from_value(value).map_err(|_| wrong.clone())?;
            all.push(self.commission(&one)?.ok_or_else(|| wrong.clone())?);
        }
        Ok(all)
    }

    fn hsa_id(&self, value: &Value, name: &'static str) -> Result<Option<HsaId>, OidcError> {
        let text = one_text(value).map_err(|()| OidcError::Claim(name))?;
        text.map(|text| HsaId::parse_with(&text, self.0)).transpose().map_err(|_| OidcError::Claim(name))
    }
}

/// The objects of a list, of an object, or of a text that holds either as JSON. Not deeper than that.
fn flattened(value: &Value) -> Option<Vec<Value>> {
    let unwrapped = |text: &str| serde_json::from_str::<Value>(text).ok();
    let objects = |value: Value| match value {
        Value::Null => Some(Vec::new()),
        Value::Object(_) => Some(vec![value]),
        Value::Array(values) if values.iter().all(Value::is_object) => Some(values),
        _ => None,
    };
    match value {
        Value::Array(values) => {
            let lists = values.iter().map(|value| match value {
                Value::Object(_) => Some(vec![value.clone()]),
                Value::String(text) => objects(unwrapped(text)?),
                _ => None,
            });
            Some(lists.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
        }
        Value::String(text) if text.trim().is_empty() => Some(Vec::new()),
        Value::String(text) => objects(unwrapped(text)?),
        value => objects(value.clone()),
    }
}

fn text(value: &Value, name: &'static str) -> Result<Option<String>, OidcError> {
    one_text(value).map_err(|()| OidcError::Claim(name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const UNIT: &str = "SE2321000016-A001";

    fn claims(value: Value) -> CareClaims {
        serde_json::from_value(value).unwrap()
    }

    fn reader() -> Reader<'static> {
        static NONE: std::sync::OnceLock<TestPrefixes> = std::sync::OnceLock::new();
        Reader(NONE.get_or_init(TestPrefixes::none))
    }

    #[test]
    fn a_commission_is_read_with_its_unit_and_its_rights() {
        let chosen = claims(json!({
            "commissionHsaId": "se2321000016-u001", "commissionName": "Vård på Eken", "commissionPurpose": "Vård och behandling",
            "commissionRight": ["Läsa;alla;SJF", "Läsa;upp;SJF"], "healthCareUnitHsaId": UNIT,
            "healthCareUnitName": "Ekens vårdcentral", "healthCareProviderHsaId": ["SE2321000016-G001"],
        }));
        let commission = reader().commission(&chosen).unwrap().unwrap();
        assert_eq!(commission.hsa_id.as_str(), "SE2321000016-U001");
        assert_eq!(commission.rights.len(), 2);
        assert_eq!(commission.unit.unwrap().name.as_deref(), Some("Ekens vårdcentral"));
        assert_eq!(commission.provider.unwrap().name, None);
        assert_eq!(reader().commission(&claims(json!({"commissionName": "x"}))).unwrap(), None);
    }

    #[test]
    fn all_commissions_come_as_objects_or_as_json_in_a_text() {
        let one = json!({"commissionHsaId": "SE2321000016-U001", "healthCareUnitHsaId": UNIT});
        for value in [json!([one, one]), json!([one.to_string(), one]), json!(json!([one, one]).to_string())] {
            let all = reader().all_commissions(&claims(json!({"allCommissions": value}))).unwrap();
            assert_eq!(all.len(), 2, "{value}");
        }
        for value in [json!([]), json!(null), json!(""), json!("[]")] {
            let read = reader().all_commissions(&claims(json!({"allCommissions": value})));
            assert_eq!(read, Ok(vec![]), "{value}");
        }
        for value in [json!(7), json!("x"), json!([[one]]), json!([{"commissionName": "x"}]), json!(vec![one; 1001])] {
            let read = reader().all_commissions(&claims(json!({"allCommissions": value})));
            assert_eq!(read, Err(OidcError::Claim("allCommissions")));
        }
    }

    #[test]
    fn what_is_not_of_its_form_is_told_by_its_name_and_not_by_its_value() {
        let wrong = claims(json!({
            "employeeHsaId": ["SE2321000016-A1", "SE2321000016-A2"], "personalIdentityNumber": "8201012385",
            "commissionHsaId": "SE2321000016-U001", "healthCareUnitHsaId": "Eken",
        }));
        assert_eq!(reader().employee(&wrong), Err(OidcError::Claim("employeeHsaId")));
        assert_eq!(Reader::number(&wrong), Err(OidcError::Claim("personalIdentityNumber")));
        assert_eq!(reader().commission(&wrong), Err(OidcError::Claim("healthCareUnitHsaId")));
        for number in ["198201012385", "19820101-2385"] {
            let read = Reader::number(&claims(json!({"personalIdentityNumber": number}))).unwrap();
            assert_eq!(read, IdentityNumber::from_stored("198201012385").ok());
        }
    }

    proptest! {
        #[test]
        fn any_text_in_any_claim_is_read_or_refused(text in any::<String>()) {
            let any = claims(json!({
                "employeeHsaId": text, "personalIdentityNumber": text, "commissionHsaId": text, "allEmployeeHsaIds": [text],
                "allCommissions": text,
            }));
            let _ = (reader().employee(&any), Reader::number(&any), reader().commission(&any));
            let _ = (reader().all_employees(&any), reader().all_commissions(&any));
        }
    }
}
