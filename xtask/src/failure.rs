//! What stops a command, in words that say what to do.

use std::fmt;

/// A sentence for the developer.
#[derive(Debug)]
pub struct Failure(String);

/// The result of anything that can be stopped.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure told by `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds to an error what was being tried.
pub trait Trying<T> {
    /// The value, or a failure that reads "WHAT: the error".
    fn trying(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Trying<T> for Result<T, E> {
    fn trying(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}
