//! The rules: which accesses a sample is drawn from, how it is drawn, what may be said of it, and when the next is due.

mod access;
mod days;
mod draw;
mod plan;
mod rule;
mod sample;
mod verdict;

pub(crate) use access::{Access, Gathering, Seen};
pub(crate) use days::{Days, MOST_DAYS};
pub(crate) use draw::draw;
pub(crate) use plan::{is_overdue, next_due};
pub(crate) use rule::{Facts, Hours, Rule, clock, shares_family_name};
pub(crate) use sample::{Candidate, MOST_LINES, Sample, sample};
pub(crate) use verdict::{Refused, Standing, Verdict, judge, may_sign};
