//! What the benchmarks share: a clock of CPU time, percentiles, repeatable chance.
//!
//! Each program in `src/bin/` measures one promise, with its comparison in the same run, and prints one Markdown table.
//! They are run in release by `cargo xtask bench`; none is a test, because a busy machine would make it fail.

pub mod chance;
pub mod measure;
