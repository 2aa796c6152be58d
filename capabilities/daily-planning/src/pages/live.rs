//! An open day hears that its visits have changed, and asks for itself anew. What is decided is what its page decides.

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_live::{Asked, Live, topic};
use behorig_visit::{PageError, Visit, require};

/// The day of a unit. Service 415 at the unit.
pub(crate) async fn board(
    Path(unit): Path<String>,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, PageError> {
    let unit: UnitId = unit.parse().map_err(|_| PageError::NotFound)?;
    let may: behorig_live::May = Box::new(move |tx, viewer, now| {
        Box::pin(async move { require(tx, viewer, Service::PlanVisits, unit, now).await.map(|_| ()) })
    });
    behorig_live::open(&live, visit, asked, vec![topic::visits_of(unit)], may).await
}
