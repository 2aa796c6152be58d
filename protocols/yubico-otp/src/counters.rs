//! The counters inside a password, and the rule that makes each password good once.

/// What one password says of when it was made.
///
/// Two counters order all passwords of a key: the use counter rises each time the key is plugged in, the session counter
/// at each touch after that. A password is good only if its pair is greater than the greatest pair seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counters {
    /// Times the key has been powered up, 0 to 32 767. Never falls and never wraps: a worn-out key stops working.
    pub use_counter: u16,
    /// Touches since it was powered up, 0 to 255; at its end the key raises the use counter instead.
    pub session_counter: u8,
    /// Ticks of about 1/8 second since it was powered up, 24 bits, starting at a random value. No part of the rule.
    pub timestamp: u32,
}

impl Counters {
    /// The stored ordinal of a key that has never been used.
    pub const NEVER_SEEN: i64 = -1;

    /// Both counters as one number that grows as the pair grows, for one `BIGINT` column.
    ///
    /// See the crate's first page for the one statement in which it must be compared and stored.
    #[must_use]
    pub fn ordinal(self) -> i64 {
        i64::from(self.use_counter) << 8 | i64::from(self.session_counter)
    }

    /// Whether this password is newer than the greatest stored [`ordinal`](Self::ordinal): greater, never equal.
    ///
    /// Not enough by itself against two requests at the same moment; the database decides, in one statement.
    #[must_use]
    pub fn is_newer_than(self, stored: i64) -> bool {
        self.ordinal() > stored
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(use_counter: u16, session_counter: u8) -> Counters {
        Counters { use_counter, session_counter, timestamp: 0 }
    }

    #[test]
    fn the_first_password_of_a_new_key_is_accepted() {
        assert!(at(0, 0).is_newer_than(Counters::NEVER_SEEN));
    }

    #[test]
    fn the_same_password_is_not_accepted_twice() {
        assert!(!at(19, 17).is_newer_than(at(19, 17).ordinal()));
    }

    #[test]
    fn plugging_the_key_in_again_starts_the_session_counter_over() {
        assert!(at(20, 0).is_newer_than(at(19, 255).ordinal()));
        assert!(!at(19, 255).is_newer_than(at(20, 0).ordinal()));
    }

    proptest! {
        #[test]
        fn newer_means_the_greater_pair(a: (u16, u8), b: (u16, u8)) {
            prop_assert_eq!(at(a.0, a.1).is_newer_than(at(b.0, b.1).ordinal()), a > b);
        }
    }
}
