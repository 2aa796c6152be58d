//! Yubico OTP: the one-time password that a YubiKey types when it is touched.
//!
//! Two ways to check one. **By ourselves** ([`Otp::open`]): the program holds the key's AES key and private id, decrypts
//! the password and compares its counters with the last ones seen. **By a validation server** ([`ValidationServer`]):
//! protocol 2.0, with signed requests and answers.
//!
//! No database, no clock and no randomness live here: the caller stores the counters, brings the nonce and decides.
//!
//! # Replay is refused by the database, not by this crate
//!
//! [`Counters::is_newer_than`] states the rule, but a program that reads the stored counters, asks the rule and then
//! writes has a gap in which the same password can be used twice. The compare and the store must be **one statement**,
//! and the password is good only if that statement changed exactly one row:
//!
//! ```sql
//! UPDATE yubikey SET last_ordinal = ?2
//! WHERE public_id = ?1 AND ended_at IS NULL AND last_ordinal < ?2
//! ```
//!
//! where `?2` is [`Counters::ordinal`] and a new key starts at [`Counters::NEVER_SEEN`].

mod block;
mod counters;
mod modhex;
mod otp;
mod public_id;
mod secrets;
mod validation;
mod validation_server;

pub use counters::Counters;
pub use otp::{Otp, OtpError};
pub use public_id::{PublicId, PublicIdError};
pub use secrets::{AesKey, PrivateId, SecretError};
pub use validation::{ApiKey, Nonce, Refusal, Request, Response, Status};
pub use validation_server::{ValidationError, ValidationServer};
