//! What can go wrong on the way.

use openidconnect::{ClaimsVerificationError, SignatureVerificationError};

/// Why somebody is not signed in, or not signed out. No text holds anything of a person, and nothing that the IdP wrote freely.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    /// The IdP did not answer, or did not prove who it is.
    #[error("the identity provider could not be reached ({0}): try again, or check its address and its certificate")]
    Unreachable(String),
    /// It answered with another status than agreed.
    #[error("the identity provider answered with HTTP status {0}: try again, or check its address")]
    Status(u16),
    /// What it answered can't be read, or is too large.
    #[error("the identity provider's answer could not be read: try again, or ask who runs it")]
    NotAnAnswer,
    /// What it says about itself is about another.
    #[error(
        "the identity provider calls itself something else than configured: configure the issuer exactly as it says"
    )]
    OtherProvider,
    /// An endpoint that is needed is not there.
    #[error("the identity provider has no {0}: ask who runs it")]
    Missing(&'static str),
    /// The IdP sent the person back without signing them in; by its code, `access_denied` when they broke off.
    #[error("the identity provider signed nobody in ({0}): try again")]
    Declined(String),
    /// The answer belongs to another sign-in, or to none.
    #[error("the answer does not belong to the sign-in that was begun here: begin anew")]
    OtherSignIn,
    /// Too long passed between beginning and end.
    #[error("the sign-in was begun too long ago: begin anew")]
    TooLate,
    /// The IdP does not give tokens for the code; by its code, such as `invalid_grant` or `invalid_client`.
    #[error(
        "the identity provider did not accept the code ({0}): begin anew; if that does not help, check client id and secret"
    )]
    CodeRefused(String),
    /// A token is not what it should be.
    #[error("the identity provider's token was refused: {0}")]
    Token(TokenFault),
    /// What the IdP tells besides is about somebody else.
    #[error("the identity provider's information is about somebody else: begin anew, and tell who runs it")]
    OtherPerson,
    /// How the person was identified is not in the table, or was not said.
    #[error("the level of assurance is not known ({0}): add the context to the table if it is right")]
    UnknownLevel(String),
    /// The person was identified less surely than asked.
    #[error("the level of assurance is {reached}, and {asked} was asked for: sign in with a card of the higher level")]
    LevelTooLow {
        /// What was reached.
        reached: crate::Assurance,
        /// What was asked for.
        asked: crate::Assurance,
    },
    /// A claim is not of its form.
    #[error("the identity provider's {0} is not of its form: tell who runs it")]
    Claim(&'static str),
    /// Neither HSA-id nor identity number.
    #[error(
        "the identity provider says neither HSA-id nor identity number: have it release employeeHsaId to this client"
    )]
    Nobody,
}

