//! What an import says: while it works, and afterwards.

use std::collections::BTreeMap;

use crate::files::{FileKind, ImportFiles, Problem, Reason};

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The file has been read.
    Read,
    /// New rows of it are being written.
    Write,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// With which file.
    pub file: FileKind,
    /// Rows done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

/// What became of the rows of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Were not there.
    pub added: u64,
    /// Said something else.
    pub changed: u64,
    /// Said the same.
    pub same: u64,
    /// Could not be brought in.
    pub bad: u64,
}

/// A file and what became of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Which register.
    pub kind: FileKind,
    /// What the file is called.
    pub name: String,
    /// Its rows.
    pub counts: Counts,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The files, in the order in which they are brought in.
    pub files: Vec<FileReport>,
    /// What is wrong, by file and line.
    pub problems: Vec<Problem>,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether anything was kept: not after a dry run, nor after a bad row that was not to be skipped.
    pub applied: bool,
}

impl Report {
    /// The counts of a file; zeros where it was not given.
    #[must_use]
    pub fn counts(&self, kind: FileKind) -> Counts {
        self.files.iter().find(|file| file.kind == kind).map(|file| file.counts).unwrap_or_default()
    }
}

/// The report being made.
pub(super) struct Tally {
    files: BTreeMap<FileKind, FileReport>,
    problems: Vec<Problem>,
}

impl Tally {
    pub(super) fn of(files: &ImportFiles, problems: &[Problem]) -> Self {
        let given = FileKind::ALL.into_iter().filter_map(|kind| Some((kind, files.get(kind)?)));
        let files = given
            .map(|(kind, file)| (kind, FileReport { kind, name: file.name.clone(), counts: Counts::default() }))
            .collect();
        Self { files, problems: problems.to_vec() }
    }

    pub(super) fn count(&mut self, kind: FileKind, change: impl FnOnce(&mut Counts)) {
        if let Some(file) = self.files.get_mut(&kind) {
            change(&mut file.counts);
        }
    }

    pub(super) fn is_bad(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    pub(super) fn report(mut self, dry_run: bool, applied: bool) -> Report {
        self.problems.sort_by_key(|problem| (problem.file, problem.line));
        for file in self.files.values_mut() {
            let mut lines: Vec<u64> =
                self.problems.iter().filter(|problem| problem.file == file.kind).map(|problem| problem.line).collect();
            lines.dedup();
            file.counts.bad = lines.len() as u64;
        }
        Report { files: self.files.into_values().collect(), problems: self.problems, dry_run, applied }
    }

    pub(super) fn in_one_line(&self) -> String {
        let told = self.files.values().map(|file| {
            let Counts { added, changed, same, .. } = file.counts;
            let bad = self.problems.iter().filter(|problem| problem.file == file.kind).count();
            let name = Reason::shown(&file.name);
            format!("{} ({name}): {added} added, {changed} changed, {same} same, {bad} bad", file.kind.key())
        });
        told.collect::<Vec<_>>().join("; ")
    }
}
