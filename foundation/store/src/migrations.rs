//! One numbered, forward-only set of migrations for both databases. What the two can't say alike stands under one file name in a
//! folder of each.

use crate::{DbOptions, StoreError, error::unreachable_server};
use refinery::{Runner, embed_migrations};
use tokio_postgres_rustls::MakeRustlsConnect;

embed_migrations!("migrations");

mod of_sqlite {
    refinery::embed_migrations!("migrations-sqlite");
}

mod of_postgres {
    refinery::embed_migrations!("migrations-postgres");
}

/// The common ones and a database's own, in their order.
fn with_own(own: &Runner) -> Runner {
    let mut all = migrations::runner().get_migrations().clone();
    all.extend_from_slice(own.get_migrations());
    all.sort();
    Runner::new(&all)
}

/// The number of the newest migration that this program knows.
#[must_use]
pub fn newest() -> i64 {
    let all = [migrations::runner(), of_sqlite::migrations::runner(), of_postgres::migrations::runner()];
    all.iter().flat_map(|runner| runner.get_migrations().iter().map(|one| i64::from(one.version()))).max().unwrap_or(0)
}

/// The number of the newest migration that a database has had, without giving it any; none where there is no database yet.
///
/// # Errors
/// [`StoreError::Unavailable`] where the file or the server can't be reached.
pub async fn newest_in(options: &DbOptions) -> Result<Option<i64>, StoreError> {
    match options {
        DbOptions::Sqlite { path } => {
            let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
            if !path.exists() {
                return Ok(None);
            }
            let connection = rusqlite::Connection::open_with_flags(path, flags)?;
            let there = "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
            match connection.query_row(there, (), |row| row.get(0))? {
                true => Ok(connection.query_row(NEWEST, (), |row| row.get(0))?),
                false => Ok(None),
            }
        }
        DbOptions::Postgres { url, authority, .. } => {
            crate::postgres::ask_once(url, authority.as_ref(), async |client| {
                let there = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
                match client.query_one(there, &[]).await?.try_get(0)? {
                    true => Ok(client.query_one(NEWEST, &[]).await?.try_get(0)?),
                    false => Ok(None),
                }
            })
            .await
        }
    }
}

const NEWEST: &str = "SELECT CAST(max(version) AS BIGINT) FROM refinery_schema_history";

/// Any number that is ours: nodes that start together take turns at the migrations.
const TURN: i64 = 0x0062_6568_6f72_6967;

pub(crate) fn run_on_sqlite(connection: &mut rusqlite::Connection) -> Result<(), StoreError> {
    let report = with_own(&of_sqlite::migrations::runner()).run(connection).map_err(failed)?;
    tell(&report);
    Ok(())
}

pub(crate) async fn run_on_postgres(config: &tokio_postgres::Config, tls: MakeRustlsConnect) -> Result<(), StoreError> {
    let (mut client, connection) = config.connect(tls).await.map_err(unreachable_server)?;
    let driver = tokio::spawn(connection);
    client.execute("SELECT pg_advisory_lock($1)", &[&TURN]).await?;
    let run = with_own(&of_postgres::migrations::runner()).run_async(&mut client).await;
    let mut outcome = run.map(|report| tell(&report)).map_err(failed);
    if outcome.is_ok() {
        outcome = leave_room(&client).await;
    }
    client.execute("SELECT pg_advisory_unlock($1)", &[&TURN]).await?;
    drop(client);
    if let Ok(Err(error)) = driver.await {
        tracing::debug!(%error, "the migration connection closed");
    }
    outcome
}

fn tell(report: &refinery::Report) {
    if let Some(last) = report.applied_migrations().last() {
        let (steps, version) = (report.applied_migrations().len(), last.version());
        tracing::info!(steps, version, "the tables of the database were brought up to date");
    }
}

/// Room on each page of the tables whose rows change in place: the new version of a row then stands beside the old one and no
/// index is touched. An index page that is written to is what makes PostgreSQL run changes of neighbours again.
const LEAVE_ROOM: &str = "DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = 'account'::regclass AND reloptions IS NOT NULL) THEN
        ALTER TABLE account SET (fillfactor = 70);
        ALTER TABLE session SET (fillfactor = 70);
    END IF;
END $$";

async fn leave_room(client: &tokio_postgres::Client) -> Result<(), StoreError> {
    Ok(client.batch_execute(LEAVE_ROOM).await?)
}

fn failed(error: refinery::Error) -> StoreError {
    StoreError::Unavailable(format!("a migration failed: {error}"))
}
