//! Accounts as records and as pages, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod journeys;
mod list;
mod pages;
mod records;
mod site;
mod speed;
mod texts;
