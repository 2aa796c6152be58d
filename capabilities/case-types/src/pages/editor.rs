//! The form of a case type as it is being worked on: what stands before the questions, and the questions in order.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, EmptyState, Fields, Icon, Notice, Page, PostForm, Section, Tone};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::edits::{Edit, Editing, Outcome, carry_out};
use super::field_form::{kind_name, plain};
use super::piece::{self, Again, Line, Piece};
use super::{Part, id, page_of, path_of};
use crate::records::forms;
use crate::records::types::CaseType;
use crate::rules::{Draft, Field, Limits, Problem, Words, Wrong};

static INTRO: FieldName = field("inledning", "case-types-intro");
static INTRO_EN: FieldName = field("inledning-en", "case-types-intro-en");

/// A case type with its form as it is being worked on. Service 407 at its unit.
pub(crate) async fn read(visit: &mut Visit, id: CaseTypeId) -> Result<(CaseType, Draft), PageError> {
    let case_type = super::shown(visit, id).await?;
    let draft = forms::working(visit.snapshot.get().await?, &case_type).await?;
    Ok((case_type, draft))
}

/// The form, to be worked on. Service 407 at the type's unit.
pub(crate) async fn editor(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let (case_type, draft) = read(&mut visit, id(&case_type)?).await?;
    let (page, body) = page(visit.lang, &case_type, &draft, &filled(&draft), &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Saves what stands before the questions. Service 407 at the type's unit.
pub(crate) async fn save(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let mut errors = Errors::new();
    let intro =
        Words { sv: plain(&submission.form, &INTRO, &mut errors), en: plain(&submission.form, &INTRO_EN, &mut errors) };
    let outcome = if errors.is_empty() {
        carry_out(&mut submission, id, Editing { edit: Edit::Intro(intro), beside }, "case-types-saved").await?
    } else {
        Outcome::Again(errors)
    };
    piece::answer(submission, id, outcome, |again| {
        page(again.lang, again.case_type, again.draft, again.typed, again.errors, again.notice)
    })
    .await
}

fn beside(problem: &Problem, errors: &mut Errors) {
    match problem.wrong {
        Wrong::TextTooLong => errors.add(&INTRO, problem.wrong.message()),
        _ => errors.add_general(problem.wrong.message()),
    }
}

/// The editor after a field could not be moved or removed.
pub(super) fn listed_again(again: Again<'_>) -> (Page<'static>, Markup) {
    page(again.lang, again.case_type, again.draft, &filled(again.draft), again.errors, again.notice)
}

fn filled(draft: &Draft) -> Form {
    Form::filled([(&INTRO, draft.intro.sv.clone()), (&INTRO_EN, draft.intro.en.clone())])
}

fn page(
    lang: Lang,
    case_type: &CaseType,
    draft: &Draft,
    form: &Form,
    errors: &Errors,
    notice: Option<Markup>,
) -> (Page<'static>, Markup) {
    let f = Fields::new(lang, form, errors);
    let most = u32::try_from(Limits::INTRO).unwrap_or(u32::MAX);
    let intro = html! {
        (f.long_text(&INTRO, 4).limit(most).optional())
        (f.long_text(&INTRO_EN, 3).limit(most).optional())
        div.button-row { (Button::secondary(lang.t("case-types-intro-save"))) }
    };
    let intro = PostForm::to(path_of(case_type.id, "/formular"), intro)
        .version(case_type.version)
        .once(Visit::form_key())
        .guarded();
    let add =
        Button::primary_link(path_of(case_type.id, "/formular/ny"), lang.t("case-types-field-new")).icon(Icon::Plus);
    let body = html! {
        @if let Some(notice) = &notice { (notice) } @else { (unpublished(lang, case_type)) }
        section aria-labelledby="fragor" {
            div.part-heading { h2 #fragor { (lang.t("case-types-questions")) } (add) }
            @if draft.fields.is_empty() {
                (EmptyState::new(Icon::Tasks, lang.t("case-types-no-questions"), lang.t("case-types-no-questions-text")))
            } @else { (questions(lang, case_type, draft)) }
        }
        (Section::new(lang.t("case-types-before-questions"), html! { (intro) })
            .about(lang.t("case-types-before-questions-about")))
    };
    (page_of(lang, case_type, Part::Form), body)
}

/// What residents meet is told where it is something else than what stands here.
pub(crate) fn unpublished(lang: Lang, case_type: &CaseType) -> Markup {
    let to_preview = || (path_of(case_type.id, "/forhandsgranska"), lang.t("case-types-to-preview"));
    html! {
        @if case_type.has_draft {
            @let (path, label) = to_preview();
            @let told = if case_type.published.is_some() { "case-types-changed-text" } else { "case-types-unpublished-text" };
            (Notice::new(Tone::Info, lang.t("case-types-changed")).text(lang.t(told)).link(path, label))
        }
    }
}

fn questions(lang: Lang, case_type: &CaseType, draft: &Draft) -> Markup {
    let lines: Vec<Line<'_>> = draft
        .fields
        .iter()
        .map(|field| Line { key: &field.key, name: field.label.of(lang), about: about(lang, draft, field) })
        .collect();
    piece::list(Piece::Question, lang, case_type, &lines)
}

/// What kind of question it is, whether it must be answered, and when it is shown.
fn about(lang: Lang, draft: &Draft, field: &Field) -> String {
    let mut told = vec![lang.t(kind_name(field.kind.key())).into_owned()];
    if field.required {
        told.push(lang.t("case-types-required").into_owned());
    }
    if !field.kind.choices().is_empty() {
        told.push(lang.tr("case-types-answers", &[("count", field.kind.choices().len().into())]).into_owned());
    }
    if let Some(condition) = &field.shown_when {
        let (question, answers) = draft.condition_named(condition, lang);
        let told_of = [("question", question.into()), ("answers", answers.into())];
        told.push(lang.tr("case-types-shown-when", &told_of).into_owned());
    }
    told.join(" · ")
}
