//! Whether an ID token is what it should be.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use openidconnect::core::CoreJsonWebKey;
use openidconnect::{AccessToken, AccessTokenHash, ClientId, IdTokenVerifier, Nonce};
use serde_json::Value;

use crate::known::Known;
use crate::types::{CareIdToken, CareIdTokenClaims};
use crate::{OidcSettings, TokenFault};

/// A token comes from the IdP itself, in answer to a question: it was made just now.
const OLDEST_SECONDS: i64 = 10 * 60;

/// What a token is held against.
pub(crate) struct Expected<'a> {
    pub(crate) settings: &'a OidcSettings,
    pub(crate) known: &'a Known,
    pub(crate) nonce: &'a Nonce,
    pub(crate) access_token: &'a AccessToken,
    pub(crate) now: Timestamp,
}

impl Expected<'_> {
    /// OpenID Connect Core 1.0, 3.1.3.7: signature, issuer, audience, expiry and nonce by the library, and the rest here: authorized
    /// party, times, and the access token's hash.
    pub(crate) fn claims<'t>(&self, token: &'t CareIdToken) -> Result<&'t CareIdTokenClaims, TokenFault> {
        let verifier = self.verifier();
        let claims = token.claims(&verifier, self.nonce)?;
        // The library leaves the authorized party alone, and takes one audience, which is us.
        if claims.authorized_party().is_some_and(|party| party.as_str() != self.settings.client_id) {
            return Err(TokenFault::AuthorizedParty);
        }
        self.times(claims)?;
        if let Some(hash) = claims.access_token_hash() {
            let (algorithm, key) = (token.signing_alg()?, token.signing_key(&verifier)?);
            let own = AccessTokenHash::from_token(self.access_token, algorithm, key);
            if own.is_ok_and(|own| own == *hash) {
                return Ok(claims);
            }
            return Err(TokenFault::AccessToken);
        }
        Ok(claims)
    }

    fn verifier(&self) -> IdTokenVerifier<'static, CoreJsonWebKey> {
        let metadata = &self.known.metadata;
        let lenient = self.now.as_second().saturating_sub(self.settings.skew_seconds());
        let lenient = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(lenient).unwrap_or_default());
        // As of a public client: then a shared secret signs nothing.
        IdTokenVerifier::new_public_client(
            ClientId::new(self.settings.client_id.clone()),
            metadata.issuer().clone(),
            metadata.jwks().clone(),
        )
        .set_allowed_algs(self.settings.algorithms.iter().map(|algorithm| algorithm.of_library()))
        .set_time_fn(move || lenient.into())
    }

    fn times(&self, claims: &CareIdTokenClaims) -> Result<(), TokenFault> {
        let now = self.now.as_second();
        let issued = Issued { at: claims.issue_time().timestamp(), not_before: &claims.additional_claims().nbf };
        issued.check(now, self.settings.skew_seconds())
    }
}

/// When a token was made, and from when it may be used; seconds since 1970.
pub(crate) struct Issued<'a> {
    pub(crate) at: i64,
    pub(crate) not_before: &'a Value,
}

impl Issued<'_> {
    pub(crate) fn check(&self, now: i64, skew: i64) -> Result<(), TokenFault> {
        let not_before = match self.not_before {
            Value::Null => i64::MIN,
            value => seconds(value).ok_or(TokenFault::Malformed)?,
        };
        if self.at > now.saturating_add(skew) {
            Err(TokenFault::IssuedInFuture)
        } else if self.at < now.saturating_sub(OLDEST_SECONDS + skew) {
            Err(TokenFault::Expired)
        } else if not_before > now.saturating_add(skew) {
            Err(TokenFault::NotYetValid)
        } else {
            Ok(())
        }
    }
}

/// A NumericDate (RFC 7519, 2), which may have decimals.
pub(crate) fn seconds(value: &Value) -> Option<i64> {
    // Bounded before, and a part of a second decides nothing.
    let whole = |seconds: f64| if seconds.abs() < 1e15 { Some(seconds as i64) } else { None };
    value.as_i64().or_else(|| value.as_f64().and_then(whole))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_clocks_may_differ_by_the_allowance_and_not_by_a_second_more() {
        let now = 1_800_000_000;
        let check = |at, not_before: Value| Issued { at, not_before: &not_before }.check(now, 60);
        assert_eq!(check(now + 60, Value::Null), Ok(()));
        assert_eq!(check(now + 61, Value::Null), Err(TokenFault::IssuedInFuture));
        assert_eq!(check(now - 660, Value::Null), Ok(()));
        assert_eq!(check(now - 661, Value::Null), Err(TokenFault::Expired));
        assert_eq!(check(now, json!(now + 60)), Ok(()));
        assert_eq!(check(now, json!(now + 61)), Err(TokenFault::NotYetValid));
        assert_eq!(check(now, json!(1_800_000_061.5)), Err(TokenFault::NotYetValid));
        assert_eq!(check(now, json!("soon")), Err(TokenFault::Malformed));
        assert_eq!(check(i64::MAX, json!(1e300)), Err(TokenFault::Malformed));
        assert_eq!(check(i64::MIN, Value::Null), Err(TokenFault::Expired));
    }
}
