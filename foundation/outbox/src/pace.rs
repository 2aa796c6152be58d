//! How long to wait between one attempt and the next.

use std::time::Duration;

/// So often in all a letter is sent of which it is not known whether it arrived, where the way knows no repeats.
pub(crate) const MOST_IN_DOUBT: i64 = 3;

/// The sender's times.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How often to look for letters that nobody woke the sender for: another node's, and those whose time has come.
    pub look: Duration,
    /// How long one attempt may take.
    pub attempt: Duration,
    /// How long a letter is one sender's alone; longer than an attempt, so that it is over when somebody else tries.
    pub lease: Duration,
    /// The wait after the first failed attempt; it doubles with each.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look: Duration::from_secs(30),
            attempt: Duration::from_secs(120),
            lease: Duration::from_secs(300),
            first_wait: Duration::from_secs(30),
            longest_wait: Duration::from_secs(900),
        }
    }
}

impl Pace {
    /// The wait after so many failed attempts.
    #[must_use]
    pub fn wait_after(&self, attempts: i64) -> Duration {
        let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 31)).unwrap_or(31);
        self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait)
    }

    /// The same for a letter that may have arrived so many times: its last try comes when a short trouble is over.
    #[must_use]
    pub(crate) fn wait_in_doubt(&self, attempts: i64, doubts: i64) -> Duration {
        if doubts + 1 >= MOST_IN_DOUBT { self.longest_wait } else { self.wait_after(attempts) }
    }
}

/// Milliseconds, as instants count them.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_waits_double_from_half_a_minute_to_a_quarter_of_an_hour() {
        let waits: Vec<u64> = (1..=7).map(|attempts| Pace::default().wait_after(attempts).as_secs()).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900]);
    }

    proptest! {
        #[test]
        fn no_wait_is_shorter_than_the_one_before_or_longer_than_the_longest(attempts: i64) {
            let pace = Pace::default();
            prop_assert!(pace.wait_after(attempts) >= pace.wait_after(attempts.saturating_sub(1)));
            prop_assert!((pace.first_wait..=pace.longest_wait).contains(&pace.wait_after(attempts)));
        }
    }
}
