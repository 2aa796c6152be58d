//! What a table's rows come to, made of the values themselves: the same on both databases if, and only if, the rows are.

use aws_lc_rs::digest::{Context, SHA256};

use crate::Param;

/// A hash over rows as they come.
pub(super) struct Fingerprint {
    hash: Context,
    rows: u64,
}

/// How many rows there are, and the SHA-256 of their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) rows: u64,
    hash: Vec<u8>,
}

impl Fingerprint {
    pub(super) fn new() -> Self {
        Self { hash: Context::new(&SHA256), rows: 0 }
    }

    /// Each value with its type, and its length where that varies: no two rows come to the same bytes.
    pub(super) fn add(&mut self, row: &[Param<'_>]) {
        self.rows += 1;
        for value in row {
            match value {
                Param::Null => self.hash.update(b"0"),
                Param::Int(value) => self.fixed(b'i', &value.to_be_bytes()),
                Param::Float(value) => self.fixed(b'd', &value.to_bits().to_be_bytes()),
                Param::Bool(value) => self.fixed(b'b', &[u8::from(*value)]),
                Param::Text(text) => self.long(b't', text.as_bytes()),
                Param::Bytes(bytes) => self.long(b'x', bytes),
            }
        }
    }

    fn fixed(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.update(&[kind]);
        self.hash.update(bytes);
    }

    fn long(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.update(&[kind]);
        self.hash.update(&(bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn finish(self) -> Contents {
        Contents { rows: self.rows, hash: self.hash.finish().as_ref().to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[Param<'_>]]) -> Contents {
        let mut fingerprint = Fingerprint::new();
        rows.iter().for_each(|row| fingerprint.add(row));
        fingerprint.finish()
    }

    #[test]
    fn a_value_that_changes_its_type_moves_or_is_cut_otherwise_is_seen() {
        let all = [
            of(&[&[Param::Text("ab"), Param::Text("c")]]),
            of(&[&[Param::Text("a"), Param::Text("bc")]]),
            of(&[&[Param::Bytes(b"ab"), Param::Text("c")]]),
            of(&[&[Param::Text("c"), Param::Text("ab")]]),
            of(&[&[Param::Text("ab"), Param::Null]]),
            of(&[&[Param::Int(1), Param::Null]]),
            of(&[&[Param::Bool(true), Param::Null]]),
            of(&[&[Param::Int(1), Param::Null], &[Param::Int(2), Param::Null]]),
            of(&[&[Param::Int(2), Param::Null], &[Param::Int(1), Param::Null]]),
        ];
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1) {
                assert_ne!(one, other);
            }
        }
        assert_eq!(of(&[&[Param::Float(0.5)]]), of(&[&[Param::Float(0.5)]]));
    }
}
