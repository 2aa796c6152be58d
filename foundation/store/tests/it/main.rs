//! The store on both databases: what the rest of the program takes for granted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they can't go on")]

mod backup;
mod conflicts;
mod contention;
mod dialect;
mod disk;
mod killed;
mod lost;
mod notes;
mod opening;
mod reading;
mod schema;
mod sealed_columns;
mod sealing;
mod tls;
mod transfer;
mod types;
mod whole_writes;
