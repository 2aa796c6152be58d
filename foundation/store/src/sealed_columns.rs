//! The columns whose values are sealed, when the program's key is changed: each value is sealed anew, and what an old key still seals
//! is counted in the whole database before that key is taken away.

use crate::seal::{KeyId, Keys, LEAST_BYTES, Place, SealError};
use crate::{Actor, Db, Dialect, Recorded, StoreError, Tx, params};

/// So many rows are read at once.
const ROWS: i64 = 200;

/// A column whose values are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The table's key, of type BYTEA, which every value is sealed together with.
    pub key: &'static str,
}

impl SealedColumn {
    fn place(self, row: &[u8]) -> Place<'_> {
        Place { table: self.table, column: self.column, row }
    }

    async fn rows_after(self, tx: &mut Tx, after: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
        let Self { table, column, key } = self;
        let sql = format!(
            "SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND {key} > ?1 ORDER BY {key} LIMIT {ROWS}"
        );
        tx.all(&sql, params![after]).await
    }
}

/// What became of the values of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Sealed anew with the key that seals now.
    pub renewed: u64,
    /// Sealed with it already.
    pub current: u64,
    /// Of a key that the program does not have, or changed by a foreign hand: left as they are.
    pub unreadable: u64,
}

/// Seals every value of a column anew with the key that seals now, some rows at a time, while others read and write: a value that
/// somebody changed meanwhile is theirs.
///
/// # Errors
/// Any [`StoreError`] of the database. What was done stands, and calling it again does the rest.
pub async fn seal_anew(
    db: &Db,
    actor: &Actor,
    keys: &Keys,
    column: SealedColumn,
    mut row_done: impl FnMut(),
) -> Result<Resealed, StoreError> {
    let mut sum = Resealed::default();
    let mut after = Vec::new();
    loop {
        let rows = {
            let mut tx = db.read().await?;
            column.rows_after(&mut tx, &after).await?
        };
        let Some((last, _)) = rows.last() else { return Ok(sum) };
        after.clone_from(last);
        let mut changed = Vec::new();
        for (key, old) in rows {
            row_done();
            if KeyId::of_sealed(&old) == Some(keys.current()) {
                sum.current += 1;
                continue;
            }
            let place = column.place(&key);
            match keys.open(place, &old).and_then(|clear| keys.seal(place, &clear)) {
                Ok(new) => changed.push((key, old, new)),
                Err(SealError::Failed) => return Err(StoreError::Unavailable(SealError::Failed.to_string())),
                Err(_) => sum.unreadable += 1,
            }
        }
        sum.renewed += put_back(db, actor, column, changed).await?;
    }
}

/// Puts new values where the old ones still are.
async fn put_back(
    db: &Db,
    actor: &Actor,
    column: SealedColumn,
    changed: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)>,
) -> Result<u64, StoreError> {
    if changed.is_empty() {
        return Ok(0);
    }
    let SealedColumn { table, column, key } = column;
    let sql = format!("UPDATE {table} SET {column} = ?3 WHERE {key} = ?1 AND {column} = ?2");
    db.write(actor, (sql, changed), |tx, (sql, changed)| {
        Box::pin(async move {
            let mut renewed = 0;
            for (key, old, new) in changed {
                renewed += tx.execute(sql, params![key, old, new]).await?;
            }
            Ok(Recorded::nothing_to_record(renewed, "the change of key is recorded once, when all of it is done"))
        })
    })
    .await
}

/// Opens every value of a column, and says how many open and how many do not.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn try_all(tx: &mut Tx, keys: &Keys, column: SealedColumn) -> Result<(u64, u64), StoreError> {
    let (mut open, mut shut) = (0, 0);
    let mut after = Vec::new();
    loop {
        let rows = column.rows_after(tx, &after).await?;
        let Some((last, _)) = rows.last() else { return Ok((open, shut)) };
        after.clone_from(last);
        for (key, sealed) in &rows {
            match keys.open(column.place(key), sealed) {
                Ok(_) => open += 1,
                Err(_) => shut += 1,
            }
        }
    }
}

/// Where a key still seals values, and how many: `table.column`. Every column of bytes is looked through, whether or not anybody
/// has said that it is sealed.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn sealed_by(tx: &mut Tx, id: KeyId) -> Result<Vec<(String, i64)>, StoreError> {
    let beginning = id.beginning();
    let mut found = Vec::new();
    for (table, column) in columns_of_bytes(tx).await? {
        let sql = format!(
            "SELECT CAST(count(*) AS BIGINT) FROM \"{table}\"
             WHERE length(\"{column}\") >= {LEAST_BYTES} AND substr(\"{column}\", 1, 5) = ?1"
        );
        let (count,): (i64,) = tx.one(&sql, params![beginning]).await?;
        if count > 0 {
            found.push((format!("{table}.{column}"), count));
        }
    }
    Ok(found)
}

async fn columns_of_bytes(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'sqlite_%'
               AND upper(c.type) = 'BYTEA' ORDER BY t.name, c.cid"
        }
        Dialect::Postgres => {
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT) FROM information_schema.columns c
             JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
             WHERE c.table_schema = current_schema() AND c.data_type = 'bytea' AND t.table_type = 'BASE TABLE'
             ORDER BY c.table_name, c.ordinal_position"
        }
    };
    tx.all(sql, &[]).await
}
