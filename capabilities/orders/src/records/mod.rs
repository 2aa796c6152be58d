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
pub(crate) use close::{close_lines, reject, why_not_rejected};
pub(crate) use judge::{Ground, WhyNot};
pub use list::waiting_in;
pub(crate) use list::{Which, list, units_for_users, units_of};
pub(crate) use order::{NewOrder, NewOrdering, Order, Ordering, decide, for_viewer, keep_open, own_number, place};
pub(crate) use ordered::{Chosen, OrderedLine, Tally, all_lines, any_about, lines_from, sizes, tally};
pub(crate) use right::{Right, may_still_order, right_of, rights_of};
pub(crate) use timeline::{Noted, note, timeline};
