//! One count for everybody: while anyone looks, this node counts what has changed, once a second at most, and tells its open pages.
//!
//! The count is of units alone. Who sees which of them is decided in each request, by that viewer's own grants.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use behorig_access::{Instant, UnitId};
use behorig_cases::records::{queues_of, received_by_hour};
use behorig_live::{Heard, Live, Watch, topic};
use behorig_registers::rights;
use behorig_store::{Db, StoreError};
use behorig_visit::{App, Clock};
use tokio::sync::watch::{Receiver, Sender, channel};
use tokio::task::JoinHandle;
use tokio::time::{Instant as Moment, sleep, sleep_until};
use uuid::Uuid;

use super::board::{Board, Picture};
use super::figures::{HOUR, HOURS, hour_of};
use super::records;

/// Counted at most this often, and so a picture is at most this old, but for the time of counting.
const PACE: Duration = Duration::from_secs(1);
/// Rights and absences end by the clock and touch nothing: every unit is counted anew once in so many rounds, some in each.
const SWEEP: usize = 60;
/// A session that has been idle for too long ends without a word: counted anew each so many rounds.
const SESSIONS: usize = 15;
/// Nobody counts where nobody has looked for this long.
const REST: Duration = Duration::from_secs(60);
/// As many units as are counted in one question.
const PIECE: usize = 512;
/// What is heard of: the queues of units, and sessions.
const KINDS: &[char] = &[topic::QUEUE, rights::KIND];

/// The count of this node.
pub(crate) struct Tower(Arc<Inner>);

struct Inner {
    source: Source,
    running: tokio::sync::Mutex<Option<Running>>,
    asked: Mutex<Moment>,
}

/// Where the figures come from.
#[derive(Clone)]
struct Source {
    db: Db,
    live: Live,
    clock: Arc<dyn Clock>,
    idle: i64,
}

struct Running {
    shown: Receiver<Arc<Picture>>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Tower {
    /// A count that begins when somebody asks.
    pub(crate) fn of(app: &App, live: &Live) -> Self {
        let source = Source {
            db: app.db.clone(),
            live: live.clone(),
            clock: Arc::clone(&app.clock),
            idle: app.settings.sessions.idle,
        };
        let (running, asked) = (tokio::sync::Mutex::new(None), Mutex::new(Moment::now()));
        Self(Arc::new(Inner { source, running, asked }))
    }

    /// All units as they stand. Whoever is first waits until they are counted; after that nobody does.
    ///
    /// # Errors
    /// Any [`StoreError`] of the first count.
    pub(crate) async fn picture(&self) -> Result<Arc<Picture>, StoreError> {
        self.0.note_asked();
        let mut running = self.0.running.lock().await;
        if let Some(running) = running.as_ref().filter(|running| !running.task.is_finished()) {
            return Ok(Arc::clone(&running.shown.borrow()));
        }
        // Heard from before it is counted, so that nothing falls between.
        let watch = self.0.source.live.watch(KINDS);
        let (board, picture) = self.0.source.begin().await?;
        let picture = Arc::new(picture);
        let (tell, shown) = channel(Arc::clone(&picture));
        let counting = Counting { source: self.0.source.clone(), watch, board, tell, round: 0 };
        let task = tokio::spawn(counting.go_on(Arc::downgrade(&self.0)));
        *running = Some(Running { shown, task });
        Ok(picture)
    }
}

impl Inner {
    fn note_asked(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Moment::now();
    }

    fn is_needed(&self) -> bool {
        let asked = *self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.elapsed() < REST || self.source.live.is_looked_at(topic::FIGURES)
    }

