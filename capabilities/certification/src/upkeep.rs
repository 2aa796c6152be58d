//! What the program does by itself, once an hour and on any node: opens the rounds that are due, writes letters by the calendar, and ends
//! what nobody confirmed when the grace is over. Each step reads again in its own transaction, so that it happens once; one that fails
//! takes no other's turn.

use std::fmt;

use behorig_access::{Instant, UnitId};
use behorig_orderers::{RegionChoice, choice_of};
use behorig_store::{Actor, Db, Door, StoreError};
use behorig_visit::AccessEnded;
use behorig_web::format;

use crate::RoundId;
use crate::records::heads;
use crate::records::lapse::{Lapse, lapse};
use crate::records::letters::Letters;
use crate::records::open::{self, Opening, Rhythm};
use crate::records::remind::{self, Reminding};
use crate::rules::due;

/// What re-certification needs to look after itself; cheap to clone.
#[derive(Clone)]
pub struct Upkeep {
    letters: Option<Letters>,
    access_ended: AccessEnded,
}

/// What was done in one go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Rounds that were opened.
    pub opened: usize,
    /// Rounds whose heads were reminded of what waits, before or after the last day.
    pub reminded: usize,
    /// Permissions that ended because nobody had confirmed them.
    pub ended: usize,
}

/// Some of it failed, after everything had its turn.
#[derive(Debug, Default, thiserror::Error)]
#[error("{} of the tasks of re-certification failed", .causes.len())]
pub struct Failed {
    /// What was done all the same.
    pub kept: Kept,
    /// What failed, each with its cause; the next go tries it again.
    pub causes: Vec<Cause>,
}

/// A task that failed.
#[derive(Debug, thiserror::Error)]
#[error("{task} {about}: {error}")]
pub struct Cause {
    /// What was tried.
    pub task: Task,
    /// The unit or the round that it was about, by its id; empty where it was about all of them.
    pub about: String,
    /// Why it failed.
    pub error: StoreError,
}

/// What upkeep does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Opens the rounds that are due.
    Open,
    /// Reminds a week before the last day.
    Remind,
    /// Reports what nobody confirmed until the last day.
    Report,
    /// Ends what nobody confirmed when the grace is over.
    End,
}

impl fmt::Display for Task {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Open => "open",
            Self::Remind => "remind",
            Self::Report => "report",
            Self::End => "end",
        })
    }
}

impl Failed {
    /// What a task gave; nothing, and its cause noted, where it failed.
    fn noted<T: Default>(&mut self, task: Task, about: impl fmt::Display, done: Result<T, StoreError>) -> T {
        done.unwrap_or_else(|error| {
            self.causes.push(Cause { task, about: about.to_string(), error });
            T::default()
        })
    }
}

impl Upkeep {
    /// With what letters are written with, where there is anything to send them by, and with what follows the end of somebody's access.
    #[must_use]
    pub fn new(letters: Option<Letters>, access_ended: AccessEnded) -> Self {
        Self { letters, access_ended }
    }

    /// Does what is due at this moment: every task, and in each every unit and round, whatever became of those before it.
    ///
    /// # Errors
    /// [`Failed`] with every cause and with what was done all the same; the next go does the rest.
    pub async fn run(&self, db: &Db, now: Instant) -> Result<Kept, Failed> {
        let mut went = Failed::default();
        self.open_due(db, now, &mut went).await;
        self.remind(db, now, &mut went).await;
        self.report(db, now, &mut went).await;
        self.end_unconfirmed(db, now, &mut went).await;
        if let Some(letters) = self.letters.as_ref().filter(|_| went.kept != Kept::default()) {
            letters.wake();
        }
        if went.causes.is_empty() { Ok(went.kept) } else { Err(went) }
    }

