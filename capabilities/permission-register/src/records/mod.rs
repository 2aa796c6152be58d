//! The register as it is asked for, and spreadsheets on their way into it.

mod bound;
pub(crate) mod carry_out;
pub(crate) mod facts;
pub(crate) mod filter;
pub(crate) mod import;
pub(crate) mod register;
pub(crate) mod units;

#[cfg(test)]
mod tests;
