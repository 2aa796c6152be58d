//! The program: command line, configuration, routes put together, start and stop.

mod account;
pub mod assemble;
mod audit;
mod backup;
mod card_port;
pub mod command;
pub mod config;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
pub mod help;
mod housekeeping;
mod import;
pub mod key;
pub mod mail;
pub mod meters;
mod sealing;
mod serve;
pub mod server;
pub mod sms;
mod transfer;

/// A page is hundreds of small strings; the system's own allocator took a quarter of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
