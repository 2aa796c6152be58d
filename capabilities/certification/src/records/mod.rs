//! Everything that is read and written: rounds and their lines, who certifies where, deputies, letters.

pub(crate) mod answer;
pub(crate) mod deputies;
mod ending;
pub(crate) mod heads;
pub(crate) mod lapse;
pub(crate) mod letters;
pub(crate) mod line;
pub(crate) mod open;
pub(crate) mod remind;
pub(crate) mod round;
pub(crate) mod sight;

use behorig_access::{AccountId, Holder, Viewer};
use behorig_store::StoreError;
use jiff::civil::Date;

/// The account that a viewer is; one that nobody has where a resident looks.
pub(crate) fn account_of(viewer: &Viewer) -> AccountId {
    match viewer.holder() {
        Holder::Account(account) => account,
        Holder::Person(_) => account_of_nobody(),
    }
}

/// The account that nobody has, for questions that are asked on nobody's behalf.
pub(crate) const fn account_of_nobody() -> AccountId {
    AccountId::from_bytes([0; 16])
}

/// A day as it is stored.
pub(crate) fn stored_day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Shape(format!("no day: {text}")))
}
