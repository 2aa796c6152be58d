//! What is so, whoever asks and wherever it is stored: how a visit goes, and what in a plan does not go together.

pub(crate) mod clashes;
pub(crate) mod course;
pub(crate) mod times;
