//! The provider's time, which a test can set by hand.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time, in seconds since 1970.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

/// What moves a clock [by hand](Clock::by_hand).
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicI64>);

impl Clock {
    /// The machine's own.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the provider is a program of its own, with a clock of its own")]
    pub fn real() -> Self {
        Self(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_secs()).unwrap_or_default()
        }))
    }

    /// Stands still at a second until its hand is moved.
    #[must_use]
    pub fn by_hand(second: i64) -> (Self, Hand) {
        let seconds = Arc::new(AtomicI64::new(second));
        let hand = Hand(Arc::clone(&seconds));
        (Self(Arc::new(move || seconds.load(Ordering::SeqCst))), hand)
    }

    pub(crate) fn now(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Clock({})", self.now())
    }
}

impl Hand {
    /// Moves the clock by so many seconds, back if they are negative.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}