impl OidcError {
    /// The key of its words in the text catalogue.
    #[must_use]
    pub fn message_id(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "oidc-unreachable",
            Self::Status(_) => "oidc-status",
            Self::NotAnAnswer => "oidc-not-an-answer",
            Self::OtherProvider => "oidc-other-provider",
            Self::Missing(_) => "oidc-missing",
            Self::Declined(_) => "oidc-declined",
            Self::OtherSignIn => "oidc-other-sign-in",
            Self::TooLate => "oidc-too-late",
            Self::CodeRefused(_) => "oidc-code-refused",
            Self::Token(_) => "oidc-token",
            Self::OtherPerson => "oidc-other-person",
            Self::UnknownLevel(_) => "oidc-unknown-level",
            Self::LevelTooLow { .. } => "oidc-level-too-low",
            Self::Claim(_) => "oidc-claim",
            Self::Nobody => "oidc-nobody",
        }
    }
}

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// None came.
    #[error("there is none; ask who runs the provider")]
    Absent,
    /// It can't be read, or lacks what each must have.
    #[error("it can't be read, or lacks something; ask who runs the provider")]
    Malformed,
    /// Signed by an algorithm that is not allowed, or not at all.
    #[error("its algorithm is not allowed; have the provider use one that is configured")]
    Algorithm,
    /// Signed by a key that the IdP does not publish.
    #[error("its key is not among the provider's; try again in a minute")]
    UnknownKey,
    /// Not signed by that key.
    #[error("its signature is wrong; begin anew, and tell who runs the provider")]
    Signature,
    /// From another IdP.
    #[error("it is from another issuer; configure the issuer exactly as the provider says")]
    Issuer,
    /// For another client, or for others too.
    #[error("it is for another client; check the client id")]
    Audience,
    /// Given to another client.
    #[error("it was given to another client; check the client id")]
    AuthorizedParty,
    /// Of another sign-in.
    #[error("it belongs to another sign-in; begin anew")]
    Nonce,
    /// Too old.
    #[error("it has expired; begin anew, and check the clocks if that does not help")]
    Expired,
    /// Issued in the future.
    #[error("it was issued in the future; check the clocks")]
    IssuedInFuture,
    /// To be used later.
    #[error("it is not valid yet; check the clocks")]
    NotYetValid,
    /// Not of the access token that came with it.
    #[error("it belongs to another access token; begin anew, and tell who runs the provider")]
    AccessToken,
    /// No logout token.
    #[error("it is not for signing somebody out; tell who runs the provider")]
    NotForLogout,
    /// A logout token that was used before.
    #[error("it was used before; nothing needs to be done")]
    Repeated,
}

impl From<TokenFault> for OidcError {
    fn from(fault: TokenFault) -> Self {
        Self::Token(fault)
    }
}

impl From<ClaimsVerificationError> for TokenFault {
    fn from(error: ClaimsVerificationError) -> Self {
        use ClaimsVerificationError as Claims;
        match error {
            Claims::Expired(_) => Self::Expired,
            Claims::InvalidAudience(_) => Self::Audience,
            Claims::InvalidIssuer(_) => Self::Issuer,
            Claims::InvalidNonce(_) => Self::Nonce,
            Claims::SignatureVerification(error) => error.into(),
            _ => Self::Malformed,
        }
    }
}

impl From<SignatureVerificationError> for TokenFault {
    fn from(error: SignatureVerificationError) -> Self {
        use SignatureVerificationError as Signature;
        match error {
            Signature::NoMatchingKey => Self::UnknownKey,
            Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_) | Signature::NoSignature => Self::Algorithm,
            _ => Self::Signature,
        }
    }
}

/// A code of the protocol, when it looks like one: whatever else stands there may be anything.
pub(crate) fn code(text: &str) -> String {
    let is_code = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if is_code { text.to_owned() } else { "unknown".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_are_told_on() {
        assert_eq!(code("access_denied"), "access_denied");
        for text in ["", "19820101-2385", "Karin Ek", &"a".repeat(65)] {
            assert_eq!(code(text), "unknown");
        }
    }

    /// The ids of a file of texts.
    fn ids(texts: &str) -> Vec<&str> {
        let mut ids: Vec<&str> = texts.lines().filter_map(|line| line.split_once(" = ").map(|(id, _)| id)).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn every_error_is_told_in_both_languages_and_no_text_lacks_its_error() {
        let text = String::new;
        let all = [
            OidcError::Unreachable(text()),
            OidcError::Status(500),
            OidcError::NotAnAnswer,
            OidcError::OtherProvider,
            OidcError::Missing(""),
            OidcError::Declined(text()),
            OidcError::OtherSignIn,
            OidcError::TooLate,
            OidcError::CodeRefused(text()),
            OidcError::Token(TokenFault::Absent),
            OidcError::OtherPerson,
            OidcError::UnknownLevel(text()),
            OidcError::LevelTooLow { reached: crate::Assurance::Loa2, asked: crate::Assurance::Loa3 },
            OidcError::Claim(""),
            OidcError::Nobody,
        ];
        let mut told: Vec<&str> = all.iter().map(OidcError::message_id).collect();
        told.sort_unstable();
        assert_eq!(ids(crate::TEXTS_SV), told);
        assert_eq!(ids(crate::TEXTS_EN), told);
    }
}
