//! The other side of mail, for tests and for the demo: no mail server and no network is needed.
//!
//! Two doors. **The server** speaks SMTP on this machine (RFC 5321 as far as submission goes: `STARTTLS`, `AUTH PLAIN`), keeps the
//! mail that it gets in memory, and can be told to misbehave ([`Weather`]). **The mailbox**, a plain page on this machine, shows
//! what came, the newest first.
//!
//! It shares no code with the client that it tests, so that a misreading of the protocol is not made twice. Nothing leaves it, and
//! everything in it is gone when it stops. No crate that is used in earnest may depend on this one.

mod certificates;
mod mail;
mod office;
mod pages;
mod smtp;

pub use mail::Mail;
pub use office::{Door, OfficeError, OfficeOptions, PostOffice, Running};
pub use smtp::Weather;
