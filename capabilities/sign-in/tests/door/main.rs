//! Signing in as people meet it: the real pages over the real databases, with BankID played by the simulator.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod bankid;
mod by_password;
mod card;
mod hats;
mod house;
mod keys;
mod links;
mod own_password;
mod recovery;
mod sessions;
mod siths;
mod soft_key;
mod step_up;
mod texts;
mod throttling;
mod yubikeys;
