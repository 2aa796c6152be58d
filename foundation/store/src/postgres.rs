//! PostgreSQL: a pool of connections, prepared statements, serialisable writes that are run again when they must be.

mod link;
mod pool;
mod post;
mod transaction;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, RwLock};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

pub use self::post::Post;
pub use self::transaction::Question;
pub(crate) use self::transaction::Transaction;

use self::pool::Pool;
use crate::change::{Change, Verdict};
use crate::error::unreachable_server;
use crate::figures::Meters;
use crate::news::Listeners;
use crate::tx::{Handle, ReadTx, Tx, WriteTx};
use crate::{Actor, Authority, StoreError, SystemName, migrations, tls};

/// A write that meets others is run again this many times before its sender is told to try later.
const ATTEMPTS: u32 = 20;
/// After this many attempts a write waits until it is the only one of its node that has failed so often: however many meet at
/// one record, they then get through one after the other.
const UNORDERED_ATTEMPTS: u32 = 2;
/// After this many attempts a write has its node to itself: whoever stands first in that line could else lose to newcomers for ever,
/// who never stood in it.
const SHARED_ATTEMPTS: u32 = 6;
/// A server that has been silent for so long is lost.
const SILENCE: Duration = Duration::from_secs(30);

/// How far a transaction is kept apart from others.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Isolation {
    /// As if it ran alone: every change.
    Serializable,
    /// One snapshot, and nobody else's change overwritten: the sealing of the log, whose one condition is the row that it updates.
    RepeatableRead,
}

impl Isolation {
    const fn begin(self) -> &'static str {
        match self {
            Self::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            Self::RepeatableRead => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        }
    }
}

pub(crate) struct Postgres {
    pool: Pool,
    line: Arc<Mutex<()>>,
    /// Held in common by writes that try, and alone by one that has lost too often.
    node: Arc<RwLock<()>>,
    listeners: Arc<Listeners>,
    meters: Arc<Meters>,
    /// How a connection beside the pool is made.
    config: Box<Config>,
    tls: MakeRustlsConnect,
}

impl Postgres {
    pub(crate) async fn open(
        url: &str,
        connections: usize,
        authority: Option<&Authority>,
        listeners: Arc<Listeners>,
        meters: Arc<Meters>,
    ) -> Result<Self, StoreError> {
        let mut config = configured(url)?;
        let tls = tls::connector(&config, authority)?;
        migrations::run_on_postgres(&config, tls.clone()).await?;
        make_durable(&mut config, tls.clone()).await?;
        let pool = pool::pool(config.clone(), tls.clone(), connections)?;
        let (line, node) = (Arc::default(), Arc::default());
        Ok(Self { pool, line, node, listeners, meters, config: Box::new(config), tls })
    }

    pub(crate) async fn read(&self) -> Result<ReadTx, StoreError> {
        Transaction::new(&self.pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(ReadTx::postgres)
    }

    pub(crate) async fn write(
        &self,
        actor: Arc<Actor>,
        system: Arc<SystemName>,
        change: Arc<dyn Change>,
        isolation: Isolation,
    ) -> Verdict {
        let (pool, line, node) = (self.pool.clone(), Arc::clone(&self.line), Arc::clone(&self.node));
        let (listeners, meters) = (Arc::clone(&self.listeners), Arc::clone(&self.meters));
        // Its own task: a browser that hangs up drops the request, never the change.
        let task = tokio::spawn(async move {
            let mut turn = None;
            let mut attempt = 0;
            loop {
                attempt += 1;
                let beside = if attempt <= SHARED_ATTEMPTS { Some(node.read().await) } else { None };
                let alone = if beside.is_none() { Some(node.write().await) } else { None };
                let tried = try_once(&pool, &listeners, &actor, &system, &*change, isolation).await;
                drop((beside, alone));
                match tried {
                    Attempt::Done(verdict) => {
                        if verdict.is_ok() {
                            meters.group(1);
                        }
                        return verdict;
                    }
                    Attempt::RunAgain(verdict) if attempt == ATTEMPTS => return verdict,
                    Attempt::RunAgain(_) => {
                        meters.again();
                        tokio::time::sleep(pause(attempt)).await;
                    }
                }
                if attempt >= UNORDERED_ATTEMPTS && turn.is_none() {
                    turn = Some(line.lock().await);
                }
            }
        });
        task.await.unwrap_or_else(|_| Err(StoreError::Refused("a write ended in a panic".to_owned())))
    }

    pub(crate) async fn post(
        &self,
        channel: &'static str,
        hear: impl Fn(&str) + Send + 'static,
    ) -> Result<Post, StoreError> {
        Post::open((*self.config).clone(), self.tls.clone(), channel, hear).await
    }

    /// How many connections are lent just now, and how many there can be.
    pub(crate) fn in_use(&self) -> (usize, usize) {
        let pool = self.pool.status();
        (pool.size.saturating_sub(pool.available), pool.max_size)
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
}

/// One connection to a database with its tables up to date, apart from any pool, and the task that drives it.
pub(crate) async fn beside_the_pool(
    url: &str,
    authority: Option<&Authority>,
) -> Result<(Client, JoinHandle<()>), StoreError> {
    let mut config = configured(url)?;
    let tls = tls::connector(&config, authority)?;
    migrations::run_on_postgres(&config, tls.clone()).await?;
    make_durable(&mut config, tls.clone()).await?;
    let (client, connection) = config.connect(tls).await.map_err(unreachable_server)?;
    let driver = tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection beside the pool ended");
        }
    });
    Ok((client, driver))
}

