//! What is stored about signing in.

pub(crate) mod accounts;
pub(crate) mod bankid_orders;
pub(crate) mod ceremonies;
pub(crate) mod hats;
pub(crate) mod housekeeping;
pub(crate) mod one_time_links;
pub mod recovery_codes;
pub mod security_keys;
pub(crate) mod sessions;
pub(crate) mod siths_sign_ins;
pub(crate) mod throttle;
pub mod yubikeys;
