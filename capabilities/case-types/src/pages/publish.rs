//! Publishing a form, and dropping what has not been published.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, PostForm};
use behorig_web::{Errors, Lang};
use maud::{Markup, html};

use super::changes::{Asked, change, recorded, shown_as_it_is_now};
use super::{id, path_of};
use crate::records::forms;
use crate::records::types::CaseType;

/// What is done with the changes: they are what residents meet from now on, or they are dropped.
pub(crate) fn panel(lang: Lang, case_type: &CaseType, told: Option<String>) -> Markup {
    let form = |below: &str, button: Button<'_>| {
        PostForm::to(path_of(case_type.id, below), html! { (button) })
            .version(case_type.version)
            .once(Visit::form_key())
    };
    html! {
        section.publish aria-label=(lang.t("case-types-publish")) {
            p { (lang.t(if case_type.published.is_some() { "case-types-publish-text" } else { "case-types-publish-first" })) }
            @if let Some(told) = &told { p.hint { (told) } }
            div.button-row {
                (form("/publicera", Button::primary(lang.t("case-types-publish"))))
                @if case_type.published.is_some() {
                    (form("/angra", Button::secondary(lang.t("case-types-discard"))))
                }
            }
        }
    }
}

/// Publishes the form as it is being worked on. Service 407 at the type's unit.
pub(crate) async fn publish(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let asked = Asked { seat: submission.visit.seat(), id, version, what: () };
    match submission.submit(asked, published).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "case-types-published-now")),
        // The preview says what is wrong, each with the way there.
        Err(Rejected::Errors(_)) => {
            Ok(submission.visit.go_and_tell(&path_of(id, "/forhandsgranska"), "case-types-not-whole"))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(shown_as_it_is_now(&submission.visit, &path_of(id, "/forhandsgranska")))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn published<'t>(tx: &'t mut WriteTx, asked: &'t Asked<()>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        let path = path_of(case_type.id, "");
        if !case_type.has_draft {
            return Ok(behorig_store::Recorded::nothing_to_record(path, "there was nothing to publish"));
        }
        let Ok(form) = forms::working(tx, &case_type).await?.check() else {
            let mut errors = Errors::new();
            errors.add_general("case-types-not-whole");
            return Err(errors.into());
        };
        let number = forms::publish(tx, case_type.id, case_type.version, &form).await?;
        let before = case_type.published.map(|number| number.to_string());
        let change = change("published", before, Some(number.to_string()));
        Ok(recorded(tx, "case-types.publish", case_type.id, &[change], path).await?)
    })
}

/// Drops the changes that are not published. Service 407 at the type's unit.
pub(crate) async fn discard(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let asked = Asked { seat: submission.visit.seat(), id, version, what: () };
    match submission.submit(asked, discarded).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "case-types-discarded")),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(shown_as_it_is_now(&submission.visit, &path_of(id, "/forhandsgranska")))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("dropping changes has no fields")),
    }
}

fn discarded<'t>(tx: &'t mut WriteTx, asked: &'t Asked<()>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        let path = path_of(case_type.id, "/formular");
        // The first form of a type has nothing to go back to.
        if !case_type.has_draft || case_type.published.is_none() {
            return Ok(behorig_store::Recorded::nothing_to_record(path, "there was nothing to go back to"));
        }
        forms::discard(tx, case_type.id, case_type.version).await?;
        let kept = case_type.published.map(|number| number.to_string());
        Ok(recorded(tx, "case-types.discard", case_type.id, &[change("discarded", None, kept)], path).await?)
    })
}
