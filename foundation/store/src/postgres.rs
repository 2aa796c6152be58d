//! PostgreSQL: a pool of connections, prepared statements, serialisable writes that are run again when they must be.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::NoTls;

use crate::tx::{Handle, ReadTx, Tx, WriteTx};
use crate::{Actor, StoreError, SystemName, Work, migrations};

/// A write that meets others is run again this many times before its sender is told to try later.
const ATTEMPTS: u32 = 12;

pub(crate) struct Postgres {
    pool: Pool,
}

impl Postgres {
    pub(crate) async fn open(url: &str, connections: usize) -> Result<Self, StoreError> {
        let config: tokio_postgres::Config =
            url.parse().map_err(|error: tokio_postgres::Error| StoreError::Unavailable(error.to_string()))?;
        migrations::run_on_postgres(&config).await?;
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(connections)
            .wait_timeout(Some(Duration::from_secs(10)))
            .create_timeout(Some(Duration::from_secs(5)))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { pool })
    }

    pub(crate) async fn read(&self) -> Result<ReadTx, StoreError> {
        let client = self.pool.get().await?;
        client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        Ok(ReadTx::postgres(client))
    }

    pub(crate) async fn write<I, T, E, F>(
        &self,
        actor: Arc<Actor>,
        system: Arc<SystemName>,
        input: I,
        work: F,
    ) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let pool = self.pool.clone();
        // Its own task: a browser that hangs up drops the request, never the change.
        let task = tokio::spawn(async move {
            let mut attempt = 0;
            loop {
                attempt += 1;
                match try_once(&pool, &actor, &system, &input, &work).await {
                    Attempt::Done(outcome) => return outcome,
                    Attempt::RunAgain(outcome) if attempt == ATTEMPTS => return outcome,
                    Attempt::RunAgain(_) => tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 3)).await,
                }
            }
        });
        match task.await {
            Ok(outcome) => outcome,
            Err(_) => Err(E::from(StoreError::Refused("a write ended in a panic".to_owned()))),
        }
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
}

enum Attempt<T, E> {
    Done(Result<T, E>),
    RunAgain(Result<T, E>),
}

async fn try_once<I, T, E, F>(
    pool: &Pool,
    actor: &Arc<Actor>,
    system: &Arc<SystemName>,
    input: &I,
    work: &F,
) -> Attempt<T, E>
where
    E: From<StoreError>,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E>,
{
    let client = match pool.get().await {
        Ok(client) => client,
        Err(error) => return Attempt::Done(Err(E::from(error.into()))),
    };
    if let Err(error) = client.batch_execute("BEGIN ISOLATION LEVEL SERIALIZABLE").await {
        return Attempt::Done(Err(E::from(error.into())));
    }
    let held = Held {
        tx: WriteTx { tx: Tx::new(Handle::Postgres(client)), actor: Arc::clone(actor), system: Arc::clone(system) },
    };
    finish(held, input, work).await
}

/// A write in progress. Dropped before its end (a panic, the program stopping), its connection is closed and never goes back to
/// the pool with a transaction open.
struct Held {
    tx: WriteTx,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Handle::Postgres(client) = std::mem::replace(&mut self.tx.tx.handle, Handle::Taken) {
            drop(deadpool_postgres::Object::take(client));
        }
    }
}

async fn finish<I, T, E, F>(mut held: Held, input: &I, work: &F) -> Attempt<T, E>
where
    E: From<StoreError>,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E>,
{
    let outcome = work(&mut held.tx, input).await;
    let must_rerun = held.tx.tx.must_rerun;
    let Handle::Postgres(client) = &held.tx.tx.handle else {
        return Attempt::Done(Err(E::from(StoreError::Refused("the transaction has ended".to_owned()))));
    };
    let ending = if outcome.is_ok() && !must_rerun { "COMMIT" } else { "ROLLBACK" };
    let ended = client.batch_execute(ending).await.map_err(StoreError::from);
    if ended.is_ok() {
        // The transaction has ended: the connection may go back to the pool.
        drop(std::mem::replace(&mut held.tx.tx.handle, Handle::Taken));
    }
    match (outcome, ended) {
        (Ok(_), Ok(())) if must_rerun => Attempt::RunAgain(Err(E::from(StoreError::Busy))),
        (Ok(recorded), Ok(())) => Attempt::Done(Ok(recorded.into_value())),
        (Ok(_), Err(StoreError::Busy)) => Attempt::RunAgain(Err(E::from(StoreError::Busy))),
        (Ok(_), Err(error)) => Attempt::Done(Err(E::from(error))),
        (Err(error), _) if must_rerun => Attempt::RunAgain(Err(error)),
        (Err(error), _) => Attempt::Done(Err(error)),
    }
}