    async fn open_due(&self, db: &Db, now: Instant, went: &mut Failed) {
        let regions = went.noted(Task::Open, "", regions(db).await);
        for region in regions {
            let Some((rhythm, units)) = went.noted(Task::Open, region, units_of(db, region, now).await) else {
                continue;
            };
            for (unit, is_due) in units {
                if went.noted(Task::Open, unit, is_due) {
                    let opening = Opening { unit, region, rhythm, letters: self.letters.clone() };
                    let opened = match db.write(&system(now), opening, open::open).await {
                        // Another node opened it at the same moment.
                        Err(error) if error.is_conflict_on("certification_round_of_unit") => Ok(false),
                        done => done,
                    };
                    went.kept.opened += usize::from(went.noted(Task::Open, unit, opened));
                }
            }
        }
    }

    async fn remind(&self, db: &Db, now: Instant, went: &mut Failed) {
        let rounds = match db.read().await {
            Ok(mut tx) => remind::to_remind(&mut tx, now).await,
            Err(error) => Err(error),
        };
        for round in went.noted(Task::Remind, "", rounds) {
            let told = db.write(&system(now), self.reminding(round), remind::remind).await;
            went.kept.reminded += usize::from(went.noted(Task::Remind, round, told));
        }
    }

    async fn report(&self, db: &Db, now: Instant, went: &mut Failed) {
        let rounds = match db.read().await {
            Ok(mut tx) => remind::to_report(&mut tx, now).await,
            Err(error) => Err(error),
        };
        for round in went.noted(Task::Report, "", rounds) {
            let told = db.write(&system(now), self.reminding(round), remind::report).await;
            went.kept.reminded += usize::from(went.noted(Task::Report, round, told));
        }
    }

    fn reminding(&self, round: RoundId) -> Reminding {
        Reminding { round, letters: self.letters.clone() }
    }

    async fn end_unconfirmed(&self, db: &Db, now: Instant, went: &mut Failed) {
        let rounds = match db.read().await {
            Ok(mut tx) => remind::to_end(&mut tx, now).await,
            Err(error) => Err(error),
        };
        for round in went.noted(Task::End, "", rounds) {
            loop {
                let access_ended = self.access_ended.clone();
                let some = Lapse { round, access_ended, letters: self.letters.clone() };
                let lapsed = db.write(&system(now), some, lapse).await.map(Some);
                let Some(lapsed) = went.noted(Task::End, round, lapsed) else { break };
                went.kept.ended += lapsed.ended;
                if lapsed.done {
                    break;
                }
            }
        }
    }
}

fn system(now: Instant) -> Actor {
    Actor::system(Door::System, now)
}

async fn regions(db: &Db) -> Result<Vec<UnitId>, StoreError> {
    open::regions(&mut *db.read().await?).await
}

/// A unit, and whether its round is due; or why nobody can tell.
type MaybeDue = (UnitId, Result<bool, StoreError>);

/// What a region has chosen, and each of its units where somebody certifies; none where it has chosen no re-certification.
async fn units_of(db: &Db, region: UnitId, now: Instant) -> Result<Option<(Rhythm, Vec<MaybeDue>)>, StoreError> {
    let today = format::local(now.0).date();
    let mut tx = db.read().await?;
    let Some(rhythm) = rhythm(&choice_of(&mut tx, region).await?) else { return Ok(None) };
    let units = heads::certifying_units(&mut tx, region, now).await?;
    let is_due = |unit: heads::Certifying| (unit.unit, unit.last.map(|last| due(rhythm.months, last, today).is_some()));
    Ok(Some((rhythm, units.into_iter().map(is_due).collect())))
}

/// A region's choice as the rules take it; none where it has no re-certification.
fn rhythm(choice: &RegionChoice) -> Option<Rhythm> {
    let number = |number: i64| u32::try_from(number).ok();
    Some(Rhythm {
        months: choice.certification_months.and_then(number)?,
        answer_days: number(choice.certification_days)?,
        grace_days: choice.grace_days.and_then(number),
    })
}
