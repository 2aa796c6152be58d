//! Many random cases on one database.

use proptest::prelude::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

/// Runs an async test on so many random values; a failure is made small, and its seed kept beside the file.
pub fn for_random<S, F>(cases: u32, file: &'static str, values: S, test: impl Fn(S::Value) -> F)
where
    S: Strategy,
    F: Future<Output = Result<(), TestCaseError>>,
{
    let config = Config { cases, source_file: Some(file), max_shrink_iters: 200, ..Config::default() };
    let outcome =
        TestRunner::new(config).run(&values, |value| block_in_place(|| Handle::current().block_on(test(value))));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
