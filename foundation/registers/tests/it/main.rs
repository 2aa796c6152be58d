//! The registers on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they can't go on")]

mod cases;
mod grants;
mod persons;
mod roles;
mod settings;
mod units;
mod viewer;
