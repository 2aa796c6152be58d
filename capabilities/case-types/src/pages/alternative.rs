//! An answer alternative: added, changed, moved, removed.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Fields, Page, Section, Width};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::edits::{Edit, Editing, Outcome, carry_out};
use super::field_form::plain;
use super::piece::{self, Piece};
use super::templates::placeholder_hint;
use super::{editor, id};
use crate::records::types::CaseType;
use crate::rules::{Alternative, Limits, Problem, Words, Wrong};

static LABEL: FieldName = field("namn", "case-types-alternative-label");
static LABEL_EN: FieldName = field("namn-en", "case-types-alternative-label-en");
static TEXT: FieldName = field("text", "case-types-alternative-reply");
static TEXT_EN: FieldName = field("text-en", "case-types-alternative-reply-en");

/// Below the page of the case type: a new alternative.
const NEW: &str = "/svar/ny";

fn below(key: &str) -> String {
    format!("/svar/{key}")
}

/// The form for a new alternative. Service 407 at the type's unit.
pub(crate) async fn new(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let (case_type, _) = editor::read(&mut visit, id(&case_type)?).await?;
    let (page, body) = page(visit.lang, &case_type, None, &Form::default(), &Errors::new(), NEW, None);
    Ok(visit.show(&page, body))
}

/// Adds an alternative. Service 407 at the type's unit.
pub(crate) async fn add(Path(case_type): Path<String>, submission: Submission) -> Result<Response, PageError> {
    saved(submission, id(&case_type)?, None).await
}

/// The form of an alternative. Service 407 at the type's unit.
pub(crate) async fn alternative(
    mut visit: Visit,
    Path((case_type, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case_type, draft) = editor::read(&mut visit, id(&case_type)?).await?;
    let old = draft.alternative(&key).ok_or(PageError::NotFound)?;
    let (page, body) = page(visit.lang, &case_type, Some(old), &filled(old), &Errors::new(), &below(&key), None);
    Ok(visit.show(&page, body))
}

/// Changes an alternative. Service 407 at the type's unit.
pub(crate) async fn save(
    Path((case_type, key)): Path<(String, String)>,
    submission: Submission,
) -> Result<Response, PageError> {
    saved(submission, id(&case_type)?, Some(key)).await
}

async fn saved(mut submission: Submission, id: CaseTypeId, key: Option<String>) -> Result<Response, PageError> {
    super::shown(&mut submission.visit, id).await?;
    let mut errors = Errors::new();
    let form = &submission.form;
    let label = Words { sv: plain(form, &LABEL, &mut errors), en: plain(form, &LABEL_EN, &mut errors) };
    let text = Words { sv: plain(form, &TEXT, &mut errors), en: plain(form, &TEXT_EN, &mut errors) };
    let outcome = if errors.is_empty() {
        let (edit, told) = match &key {
            None => (Edit::AddAlternative(label, text), "case-types-alternative-added"),
            Some(key) => (Edit::ChangeAlternative(key.clone(), label, text), "case-types-alternative-saved"),
        };
        carry_out(&mut submission, id, Editing { edit, beside }, told).await?
    } else {
        Outcome::Again(errors)
    };
    let below = key.as_deref().map_or_else(|| NEW.to_owned(), below);
    piece::answer(submission, id, outcome, |again| {
        let old = key.as_deref().and_then(|key| again.draft.alternative(key));
        page(again.lang, again.case_type, old, again.typed, again.errors, &below, again.notice.as_ref())
    })
    .await
}

fn beside(problem: &Problem, errors: &mut Errors) {
    let at = match &problem.wrong {
        Wrong::LabelMissing => return errors.add(&LABEL, LABEL.missing()),
        Wrong::LabelTooLong | Wrong::LabelTwice => &LABEL,
        Wrong::TextTooLong | Wrong::Placeholder(_) => &TEXT,
        _ => return errors.add_general(problem.wrong.message()),
    };
    errors.add(at, problem.wrong.message());
}

/// Moves an alternative one step. Service 407 at the type's unit.
pub(crate) async fn step(at: Path<(String, String)>, submission: Submission) -> Result<Response, PageError> {
    piece::step(Piece::Alternative, at, submission).await
}

/// Asks whether an alternative is to be removed. Service 407 at the type's unit.
pub(crate) async fn removal(visit: Visit, at: Path<(String, String)>) -> Result<Response, PageError> {
    piece::removal(Piece::Alternative, visit, at).await
}

/// Removes an alternative. Service 407 at the type's unit.
pub(crate) async fn remove(at: Path<(String, String)>, submission: Submission) -> Result<Response, PageError> {
    piece::remove(Piece::Alternative, at, submission).await
}

fn filled(one: &Alternative) -> Form {
    Form::filled([
        (&LABEL, one.label.sv.clone()),
        (&LABEL_EN, one.label.en.clone()),
        (&TEXT, one.text.sv.clone()),
        (&TEXT_EN, one.text.en.clone()),
    ])
}

fn page(
    lang: Lang,
    case_type: &CaseType,
    old: Option<&Alternative>,
    form: &Form,
    errors: &Errors,
    below: &str,
    notice: Option<&Markup>,
) -> (Page<'static>, Markup) {
    let f = Fields::new(lang, form, errors);
    let most = u32::try_from(Limits::REPLY).unwrap_or(u32::MAX);
    let inputs = html! {
        (Section::new(lang.t("case-types-alternative"), html! {
            (f.text(&LABEL).width(Width::Half))
            (f.long_text(&TEXT, 8).limit(most).optional().hint(placeholder_hint(lang)))
        }))
        (Section::new(lang.t("case-types-field-english"), html! {
            (f.text(&LABEL_EN).width(Width::Half).optional())
            (f.long_text(&TEXT_EN, 6).limit(most).optional())
        }).about(lang.t("case-types-field-english-about")))
    };
    let title =
        old.map_or_else(|| lang.t("case-types-alternative-new").into_owned(), |one| one.label.of(lang).to_owned());
    piece::form_page(Piece::Alternative, lang, case_type, title, below, &inputs, notice)
}
