//! Accounts that nobody has used for months are locked when somebody at last tries.

use behorig_access::Instant;
use behorig_web::format;
use jiff::ToSpan;

/// The setting with the region's choice of months; 0 turns the rule off.
pub const SETTING: &str = "accounts.lock-after-unused-months";
/// The months where the region has chosen none.
const MONTHS: u32 = 12;
const MOST_MONTHS: u32 = 1200;

/// The months that the setting says.
pub(crate) fn months_of(setting: Option<&str>) -> u32 {
    setting.and_then(|text| text.trim().parse().ok()).unwrap_or(MONTHS).min(MOST_MONTHS)
}

/// When an account was last of use to anyone: signed in with, given back, or made.
pub(crate) fn last_use(last_sign_in: Option<Instant>, reactivated: Option<Instant>, created: Instant) -> Instant {
    [last_sign_in, reactivated].into_iter().flatten().fold(created, Ord::max)
}

/// Whether that is so many calendar months ago, by the clock on a Swedish wall.
pub(crate) fn is_unused(last_use: Instant, months: u32, now: Instant) -> bool {
    let ends = format::local(last_use.0).checked_add(i64::from(months).months());
    months > 0 && ends.is_ok_and(|ends| ends.timestamp().as_millisecond() <= now.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-01-31 12:00 in Stockholm.
    const JANUARY: Instant = Instant(1_769_857_200_000);
    const DAY: i64 = 86_400_000;

    #[test]
    fn a_month_after_the_last_day_of_january_is_the_last_day_of_february() {
        let after = |days: i64| is_unused(JANUARY, 1, JANUARY.plus_millis(days * DAY));
        assert!(!after(27));
        assert!(after(28));
    }

    #[test]
    fn zero_months_turns_the_rule_off_and_a_broken_setting_does_not() {
        assert!(!is_unused(Instant(0), 0, JANUARY));
        let months = [Some("0"), Some(" 6 "), Some("never"), Some("-3"), None].map(months_of);
        assert_eq!(months, [0, 6, 12, 12, 12]);
        assert!(!is_unused(JANUARY, months_of(Some("4000000000")), JANUARY.plus_millis(90 * 365 * DAY)));
    }

    #[test]
    fn an_account_that_was_given_back_has_its_months_anew() {
        let (old, new) = (Instant(1), Instant(1000));
        assert_eq!(last_use(Some(old), Some(new), Instant(0)), new);
        assert_eq!(last_use(Some(new), Some(old), Instant(0)), new);
        assert_eq!(last_use(None, None, new), new);
    }

    proptest! {
        #[test]
        fn more_months_never_lock_earlier(months in 1_u32..40, days in 0_i64..2000) {
            let now = JANUARY.plus_millis(days * DAY);
            prop_assert!(!is_unused(JANUARY, months + 1, now) || is_unused(JANUARY, months, now));
        }
    }
}
