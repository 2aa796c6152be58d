//! Sending: one letter after the other, outside every transaction.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use behorig_access::Instant;
use behorig_store::{Db, Recorded, StoreError};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::pace::{MOST_IN_DOUBT, millis};
use crate::records::{self, Claimed};
use crate::{Address, Outbox, Pace, Post, Way};

/// Why a letter was not carried. The reasons are logged and kept: they hold no address, name or text of a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// Nothing can be carried now: the server is away, or does not let us in. The letter did not go.
    #[error("{0}")]
    Unreachable(String),
    /// The letter went, and nobody can say whether it was taken. Nothing else is tried just now.
    #[error("{0}")]
    NotKnown(String),
    /// This letter not now.
    #[error("{0}")]
    Later(String),
    /// This letter never.
    #[error("{0}")]
    Refused(String),
}

/// What a [`Carrier`] answers.
pub type Carried<'a> = Pin<Box<dyn Future<Output = Result<(), NotCarried>> + Send + 'a>>;

/// Whoever carries letters, such as a mail server.
pub trait Carrier: Send + Sync + 'static {
    /// The way it carries them. It is handed no others.
    fn way(&self) -> Way {
        Way::Mail
    }

    /// Carries one letter, as far as to somebody who answers for it from there.
    fn carry<'a>(&'a self, post: &'a Post) -> Carried<'a>;
}

/// Sends what is due by its carrier's way.
pub struct Sender {
    db: Db,
    outbox: Outbox,
    carrier: Arc<dyn Carrier>,
    now: Arc<dyn Fn() -> Instant + Send + Sync>,
    pace: Pace,
}

impl Sender {
    /// A sender of the letters in this database. `now` is the program's clock.
    pub fn new(
        db: Db,
        outbox: Outbox,
        carrier: impl Carrier,
        now: impl Fn() -> Instant + Send + Sync + 'static,
        pace: Pace,
    ) -> Self {
        Self { db, outbox, carrier: Arc::new(carrier), now: Arc::new(now), pace }
    }

    /// Begins to send, until told to stop.
    #[must_use]
    pub fn begin(self) -> Sending {
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        Sending { task: tokio::spawn(async move { self.send_until(&stopped).await }), stop }
    }

