//! Two sides that take turns.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load::{Met, Work, together};
use crate::measure::median;

/// How long and how often to measure.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// How many turns each side has.
    pub turns: usize,
    /// How long a turn lasts.
    pub turn: Duration,
    /// How many single requests are timed for a percentile.
    pub timed: usize,
}

impl Effort {
    /// What figures are made with, or with `--quick` what shows that everything runs.
    #[must_use]
    pub fn asked() -> Self {
        if crate::is_quick() {
            Self { turns: 2, turn: Duration::from_millis(100), timed: 50 }
        } else {
            Self { turns: 7, turn: Duration::from_millis(1_000), timed: 4_000 }
        }
    }
}

/// What the two sides came to: times a second, by the median of their turns, and the median of the turns' ratios.
#[derive(Debug, Clone, Copy)]
pub struct Versus {
    /// The program.
    pub ours: f64,
    /// What it is compared with.
    pub theirs: f64,
    /// Ours to theirs.
    pub ratio: f64,
}

/// Lets both sides work in turns, each once unmeasured before.
///
/// # Errors
/// The first that any of them met.
pub async fn in_turns<A: Work, B: Work>(ours: &mut Vec<A>, theirs: &mut Vec<B>, effort: Effort) -> Outcome<Versus> {
    let (mut first, mut second, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..=effort.turns {
        let Met { rate: our_rate, .. } = together(ours, effort.turn).await?;
        let Met { rate: their_rate, .. } = together(theirs, effort.turn).await?;
        if turn > 0 {
            first.push(our_rate);
            second.push(their_rate);
            ratios.push(our_rate / their_rate);
        }
    }
    Ok(Versus { ours: median(first), theirs: median(second), ratio: median(ratios) })
}

/// What is slow is timed for so long and no longer, if a percentile can be told by then.
const LONG_ENOUGH: Duration = Duration::from_secs(45);
/// Of so many a 99th percentile can be told.
const A_PERCENTILE: usize = 300;
/// What is slow is warm after so long.
const WARM: Duration = Duration::from_secs(5);

/// Times two things one after the other, again and again: each one's times in microseconds, sorted. They are `count`, or what
/// three quarters of a minute allow of something slow.
///
/// # Errors
/// The first that any of them met.
pub async fn side_by_side<W: Work>(first: &mut W, second: &mut W, count: usize) -> Outcome<[Vec<f64>; 2]> {
    let mut times = [Vec::with_capacity(count), Vec::with_capacity(count)];
    let started = Instant::now();
    for _ in 0..count / 10 {
        first.once().await?;
        second.once().await?;
        if started.elapsed() > WARM {
            break;
        }
    }
    let started = Instant::now();
    for at in 0..count {
        if started.elapsed() > LONG_ENOUGH && at >= A_PERCENTILE {
            break;
        }
        let [of_first, of_second] = &mut times;
        for (work, times) in [(&mut *first, of_first), (&mut *second, of_second)] {
            let begin = Instant::now();
            work.once().await?;
            times.push(begin.elapsed().as_secs_f64() * 1e6);
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    Ok(times)
}
