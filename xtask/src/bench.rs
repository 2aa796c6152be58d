//! The benchmarks: programs of `proofs/benches` that print Markdown, gathered in `docs/benchmarks.md`.
//!
//! To add one, put a program into `proofs/benches/src/bin/`. It prints its table (with a sentence before it, if it needs one)
//! on standard output and its progress on standard error; takes `--quick`; and finds the program to measure in
//! `BEHORIG_BENCH_PROGRAM` and a PostgreSQL in `BEHORIG_TEST_POSTGRES`. Asked for by name, it may install a peer that it is measured
//! beside: then `BEHORIG_BENCH_INSTALLS` is set.

use std::fs;
use std::process::{Command, Stdio};

use clap::Args;

use crate::failure::{Failure, Outcome, Trying};
use crate::machine;
use crate::places::Places;
use crate::postgres::Postgres;
use crate::say;
use crate::steps::Steps;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Short rounds, to see that all runs; the figures are printed and not kept.
    #[arg(long)]
    quick: bool,
    /// One benchmark alone.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Leave the measurements on PostgreSQL out.
    #[arg(long)]
    no_postgres: bool,
}

const INTRODUCTION: &str = "# Benchmarks

Every table is made by one command and holds its own comparison: both sides of a ratio were measured in the same run, on the
same machine. `cargo xtask bench` makes them all, `cargo xtask bench --only NAME` makes one; the program of each is
`proofs/benches/src/bin/NAME.rs`.
";

/// Measures, prints, and writes `docs/benchmarks.md`.
///
/// # Errors
/// When there is no benchmark of that name, or the document can't be written.
pub fn run(places: &Places, options: &Options) -> Outcome<bool> {
    let names = names(places, options.only.as_deref())?;
    let mut steps = Steps::new(places);
    let packages = ["--package", "behorig", "--package", "proof-benches", "--package", "verify-log"];
    if !steps.cargo("Build", &[&["build", "--profile", "dist", "--bins"], &packages[..]].concat()) {
        return Ok(steps.summary());
    }
    let postgres = if options.no_postgres { None } else { steps.act("PostgreSQL", || Postgres::start(places)) };
    let mut sections = Vec::new();
    if postgres.is_some() || options.no_postgres {
        for name in names {
            let address = postgres.as_ref().map(|server| server.address.as_str());
            let table = steps.act(&format!("Measure {name}"), || measure(places, &name, options, address));
            sections.extend(table.map(|table| (name, table)));
        }
    }
    let good = steps.summary();
    if let Some(server) = postgres {
        server.release()?;
    }
    if !options.quick {
        write(places, &sections)?;
    }
    Ok(good)
}

/// The benchmarks there are, by name.
fn names(places: &Places, only: Option<&str>) -> Outcome<Vec<String>> {
    let folder = places.root.join("proofs/benches/src/bin");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).trying("looking for benchmarks in proofs/benches/src/bin")?.flatten() {
        let path = entry.path();
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    let Some(only) = only else { return Ok(names) };
    if names.iter().any(|name| name == only) {
        return Ok(vec![only.to_owned()]);
    }
    Err(Failure::new(format!("there is no benchmark {only}; there are {}", names.join(", "))))
}

fn measure(places: &Places, name: &str, options: &Options, postgres: Option<&str>) -> Outcome<String> {
    let mut command = Command::new(places.installed(name));
    command.current_dir(&places.root).stdin(Stdio::null()).stderr(Stdio::inherit());
    command.env("BEHORIG_BENCH_PROGRAM", places.installed("behorig"));
    command.envs(postgres.map(|address| ("BEHORIG_TEST_POSTGRES", address)));
    command.envs(options.only.as_ref().map(|_| ("BEHORIG_BENCH_INSTALLS", "yes")));
    if options.quick {
        command.arg("--quick");
    }
    let table = machine::quiet(command, name)?.trim().to_owned();
    say::line(&table);
    Ok(table)
}

fn write(places: &Places, sections: &[(String, String)]) -> Outcome<()> {
    let path = places.root.join("docs/benchmarks.md");
    let mut document = fs::read_to_string(&path).unwrap_or_else(|_| INTRODUCTION.to_owned());
    let circumstances = circumstances(places);
    for (name, table) in sections {
        let command = format!("`cargo xtask bench --only {name}`");
        document = replace_section(&document, name, &format!("{command}, {circumstances}.\n\n{table}"));
    }
    fs::write(&path, document).trying("writing docs/benchmarks.md")
}

/// On what, with which compiler and from which commit the figures come.
pub fn circumstances(places: &Places) -> String {
    let said = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&places.root);
        machine::quiet(command, program).map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let changed = if said("git", &["status", "--porcelain"]).is_empty() { "" } else { " with changes" };
    let (compiler, commit) = (said("rustc", &["--version"]), said("git", &["rev-parse", "--short", "HEAD"]));
    format!("{cores} cores, {compiler}, commit {commit}{changed}")
}

/// The document with the section between the two marks of `name` replaced, or added at the end.
pub fn replace_section(document: &str, name: &str, section: &str) -> String {
    let (open, close) = (format!("<!-- bench {name} -->"), format!("<!-- end {name} -->"));
    let marked = format!("{open}\n{section}\n{close}");
    let place = document.find(&open).and_then(|start| {
        let length = document.get(start..)?.find(&close)?;
        Some(start..start + length + close.len())
    });
    match place {
        Some(place) => {
            let mut replaced = document.to_owned();
            replaced.replace_range(place, &marked);
            replaced
        }
        None => format!("{}\n\n## {name}\n\n{marked}\n", document.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::replace_section;

    #[test]
    fn a_benchmark_replaces_its_own_table_and_leaves_the_words_around_it() {
        let first = replace_section("# Benchmarks\n", "decide", "| old |");
        let with_words = first.replace("## decide\n", "## decide\n\nHow fast is an answer?\n");
        let both = replace_section(&with_words, "serving", "| pages |");
        let again = replace_section(&both, "decide", "| new |");
        assert_eq!(
            again,
            "# Benchmarks\n\n## decide\n\nHow fast is an answer?\n\n<!-- bench decide -->\n| new |\n<!-- end decide -->\n\n\
             ## serving\n\n<!-- bench serving -->\n| pages |\n<!-- end serving -->\n"
        );
    }

    #[test]
    fn measuring_twice_changes_nothing_but_the_figures() {
        let once = replace_section("# Benchmarks\n", "decide", "| 1 |");
        assert_eq!(replace_section(&once, "decide", "| 1 |"), once);
    }
}
