//! Parameters of a statement that is put together: each is bound where it is written.

use behorig_registers::UnitsInScope;
use behorig_store::Param;

#[derive(Debug, Clone)]
enum Value {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// The parameters so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Bound(Vec<Value>);

impl Bound {
    pub(super) fn int(&mut self, value: i64) -> String {
        self.add(Value::Int(value))
    }

    pub(super) fn text(&mut self, value: impl Into<String>) -> String {
        self.add(Value::Text(value.into()))
    }

    pub(super) fn bytes(&mut self, value: impl Into<Vec<u8>>) -> String {
        self.add(Value::Bytes(value.into()))
    }

    /// A list to stand after `IN`; never empty, and of nothing where there is nothing.
    pub(super) fn texts<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.text(value)).collect();
        if places.is_empty() { self.text("") } else { places.join(", ") }
    }

    /// As [`texts`](Self::texts), of ids.
    pub(super) fn ids<'a>(&mut self, values: impl IntoIterator<Item = &'a [u8; 16]>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.bytes(*value)).collect();
        if places.is_empty() { self.bytes([0; 16]) } else { places.join(", ") }
    }

    /// The condition that a column's unit lies in a scope.
    pub(super) fn within(&mut self, scope: &behorig_access::Scope, column: &str) -> String {
        let units = UnitsInScope::of(scope, column, self.0.len() + 1);
        for param in units.params() {
            if let Param::Bytes(bytes) = param {
                self.0.push(Value::Bytes(bytes.to_vec()));
            }
        }
        units.sql().to_owned()
    }

    /// As a statement takes them.
    pub(super) fn params(&self) -> Vec<Param<'_>> {
        self.0
            .iter()
            .map(|value| match value {
                Value::Int(value) => Param::Int(*value),
                Value::Text(text) => Param::Text(text),
                Value::Bytes(bytes) => Param::Bytes(bytes),
            })
            .collect()
    }

    fn add(&mut self, value: Value) -> String {
        self.0.push(value);
        format!("?{}", self.0.len())
    }
}
