//! Values on their way out of a row, read in the order of the SELECT list.

use std::cell::Cell;

use rusqlite::types::ValueRef;
use tokio_postgres::types::Type;

use crate::StoreError;

/// One row of an answer. [`Row::next`] reads its columns from left to right, so that a struct's fields stand in the order of the
/// SELECT list and no column is counted or named twice.
pub struct Row<'r> {
    source: Source<'r>,
    position: Cell<usize>,
}

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

/// A column as the databases give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ColumnValue<'r> {
    /// NULL.
    Null,
    /// BIGINT, or a BOOLEAN on SQLite.
    Int(i64),
    /// DOUBLE PRECISION.
    Float(f64),
    /// BOOLEAN on PostgreSQL.
    Bool(bool),
    /// TEXT.
    Text(&'r str),
    /// BYTEA.
    Bytes(&'r [u8]),
}

/// A type that a column can be read as.
pub trait Column: Sized + Send {
    /// The value, or `None` where the column holds another type or a value outside the type.
    fn from_column(value: ColumnValue<'_>) -> Option<Self>;
}

/// A struct or tuple that a row can be read as.
pub trait FromRow: Sized + Send {
    /// Reads the columns in their order.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where a column holds something else than the type says.
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

impl<'r> Row<'r> {
    pub(crate) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { source: Source::Sqlite(row), position: Cell::new(0) }
    }

    pub(crate) fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self { source: Source::Postgres(row), position: Cell::new(0) }
    }

    /// Reads the next column.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where the column holds something else than `T`.
    pub fn next<T: Column>(&self) -> Result<T, StoreError> {
        let at = self.position.replace(self.position.get() + 1);
        let value = self.value(at)?;
        T::from_column(value).ok_or_else(|| {
            StoreError::Shape(format!("column {} of the answer is no {}", at + 1, std::any::type_name::<T>()))
        })
    }

    fn value(&self, at: usize) -> Result<ColumnValue<'_>, StoreError> {
        match self.source {
            Source::Sqlite(row) => Ok(match row.get_ref(at).map_err(|_| too_few())? {
                ValueRef::Null => ColumnValue::Null,
                ValueRef::Integer(value) => ColumnValue::Int(value),
                ValueRef::Real(value) => ColumnValue::Float(value),
                ValueRef::Text(value) => ColumnValue::Text(
                    std::str::from_utf8(value).map_err(|_| StoreError::Shape("text that is not UTF-8".to_owned()))?,
                ),
                ValueRef::Blob(value) => ColumnValue::Bytes(value),
            }),
            Source::Postgres(row) => {
                let column = row.columns().get(at).ok_or_else(too_few)?;
                let value = match *column.type_() {
                    Type::INT8 => row.try_get::<_, Option<i64>>(at).map(|value| value.map(ColumnValue::Int)),
                    Type::INT4 => {
                        row.try_get::<_, Option<i32>>(at).map(|value| value.map(|int| ColumnValue::Int(int.into())))
                    }
                    Type::BOOL => row.try_get::<_, Option<bool>>(at).map(|value| value.map(ColumnValue::Bool)),
                    Type::FLOAT8 => row.try_get::<_, Option<f64>>(at).map(|value| value.map(ColumnValue::Float)),
                    Type::BYTEA => row.try_get::<_, Option<&[u8]>>(at).map(|value| value.map(ColumnValue::Bytes)),
                    _ => row.try_get::<_, Option<&str>>(at).map(|value| value.map(ColumnValue::Text)),
                };
                let foreign = |_| StoreError::Shape(format!("column {} of the answer is {}", at + 1, column.type_()));
                let value = value.map_err(foreign)?;
                Ok(value.unwrap_or(ColumnValue::Null))
            }
        }
    }
}

fn too_few() -> StoreError {
    StoreError::Shape("the answer has fewer columns than are read".to_owned())
}

macro_rules! column {
    ($($type:ty : $pattern:pat => $value:expr;)*) => { $(impl Column for $type {
        fn from_column(value: ColumnValue<'_>) -> Option<Self> {
            match value {
                $pattern => $value,
                _ => None,
            }
        }
    })* };
}

column! {
    i64: ColumnValue::Int(value) => Some(value);
    f64: ColumnValue::Float(value) => Some(value);
    String: ColumnValue::Text(value) => Some(value.to_owned());
    Vec<u8>: ColumnValue::Bytes(value) => Some(value.to_vec());
    uuid::Uuid: ColumnValue::Bytes(value) => uuid::Uuid::from_slice(value).ok();
    behorig_access::Instant: ColumnValue::Int(value) => Some(behorig_access::Instant(value));
    behorig_access::Service: ColumnValue::Int(value) => behorig_access::Service::from_number(u16::try_from(value).ok()?);
    behorig_identity::IdentityNumber: ColumnValue::Text(value) => behorig_identity::IdentityNumber::from_stored(value).ok();
    behorig_identity::HsaId: ColumnValue::Text(value) => behorig_identity::HsaId::from_stored(value).ok();
}

/// Lets identities that `behorig_access::id!` defined be columns and parameters.
#[macro_export]
macro_rules! id_column {
    ($($id:path),+ $(,)?) => { $(
        impl $crate::Column for $id {
            fn from_column(value: $crate::ColumnValue<'_>) -> Option<Self> {
                <::behorig_access::Uuid as $crate::Column>::from_column(value).map(Self::new)
            }
        }

        impl $crate::ToParam for $id {
            fn to_param(&self) -> $crate::Param<'_> {
                $crate::Param::Bytes(self.as_bytes())
            }
        }
    )+ };
}
id_column! {
    behorig_access::AccountId,
    behorig_access::PersonId,
    behorig_access::UnitId,
    behorig_access::RoleId,
    behorig_access::GrantId,
    behorig_access::SessionId,
    behorig_access::OrderId,
    behorig_access::OrderableId,
    behorig_access::EventId,
    behorig_access::DocumentId,
    behorig_access::ObjectId,
    behorig_access::CaseTypeId,
    behorig_access::TemplateId,
    behorig_access::CaseId,
    behorig_access::MessageId,
    behorig_access::GroupId,
    behorig_access::DraftId,
    behorig_access::AttachmentId,
}

impl Column for bool {
    fn from_column(value: ColumnValue<'_>) -> Option<Self> {
        match value {
            ColumnValue::Bool(value) => Some(value),
            ColumnValue::Int(0) => Some(false),
            ColumnValue::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn from_column(value: ColumnValue<'_>) -> Option<Self> {
        match value {
            ColumnValue::Null => Some(None),
            other => T::from_column(other).map(Some),
        }
    }
}

macro_rules! tuple_row {
    ($($name:ident)+) => { impl<$($name: Column),+> FromRow for ($($name,)+) {
        fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
            Ok(($(row.next::<$name>()?,)+))
        }
    } };
}
tuple_row! { A }
tuple_row! { A B }
tuple_row! { A B C }
tuple_row! { A B C D }
tuple_row! { A B C D F }
tuple_row! { A B C D F G }
tuple_row! { A B C D F G H }
tuple_row! { A B C D F G H I }
