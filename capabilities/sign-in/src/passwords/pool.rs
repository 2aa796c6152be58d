//! The threads that hash. As many as the machine has cores, with a queue that ends: when it is full, the next person is asked
//! to try again instead of everybody waiting for ever.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use argon2::{Block, Params};
use tokio::sync::oneshot;

use super::hashing::{self, HashCost, HashFailed, PasswordHash};

/// A thread that has had nothing to do for this long gives its memory back.
const MEMORY_KEPT: Duration = Duration::from_secs(2);

/// How the pool is made.
#[derive(Debug, Clone, Copy)]
pub struct PasswordsSettings {
    /// What one hash costs.
    pub cost: HashCost,
    /// How many threads hash; 0 for as many as the machine has cores.
    pub threads: usize,
    /// How many may wait for a thread.
    pub queue: usize,
}

impl Default for PasswordsSettings {
    /// A queue of 64 is answered in about a second on two cores.
    fn default() -> Self {
        Self { cost: HashCost::default(), threads: 0, queue: 64 }
    }
}

/// Why a password was neither hashed nor checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many sign in at this very moment: try again.
    #[error("too many passwords wait to be checked")]
    Busy,
    /// Hashing failed: out of memory, or a cost that argon2 does not allow.
    #[error("a password could not be hashed")]
    Failed,
}

impl From<HashFailed> for PasswordError {
    fn from(_: HashFailed) -> Self {
        Self::Failed
    }
}

/// What became of checking a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// It is not the password.
    Wrong,
    /// It is. `rehash`: the stored hash was made at another cost, and should be made again.
    Right {
        /// Whether to store a new hash.
        rehash: bool,
    },
}

enum Job {
    Hash(String, oneshot::Sender<Result<PasswordHash, PasswordError>>),
    Verify(String, PasswordHash, oneshot::Sender<bool>),
}

/// The pool. Cheap to clone; clones share their threads, which end with the last of them.
#[derive(Clone)]
pub struct Passwords {
    pool: Arc<Pool>,
    params: Params,
    /// A hash that no password has, at today's cost: who has no password is checked against it, in the same time.
    nobody: PasswordHash,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").field("params", &self.params).finish_non_exhaustive()
    }
}

impl Passwords {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`PasswordError::Failed`] for a cost that argon2 does not allow, or where the system gives no thread.
    pub fn start(settings: PasswordsSettings) -> Result<Self, PasswordError> {
        let params = settings.cost.params()?;
        let nobody = hashing::of_nobody(&params)?;
        let threads = match settings.threads {
            0 => std::thread::available_parallelism().map_or(2, usize::from),
            chosen => chosen,
        };
        let queue = Arc::new(Queue { waiting: Mutex::default(), more: Condvar::new(), most: settings.queue });
        let pool = Arc::new(Pool(Arc::clone(&queue)));
        for number in 0..threads {
            let (queue, params) = (Arc::clone(&queue), params.clone());
            std::thread::Builder::new()
                .name(format!("passwords-{number}"))
                .spawn(move || work(&queue, &params))
                .map_err(|_| PasswordError::Failed)?;
        }
        Ok(Self { pool, params, nobody })
    }

    /// Hashes a password for storing.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, text: &str) -> Result<PasswordHash, PasswordError> {
        let (tell, told) = oneshot::channel();
        self.send(Job::Hash(text.to_owned(), tell))?;
        told.await.map_err(|_| PasswordError::Failed)?
    }

    /// Checks a password against a stored hash, or, where there is none, against one that nobody has: the answer is then
    /// always wrong and takes the same time.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn verify(&self, text: &str, stored: Option<&PasswordHash>) -> Result<Verified, PasswordError> {
        let (tell, told) = oneshot::channel();
        let against = stored.unwrap_or(&self.nobody).clone();
        self.send(Job::Verify(text.to_owned(), against, tell))?;
        let is_right = told.await.map_err(|_| PasswordError::Failed)?;
        Ok(match stored {
            Some(stored) if is_right => Verified::Right { rehash: hashing::costs_otherwise(stored, &self.params) },
            _ => Verified::Wrong,
        })
    }

    fn send(&self, job: Job) -> Result<(), PasswordError> {
        if self.pool.0.push(job) { Ok(()) } else { Err(PasswordError::Busy) }
    }
}

