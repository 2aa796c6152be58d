//! The rules of home care, pure: when visits recur, what state follows which, whom a viewer sees, what a plan adds up
//! to, and how often an address is fetched.

pub mod amounts;
pub mod columns;
pub mod pace;
pub mod recurrence;
pub mod sight;
pub mod visit_state;
pub mod weeks;
