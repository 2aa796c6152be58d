//! BankID, relying party API 6.0: what a service needs to let a person identify or sign.
//!
//! An order goes like this. [`BankId::auth`] makes it. The browser shows a QR code that changes every second
//! ([`qr::data`], [`qr::svg`]) or opens the app on the same device ([`AppAddress::autostart_url`]). Every
//! [`POLL_EVERY`] the service asks [`BankId::collect`] and shows [`message_for`] the answer, until it is complete or
//! failed. [`should_restart`] says when an order that nobody started is quietly replaced.
//!
//! The caller keeps the order (with its start time, for the QR code), ties it to the browser's session and gives the
//! time; no clock, database or router lives here.
//!
//! Three duties stay with the caller. Compare the personal number with the account. Refuse, or ask for more, at
//! [`Risk::High`]. With the same device, accept the result only in the browser that began: put a random value of
//! that session into [`OrderRequest::return_url`] and check it when the browser comes back.

mod client;
mod codes;
mod collect;
mod error;
mod message;
mod order;
pub mod qr;
mod restart;
mod settings;

pub use client::{BankId, POLL_EVERY};
pub use collect::{Collected, Completion, Device, HintCode, PersonalNumberText, Risk, User};
pub use error::{BankIdError, ErrorCode};
pub use message::{Flow, Message, Screen, message_for, message_for_error};
pub use order::{Browser, HighestRisk, Order, OrderRequest, QrStartSecret, Requirement, VisibleText};
pub use restart::{Attempt, should_restart};
pub use settings::{AppAddress, BankIdSettings, PRODUCTION, SettingsError, TEST};

/// The recommended messages in Swedish, as Fluent: one `bankid-rfa…` for each [`Message`].
pub const TEXTS_SV: &str = include_str!("../texts/sv.ftl");
/// The recommended messages in English, as Fluent.
pub const TEXTS_EN: &str = include_str!("../texts/en.ftl");
