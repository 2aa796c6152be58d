//! The other side of BankID, for tests and for the demo: no person, bank or network is needed.
//!
//! Two doors. **The relying party API**, over mutual TLS on this machine, speaks the same wire protocol as BankID's own
//! service: same addresses, same fields, same errors, same lifetimes. **The test phone**, plain pages on this machine,
//! plays the app: it takes up an order by autostart link, by a scanned code or from the list of those waiting; one picks
//! a test person, told by what they are for, and approves, cancels or lets it expire.
//!
//! It shares no code with the client that it tests, so that a misreading of the protocol is not made twice.
//!
//! Nothing here proves anything about anybody. No crate that is used in earnest may depend on this one.

mod certificates;
mod clock;
mod orders;
mod pages;
mod people;
mod phone;
mod requests;
mod rp_api;
mod scan;
mod serving;
mod simulator;

pub use certificates::ClientIdentity;
pub use clock::{Clock, Hand};
pub use orders::OrderId;
pub use people::Person;
pub use phone::Phone;
pub use rp_api::Weather;
pub use scan::ScanError;
pub use simulator::{Running, Simulator, SimulatorError, SimulatorOptions};
