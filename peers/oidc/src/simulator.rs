//! Starting and stopping the provider.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::authorize::{self, Asked, Wrong};
use crate::keys::SigningKey;
use crate::shared::Shared;
use crate::{Clock, KeyKind, Lie, LogoutLie, Person, api, pages, serving, tokens};

/// A relying party that the provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredClient {
    /// Its id.
    pub id: String,
    /// Its secret; none for a public client.
    pub secret: Option<String>,
    /// Where it may have people sent back to.
    pub return_addresses: Vec<String>,
    /// Where it may have them sent after signing out.
    pub after_logout: Vec<String>,
}

/// What a provider is started with.
#[derive(Debug, Clone)]
pub struct OidcOptions {
    /// Who can be picked, in the order in which they are shown.
    pub people: Vec<Person>,
    /// Whom it serves.
    pub clients: Vec<RegisteredClient>,
    /// Its port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// Its clock.
    pub clock: Clock,
    /// What it signs with.
    pub key_kind: KeyKind,
}

impl Default for OidcOptions {
    fn default() -> Self {
        let (clock, key_kind) = (Clock::real(), KeyKind::default());
        Self { people: Vec::new(), clients: Vec::new(), port: 0, clock, key_kind }
    }
}

/// Why a provider did not start.
#[derive(Debug, thiserror::Error)]
pub enum PeerError {
    /// A person cannot be shown. Named by key alone.
    #[error("the test person {0:?} needs a key of its own (a-z, 0-9, -)")]
    Person(String),
    /// The keys could not be made.
    #[error("the identity provider's keys could not be made")]
    Keys,
    /// A port could not be had.
    #[error("port {port} on 127.0.0.1 cannot be used: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The way to start one.
#[derive(Debug)]
pub struct IdentityProvider;

impl IdentityProvider {
    /// Starts it on this machine, inside the running Tokio runtime.
    ///
    /// # Errors
    /// [`PeerError`].
    pub async fn start(options: OidcOptions) -> Result<Running, PeerError> {
        let mut keys = HashSet::new();
        let unusable = options.people.iter().find(|person| !person.is_usable() || !keys.insert(person.key.as_str()));
        if let Some(person) = unusable {
            return Err(PeerError::Person(person.key.clone()));
        }
        let (port, kind) = (options.port, options.key_kind);
        let failed = |source| PeerError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().map_err(failed)?.port());
        let key = || SigningKey::generate(kind).ok_or(PeerError::Keys);
        let shared = Arc::new(Shared::new(issuer.clone(), options, key()?, key()?));
        let task = tokio::spawn(serving::serve(listener, router(&shared)));
        Ok(Running { issuer, shared, task })
    }
}

fn router(shared: &Arc<Shared>) -> Router {
    let api = Router::new()
        .route("/.well-known/openid-configuration", get(api::discovery))
        .route("/jwks", get(api::keys))
        .route("/token", post(api::token))
        .route("/userinfo", get(api::user_info))
        .layer(from_fn_with_state(Arc::clone(shared), api::weather));
    let pages = Router::new()
        .route("/", get(pages::home))
        .route("/provider.css", get(pages::style))
        .route("/authorize", get(pages::arrive))
        .route("/authorize/{id}/person", post(pages::pick))
        .route("/authorize/{id}/cancel", post(pages::break_off))
        .route("/end-session", get(pages::leave))
        .layer(from_fn(pages::guard));
    api.merge(pages).with_state(Arc::clone(shared))
}

/// A provider at work. Stops when dropped.
pub struct Running {
    /// Its issuer, which is its address.
    pub issuer: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Running {
    /// Makes it lie from now on, or be honest again.
    pub fn set_lie(&self, lie: Lie) {
        self.shared.state().lie = lie;
    }

    /// Signs with a new key from now on, and publishes that one alone.
    ///
    /// # Errors
    /// [`PeerError::Keys`].
    pub fn rotate_keys(&self) -> Result<(), PeerError> {
        let key = SigningKey::generate(self.shared.key_kind).ok_or(PeerError::Keys)?;
        self.shared.state().key = key;
        Ok(())
    }

    /// How often its keys were asked for.
    #[must_use]
    pub fn key_requests(&self) -> u32 {
        self.shared.state().key_requests
    }

    /// Signs a person in without the page: the address that the browser is sent back to. None for a request that is not taken, or a
    /// person who is not known.
    #[must_use]
    pub fn sign_in(&self, address: &str, person: &str) -> Option<String> {
        let id = self.take_up(address)?;
        authorize::pick(&self.shared, &id, person)
    }

    /// Breaks a sign-in off without the page: the address that the browser is sent back to.
    #[must_use]
    pub fn break_off(&self, address: &str) -> Option<String> {
        let id = self.take_up(address)?;
        authorize::break_off(&self.shared, &id)
    }

    fn take_up(&self, address: &str) -> Option<String> {
        let asked: Asked = asked(address)?;
        match authorize::read(&self.shared, asked) {
            Ok(request) => Some(self.shared.keep_request(request)),
            Err(Wrong::Here(_) | Wrong::Back(_)) => None,
        }
    }

    /// A logout token for a client: about a person, about a session, or about both.
    #[must_use]
    pub fn logout_token(&self, client: &str, person: Option<&str>, session: Option<&str>, lie: LogoutLie) -> String {
        let subject = person.and_then(|key| self.shared.person(key)).map(Person::subject);
        tokens::logout_token(&self.shared, client, subject, session.map(str::to_owned), lie)
    }

    /// Stops it and waits until its port is free.
    pub async fn stop(mut self) {
        self.task.abort();
        // The error says that it was aborted, as asked.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Running({})", self.issuer)
    }
}

/// The query of an address, as the page reads it.
fn asked(address: &str) -> Option<Asked> {
    let uri: axum::http::Uri = address.parse().ok()?;
    axum::extract::Query::try_from_uri(&uri).ok().map(|axum::extract::Query(asked)| asked)
}
