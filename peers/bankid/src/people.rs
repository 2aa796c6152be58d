//! The test people on the phone.

use std::fmt;

/// Somebody whom the phone can be.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// A short name for addresses and page ids (`#person-KEY`): lower-case letters, digits and hyphens.
    pub key: String,
    /// Twelve digits from a published test series.
    pub personal_number: String,
    /// Given names.
    pub given_name: String,
    /// Surname.
    pub surname: String,
    /// What the person is for, in Swedish: *systemadministratör vid Ekens vårdcentral*.
    pub purpose: String,
}

impl Person {
    /// Given names and surname together.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
    }

    /// Whether the person can be shown and answered for.
    pub(crate) fn is_usable(&self) -> bool {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let digits = self.personal_number.len() == 12 && self.personal_number.bytes().all(|byte| byte.is_ascii_digit());
        digits && !self.key.is_empty() && self.key.bytes().all(plain)
    }

    /// The number as people write it, for the phone's own page.
    pub(crate) fn written_number(&self) -> String {
        match self.personal_number.split_at_checked(8) {
            Some((birth, rest)) => format!("{birth}-{rest}"),
            None => String::new(),
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.key)
    }
}
