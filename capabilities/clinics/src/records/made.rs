//! A clinic set up by the program itself: the demo, tests of what stands on it.

use behorig_store::{StoreError, WriteTx};

use super::area::catchment_of;
use super::clinic::{Clinic, Settings, put, settings};
use crate::rules::Catchment;

/// Says everything of a clinic at once: its settings, and its catchment area where one is given. The caller records the event.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn set_up(tx: &mut WriteTx, clinic: &Clinic, area: Option<&Catchment>) -> Result<(), StoreError> {
    let before = settings(tx, clinic.unit).await?;
    let area = match area {
        Some(area) => Some(area.clone()),
        None => catchment_of(tx, clinic.unit).await?,
    };
    put(tx, &before, &Settings { clinic: clinic.clone(), area }).await
}
