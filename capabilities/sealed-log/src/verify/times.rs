//! When something was in the log at the latest and at the earliest, as far as days tell it.

use behorig_transparency::Day;

use super::checkpoints::Good;

/// Where a row of times, read in the order of positions, first passes each day.
#[derive(Debug, Default)]
pub(super) struct Passed(Vec<(Day, u64)>);

impl Passed {
    pub(super) fn see(&mut self, position: u64, millis: i64) {
        let day = Day::of(millis);
        if self.0.last().is_none_or(|(last, _)| *last < day) {
            self.0.push((day, position));
        }
    }

    /// The first position with a time of a later day.
    pub(super) fn first_after(&self, day: Day) -> u64 {
        let at = self.0.partition_point(|(passed, _)| *passed <= day);
        self.0.get(at).map_or(u64::MAX, |(_, position)| *position)
    }
}

/// What the times on checkpoints say.
#[derive(Debug, Default)]
pub(super) struct CheckpointTimes {
    /// Size and earliest time of a cosignature on it or on a larger one.
    earliest_from: Vec<(u64, i64)>,
    /// Day and size, both falling: the largest checkpoint seen by that day.
    seen_by: Vec<(Day, u64)>,
    /// The first size that was signed or seen on a later day.
    young: Passed,
    /// The largest checkpoint.
    last: u64,
}

impl CheckpointTimes {
    /// Of checkpoints, smallest first.
    pub(super) fn of(good: &[Good]) -> Self {
        let mut times = Self { last: good.last().map_or(0, |last| last.size), ..Self::default() };
        for checkpoint in good {
            for at in checkpoint.signed_at.iter().map(|at| at.0).chain(checkpoint.seen.map(|(_, latest)| latest)) {
                times.young.see(checkpoint.size, at);
            }
        }
        for checkpoint in good.iter().rev() {
            let Some((earliest, _)) = checkpoint.seen else { continue };
            let so_far = times.earliest_from.last().map_or(earliest, |(_, so_far)| earliest.min(*so_far));
            times.earliest_from.push((checkpoint.size, so_far));
            let day = Day::of(earliest);
            if times.seen_by.last().is_none_or(|(last, _)| day < *last) {
                times.seen_by.push((day, checkpoint.size));
            }
        }
        times.earliest_from.reverse();
        times
    }

    /// The size that is signed.
    pub(super) const fn signed(&self) -> u64 {
        self.last
    }

    /// The earliest time at which a witness saw a log with this position, in milliseconds since 1970 UTC.
    pub(super) fn first_seen(&self, position: u64) -> Option<i64> {
        let at = self.earliest_from.partition_point(|(size, _)| *size <= position);
        self.earliest_from.get(at).map(|(_, earliest)| *earliest)
    }

    /// Below which position a witness saw all of it on a day or before.
    pub(super) fn proven_by(&self, day: Day) -> u64 {
        let at = self.seen_by.partition_point(|(seen, _)| *seen > day);
        self.seen_by.get(at).map_or(0, |(_, size)| *size)
    }

    /// From which position on everything came after a checkpoint of a later day.
    pub(super) fn young_after(&self, day: Day) -> u64 {
        self.young.first_after(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_access::Instant;
    use behorig_transparency::Hash;

    const DAY: i64 = 86_400_000;

    fn good(size: u64, signed_on: i64, seen_on: Option<i64>) -> Good {
        let seen = seen_on.map(|day| (day * DAY + 5, day * DAY + 5));
        Good {
            size,
            root: Hash::EMPTY_TREE,
            is_witnessed: seen.is_some(),
            seen,
            signed_at: Some(Instant(signed_on * DAY)),
        }
    }

    #[test]
    fn a_day_passed_is_passed_once() {
        let mut passed = Passed::default();
        [(0, 3), (1, 3), (2, 5), (3, 4), (4, 9)].into_iter().for_each(|(at, day)| passed.see(at, day * DAY + 7));
        let after = |day: i64| passed.first_after(Day::of(day * DAY));
        assert_eq!([2, 3, 4, 5, 8, 9].map(after), [0, 2, 2, 4, 4, u64::MAX]);
    }

    #[test]
    fn checkpoints_bound_what_they_cover_and_what_comes_after_them() {
        let times =
            CheckpointTimes::of(&[good(10, 1, None), good(20, 3, Some(3)), good(30, 6, Some(7)), good(40, 9, None)]);
        assert_eq!(
            [0, 19, 20, 29, 30].map(|at| times.first_seen(at).map(|at| at / DAY)),
            [Some(3), Some(3), Some(7), Some(7), None]
        );
        let day = |day: i64| Day::of(day * DAY);
        assert_eq!([2, 3, 6, 7].map(|at| times.proven_by(day(at))), [0, 20, 20, 30]);
        assert_eq!([0, 1, 3, 7, 8, 9].map(|at| times.young_after(day(at))), [10, 20, 30, 40, 40, u64::MAX]);
        assert_eq!(times.signed(), 40);
    }
}
