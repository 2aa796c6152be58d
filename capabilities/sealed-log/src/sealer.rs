//! The keeper that seals: rounds while events wait, a signed checkpoint after each, and now and then a look by the witnesses.

use std::sync::Arc;
use std::time::{Duration, Instant as Tick};

use behorig_access::Instant;
use behorig_store::StoreError;
use behorig_transparency::{Checkpoint, Hash};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use uuid::Uuid;

use crate::log::Sound;
use crate::records::checkpoints::{self, CheckpointRow};
use crate::records::events::{self, ROUND};
use crate::records::{self, sealing};
use crate::rules::plan;
use crate::{Log, LogError, Witness};

/// How often, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two looks at the queue.
    pub look: Duration,
    /// Between two looks while more than a round comes in at a time.
    pub look_when_busy: Duration,
    /// Others leave the sealing to whoever sealed last for so long.
    pub lease: Duration,
    /// A witness is shown a checkpoint at most this often.
    pub witness: Duration,
    /// Old checkpoints are thinned this often.
    pub thin: Duration,
    /// At shutdown the queue is emptied for so long at most.
    pub finish: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look: Duration::from_secs(2),
            look_when_busy: Duration::from_millis(300),
            lease: Duration::from_secs(10),
            witness: Duration::from_secs(60),
            thin: Duration::from_secs(3600),
            finish: Duration::from_secs(10),
        }
    }
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Of checkpoints older than a day, the last of each minute stays; of those older than this, the last of each day.
const KEPT_BY_MINUTE: i64 = 90 * DAY;

/// What one round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sealed {
    /// How many events were sealed.
    pub events: u64,
    /// There is more in the queue after this id.
    more_after: Option<Uuid>,
}

/// Seals the log of one database. Several may work on one log, in one program or many.
pub struct Sealer {
    log: Log,
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    witnesses: Vec<Witness>,
    pace: Pace,
    me: Uuid,
    /// The tree that this sealer saw last.
    known: Option<(u64, Hash)>,
    /// A letter to a witness that is on its way.
    letter: JoinSet<()>,
    witnessed: Option<Tick>,
    thinned: Option<Tick>,
    complained: Option<Tick>,
    /// The program stops: nobody's lease is waited for.
    is_last: bool,
}

impl Sealer {
    /// A sealer; `clock` is the program's.
    pub fn new(
        log: Log,
        clock: impl Fn() -> Instant + Send + Sync + 'static,
        witnesses: Vec<Witness>,
        pace: Pace,
    ) -> Self {
        Self {
            log,
            clock: Arc::new(clock),
            witnesses,
            pace,
            me: Uuid::new_v4(),
            known: None,
            letter: JoinSet::new(),
            witnessed: None,
            thinned: None,
            complained: None,
            is_last: false,
        }
    }

    /// Begins to seal, until told to stop.
    #[must_use]
    pub fn begin(self) -> SealerAtWork {
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        let within = self.pace.finish;
        SealerAtWork { task: tokio::spawn(self.work_until(stopped)), stop, within }
    }

