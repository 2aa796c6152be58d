//! What the program does by itself, once an hour and on any node: opens the rounds that are due, writes letters by the calendar, and ends
//! what nobody confirmed when the grace is over. Each step reads again in its own transaction, so that it happens once.

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

impl Upkeep {
    /// With what letters are written with, where there is anything to send them by, and with what follows the end of somebody's access.
    #[must_use]
    pub fn new(letters: Option<Letters>, access_ended: AccessEnded) -> Self {
        Self { letters, access_ended }
    }

    /// Does what is due at this moment.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database; what was done before stands, and the next go does the rest.
    pub async fn run(&self, db: &Db, now: Instant) -> Result<Kept, StoreError> {
        let kept = Kept {
            opened: self.open_due(db, now).await?,
            reminded: self.remind(db, now).await? + self.report(db, now).await?,
            ended: self.end_unconfirmed(db, now).await?,
        };
        if let Some(letters) = self.letters.as_ref().filter(|_| kept != Kept::default()) {
            letters.wake();
        }
        Ok(kept)
    }

    async fn open_due(&self, db: &Db, now: Instant) -> Result<usize, StoreError> {
        let mut opened = 0;
        for (unit, region, rhythm) in due_units(db, now).await? {
            let opening = Opening { unit, region, rhythm, letters: self.letters.clone() };
            opened += match db.write(&system(now), opening, open::open).await {
                Ok(was_due) => usize::from(was_due),
                // Another node opened it at the same moment.
                Err(error) if error.is_conflict_on("certification_round_of_unit") => 0,
                Err(error) => return Err(error),
            };
        }
        Ok(opened)
    }

    async fn remind(&self, db: &Db, now: Instant) -> Result<usize, StoreError> {
        let rounds = remind::to_remind(&mut *db.read().await?, now).await?;
        let mut told = 0;
        for round in rounds {
            told += usize::from(db.write(&system(now), self.reminding(round), remind::remind).await?);
        }
        Ok(told)
    }

    async fn report(&self, db: &Db, now: Instant) -> Result<usize, StoreError> {
        let rounds = remind::to_report(&mut *db.read().await?, now).await?;
        let mut told = 0;
        for round in rounds {
            told += usize::from(db.write(&system(now), self.reminding(round), remind::report).await?);
        }
        Ok(told)
    }

    fn reminding(&self, round: RoundId) -> Reminding {
        Reminding { round, letters: self.letters.clone() }
    }

    async fn end_unconfirmed(&self, db: &Db, now: Instant) -> Result<usize, StoreError> {
        let rounds = remind::to_end(&mut *db.read().await?, now).await?;
        let mut ended = 0;
        for round in rounds {
            loop {
                let access_ended = self.access_ended.clone();
                let some = Lapse { round, access_ended, letters: self.letters.clone() };
                let lapsed = db.write(&system(now), some, lapse).await?;
                ended += lapsed.ended;
                if lapsed.done {
                    break;
                }
            }
        }
        Ok(ended)
    }
}

fn system(now: Instant) -> Actor {
    Actor::system(Door::System, now)
}

/// The units whose round is due, with their region and what it has chosen.
async fn due_units(db: &Db, now: Instant) -> Result<Vec<(UnitId, UnitId, Rhythm)>, StoreError> {
    let today = format::local(now.0).date();
    let mut tx = db.read().await?;
    let mut found = Vec::new();
    for region in open::regions(&mut tx).await? {
        let Some(rhythm) = rhythm(&choice_of(&mut tx, region).await?) else { continue };
        let units = heads::certifying_units(&mut tx, region, now).await?;
        let is_due = |unit: &heads::Certifying| due(rhythm.months, unit.last, today).is_some();
        found.extend(units.iter().filter(|unit| is_due(unit)).map(|unit| (unit.unit, region, rhythm)));
    }
    Ok(found)
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
