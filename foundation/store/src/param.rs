//! Values on their way into a statement.

use bytes::BytesMut;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, Type};

/// One bound value. Only what means the same on both databases crosses the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Param<'a> {
    /// NULL of whatever type the statement expects.
    Null,
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Float(f64),
    /// BOOLEAN.
    Bool(bool),
    /// TEXT.
    Text(&'a str),
    /// BYTEA.
    Bytes(&'a [u8]),
}

/// A value that can be bound to a statement.
pub trait ToParam {
    /// The value as the databases take it.
    fn to_param(&self) -> Param<'_>;
}

/// Binds values in order: `params![account_id, name]` are `?1` and `?2`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::ToParam::to_param(&$value)),*] };
}

macro_rules! to_param {
    ($($type:ty => |$value:ident| $param:expr;)*) => { $(impl ToParam for $type {
        fn to_param(&self) -> Param<'_> {
            let $value = self;
            $param
        }
    })* };
}

to_param! {
    i64 => |v| Param::Int(*v);
    i32 => |v| Param::Int(i64::from(*v));
    u32 => |v| Param::Int(i64::from(*v));
    u16 => |v| Param::Int(i64::from(*v));
    f64 => |v| Param::Float(*v);
    bool => |v| Param::Bool(*v);
    str => |v| Param::Text(v);
    String => |v| Param::Text(v);
    [u8] => |v| Param::Bytes(v);
    Vec<u8> => |v| Param::Bytes(v);
    [u8; 16] => |v| Param::Bytes(v);
    [u8; 32] => |v| Param::Bytes(v);
    uuid::Uuid => |v| Param::Bytes(v.as_bytes());
    behorig_access::Instant => |v| Param::Int(v.0);
    behorig_access::Service => |v| Param::Int(i64::from(v.number()));
    behorig_identity::IdentityNumber => |v| Param::Text(v.as_stored());
    behorig_identity::HsaId => |v| Param::Text(v.as_str());
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

impl ToParam for Param<'_> {
    fn to_param(&self) -> Param<'_> {
        *self
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Float(value) => ValueRef::Real(*value),
            Self::Bool(value) => ValueRef::Integer(i64::from(*value)),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

type EncodeError = Box<dyn std::error::Error + Sync + Send>;

impl tokio_postgres::types::ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, EncodeError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::INT8 => value.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Float(value) if *ty == Type::FLOAT8 => value.to_sql(ty, out),
            Self::Bool(value) if *ty == Type::BOOL => value.to_sql(ty, out),
            Self::Text(value) if matches!(*ty, Type::TEXT | Type::VARCHAR | Type::UNKNOWN) => value.to_sql(ty, out),
            Self::Bytes(value) if *ty == Type::BYTEA => value.to_sql(ty, out),
            other => Err(format!("{} bound where the statement expects {ty}", other.type_name()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

impl Param<'_> {
    /// Why the databases would not take the value alike, where they would not: PostgreSQL refuses NUL in a text that SQLite
    /// keeps, and SQLite makes NULL of the NaN that PostgreSQL keeps.
    pub(crate) fn foreign(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) if text.contains('\0') => Some("a text holds NUL"),
            Self::Float(number) if number.is_nan() => Some("a number is none"),
            _ => None,
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "BIGINT",
            Self::Float(_) => "DOUBLE PRECISION",
            Self::Bool(_) => "BOOLEAN",
            Self::Text(_) => "TEXT",
            Self::Bytes(_) => "BYTEA",
        }
    }
}
