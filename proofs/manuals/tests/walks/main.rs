//! One binary of all walks, so that the browser's libraries are linked once.

#![allow(clippy::unwrap_used, reason = "all of this is tests, and clippy takes what they call for something else")]

mod harness;