    /// Ends the count where nobody looks; whoever asks next begins it anew.
    async fn rest(&self) -> bool {
        let mut running = self.running.lock().await;
        if self.is_needed() {
            return false;
        }
        *running = None;
        true
    }
}

/// What is to be counted anew.
#[derive(Default)]
struct Due {
    units: HashSet<UnitId>,
    sessions: bool,
    everything: bool,
}

impl Due {
    fn add(&mut self, heard: &Heard, board: &Board) {
        self.everything |= heard.everything;
        for one in &heard.topics {
            if one.kind() == topic::QUEUE {
                self.units.extend(Some(UnitId::new(one.id())).filter(|unit| board.has(*unit)));
            } else {
                self.sessions = true;
            }
        }
    }
}

impl Source {
    /// Counts everything.
    async fn begin(&self) -> Result<(Board, Picture), StoreError> {
        let now = self.clock.now();
        let mut tx = self.db.read().await?;
        let places = records::places(&mut tx, now).await?;
        drop(tx);
        let [a, b, c, d, ..] = *Uuid::new_v4().as_bytes();
        let mut board = Board::new(u32::from_be_bytes([a, b, c, d]), places, now);
        self.count(&mut board, &Due { everything: true, ..Due::default() }, now).await?;
        let picture =
            board.next_picture(now).ok_or_else(|| StoreError::Shape("a first picture of nothing".to_owned()))?;
        Ok((board, picture))
    }

    /// Counts what is due.
    async fn count(&self, board: &mut Board, due: &Due, now: Instant) -> Result<(), StoreError> {
        // Of hours that are over nothing changes any more, but what was on its way when they ended.
        let back = if due.everything { HOURS as i64 - 1 } else { 1 };
        let from = hour_of(now) - back;
        let units: Vec<UnitId> = if due.everything {
            board.units().collect()
        } else {
            due.units.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
        };
        if units.is_empty() && !due.sessions && !due.everything {
            return Ok(());
        }
        let mut tx = self.db.read().await?;
        for piece in units.chunks(PIECE) {
            let queues = queues_of(&mut tx, piece, now).await?;
            let received = received_by_hour(&mut tx, piece, Instant(from * HOUR)).await?;
            board.put_queues(piece, &queues);
            board.put_received(piece, from, now, &received);
        }
        if due.sessions || due.everything {
            board.put_signed_in(&records::signed_in(&mut tx, self.idle, now).await?);
        }
        Ok(())
    }
}

/// The count while it goes on.
struct Counting {
    source: Source,
    watch: Watch,
    board: Board,
    tell: Sender<Arc<Picture>>,
    round: usize,
}

impl Counting {
    async fn go_on(mut self, inner: Weak<Inner>) {
        let mut due = Due::default();
        loop {
            let began = Moment::now();
            tokio::select! {
                () = self.watch.wait() => {}
                () = sleep(PACE) => {}
            }
            due.add(&self.watch.heard(), &self.board);
            self.add_the_rounds_own(&mut due);
            if self.round.is_multiple_of(SWEEP) {
                let Some(inner) = inner.upgrade() else { return };
                if inner.rest().await {
                    return;
                }
            }
            match self.look(&due).await {
                Ok(picture) => {
                    due = Due::default();
                    self.show(picture);
                }
                Err(error) => {
                    let picture = self.board.fell_behind();
                    if picture.is_some() {
                        tracing::warn!(%error, "the control tower could not count; it tries again");
                    }
                    self.show(picture);
                }
            }
            sleep_until(began + PACE).await;
        }
    }

    /// What this round counts anew though nothing was heard of it.
    fn add_the_rounds_own(&mut self, due: &mut Due) {
        self.round = self.round.wrapping_add(1);
        due.sessions |= self.round.is_multiple_of(SESSIONS);
        due.units.extend(self.board.units().skip(self.round % SWEEP).step_by(SWEEP));
    }

    async fn look(&mut self, due: &Due) -> Result<Option<Picture>, StoreError> {
        let now = self.source.clock.now();
        if self.round.is_multiple_of(SWEEP) || due.everything {
            let places = records::places(&mut *self.source.db.read().await?, now).await?;
            if !self.board.is_of(&places) {
                let (board, picture) = self.source.begin().await?;
                self.board = board;
                return Ok(Some(picture));
            }
        }
        self.source.count(&mut self.board, due, now).await?;
        Ok(self.board.next_picture(now))
    }

    fn show(&self, picture: Option<Picture>) {
        if let Some(picture) = picture {
            self.tell.send_replace(Arc::new(picture));
            self.source.live.tell_here(topic::FIGURES);
        }
    }
}
