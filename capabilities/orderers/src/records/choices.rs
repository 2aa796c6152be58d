//! What regions have chosen.

use behorig_access::UnitId;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use crate::rules::RegionChoice;

struct Stored(RegionChoice);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(RegionChoice {
            heads_may_order: row.next()?,
            certification_months: row.next()?,
            certification_days: row.next()?,
            grace_days: row.next()?,
            version: row.next()?,
        }))
    }
}

/// What a region has chosen about its orders and their re-certification.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn choice_of(tx: &mut Tx, region: UnitId) -> Result<RegionChoice, StoreError> {
    let stored: Option<Stored> = tx
        .optional(
            "SELECT heads_may_order, certification_months, certification_days, grace_days, version
             FROM ordering_choice WHERE region_id = ?1",
            params![region],
        )
        .await?;
    Ok(stored.map(|Stored(choice)| choice).unwrap_or_default())
}

/// Stores what a region chooses, on top of the version that `choice` bears.
///
/// # Errors
/// [`StoreError::Stale`] where it has chosen something else in the meantime.
pub(crate) async fn choose(tx: &mut WriteTx, region: UnitId, choice: &RegionChoice) -> Result<(), StoreError> {
    let (months, days, grace) = (choice.certification_months, choice.certification_days, choice.grace_days);
    if choice.version == 0 {
        return tx
            .change_one(
                "INSERT INTO ordering_choice (region_id, heads_may_order, certification_months, certification_days,
                     grace_days, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, 1) ON CONFLICT (region_id) DO NOTHING",
                params![region, choice.heads_may_order, months, days, grace],
            )
            .await;
    }
    tx.change_one(
        "UPDATE ordering_choice SET heads_may_order = ?2, certification_months = ?3, certification_days = ?4,
             grace_days = ?5, version = version + 1
         WHERE region_id = ?1 AND version = ?6",
        params![region, choice.heads_may_order, months, days, grace, choice.version],
    )
    .await
}