/// What waits for a thread.
#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Job>,
    closed: bool,
}

struct Queue {
    waiting: Mutex<Waiting>,
    more: Condvar,
    most: usize,
}

/// Closes the queue, and with it the threads, when the last handle is gone.
struct Pool(Arc<Queue>);

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.more.notify_all();
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Whatever panicked while holding it left whole jobs behind.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, job: Job) -> bool {
        let mut waiting = self.lock();
        if waiting.jobs.len() >= self.most {
            return false;
        }
        waiting.jobs.push_back(job);
        drop(waiting);
        self.more.notify_one();
        true
    }

    /// The next job, or `None` when the pool is gone.
    fn next(&self, memory: &mut Vec<Block>) -> Option<Job> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.jobs.pop_front() {
                return Some(job);
            }
            if waiting.closed {
                return None;
            }
            waiting = if memory.is_empty() {
                self.more.wait(waiting).unwrap_or_else(PoisonError::into_inner)
            } else {
                let (woken, timeout) =
                    self.more.wait_timeout(waiting, MEMORY_KEPT).unwrap_or_else(PoisonError::into_inner);
                if timeout.timed_out() {
                    *memory = Vec::new();
                }
                woken
            };
        }
    }
}

fn work(queue: &Queue, params: &Params) {
    let mut memory: Vec<Block> = Vec::new();
    while let Some(job) = queue.next(&mut memory) {
        // A browser that hung up no longer listens.
        match job {
            Job::Hash(text, tell) => {
                let _ = tell.send(hashing::hash(&text, params, &mut memory).map_err(Into::into));
            }
            Job::Verify(text, against, tell) => {
                let _ = tell.send(hashing::is_password_of(&text, &against, &mut memory));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(threads: usize, queue: usize) -> Passwords {
        let cost = HashCost { memory_kib: 64, passes: 1, lanes: 1 };
        Passwords::start(PasswordsSettings { cost, threads, queue }).unwrap()
    }

    #[tokio::test]
    async fn a_password_is_right_until_its_cost_changes_and_then_it_is_right_and_hashed_again() {
        let passwords = small(2, 8);
        let stored = passwords.hash("tolv tecken eller fler").await.unwrap();
        let check = |text, stored| passwords.verify(text, stored);
        assert_eq!(check("tolv tecken eller fler", Some(&stored)).await, Ok(Verified::Right { rehash: false }));
        assert_eq!(check("något annat", Some(&stored)).await, Ok(Verified::Wrong));
        let cost = HashCost { memory_kib: 128, passes: 1, lanes: 1 };
        let dearer = Passwords::start(PasswordsSettings { cost, threads: 1, queue: 8 }).unwrap();
        assert_eq!(dearer.verify("tolv tecken eller fler", Some(&stored)).await, Ok(Verified::Right { rehash: true }));
    }

    #[tokio::test]
    async fn who_has_no_password_is_checked_all_the_same() {
        let passwords = small(1, 8);
        assert_eq!(passwords.verify("vad som helst", None).await, Ok(Verified::Wrong));
        assert!(!hashing::costs_otherwise(&passwords.nobody, &passwords.params), "in the time of a real one");
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let cost = HashCost { memory_kib: 8 * 1024, passes: 3, lanes: 1 };
        let passwords = Passwords::start(PasswordsSettings { cost, threads: 1, queue: 1 }).unwrap();
        let all: Vec<_> = (0..8)
            .map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.hash("tolv tecken eller fler").await })
            })
            .collect();
        let mut answers = Vec::new();
        for one in all {
            answers.push(one.await.unwrap());
        }
        assert!(answers.iter().any(Result::is_ok) && answers.contains(&Err(PasswordError::Busy)), "{answers:?}");
    }
}
