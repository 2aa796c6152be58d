//! What `cargo xtask test` tells the walks by environment variables.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome, Trying};

/// Where chromedriver listens.
pub const CHROMEDRIVER: &str = "BEHORIG_TEST_CHROMEDRIVER";
/// The browser to start; without it the driver's own choice.
pub const CHROMIUM: &str = "BEHORIG_TEST_CHROMIUM";
/// The file of axe-core.
pub const AXE: &str = "BEHORIG_TEST_AXE";
/// A PostgreSQL where databases may be made.
pub const POSTGRES: &str = "BEHORIG_TEST_POSTGRES";
/// The program to walk through; without it the one that `cargo build` left.
pub const PROGRAM: &str = "BEHORIG_TEST_PROGRAM";
/// Where pictures go; without it `target/walk-pictures`.
pub const SCREENSHOTS: &str = "BEHORIG_SCREENSHOTS";

/// The value of a variable, if it is set and not empty.
pub fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The value of a variable that the walk can't do without.
///
/// # Errors
/// When it isn't set: a walk that was asked for is never passed over in silence.
pub fn required(name: &str) -> Outcome<String> {
    optional(name)
        .ok_or_else(|| Failure::new(format!("{name} isn't set. Run walks by `cargo xtask test --only walks`")))
}

/// Cargo's target folder, found from the test program that runs (`target/debug/deps/walks-…`).
pub fn target() -> Outcome<PathBuf> {
    let own = std::env::current_exe().trying("finding the test program")?;
    let target = own.ancestors().nth(3).ok_or_else(|| Failure::new("the test program is not in a target folder"))?;
    Ok(target.to_owned())
}
