//! *Ta tillbaka*: a case that nobody at the clinic has yet.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_cases::records::{for_viewer, withdraw as take_back};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm};
use maud::html;

use super::{case_id, case_path, page_about};
use crate::whom::{Sender, whom};

/// Asks first. The resident whom the case is about, or a guardian.
pub(crate) async fn ask(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let (sender, whom) = whom(&mut visit, query.as_deref()).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let viewer = sender.viewer(tx, now).await?;
    let (case, _) = for_viewer(tx, &viewer, id, now).await?;
    whom.record_child(&mut visit, "my-care.ask-to-withdraw").await?;
    let path = whom.path(&case_path(id));
    let body = html! {
        p { (lang.t("my-care-withdraw-text")) }
        (PostForm::to(whom.path(&format!("{}/ta-tillbaka", case_path(id))), html! {
            div.button-row {
                (Button::danger(lang.t("my-care-withdraw")))
                a.button.secondary href=(path) { (lang.t("web-cancel")) }
            }
        }).once(Visit::form_key()))
    };
    let page = Page::new(lang.t("my-care-withdraw-title")).section(case.subject).narrow();
    Ok(visit.show(&page_about(lang, &whom, page), body))
}

/// Takes the case back. As [`ask`].
pub(crate) async fn withdraw(
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let sender = Sender::of(&submission.visit, query.as_deref())?;
    let outcome = submission
        .submit((sender, id), |tx, (sender, id)| {
            Box::pin(async move {
                let now = tx.now();
                let whom = sender.whom(tx, now).await?;
                let viewer = sender.viewer(tx, now).await?;
                let (recorded, id) = take_back(tx, &viewer, *id).await?.split();
                Ok(recorded.with(whom.path(&case_path(id))))
            })
        })
        .await;
    let visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "my-care-withdrawn")),
        Err(Rejected::Page(error)) => Err(error),
        // Somebody at the clinic has taken it in the meantime: the case itself says so.
        Err(Rejected::Errors(_)) => Ok(visit.go_and_tell(&case_path(id), "my-care-not-withdrawn")),
    }
}
