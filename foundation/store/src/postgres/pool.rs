//! The connections of a node.

use std::time::Duration;

use deadpool::managed::{Manager, Metrics, PoolError, QueueMode, RecycleError, RecycleResult};
use tokio_postgres::{Config, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::link::Link;
use crate::StoreError;
use crate::error::unreachable_server;

/// The connections, each lent to one transaction at a time.
pub(super) type Pool = deadpool::managed::Pool<Links>;

/// Makes connections, and looks at each before it is lent again.
pub(crate) struct Links {
    config: Config,
    tls: MakeRustlsConnect,
}

impl Manager for Links {
    type Type = Box<Link>;
    type Error = Error;

    async fn create(&self) -> Result<Box<Link>, Error> {
        Link::connect(&self.config, self.tls.clone()).await.map(Box::new)
    }

    async fn recycle(&self, link: &mut Box<Link>, _: &Metrics) -> RecycleResult<Error> {
        if link.is_lost() { Err(RecycleError::message("the connection ended while it lay idle")) } else { Ok(()) }
    }
}

/// A pool of at most so many connections, none of them made yet.
pub(super) fn pool(config: Config, tls: MakeRustlsConnect, connections: usize) -> Result<Pool, StoreError> {
    Pool::builder(Links { config, tls })
        .max_size(connections)
        .wait_timeout(Some(Duration::from_secs(10)))
        .create_timeout(Some(Duration::from_secs(5)))
        // The connection used last has its statements prepared and its caches warm.
        .queue_mode(QueueMode::Lifo)
        .runtime(deadpool::Runtime::Tokio1)
        .build()
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

impl From<PoolError<Error>> for StoreError {
    fn from(error: PoolError<Error>) -> Self {
        match error {
            PoolError::Backend(cause) => unreachable_server(cause),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
