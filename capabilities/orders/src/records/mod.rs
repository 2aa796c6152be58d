//! Orders as stored.

mod approve;
mod close;
mod judge;
pub(crate) mod lines;
mod list;
mod order;
mod ordered;
mod right;
mod timeline;

pub(crate) use approve::{Approval, Approved, approve, to_connect};
pub(crate) use close::{close_lines, reject};
pub(crate) use judge::{Ground, WhyNot};
pub use list::waiting_in;
pub(crate) use list::{Which, list, units_of};
pub(crate) use order::{NewOrder, NewOrdering, Order, Ordering, decide, for_viewer, keep_open, own_number, place};
pub(crate) use ordered::{Chosen, OrderedLine, Tally, all_lines, lines_from, sizes, tally};
pub(crate) use right::{Right, right_of, rights_of};
pub(crate) use timeline::{Noted, note, timeline};
