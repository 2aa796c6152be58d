//! How guessing is slowed down and stopped: per account, whose name may exist or not, and per address.

use std::net::{IpAddr, Ipv6Addr};

use aws_lc_rs::digest::{SHA256, digest};
use behorig_access::Instant;
use behorig_identity::UserName;

/// The failed attempts under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many, since they were last forgotten.
    pub(crate) failures: i64,
    /// When the last one was.
    pub(crate) last_at: Instant,
    /// Nothing is tried before this moment.
    pub(crate) closed_until: Instant,
}

/// When a key is slowed down and stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// So many failures cost nothing.
    free: i64,
    /// The wait after the next one, in milliseconds; it doubles with each.
    first_wait: i64,
    /// The longest wait, in milliseconds.
    longest_wait: i64,
    /// So many failures lock the account.
    lock_at: Option<i64>,
}

/// Failures this long ago, in milliseconds, no longer count.
pub(crate) const FORGOTTEN_AFTER: i64 = 24 * 3_600_000;

impl Limits {
    /// One account: waits from the fifth failure on, and a lock at the tenth.
    pub(crate) const ACCOUNT: Self = Self { free: 4, first_wait: 2_000, longest_wait: 15 * 60_000, lock_at: Some(10) };
    /// One address, behind which a whole clinic may sit: never a lock, and waits only when it goes on and on.
    pub(crate) const ADDRESS: Self = Self { free: 30, first_wait: 1_000, longest_wait: 15 * 60_000, lock_at: None };
}

impl Tally {
    /// No failure yet.
    pub(crate) const NONE: Self = Self { failures: 0, last_at: Instant(0), closed_until: Instant(0) };

    /// For how many whole seconds nothing may be tried; `None` when it may.
    pub(crate) fn wait(&self, now: Instant) -> Option<i64> {
        let left = self.closed_until.millis_since(now);
        (left > 0).then(|| (left + 999) / 1000)
    }

    /// The tally after one more failure.
    pub(crate) fn after_failure(self, now: Instant, limits: Limits) -> Self {
        let forgotten = now.millis_since(self.last_at) >= FORGOTTEN_AFTER;
        let failures = if forgotten { 1 } else { self.failures.saturating_add(1) };
        let wait = match u32::try_from(failures - limits.free - 1) {
            Ok(doublings) => limits.first_wait.saturating_mul(1_i64 << doublings.min(30)).min(limits.longest_wait),
            Err(_) => 0,
        };
        Self { failures, last_at: now, closed_until: now.plus_millis(wait) }
    }

    /// Whether so many failures lock the account.
    pub(crate) fn locks(&self, limits: Limits) -> bool {
        limits.lock_at.is_some_and(|at| self.failures >= at)
    }
}

/// The key of a typed user name. Hashed: people type all sorts of things in that field, a password among them.
pub(crate) fn key_of_name(typed: &str) -> String {
    let folded = UserName::parse(typed).map_or_else(|_| typed.trim().to_lowercase(), |name| name.folded().to_owned());
    format!("name:{}", hex::encode(digest(&SHA256, folded.as_bytes())))
}

/// The key of an address. One household has a whole IPv6 network of 2^64 addresses, so the network counts.
pub(crate) fn key_of_address(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => format!("address:{address}"),
        IpAddr::V6(address) => {
            format!("address:{}/64", Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: Instant = Instant(1_800_000_000_000);

    fn after(failures: i64, limits: Limits) -> Tally {
        (0..failures).fold(Tally::NONE, |tally, _| tally.after_failure(NOON, limits))
    }

    #[test]
    fn the_fifth_failure_is_the_first_to_cost_a_wait_and_the_tenth_locks() {
        let waits: Vec<Option<i64>> = (1..=10).map(|count| after(count, Limits::ACCOUNT).wait(NOON)).collect();
        assert_eq!(waits, [None, None, None, None, Some(2), Some(4), Some(8), Some(16), Some(32), Some(64)]);
        assert!(!after(9, Limits::ACCOUNT).locks(Limits::ACCOUNT));
        assert!(after(10, Limits::ACCOUNT).locks(Limits::ACCOUNT));
    }

    #[test]
    fn an_address_is_slowed_down_later_and_never_locked() {
        assert_eq!(after(30, Limits::ADDRESS).wait(NOON), None);
        assert_eq!(after(31, Limits::ADDRESS).wait(NOON), Some(1));
        assert_eq!(after(1000, Limits::ADDRESS).wait(NOON), Some(900));
        assert!(!after(1000, Limits::ADDRESS).locks(Limits::ADDRESS));
    }

    #[test]
    fn failures_of_yesterday_no_longer_count() {
        let nine = after(9, Limits::ACCOUNT);
        let tomorrow = NOON.plus_millis(FORGOTTEN_AFTER);
        assert_eq!(nine.after_failure(tomorrow, Limits::ACCOUNT).failures, 1);
        assert_eq!(nine.after_failure(tomorrow.plus_millis(-1), Limits::ACCOUNT).failures, 10);
    }

    #[test]
    fn a_user_name_counts_as_one_however_it_is_typed_and_is_not_kept_in_clear() {
        assert_eq!(key_of_name(" Anna.Ek"), key_of_name("anna.ek"));
        assert_ne!(key_of_name("anna.ek"), key_of_name("anna.ekman"));
        assert!(!key_of_name("anna.ek").contains("anna"));
    }

    #[test]
    fn a_network_counts_as_one_address() {
        let key = |text: &str| key_of_address(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2::1"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.7"), key("192.0.2.7"));
    }

    proptest! {
        #[test]
        fn one_more_failure_never_shortens_the_wait(failures in 0_i64..200, pause in 0..FORGOTTEN_AFTER) {
            for limits in [Limits::ACCOUNT, Limits::ADDRESS] {
                let tally = after(failures, limits);
                let later = NOON.plus_millis(pause);
                let next = tally.after_failure(later, limits);
                prop_assert!(next.failures > tally.failures);
                prop_assert!(next.closed_until.millis_since(later) >= tally.closed_until.millis_since(NOON).min(limits.longest_wait));
                prop_assert!(next.closed_until >= later);
                prop_assert!(next.wait(later).unwrap_or(0) <= 900);
            }
        }

        /// Whoever guesses as fast as they may gets at most ten guesses before the lock, whatever the pauses in between.
        #[test]
        fn no_pace_gives_more_than_ten_guesses_a_day(pauses in proptest::collection::vec(0_i64..2_000_000, 1..200)) {
            let (mut now, mut tally, mut guesses) = (NOON, Tally::NONE, 0);
            for pause in pauses {
                now = now.plus_millis(pause);
                if now.millis_since(NOON) >= FORGOTTEN_AFTER || tally.locks(Limits::ACCOUNT) {
                    break;
                }
                if tally.wait(now).is_none() {
                    guesses += 1;
                    tally = tally.after_failure(now, Limits::ACCOUNT);
                }
            }
            prop_assert!(guesses <= 10);
        }
    }
}
