//! The post between the nodes of one PostgreSQL database: a connection of its own on which each tells the others and hears from them.
//!
//! It is no part of any change: a NOTIFY inside a transaction makes all commits stand in one line.

use std::future::poll_fn;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;
use crate::error::unreachable_server;

/// A server that does not take a message in this time is lost.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);

/// An open line to the other nodes.
pub struct Post {
    client: Client,
    channel: &'static str,
    driver: JoinHandle<()>,
}

impl Post {
    pub(super) async fn open(
        mut config: Config,
        tls: MakeRustlsConnect,
        channel: &'static str,
        hear: impl Fn(&str) + Send + 'static,
    ) -> Result<Self, StoreError> {
        config.application_name(channel);
        let (client, mut connection) = config.connect(tls).await.map_err(unreachable_server)?;
        let driver = tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                if let AsyncMessage::Notification(told) = message {
                    hear(told.payload());
                }
            }
        });
        let post = Self { client, channel, driver };
        // What is told here is told again by whoever looks: nobody waits for the disk for it.
        post.client.batch_execute(&format!("SET synchronous_commit = off; LISTEN \"{channel}\"")).await?;
        Ok(post)
    }

    /// Tells the nodes that listen, this one among them. At most 7,999 bytes.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the server takes nothing any more.
    pub async fn tell(&self, words: &str) -> Result<(), StoreError> {
        self.within(async {
            self.client.execute("SELECT pg_notify($1, $2)", &[&self.channel, &words]).await.map(|_| ())
        })
        .await
    }

    /// Finds out whether the line still stands.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it does not.
    pub async fn is_open(&self) -> Result<(), StoreError> {
        self.within(async { self.client.batch_execute("").await }).await
    }

    async fn within(&self, sent: impl Future<Output = Result<(), tokio_postgres::Error>>) -> Result<(), StoreError> {
        match tokio::time::timeout(TAKEN_WITHIN, sent).await {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(StoreError::Unavailable("the line to the other nodes is silent".to_owned())),
        }
    }

    /// Waits until the server, or the network, has ended the line.
    pub async fn ended(&mut self) {
        // However it ended, it has.
        let _ = (&mut self.driver).await;
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        self.driver.abort();
    }
}
