//! Everything that is read and written: events of the log, reviews with their lines, plans, a resident's extract.

mod bound;
mod candidates;
pub(crate) mod event;
pub(crate) mod export;
pub(crate) mod extract;
mod facts;
pub(crate) mod judging;
pub(crate) mod line;
pub(crate) mod log;
pub(crate) mod making;
pub(crate) mod places;
pub(crate) mod plan;
pub(crate) mod retention;
pub(crate) mod review;
mod shown;

pub(crate) use candidates::candidates;
pub(crate) use shown::{Patient, sees, sees_staff, sight};

use behorig_access::{AccountId, Holder, Viewer};
use behorig_store::StoreError;
use jiff::civil::Date;

/// The account that a viewer is; one that nobody has where a resident looks.
pub(crate) fn account_of(viewer: &Viewer) -> AccountId {
    match viewer.holder() {
        Holder::Account(account) => account,
        Holder::Person(_) => AccountId::from_bytes([0; 16]),
    }
}

/// A day as it is stored.
fn stored_day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Shape(format!("no day: {text}")))
}
