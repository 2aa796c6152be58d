//! Active or not: whether residents can begin new cases of a type.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, PostForm};
use behorig_web::{Errors, Lang};
use maud::{Markup, Render, html};

use super::changes::{Asked, change, recorded, shown_as_it_is_now, yes_no};
use super::{LIST, id, path_of};
use crate::records::types::{self, CaseType};

/// What a switch asks for.
#[derive(Clone, Copy)]
pub(crate) struct Switch {
    active: bool,
    from_list: bool,
}

/// The button that turns a case type on or off. One that has nothing published leads to its form instead.
pub(crate) fn switch(lang: Lang, case_type: &CaseType, from_list: bool) -> Markup {
    let name = case_type.name_in(lang).to_owned();
    if case_type.published.is_none() {
        return Button::link(path_of(case_type.id, "/formular"), lang.t("case-types-to-form")).about(name).render();
    }
    let (word, active) = if case_type.active { ("case-types-deactivate", "0") } else { ("case-types-activate", "1") };
    let button = Button::secondary(lang.t(word)).sends("aktiv", active).about(name);
    let form = PostForm::to(path_of(case_type.id, "/lage"), html! { (button) })
        .version(case_type.version)
        .once(Visit::form_key());
    if from_list { form.hidden("fran", "lista").render() } else { form.render() }
}

/// Turns a case type on or off. Service 407 at its unit.
pub(crate) async fn save(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let active = match submission.form.value("aktiv") {
        "1" => true,
        "0" => false,
        _ => return Err(PageError::Malformed("neither on nor off")),
    };
    let what = Switch { active, from_list: submission.form.value("fran") == "lista" };
    let asked = Asked { seat: submission.visit.seat(), id, version, what };
    let told = if active { "case-types-activated" } else { "case-types-deactivated" };
    let outcome = submission.submit(asked, saved).await;
    let visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, told)),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => Ok(shown_as_it_is_now(&visit, &path_of(id, ""))),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Ok(visit.go_and_tell(&path_of(id, "/formular"), "case-types-error-unpublished")),
    }
}

fn saved<'t>(tx: &'t mut WriteTx, asked: &'t Asked<Switch>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        let path = if asked.what.from_list { LIST.to_owned() } else { path_of(case_type.id, "") };
        let active = asked.what.active;
        if active && case_type.published.is_none() {
            let mut errors = Errors::new();
            errors.add_general("case-types-error-unpublished");
            return Err(errors.into());
        }
        if case_type.active == active {
            return Ok(behorig_store::Recorded::nothing_to_record(path, "it was so already"));
        }
        types::set_active(tx, case_type.id, case_type.version, active).await?;
        let change = change("active", yes_no(case_type.active), yes_no(active));
        Ok(recorded(tx, "case-types.switch", case_type.id, &[change], path).await?)
    })
}
