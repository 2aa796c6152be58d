//! A statement being written, with the values bound in it.

use behorig_access::UnitId;
use behorig_store::{Param, ToParam};

/// The values of a statement, in their order.
#[derive(Debug, Default)]
pub(super) struct Bound(Vec<Value>);

#[derive(Debug)]
enum Value {
    Int(i64),
    Bytes(Vec<u8>),
}

impl Bound {
    /// Binds a number and gives its place, such as `?3`.
    pub(super) fn int(&mut self, value: i64) -> String {
        self.0.push(Value::Int(value));
        format!("?{}", self.0.len())
    }

    /// Binds bytes, such as an id, and gives its place.
    pub(super) fn bytes(&mut self, value: impl Into<Vec<u8>>) -> String {
        self.0.push(Value::Bytes(value.into()));
        format!("?{}", self.0.len())
    }

    /// Binds units and gives their places, separated by commas.
    pub(super) fn units(&mut self, units: &[UnitId]) -> String {
        units.iter().map(|unit| self.bytes(*unit.as_bytes())).collect::<Vec<_>>().join(", ")
    }

    /// The number of the next place.
    pub(super) fn next(&self) -> usize {
        self.0.len() + 1
    }

    /// Binds what another part of the program made a place for: an id.
    pub(super) fn param(&mut self, param: Param<'_>) {
        self.0.push(match param {
            Param::Int(number) => Value::Int(number),
            Param::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
            _ => Value::Bytes(Vec::new()),
        });
    }

    pub(super) fn params(&self) -> Vec<Param<'_>> {
        let bound = |value| match value {
            &Value::Int(number) => Param::Int(number),
            Value::Bytes(bytes) => bytes.to_param(),
        };
        self.0.iter().map(bound).collect()
    }
}
