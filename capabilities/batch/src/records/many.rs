//! Many rows by few statements.

use std::fmt::Write as _;

use behorig_store::{Dialect, FromRow, Param, StoreError, ToParam, Tx, WriteTx};

/// So many parameters a statement: more make SQLite's statements slow to prepare, and PostgreSQL's limit is 65,535.
fn params_a_statement(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 900,
        Dialect::Postgres => 9_000,
    }
}

/// Inserts rows, many to a statement. `bind` gives a row's values in the order of `columns`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn insert_many<R: Sync>(
    tx: &mut WriteTx,
    into: &str,
    columns: usize,
    rows: &[R],
    bind: impl for<'r> Fn(&'r R, &mut Vec<Param<'r>>) + Send + Sync,
    done: &(dyn Fn(usize) + Send + Sync),
) -> Result<(), StoreError> {
    let a_statement = (params_a_statement(tx.dialect()) / columns).max(1);
    let mut full = String::new();
    for rows in rows.chunks(a_statement) {
        let mut params = Vec::with_capacity(rows.len() * columns);
        for row in rows {
            bind(row, &mut params);
        }
        if rows.len() == a_statement {
            if full.is_empty() {
                full = statement(into, columns, a_statement);
            }
            tx.execute(&full, &params).await?;
        } else {
            tx.execute(&statement(into, columns, rows.len()), &params).await?;
        }
        done(rows.len());
    }
    Ok(())
}

fn statement(into: &str, columns: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {into} VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            let _ = write!(sql, "{}?{}", if column == 1 { "" } else { ", " }, row * columns + column);
        }
        sql.push(')');
    }
    sql
}

/// Asks one question for many keys: `{keys}` in the statement becomes the list of a group of them.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn in_groups<T: FromRow, K: ToParam + Sync>(
    tx: &mut Tx,
    sql: &str,
    keys: &[K],
) -> Result<Vec<T>, StoreError> {
    const GROUP: usize = 500;
    let mut found = Vec::new();
    for group in keys.chunks(GROUP) {
        let params: Vec<Param<'_>> = group.iter().map(ToParam::to_param).collect();
        let list = key_list(tx.dialect(), &params);
        found.extend(tx.all::<T>(&sql.replace("{keys}", &list), &params).await?);
    }
    Ok(found)
}

/// PostgreSQL compares every row with every member of a long list of parameters once it has made a general plan; rows of `VALUES`
/// it joins. The first of them says the type of all, which SQLite neither needs nor understands alike.
fn key_list(dialect: Dialect, params: &[Param<'_>]) -> String {
    let kind = if matches!(params.first(), Some(Param::Bytes(_))) { "BYTEA" } else { "TEXT" };
    let places = (1..=params.len()).map(|place| match dialect {
        Dialect::Sqlite => format!("?{place}"),
        Dialect::Postgres if place == 1 => format!("(CAST(?1 AS {kind}))"),
        Dialect::Postgres => format!("(?{place})"),
    });
    let places = places.collect::<Vec<_>>().join(", ");
    match dialect {
        Dialect::Sqlite => places,
        Dialect::Postgres => format!("VALUES {places}"),
    }
}
