//! The simulator's time, which a test can hurry or move by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Tells how long the simulator has run.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

/// What moves a clock [by hand](Clock::by_hand).
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicU64>);

impl Clock {
    /// Goes as fast as time does.
    #[must_use]
    pub fn real() -> Self {
        Self::faster(1)
    }

    /// Goes so many times faster: at 60, an order lives for half a second until somebody starts it.
    #[must_use]
    pub fn faster(times: u32) -> Self {
        let start = Instant::now();
        Self(Arc::new(move || start.elapsed() * times))
    }

    /// Stands still until its hand is moved.
    #[must_use]
    pub fn by_hand() -> (Self, Hand) {
        let milliseconds = Arc::new(AtomicU64::new(0));
        let hand = Hand(Arc::clone(&milliseconds));
        (Self(Arc::new(move || Duration::from_millis(milliseconds.load(Ordering::SeqCst)))), hand)
    }

    pub(crate) fn now(&self) -> Duration {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clock({:?})", self.now())
    }
}

impl Hand {
    /// Lets so many milliseconds pass at once.
    pub fn advance_milliseconds(&self, milliseconds: u64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Lets so many seconds pass at once.
    pub fn advance_seconds(&self, seconds: u64) {
        self.advance_milliseconds(seconds * 1000);
    }
}
