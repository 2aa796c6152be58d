//! Files as they come in a form and go out again, through the real reader, in both places, on both databases.
#![allow(clippy::unwrap_used, reason = "a test that can't get its ground stops there and says why")]
#![allow(
    clippy::print_stdout,
    reason = "what was measured is told, and a process begun by a test tells where it listens"
)]

mod bucket;
mod clamd;
mod desk;
mod intake;
mod memory;
mod scanner;
