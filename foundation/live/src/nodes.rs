//! The nodes of one PostgreSQL database tell each other what was touched: gathered, after the commit, on a connection of its own.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use behorig_store::{Db, Post, StoreError, Topic};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::Live;
use crate::hub::{Hub, Outgoing};

const CHANNEL: &str = "behorig-live";
/// PostgreSQL carries 7,999 bytes in one message; a topic is 33 and a space.
const TOPICS_A_MESSAGE: usize = 200;
/// What is touched within this time goes in one message.
const GATHERED: Duration = Duration::from_millis(20);
/// A silent line is asked this often whether it still stands.
const ASKED_EVERY: Duration = Duration::from_secs(15);
/// A lost line is opened again after this time, and after more each time that fails.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// What is sent instead of topics where they are too many.
const EVERYTHING: &str = "*";

/// The line to the other nodes; it is closed when dropped.
#[derive(Debug)]
pub struct Nodes(JoinHandle<()>);

impl Drop for Nodes {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Live {
    /// Opens a line to the other nodes of the database and keeps it open. An embedded database has no other nodes.
    #[must_use]
    pub fn join_nodes(&self, db: Db) -> Nodes {
        let hub = Arc::clone(self.hub());
        Nodes(tokio::spawn(async move { keep_in_touch(&db, &hub).await }))
    }
}

async fn keep_in_touch(db: &Db, hub: &Arc<Hub>) {
    let node = Uuid::new_v4();
    let mut pause = FIRST_PAUSE;
    loop {
        let listening = Arc::clone(hub);
        match db.post(CHANNEL, move |words| hear(&listening, node, words)).await {
            Ok(None) => return,
            Ok(Some(mut post)) => {
                pause = FIRST_PAUSE;
                hub.has_line.store(true, Ordering::Release);
                // What was told while nobody here listened is not told again.
                hub.look_again();
                let lost = tell(&mut post, hub, node).await;
                tracing::warn!(error = %lost, "the line to the other nodes was lost; it is opened again");
            }
            Err(error) => tracing::warn!(%error, "the line to the other nodes could not be opened"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Tells the others what waits, until the line is lost.
async fn tell(post: &mut Post, hub: &Hub, node: Uuid) -> StoreError {
    loop {
        tokio::select! {
            () = hub.something_waits.notified() => {}
            () = post.ended() => return StoreError::Unavailable("the server ended it".to_owned()),
            () = tokio::time::sleep(ASKED_EVERY) => match post.is_open().await {
                Ok(()) => continue,
                Err(error) => return error,
            }
        }
        for message in hub.take_outgoing().iter().flat_map(|outgoing| messages(node, outgoing)) {
            if let Err(error) = post.tell(&message).await {
                hub.could_not_tell();
                return error;
            }
        }
        // The first goes at once; a burst behind it goes in one.
        tokio::time::sleep(GATHERED).await;
    }
}

fn messages(node: Uuid, outgoing: &Outgoing) -> Vec<String> {
    let from = node.simple();
    match outgoing {
        Outgoing::Everything => vec![format!("{from} {EVERYTHING}")],
        Outgoing::Topics(topics) => topics
            .chunks(TOPICS_A_MESSAGE)
            .map(|some| some.iter().fold(from.to_string(), |words, topic| format!("{words} {topic}")))
            .collect(),
    }
}

/// What another node told. What can't be read comes from another version of the program: then everyone looks again.
fn hear(hub: &Hub, node: Uuid, words: &str) {
    let mut words = words.split(' ');
    if words.next().and_then(|from| Uuid::try_parse(from).ok()) == Some(node) {
        return;
    }
    let topics: Option<Vec<Topic>> = words.map(Topic::parse).collect();
    match topics {
        Some(topics) => hub.touched(&topics),
        None => hub.look_again(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_never_longer_than_the_server_carries() {
        let topics: Vec<Topic> = (0..450).map(|number| Topic::new('c', Uuid::from_u128(number))).collect();
        let messages = messages(Uuid::new_v4(), &Outgoing::Topics(topics.clone()));
        assert_eq!(messages.len(), 3);
        assert!(messages.iter().all(|message| message.len() < 8_000));
        let told: Vec<Topic> = messages
            .iter()
            .flat_map(|message| message.split(' ').skip(1))
            .map(|one| Topic::parse(one).unwrap())
            .collect();
        assert_eq!(told, topics);
    }
}
