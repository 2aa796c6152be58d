//! What is said when a number, a name or an address cannot be right.

use behorig_identity::{
    EmailError, HsaIdError, IdentityNumberError, OrganisationNumberError, PersonNameError, PhoneError, UserNameError,
};

use super::Message;

macro_rules! told_by_their_own_key {
    ($($error:ty)*) => {
        $(
            impl From<$error> for Message {
                fn from(error: $error) -> Self {
                    Self::new(error.message_id())
                }
            }
        )*

        #[cfg(test)]
        fn every_key() -> Vec<&'static str> {
            let mut keys = Vec::new();
            $( keys.extend(<$error>::ALL.iter().map(|error| error.message_id())); )*
            keys
        }
    };
}
told_by_their_own_key!(EmailError HsaIdError IdentityNumberError OrganisationNumberError PersonNameError PhoneError UserNameError);

#[cfg(test)]
mod tests {
    use crate::Lang;
    use crate::texts::Texts;

    #[test]
    fn every_refusal_has_a_sentence_in_both_languages() {
        let texts = Texts::new(&[crate::TEXTS]).unwrap();
        for key in super::every_key() {
            for lang in Lang::ALL {
                let sentence = texts.find(lang, key, None, &[]).unwrap_or_else(|| panic!("{key} in {}", lang.code()));
                assert!(sentence.ends_with('.'), "{sentence}");
            }
        }
    }
}
