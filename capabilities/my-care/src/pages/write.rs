//! The form of a case type. Whatever is pressed, what was written is kept on the server first.

use std::ops::Range;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use behorig_access::{CaseTypeId, UnitId};
use behorig_case_types::rules::Kind;
use behorig_files::{HangingFile, MOST_FROM_RESIDENTS, SentForm, StoredFile};
use behorig_store::Recorded;
use behorig_visit::{PageError, Rejected, Visit};
use behorig_web::components::{Button, Crumb, Notice, Page, PostForm, Tone};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, html};

use super::attached::{FilesField, Press, first_button, keep_button, kept_line};
use super::place::{Place, place};
use super::{clinic_path, clinics_crumb, page_about, unit_id};
use crate::records::{self, Written};
use crate::whom::{Sender, Whom, whom};
use crate::words::as_written;
use crate::{Desk, rules};

/// A form as it is shown: filled in as far as it was.
pub(super) struct Sheet {
    pub place: Place,
    pub typed: Form,
    pub files: Vec<HangingFile>,
    /// Whether there is a draft.
    pub begun: bool,
    /// Which of the form's steps is shown.
    pub step: usize,
}

impl Sheet {
    fn steps(&self) -> Vec<Range<usize>> {
        rules::steps(self.place.form.questions().len())
    }

    /// The questions that are shown.
    fn questions(&self) -> Range<usize> {
        self.steps().into_iter().nth(self.step).unwrap_or_default()
    }

    /// Where a step of the form is.
    fn step_path(&self, step: usize) -> String {
        let path = self.place.path();
        if step == 0 { path } else { format!("{path}?{STEP}={}", step + 1) }
    }

    /// The same form at the step that an address names.
    fn at_step(mut self, query: Option<&str>) -> Self {
        let asked = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
        let step: usize = asked.value(STEP).parse().unwrap_or(1);
        self.step = step.saturating_sub(1).min(self.steps().len().saturating_sub(1));
        self
    }
}

/// The name by which an address says which step.
const STEP: &str = "steg";

/// The clinic and the case type of an address.
pub(super) fn ids(unit: &str, case_type: &str) -> Result<(UnitId, CaseTypeId), PageError> {
    Ok((unit_id(unit)?, case_type.parse().map_err(|_| PageError::NotFound)?))
}

/// What was written before, in the inputs that the form has now.
pub(super) fn sheet_of(place: Place, written: Option<Written>) -> Sheet {
    let begun = written.is_some();
    let (content, files) = written.map(|written| (written.draft.content, written.files)).unwrap_or_default();
    // A draft that can't be read is none: nothing of it could be shown anyway.
    let typed = place.form.typed_from_json(&content).unwrap_or_default();
    Sheet { place, typed, files, begun, step: 0 }
}

/// The form. Whoever may use the case type; to whom it has been shut meanwhile, what they wrote, and why.
pub(crate) async fn show(
    mut visit: Visit,
    Path((unit, case_type)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let ids = ids(&unit, &case_type)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    whom.record_child(&mut visit, "my-care.form").await?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let place = place(tx, &whom, ids, now).await?;
    let written = records::written(tx, records::of_case_type(&whom, place.case_type.id)).await?;
    let sheet = sheet_of(place, written).at_step(query.as_deref());
    let errors = Errors::new();
    let lang = visit.lang;
    let page = page(lang, &whom, &sheet.place).errors(&errors);
    Ok(visit.show(&page_about(lang, &whom, page), body(lang, &whom, &sheet, &errors)))
}

pub(super) fn page<'a>(lang: Lang, whom: &Whom, place: &Place) -> Page<'a> {
    let clinic = Crumb::new(whom.path(&clinic_path(place.unit.id)), place.unit.name.clone());
    Page::new(place.case_type.name_in(lang).to_owned())
        .section(place.unit.name.clone())
        .crumbs([clinics_crumb(lang, whom), clinic])
}

pub(super) fn body(lang: Lang, whom: &Whom, sheet: &Sheet, errors: &Errors) -> Markup {
    let place = &sheet.place;
    let shut = place.why_not().map(|why| {
        let text = lang.tr(why, &[("clinic", place.unit.name.clone().into())]).into_owned();
        let kept = if sheet.begun { lang.t("my-care-still-kept") } else { "".into() };
        Notice::new(Tone::Warning, text).text(kept)
    });
    html! {
        @if let Some(shut) = &shut { (shut) }
        @if shut.is_none() || sheet.begun {
            @if sheet.steps().len() > 1 { (step_line(lang, whom, sheet)) }
            @if sheet.step == 0 && !place.form.intro().is_empty() { (as_written(place.form.intro().of(lang))) }
            (form(lang, whom, sheet, errors))
        } @else {
            p { a href=(whom.path(&clinic_path(place.unit.id))) { (lang.t("my-care-to-clinic")) } }
        }
    }
}

fn step_line(lang: Lang, whom: &Whom, sheet: &Sheet) -> Markup {
    let line = lang.tr("my-care-step", &[("step", (sheet.step + 1).into()), ("steps", sheet.steps().len().into())]);
    html! {
        @if let Some(before) = sheet.step.checked_sub(1) {
            p { a.back href=(whom.path(&sheet.step_path(before))) { (lang.t("my-care-step-back")) } }
        }
        p.hint { (line) }
    }
}

fn form(lang: Lang, whom: &Whom, sheet: &Sheet, errors: &Errors) -> PostForm<'static> {
    let place = &sheet.place;
    let fields = place.form.fields_of_step(lang, &sheet.typed, errors, sheet.questions(), |field, input| {
        let here: Vec<String> = sheet.typed.values(&input.name).map(str::to_owned).collect();
        let files = sheet.files.iter().filter(|file| here.contains(&file.id.to_string())).collect();
        let (label, help) = (field.label.of(lang), field.help.of(lang));
        FilesField { lang, input, label, help, required: field.required, most: MOST_FROM_RESIDENTS, files }
            .show(&sheet.typed, errors)
    });
    let is_open = place.why_not().is_none();
    let inside = html! {
        (first_button())
        (fields)
        (kept_line(lang))
        div.button-row {
            @if is_open { (Button::primary(lang.t("my-care-continue"))) }
            (keep_button(lang))
            @if sheet.begun {
                a.button.secondary href=(whom.path(&format!("{}/slang", place.path()))) { (lang.t("my-care-discard")) }
            }
        }
    };
    PostForm::to(whom.path(&sheet.step_path(sheet.step)), inside).once(Visit::form_key()).with_files().guarded()
}

