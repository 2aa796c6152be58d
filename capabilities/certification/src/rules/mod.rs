//! The rules of re-certification, pure: when a round is due, who may answer it until when, and what becomes of each line.

mod answer;
mod due;
mod times;

pub use answer::{By, Choice, Decision, Effect, Line, Refused, fate, judge};
pub use due::{LastRound, due};
pub use times::{Days, Shut, Times, WeekLetter, after};
