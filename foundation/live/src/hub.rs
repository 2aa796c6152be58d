//! Who on this node looks at what, and who is woken.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use behorig_store::{Db, Listener, Topic};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::topic::COMPANY;
use crate::watch::{Desk, Watch};

/// So many of the last touched things are remembered, for pages that were shown just before they began to listen.
const REMEMBERED: usize = 4096;
/// Where more than this waits to be told to the other nodes, they are told to look at everything.
const MOST_WAITING: usize = 2_000;
/// One session has so many pages listening, and the node so many in all: connections are kept for asking too.
const MOST_OF_SESSION: usize = 8;
const MOST: usize = 3_000;

/// The open pages of this node; cheap to clone, and all clones are one.
#[derive(Clone)]
pub struct Live(Arc<Hub>);

impl std::fmt::Debug for Live {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Live(…)")
    }
}

impl Live {
    /// Listens to the changes made through this handle of the database.
    #[must_use]
    pub fn of(db: &Db) -> Self {
        let hub = Arc::new(Hub::new());
        let listener: Arc<dyn Listener> = Arc::<Hub>::clone(&hub);
        db.tell_commits_to(&listener);
        Self(hub)
    }

    /// Ends all streams, and takes no more: the program is stopping. The pages come back, to another node if there is one.
    pub fn close(&self) {
        let mut open = self.0.open();
        open.is_closed = true;
        open.wake_all(News::CLOSED);
    }

    /// Hears of everything of these kinds from now on.
    #[must_use]
    pub fn watch(&self, kinds: &'static [char]) -> Watch {
        Watch::of(Arc::clone(&self.0), kinds)
    }

    /// Wakes the pages of this node that look at something which no change touched: what the node has worked out from changes.
    pub fn tell_here(&self, topic: Topic) {
        self.0.touched(&[topic]);
    }

    /// Whether a page of this node looks at something.
    #[must_use]
    pub fn is_looked_at(&self, topic: Topic) -> bool {
        self.0.open().by_topic.contains_key(&topic)
    }

    /// How many pages listen.
    #[must_use]
    pub fn listening(&self) -> usize {
        self.0.open().ears
    }

    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.0
    }
}

/// What an ear has heard since it was last asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct News(u32);

impl News {
    /// What the page shows has changed.
    pub(crate) const CHANGED: Self = Self(1);
    /// Somebody came to the case, left it or began to write.
    pub(crate) const COMPANY: Self = Self(2);
    /// The viewer's session or rights may have changed.
    pub(crate) const RIGHTS: Self = Self(4);
    /// Something may have been missed.
    pub(crate) const LOOK: Self = Self(8);
    /// The program is stopping.
    pub(crate) const CLOSED: Self = Self(16);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The node's pages and what is on its way to the other nodes.
pub(crate) struct Hub {
    open: Mutex<Open>,
    waiting: Mutex<Waiting>,
    pub(crate) something_waits: Notify,
    /// Whether there is a line to other nodes, so that what is touched is worth keeping for them.
    pub(crate) has_line: AtomicBool,
}

struct Open {
    by_topic: HashMap<Topic, Vec<(Arc<Ear>, News)>>,
    by_session: HashMap<Uuid, usize>,
    ears: usize,
    watches: Vec<Arc<Desk>>,
    /// The last that was touched, and since when all of it is here.
    last: VecDeque<(Instant, Topic)>,
    whole_since: Instant,
    is_closed: bool,
}

#[derive(Default)]
struct Waiting {
    topics: BTreeSet<Topic>,
    everything: bool,
}

/// What is to be told to the other nodes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outgoing {
    Topics(Vec<Topic>),
    Everything,
}

#[derive(Default)]
struct Ear {
    heard: AtomicU32,
    wake: Notify,
}

impl Ear {
    fn hear(&self, news: News) {
        self.heard.fetch_or(news.0, Ordering::AcqRel);
        self.wake.notify_one();
    }
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            open: Mutex::new(Open {
                by_topic: HashMap::new(),
                by_session: HashMap::new(),
                ears: 0,
                watches: Vec::new(),
                last: VecDeque::new(),
                whole_since: Instant::now(),
                is_closed: false,
            }),
            waiting: Mutex::new(Waiting::default()),
            something_waits: Notify::new(),
            has_line: AtomicBool::new(false),
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes who looks at any of these on this node.
    pub(crate) fn touched(&self, topics: &[Topic]) {
        let now = Instant::now();
        let mut open = self.open();
        open.watches.iter().for_each(|desk| desk.hear(topics));
        for topic in topics {
            for (ear, news) in open.by_topic.get(topic).into_iter().flatten() {
                ear.hear(*news);
            }
            if open.last.len() == REMEMBERED
                && let Some((forgotten, _)) = open.last.pop_front()
            {
                open.whole_since = forgotten;
            }
            open.last.push_back((now, *topic));
        }
    }