/// Asks a server something on a connection of its own, before any table is looked at.
pub(crate) async fn ask_once<T>(
    url: &str,
    authority: Option<&Authority>,
    question: impl AsyncFnOnce(&Client) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let config = configured(url)?;
    let (client, connection) = config.connect(tls::connector(&config, authority)?).await.map_err(unreachable_server)?;
    let driver = tokio::spawn(connection);
    let answer = question(&client).await;
    drop(client);
    driver.abort();
    answer
}

fn configured(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url.parse().map_err(unreachable_server)?;
    let mode = tls::mode(&config, url);
    config.ssl_mode(mode);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    // The library's own two hours are the time that a lost network would keep people waiting.
    if config.get_keepalives_idle() > SILENCE {
        config.keepalives_idle(SILENCE);
    }
    // A plan is made once. Our statements have one good plan each, and making it anew takes longer than most of them take to run.
    add_option(&mut config, "plan_cache_mode=force_generic_plan");
    add_option(&mut config, "jit=off");
    // A parallel worker is a process forked for one question. The fixed plan guesses ranges too wide and asks for workers where few rows come,
    // and each takes a core from somebody else's page: a third of what verifying the log cost went to starting and ending them.
    add_option(&mut config, "max_parallel_workers_per_gather=0");
    // What is asked again and again lies in memory: a look into an index costs what a row of a whole table costs, not four times that.
    add_option(&mut config, "random_page_cost=1.1");
    Ok(config)
}

fn add_option(config: &mut Config, option: &str) {
    let options = config.get_options().unwrap_or_default();
    config.options(format!("{options} -c {option}"));
}

/// An acknowledged change is on disk, also where the server is set to answer before.
async fn make_durable(config: &mut Config, tls: MakeRustlsConnect) -> Result<(), StoreError> {
    let (client, connection) = config.connect(tls).await.map_err(unreachable_server)?;
    let driver = tokio::spawn(connection);
    let asked = "SELECT current_setting('synchronous_commit') = 'off', current_setting('fsync') = 'off'";
    let row = client.query_one(asked, &[]).await?;
    let (answers_early, never_syncs): (bool, bool) = (row.try_get(0)?, row.try_get(1)?);
    drop(client);
    driver.abort();
    if answers_early {
        add_option(config, "synchronous_commit=on");
    }
    if never_syncs {
        tracing::error!("the PostgreSQL server runs with fsync off: a power cut can lose everything");
    }
    Ok(())
}

/// Longer after each attempt, and not the same for all: two nodes that met would meet again.
fn pause(attempt: u32) -> Duration {
    let chance = uuid::Uuid::new_v4().as_bytes().first().copied().unwrap_or_default();
    Duration::from_millis(u64::from(attempt.min(8))) + Duration::from_micros(u64::from(chance) * 10)
}

enum Attempt {
    Done(Verdict),
    RunAgain(Verdict),
}

async fn try_once(
    pool: &Pool,
    listeners: &Listeners,
    actor: &Arc<Actor>,
    system: &Arc<SystemName>,
    change: &dyn Change,
    isolation: Isolation,
) -> Attempt {
    let transaction = match Transaction::new(pool, isolation.begin()).await {
        Ok(transaction) => transaction,
        Err(error) => return Attempt::Done(Err(error)),
    };
    let held = Held {
        tx: WriteTx {
            tx: Tx::new(Handle::Postgres(transaction)),
            actor: Arc::clone(actor),
            system: Arc::clone(system),
            touched: Vec::new(),
        },
    };
    finish(held, listeners, change).await
}

/// A write in progress. Dropped before its end (a panic, the program stopping), its connection is closed and never goes back to
/// the pool with a transaction open.
struct Held {
    tx: WriteTx,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Handle::Postgres(transaction) = std::mem::replace(&mut self.tx.tx.handle, Handle::Taken) {
            transaction.abandon();
        }
    }
}

async fn finish(mut held: Held, listeners: &Listeners, change: &dyn Change) -> Attempt {
    let is_kept = change.run(&mut held.tx).await;
    let fault = held.tx.tx.fault.take();
    let must_rerun = matches!(fault, Some(StoreError::Busy));
    let Handle::Postgres(transaction) = &mut held.tx.tx.handle else {
        return Attempt::Done(Err(StoreError::Refused("the transaction has ended".to_owned())));
    };
    let ended = match fault {
        // PostgreSQL answers a COMMIT after a failed statement as if all were well, and commits nothing.
        Some(fault) if is_kept => Err(fault),
        None if is_kept => transaction.commit().await,
        _ => Ok(()),
    };
    let is_lost = is_kept && matches!(ended, Err(StoreError::Unavailable(_)));
    if !is_lost && let Handle::Postgres(transaction) = std::mem::replace(&mut held.tx.tx.handle, Handle::Taken) {
        transaction.leave();
    }
    match ended {
        Err(StoreError::Busy) => Attempt::RunAgain(Err(StoreError::Busy)),
        ended if must_rerun => Attempt::RunAgain(ended),
        Ok(()) if is_kept => {
            listeners.tell(&held.tx.touched);
            Attempt::Done(Ok(()))
        }
        ended => Attempt::Done(ended),
    }
}