/// Keeps what was written, and goes where was pressed. As [`show`]; asked before a file is taken in, and again in the transaction
/// that keeps it.
pub(crate) async fn keep(
    mut visit: Visit,
    Extension(desk): Extension<Arc<Desk>>,
    Path((unit, case_type)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, PageError> {
    let ids = ids(&unit, &case_type)?;
    let (sender, whom) = whom(&mut visit, query.as_deref()).await?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let place = place(tx, &whom, ids, now).await?;
    let written = records::written(tx, records::of_case_type(&whom, place.case_type.id)).await?;
    let before = sheet_of(place, written).at_step(query.as_deref());
    let sent = receive(&mut visit, &desk, request, room(&before)).await?;
    let press = Press::of(&sent.form);
    let mut errors = Errors::new();
    let (typed, new) = typed(visit.lang, &before, &sent, press, &mut errors)?;
    let key = sent.form.value(PostForm::ONCE).to_owned();
    keep_now(&mut visit, &key, Kept { sender: sender.clone(), ids, typed: typed.clone(), new, press }).await?;
    let mut kept = again(&mut visit, &sender, ids, typed).await?;
    kept.step = before.step;
    let answer = answer(&visit, &whom, kept, press, errors)?;
    // What is shown again is a page about the child.
    if answer.status() == StatusCode::UNPROCESSABLE_ENTITY {
        whom.record_child(&mut visit, "my-care.form").await?;
    }
    Ok(answer)
}

/// As many more files as may come.
fn room(before: &Sheet) -> usize {
    if before.place.why_not().is_some() { 0 } else { MOST_FROM_RESIDENTS.saturating_sub(before.files.len()) }
}

/// Reads a form with files as it comes. No snapshot is held meanwhile.
pub(super) async fn receive(
    visit: &mut Visit,
    desk: &Desk,
    request: Request,
    room: usize,
) -> Result<SentForm, PageError> {
    desk.files.receive_from(visit, request, (room, MOST_FROM_RESIDENTS)).await
}

/// What stands in the inputs now, with the files that hang in each: those from before, and those that came.
fn typed(
    lang: Lang,
    before: &Sheet,
    sent: &SentForm,
    press: Press,
    errors: &mut Errors,
) -> Result<(Form, Vec<StoredFile>), PageError> {
    let mut typed = sent.form.clone();
    let mut new = Vec::new();
    let here = before.questions();
    for (at, field) in before.place.form.questions().iter().enumerate() {
        let input = field.input();
        if field.kind != Kind::File {
            // What stands on other steps was kept before.
            for value in before.typed.values(&input.name).filter(|_| !here.contains(&at)) {
                typed.fill(&input, value);
            }
            continue;
        }
        if sent.form.values(&input.name).any(|value| !value.is_empty()) {
            return Err(PageError::Malformed("a file that no page of ours names"));
        }
        let is_there = |id: &&str| before.files.iter().any(|file| file.id.to_string() == **id);
        let stays = |id: &&str| press.gone().is_none_or(|gone| gone.to_string() != **id);
        for id in before.typed.values(&input.name).filter(is_there).filter(stays) {
            typed.fill(&input, id);
        }
        for file in sent.taken(lang, &input, errors) {
            typed.fill(&input, file.id.to_string());
            new.push(file);
        }
    }
    Ok((typed, new))
}

/// Everything that is kept at a press.
#[derive(Clone)]
struct Kept {
    sender: Sender,
    ids: (UnitId, CaseTypeId),
    typed: Form,
    new: Vec<StoredFile>,
    press: Press,
}

async fn keep_now(visit: &mut Visit, key: &str, kept: Kept) -> Result<(), PageError> {
    let actor = visit.actor();
    let outcome = visit
        .submit(&actor, key, kept, |tx, kept| {
            Box::pin(async move {
                let now = tx.now();
                let whom = kept.sender.whom(tx, now).await?;
                let place = place(tx, &whom, kept.ids, now).await?;
                let content =
                    place.form.typed_to_json(&kept.typed).map_err(|error| PageError::Fault(error.to_string()))?;
                let draft = records::of_case_type(&whom, place.case_type.id);
                let gone: Vec<_> = kept.press.gone().into_iter().collect();
                records::keep_written(tx, draft, &content, &kept.new, &gone).await?;
                Ok(Recorded::nothing_to_record(String::new(), "a draft is its writer's own until it is sent"))
            })
        })
        .await;
    match outcome {
        Ok(_) => Ok(()),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

/// The form as it was kept, with what was typed into it.
async fn again(visit: &mut Visit, sender: &Sender, ids: (UnitId, CaseTypeId), typed: Form) -> Result<Sheet, PageError> {
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let whom = sender.whom(tx, now).await?;
    let place = place(tx, &whom, ids, now).await?;
    let written = records::written(tx, records::of_case_type(&whom, place.case_type.id)).await?;
    let files = written.map(|written| written.files).unwrap_or_default();
    Ok(Sheet { place, typed, files, begun: true, step: 0 })
}

fn answer(visit: &Visit, whom: &Whom, mut sheet: Sheet, press: Press, errors: Errors) -> Result<Response, PageError> {
    if press == Press::KeepQuietly {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    // What is wrong with a file is told beside it instead of that there is none.
    if sheet.place.why_not().is_some() || !errors.is_empty() {
        return Ok(shown_again(visit, whom, &sheet, &errors));
    }
    let path = whom.path(&sheet.step_path(sheet.step));
    Ok(match press {
        Press::Keep => visit.go_and_tell(&whom.path(&clinic_path(sheet.place.unit.id)), "my-care-kept"),
        Press::Attach => visit.go_and_tell(&path, "files-attached-now"),
        Press::Remove(_) => visit.go_and_tell(&path, "files-removed"),
        Press::Onward | Press::KeepQuietly => match onward(visit.lang, &sheet) {
            Onward::To(path) => Redirect::to(&whom.path(&path)).into_response(),
            Onward::Not(step, errors) => {
                sheet.step = step;
                shown_again(visit, whom, &sheet, &errors)
            }
        },
    })
}

/// Where going on leads.
enum Onward {
    /// To the next step, or to the check.
    To(String),
    /// Nowhere: something is wrong on this step.
    Not(usize, Errors),
}

fn onward(lang: Lang, sheet: &Sheet) -> Onward {
    let last = sheet.steps().len().saturating_sub(1);
    let next = || match sheet.step == last {
        true => Onward::To(format!("{}/kontrollera", sheet.place.path())),
        false => Onward::To(sheet.step_path(sheet.step + 1)),
    };
    let Err(wrong) = sheet.place.form.check(lang, &sheet.typed) else { return next() };
    let on_step = |step: &Range<usize>| {
        let mut here = Errors::new();
        for field in sheet.place.form.questions().get(step.clone()).unwrap_or_default() {
            let input = field.input();
            if let Some(message) = wrong.of(&input.name) {
                here.add(&input, message.clone());
            }
        }
        here
    };
    // Nobody is told of what they have not come to yet.
    let so_far = sheet.steps();
    let first = so_far.iter().take(sheet.step + 1).map(on_step).enumerate().find(|(_, here)| !here.is_empty());
    match first {
        Some((step, here)) => Onward::Not(step, here),
        None if sheet.step < last => next(),
        None => Onward::Not(sheet.step, wrong),
    }
}

fn shown_again(visit: &Visit, whom: &Whom, sheet: &Sheet, errors: &Errors) -> Response {
    let lang = visit.lang;
    let page = page(lang, whom, &sheet.place).errors(errors);
    visit.show_again(&page_about(lang, whom, page), body(lang, whom, sheet, errors))
}
