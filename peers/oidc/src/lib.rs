//! The other side of OpenID Connect, for tests and for the demo: an identity provider that needs no card, no person and no network.
//!
//! It speaks what Inera's IdP speaks, on this machine: discovery, keys, the authorization code with PKCE (S256), ID tokens with the
//! claims of Swedish care, a userinfo endpoint and a page for signing out. Where a real one asks for a SITHS card, it shows a plain
//! page, in Swedish, on which one picks a test person, told by what they are for.
//!
//! It can be told to lie ([`Lie`]): each lie is one thing that a relying party must find. It shares no code with the client that it
//! tests, so that a misreading of the protocol is not made twice.
//!
//! Nothing here proves anything about anybody. No crate that is used in earnest may depend on this one.

mod api;
mod authorize;
mod clock;
mod keys;
mod lies;
mod pages;
mod people;
mod serving;
mod shared;
mod simulator;
mod tokens;

pub use clock::{Clock, Hand};
pub use keys::KeyKind;
pub use lies::{Lie, LogoutLie};
pub use people::Person;
pub use simulator::{IdentityProvider, OidcOptions, PeerError, RegisteredClient, Running};
