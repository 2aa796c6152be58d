//! Why a walk could not go on.

use std::fmt;
use std::time::Duration;

use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use tokio::time::{Instant, sleep};

/// How long a walk waits for what it was told to expect. Generous, because tests run on busy machines; a walk that finds what
/// it looks for never waits.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the driver says, as an error that it does not know, of an element or a document that went while it was busy with it.
const LEFT_MEANWHILE: [&str; 4] = [
    "Node with given id does not belong to the document",
    "No node with given id found",
    "Cannot find context with specified id",
    "Execution context was destroyed",
];

/// What went wrong, in words. Prints the same with `{}` and `{:?}`, so that a test that returns it can be read.
pub struct Failure {
    sentence: String,
    /// Whether it may be otherwise in a moment, as when a page is still on its way.
    may_pass: bool,
}

/// The result of a step.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure that waiting won't mend.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), may_pass: false }
    }

    /// Something that is not so, yet.
    pub(crate) fn not_yet(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), may_pass: true }
    }

    /// The same failure with more said after it.
    pub(crate) fn and(self, more: &str) -> Self {
        Self { sentence: format!("{}\n{more}", self.sentence), may_pass: self.may_pass }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Failure {}

impl From<WebDriverError> for Failure {
    fn from(error: WebDriverError) -> Self {
        let may_pass = match error.as_inner() {
            WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            // A page that leaves while a script looks at it.
            | WebDriverErrorInner::JavascriptError(_) => true,
            WebDriverErrorInner::UnknownError(told) => {
                LEFT_MEANWHILE.iter().any(|words| told.value.message.contains(words))
            }
            _ => false,
        };
        Self { sentence: format!("the browser: {error}"), may_pass }
    }
}

/// Adds to an error what was being tried.
pub(crate) trait Trying<T> {
    /// The value, or a failure that reads "WHAT: the error".
    fn trying(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Trying<T> for Result<T, E> {
    fn trying(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure::new(format!("{what}: {error}")))
    }
}

/// Tries again until it succeeds, fails for good, or patience ends: then with the last failure.
pub(crate) async fn patiently<T>(mut attempt: impl AsyncFnMut() -> Outcome<T>) -> Outcome<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match attempt().await {
            Err(failure) if failure.may_pass && Instant::now() < end => sleep(Duration::from_millis(50)).await,
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(message: &str) -> Failure {
        let answer = serde_json::json!({ "value": { "error": "unknown error", "message": message, "stacktrace": "" } });
        WebDriverError::parse(500, answer.to_string()).into()
    }

    #[test]
    fn a_page_that_left_meanwhile_is_tried_again_and_a_browser_that_fails_is_not() {
        let left = "unknown error: unhandled inspector error: \
            {\"code\":-32000,\"message\":\"Node with given id does not belong to the document\"}";
        assert!(told(left).may_pass);
        assert!(!told("unknown error: session deleted because of page crash").may_pass);
    }
}
