//! The keeper that thins: what is older than its unit's log is kept goes, in small rounds, and an event tells of each.

use std::sync::Arc;
use std::time::Duration;

use behorig_access::{Instant, UnitId};
use behorig_store::{Actor, Door, StoreError};
use behorig_transparency::{Day, tree};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::records::{self, events, thinning};
use crate::retention::{self, Years};
use crate::rules::pages_of;
use crate::{Log, LogError};

const DAY: i64 = 86_400_000;
/// Longer than this the program seldom stands still, in milliseconds: a clock that comes from so far ahead may be wrong, and what it erased would
/// be gone.
const STANDSTILL: i64 = 30 * DAY;
/// So much nearer the thinner comes to such a clock with each look, in milliseconds. Ten years take five weeks, with an error at each look.
const NEARER: i64 = DAY;

/// How often, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct ThinningPace {
    /// Between two looks for what is old enough.
    pub look: Duration,
    /// Between two rounds: others write meanwhile.
    pub between: Duration,
    /// Others leave the thinning to whoever thinned last for so long.
    pub lease: Duration,
}

impl Default for ThinningPace {
    fn default() -> Self {
        Self { look: Duration::from_secs(600), between: Duration::from_millis(100), lease: Duration::from_secs(60) }
    }
}

/// Thins the log of one database. Several may work on one log: each round stands or falls alone.
pub struct Thinner {
    log: Log,
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    pace: ThinningPace,
    me: Uuid,
}

/// What a round came to.
struct Round {
    erased: u64,
    /// After which event the next one begins, where there is more.
    next: Option<(Instant, Uuid)>,
}

impl Thinner {
    /// A thinner; `clock` is the program's.
    pub fn new(log: Log, clock: impl Fn() -> Instant + Send + Sync + 'static, pace: ThinningPace) -> Self {
        Self { log, clock: Arc::new(clock), pace, me: Uuid::new_v4() }
    }

