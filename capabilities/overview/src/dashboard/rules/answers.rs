//! How long answers took, whether the promise was kept, and how old what is not answered is.

use std::collections::BTreeMap;

/// How many took how long, in whole working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spread(BTreeMap<i64, i64>);

impl Spread {
    /// Adds so many that took so long.
    pub(crate) fn add(&mut self, length: i64, count: i64) {
        if count > 0 {
            *self.0.entry(length).or_default() += count;
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> i64 {
        self.0.values().sum()
    }

    /// The least length that so many of a hundred do not exceed (the nearest rank); none where there is nothing.
    pub(crate) fn percentile(&self, percent: i64) -> Option<i64> {
        let rank = (self.count() * percent.clamp(1, 100)).div_euclid(100)
            + i64::from((self.count() * percent.clamp(1, 100)).rem_euclid(100) > 0);
        let mut passed = 0;
        self.0.iter().find_map(|(length, count)| {
            passed += count;
            (passed >= rank && rank > 0).then_some(*length)
        })
    }
}

/// What was answered of one type, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answered {
    /// How long each took.
    pub lengths: Spread,
    /// How many had a promise.
    pub promised: i64,
    /// How many of those were answered no later than it said.
    pub kept: i64,
}

impl Answered {
    /// The share of promises that was kept, of a hundred; none where nothing was promised.
    pub(crate) fn share(&self) -> Option<f64> {
        (self.promised > 0).then(|| self.kept as f64 * 100.0 / self.promised as f64)
    }

    /// The same in whole parts of a hundred, downwards: all is only all.
    pub(crate) fn whole_share(&self) -> i64 {
        if self.promised > 0 { self.kept * 100 / self.promised } else { 0 }
    }

    /// This and another together.
    pub(crate) fn and(&mut self, other: &Self) {
        for (length, count) in &other.lengths.0 {
            self.lengths.add(*length, *count);
        }
        self.promised += other.promised;
        self.kept += other.kept;
    }
}

/// How old something is, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AgeBand {
    /// No working day has begun since.
    Today,
    /// One.
    One,
    /// Two.
    Two,
    /// Three to five.
    UpToFive,
    /// Six to ten.
    UpToTen,
    /// More than ten.
    Longer,
}

impl AgeBand {
    /// Every band, from the youngest.
    pub(crate) const ALL: [Self; 6] = [Self::Today, Self::One, Self::Two, Self::UpToFive, Self::UpToTen, Self::Longer];

    /// The band of so many working days.
    pub(crate) const fn of(working_days: i64) -> Self {
        match working_days {
            ..=0 => Self::Today,
            1 => Self::One,
            2 => Self::Two,
            3..=5 => Self::UpToFive,
            6..=10 => Self::UpToTen,
            _ => Self::Longer,
        }
    }

    /// The text id of its name.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Today => "dashboard-age-0",
            Self::One => "dashboard-age-1",
            Self::Two => "dashboard-age-2",
            Self::UpToFive => "dashboard-age-5",
            Self::UpToTen => "dashboard-age-10",
            Self::Longer => "dashboard-age-longer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spread(lengths: &[i64]) -> Spread {
        let mut spread = Spread::default();
        lengths.iter().for_each(|length| spread.add(*length, 1));
        spread
    }

    #[test]
    fn the_middle_and_the_slow_tenth_are_found() {
        let ten = spread(&[1, 1, 2, 2, 3, 3, 4, 5, 8, 30]);
        assert_eq!((ten.percentile(50), ten.percentile(90), ten.percentile(100)), (Some(3), Some(8), Some(30)));
        assert_eq!(spread(&[4]).percentile(50), Some(4));
        assert_eq!(Spread::default().percentile(90), None);
    }

    #[test]
    fn a_share_is_whole_only_where_every_promise_was_kept() {
        let answered = |kept, promised| Answered { lengths: Spread::default(), promised, kept };
        assert_eq!(answered(999, 1_000).whole_share(), 99);
        assert_eq!(answered(1_000, 1_000).whole_share(), 100);
        assert_eq!(answered(1, 3).share().map(f64::round), Some(33.0));
        assert_eq!(answered(0, 0).share(), None);
    }

    proptest! {
        #[test]
        fn a_percentile_is_what_a_sorted_list_says(mut lengths in proptest::collection::vec(0..40_i64, 1..60), percent in 1..=100_usize) {
            let found = spread(&lengths).percentile(i64::try_from(percent).unwrap());
            lengths.sort_unstable();
            let rank = (lengths.len() * percent).div_ceil(100);
            prop_assert_eq!(found, Some(lengths[rank - 1]));
        }

        #[test]
        fn two_together_are_as_if_counted_at_once(a in proptest::collection::vec(0..9_i64, 0..20), b in proptest::collection::vec(0..9_i64, 0..20)) {
            let of = |lengths: &[i64]| Answered { lengths: spread(lengths), promised: 3, kept: 2 };
            let mut both = of(&a);
            both.and(&of(&b));
            prop_assert_eq!(both.lengths, spread(&[a, b].concat()));
            prop_assert_eq!((both.promised, both.kept), (6, 4));
        }

        #[test]
        fn what_is_older_stands_in_no_younger_band(days in -3..400_i64) {
            prop_assert!(AgeBand::of(days) <= AgeBand::of(days + 1));
            prop_assert!(AgeBand::ALL.contains(&AgeBand::of(days)));
        }
    }
}
