//! *Avsluta*: nobody orders a service any more; what was ordered stands.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::OrderableId;
use behorig_store::{Event, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Notice, Page, PostForm, Tone, link_button};
use maud::html;

use super::service::for_viewer;
use super::services::crumb_to_services;
use super::{SERVICES, is_stale};
use crate::history;
use crate::records::orderables;

/// The question as a page, for those whose browser shows no dialog. Service 395 at the service's organisation.
pub(crate) async fn question(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let (orderable, _, ended) = for_viewer(tx, &viewer, super::id(&id)?, now).await?;
    let own = format!("{SERVICES}/{}", orderable.id);
    let page = Page::new(lang.tr("orderers-service-end-title", &[("service", orderable.name.as_str().into())]))
        .section(lang.t("orderers-services"))
        .crumbs([crumb_to_services(lang), Crumb::new(own.clone(), orderable.name.as_str())])
        .narrow();
    let answer = html! {
        p { (lang.t("orderers-service-end-text")) }
        div.button-row {
            (Button::danger(lang.t("orderers-service-end")))
            (link_button(&own, &lang.t("web-cancel")))
        }
    };
    let body = html! {
        @if ended.is_some() {
            (Notice::new(Tone::Info, lang.t("orderers-service-is-over")))
            p { (link_button(SERVICES, &lang.t("web-close"))) }
        } @else {
            (PostForm::to(format!("{own}/avsluta"), answer).version(orderable.version).once(Visit::form_key()))
        }
    };
    Ok(visit.show(&page, body))
}

/// Ends a service. Service 395 at its organisation.
pub(crate) async fn end(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: OrderableId = super::id(&id)?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    match submission.submit((seat, id, version), ended).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "orderers-service-ended")),
        // Someone else changed or ended it first: its page says which.
        Err(Rejected::Page(error)) if is_stale(&error) => {
            Ok(submission.visit.go_and_tell(&format!("{SERVICES}/{id}"), "orderers-changed-first"))
        }
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("nothing is typed in this form")),
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, OrderableId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (orderable, ..) = for_viewer(tx, &viewer, *id, now).await?;
        orderables::end(tx, *id, *version).await?;
        let recorded = tx.record(Event::change("orderables.end", "orderable", id)).await?;
        let change = history::field("ended", Some(orderable.name), None);
        tx.history(&recorded, history::SERVICE, id.uuid(), &[change]).await?;
        Ok(recorded.with(SERVICES.to_owned()))
    })
}