    /// Thins from now on, until the handle is aborted: what was being erased is then erased or there.
    #[must_use]
    pub fn begin(self) -> JoinHandle<()> {
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(self.pace.look).await;
                match self.sweep().await {
                    Ok(0) => {}
                    Ok(erased) => tracing::info!(erased, "events older than their unit's log is kept were erased"),
                    Err(error) => tracing::warn!(%error, "the log could not be thinned; the next look tries again"),
                }
            }
        })
    }

    /// Erases all that is old enough. How many events went.
    ///
    /// # Errors
    /// [`LogError::Broken`] where the stored log is not the one that was signed: nothing is erased then. The database's.
    pub async fn sweep(&self) -> Result<u64, LogError> {
        let now = (self.clock)();
        let mut read = self.log.db.read().await?;
        let rules = retention::rules(&mut read).await?;
        if rules.is_empty() {
            return Ok(0);
        }
        // What somebody changed in the database is not erased with its traces.
        let sound = self.log.sound(&mut read, None).await?;
        let unseen = thinning::unseen_for(&mut read, now).await?;
        drop(read);
        if let Some(unseen) = unseen.filter(|unseen| *unseen > STANDSTILL) {
            let actor = Actor::system(Door::System, now);
            self.log.db.write(&actor, (), |tx, ()| Box::pin(thinning::come_nearer(tx, NEARER))).await?;
            tracing::error!(
                days = unseen / DAY,
                "the clock stands so far ahead of when the log was last thinned that nothing is erased: set it right; where it is right, thinning goes \
                 on by itself, the later the longer the program stood still"
            );
            return Ok(0);
        }
        let Some(reached) = self.look_on(now).await? else { return Ok(0) };
        let below = reached.min(sound.signed.size);
        let mut erased = 0;
        for (unit, years) in rules {
            let mut after = Some((Instant(i64::MIN), Uuid::nil()));
            while let Some(last) = after {
                let round = self.round(unit, years, below, last).await?;
                erased += round.erased;
                after = round.next;
                if after.is_some() {
                    tokio::time::sleep(self.pace.between).await;
                }
            }
        }
        Ok(erased)
    }

    /// Up to which position all is older than the floor, or nothing where another thins.
    async fn look_on(&self, now: Instant) -> Result<Option<u64>, LogError> {
        let young = Instant(Years::FEWEST.before(Day::of(now.0)).begins());
        let mut until = None;
        loop {
            if !self.note(until).await? {
                return Ok(None);
            }
            let mut read = self.log.db.read().await?;
            let from = thinning::reached_before(&mut read).await?;
            let (reached, has_more) = thinning::look_on(&mut read, from, young).await?;
            drop(read);
            until = Some(reached);
            if !has_more {
                return Ok(self.note(until).await?.then_some(reached));
            }
        }
    }

    async fn note(&self, until: Option<u64>) -> Result<bool, StoreError> {
        let actor = Actor::system(Door::System, (self.clock)());
        let turn = self.turn();
        self.log
            .db
            .write(&actor, (turn, until), |tx, (turn, until)| Box::pin(thinning::reached(tx, *turn, *until)))
            .await
    }

    fn turn(&self) -> thinning::Turn {
        let lease = i64::try_from(self.pace.lease.as_millis()).unwrap_or(i64::MAX);
        thinning::Turn { holder: self.me, until: (self.clock)().plus_millis(lease) }
    }

    /// One round of a unit's events.
    async fn round(&self, unit: UnitId, years: Years, below: u64, after: (Instant, Uuid)) -> Result<Round, LogError> {
        let now = (self.clock)();
        let before = years.before(Day::of(now.0));
        let mut read = self.log.db.read().await?;
        let found = thinning::old(&mut read, unit, before, below, after).await?;
        drop(read);
        let next = found.last().filter(|_| found.len() >= thinning::ROUND).map(|last| (last.at, last.event));
        let events = self.as_sealed(found).await?;
        if events.is_empty() {
            return Ok(Round { erased: 0, next });
        }
        let erasing = thinning::Erasing { unit, years, before, events, turn: self.turn() };
        let actor = Actor::system(Door::System, now);
        let written = self.log.db.write(&actor, erasing, |tx, erasing| Box::pin(thinning::erase(tx, erasing))).await;
        match written {
            Ok(Some(erased)) => Ok(Round { erased, next }),
            // It is another's turn, or another was at these events: they are looked for again the next time.
            Ok(None) | Err(StoreError::Stale | StoreError::Conflict { .. }) => Ok(Round { erased: 0, next: None }),
            Err(error) => Err(error.into()),
        }
    }

    /// Those that still say what was sealed: a changed event is a finding, and stays one.
    async fn as_sealed(&self, found: Vec<thinning::Old>) -> Result<Vec<thinning::Old>, LogError> {
        if found.is_empty() {
            return Ok(found);
        }
        let mut positions: Vec<u64> = found.iter().map(|old| old.position).collect();
        let places: Result<Vec<_>, _> = positions.iter().map(|position| tree::stored(*position)).collect();
        positions.resize(thinning::ROUND, u64::MAX);
        let mut read = self.log.db.read().await?;
        let pages = records::tree::pages(&mut read, &pages_of(&places?)).await?;
        let sealed = events::sealed_at(&mut read, &positions).await?;
        drop(read);
        let mut scratch = Vec::with_capacity(1024);
        let mut whole = std::collections::HashSet::new();
        for (leaf, event) in sealed {
            let now = match (&event, leaf.salt) {
                (Some(event), Some(salt)) => Some(event.as_event(salt).leaf(&mut scratch)?),
                _ => None,
            };
            if now.is_some() && now == pages.hash(tree::stored(leaf.position)?) {
                whole.insert(leaf.position);
            } else {
                tracing::error!(
                    position = leaf.position,
                    "an event is not what was sealed, and is not erased: run `behorig audit verify`"
                );
            }
        }
        Ok(found.into_iter().filter(|old| whole.contains(&old.position)).collect())
    }
}
