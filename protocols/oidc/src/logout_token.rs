//! Being told by the IdP that somebody signed out (OpenID Connect Back-Channel Logout 1.0, 2.4 to 2.6).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::known::Known;
use crate::verify::{Issued, seconds};
use crate::{OidcSettings, SigningAlgorithm, TokenFault};

/// A logout token is some hundred bytes.
const LONGEST_TOKEN: usize = 16 * 1024;
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Somebody signed out at the IdP: end the sessions that it names. `Debug` shows no subject.
#[derive(Clone, PartialEq, Eq)]
pub struct LogoutNotice {
    /// The token's own name (`jti`). It counts once: store it until [`until`](Self::until), and do nothing when it is there already.
    pub id: String,
    /// Whose sessions, where the IdP says it: all of them, unless [`session`](Self::session) names one.
    pub subject: Option<String>,
    /// Which session at the IdP, where it says it.
    pub session: Option<String>,
    /// Until when the token could come again.
    pub until: Timestamp,
}

impl fmt::Debug for LogoutNotice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LogoutNotice(****, until {})", self.until)
    }
}

/// The tokens that this node has used and that have not expired. All of them were signed by the IdP, so nobody else fills it.
#[derive(Debug, Default)]
pub(crate) struct UsedTokens(Mutex<BTreeMap<String, Timestamp>>);

impl UsedTokens {
    pub(crate) fn take(&self, notice: &LogoutNotice, now: Timestamp) -> Result<(), TokenFault> {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| *until >= now);
        match used.insert(notice.id.clone(), notice.until) {
            None => Ok(()),
            Some(_) => Err(TokenFault::Repeated),
        }
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Value,
    iat: Value,
    exp: Value,
    #[serde(default)]
    nbf: Value,
    jti: String,
    sub: Option<String>,
    sid: Option<String>,
    #[serde(default)]
    events: Map<String, Value>,
    nonce: Option<Value>,
}

/// Reads and checks one, all but whether it was used before.
pub(crate) fn read(
    token: &str,
    known: &Known,
    settings: &OidcSettings,
    now: Timestamp,
) -> Result<LogoutNotice, TokenFault> {
    let claims: Claims = signed(token, known, settings)?;
    if claims.iss != settings.issuer {
        return Err(TokenFault::Issuer);
    }
    let is_ours = match &claims.aud {
        Value::String(audience) => *audience == settings.client_id,
        // For us alone, as with the ID token.
        Value::Array(audiences) => matches!(audiences.as_slice(), [Value::String(one)] if *one == settings.client_id),
        _ => false,
    };
    if !is_ours {
        return Err(TokenFault::Audience);
    }
    let skew = settings.skew_seconds();
    let (Some(issued_at), Some(expires_at)) = (seconds(&claims.iat), seconds(&claims.exp)) else {
        return Err(TokenFault::Malformed);
    };
    Issued { at: issued_at, not_before: &claims.nbf }.check(now.as_second(), skew)?;
    if now.as_second() >= expires_at.saturating_add(skew) {
        return Err(TokenFault::Expired);
    }
    let is_for_logout = claims.events.get(EVENT).is_some_and(Value::is_object);
    let names_somebody = claims.sub.is_some() || claims.sid.is_some();
    // An ID token has a nonce: it must not pass for a logout token.
    if !is_for_logout || !names_somebody || claims.nonce.is_some() || claims.jti.is_empty() {
        return Err(TokenFault::NotForLogout);
    }
    let until = Timestamp::from_second(expires_at.saturating_add(skew)).map_err(|_| TokenFault::Malformed)?;
    Ok(LogoutNotice { id: claims.jti, subject: claims.sub, session: claims.sid, until })
}

/// The claims of a signed token in its compact form (RFC 7515, 3.1), when a key of the IdP signed it by an allowed algorithm.
fn signed<T: DeserializeOwned>(token: &str, known: &Known, settings: &OidcSettings) -> Result<T, TokenFault> {
    if token.len() > LONGEST_TOKEN {
        return Err(TokenFault::Malformed);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(TokenFault::Malformed)?;
    let header: Header = part(header)?;
    let is_of_a_kind = header
        .typ
        .as_deref()
        .is_none_or(|typ| typ.eq_ignore_ascii_case("logout+jwt") || typ.eq_ignore_ascii_case("jwt"));
    if header.crit.is_some() || !is_of_a_kind {
        return Err(TokenFault::NotForLogout);
    }
    let allowed = settings.algorithms.iter().find(|algorithm| algorithm.name() == header.alg);
    let algorithm = allowed.copied().map(SigningAlgorithm::of_library).ok_or(TokenFault::Algorithm)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenFault::Malformed)?;
    let mut keys = known.metadata.jwks().keys().iter().filter(|key| may_sign(key, header.kid.as_deref(), &algorithm));
    let key = keys.next().ok_or(TokenFault::UnknownKey)?;
    if keys.next().is_some() {
        return Err(TokenFault::Signature);
    }
    key.verify_signature(&algorithm, message.as_bytes(), &signature)?;
    part(payload)
}

fn part<T: DeserializeOwned>(text: &str) -> Result<T, TokenFault> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenFault::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenFault::Malformed)
}

fn may_sign(key: &CoreJsonWebKey, id: Option<&str>, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    let is_named = id.is_none_or(|id| key.key_id().is_some_and(|own| own.as_str() == id));
    let is_of_type = algorithm.key_type().as_ref() == Some(key.key_type());
    let is_for_signatures = key.key_use().is_none_or(JsonWebKeyUse::allows_signature);
    let is_for_algorithm = match key.signing_alg() {
        JsonWebKeyAlgorithm::Unspecified => true,
        JsonWebKeyAlgorithm::Algorithm(own) => own == algorithm,
        JsonWebKeyAlgorithm::Unsupported => false,
    };
    is_named && is_of_type && is_for_signatures && is_for_algorithm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_counts_once_until_it_has_expired() {
        let used = UsedTokens::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let notice = |id: &str| LogoutNotice { id: id.to_owned(), subject: None, session: None, until: at(100) };
        assert_eq!(used.take(&notice("a"), at(10)), Ok(()));
        assert_eq!(used.take(&notice("a"), at(11)), Err(TokenFault::Repeated));
        assert_eq!(used.take(&notice("b"), at(100)), Ok(()));
        assert_eq!(used.take(&notice("a"), at(100)), Err(TokenFault::Repeated));
        // What has expired is refused for that, and need not be remembered.
        assert_eq!(used.take(&notice("a"), at(101)), Ok(()));
        assert_eq!(used.0.lock().unwrap().len(), 1);
    }
}
