//! A statement being written, with the values bound in it.

use behorig_store::{Param, ToParam};

/// A value of a key, by which a list goes on after a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    /// A number or a moment.
    Int(i64),
    /// A day.
    Text(String),
    /// An id or a sort key.
    Bytes(Vec<u8>),
}

/// The values of a statement, numbered as they are bound.
#[derive(Debug, Default)]
pub(crate) struct Bound(Vec<Key>);

impl Bound {
    /// Binds a number and gives its place, such as `?3`.
    pub(crate) fn int(&mut self, value: i64) -> String {
        self.bind(Key::Int(value))
    }

    /// Binds a text and gives its place.
    pub(crate) fn text(&mut self, value: impl Into<String>) -> String {
        self.bind(Key::Text(value.into()))
    }

    /// Binds bytes, such as an id, and gives its place.
    pub(crate) fn bytes(&mut self, value: impl Into<Vec<u8>>) -> String {
        self.bind(Key::Bytes(value.into()))
    }

    /// Binds a value of a key and gives its place.
    pub(crate) fn bind(&mut self, value: Key) -> String {
        self.0.push(value);
        format!("?{}", self.0.len())
    }

    /// Binds several ids and gives their places, separated by commas.
    pub(crate) fn list(&mut self, ids: impl IntoIterator<Item = uuid::Uuid>) -> String {
        let places: Vec<String> = ids.into_iter().map(|id| self.bytes(*id.as_bytes())).collect();
        places.join(", ")
    }

    /// The bound values in their order.
    pub(crate) fn params(&self) -> Vec<Param<'_>> {
        let as_param = |key| match key {
            &Key::Int(number) => Param::Int(number),
            Key::Text(text) => text.to_param(),
            Key::Bytes(bytes) => bytes.to_param(),
        };
        self.0.iter().map(as_param).collect()
    }
}
