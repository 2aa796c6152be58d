//! *Ta bort* a handed-out case type: a question, and then it is over.

use axum::extract::Path;
use axum::response::Response;
use behorig_store::StoreError;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, PostForm, link_button};
use behorig_web::{Errors, Lang};
use maud::{Markup, html};

use super::case_type::Shown;
use super::{desk_of, grant_in, page_of};
use crate::records::change::{self, Alter};

/// The question's place below the case type's grant.
pub(super) const BELOW: &str = "/ta-bort-arendetyp";

/// The question as a page, for those whose browser shows no dialog. Service 403 at the grant's unit.
pub(crate) async fn question(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, &grant).await?;
    let body = body(&visit, &shown, &Errors::new());
    Ok(visit.show(&shown.page(&visit, "residents-take-back"), body))
}

/// Takes the case type back. Service 403 at the grant's unit, with a role that may give it.
pub(crate) async fn take_back(Path(grant): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = grant_in(&grant)?;
    let version = submission.version()?;
    let input = Alter {
        desk: desk_of(&submission.visit),
        grant: id,
        version,
        access_ended: submission.visit.app.access_ended.clone(),
        to: None,
    };
    let outcome = submission.submit(input, change::take_back).await;
    let visit = &mut submission.visit;
    let errors = match outcome {
        Ok(path) => return Ok(visit.go_and_tell(&path, "residents-type-taken-back")),
        Err(Rejected::Errors(errors)) => errors,
        // Somebody changed or ended it first: the question is asked again on what it is now.
        Err(Rejected::Page(PageError::Store(StoreError::Stale) | PageError::Stale)) => {
            let mut errors = Errors::new();
            errors.add_general("residents-changed-meanwhile");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    let shown = Shown::read(visit, &grant).await?;
    let body = body(visit, &shown, &errors);
    Ok(visit.show_again(&shown.page(visit, "residents-take-back").errors(&errors), body))
}

/// What the question says.
pub(super) fn question_about(lang: Lang, shown: &Shown) -> Markup {
    let args = [
        ("name", shown.resident.person.full_name().into()),
        ("type", shown.name.as_str().into()),
        ("unit", shown.resident.unit_name().into()),
    ];
    html! {
        p { (lang.tr("residents-take-back-what", &args)) }
        p.hint { (lang.t("residents-cases-stay")) }
    }
}

fn body(visit: &Visit, shown: &Shown, errors: &Errors) -> Markup {
    let lang = visit.lang;
    if shown.is_over(visit) {
        return shown.over(lang);
    }
    let grant = shown.held.grant;
    let ask = html! {
        div.stack { (question_about(lang, shown)) }
        div.button-row {
            @if errors.is_empty() || errors.iter().any(|error| error.message.id() == "residents-changed-meanwhile") {
                (Button::danger(lang.t("residents-remove")))
            }
            (link_button(&page_of(grant, "/andra"), &lang.t("web-cancel")))
        }
    };
    html! { (PostForm::to(page_of(grant, BELOW), ask).version(shown.held.version).once(Visit::form_key())) }
}
