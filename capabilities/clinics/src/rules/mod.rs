//! The rules: pure, over values and the time.

mod catchment;
mod status;
mod working_days;

pub use catchment::{Catchment, CatchmentFacts, MOST_AGE, Sex};
pub use status::{ClinicStatus, InTheWay, Left};
pub use working_days::{due, due_day, end_of_day, is_working_day, working_days_since};
