//! What is true of reports whatever the database: periods, columns in their order, and who is shown what.

mod definition;
mod order;
mod period;

pub(crate) use definition::{Definition, ShownTo, Visibility};
pub(crate) use order::{Chosen, Step};
pub(crate) use period::{Days, Period};
