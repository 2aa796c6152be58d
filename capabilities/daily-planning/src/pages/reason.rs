//! Why a visit took another time than planned, and a note about it.

use axum::extract::Path;
use axum::response::Response;
use behorig_home_care::Deviation;
use behorig_store::ActivityType;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, Form};
use maud::{Markup, html};

use super::not_made::LONGEST_NOTE;
use super::{MY_VISITS, again, day_in_words, id_in, name_of, parse_reason, reasons, span, visit_path};
use crate::fields::{NOTE, REASON};
use crate::records::perform::{Explanation, tell_why};
use crate::records::visit::for_viewer;
use crate::records::{CareVisit, Rights, event};

async fn read(visit: &mut Visit, id: &str) -> Result<(CareVisit, Rights), PageError> {
    let id = id_in(id)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let (care, rights) = for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?;
    let read = event(ActivityType::Read, "daily-planning.visit", &rights.chain, std::iter::once(&care));
    visit.record_reading(read.with_args(care.id.to_string())).await?;
    Ok((care, rights))
}

/// The form. Service 415 at the visit's unit, or 416 there for whoever has a place at it.
pub(crate) async fn form(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (care, rights) = read(&mut visit, &id).await?;
    let known = care.deviation.map(|reason| (&REASON, reason.as_stored().to_owned()));
    let typed = Form::filled(known.into_iter().chain(care.note.clone().map(|note| (&NOTE, note))));
    let (page, body) = page(&visit, &care, &rights, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

/// Writes it. Service 415 at the visit's unit, or 416 there for whoever has a place at it.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let visit_id = id_in(&id)?;
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    let (care, _) = for_viewer(submission.visit.snapshot.get().await?, &viewer, visit_id, now).await?;
    let (form, version) = (submission.form.clone(), submission.version()?);
    let mut errors = Errors::new();
    let deviation = if care.course().unexplained().is_some() {
        form.required(&REASON, parse_reason, &mut errors)
    } else {
        form.optional(&REASON, parse_reason, &mut errors)
    };
    let note = form.optional(&NOTE, behorig_web::forms::text(LONGEST_NOTE), &mut errors);
    if errors.is_empty() {
        let input = Explanation { seat: submission.visit.seat(), visit: visit_id, version, deviation, note };
        match submission.submit(input, tell_why).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "planning-told-why")),
            Err(rejected) => errors = again(rejected)?.into_errors(&mut submission.visit, visit_id).await?,
        }
    }
    let (care, rights) = read(&mut submission.visit, &id).await?;
    let (page, body) = page(&submission.visit, &care, &rights, &form, &errors);
    Ok(submission.visit.show_again(&page.errors(&errors), body))
}

fn page<'a>(visit: &Visit, care: &CareVisit, rights: &Rights, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let f = Fields::new(lang, typed, errors);
    let asked = care.course().unexplained().is_some();
    let reason = f.select(&REASON).prompt(lang.t("planning-reason-prompt")).options(reasons(lang, &Deviation::ALL));
    let inside = html! {
        @if asked { (reason) } @else { (reason.optional()) }
        (f.long_text(&NOTE, 4).limit(2_000).optional())
        div.button-row {
            (Button::primary(lang.t("planning-save")))
            (link_button(&visit_path(care.id, ""), &lang.t("web-cancel")))
        }
    };
    let name = name_of(lang, care, rights.sees);
    let time = span(lang, care.planned_from, care.planned_to);
    let page = Page::new(lang.t("planning-reason-title"))
        .section(name.clone())
        .crumbs([
            Crumb::new(MY_VISITS, lang.t("planning-my-visits")),
            Crumb::new(visit_path(care.id, ""), format!("{time} {name}")),
        ])
        .lead(day_in_words(lang, care.day));
    let post = PostForm::to(visit_path(care.id, "/orsak"), inside).version(care.version).once(Visit::form_key());
    (page, html! { (post) })
}
