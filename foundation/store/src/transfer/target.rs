//! The PostgreSQL database that everything is carried to, in one transaction.

use std::pin::Pin;

use futures::TryStreamExt as _;
use tokio::task::JoinHandle;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::{BinaryCopyInWriter, BinaryCopyOutRow, BinaryCopyOutStream};
use tokio_postgres::types::{ToSql, Type};

use super::TransferError;
use super::fingerprint::{Contents, Fingerprint};
use super::tables::{Kind, Shape, Table, quoted};
use crate::{Authority, Param, postgres};

/// So often it is told how far it has come, in rows.
const TOLD_EVERY: u64 = 1_000;

/// One connection, on which the transaction is open. Dropped before the commit, nothing of it stands.
pub(super) struct Target {
    client: Client,
    driver: JoinHandle<()>,
}

impl Drop for Target {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Target {
    /// A database with its tables, up to date.
    pub(super) async fn open(url: &str, authority: Option<&Authority>) -> Result<Self, TransferError> {
        let (client, driver) = postgres::beside_the_pool(url, authority).await?;
        Ok(Self { client, driver })
    }

    pub(super) async fn shape(&self) -> Result<Shape, TransferError> {
        let rows = self
            .client
            .query(
                "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT), format_type(a.atttypid, a.atttypmod)
                 FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                 WHERE t.relkind = 'r' AND t.relnamespace = CAST(current_schema() AS regnamespace)
                   AND t.relname <> 'refinery_schema_history'",
                &[],
            )
            .await?;
        let named = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)));
        named.collect::<Result<_, tokio_postgres::Error>>().map_err(TransferError::from)
    }

    /// Begins, and keeps every other writer out of the tables until the end: a program that is started on them too early waits.
    pub(super) async fn begin(&self, tables: &[Table]) -> Result<(), TransferError> {
        let names: Vec<String> = tables.iter().map(|table| quoted(&table.name)).collect();
        let lock = format!("BEGIN; LOCK TABLE {} IN EXCLUSIVE MODE", names.join(", "));
        Ok(self.client.batch_execute(&lock).await?)
    }

    /// The first table that holds any row.
    pub(super) async fn first_filled(&self, tables: &[Table]) -> Result<Option<String>, TransferError> {
        for table in tables {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", quoted(&table.name));
            if self.client.query_one(&sql, &[]).await?.try_get(0)? {
                return Ok(Some(table.name.clone()));
            }
        }
        Ok(None)
    }

    /// Begins to fill a table.
    pub(super) async fn write(&mut self, table: &Table) -> Result<Writing<'_>, TransferError> {
        let sql = format!("COPY {} ({}) FROM STDIN (FORMAT binary)", quoted(&table.name), table.column_list());
        let sink = self.client.copy_in(&sql).await?;
        let writer = Box::pin(BinaryCopyInWriter::new(sink, &types(table)));
        Ok(Writing { writer, _target: self })
    }

    /// Reads a table in the order of its key and says what it comes to.
    pub(super) async fn contents(&self, table: &Table, told: &mut dyn FnMut(u64)) -> Result<Contents, TransferError> {
        let sql = format!("COPY ({}) TO STDOUT (FORMAT binary)", table.in_order_of_key(" COLLATE \"C\""));
        let stream = self.client.copy_out(&sql).await?;
        let mut rows = std::pin::pin!(BinaryCopyOutStream::new(stream, &types(table)));
        let mut fingerprint = Fingerprint::new();
        while let Some(row) = rows.try_next().await? {
            let values = table.columns.iter().enumerate().map(|(at, column)| value(&row, at, column.kind));
            fingerprint.add(&values.collect::<Result<Vec<_>, _>>()?);
            if fingerprint.rows().is_multiple_of(TOLD_EVERY) {
                told(fingerprint.rows());
            }
        }
        told(fingerprint.rows());
        Ok(fingerprint.finish())
    }

    /// Lets it stand, and counts what is there for whoever plans a question.
    pub(super) async fn commit(self) -> Result<(), TransferError> {
        self.client.batch_execute("COMMIT").await?;
        if let Err(error) = self.client.batch_execute("ANALYZE").await {
            tracing::warn!(%error, "the new database has no statistics yet; PostgreSQL makes them by itself in a while");
        }
        Ok(())
    }
}

/// A table that is being filled.
pub(super) struct Writing<'t> {
    writer: Pin<Box<BinaryCopyInWriter>>,
    /// Nothing else can be asked on the connection meanwhile.
    _target: &'t mut Target,
}

impl Writing<'_> {
    pub(super) async fn row(&mut self, values: &[Param<'_>]) -> Result<(), TransferError> {
        Ok(self.writer.as_mut().write_raw(values.iter().map(|value| value as &(dyn ToSql + Sync))).await?)
    }

    pub(super) async fn finish(mut self) -> Result<(), TransferError> {
        self.writer.as_mut().finish().await?;
        Ok(())
    }
}

fn types(table: &Table) -> Vec<Type> {
    table.columns.iter().map(|column| column.kind.on_postgres()).collect()
}

fn value(row: &BinaryCopyOutRow, at: usize, kind: Kind) -> Result<Param<'_>, tokio_postgres::Error> {
    let value = match kind {
        Kind::Integer => row.try_get::<Option<i64>>(at)?.map(Param::Int),
        Kind::Boolean => row.try_get::<Option<bool>>(at)?.map(Param::Bool),
        Kind::Double => row.try_get::<Option<f64>>(at)?.map(Param::Float),
        Kind::Text => row.try_get::<Option<&str>>(at)?.map(Param::Text),
        Kind::Bytes => row.try_get::<Option<&[u8]>>(at)?.map(Param::Bytes),
    };
    Ok(value.unwrap_or(Param::Null))
}