    /// Something may have been missed: everyone looks again.
    pub(crate) fn look_again(&self) {
        let mut open = self.open();
        open.last.clear();
        open.whole_since = Instant::now();
        open.watches.iter().for_each(|desk| desk.look_again());
        open.wake_all(News::LOOK);
    }

    pub(crate) fn begin_watch(&self, desk: Arc<Desk>) {
        self.open().watches.push(desk);
    }

    pub(crate) fn end_watch(&self, desk: &Arc<Desk>) {
        self.open().watches.retain(|other| !Arc::ptr_eq(other, desk));
    }

    /// What waits for the other nodes; it waits no more.
    pub(crate) fn take_outgoing(&self) -> Option<Outgoing> {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        match waiting {
            Waiting { everything: true, .. } => Some(Outgoing::Everything),
            Waiting { topics, .. } if topics.is_empty() => None,
            Waiting { topics, .. } => Some(Outgoing::Topics(topics.into_iter().collect())),
        }
    }

    /// What could not be told is told as everything when the line is back.
    pub(crate) fn could_not_tell(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).everything = true;
    }

    /// A page that begins to look at these, in a session; none where it has too many already.
    pub(crate) fn listen(self: &Arc<Self>, session: Uuid, topics: Vec<Topic>, rights: Vec<Topic>) -> Option<Listening> {
        let mut open = self.open();
        let of_session = open.by_session.get(&session).copied().unwrap_or_default();
        if of_session >= MOST_OF_SESSION || open.ears >= MOST {
            return None;
        }
        let ear = Arc::new(Ear::default());
        if open.is_closed {
            ear.hear(News::CLOSED);
        }
        open.ears += 1;
        open.by_session.insert(session, of_session + 1);
        let shown =
            topics.iter().map(|topic| (*topic, if topic.kind() == COMPANY { News::COMPANY } else { News::CHANGED }));
        let all: Vec<_> = shown.chain(rights.into_iter().map(|topic| (topic, News::RIGHTS))).collect();
        for (topic, news) in &all {
            open.by_topic.entry(*topic).or_default().push((Arc::clone(&ear), *news));
        }
        drop(open);
        Some(Listening {
            hub: Arc::clone(self),
            ear,
            session,
            topics: all.into_iter().map(|(topic, _)| topic).collect(),
        })
    }
}

impl Listener for Hub {
    fn committed(&self, topics: &[Topic]) {
        self.touched(topics);
        if !self.has_line.load(Ordering::Acquire) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.everything {
            waiting.topics.extend(topics);
            if waiting.topics.len() > MOST_WAITING {
                *waiting = Waiting { topics: BTreeSet::new(), everything: true };
            }
        }
        drop(waiting);
        self.something_waits.notify_one();
    }
}

impl Open {
    fn wake_all(&mut self, news: News) {
        for (ear, _) in self.by_topic.values().flatten() {
            ear.hear(news);
        }
    }
}

/// A page that listens; it listens no more when dropped.
pub(crate) struct Listening {
    hub: Arc<Hub>,
    ear: Arc<Ear>,
    session: Uuid,
    topics: Vec<Topic>,
}

impl Listening {
    /// What was heard since this was last asked; waits until there is something.
    pub(crate) async fn news(&self) -> News {
        loop {
            let heard = self.heard();
            if heard != News::default() {
                return heard;
            }
            self.ear.wake.notified().await;
        }
    }

    /// What was heard since this was last asked.
    pub(crate) fn heard(&self) -> News {
        News(self.ear.heard.swap(0, Ordering::AcqRel))
    }

    /// Whether something that it looks at was touched in the last while, as far as anyone remembers; where nobody does, it may have.
    pub(crate) fn was_touched_within(&self, age: Duration) -> bool {
        let Some(since) = Instant::now().checked_sub(age) else { return true };
        let open = self.hub.open();
        since < open.whole_since
            || open.last.iter().rev().take_while(|(at, _)| *at >= since).any(|(_, topic)| self.topics.contains(topic))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut open = self.hub.open();
        open.ears = open.ears.saturating_sub(1);
        for topic in &self.topics {
            if let Some(ears) = open.by_topic.get_mut(topic) {
                ears.retain(|(ear, _)| !Arc::ptr_eq(ear, &self.ear));
                if ears.is_empty() {
                    open.by_topic.remove(topic);
                }
            }
        }
        if let Some(count) = open.by_session.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                open.by_session.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests;
