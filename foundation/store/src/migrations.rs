//! One numbered, forward-only set of migrations for both databases.

use crate::{StoreError, error::unreachable_server};
use refinery::embed_migrations;
use tokio_postgres::NoTls;

embed_migrations!("migrations");

/// Any number that is ours: nodes that start together take turns at the migrations.
const TURN: i64 = 0x0062_6568_6f72_6967;

pub(crate) fn run_on_sqlite(connection: &mut rusqlite::Connection) -> Result<(), StoreError> {
    migrations::runner().run(connection).map_err(failed)?;
    Ok(())
}

pub(crate) async fn run_on_postgres(config: &tokio_postgres::Config) -> Result<(), StoreError> {
    let (mut client, connection) = config.connect(NoTls).await.map_err(unreachable_server)?;
    let driver = tokio::spawn(connection);
    client.execute("SELECT pg_advisory_lock($1)", &[&TURN]).await?;
    let outcome = migrations::runner().run_async(&mut client).await.map_err(failed);
    client.execute("SELECT pg_advisory_unlock($1)", &[&TURN]).await?;
    drop(client);
    if let Ok(Err(error)) = driver.await {
        tracing::debug!(%error, "the migration connection closed");
    }
    outcome.map(|_| ())
}

fn failed(error: refinery::Error) -> StoreError {
    StoreError::Unavailable(format!("a migration failed: {error}"))
}
