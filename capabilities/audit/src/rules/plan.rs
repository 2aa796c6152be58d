//! When a unit's next review is to be signed.

use jiff::Span;
use jiff::civil::Date;

/// The first day after `signed` that lies a whole number of periods after the one on which the signed review was due: a review that was
/// signed late does not move those after it.
pub(crate) fn next_due(due_on: Date, every_months: u32, signed: Date) -> Date {
    let every = i64::from(every_months.clamp(1, 120));
    let after = |periods: i64| due_on.saturating_add(Span::new().months(periods * every));
    let mut periods = 1;
    // Months are counted from the first day each time: the 31st comes back after February.
    while after(periods) <= signed && periods < 1_200 {
        periods += 1;
    }
    after(periods)
}

/// Whether the last day is over.
pub(crate) fn is_overdue(due_on: Date, today: Date) -> bool {
    today > due_on
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_review_signed_late_does_not_move_the_next() {
        assert_eq!(next_due(date(2026, 1, 31), 3, date(2026, 1, 20)), date(2026, 4, 30));
        assert_eq!(next_due(date(2026, 1, 31), 3, date(2026, 3, 20)), date(2026, 4, 30));
        assert_eq!(next_due(date(2026, 1, 31), 3, date(2026, 4, 30)), date(2026, 7, 31));
        assert_eq!(next_due(date(2026, 1, 31), 0, date(2026, 1, 31)), date(2026, 2, 28));
        assert!(is_overdue(date(2026, 1, 31), date(2026, 2, 1)) && !is_overdue(date(2026, 1, 31), date(2026, 1, 31)));
    }

    proptest! {
        #[test]
        fn the_next_day_comes_after_the_signing_and_within_a_period_of_it(
            months in 1_u32..24, late in 0_i64..900, day in 0_i64..400,
        ) {
            let due = date(2026, 1, 1).saturating_add(Span::new().days(day));
            let signed = due.saturating_add(Span::new().days(late));
            let next = next_due(due, months, signed);
            prop_assert!(next > signed);
            prop_assert!(next <= signed.saturating_add(Span::new().months(i64::from(months)).days(3)));
        }
    }
}
