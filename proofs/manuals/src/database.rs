//! The database that the program runs on.

use tokio_postgres::NoTls;
use uuid::Uuid;

use crate::failure::{Outcome, Trying};
use crate::setting;

/// Which kind of database a walk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// The file in the program's own folder.
    Sqlite,
    /// A fresh database on the server that `cargo xtask test` started.
    PostgreSql,
}

/// A new, empty PostgreSQL database for one test. Call [`FreshDatabase::remove`] at the end; what is left lying is gone with
/// the next start of the server.
#[derive(Debug)]
pub struct FreshDatabase {
    server: String,
    name: String,
}

impl FreshDatabase {
    /// Makes one.
    ///
    /// # Errors
    /// When the server is not told of, or doesn't answer.
    pub async fn create() -> Outcome<Self> {
        let server = setting::required(setting::POSTGRES)?;
        let name = format!("walk_{}", Uuid::new_v4().simple());
        ask(&server, &format!("CREATE DATABASE {name}")).await?;
        Ok(Self { server, name })
    }

    /// Where it is, as `postgres://…`.
    pub fn url(&self) -> String {
        // The server's address ends in the name of a database that is always there.
        let server = self.server.rsplit_once('/').map_or(self.server.as_str(), |(server, _)| server);
        format!("{server}/{}", self.name)
    }

    /// Removes it, whoever is still connected.
    ///
    /// # Errors
    /// When the server doesn't answer.
    pub async fn remove(self) -> Outcome<()> {
        ask(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await
    }
}

async fn ask(server: &str, statement: &str) -> Outcome<()> {
    let (client, connection) =
        tokio_postgres::connect(server, NoTls).await.trying(format!("PostgreSQL at {server}"))?;
    let connection = tokio::spawn(connection);
    let result = client.batch_execute(statement).await.trying(statement);
    drop(client);
    connection.await.trying("PostgreSQL")?.trying("PostgreSQL")?;
    result
}
