//! A run of steps: a heading and the time taken for each, and a summary at the end that can be read alone.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Outcome, Trying};
use crate::places::Places;
use crate::say;

/// What the test programs of one step reported.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
    /// The names of the tests that failed, in the order told.
    failures: Vec<String>,
}

impl Counts {
    /// Reads one line of what Rust's test programs write.
    fn read(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split(['.', ';']) {
                let mut words = part.split_whitespace();
                let Some(Ok(number)) = words.next().map(str::parse::<u64>) else { continue };
                match words.next() {
                    Some("passed") => self.passed += number,
                    Some("failed") => self.failed += number,
                    Some("ignored") => self.ignored += number,
                    _ => {}
                }
            }
        } else if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            self.failures.push(name.to_owned());
        }
    }

    fn told(&self) -> String {
        match (self.passed, self.failed, self.ignored) {
            (0, 0, 0) => String::new(),
            (passed, failed, 0) => format!("{passed} passed, {failed} failed"),
            (passed, failed, ignored) => format!("{passed} passed, {failed} failed, {ignored} ignored"),
        }
    }
}

struct Step {
    name: String,
    good: bool,
    took: Duration,
    counts: Counts,
    /// Why the step was not run or did not come far enough to count anything.
    note: String,
}

/// The steps run so far.
pub struct Steps<'a> {
    places: &'a Places,
    environment: Vec<(String, String)>,
    done: Vec<Step>,
}

impl<'a> Steps<'a> {
    /// None yet.
    pub fn new(places: &'a Places) -> Self {
        Self { places, environment: Vec::new(), done: Vec::new() }
    }

    /// Gives every later step an environment variable.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.push((name.to_owned(), value.into()));
    }

    /// Does something of our own as a step; a failure is told and remembered.
    pub fn act<T>(&mut self, name: &str, action: impl FnOnce() -> Outcome<T>) -> Option<T> {
        say::heading(name);
        let start = Instant::now();
        let result = action();
        let note = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
        if !note.is_empty() {
            say::problem(&note);
        }
        self.finish(name, result.is_ok(), start, Counts::default(), note);
        result.ok()
    }

    /// Runs `cargo ARGUMENTS` as a step, and says whether it went well.
    pub fn cargo(&mut self, name: &str, arguments: &[&str]) -> bool {
        say::heading(name);
        say::line(&format!("cargo {}", arguments.join(" ")));
        let start = Instant::now();
        let mut counts = Counts::default();
        let result = self.stream(arguments, &mut counts);
        let good = matches!(result, Ok(true));
        let note = result.err().map(|failure| failure.to_string()).unwrap_or_default();
        self.finish(name, good, start, counts, note);
        good
    }

    /// Remembers that a step was left out, and why.
    pub fn left_out(&mut self, name: &str, why: &str) {
        self.done.push(Step {
            name: name.to_owned(),
            good: true,
            took: Duration::ZERO,
            counts: Counts::default(),
            note: format!("left out: {why}"),
        });
    }

    /// Tells how all went; `true` when every step went well.
    pub fn summary(&self) -> bool {
        say::heading("Summary");
        for step in &self.done {
            let mark = if step.good { "ok    " } else { "FAILED" };
            let detail = [step.counts.told(), step.note.lines().next().unwrap_or_default().to_owned()];
            let detail = detail.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("; ");
            say::line(&format!("{mark} {:<34} {:>9}  {detail}", step.name, told_time(step.took)));
            for name in &step.counts.failures {
                say::line(&format!("         ✗ {name}"));
            }
        }
        let sum = |pick: fn(&Counts) -> u64| self.done.iter().map(|step| pick(&step.counts)).sum::<u64>();
        let took = self.done.iter().map(|step| step.took).sum();
        let good = self.done.iter().all(|step| step.good);
        let (passed, failed) = (sum(|counts| counts.passed), sum(|counts| counts.failed));
        say::line(&format!(
            "{} {:<34} {:>9}  {passed} passed, {failed} failed",
            if good { "ok    " } else { "FAILED" },
            "All",
            told_time(took)
        ));
        good
    }

    fn finish(&mut self, name: &str, good: bool, start: Instant, counts: Counts, note: String) {
        let took = start.elapsed();
        say::line(&format!("{name}: {} after {}", if good { "ok" } else { "FAILED" }, told_time(took)));
        self.done.push(Step { name: name.to_owned(), good, took, counts, note });
    }

    /// Runs cargo, passes on what it writes line by line, and counts tests on the way.
    fn stream(&self, arguments: &[&str], counts: &mut Counts) -> Outcome<bool> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.places.root).stdin(Stdio::null()).stdout(Stdio::piped());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let mut child = command.spawn().trying("starting cargo")?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n') {
                let line = line.trying("reading what cargo writes")?;
                let line = String::from_utf8_lossy(&line);
                counts.read(line.trim_end());
                say::line(&line);
            }
        }
        Ok(child.wait().trying("waiting for cargo")?.success())
    }
}

/// A duration as a person says it: `0.4 s`, `38 s`, `3 min 20 s`.
fn told_time(took: Duration) -> String {
    let seconds = took.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_several_test_programs_are_added_up() {
        let mut counts = Counts::default();
        for line in [
            "running 3 tests",
            "test rules::a_blocked_account_may_nothing ... ok",
            "test rules::a_role_ends_with_its_period ... FAILED",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: ok. 10 passed; 0 failed; 4 ignored; 0 measured; 7 filtered out; finished in 1.25s",
        ] {
            counts.read(line);
        }
        assert_eq!(
            counts,
            Counts { passed: 12, failed: 1, ignored: 4, failures: vec!["rules::a_role_ends_with_its_period".into()] }
        );
    }

    #[test]
    fn times_are_told_as_people_say_them() {
        assert_eq!(told_time(Duration::from_millis(430)), "0.4 s");
        assert_eq!(told_time(Duration::from_secs(38)), "38 s");
        assert_eq!(told_time(Duration::from_secs(200)), "3 min 20 s");
    }
}
