//! The pages of signing in, and of what one has signed in with.

pub(crate) mod bankid;
pub(crate) mod hats;
pub(crate) mod no_hat;
pub(crate) mod one_time_link;
pub(crate) mod password;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod siths;
