//! Open lists and open cases hear that they have changed, and ask for themselves anew. What is decided is what their pages decide.

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use behorig_access::Service;
use behorig_live::{Asked, Live, topic};
use behorig_visit::{PageError, Visit, require};

use super::{account_of, unit_of};
use crate::records::for_viewer;

/// The inbox. Service 405 at the unit of the hat.
pub(crate) async fn inbox(
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    let may: behorig_live::May = Box::new(move |tx, viewer, now| {
        Box::pin(async move { require(tx, viewer, Service::AssignCases, unit, now).await.map(|_| ()) })
    });
    behorig_live::open(&live, visit, asked, vec![topic::inbox_of(unit)], may).await
}

/// *Mina ärenden*. Service 406 at the unit of the hat.
pub(crate) async fn mine(
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, PageError> {
    let (unit, account) = (unit_of(&visit)?, account_of(&visit)?);
    let may: behorig_live::May = Box::new(move |tx, viewer, now| {
        Box::pin(async move { require(tx, viewer, Service::AnswerCases, unit, now).await.map(|_| ()) })
    });
    let topics = vec![topic::in_hand_of(account), topic::groups_at(unit)];
    behorig_live::open(&live, visit, asked, topics, may).await
}

/// A case. Service 405 where it is, or service 406 and having it.
pub(crate) async fn case(
    Path(id): Path<String>,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let may: behorig_live::May = Box::new(move |tx, viewer, now| {
        Box::pin(async move { for_viewer(tx, viewer, id, now).await?.1.of_staff().map(|_| ()) })
    });
    behorig_live::open(&live, visit, asked, vec![topic::case(id), topic::company_at(id)], may).await
}
