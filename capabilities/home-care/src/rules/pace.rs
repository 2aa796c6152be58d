//! How often one address may be fetched: some times at once, as when a new telephone asks for everything, and then at a pace.

use behorig_access::Instant;

/// So many at once, and one more each time that so many milliseconds have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    at_once: i64,
    every: i64,
}

impl Pace {
    /// A calendar asks once an hour; several calendars of a person may share an address, and are asked to refresh by hand.
    pub const CALENDAR: Self = Self { at_once: 20, every: 60_000 };

    /// One more fetch. `used_until` is what the fetches before it left: the moment at which all of them are paid for, at this pace.
    ///
    /// # Errors
    /// In how many whole seconds it may be fetched again.
    pub fn take(self, used_until: Instant, now: Instant) -> Result<Instant, i64> {
        let from = used_until.max(now);
        let over = from.millis_since(now) - (self.at_once - 1) * self.every;
        if over > 0 { Err((over + 999) / 1_000) } else { Ok(from.plus_millis(self.every)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Instant = Instant(1_795_000_000_000);

    fn fetched(times: i64, at: Instant) -> Result<Instant, i64> {
        (0..times).try_fold(at, |used, _| Pace::CALENDAR.take(used, at))
    }

    #[test]
    fn what_comes_at_once_is_let_through_and_then_one_a_minute() {
        let used = fetched(20, NOW).unwrap();
        assert_eq!(Pace::CALENDAR.take(used, NOW), Err(60));
        assert_eq!(Pace::CALENDAR.take(used, NOW.plus_millis(59_001)), Err(1));
        let used = Pace::CALENDAR.take(used, NOW.plus_millis(60_000)).unwrap();
        assert_eq!(Pace::CALENDAR.take(used, NOW.plus_millis(60_000)), Err(60));
        assert!(fetched(21, NOW).is_err());
    }

    proptest! {
        #[test]
        fn whoever_waits_as_long_as_was_said_is_let_through_and_nobody_gets_more_than_the_pace(
            waits in prop::collection::vec(0..200_000_i64, 1..200),
        ) {
            let (mut now, mut used, mut taken) = (NOW, NOW, 0);
            for wait in waits {
                now = now.plus_millis(wait);
                match Pace::CALENDAR.take(used, now) {
                    Ok(until) => (used, taken) = (until, taken + 1),
                    Err(seconds) => {
                        prop_assert!(seconds > 0 && seconds <= 60);
                        prop_assert!(Pace::CALENDAR.take(used, now.plus_millis(seconds * 1_000)).is_ok());
                    }
                }
            }
            prop_assert!(taken <= 20 + now.millis_since(NOW) / 60_000);
        }
    }
}
