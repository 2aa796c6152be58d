//! What all doors of the provider share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::keys::SigningKey;
use crate::{Clock, KeyKind, Lie, Person, RegisteredClient};

/// A request that waits for somebody to pick a person, or a code that waits to be exchanged, lives so long.
pub(crate) const PATIENCE_SECONDS: i64 = 10 * 60;
const CODE_SECONDS: i64 = 60;
/// Older ones make room, so that a demo that runs for weeks does not grow.
const MOST_KEPT: usize = 1_000;

pub(crate) struct Shared {
    pub(crate) issuer: String,
    pub(crate) clients: Vec<RegisteredClient>,
    pub(crate) people: Vec<Person>,
    pub(crate) clock: Clock,
    pub(crate) key_kind: KeyKind,
    state: Mutex<State>,
}

pub(crate) struct State {
    pub(crate) lie: Lie,
    /// Published.
    pub(crate) key: SigningKey,
    /// Never published.
    pub(crate) hidden: SigningKey,
    /// How often the keys were asked for.
    pub(crate) key_requests: u32,
    pub(crate) requests: BTreeMap<String, Kept<AuthorizationRequest>>,
    pub(crate) codes: BTreeMap<String, Kept<Granted>>,
    pub(crate) access: BTreeMap<String, Kept<Granted>>,
}

/// A thing with the second at which it was made.
pub(crate) struct Kept<T> {
    made_at: i64,
    thing: T,
}

/// What a client asked for.
#[derive(Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client: String,
    pub(crate) return_address: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) challenge: String,
    /// Which claims in the ID token, and which from the userinfo endpoint.
    pub(crate) claims: (Vec<String>, Vec<String>),
}

/// What was granted: to the client, about a person.
#[derive(Clone)]
pub(crate) struct Granted {
    pub(crate) request: AuthorizationRequest,
    pub(crate) person: Person,
    /// The session at the provider.
    pub(crate) session: String,
}

impl Shared {
    pub(crate) fn new(issuer: String, options: crate::OidcOptions, key: SigningKey, hidden: SigningKey) -> Self {
        let state = State {
            lie: Lie::Honest,
            key,
            hidden,
            key_requests: 0,
            requests: BTreeMap::new(),
            codes: BTreeMap::new(),
            access: BTreeMap::new(),
        };
        Self {
            issuer,
            clients: options.clients,
            people: options.people,
            clock: options.clock,
            key_kind: options.key_kind,
            state: Mutex::new(state),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn lie(&self) -> Lie {
        self.state().lie
    }

    /// The time that the provider believes in.
    pub(crate) fn now(&self) -> i64 {
        let ahead = if let Lie::Clock(seconds) = self.lie() { seconds } else { 0 };
        self.clock.now().saturating_add(ahead)
    }

    pub(crate) fn client(&self, id: &str) -> Option<&RegisteredClient> {
        self.clients.iter().find(|client| client.id == id)
    }

    pub(crate) fn person(&self, key: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.key == key)
    }

    pub(crate) fn keep_request(&self, request: AuthorizationRequest) -> String {
        let id = random();
        keep(&mut self.state().requests, &id, request, self.clock.now());
        id
    }

    pub(crate) fn take_request(&self, id: &str) -> Option<AuthorizationRequest> {
        let now = self.clock.now();
        let kept = self.state().requests.remove(id)?;
        kept.is_within(now, PATIENCE_SECONDS).then_some(kept.thing)
    }

    /// A code for a person whom somebody picked.
    pub(crate) fn grant(&self, request: AuthorizationRequest, person: &Person) -> String {
        let code = random();
        let granted = Granted { request, person: person.clone(), session: random() };
        keep(&mut self.state().codes, &code, granted, self.clock.now());
        code
    }

    /// What a code was given for; once, and not for long.
    pub(crate) fn take_code(&self, code: &str) -> Option<Granted> {
        let now = self.clock.now();
        let kept = self.state().codes.remove(code)?;
        kept.is_within(now, CODE_SECONDS).then_some(kept.thing)
    }

    /// An access token.
    pub(crate) fn give_access(&self, granted: &Granted) -> String {
        let token = random();
        keep(&mut self.state().access, &token, granted.clone(), self.clock.now());
        token
    }

    pub(crate) fn access(&self, token: &str) -> Option<Granted> {
        let now = self.clock.now();
        let state = self.state();
        state.access.get(token).filter(|kept| kept.is_within(now, PATIENCE_SECONDS)).map(|kept| kept.thing.clone())
    }
}

impl<T> Kept<T> {
    fn is_within(&self, now: i64, seconds: i64) -> bool {
        (0..seconds).contains(&(now - self.made_at))
    }
}

fn keep<T>(all: &mut BTreeMap<String, Kept<T>>, id: &str, thing: T, now: i64) {
    if all.len() >= MOST_KEPT {
        let oldest = all.iter().min_by_key(|(_, kept)| kept.made_at).map(|(id, _)| id.clone());
        oldest.and_then(|id| all.remove(&id));
    }
    all.insert(id.to_owned(), Kept { made_at: now, thing });
}

pub(crate) fn random() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}
