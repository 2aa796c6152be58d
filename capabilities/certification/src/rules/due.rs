//! When a unit's next round is due.

use jiff::Span;
use jiff::civil::Date;

/// The latest round of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastRound {
    /// The day on which it was due.
    pub due_on: Date,
    /// The last day to answer it.
    pub last_day: Date,
}

/// The day from which a round is counted that is to be opened today, where one is due.
///
/// Rounds are `months` apart, counted from the day on which the last was due, so that one that was opened a little late does not move
/// those after it. Where a whole period has gone by without any, counting begins anew today. While a round can still be answered, no
/// other is due.
#[must_use]
pub fn due(months: u32, last: Option<LastRound>, today: Date) -> Option<Date> {
    let Some(last) = last else { return Some(today) };
    if today <= last.last_day {
        return None;
    }
    let next = months_after(last.due_on, months);
    match next {
        next if next > today => None,
        next if months_after(next, months) > today => Some(next),
        _ => Some(today),
    }
}

fn months_after(day: Date, months: u32) -> Date {
    // A region that certifies every nought months would do nothing else.
    day.saturating_add(Span::new().months(i64::from(months.clamp(1, 120))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn round(due_on: Date, last_day: Date) -> Option<LastRound> {
        Some(LastRound { due_on, last_day })
    }

    #[test]
    fn a_unit_that_never_had_a_round_has_one_due_today() {
        assert_eq!(due(6, None, date(2026, 11, 22)), Some(date(2026, 11, 22)));
    }

    #[test]
    fn a_round_that_was_opened_late_does_not_move_the_next() {
        let last = round(date(2026, 1, 10), date(2026, 2, 3));
        assert_eq!(due(3, last, date(2026, 4, 9)), None);
        assert_eq!(due(3, last, date(2026, 4, 10)), Some(date(2026, 4, 10)));
        assert_eq!(due(3, last, date(2026, 4, 25)), Some(date(2026, 4, 10)));
        assert_eq!(due(3, last, date(2027, 4, 25)), Some(date(2027, 4, 25)), "a whole period without any");
    }

    #[test]
    fn no_round_is_due_while_the_last_one_can_be_answered() {
        let last = round(date(2026, 1, 10), date(2026, 5, 1));
        assert_eq!(due(3, last, date(2026, 5, 1)), None);
        assert_eq!(due(3, last, date(2026, 5, 2)), Some(date(2026, 4, 10)));
    }

    proptest! {
        /// Day after day, opening whatever is due: rounds never come closer than the period, and always in it.
        #[test]
        fn rounds_come_once_a_period_however_often_it_is_asked(
            months in prop::sample::select(vec![3_u32, 6, 12]),
            answer_days in 1_i64..60,
            asked in prop::collection::vec(0_i64..20, 1..200),
        ) {
            let mut today = date(2026, 1, 31);
            let mut last: Option<LastRound> = None;
            for step in asked {
                today = today.saturating_add(Span::new().days(step));
                let Some(due_on) = due(months, last, today) else {
                    let last = last.unwrap();
                    prop_assert!(months_after(last.due_on, months) > today || today <= last.last_day);
                    continue;
                };
                prop_assert!(due_on <= today);
                if let Some(last) = last {
                    prop_assert!(due_on >= months_after(last.due_on, months));
                    prop_assert!(today > last.last_day);
                }
                last = Some(LastRound { due_on, last_day: today.saturating_add(Span::new().days(answer_days)) });
                prop_assert_eq!(due(months, last, today), None, "asked again the same day");
            }
        }
    }
}
