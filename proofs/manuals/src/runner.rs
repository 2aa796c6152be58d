//! Runs a walk: sets the stage, keeps evidence when it fails, and clears up however it ends.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use tokio::time::timeout;

use crate::database::Database;
use crate::evidence;
use crate::failure::{Failure, Outcome};
use crate::program::Program;
use crate::view::View;
use crate::walk::{Journey, Walk, locked};

/// A walk that takes longer has lost its way.
const LONGEST: Duration = Duration::from_secs(600);

/// Walks through the program on a fresh database; `name` is the test's, and files the evidence.
///
/// # Errors
/// When the program, the database or a browser can't be had, a step fails, an assertion panics, or the console told of a
/// broken script or a breach of the security policy.
pub async fn walk_through<F>(name: &str, database: Database, steps: F) -> Outcome<()>
where
    F: AsyncFnOnce(Walk) -> Outcome<()>,
{
    let program = Program::start(database).await?;
    let result = run(name, &program.address, Some(&program), steps).await;
    let ended = program.end().await;
    result.and(ended)
}

/// Walks through any server at `base`, as `http://127.0.0.1:8099`.
///
/// # Errors
/// As [`walk_through`].
pub async fn walk_at<F>(name: &str, base: &str, steps: F) -> Outcome<()>
where
    F: AsyncFnOnce(Walk) -> Outcome<()>,
{
    run(name, base, None, steps).await
}

async fn run<F>(name: &str, base: &str, program: Option<&Program>, steps: F) -> Outcome<()>
where
    F: AsyncFnOnce(Walk) -> Outcome<()>,
{
    evidence::clear(name)?;
    let journey = Arc::new(Journey {
        name: name.to_owned(),
        base: base.to_owned(),
        program_log: program.map(Program::lines),
        trail: Mutex::new(Vec::new()),
        browsers: Mutex::new(Vec::new()),
    });
    let mut result = match Walk::begin(journey.clone(), View::default()).await {
        Ok(walk) => guarded(steps(walk)).await,
        Err(failure) => Err(failure),
    };
    if result.is_ok() {
        let faults = evidence::console_faults(&journey).await;
        if !faults.is_empty() {
            result = Err(Failure::new(format!("the console tells of faults:\n{}", faults.join("\n"))));
        }
    }
    if let Err(failure) = result {
        let kept = match evidence::keep(&journey, program.map(Program::log).as_deref()).await {
            Ok(folder) => format!("See {}", folder.display()),
            Err(problem) => format!("No evidence was kept: {problem}"),
        };
        let steps = locked(&journey.trail).join("\n  ");
        result = Err(failure.and(&format!("Steps:\n  {steps}\n{kept}")));
    }
    let browsers = std::mem::take(&mut *locked(&journey.browsers));
    for browser in browsers {
        // A browser that is gone already needs no closing.
        let _ = browser.driver.quit().await;
    }
    result
}

/// The steps, with panics and endless waiting made into failures, so that evidence is kept of them too.
async fn guarded(steps: impl Future<Output = Outcome<()>>) -> Outcome<()> {
    match timeout(LONGEST, AssertUnwindSafe(steps).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(Failure::new(told_panic(panic.as_ref()))),
        Err(_) => Err(Failure::new(format!("the walk took more than {} s", LONGEST.as_secs()))),
    }
}

fn told_panic(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without words").to_owned()
}
