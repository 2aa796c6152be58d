//! The figures of one unit and how they stand. Pure; the time is passed in.

use behorig_access::Instant;
use behorig_cases::rules::{Attention, Queue};

/// So many hours of what came are shown, the one that is running included.
pub(crate) const HOURS: usize = 8;
/// An hour in milliseconds. Hours begin together here and in UTC: the difference has been whole hours since long before 1970.
pub(crate) const HOUR: i64 = 3_600_000;

/// The number of the hour since 1970 that a moment lies in.
pub(crate) const fn hour_of(now: Instant) -> i64 {
    now.0.div_euclid(HOUR)
}

/// How many cases came in each of the last hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trend {
    last: i64,
    received: [u32; HOURS],
}

impl Trend {
    /// Nothing came in the hours that end with this one.
    pub(crate) const fn ending_with(hour: i64) -> Self {
        Self { last: hour, received: [0; HOURS] }
    }

    /// Time has passed: hours that are too long ago are forgotten.
    pub(crate) fn move_on(&mut self, hour: i64) {
        let passed = usize::try_from(hour - self.last).unwrap_or_default();
        if passed == 0 {
            return;
        }
        let kept = HOURS.saturating_sub(passed);
        self.received.rotate_left(passed.min(HOURS));
        self.received.iter_mut().skip(kept).for_each(|count| *count = 0);
        self.last = hour;
    }

    /// Says what came in an hour; an hour that is not shown is left out.
    pub(crate) fn put(&mut self, hour: i64, count: u32) {
        let place = usize::try_from(hour - self.first()).ok();
        if let Some(known) = place.and_then(|place| self.received.get_mut(place)) {
            *known = count;
        }
    }

    /// The hours from this one on are counted anew.
    pub(crate) fn forget_from(&mut self, hour: i64) {
        (hour..=self.last).for_each(|hour| self.put(hour, 0));
    }

    /// The first of the hours.
    pub(crate) const fn first(&self) -> i64 {
        self.last - (HOURS as i64 - 1)
    }

    /// What came in each hour, the first first.
    pub(crate) const fn received(&self) -> [u32; HOURS] {
        self.received
    }
}

/// What is known of one unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// Its cases.
    pub(crate) queue: Queue,
    /// How many of its staff are signed in and at work.
    pub(crate) signed_in: u32,
    /// What came.
    pub(crate) trend: Trend,
}

impl Figures {
    /// Whether both are shown alike.
    pub(crate) fn look_like(&self, other: &Self) -> bool {
        self.queue == other.queue
            && self.signed_in == other.signed_in
            && self.trend.received() == other.trend.received()
    }
}

/// How the queue of a unit stands against what was promised, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// A promise is broken.
    Overdue,
    /// A promise ends within a day.
    Soon,
    /// There is time.
    InTime,
    /// Something waits to which nothing was promised.
    NoPromise,
    /// Nothing waits.
    Nothing,
}

impl Standing {
    /// How a queue stands now.
    pub(crate) fn of(queue: &Queue, now: Instant) -> Self {
        match queue.attention(now) {
            _ if queue.waiting == 0 => Self::Nothing,
            Attention::Overdue => Self::Overdue,
            Attention::Soon => Self::Soon,
            Attention::InTime => Self::InTime,
            Attention::NoPromise => Self::NoPromise,
        }
    }

    /// Its place among all, the most urgent first.
    pub(crate) const fn rank(self) -> u8 {
        self as u8
    }
}

/// By which units stand in the order of urgency: how they stand, who has waited longest, and their names.
pub(crate) fn urgency(standing: Standing, queue: &Queue, at: usize) -> (u8, i64, usize) {
    (standing.rank(), queue.oldest.map_or(0, |since| since.0), at)
}

/// How long somebody has waited, in the two largest units that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// Less than an hour.
    Minutes(i64),
    /// Less than two days: hours and minutes.
    Hours(i64, i64),
    /// Days and hours.
    Days(i64, i64),
}

impl Age {
    /// The age now of what began then.
    pub(crate) fn of(since: Instant, now: Instant) -> Self {
        let minutes = now.millis_since(since).max(0) / 60_000;
        let hours = minutes / 60;
        match hours {
            0 => Self::Minutes(minutes),
            1..48 => Self::Hours(hours, minutes % 60),
            _ => Self::Days(hours / 24, hours % 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_most_urgent_stand_first_and_of_those_who_has_waited_longest() {
        let waiting = |oldest, due: Option<i64>| Queue {
            waiting: 1,
            in_work: 0,
            oldest: Some(Instant(oldest)),
            due_at: due.map(Instant),
        };
        let now = Instant(1_000 * HOUR);
        let queues = [
            Queue::default(),
            waiting(900 * HOUR, None),
            waiting(990 * HOUR, Some(999 * HOUR)),
            waiting(980 * HOUR, Some(998 * HOUR)),
            waiting(970 * HOUR, Some(1_010 * HOUR)),
            waiting(970 * HOUR, Some(1_100 * HOUR)),
        ];
        let mut order: Vec<usize> = (0..queues.len()).collect();
        order.sort_by_key(|at| urgency(Standing::of(&queues[*at], now), &queues[*at], *at));
        assert_eq!(order, [3, 2, 4, 5, 1, 0]);
    }

    #[test]
    fn an_age_is_said_in_its_two_largest_units() {
        let now = Instant(100 * 24 * HOUR);
        let age = |minutes: i64| Age::of(Instant(now.0 - minutes * 60_000), now);
        assert_eq!(age(59), Age::Minutes(59));
        assert_eq!(age(60), Age::Hours(1, 0));
        assert_eq!(age(47 * 60 + 59), Age::Hours(47, 59));
        assert_eq!(age(51 * 60), Age::Days(2, 3));
        assert_eq!(age(-5), Age::Minutes(0), "clocks of two nodes may differ by a little");
    }

    proptest! {
        #[test]
        fn a_trend_says_of_each_shown_hour_what_came_in_it(
            came in prop::collection::vec((0..40_i64, 1..9_u32), 0..60),
            start in 100_000..200_000_i64,
        ) {
            // Hour by hour as it happens, the running hour and the one before counted anew each time.
            let mut trend = Trend::ending_with(start);
            let mut so_far = std::collections::BTreeMap::<i64, u32>::new();
            let mut sorted = came.clone();
            sorted.sort_unstable();
            for (hour, count) in sorted {
                let hour = start + hour;
                *so_far.entry(hour).or_default() += count;
                trend.move_on(hour);
                trend.forget_from(hour - 1);
                for (hour, count) in so_far.range(hour - 1..) {
                    trend.put(*hour, *count);
                }
            }
            let shown: Vec<u32> =
                (trend.first()..=trend.last).map(|hour| so_far.get(&hour).copied().unwrap_or_default()).collect();
            prop_assert_eq!(trend.received().to_vec(), shown);
        }
    }
}
