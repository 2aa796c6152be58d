//! `behorig audit verify`: everything that can be found without leaving the house.

mod checkpoints;
mod erasures;
mod times;
mod walked;

use std::time::Duration;

use behorig_access::Instant;
use behorig_transparency::{SignedNote, VerifyingKey};
use futures::stream::{StreamExt, TryStreamExt};
use uuid::Uuid;

use crate::records::events::{self, MOST_TOLD};
use crate::records::tree::TreeRow;
use crate::records::{self};
use crate::rules::{Difference, between};
use crate::walk::pieces;
use crate::{Log, LogError, Witness};
use checkpoints::Checkpoints;
use walked::Walked;

/// An event that waits longer than this is told.
const SOON: i64 = 60_000;
/// As long and as often is waited for the sealer, which looks every two seconds.
const SETTLING: Duration = Duration::from_millis(500);
const SETTLES: usize = 10;

/// What to hold the log against, besides itself.
#[derive(Debug, Default)]
pub struct Question {
    /// What a witness or somebody else kept.
    pub seen: Vec<Kept>,
    /// The witnesses of the configuration.
    pub witnesses: Vec<Witness>,
    /// The public key that was handed out, to be sure that the program still signs with it.
    pub key: Option<VerifyingKey>,
}

/// Checkpoints that somebody kept in one place.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Where, as whoever asks calls it.
    pub whence: String,
    /// What was found there.
    pub notes: Vec<SignedNote>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many events are sealed.
    pub events: u64,
    /// What is as it should be, or good to know.
    pub told: Vec<String>,
    /// What is not.
    pub broken: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    fn tell(&mut self, line: impl Into<String>) {
        self.told.push(line.into());
    }

    fn broken(&mut self, line: impl Into<String>) {
        self.broken.push(line.into());
    }

    /// At most so many of one kind are named.
    fn broken_each(&mut self, ids: &[Uuid], what: impl Fn(&Uuid) -> String) {
        ids.iter().for_each(|id| self.broken(what(id)));
        if ids.len() >= MOST_TOLD {
            self.broken("there may be more of these");
        }
    }
}

