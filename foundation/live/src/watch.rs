//! Whoever on this node looks at everything of some kinds, such as the figures of all units.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use behorig_store::Topic;
use tokio::sync::Notify;

use crate::hub::Hub;

/// Of more than this, it is enough to know that everything may have changed.
const MOST_HEARD: usize = 10_000;

/// Hears of everything of its kinds, wherever it was changed; it hears no more when dropped.
pub struct Watch {
    hub: Arc<Hub>,
    desk: Arc<Desk>,
}

/// What a watch has heard since it was last asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// What was touched.
    pub topics: BTreeSet<Topic>,
    /// Something may have been missed, so everything is to be looked at again.
    pub everything: bool,
}

impl Heard {
    /// Whether nothing was heard.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        !self.everything && self.topics.is_empty()
    }
}

/// Where the hub leaves what a watch is to hear.
pub(crate) struct Desk {
    kinds: &'static [char],
    heard: Mutex<Heard>,
    wake: Notify,
}

impl Desk {
    pub(crate) fn hear(&self, topics: &[Topic]) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let before = heard.topics.len();
        heard.topics.extend(topics.iter().filter(|topic| self.kinds.contains(&topic.kind())));
        if heard.topics.len() > MOST_HEARD {
            *heard = Heard { topics: BTreeSet::new(), everything: true };
        } else if heard.topics.len() == before {
            return;
        }
        drop(heard);
        self.wake.notify_one();
    }

    pub(crate) fn look_again(&self) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).everything = true;
        self.wake.notify_one();
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Watch(…)")
    }
}

impl Watch {
    pub(crate) fn of(hub: Arc<Hub>, kinds: &'static [char]) -> Self {
        let desk = Arc::new(Desk { kinds, heard: Mutex::default(), wake: Notify::new() });
        hub.begin_watch(Arc::clone(&desk));
        Self { hub, desk }
    }

    /// Waits until there is something to hear.
    pub async fn wait(&self) {
        while self.desk.heard.lock().unwrap_or_else(PoisonError::into_inner).is_nothing() {
            self.desk.wake.notified().await;
        }
    }

    /// What was heard since this was last asked.
    #[must_use]
    pub fn heard(&self) -> Heard {
        std::mem::take(&mut *self.desk.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.hub.end_watch(&self.desk);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn topic(kind: char, number: u128) -> Topic {
        Topic::new(kind, Uuid::from_u128(number))
    }

    #[tokio::test]
    async fn a_watch_hears_everything_of_its_kinds_once_and_nothing_else() {
        let hub = Arc::new(Hub::new());
        let watch = Watch::of(Arc::clone(&hub), &['q']);
        hub.touched(&[topic('c', 1), topic('q', 2), topic('q', 3), topic('q', 2)]);
        watch.wait().await;
        let heard = watch.heard();
        assert_eq!(heard.topics, BTreeSet::from([topic('q', 2), topic('q', 3)]));
        assert!(!heard.everything);
        hub.touched(&[topic('c', 1)]);
        assert!(watch.heard().is_nothing());
    }

    #[test]
    fn where_something_was_missed_a_watch_looks_at_everything() {
        let hub = Arc::new(Hub::new());
        let watch = Watch::of(Arc::clone(&hub), &['q']);
        hub.look_again();
        assert!(watch.heard().everything);
        let many: Vec<Topic> = (0..=MOST_HEARD as u128).map(|number| topic('q', number)).collect();
        hub.touched(&many);
        let heard = watch.heard();
        assert!(heard.everything && heard.topics.is_empty());
    }

    #[test]
    fn nothing_is_kept_for_a_watch_that_has_ended() {
        let hub = Arc::new(Hub::new());
        let watch = Watch::of(Arc::clone(&hub), &['q']);
        let desk = Arc::clone(&watch.desk);
        drop(watch);
        hub.touched(&[topic('q', 1)]);
        assert_eq!(Arc::strong_count(&desk), 1);
        assert!(desk.heard.lock().unwrap().is_nothing());
    }
}
