//! The rules of home care, pure: when visits recur, what state follows which, whom a viewer sees, and what a plan adds up to.

pub mod amounts;
pub mod columns;
pub mod recurrence;
pub mod sight;
pub mod visit_state;
pub mod weeks;