impl Log {
    /// Verifies the whole log: each event against its stored leaf, each leaf against the tree, the tree against every signed checkpoint,
    /// and what lies beside it. `progress` is told how many positions are behind and how many there are.
    ///
    /// # Errors
    /// Where the question can't be asked: the database is away, the key does not open, there is no log.
    pub async fn verify(
        &self,
        question: &Question,
        now: Instant,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Report, LogError> {
        let mut report = Report::default();
        let mut read = self.db.read().await?;
        let tree = records::tree::tree(&mut read).await?.ok_or(LogError::NotBegun)?;
        let keys = self.open_keys(&mut read, &behorig_transparency::KeyName::new(&tree.origin)?).await?;
        drop(read);
        if question.key.as_ref().is_some_and(|key| key != keys.present.verifying_key()) {
            report.broken("the log is signed with another key than the one that was given: the key was changed, or it is another log");
        }
        let mut checkpoints = Checkpoints::of(self, &keys.all, question, &mut report).await?;
        let mut walked = Walked::new(&checkpoints, now);
        let mut tree = self.walk_on(&mut walked, &mut progress).await?;
        if walked.misses_a_teller() {
            self.settled().await?;
            // What was erased on the way is told by an event that was sealed since.
            checkpoints = Checkpoints::of(self, &keys.all, question, &mut Report::default()).await?;
            walked.expect(&checkpoints);
            tree = self.walk_on(&mut walked, &mut progress).await?;
        }
        report.events = tree.size;
        report.tell(format!(
            "The log {}: {} events, {} signed checkpoints.",
            tree.origin,
            tree.size,
            checkpoints.count()
        ));
        walked.tell(&tree, &checkpoints, &mut report);
        name(&between(walked.wrong()), &mut report);
        self.tell_of_strays(now, &mut report).await?;
        self.tell_of_witnesses(question, &mut report).await?;
        Ok(report)
    }

    /// Walks on to the end. The tree is read after its checkpoints: the program goes on meanwhile, and no checkpoint is larger than the
    /// tree that it was signed over.
    async fn walk_on(&self, walked: &mut Walked, progress: &mut impl FnMut(u64, u64)) -> Result<TreeRow, LogError> {
        let mut read = self.db.read().await?;
        let tree = records::tree::tree(&mut read).await?.ok_or(LogError::NotBegun)?;
        drop(read);
        let mut pieces = pieces(&self.db, walked.size(), tree.size, false).boxed();
        while let Some(piece) = pieces.try_next().await? {
            let until = piece.first + u64::try_from(piece.places.len()).unwrap_or_default();
            walked.add(piece, tree.begun_at)?;
            progress(until, tree.size);
        }
        Ok(tree)
    }

    /// Waits for a moment until an event that tells of an erasure is sealed and signed, where one waits.
    pub(crate) async fn settled(&self) -> Result<(), LogError> {
        for _ in 0..SETTLES {
            let mut read = self.db.read().await?;
            let (waits, unsigned) = events::tellers_wait(&mut read).await?;
            drop(read);
            if !waits && !unsigned {
                break;
            }
            tokio::time::sleep(SETTLING).await;
        }
        Ok(())
    }

    /// What lies beside the tree: events that nobody sealed, and what waits too long.
    async fn tell_of_strays(&self, now: Instant, report: &mut Report) -> Result<(), LogError> {
        let mut read = self.db.read().await?;
        let strays = events::strays(&mut read).await?;
        let (waiting, old) = events::waiting_since(&mut read, now.plus_millis(-SOON)).await?;
        drop(read);
        report.broken_each(&strays.events, |id| {
            format!("added: the event {id} was written past the program, and is not sealed")
        });
        report.broken_each(&strays.resources, |id| {
            format!("added, or its event dropped: rows of the unsealed event {id}, which is not there")
        });
        report.broken_each(&strays.gone, |id| format!("dropped before it was sealed: the event {id}"));
        report.broken_each(&strays.twice, |id| format!("the sealed event {id} was put into the queue again"));
        if let Some((count, oldest)) = old {
            let since = minutes(oldest, now);
            report
                .broken(format!("{count} events have waited to be sealed for up to {since}: is the program running?"));
        }
        report.tell(format!("{waiting} events wait to be sealed."));
        Ok(())
    }

    async fn tell_of_witnesses(&self, question: &Question, report: &mut Report) -> Result<(), LogError> {
        let mut read = self.db.read().await?;
        let rows = records::checkpoints::witnesses(&mut read).await?;
        let tree = records::tree::tree(&mut read).await?.map_or(0, |tree| tree.size);
        if rows.is_empty() && question.witnesses.is_empty() {
            report.tell(
                "No witness is set up: a cut end, or a log rewritten with the key, would not show (audit.witness).",
            );
        }
        for witness in &question.witnesses {
            if !rows.iter().any(|row| row.name == witness.name()) {
                report.tell(format!("The witness {} has seen nothing yet.", witness.name()));
            }
        }
        for row in rows {
            let at = in_words(row.at);
            if let Some(trouble) = row.trouble {
                report.broken(format!(
                    "the witness {} took nothing since {at} ({} events): {trouble}",
                    row.name, row.size
                ));
            } else if row.size > tree {
                report.broken(format!(
                    "cut off: the witness {} took {} events, and the log has {tree}",
                    row.name, row.size
                ));
            } else {
                let newer = tree - row.size;
                report.tell(format!("The witness {} took {} events at {at}; {newer} are newer.", row.name, row.size));
            }
        }
        Ok(())
    }
}

/// Says of each difference what and where.
fn name(differences: &[Difference], report: &mut Report) {
    let named = |event: &Option<Uuid>| event.map_or_else(String::new, |id| format!(", {id}"));
    for difference in differences.iter().take(MOST_TOLD) {
        report.broken(match difference {
            Difference::Changed { position, event } => {
                format!("changed: the event at position {position}{}", named(event))
            }
            Difference::Dropped { position, event } => {
                format!("dropped: the event that was sealed at position {position}{}", named(event))
            }
            Difference::Added { position, event } => {
                format!("added: an event that was never sealed, at position {position}{}", named(event))
            }
            Difference::Swapped { one, other } => format!("swapped: the events at positions {one} and {other}"),
            Difference::Moved { position, now } => {
                format!("moved: the event that was sealed at position {position} stands at {now}")
            }
        });
    }
    if let Some(more) = differences.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        report.broken(format!("and {more} more"));
    }
}

/// How long, in words for an operator.
fn minutes(from: Instant, until: Instant) -> String {
    let minutes = until.0.saturating_sub(from.0) / 60_000;
    match minutes {
        ..=120 => format!("{minutes} minutes"),
        _ => format!("{} hours", minutes / 60),
    }
}

/// A time as seconds since 1970 UTC, as witnesses write it.
fn in_words(at: Instant) -> String {
    format!("{} seconds since 1970 UTC", at.0.div_euclid(1000))
}
