//! *Släng utkastet*: what was written and not sent.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_cases::records::drop_draft;
use behorig_store::Event;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm};
use maud::html;

use super::place::place;
use super::write::ids;
use super::{clinic_path, page_about};
use crate::records;
use crate::whom::{Sender, whom};

/// Asks before what was written is thrown away. As the form.
pub(crate) async fn ask(
    mut visit: Visit,
    Path((unit, case_type)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let ids = ids(&unit, &case_type)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let now = visit.now;
    let place = place(visit.snapshot.get().await?, &whom, ids, now).await?;
    whom.record_child(&mut visit, "my-care.ask-to-discard").await?;
    let lang = visit.lang;
    let path = whom.path(&format!("{}/slang", place.path()));
    let body = html! {
        p { (lang.t("my-care-discard-text")) }
        (PostForm::to(path, html! {
            div.button-row {
                (Button::danger(lang.t("my-care-discard")))
                a.button.secondary href=(whom.path(&place.path())) { (lang.t("web-cancel")) }
            }
        }).once(Visit::form_key()))
    };
    let page = Page::new(lang.t("my-care-discard-title")).section(place.unit.name.clone()).narrow();
    Ok(visit.show(&page_about(lang, &whom, page), body))
}

/// Throws what was written away. As the form.
pub(crate) async fn discard(
    Path((unit, case_type)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let ids = ids(&unit, &case_type)?;
    let sender = Sender::of(&submission.visit, query.as_deref())?;
    let outcome = submission
        .submit((sender, ids), |tx, (sender, ids)| {
            Box::pin(async move {
                let now = tx.now();
                let whom = sender.whom(tx, now).await?;
                let place = place(tx, &whom, *ids, now).await?;
                drop_draft(tx, records::of_case_type(&whom, place.case_type.id)).await?;
                let recorded =
                    tx.record(Event::change("my-care.discard-draft", "case-type", place.case_type.id)).await?;
                Ok(recorded.with(whom.path(&clinic_path(place.unit.id))))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "my-care-discarded")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}
