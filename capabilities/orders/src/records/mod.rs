//! Orders as stored.

mod list;
mod order;

pub use list::waiting_in;
pub(crate) use list::{Which, list, units_of};
pub(crate) use order::{NewOrder, Order, decide, for_viewer, own_number, place};
