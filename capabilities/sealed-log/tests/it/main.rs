//! The sealed log on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they can't go on")]

mod begun;
mod ground;
mod mailed;
mod sealed;
mod thinned;
mod witnessed;
