//! The tables as the schemas tell them, and the order in which they can be filled.

use std::collections::BTreeSet;

use rusqlite::Connection;
use tokio_postgres::types::Type;

use super::TransferError;

/// What a column is for: the five types that mean the same on both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Boolean,
    Double,
    Text,
    Bytes,
}

impl Kind {
    fn of(declared: &str) -> Option<Self> {
        Some(match declared {
            "bigint" => Self::Integer,
            "boolean" => Self::Boolean,
            "double precision" => Self::Double,
            "text" => Self::Text,
            "bytea" => Self::Bytes,
            _ => return None,
        })
    }

    /// The name in a schema, in small letters.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Integer => "bigint",
            Self::Boolean => "boolean",
            Self::Double => "double precision",
            Self::Text => "text",
            Self::Bytes => "bytea",
        }
    }

    pub(super) const fn on_postgres(self) -> Type {
        match self {
            Self::Integer => Type::INT8,
            Self::Boolean => Type::BOOL,
            Self::Double => Type::FLOAT8,
            Self::Text => Type::TEXT,
            Self::Bytes => Type::BYTEA,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The columns of its key; all of them where it has none.
    key: Vec<Column>,
    refers_to: BTreeSet<String>,
}

impl Table {
    /// Its columns, as a statement names them.
    pub(super) fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// Its rows in the order of its key, which both databases must give alike: text by its bytes, whatever the collation.
    pub(super) fn in_order_of_key(&self, text_by_bytes: &str) -> String {
        let key = self.key.iter().map(|column| {
            let collated = if column.kind == Kind::Text { text_by_bytes } else { "" };
            format!("{}{collated} NULLS FIRST", quoted(&column.name))
        });
        let key = key.collect::<Vec<_>>().join(", ");
        format!("SELECT {} FROM {} ORDER BY {key}", self.column_list(), quoted(&self.name))
    }
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table of the file. What full text is kept in is no table of ours: SQLite makes it of what triggers tell, PostgreSQL keeps an
/// index instead.
pub(super) fn of_sqlite(connection: &Connection) -> Result<Vec<Table>, TransferError> {
    let names = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'refinery_schema_history' ORDER BY name";
    let mut statement = connection.prepare(names)?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    names.into_iter().map(|name| table(connection, name)).collect()
}

fn table(connection: &Connection, name: String) -> Result<Table, TransferError> {
    let mut statement = connection.prepare("SELECT name, lower(type), pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let told: Vec<(String, String, i64)> =
        statement.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    let mut columns = Vec::with_capacity(told.len());
    let mut key = Vec::new();
    for (column, declared, place) in told {
        let kind = Kind::of(&declared)
            .ok_or_else(|| TransferError::Schema(format!("{name}.{column} is {declared}, which is not carried")))?;
        let column = Column { name: column, kind };
        if place > 0 {
            key.push((place, column.clone()));
        }
        columns.push(column);
    }
    key.sort_by_key(|(place, _)| *place);
    let key = if key.is_empty() { columns.clone() } else { key.into_iter().map(|(_, column)| column).collect() };
    let mut statement = connection.prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)")?;
    let mut refers_to: BTreeSet<String> = statement.query_map([&name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // References inside a table are looked at when all of its rows are there.
    refers_to.remove(&name);
    Ok(Table { name, columns, key, refers_to })
}

/// The tables in an order in which each stands behind those that it refers to.
pub(super) fn in_order(mut left: Vec<Table>) -> Result<Vec<Table>, TransferError> {
    let mut ordered: Vec<Table> = Vec::with_capacity(left.len());
    let mut there = BTreeSet::new();
    while !left.is_empty() {
        let (ready, waiting): (Vec<_>, Vec<_>) = left.into_iter().partition(|table| table.refers_to.is_subset(&there));
        if ready.is_empty() {
            let names: Vec<&str> = waiting.iter().map(|table| table.name.as_str()).collect();
            return Err(TransferError::Circle(names.join(", ")));
        }
        there.extend(ready.iter().map(|table| table.name.clone()));
        ordered.extend(ready);
        left = waiting;
    }
    Ok(ordered)
}

/// What a schema says, as both can say it: table, column, type.
pub(super) type Shape = BTreeSet<(String, String, String)>;

pub(super) fn shape(tables: &[Table]) -> Shape {
    let of = |table: &Table, column: &Column| (table.name.clone(), column.name.clone(), column.kind.name().to_owned());
    tables.iter().flat_map(|table| table.columns.iter().map(move |column| of(table, column))).collect()
}

/// Both must be the same: a table that one has and the other has not would be lost, or would never be filled.
pub(super) fn alike(here: &Shape, there: &Shape) -> Result<(), TransferError> {
    let told = |(table, column, kind): &(String, String, String)| format!("{table}.{column} ({kind})");
    if let Some(missing) = here.difference(there).next() {
        return Err(TransferError::Schema(format!("PostgreSQL has no {}", told(missing))));
    }
    match there.difference(here).next() {
        Some(other) => Err(TransferError::Schema(format!("only PostgreSQL has {}", told(other)))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refers(name: &str, to: &[&str]) -> Table {
        let id = Column { name: "id".to_owned(), kind: Kind::Bytes };
        let refers_to = to.iter().map(|name| (*name).to_owned()).collect();
        Table { name: name.to_owned(), columns: vec![id.clone()], key: vec![id], refers_to }
    }

    #[test]
    fn a_table_stands_behind_those_that_it_refers_to() {
        let ordered = in_order(vec![refers("a", &["b", "c"]), refers("b", &["c"]), refers("c", &[]), refers("d", &[])]);
        let names: Vec<String> = ordered.unwrap().into_iter().map(|table| table.name).collect();
        assert_eq!(names, ["c", "d", "b", "a"]);
    }

    #[test]
    fn a_circle_is_named_and_not_run_through_for_ever() {
        let error = in_order(vec![refers("a", &["b"]), refers("b", &["a"]), refers("c", &[])]).unwrap_err();
        assert!(matches!(error, TransferError::Circle(names) if names == "a, b"));
    }

    #[test]
    fn a_column_that_only_one_side_has_is_told() {
        let here = shape(&[refers("a", &[]), refers("b", &[])]);
        let there = shape(&[refers("a", &[])]);
        assert!(alike(&here, &here).is_ok());
        assert!(alike(&here, &there).unwrap_err().to_string().contains("PostgreSQL has no b.id"));
        assert!(alike(&there, &here).unwrap_err().to_string().contains("only PostgreSQL has b.id"));
    }

    #[test]
    fn rows_are_asked_for_in_the_order_of_the_key_by_bytes() {
        let table = Table {
            name: "custody".to_owned(),
            columns: vec![
                Column { name: "child".to_owned(), kind: Kind::Bytes },
                Column { name: "from".to_owned(), kind: Kind::Text },
            ],
            key: vec![Column { name: "from".to_owned(), kind: Kind::Text }],
            refers_to: BTreeSet::new(),
        };
        assert_eq!(
            table.in_order_of_key(" COLLATE \"C\""),
            "SELECT \"child\", \"from\" FROM \"custody\" ORDER BY \"from\" COLLATE \"C\" NULLS FIRST"
        );
    }
}
