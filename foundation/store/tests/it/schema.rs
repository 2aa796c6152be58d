//! Both databases end in the same tables.

use std::collections::BTreeSet;

use behorig_store::{Db, FromRow};
use proof_support::{on_postgres, on_sqlite};

const TYPES: [&str; 5] = ["bigint", "boolean", "bytea", "double precision", "text"];

async fn asked<T: FromRow + Ord>(db: &Db, sql: &str) -> BTreeSet<T> {
    let mut read = db.read().await.unwrap();
    read.all::<T>(sql, &[]).await.unwrap().into_iter().collect()
}

/// Table, column, type and whether it must have a value.
type SchemaColumn = (String, String, String, bool);
/// Table, name, columns, whether it is unique, and whether it is of some rows only.
type SchemaIndex = (String, String, String, bool, bool);
/// Table, column, and what it refers to.
type Reference = (String, String, String, String);

#[derive(Debug, PartialEq)]
struct Schema {
    columns: BTreeSet<SchemaColumn>,
    indexes: BTreeSet<SchemaIndex>,
    references: BTreeSet<Reference>,
    keys: BTreeSet<(String, String)>,
}

async fn of_sqlite(db: &Db) -> Schema {
    // What full text is kept in: tables on SQLite, an index of its own kind on PostgreSQL.
    let own = "t.type = 'table' AND t.name <> 'refinery_schema_history' AND t.name NOT LIKE 'sqlite_%'
        AND t.name NOT LIKE 'case_words%'";
    Schema {
        columns: asked(
            db,
            &format!(
                "SELECT t.name, c.name, lower(c.type), c.\"notnull\" FROM sqlite_schema t, pragma_table_info(t.name) c
                 WHERE {own}"
            ),
        )
        .await,
        indexes: asked(
            db,
            &format!(
                "SELECT t.name, i.name, (SELECT group_concat(c.name, ', ' ORDER BY c.seqno) FROM pragma_index_info(i.name) c),
                     i.\"unique\", i.partial
                 FROM sqlite_schema t, pragma_index_list(t.name) i WHERE i.origin = 'c' AND {own}"
            ),
        )
        .await,
        references: asked(
            db,
            &format!(
                "SELECT t.name, f.\"from\", f.\"table\", f.\"to\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
                 WHERE {own}"
            ),
        )
        .await,
        keys: asked(
            db,
            &format!(
                "SELECT t.name, (SELECT group_concat(c.name, ', ' ORDER BY c.pk) FROM pragma_table_info(t.name) c WHERE c.pk > 0)
                 FROM sqlite_schema t WHERE {own}"
            ),
        )
        .await,
    }
}

async fn of_postgres(db: &Db) -> Schema {
    let own = "t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND t.relname <> 'refinery_schema_history'";
    let columns_of = |array: &str| {
        format!(
            "(SELECT string_agg(CAST(a.attname AS TEXT), ', ' ORDER BY k.place)
              FROM unnest({array}) WITH ORDINALITY k (number, place)
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)"
        )
    };
    Schema {
        columns: asked(
            db,
            &format!(
                "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT), format_type(a.atttypid, a.atttypmod), a.attnotnull
                 FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                 WHERE {own}"
            ),
        )
        .await,
        indexes: asked(
            db,
            &format!(
                "SELECT CAST(t.relname AS TEXT), CAST(n.relname AS TEXT), {}, i.indisunique, i.indpred IS NOT NULL
                 FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class n ON n.oid = i.indexrelid
                 WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = n.oid) AND i.indexprs IS NULL AND {own}",
                columns_of("i.indkey")
            ),
        )
        .await,
        references: asked(
            db,
            &format!(
                "SELECT CAST(t.relname AS TEXT), {}, CAST(o.relname AS TEXT),
                     (SELECT CAST(a.attname AS TEXT) FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum = c.confkey[1])
                 FROM pg_class t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
                 JOIN pg_class o ON o.oid = c.confrelid WHERE {own}",
                columns_of("c.conkey")
            ),
        )
        .await,
        keys: asked(
            db,
            &format!(
                "SELECT CAST(t.relname AS TEXT), {} FROM pg_class t
                 JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'p' WHERE {own}",
                columns_of("c.conkey")
            ),
        )
        .await,
    }
}

#[test]
fn both_databases_end_in_the_same_tables() {
    on_sqlite(|sqlite| async move {
        let here = of_sqlite(&sqlite).await;
        assert!(here.columns.len() > 100 && here.indexes.len() > 20 && here.references.len() > 10, "{here:?}");
        for (table, column, kind, _) in &here.columns {
            assert!(TYPES.contains(&kind.as_str()), "{table}.{column} is {kind}, which the two take differently");
        }
        let both = tokio::task::spawn_blocking(move || {
            on_postgres(|postgres| async move {
                let there = of_postgres(&postgres).await;
                for (name, missing) in [
                    ("only SQLite", here.columns.difference(&there.columns).collect::<Vec<_>>()),
                    ("only PostgreSQL", there.columns.difference(&here.columns).collect()),
                ] {
                    assert!(missing.is_empty(), "{name} has {missing:?}");
                }
                assert_eq!(here, there);
            });
        });
        both.await.unwrap();
    });
}
