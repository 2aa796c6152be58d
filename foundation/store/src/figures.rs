//! What a database has done since it was opened, for whoever watches over the program.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What a database has done since it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Changes that were answered after their commit, those that were refused by a rule among them.
    pub changes: u64,
    /// Commits that they went in: on SQLite many share one.
    pub commits: u64,
    /// Commits of which nothing reached the disk.
    pub lost_commits: u64,
    /// Changes that PostgreSQL had run again, each time counted.
    pub run_again: u64,
    /// Connections that are lent just now.
    pub connections_in_use: u64,
    /// Connections that can be lent at once.
    pub connections_most: u64,
}

/// Counts as they are added to: nothing but an atomic addition, at each commit and never at a question.
#[derive(Default)]
pub(crate) struct Meters {
    changes: AtomicU64,
    commits: AtomicU64,
    lost_commits: AtomicU64,
    run_again: AtomicU64,
}

impl Meters {
    /// So many changes went to the disk in one commit.
    pub(crate) fn group(&self, changes: usize) {
        self.changes.fetch_add(changes as u64, Relaxed);
        self.commits.fetch_add(1, Relaxed);
    }

    pub(crate) fn lost_group(&self) {
        self.lost_commits.fetch_add(1, Relaxed);
    }

    pub(crate) fn again(&self) {
        self.run_again.fetch_add(1, Relaxed);
    }

    pub(crate) fn read(&self, (in_use, most): (usize, usize)) -> Figures {
        Figures {
            changes: self.changes.load(Relaxed),
            commits: self.commits.load(Relaxed),
            lost_commits: self.lost_commits.load(Relaxed),
            run_again: self.run_again.load(Relaxed),
            connections_in_use: in_use as u64,
            connections_most: most as u64,
        }
    }
}
