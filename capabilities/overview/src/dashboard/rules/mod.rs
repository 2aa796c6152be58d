//! What the figures mean: pure, over days and counts.

mod answers;
mod asked;
mod days;
mod period;

pub(crate) use answers::{AgeBand, Answered};
pub(crate) use asked::{Asked, FROM, PERIOD, TO, UNIT, read_asked};
pub(crate) use days::{DayOf, Step, WorkingDays, buckets, index_of_day};
pub(crate) use period::{Days, LONGEST, Period};
