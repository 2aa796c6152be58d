//! A sign-in between its beginning and its end.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Assurance;

/// How long a person may take at the IdP.
pub(crate) const LONGEST_SECONDS: i64 = 15 * 60;

/// Where to send the browser, and what to remember meanwhile.
#[derive(Clone)]
pub struct SignInAddress {
    /// The IdP's page, with our request.
    pub address: String,
    /// What [`Provider::finish`](crate::Provider::finish) needs. Store it, under the hash of a cookie, and take it away when it is used.
    pub begun: BegunSignIn,
}

impl fmt::Debug for SignInAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SignInAddress(****)")
    }
}

/// A sign-in that has begun. It holds secrets: it belongs in the database, sealed if that can be, and never in a cookie. `Debug` shows
/// none of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunSignIn {
    pub(crate) issuer: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    /// Seconds since 1970.
    pub(crate) begun_at: i64,
    pub(crate) at_least: Assurance,
}

impl fmt::Debug for BegunSignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BegunSignIn({}, {})", self.issuer, self.begun_at)
    }
}

/// What the IdP sent the browser back with: the query of the return address. `Debug` shows none of it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The code, to be exchanged once.
    pub code: Option<String>,
    /// Which sign-in it belongs to.
    pub state: Option<String>,
    /// Why nobody was signed in.
    pub error: Option<String>,
    /// From whom it is (RFC 9207).
    pub iss: Option<String>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Answer(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_sign_in_can_be_stored_and_prints_no_secret() {
        let begun = BegunSignIn {
            issuer: "https://idp.example".to_owned(),
            state: "s-secret".to_owned(),
            nonce: "n-secret".to_owned(),
            verifier: "v-secret".to_owned(),
            begun_at: 1_800_000_000,
            at_least: Assurance::Loa3,
        };
        assert!(!format!("{begun:?}").contains("secret"));
        let stored = serde_json::to_string(&begun).unwrap();
        assert_eq!(serde_json::from_str::<BegunSignIn>(&stored).unwrap(), begun);
    }
}
