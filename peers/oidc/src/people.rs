//! The test people.

use std::fmt;

use serde_json::{Map, Value};

/// Somebody who can sign in.
#[derive(Clone, PartialEq)]
pub struct Person {
    /// A short name for addresses and page ids (`#person-KEY`): lower-case letters, digits and hyphens.
    pub key: String,
    /// Given names.
    pub given_name: String,
    /// Surname.
    pub surname: String,
    /// What the person is for, in Swedish: *verksamhetschef vid Ekens vårdcentral*.
    pub purpose: String,
    /// The authentication context that they sign in with, such as `http://id.sambi.se/loa/loa3`.
    pub context: String,
    /// The claims of Swedish care: `employeeHsaId`, `commissionHsaId`, ….
    pub claims: Map<String, Value>,
}

impl Person {
    /// Given names and surname together.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
    }

    /// What clients know the person by: nothing that tells who they are.
    pub(crate) fn subject(&self) -> String {
        format!("test-{}", self.key)
    }

    /// What stands under the name on the page: the HSA-id, since that is what staff know themselves by.
    pub(crate) fn shown_id(&self) -> &str {
        self.claims.get("employeeHsaId").and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn is_usable(&self) -> bool {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !self.key.is_empty() && self.key.bytes().all(plain)
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Person({})", self.key)
    }
}
