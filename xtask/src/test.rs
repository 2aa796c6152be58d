//! Every test, and what the tests need.

use std::path::Path;

use clap::Args;

use crate::axe;
use crate::chromium::Chromium;
use crate::failure::Outcome;
use crate::oidc_provider;
use crate::places::Places;
use crate::postgres::Postgres;
use crate::say;
use crate::steps::Steps;

/// What to test.
#[derive(Args)]
pub struct Options {
    /// One part alone: `rules` (everything but the browser), `walks` (the manuals in the browser), `provider` (the certified OpenID
    /// provider), `without-demo`, or a package by its name.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Leave the walks in the browser out.
    #[arg(long)]
    no_browser: bool,
    /// Leave the certified OpenID provider out.
    #[arg(long)]
    no_provider: bool,
    /// Test data on SQLite alone.
    #[arg(long)]
    no_postgres: bool,
    /// Passed on to the test programs: part of a test's name, or `--nocapture`.
    #[arg(last = true)]
    rest: Vec<String>,
}

/// All steps select the whole workspace and its tests, and so give every dependency the same features: whatever is compiled
/// for one is there for the next. Selecting one package (`-p behorig`) would compile half the tree again.
pub const BUILD: [&str; 5] = ["build", "--workspace", "--bins", "--tests", "--quiet"];

impl Options {
    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }

    /// The package named by `--only`, when it isn't the name of a part.
    fn package(&self) -> Option<&str> {
        self.only.as_deref().filter(|only| !matches!(*only, "rules" | "walks" | "provider" | "without-demo"))
    }

    fn wants_browser(&self) -> bool {
        !self.no_browser && (self.wants("walks") || self.package() == Some("proof-manuals"))
    }
}

/// Starts what is needed, runs the tests asked for, and tells how it went.
///
/// # Errors
/// None of its own: what goes wrong is told in the summary, and makes it `false`.
pub fn run(places: &Places, options: &Options) -> Outcome<bool> {
    let mut steps = Steps::new(places);
    let (mut postgres, mut browser) = (None, None);
    if options.no_postgres {
        steps.left_out("PostgreSQL", "--no-postgres: data is tested on SQLite alone");
    } else {
        postgres = steps.act("PostgreSQL", || Postgres::start(places));
        if let Some(server) = &postgres {
            say::line(&server.address);
            steps.set("BEHORIG_TEST_POSTGRES", &server.address);
        }
    }
    if options.wants_browser() {
        browser = steps.act("Browser", || Ok((Chromium::start(places)?, axe::ensure(places)?)));
        if let Some((chromium, axe)) = &browser {
            give_browser(&mut steps, places, chromium, axe);
        }
    }
    // Half a test run that looks like a whole one is worse than none: what was asked for and isn't there stops it here.
    if (postgres.is_some() || options.no_postgres) && (browser.is_some() || !options.wants_browser()) {
        run_tests(&mut steps, places, options);
    }
    let good = steps.summary();
    drop(browser);
    if let Some(server) = postgres {
        server.release()?;
    }
    Ok(good)
}

/// Tells the walks where the browser is and which program to walk through.
pub fn give_browser(steps: &mut Steps<'_>, places: &Places, chromium: &Chromium, axe: &Path) {
    say::line(&format!("{} with {}", chromium.address, chromium.browser.display()));
    steps.set("BEHORIG_TEST_CHROMEDRIVER", &chromium.address);
    steps.set("BEHORIG_TEST_CHROMIUM", chromium.browser.to_string_lossy());
    steps.set("BEHORIG_TEST_AXE", axe.to_string_lossy());
    steps.set("BEHORIG_TEST_PROGRAM", places.debug_program().to_string_lossy());
}

fn run_tests(steps: &mut Steps<'_>, places: &Places, options: &Options) {
    let rest = options.rest.iter().map(String::as_str);
    if let Some(package) = options.package() {
        let arguments = ["test", "--package", package, "--no-fail-fast", "--"];
        let walks = options.wants_browser().then_some("--include-ignored");
        steps.cargo(package, &arguments.into_iter().chain(walks).chain(rest).collect::<Vec<_>>());
        return;
    }
    if !steps.cargo("Build", &BUILD) {
        return;
    }
    if options.wants("rules") {
        let arguments = ["test", "--workspace", "--no-fail-fast", "--"];
        steps.cargo("Rules, data and pages", &arguments.into_iter().chain(rest.clone()).collect::<Vec<_>>());
    }
    if options.wants_browser() {
        // The walks are marked as ignored, so that plain `cargo test` says that it left them out.
        let mut arguments = vec!["test", "--workspace", "--test", "walks", "--", "--ignored", "--test-threads", "2"];
        if options.no_postgres {
            arguments.extend(["--skip", "on_postgresql"]);
        }
        steps.cargo("Walks in the browser", &arguments.into_iter().chain(rest.clone()).collect::<Vec<_>>());
    } else if options.no_browser {
        steps.left_out("Walks in the browser", "--no-browser");
    }
    if options.no_provider {
        steps.left_out("Certified OpenID provider", "--no-provider");
    } else if options.wants("provider") {
        let folder = steps.act("OpenID provider", || oidc_provider::ensure(places));
        if let Some(folder) = folder {
            steps.set("BEHORIG_TEST_OIDC_PROVIDER", folder.to_string_lossy());
            let arguments = ["test", "--workspace", "--test", "certified", "--", "--ignored"];
            steps.cargo("Certified OpenID provider", &arguments.into_iter().chain(rest.clone()).collect::<Vec<_>>());
        }
    }
    // Last, because it leaves a program without `demo` where the walks look for theirs.
    if options.wants("without-demo") {
        let mut arguments = vec!["test", "--workspace", "--no-default-features", "--no-fail-fast", "--bin", "behorig"];
        if places.root.join("behorig/tests/it").is_dir() {
            arguments.extend(["--test", "it"]);
        }
        arguments.push("--");
        steps.cargo("Without demo", &arguments.into_iter().chain(rest).collect::<Vec<_>>());
    }
}