    async fn send_until(&self, stop: &Notify) {
        let stopped = stop.notified();
        tokio::pin!(stopped);
        loop {
            let is_away = match self.send_due(&mut stopped).await {
                Ok(Round::Done) => false,
                Ok(Round::Unreachable) => true,
                Ok(Round::Stopped) => return,
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be looked through");
                    false
                }
            };
            tokio::select! {
                () = &mut stopped => return,
                // While nothing can be sent, one more letter is no news: each would cost an attempt in vain.
                () = self.outbox.woken(self.carrier.way()), if !is_away => {}
                () = tokio::time::sleep(self.pace.look) => {}
            }
        }
    }

    /// Sends what is due, until nothing is, nothing can be sent now, or `stopped` is ready. A letter that was begun is finished.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    async fn send_due(&self, stopped: &mut (impl Future<Output = ()> + Unpin)) -> Result<Round, StoreError> {
        loop {
            match self.try_one().await? {
                Tried::One => {}
                Tried::Nothing => return Ok(Round::Done),
                Tried::Unreachable => return Ok(Round::Unreachable),
            }
            let told = std::future::poll_fn(|context| {
                std::task::Poll::Ready(Pin::new(&mut *stopped).poll(context).is_ready())
            });
            if told.await {
                return Ok(Round::Stopped);
            }
        }
    }

    /// Tries to send the letter that has been due longest. `false`: nothing is due, or nothing can be sent now.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn send_one(&self) -> Result<bool, StoreError> {
        Ok(matches!(self.try_one().await?, Tried::One))
    }

    async fn try_one(&self) -> Result<Tried, StoreError> {
        let now = (self.now)();
        let mut read = self.db.read().await?;
        let is_due = records::anything_due(&mut read, self.carrier.way(), now).await?;
        drop(read);
        if !is_due {
            return Ok(Tried::Nothing);
        }
        let Some(letter) = self.claim(now).await? else { return Ok(Tried::Nothing) };
        let outcome = self.attempt(&letter).await;
        self.note(&letter, &outcome).await?;
        let is_away = matches!(outcome, Err(NotCarried::Unreachable(_) | NotCarried::NotKnown(_)));
        Ok(if is_away { Tried::Unreachable } else { Tried::One })
    }

    async fn claim(&self, now: Instant) -> Result<Option<Claimed>, StoreError> {
        let until = now.plus_millis(millis(self.pace.lease));
        self.db
            .write(&records::actor(now), (self.carrier.way(), until), |tx, (way, until)| {
                Box::pin(async move {
                    let claimed = records::claim(tx, *way, *until).await?;
                    Ok(Recorded::nothing_to_record(claimed, "the letter's change has its own event"))
                })
            })
            .await
    }

    async fn attempt(&self, letter: &Claimed) -> Result<(), NotCarried> {
        let recipient = Address::from_stored(self.carrier.way(), &letter.recipient);
        let recipient = recipient.ok_or_else(|| NotCarried::Refused("the recipient: no address".to_owned()))?;
        // A node that was given another key than the one that sealed the letter leaves it to one that has it.
        let body = self.outbox.open(letter.id, &letter.sealed).map_err(|error| NotCarried::Later(error.to_string()))?;
        let post = Post {
            id: letter.id,
            kind: letter.kind.clone(),
            recipient,
            subject: letter.subject.clone(),
            body: String::from_utf8_lossy(&body).into_owned(),
            written_at: letter.written_at,
        };
        match tokio::time::timeout(self.pace.attempt, self.carrier.carry(&post)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(NotCarried::NotKnown(format!("no answer within {} seconds", self.pace.attempt.as_secs()))),
        }
    }

    async fn note(&self, letter: &Claimed, outcome: &Result<(), NotCarried>) -> Result<(), StoreError> {
        let now = (self.now)();
        let note = self.judged(letter, outcome, now);
        let (id, kind, attempts) = (letter.id, letter.kind.as_str(), letter.attempts);
        match &note {
            Note::Sent => tracing::info!(letter = %id, kind, attempts, "a letter was sent"),
            Note::Postponed(_, why) => {
                tracing::warn!(letter = %id, kind, attempts, %why, "a letter could not be sent yet");
            }
            Note::GivenUp(why) => tracing::error!(letter = %id, kind, attempts, %why, "a letter was given up"),
        }
        self.db
            .write(&records::actor(now), (id, attempts, note), |tx, (id, attempts, note)| {
                Box::pin(async move {
                    match note {
                        Note::Sent => records::note_sent(tx, *id).await?,
                        Note::Postponed(next, why) => records::postpone(tx, *id, *attempts, *next, why).await?,
                        Note::GivenUp(why) => records::give_up(tx, *id, *attempts, why).await?,
                    }
                    Ok(Recorded::nothing_to_record((), "the letter's change has its own event"))
                })
            })
            .await
    }

    /// What is to be done with a letter after an attempt.
    fn judged(&self, letter: &Claimed, outcome: &Result<(), NotCarried>, now: Instant) -> Note {
        let (is_doubtful, why) = match outcome {
            Ok(()) => return Note::Sent,
            Err(NotCarried::Refused(why)) => return Note::GivenUp(why.clone()),
            // Where a repeat is known as one, a letter that may have arrived is simply sent again.
            Err(NotCarried::NotKnown(why)) => (!self.carrier.way().knows_repeats(), why),
            Err(NotCarried::Unreachable(why) | NotCarried::Later(why)) => (false, why),
        };
        let doubts = letter.doubts + i64::from(is_doubtful);
        let noted = records::in_doubt(doubts, why);
        let next = now.plus_millis(millis(self.pace.wait_in_doubt(letter.attempts, doubts)));
        match doubts {
            0..MOST_IN_DOUBT if next < letter.give_up_at => Note::Postponed(next, noted),
            0 => Note::GivenUp(format!("{}: {noted}", records::TIME_OVER)),
            _ => Note::GivenUp(noted),
        }
    }
}

/// What came of one look.
enum Tried {
    /// A letter was sent, put back or given up.
    One,
    /// Nothing was due.
    Nothing,
    /// A letter was put back, since nothing can be sent now.
    Unreachable,
}

/// How a round ended.
enum Round {
    Done,
    Unreachable,
    Stopped,
}

enum Note {
    Sent,
    Postponed(Instant, String),
    GivenUp(String),
}

/// A sender at work. Stops at once when dropped; what it was sending then is sent again later.
#[derive(Debug)]
pub struct Sending {
    task: JoinHandle<()>,
    stop: Arc<Notify>,
}

impl Sending {
    /// Lets it finish the letter in its hands, for so long at most.
    pub async fn stop(mut self, within: Duration) {
        self.stop.notify_one();
        if tokio::time::timeout(within, &mut self.task).await.is_err() {
            tracing::warn!("a letter was on its way when the program stopped: it is sent again");
        }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.task.abort();
    }
}
