//! The other side of S3, for tests: no store and no network is needed.
//!
//! One bucket on this machine, over HTTP, kept in memory: objects put and got (whole or in ranges), looked at, taken away and
//! listed (version 2), and uploads in parts. Every request must be signed (AWS signature version 4, `s3` in one region), over its
//! content or as `UNSIGNED-PAYLOAD`, and the signature is checked. What a store refuses, it refuses: a part below 5 MiB that is
//! not the last, parts out of order, a range beyond the end. Taking away many objects at once, versions, copies, access lists
//! and addresses with the bucket's name in the host are not known here, as in many a store that calls itself S3-compatible.
//!
//! It can be told to misbehave ([`Weather`]), and tells what it was asked for and what it holds.
//!
//! It shares no code with the client that it tests, so that a misreading of the protocol is not made twice. Nothing leaves it, and
//! everything in it is gone when it stops. No crate that is used in earnest may depend on this one.

mod answers;
mod bucket;
mod encoding;
mod refusal;
mod requests;
mod running;
mod signature;

pub use bucket::LEAST_PART;
pub use requests::Operation;
pub use running::{NotOpened, Objects, Options, Running, Weather};
