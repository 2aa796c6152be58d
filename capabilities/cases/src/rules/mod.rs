//! The rules of cases: what may happen to one, and who answers for it. Pure; the time is passed in.

mod queue;
mod reference;
mod responsible;
mod state;
mod words;

pub use queue::{Counted, Queue};
pub use reference::{as_read_out, from_typed, reference_of};
pub use responsible::{Attention, Responsible, attention};
pub use state::{Act, Facts, Kind, Refusal, State};
pub use words::{Sought, kept, stems_of, token};

#[cfg(test)]
mod naive_model;
