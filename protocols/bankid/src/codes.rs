//! Codes that BankID sends as text and adds to over the years.

/// The longest unknown code that is kept; what comes after it is cut.
const LONGEST_UNKNOWN: usize = 64;

/// Cuts an unknown code to a length that is safe to log and store.
pub(crate) fn bounded(code: &str) -> String {
    code.chars().take(LONGEST_UNKNOWN).collect()
}

/// An enum of known codes with their texts, and `Unknown` for those that are newer than this program.
///
/// BankID's terms ask that a client tolerates codes it does not know; a closed enum would fail the whole answer.
macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A code that is newer than this program; at most 64 characters of it.
            Unknown(String),
        }

        impl $name {
            /// Reads a code as BankID writes it.
            #[must_use]
            pub fn from_code(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    other => Self::Unknown($crate::codes::bounded(other)),
                }
            }

            /// The code as BankID writes it.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code,
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|code| Self::from_code(&code))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

pub(crate) use codes;

#[cfg(test)]
mod tests {
    use crate::{ErrorCode, HintCode};
    use proptest::prelude::*;

    #[test]
    fn a_code_that_is_newer_than_this_program_is_kept_but_not_at_any_length() {
        assert_eq!(HintCode::from_code("userMeditates"), HintCode::Unknown("userMeditates".to_owned()));
        assert_eq!(ErrorCode::from_code(&"å".repeat(1000)).code().chars().count(), 64);
    }

    proptest! {
        #[test]
        fn a_code_is_written_as_it_was_read(code in ".{0,64}") {
            prop_assert_eq!(HintCode::from_code(&code).to_string(), code.clone());
            prop_assert_eq!(ErrorCode::from_code(&code).to_string(), code);
        }
    }
}
