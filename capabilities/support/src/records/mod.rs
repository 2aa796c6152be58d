//! All that is kept of support matters. Each is loaded through its viewer.

mod change;
mod list;
mod matter;
mod strays;

pub use change::{Deed, NewMatter, act, send};
pub(crate) use list::{Key, Which, list, waiting_for};
pub use matter::MatterId;
pub(crate) use matter::{Entry, Matter, entries, for_viewer, sender_of};
pub use strays::{count_in_hand_of, hand_back_of, hand_back_strays};
