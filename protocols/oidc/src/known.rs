//! What is known of the IdP, and when it is asked anew.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use openidconnect::core::CoreJsonWebKey;
use openidconnect::{DiscoveryError, IssuerUrl, JsonWebKeySet};

use crate::OidcError;
use crate::http_client::{CallError, HttpClient};
use crate::types::CareMetadata;

/// What the IdP says of itself is believed for an hour, and longer where it doesn't answer.
const KNOWN_FOR_SECONDS: i64 = 60 * 60;
/// A key that nobody knows makes us ask for the keys: not oftener, or anybody could have us ask as often as they like.
const KEYS_EVERY_SECONDS: i64 = 60;

/// What the IdP says of itself, with its keys.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) metadata: CareMetadata,
    asked_at: Timestamp,
}

/// The last of it, shared by all sign-ins. The lock is never held while the IdP is asked.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    known: Option<Arc<Known>>,
    keys_asked_at: Option<Timestamp>,
}

impl Memory {
    /// What the IdP says of itself; asked when nothing is known, or nothing new for an hour.
    pub(crate) async fn known(
        &self,
        issuer: &IssuerUrl,
        client: &HttpClient,
        now: Timestamp,
    ) -> Result<Arc<Known>, OidcError> {
        let last = self.with(|state| state.known.clone());
        if let Some(known) = last.as_ref().filter(|known| is_within(known.asked_at, now, KNOWN_FOR_SECONDS)) {
            return Ok(Arc::clone(known));
        }
        match (CareMetadata::discover_async(issuer.clone(), client).await, last) {
            (Ok(metadata), _) => {
                let known = Arc::new(Known { metadata, asked_at: now });
                self.with(|state| state.known = Some(Arc::clone(&known)));
                Ok(known)
            }
            // It may be down for a while; its keys are the same.
            (Err(DiscoveryError::Request(CallError::Unreachable(_))), Some(last)) => Ok(last),
            (Err(error), _) => Err(of_discovery(error)),
        }
    }

    /// What is known with keys that were not known before; none where nothing new may be asked for yet.
    pub(crate) async fn with_new_keys(
        &self,
        old: &Arc<Known>,
        client: &HttpClient,
        now: Timestamp,
    ) -> Result<Option<Arc<Known>>, OidcError> {
        let (known, may_ask) = self.with(|state| {
            let may_ask = state.keys_asked_at.is_none_or(|at| !is_within(at, now, KEYS_EVERY_SECONDS));
            if may_ask {
                state.keys_asked_at = Some(now);
            }
            (state.known.clone(), may_ask)
        });
        if !may_ask {
            // Somebody else may have asked meanwhile.
            return Ok(known.filter(|known| !Arc::ptr_eq(known, old)));
        }
        let keys: JsonWebKeySet<CoreJsonWebKey> =
            JsonWebKeySet::fetch_async(old.metadata.jwks_uri(), client).await.map_err(of_discovery)?;
        let known = Arc::new(Known { metadata: old.metadata.clone().set_jwks(keys), asked_at: old.asked_at });
        self.with(|state| state.known = Some(Arc::clone(&known)));
        Ok(Some(known))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A clock that went backwards makes nothing fresh.
fn is_within(then: Timestamp, now: Timestamp, seconds: i64) -> bool {
    (0..seconds).contains(&(now.as_second() - then.as_second()))
}

fn of_discovery(error: DiscoveryError<CallError>) -> OidcError {
    match error {
        DiscoveryError::Request(error) => error.into(),
        DiscoveryError::Response(status, ..) if !status.is_success() => OidcError::Status(status.as_u16()),
        // The library tells a wrong issuer by a text alone; nothing else is told so.
        DiscoveryError::Validation(_) => OidcError::OtherProvider,
        _ => OidcError::NotAnAnswer,
    }
}

impl From<CallError> for OidcError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unreachable(why) => Self::Unreachable(why),
            CallError::InTheClear => Self::Unreachable("it leads to an address in the clear".to_owned()),
            CallError::TooLarge | CallError::NotAnAnswer => Self::NotAnAnswer,
        }
    }
}
