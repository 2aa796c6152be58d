//! The sealed log as somebody uses it: events in, roots, proofs, notes and files out.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod checkpoints;
mod events;
mod figures;
mod proofs;
mod samples;
mod trees;
