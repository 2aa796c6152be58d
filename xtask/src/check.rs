//! Formatting, lints, and what we depend on.

use crate::failure::Outcome;
use crate::machine;
use crate::places::Places;
use crate::steps::Steps;

/// Runs all the checks, and says whether all is well.
///
/// # Errors
/// None of its own: what goes wrong is told in the summary.
pub fn run(places: &Places) -> Outcome<bool> {
    let mut steps = Steps::new(places);
    steps.cargo("Formatting", &["fmt", "--all", "--check"]);
    steps.cargo("Lints", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    // The same selection with the same dependencies, so that only the program itself is looked at again.
    let bare = ["clippy", "--workspace", "--all-targets", "--no-default-features", "--", "-D", "warnings"];
    steps.cargo("Lints without demo", &bare);
    if machine::program(&["cargo-deny"]).is_some() {
        // The database of advisories is fetched from the network, which a closed network refuses: run
        // `cargo deny check advisories` by hand where there is one.
        let deny = ["deny", "--offline", "--locked", "check", "bans", "licenses", "sources"];
        steps.cargo("Dependencies", &deny);
    } else {
        steps.left_out("Dependencies", "cargo-deny isn't installed (`cargo install --locked cargo-deny`)");
    }
    Ok(steps.summary())
}
