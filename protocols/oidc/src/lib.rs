//! OpenID Connect: signing in by an identity provider (IdP) of Swedish care, such as Inera's, where one signs in with a SITHS card
//! or Mobilt SITHS and chooses a commission (*medarbetaruppdrag*).
//!
//! The protocol itself is `openidconnect`'s: discovery, the authorization code with PKCE (S256), state and nonce, the signature and
//! the claims of the ID token. Around it stands what it leaves to us: a client for the calls that follows no redirect and takes
//! bounded answers; an allow list of algorithms, without shared secrets; an allowance for clocks that differ, which is stated; the
//! authorized party; keys that are changed ([`Provider::finish`] asks for them anew, once a minute at most); the level of assurance
//! by a configured table; the claims of Swedish care as types; and being told by the IdP that somebody signed out
//! ([`Provider::logout_notice`]).
//!
//! A sign-in that has begun is a value ([`BegunSignIn`]) that the caller stores, under the hash of a cookie: it holds secrets, and no
//! cookie may. Nothing here reads a clock: the time is given.
//!
//! Sources: OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0, Back-Channel Logout 1.0; RFC 6749, 7636, 9207; Inera's
//! list of attributes for its IdP; the levels of Sambi and of the Swedish trust framework.

mod care;
mod claims;
mod error;
mod http_client;
mod known;
mod levels;
mod logout_token;
mod provider;
mod settings;
mod sign_in;
mod types;
mod verify;

pub use care::{CareUnit, Commission, SignedIn};
pub use error::{OidcError, TokenFault};
pub use levels::{AcrLevels, AcrLevelsError, Assurance};
pub use logout_token::LogoutNotice;
pub use provider::Provider;
pub use settings::{OidcSettings, SettingsError, SigningAlgorithm};
pub use sign_in::{Answer, BegunSignIn, SignInAddress};

/// What a person is told when sign-in by the identity provider fails, in Swedish: a text for each `message_id`.
pub const TEXTS_SV: &str = include_str!("../texts/sv.ftl");
/// The same in English.
pub const TEXTS_EN: &str = include_str!("../texts/en.ftl");
