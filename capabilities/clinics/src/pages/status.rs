//! *Status*: whether the clinic takes new cases, and how it ends.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Choice, Fields, Section, Step, StepState, task_list};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::sheet::{self, Sheet, Shown};
use super::{own_settings, own_unit};
use crate::neighbours::Neighbours;
use crate::records::Settings;
use crate::rules::{ClinicStatus, InTheWay, Left};
use crate::saving::Patch;
use crate::words;

pub(crate) const PATH: &str = "/mottagning/status";

/// The choice.
pub(crate) static STATUS: FieldName = field("status", "clinics-status");

static SHEET: Sheet = Sheet {
    path: PATH,
    title: "clinics-status",
    lead: "clinics-status-lead",
    fill: |settings| Form::filled([(&STATUS, settings.clinic.status.as_stored().to_owned())]),
    fields,
    read: |form, errors| form.required(&STATUS, status_from, errors).map(Patch::Status),
};

fn status_from(key: &str) -> Result<ClinicStatus, Message> {
    ClinicStatus::from_stored(key).ok_or(Message::new("web-choice-wrong"))
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let choices = ClinicStatus::ALL.map(|status| {
        let hint = lang.t(match status {
            ClinicStatus::Open => "clinics-status-open-hint",
            ClinicStatus::ClosedForNew => "clinics-status-closed-hint",
            ClinicStatus::Ended => "clinics-status-ended-hint",
        });
        Choice::new(status.as_stored(), words::status(lang, status)).hint(hint)
    });
    let radios = Fields::new(lang, form, errors).radios(&STATUS).options(choices).render();
    Section::new(lang.t("clinics-status-now"), radios).about(lang.t("clinics-status-now-about")).render()
}

/// The status, and what is left before the clinic can end. Service 407 at the hat's unit.
pub(crate) async fn show(
    mut visit: Visit,
    Extension(neighbours): Extension<Arc<Neighbours>>,
) -> Result<Response, PageError> {
    let settings = own_settings(&mut visit).await?;
    let below = way_to_the_end(&mut visit, &settings, &neighbours).await?;
    let (form, errors) = ((SHEET.fill)(&settings), Errors::new());
    Ok(SHEET.page(&visit, &Shown { below, ..Shown::new(&form, &errors, settings.clinic.version) }))
}

/// Saves the status. Service 407 at the hat's unit; not to *avslutad* while case types are active or cases open.
pub(crate) async fn save(
    Extension(neighbours): Extension<Arc<Neighbours>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let unit = own_unit(&mut submission.visit).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let outcome = match (SHEET.read)(&submission.form, &mut errors) {
        Some(patch) => sheet::send(&mut submission, unit, version, patch, Arc::clone(&neighbours)).await,
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    let (version, above, errors) = match outcome {
        Ok(path) => return Ok(visit.go_and_tell(&path, "clinics-saved")),
        Err(Rejected::Errors(errors)) => (version, html! {}, errors),
        Err(Rejected::Page(error)) if sheet::is_stale(&error) => {
            let (current, above) = sheet::meanwhile(&mut visit, unit, version).await?;
            (current, above, sheet::stale())
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    let settings = own_settings(&mut visit).await?;
    let below = way_to_the_end(&mut visit, &settings, &neighbours).await?;
    Ok(SHEET.page(&visit, &Shown { above, below, ..Shown::new(&form, &errors, version) }))
}

/// The steps to the end of a clinic, with how far it has come. One that has ended needs none.
async fn way_to_the_end(visit: &mut Visit, settings: &Settings, neighbours: &Neighbours) -> Result<Markup, PageError> {
    if settings.clinic.status == ClinicStatus::Ended {
        return Ok(html! {});
    }
    let left = neighbours.left_at(visit.snapshot.get().await?, settings.clinic.unit).await?;
    let lang = visit.lang;
    Ok(html! {
        section {
            h2 { (lang.t("clinics-end")) }
            p { (lang.t("clinics-end-about")) }
            (task_list(lang, &steps(lang, left, neighbours)))
        }
    })
}

fn steps(lang: Lang, left: Left, neighbours: &Neighbours) -> [Step<'static>; 3] {
    let in_the_way = left.in_the_way();
    let types = match left.active_case_types {
        0 => StepState::Done,
        _ => StepState::NotStarted,
    };
    let cases = match in_the_way {
        None => StepState::Done,
        Some(InTheWay::ActiveCaseTypes(_)) if left.open_cases > 0 => StepState::NotYet,
        Some(InTheWay::ActiveCaseTypes(_)) => StepState::Done,
        Some(InTheWay::OpenCases(_)) => StepState::NotStarted,
    };
    let end = if in_the_way.is_none() { StepState::NotStarted } else { StepState::NotYet };
    let counted = |id: &str, count: i64| Some(lang.tr(id, &[("count", count.into())]));
    [
        Step {
            title: lang.t("clinics-end-types"),
            text: counted("clinics-end-types-left", left.active_case_types),
            path: neighbours.case_types_path.map(Into::into),
            state: types,
        },
        Step {
            title: lang.t("clinics-end-cases"),
            text: counted("clinics-end-cases-left", left.open_cases),
            path: neighbours.cases_path.map(Into::into),
            state: cases,
        },
        Step { title: lang.t("clinics-end-last"), text: None, path: None, state: end },
    ]
}
