//! What people and organisations are known by: identity numbers, HSA-ids, telephone numbers, addresses and names.
//!
//! Each type is parsed once, where text enters the program, and is right from then on: nobody asks again whether a
//! value is valid. Each refusal has its own cause and its own key in the text catalogue, so that the person who typed
//! learns what to do. What tells who somebody is prints masked: a log line, a panic or a `{:?}` never shows it.
//!
//! The crate is pure: no clock (today is a parameter), no files, no database.

mod email;
mod field_error;
mod hsa_id;
mod letters;
mod look_alike;
mod luhn;
mod mobile_number;
mod name;
mod number;
mod organisation_number;
mod pasted;
mod phone;
mod sort_key;
pub mod test_series;
mod user_name;
mod written_name;

pub use email::{Email, EmailError};
pub use hsa_id::{HsaId, HsaIdError, TestPrefixError, TestPrefixes};
pub use look_alike::{looks_like_identity_number, without_identity_numbers};
pub use mobile_number::MobileNumber;
pub use name::{PersonName, PersonNameError};
pub use number::{IdentityNumber, IdentityNumberError, IdentityNumberKind};
pub use organisation_number::{OrganisationNumber, OrganisationNumberError};
pub use phone::{Phone, PhoneError};
pub use sort_key::{folded, prefix_range, search_terms, sort_prefix, swedish_sort_key};
pub use user_name::{UserName, UserNameError};
pub use written_name::names_agree;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_refusal_has_a_key_of_its_own() {
        let mut keys = Vec::new();
        keys.extend(IdentityNumberError::ALL.iter().map(|e| e.message_id()));
        keys.extend(HsaIdError::ALL.iter().map(|e| e.message_id()));
        keys.extend(OrganisationNumberError::ALL.iter().map(|e| e.message_id()));
        keys.extend(PhoneError::ALL.iter().map(|e| e.message_id()));
        keys.extend(EmailError::ALL.iter().map(|e| e.message_id()));
        keys.extend(UserNameError::ALL.iter().map(|e| e.message_id()));
        keys.extend(PersonNameError::ALL.iter().map(|e| e.message_id()));
        let distinct: HashSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
        assert!(keys.iter().all(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }
}
