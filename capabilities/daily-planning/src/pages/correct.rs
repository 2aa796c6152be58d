//! *Rätta*: a planner says afterwards how a visit went, with a reason; what was said before stays in its history.

use axum::extract::Path;
use axum::response::Response;
use behorig_home_care::VisitState;
use behorig_store::ActivityType;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Crumb, Fields, Notice, Page, PostForm, Tone, Width, link_button, side_by_side,
};
use behorig_web::forms::Message;
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, html};

use super::moving::time;
use super::{PLANNING, again, board_path, day_in_words, id_in, name_of, span, visit_path};
use crate::fields::{DAY, FROM, STATE, TO, WHY};
use crate::records::correction::{CORRECTED_TO, Correction, can_be_corrected, correct};
use crate::records::visit::for_planner;
use crate::records::{CareVisit, Rights, event};
use crate::rules::times::{day_of, typed_time};

/// As long as a reason may be, in letters.
const LONGEST_WHY: usize = 500;

async fn read(visit: &mut Visit, id: &str) -> Result<(CareVisit, Rights), PageError> {
    let id = id_in(id)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let (care, rights) = for_planner(visit.snapshot.get().await?, &viewer, id, now).await?;
    let read = event(ActivityType::Read, "daily-planning.visit", &rights.chain, std::iter::once(&care));
    visit.record_reading(read.with_args(care.id.to_string())).await?;
    Ok((care, rights))
}

/// The form. Service 415 at the visit's unit.
pub(crate) async fn form(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (care, rights) = read(&mut visit, &id).await?;
    let (from, to) = care.performed.unwrap_or((care.planned_from, care.planned_to));
    let typed = Form::filled([
        (&STATE, if care.performed.is_some() { VisitState::Performed.as_stored().to_owned() } else { String::new() }),
        (&DAY, day_of(from).to_string()),
        (&FROM, typed_time(from)),
        (&TO, typed_time(to)),
    ]);
    let (page, body) = page(&visit, &care, &rights, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

fn state(text: &str) -> Result<VisitState, Message> {
    let found = VisitState::from_stored(text).filter(|state| CORRECTED_TO.contains(state));
    found.ok_or_else(|| Message::new("planning-state-wrong"))
}

/// Corrects the visit. Service 415 at its unit.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let visit_id = id_in(&id)?;
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    for_planner(submission.visit.snapshot.get().await?, &viewer, visit_id, now).await?;
    let (form, version) = (submission.form.clone(), submission.version()?);
    let mut errors = Errors::new();
    let state = form.required(&STATE, state, &mut errors);
    let (mut from, mut to) = (None, None);
    if state == Some(VisitState::Performed) {
        let day = form.required(&DAY, behorig_web::forms::date, &mut errors);
        from = day.zip(form.required(&FROM, time, &mut errors));
        to = form.required(&TO, time, &mut errors);
    }
    let why = form.required(&WHY, behorig_web::forms::text(LONGEST_WHY), &mut errors);
    if let (Some(state), Some(why), true) = (state, why, errors.is_empty()) {
        let input = Correction { seat: submission.visit.seat(), visit: visit_id, version, state, from, to, why };
        match submission.submit(input, correct).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "planning-corrected")),
            Err(rejected) => errors = again(rejected)?.into_errors(&mut submission.visit, visit_id).await?,
        }
    }
    let (care, rights) = read(&mut submission.visit, &id).await?;
    let (page, body) = page(&submission.visit, &care, &rights, &form, &errors);
    Ok(submission.visit.show_again(&page.errors(&errors), body))
}

fn page<'a>(visit: &Visit, care: &CareVisit, rights: &Rights, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let name = name_of(lang, care, rights.sees);
    let time = span(lang, care.planned_from, care.planned_to);
    let page = Page::new(lang.t("planning-correct-title"))
        .section(name.clone())
        .crumbs([
            Crumb::new(PLANNING, lang.t("planning-title")),
            Crumb::new(board_path(care.unit, care.day), day_in_words(lang, care.day)),
            Crumb::new(visit_path(care.id, ""), format!("{time} {name}")),
        ])
        .lead(lang.t("planning-correct-lead"));
    if !can_be_corrected(care, visit.now) {
        let (title, text) = (lang.t("planning-nothing-to-correct"), lang.t("planning-nothing-to-correct-text"));
        let notice = Notice::new(Tone::Info, title).text(text).link(visit_path(care.id, ""), lang.t("planning-show"));
        return (page, html! { (notice) });
    }
    (page, form_of(lang, care, typed, errors))
}

fn form_of(lang: Lang, care: &CareVisit, typed: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, typed, errors);
    let states = CORRECTED_TO.map(|state| Choice::new(state.as_stored(), lang.t(state.text())));
    let inside = html! {
        (f.radios(&STATE).options(states))
        (f.date(&DAY))
        (side_by_side(&html! { (f.text(&FROM).width(Width::Short)) (f.text(&TO).width(Width::Short)) }))
        (f.long_text(&WHY, 3).limit(500))
        div.button-row {
            (Button::primary(lang.t("planning-correct")))
            (link_button(&visit_path(care.id, ""), &lang.t("web-cancel")))
        }
    };
    let post = PostForm::to(visit_path(care.id, "/ratta"), inside).version(care.version).once(Visit::form_key());
    html! { (post) }
}
