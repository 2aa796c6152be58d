//! What is decided without a database or a clock: how hashes lie in pages, what a round adds, and what two rows of hashes tell.

mod differences;
mod pages;
mod round;

pub(crate) use differences::{Difference, Found, between};
pub(crate) use pages::{Pages, page_of, pages_of};
pub(crate) use round::{Planned, plan};
