//! The pages.

pub(crate) mod about;
pub(crate) mod help;
pub(crate) mod nothing;
pub(crate) mod others;
pub(crate) mod search;
pub(crate) mod start;

/// What the program is, and which version.
pub(crate) const ABOUT: &str = "/om";
