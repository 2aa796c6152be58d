//! The other side of text messages, for tests and for the demo: no provider, no money and no telephone is needed.
//!
//! Two doors. **The provider** speaks the HTTP API of 46elks on this machine, as far as sending goes (`POST /a1/sms` and
//! `GET /a1/me`, with a user and a password), keeps the messages that it gets in memory, and can be told to misbehave
//! ([`Weather`]). **The telephones**, a plain page on this machine, show what came, the newest first.
//!
//! It shares no code with the client that it tests, so that a misreading of the API is not made twice. Nothing leaves it, and
//! everything in it is gone when it stops. No crate that is used in earnest may depend on this one.

mod api;
mod certificates;
mod exchange;
mod pages;

pub use api::{Message, Weather};
pub use exchange::{Door, Exchange, ExchangeError, ExchangeOptions, Running};
