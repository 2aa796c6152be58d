//! The SQL of the sealed log.

pub(crate) mod checkpoints;
pub(crate) mod events;
pub(crate) mod sealing;
pub(crate) mod thinning;
pub(crate) mod tree;

use behorig_store::StoreError;

/// A size or a position as the databases take it; no log comes near the end of the numbers.
pub(crate) fn as_stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A size or a position as it was stored.
pub(crate) fn from_stored(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Shape("a size or a position of the log is below zero".to_owned()))
}
