//! One shape for every refusal of a typed value, so that no variant can be without its message key.

/// Declares an error enum whose variants each carry a key in the text catalogue and a sentence for the log. The
/// sentence never holds what was typed.
macro_rules! field_error {
    (
        $(#[$about:meta])*
        $name:ident {
            $( $(#[$why:meta])* $variant:ident = $key:literal, $sentence:literal; )+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum $name {
            $( $(#[$why])* #[error($sentence)] $variant, )+
        }

        impl $name {
            /// Every cause, for the test that each has its text in every language.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The key of the message that tells the person what to do.
            #[must_use]
            pub fn message_id(self) -> &'static str {
                match self {
                    $( Self::$variant => $key, )+
                }
            }
        }
    };
}

pub(crate) use field_error;
