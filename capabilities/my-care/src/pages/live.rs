//! The open inbox and the open case of a resident hear that they have changed, and ask for themselves anew.

use axum::Extension;
use axum::extract::{Path, Query, RawQuery};
use axum::response::Response;
use behorig_cases::records::{for_viewer, may_act_for};
use behorig_live::{Asked, Live, May, topic};
use behorig_visit::{PageError, Visit};

use super::case_id;
use crate::whom::whom;

/// *Mina ärenden*. Anyone signed in as a resident, for themselves or a young child of theirs.
pub(crate) async fn inbox(
    mut visit: Visit,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let (writer, child) = (whom.writer, whom.child());
    let may: May = Box::new(move |tx, _, now| {
        Box::pin(async move {
            match child {
                Some(child) if !may_act_for(tx, writer, child, now).await? => Err(PageError::NotFound),
                _ => Ok(()),
            }
        })
    });
    behorig_live::open(&live, visit, asked, vec![topic::cases_of(whom.person.id)], may).await
}

/// A case. The resident whom it is about, or a guardian.
pub(crate) async fn case(
    Path(id): Path<String>,
    mut visit: Visit,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let person = whom.person.id;
    let may: May = Box::new(move |tx, viewer, now| {
        Box::pin(async move {
            // The page of a child's case is the page with that child's name.
            let (case, _) = for_viewer(tx, viewer, id, now).await?;
            if case.person == Some(person) { Ok(()) } else { Err(PageError::NotFound) }
        })
    });
    behorig_live::open(&live, visit, asked, vec![topic::case(id)], may).await
}
