//! The rules: what a form is, when it is whole, what a resident's answers to it are, and what templates say.

mod answers;
mod check;
mod choices;
mod definition;
mod edit;
mod placeholders;
mod ready;
#[cfg(test)]
mod samples;
mod shown;

pub use answers::{Answer, Answers, MAX_ATTACHMENTS, Value};
pub use check::{Limits, Part, Problem, Wrong};
pub use choices::{choices_from_lines, lines_of};
pub use definition::{Alternative, Choice, Condition, Draft, Field, Form, FormError, Kind, KindKey, Words};
pub use edit::{CannotMove, Direction, FieldEdit, StillAskedFor};
pub use placeholders::{Placeholder, Placeholders, UnknownPlaceholder, check_placeholders, fill};
pub use ready::Ready;
