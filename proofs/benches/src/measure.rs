//! How long something takes: CPU time for rates, batches on the wall clock for percentiles.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::Outcome;

/// The CPU time of this thread since it began, by the kernel's account; wall time where there is none.
///
/// CPU time is what can be compared on a machine that does other things meanwhile.
#[derive(Debug)]
pub struct CpuClock {
    start: Instant,
}

impl CpuClock {
    /// A clock that is ready to be read.
    #[expect(clippy::new_without_default, reason = "a default clock would hide that it begins now")]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }

    /// Whether the kernel tells CPU time; otherwise [`CpuClock::read`] gives wall time.
    pub fn is_exact() -> bool {
        kernel().is_some()
    }

    /// The time used until now.
    pub fn read(&self) -> Duration {
        kernel().unwrap_or_else(|| self.start.elapsed())
    }
}

/// Time that a process has used on all CPUs since it began, in user and in kernel mode, to a hundredth of a second, by the kernel's
/// account. `process` is its number, or `self`.
///
/// # Errors
/// Where there is no such account.
pub fn cpu_of(process: &str) -> Outcome<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // After the name, which may hold anything: the state is the third figure of proc(5), times in user and in kernel mode the 14th
    // and 15th, in ticks of which Linux tells a hundred a second.
    let figures = stat.rsplit_once(')').ok_or("no account of time")?.1.split_ascii_whitespace();
    let ticks: Vec<u64> = figures.skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

// The first figure of schedstat is the thread's time on a CPU in nanoseconds.
fn kernel() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Runs `round`, which does `count` things, once unmeasured and then until `least` CPU time is used; things per CPU
/// second. The median of five parts, so that a neighbour's burst of work does not become the figure.
pub fn rate(least: Duration, count: usize, mut round: impl FnMut()) -> f64 {
    round();
    let mut parts = [0.0; 5].map(|_: f64| rate_once(least / 5, count, &mut round));
    parts.sort_by(f64::total_cmp);
    percentile(&parts, 0.5)
}

fn rate_once(least: Duration, count: usize, round: &mut impl FnMut()) -> f64 {
    let clock = CpuClock::new();
    let (start, mut rounds, mut until_read) = (clock.read(), 0_u32, 1);
    loop {
        for _ in 0..until_read {
            round();
        }
        rounds += until_read;
        let used = clock.read().saturating_sub(start);
        if used >= least && !used.is_zero() {
            return f64::from(rounds) * count as f64 / used.as_secs_f64();
        }
        // Reading the clock is dear beside a short round, so it is read more and more seldom.
        until_read = until_read.saturating_mul(2);
    }
}

/// The wall time of each of `batches`, which are numbered and do `size` things each; nanoseconds for one thing, sorted.
pub fn each(batches: usize, size: usize, mut batch: impl FnMut(usize)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..batches)
        .map(|number| {
            let start = Instant::now();
            batch(number);
            start.elapsed().as_nanos() as f64 / size as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The value below which this part of the sorted values lies; 0 of none.
pub fn percentile(sorted: &[f64], part: f64) -> f64 {
    let place = (sorted.len() as f64 * part) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// The value in the middle; 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    percentile(&values, 0.5)
}

/// A number with blanks between its thousands, as one reads it.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_values() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|part| percentile(&values, part)), [0.0, 50.0, 99.0, 99.0]);
        assert_eq!(percentile(&[], 0.5), 0.0);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            ["7", "1 234", "12 345 678"].map(String::from),
            [7.0, 1_234.4, 12_345_678.0].map(|number| grouped(number).replace('\u{a0}', " "))
        );
    }
}
