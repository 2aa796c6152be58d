//! What a benchmark prints: progress on standard error, one Markdown table on standard output.

use std::io::{self, Write as _};

use crate::measure::grouped;

/// Says what is measured now.
///
/// # Errors
/// Where nobody can be told.
pub fn progress(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "measuring {text}")
}

/// Prints a sentence and a table whose first `words` columns are words and whose others are figures.
///
/// # Errors
/// Where nobody reads.
pub fn table(sentence: &str, words: usize, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{sentence}\n")?;
    writeln!(out, "| {} |", head.join(" | "))?;
    let rule: Vec<&str> = (0..head.len()).map(|at| if at < words { "---" } else { "--:" }).collect();
    writeln!(out, "| {} |", rule.join(" | "))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    Ok(())
}

/// Microseconds as milliseconds.
#[must_use]
pub fn millis(microseconds: f64) -> String {
    format!("{:.2} ms", microseconds / 1_000.0)
}

/// A rate: whole from a hundred on, with one decimal below.
#[must_use]
pub fn rate(a_second: f64) -> String {
    if a_second < 100.0 { format!("{a_second:.1}") } else { grouped(a_second) }
}

/// A ratio, with whether it keeps the promise.
#[must_use]
pub fn promised(ratio: f64, kept: bool) -> String {
    format!("{ratio:.2}{}", if kept { "" } else { " (short)" })
}
