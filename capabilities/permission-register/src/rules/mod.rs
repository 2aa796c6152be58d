//! What the register shows of which day, how a spreadsheet's columns are understood, and what each of its rows would do. Pure.

pub(crate) mod columns;
pub(crate) mod day;
pub(crate) mod judge;
pub(crate) mod lines;
pub(crate) mod masked;
pub(crate) mod plan;
pub(crate) mod search;
pub(crate) mod units;
