//! An answer alternative: added, changed, moved, removed.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Fields, Page, PostForm, Section, Width, link_button, save_bar};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::edits::{Edit, Editing, Outcome, beside_nothing, carry_out};
use super::field_form::plain;
use super::templates::placeholder_hint;
use super::{Part, alternatives, crumbs_to, direction, editor, history, id, path_of};
use crate::records::types::CaseType;
use crate::rules::{Alternative, Draft, Limits, Problem, Words, Wrong};

static LABEL: FieldName = field("namn", "case-types-alternative-label");
static LABEL_EN: FieldName = field("namn-en", "case-types-alternative-label-en");
static TEXT: FieldName = field("text", "case-types-alternative-reply");
static TEXT_EN: FieldName = field("text-en", "case-types-alternative-reply-en");

/// The form for a new alternative. Service 407 at the type's unit.
pub(crate) async fn new(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let (case_type, draft) = editor::read(&mut visit, id(&case_type)?).await?;
    let (page, body) = page(visit.lang, &case_type, &draft, None, &Form::default(), &Errors::new(), None);
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
    let form = draft.alternative(&key).map(filled).ok_or(PageError::NotFound)?;
    let (page, body) = page(visit.lang, &case_type, &draft, Some(&key), &form, &Errors::new(), None);
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
    let version = submission.version()?;
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
    let Submission { mut visit, form } = submission;
    let (errors, is_stale) = match outcome {
        Outcome::Done(response) => return Ok(*response),
        Outcome::Again(errors) => (errors, false),
        Outcome::Stale => (Errors::new(), true),
    };
    let (case_type, draft) = editor::read(&mut visit, id).await?;
    let notice = if is_stale { Some(history::meanwhile(&mut visit, &case_type, version).await?) } else { None };
    let (page, body) = page(visit.lang, &case_type, &draft, key.as_deref(), &form, &errors, notice);
    Ok(visit.show_again(&page.errors(&errors), body))
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
pub(crate) async fn step(
    Path((case_type, key)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let edit = Edit::MoveAlternative(key, direction(&submission.form)?);
    let editing = Editing { edit, beside: beside_nothing };
    let outcome = carry_out(&mut submission, id, editing, "case-types-alternative-moved").await?;
    alternatives::answer(submission, id, outcome).await
}

/// Asks whether an alternative is to be removed. Service 407 at the type's unit.
pub(crate) async fn removal(
    mut visit: Visit,
    Path((case_type, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case_type, draft) = editor::read(&mut visit, id(&case_type)?).await?;
    let one = draft.alternative(&key).ok_or(PageError::NotFound)?;
    let lang = visit.lang;
    let answer = html! {
        p { (lang.t("case-types-alternative-remove-text")) }
        div.button-row {
            (Button::danger(lang.t("case-types-remove")))
            (link_button(&path_of(case_type.id, "/svar"), &lang.t("web-cancel")))
        }
    };
    let form = PostForm::to(path_of(case_type.id, &format!("/svar/{key}/ta-bort")), answer)
        .version(case_type.version)
        .once(Visit::form_key());
    let title = lang.tr("case-types-alternative-remove-title", &[("name", one.label.of(lang).to_owned().into())]);
    let page = Page::new(title).crumbs(crumbs_to(lang, &case_type, Part::Alternatives)).narrow();
    Ok(visit.show(&page, html! { (form) }))
}

/// Removes an alternative. Service 407 at the type's unit.
pub(crate) async fn remove(
    Path((case_type, key)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let editing = Editing { edit: Edit::RemoveAlternative(key), beside: beside_nothing };
    let outcome = carry_out(&mut submission, id, editing, "case-types-alternative-removed").await?;
    alternatives::answer(submission, id, outcome).await
}

fn filled(one: &Alternative) -> Form {
    Form::filled([
        (&LABEL, one.label.sv.clone()),
        (&LABEL_EN, one.label.en.clone()),
        (&TEXT, one.text.sv.clone()),
        (&TEXT_EN, one.text.en.clone()),
    ])
}

fn page<'a>(
    lang: Lang,
    case_type: &CaseType,
    draft: &Draft,
    key: Option<&str>,
    form: &Form,
    errors: &Errors,
    notice: Option<Markup>,
) -> (Page<'a>, Markup) {
    let f = Fields::new(lang, form, errors);
    let most = u32::try_from(Limits::REPLY).unwrap_or(u32::MAX);
    let cancel = link_button(&path_of(case_type.id, "/svar"), &lang.t("web-cancel"));
    let inputs = html! {
        (Section::new(lang.t("case-types-alternative"), html! {
            (f.text(&LABEL).width(Width::Half))
            (f.long_text(&TEXT, 8).limit(most).optional().hint(placeholder_hint(lang)))
        }))
        (Section::new(lang.t("case-types-field-english"), html! {
            (f.text(&LABEL_EN).width(Width::Half).optional())
            (f.long_text(&TEXT_EN, 6).limit(most).optional())
        }).about(lang.t("case-types-field-english-about")))
        (save_bar(lang, &Button::primary(lang.t("case-types-save")), &cancel))
    };
    let below = key.map_or_else(|| "/svar/ny".to_owned(), |key| format!("/svar/{key}"));
    let form = PostForm::to(path_of(case_type.id, &below), inputs)
        .version(case_type.version)
        .once(Visit::form_key())
        .guarded();
    let old = key.and_then(|key| draft.alternative(key));
    let title =
        old.map_or_else(|| lang.t("case-types-alternative-new").into_owned(), |one| one.label.of(lang).to_owned());
    let page = Page::new(title).crumbs(crumbs_to(lang, case_type, Part::Alternatives)).wide();
    (page, html! { @if let Some(notice) = &notice { (notice) } (form) })
}