    async fn work_until(mut self, stop: Arc<Notify>) {
        loop {
            let pause = match self.sweep().await {
                Ok(sealed) if sealed >= ROUND as u64 => self.pace.look_when_busy,
                Ok(_) => self.pace.look,
                Err(error) => {
                    self.complain(&error);
                    self.pace.look
                }
            };
            self.look_after().await;
            tokio::select! {
                () = stop.notified() => break,
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.finish().await;
    }

    /// The end: what waits is sealed, signed and shown once.
    async fn finish(&mut self) {
        self.is_last = true;
        match tokio::time::timeout(self.pace.finish, self.sweep()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the log was not sealed at the end; the next start does it"),
            Err(_) => tracing::warn!("more events waited than could be sealed at the end; the next start does it"),
        }
        if let Err(error) = self.sign().await {
            tracing::warn!(%error, "the end of the log was not signed; the next start does it");
        }
        let finish = self.pace.finish;
        let told = async {
            self.show().await;
            // One that was on its way may be of an earlier checkpoint.
            self.letter_taken().await;
            self.show().await;
            self.letter_taken().await;
        };
        if tokio::time::timeout(finish, told).await.is_err() {
            tracing::warn!("a witness was slow to take the last checkpoint; the next start shows it again");
        }
        let me = self.me;
        let left = self.log.sealing.commit(me, |tx, me| Box::pin(sealing::leave(tx, *me))).await;
        if let Err(error) = left {
            tracing::debug!(%error, "the lease of the log runs out by itself");
        }
    }

    /// A broken log would say so every two seconds.
    fn complain(&mut self, error: &LogError) {
        if self.complained.is_none_or(|at| at.elapsed() > Duration::from_secs(60)) {
            self.complained = Some(Tick::now());
            tracing::error!(%error, "the log could not be sealed; events wait, and none is lost");
        }
    }

    async fn look_after(&mut self) {
        if self.witnessed.is_none_or(|at| at.elapsed() >= self.pace.witness) {
            self.witnessed = Some(Tick::now());
            self.show().await;
        }
        if self.thinned.is_none_or(|at| at.elapsed() >= self.pace.thin) {
            self.thinned = Some(Tick::now());
            if let Err(error) = self.thin().await {
                tracing::warn!(%error, "old checkpoints were not thinned; the next hour tries again");
            }
        }
    }

    /// Seals all that waits, and signs: at the end, and on a long way every look's time. How many events were sealed.
    ///
    /// # Errors
    /// As [`Sealer::round`].
    pub async fn sweep(&mut self) -> Result<u64, LogError> {
        let mut read = self.log.db.read().await?;
        let is_idle = !records::tree::is_anything_to_do(&mut read, self.known.map(|(size, _)| size)).await?;
        drop(read);
        if is_idle {
            return Ok(0);
        }
        let (mut sealed, mut after, mut signed) = (0, Uuid::nil(), Tick::now());
        loop {
            let round = self.round_after(after).await?;
            sealed += round.events;
            match round.more_after {
                Some(last) => after = last,
                None => break,
            }
            if signed.elapsed() >= self.pace.look {
                self.sign().await?;
                signed = Tick::now();
            }
        }
        self.sign().await?;
        Ok(sealed)
    }

    /// One round: at most a thousand events from the front of the queue.
    ///
    /// # Errors
    /// [`LogError::Broken`] where the stored tree is not the one that was signed; the database's.
    pub async fn round(&mut self) -> Result<Sealed, LogError> {
        self.round_after(Uuid::nil()).await
    }

    async fn round_after(&mut self, after: Uuid) -> Result<Sealed, LogError> {
        let now = (self.clock)();
        let mut read = self.log.db.read().await?;
        let sound = self.log.sound(&mut read, self.known).await?;
        self.known = Some((sound.tree.size, sound.tree.root));
        if self.is_anothers(&sound, now) {
            return Ok(Sealed::default());
        }
        let waiting = events::waiting(&mut read, after).await?;
        drop(read);
        let more_after = (waiting.seen >= ROUND).then_some(waiting.last);
        if waiting.events.is_empty() {
            return Ok(Sealed { events: 0, more_after });
        }
        let salts = salts(waiting.events.len())?;
        let leaves: Vec<_> =
            waiting.events.iter().zip(&salts).map(|(event, salt)| (event.id, event.as_event(*salt))).collect();
        let round = plan(sound.tree.size, &sound.frontier, &sound.pages, &leaves)?;
        let (events, grown) = (round.count(), (round.size, round.root));
        let turn = sealing::Turn { holder: self.me, now, until: now.plus_millis(millis(self.pace.lease)) };
        let written =
            self.log.sealing.commit((round, turn), |tx, (round, turn)| Box::pin(sealing::grow(tx, round, *turn))).await;
        match written {
            Ok(()) => {
                self.known = Some(grown);
                Ok(Sealed { events, more_after })
            }
            // Another sealer was first: what it did is seen the next time.
            Err(StoreError::Stale | StoreError::Conflict { .. }) => Ok(Sealed::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether another sealer is at it. A lease that ends later than any is given is of a clock that was set back, and holds nobody up.
    fn is_anothers(&self, sound: &Sound, now: Instant) -> bool {
        if self.is_last {
            return false;
        }
        let left = sound.tree.leased_until.0.saturating_sub(now.0);
        sound.tree.holder.is_some_and(|holder| holder != self.me) && (1..=millis(self.pace.lease)).contains(&left)
    }

    /// Signs the tree as it is on disk, unless that is done. Only what is committed is ever signed.
    ///
    /// # Errors
    /// As [`Sealer::round`].
    pub async fn sign(&mut self) -> Result<(), LogError> {
        let mut read = self.log.db.read().await?;
        let sound = self.log.sound(&mut read, self.known).await?;
        drop(read);
        let (size, root) = (sound.tree.size, sound.tree.root);
        self.known = Some((size, root));
        if sound.signed.size == size {
            return Ok(());
        }
        let key = &sound.keys.present;
        let note = Checkpoint::new(sound.origin, size, root).sign(&[key])?;
        let row = CheckpointRow { size, root, note: note.to_string(), signed_at: (self.clock)() };
        let id = key.verifying_key().id();
        let put = self.log.sealing.commit((row, id), |tx, (row, id)| Box::pin(checkpoints::put(tx, row, *id))).await;
        match put {
            // The key was changed meanwhile: the next look signs with the new one.
            Err(StoreError::Stale) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Shows the last checkpoint to each witness that has not seen it. A witness that is away stops nothing, and nobody waits for a letter:
    /// the next is sent when the last one was taken or came back.
    pub async fn show(&mut self) {
        while self.letter.try_join_next().is_some() {}
        for witness in &self.witnesses {
            let shown = shown(self.log.clone(), witness.clone(), (self.clock)(), self.is_last);
            if !witness.is_slow() {
                shown.await;
            } else if self.letter.is_empty() {
                self.letter.spawn(shown);
            }
        }
    }

    /// Waits until the letter that is on its way was taken, or came back.
    pub async fn letter_taken(&mut self) {
        while self.letter.join_next().await.is_some() {}
    }

    /// Takes away checkpoints that later ones cover.
    ///
    /// # Errors
    /// The database's.
    pub async fn thin(&self) -> Result<u64, StoreError> {
        let now = (self.clock)();
        let mut taken = 0;
        for (age, span) in [(DAY, MINUTE), (KEPT_BY_MINUTE, DAY)] {
            let before = now.plus_millis(-age);
            taken += self
                .log
                .sealing
                .commit((before, span), |tx, (before, span)| Box::pin(checkpoints::thin(tx, *before, *span)))
                .await?;
        }
        Ok(taken)
    }
}

async fn shown(log: Log, witness: Witness, now: Instant, is_last: bool) {
    if let Err(error) = log.show_to(&witness, now, is_last).await {
        tracing::warn!(witness = %witness.name(), %error, "a witness did not take the last checkpoint");
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// So many salts.
fn salts(count: usize) -> Result<Vec<[u8; 16]>, LogError> {
    let mut salts = vec![[0; 16]; count];
    getrandom::fill(salts.as_flattened_mut()).map_err(|_| LogError::NoRandomness)?;
    Ok(salts)
}

/// A sealer at work. Stops at once when dropped; what it was doing is done by the next one.
#[derive(Debug)]
pub struct SealerAtWork {
    task: JoinHandle<()>,
    stop: Arc<Notify>,
    within: Duration,
}

impl SealerAtWork {
    /// Lets it seal what waits, sign it and show it once.
    pub async fn stop(mut self) {
        self.stop.notify_one();
        // A witness that does not answer takes as long again.
        let within = self.within * 2 + Duration::from_secs(5);
        if tokio::time::timeout(within, &mut self.task).await.is_err() {
            tracing::warn!("the log was being sealed when the program stopped: the next start goes on");
        }
    }
}

impl Drop for SealerAtWork {
    fn drop(&mut self) {
        self.task.abort();
    }
}
