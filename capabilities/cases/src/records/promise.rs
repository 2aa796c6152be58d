//! Until when a clinic promises to answer.

use behorig_access::{CaseTypeId, Instant, UnitId};
use behorig_clinics::{clinic, due};
use behorig_store::{StoreError, Tx};

/// The end of the last of so many working days.
pub(crate) fn due_in(from: Instant, working_days: i64) -> Instant {
    due(from, working_days)
}

/// The promise of a case type, or of its clinic where it has none of its own; in working days.
pub(crate) async fn reply_days(tx: &mut Tx, unit: UnitId, case_type: Option<CaseTypeId>) -> Result<i64, StoreError> {
    let own = match case_type {
        Some(id) => behorig_case_types::find(tx, id).await?.and_then(|case_type| case_type.reply_days),
        None => None,
    };
    match own {
        Some(days) => Ok(days),
        None => Ok(clinic(tx, unit).await?.reply_days),
    }
}
