//! The rules of signing in, over values and the time.

pub(crate) mod browser;
pub(crate) mod hats;
pub(crate) mod throttle;
pub(crate) mod unused;
