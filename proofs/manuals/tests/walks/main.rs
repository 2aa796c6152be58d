//! One binary of all walks, so that the browser's libraries are linked once.

#![allow(clippy::unwrap_used, reason = "all of this is tests, and clippy takes what they call for something else")]
#![allow(clippy::panic, reason = "a walk that finds something else than the manual promises ends there")]

mod every_page;
mod harness;
mod internal_mail;
mod manual_000;
mod manual_001;
mod manual_002;
mod manual_004;
mod paper;
mod people;
mod pictures;
mod routine_003;
mod security_keys;
mod without_javascript;
