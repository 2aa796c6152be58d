//! What a change touched, told once it is on disk: never before the commit, and not at all where there is none.

use std::sync::{Arc, PoisonError, RwLock, Weak};

use uuid::Uuid;

use crate::{Db, WriteTx};

/// Something that changes touch and others look at, such as one case or the inbox of a clinic. It names what changed and says nothing
/// of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic {
    kind: char,
    id: Uuid,
}

impl Topic {
    /// A topic: a small letter for what kind of thing it is, and the thing's id.
    #[must_use]
    pub const fn new(kind: char, id: Uuid) -> Self {
        Self { kind, id }
    }

    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(self) -> char {
        self.kind
    }

    /// The thing's id.
    #[must_use]
    pub const fn id(self) -> Uuid {
        self.id
    }

    /// A topic as [`Display`](std::fmt::Display) wrote it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let kind = text.chars().next().filter(char::is_ascii_lowercase)?;
        Some(Self { kind, id: Uuid::try_parse(text.get(1..)?).ok()? })
    }
}

impl std::fmt::Display for Topic {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.kind, self.id.simple())
    }
}

/// Whoever is told of changes.
pub trait Listener: Send + Sync {
    /// These were touched by changes that are on disk. Called where changes are committed, so it must return at once.
    fn committed(&self, topics: &[Topic]);
}

/// Who listens on one database.
#[derive(Default)]
pub(crate) struct Listeners(RwLock<Vec<Weak<dyn Listener>>>);

impl Listeners {
    pub(crate) fn tell(&self, topics: &[Topic]) {
        if topics.is_empty() {
            return;
        }
        let listeners = self.0.read().unwrap_or_else(PoisonError::into_inner);
        for listener in listeners.iter().filter_map(Weak::upgrade) {
            listener.committed(topics);
        }
    }
}

impl Db {
    /// Tells somebody of every change through this handle that touched something, for as long as they are there.
    pub fn tell_commits_to(&self, listener: &Arc<dyn Listener>) {
        let mut listeners = self.listeners.0.write().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|one| one.strong_count() > 0);
        listeners.push(Arc::downgrade(listener));
    }
}

impl WriteTx {
    /// Says that this change touches something: whoever looks at it is told when the change is on disk.
    pub fn touch(&mut self, topic: Topic) {
        if !self.touched.contains(&topic) {
            self.touched.push(topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_read_as_it_was_written_and_nothing_else_is_one() {
        let topic = Topic::new('c', Uuid::from_u128(0x0199_7c3e_7c00_7000_8000_0000_0000_0001));
        assert_eq!(topic.to_string(), "c01997c3e7c0070008000000000000001");
        assert_eq!(Topic::parse(&topic.to_string()), Some(topic));
        for text in ["", "c", "å01997c3e7c0070008000000000000001", "C01997c3e7c0070008000000000000001", "cnone"] {
            assert_eq!(Topic::parse(text), None, "{text}");
        }
    }
}
