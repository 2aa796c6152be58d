//! A report is ended: asked first, then done.

use axum::extract::Path;
use axum::response::Response;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Page, PostForm};
use maud::html;

use super::{LIST, id, path_of, report_in, report_of};
use crate::ReportId;
use crate::records::{self, Wanted};

/// The question. Service 266 at the report's unit.
pub(crate) async fn question(mut visit: Visit, Path(report): Path<String>) -> Result<Response, PageError> {
    let report = report_of(&mut visit, id(&report)?, Wanted::Change).await?;
    let lang = visit.lang;
    let name = report.definition.name.clone();
    let ask = html! {
        p { (lang.t("reports-end-text")) }
        div.button-row {
            (Button::danger(lang.t("reports-end")))
            (Button::link(path_of(report.id, "/andra"), lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.tr("reports-end-question", &[("name", name.clone().into())]))
        .crumbs([Crumb::new(LIST, lang.t("reports-title")), Crumb::new(path_of(report.id, ""), name)]);
    let form = PostForm::to(path_of(report.id, "/avsluta"), ask).version(report.version).once(Visit::form_key());
    Ok(visit.show(&page, html! { (form) }))
}

/// Ends it. Service 266 at the report's unit.
pub(crate) async fn end(Path(report): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    // Whether it may be ended is decided in the change: sent again, the form meets its receipt.
    let id = id(&report)?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    match submission.submit((seat, id, version), ended).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "reports-ended")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, ReportId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let report = report_in(tx, &viewer, *id, Wanted::Change, now).await?;
        Ok(records::end(tx, &report, *version).await?.with(LIST.to_owned()))
    })
}
