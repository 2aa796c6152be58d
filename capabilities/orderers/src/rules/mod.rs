//! What holds for orders of permissions, whoever asks: pure, the time is passed in.

mod choice;
mod orderable;
mod ordering;
mod period;

pub use choice::{CERTIFICATION_MONTHS, ChoiceError, RegionChoice};
pub use orderable::{APPROVERS_MAX, may_be_ordered};
pub use ordering::{MayNotOrder, OrderedBy, PlaceOfOrder, may_order_at};
pub use period::new_end;
