//! What the benchmarks share: the program put together on a database of its own, load, the bare thing to compare it with, and
//! the arithmetic of figures.
//!
//! Each program in `src/bin/` measures one promise, with its comparison in the same run, and prints one Markdown table.
//! They are run in release by `cargo xtask bench`; none is a test, because a busy machine would make it fail.
//!
//! Both sides of a ratio take turns, and the ratio is the median over the turns: whatever else the machine does meanwhile meets
//! both alike.

pub mod bare;
pub mod cases;
pub mod chance;
pub mod constant;
pub mod database;
pub mod ground;
pub mod load;
pub mod measure;
pub mod poured;
pub mod printed;
pub mod program;
pub mod residents;
pub mod tracker;
pub mod versus;
pub mod visits;

/// What a benchmark comes to, or why there is no figure.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Whether short rounds are asked for, to see that everything runs.
#[must_use]
pub fn is_quick() -> bool {
    std::env::args().any(|argument| argument == "--quick")
}
