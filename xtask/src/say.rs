//! What the commands tell the developer. A closed pipe is no reason to stop a test run, so what can't be written is let go.

use std::io::{self, Write};

/// A line on standard output.
pub fn line(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// A line that begins a new part of the work.
pub fn heading(text: &str) {
    let _ = writeln!(io::stdout().lock(), "\n── {text} {}", "─".repeat(76_usize.saturating_sub(text.chars().count())));
}

/// What stopped the command, on standard error.
pub fn problem(text: &str) {
    let _ = writeln!(io::stderr().lock(), "\nxtask: {text}");
}
