//! What a question and an answer alternative have in common: both are pieces of the form that is worked on, and each is moved, removed
//! and shown again in the same way.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm, link_button, save_bar};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, html};

use super::edits::{Edit, Editing, Outcome, beside_nothing, carry_out};
use super::list::steps;
use super::{Part, alternatives, crumbs_to, direction, editor, history, id, path_of};
use crate::records::types::CaseType;
use crate::rules::Draft;

/// A kind of piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Question,
    Alternative,
}

impl Piece {
    /// The part of the case type's pages that lists such pieces.
    const fn part(self) -> Part {
        match self {
            Self::Question => Part::Form,
            Self::Alternative => Part::Alternatives,
        }
    }

    /// What a piece is called, if it is there.
    fn name(self, draft: &Draft, key: &str, lang: Lang) -> Option<String> {
        let label = match self {
            Self::Question => draft.field(key).map(|field| &field.label),
            Self::Alternative => draft.alternative(key).map(|one| &one.label),
        };
        label.map(|words| words.of(lang).to_owned())
    }

    /// The page with the list of such pieces, shown again.
    fn page(self, again: Again<'_>) -> (Page<'static>, Markup) {
        match self {
            Self::Question => editor::listed_again(again),
            Self::Alternative => alternatives::listed_again(again),
        }
    }
}

/// A piece in the list of its kind.
pub(crate) struct Line<'a> {
    pub key: &'a str,
    pub name: &'a str,
    /// What more is said of it.
    pub about: String,
}

/// The pieces of a kind in their order, each with what can be done to it.
pub(crate) fn list(piece: Piece, lang: Lang, case_type: &CaseType, lines: &[Line<'_>]) -> Markup {
    let last = lines.len().saturating_sub(1);
    html! {
        ol.parts {
            @for (place, line) in lines.iter().enumerate() {
                @let base = path_of(case_type.id, &format!("{}/{}", piece.part().below(), line.key));
                li id={ "del-" (line.key) } tabindex="-1" {
                    div.line-words {
                        strong { (line.name) }
                        @if !line.about.is_empty() { p.hint { (line.about) } }
                    }
                    div.steps {
                        (Button::link(base.clone(), lang.t("web-change")).about(line.name.to_owned()))
                        (steps(lang, &format!("{base}/flytta"), line.name, case_type.version, place > 0, place < last))
                        (Button::link(format!("{base}/ta-bort"), lang.t("case-types-remove")).about(line.name.to_owned()))
                    }
                }
            }
        }
    }
}

/// Moves a piece one step. Service 407 at the type's unit.
pub(crate) async fn step(
    piece: Piece,
    Path((case_type, key)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let direction = direction(&submission.form)?;
    let (edit, told) = match piece {
        Piece::Question => (Edit::MoveField(key, direction), "case-types-field-moved"),
        Piece::Alternative => (Edit::MoveAlternative(key, direction), "case-types-alternative-moved"),
    };
    let outcome = carry_out(&mut submission, id, Editing { edit, beside: beside_nothing }, told).await?;
    answer(submission, id, outcome, |again| piece.page(again)).await
}

/// Asks whether a piece is to be removed. Service 407 at the type's unit.
pub(crate) async fn removal(
    piece: Piece,
    mut visit: Visit,
    Path((case_type, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case_type, draft) = editor::read(&mut visit, id(&case_type)?).await?;
    let lang = visit.lang;
    let name = piece.name(&draft, &key, lang).ok_or(PageError::NotFound)?;
    let (title, text) = match piece {
        Piece::Question => ("case-types-field-remove-title", "case-types-field-remove-text"),
        Piece::Alternative => ("case-types-alternative-remove-title", "case-types-alternative-remove-text"),
    };
    let list = path_of(case_type.id, piece.part().below());
    let answer = html! {
        p { (lang.t(text)) }
        div.button-row {
            (Button::danger(lang.t("case-types-remove")))
            (link_button(&list, &lang.t("web-cancel")))
        }
    };
    let form = PostForm::to(format!("{list}/{key}/ta-bort"), answer).version(case_type.version).once(Visit::form_key());
    let page =
        Page::new(lang.tr(title, &[("name", name.into())])).crumbs(crumbs_to(lang, &case_type, piece.part())).narrow();
    Ok(visit.show(&page, html! { (form) }))
}

/// Removes a piece. Service 407 at the type's unit.
pub(crate) async fn remove(
    piece: Piece,
    Path((case_type, key)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let (edit, told) = match piece {
        Piece::Question => (Edit::RemoveField(key), "case-types-field-removed"),
        Piece::Alternative => (Edit::RemoveAlternative(key), "case-types-alternative-removed"),
    };
    let outcome = carry_out(&mut submission, id, Editing { edit, beside: beside_nothing }, told).await?;
    answer(submission, id, outcome, |again| piece.page(again)).await
}

/// The page of a piece: its inputs as a form, sent to `below` the page of the case type.
pub(crate) fn form_page(
    piece: Piece,
    lang: Lang,
    case_type: &CaseType,
    title: String,
    below: &str,
    inputs: &Markup,
    notice: Option<&Markup>,
) -> (Page<'static>, Markup) {
    let cancel = link_button(&path_of(case_type.id, piece.part().below()), &lang.t("web-cancel"));
    let inputs = html! {
        (inputs)
        (save_bar(lang, &Button::primary(lang.t("case-types-save")), &cancel))
    };
    let form =
        PostForm::to(path_of(case_type.id, below), inputs).version(case_type.version).once(Visit::form_key()).guarded();
    let page = Page::new(title).crumbs(crumbs_to(lang, case_type, piece.part())).wide();
    (page, html! { @if let Some(notice) = notice { (notice) } (form) })
}

/// A page that is shown again because its edit was not made.
pub(crate) struct Again<'a> {
    pub lang: Lang,
    pub case_type: &'a CaseType,
    /// The form as it is now.
    pub draft: &'a Draft,
    /// Everything that was typed.
    pub typed: &'a Form,
    pub errors: &'a Errors,
    /// What someone else changed first.
    pub notice: Option<Markup>,
}

/// Where an edit leads: on, or back to its page with what is wrong or with what someone else changed first.
pub(crate) async fn answer(
    submission: Submission,
    id: CaseTypeId,
    outcome: Outcome,
    page: impl FnOnce(Again<'_>) -> (Page<'static>, Markup),
) -> Result<Response, PageError> {
    let version = submission.version()?;
    let Submission { mut visit, form } = submission;
    let (errors, is_stale) = match outcome {
        Outcome::Done(response) => return Ok(*response),
        Outcome::Again(errors) => (errors, false),
        Outcome::Stale => (Errors::new(), true),
    };
    let (case_type, draft) = editor::read(&mut visit, id).await?;
    let notice = if is_stale { Some(history::meanwhile(&mut visit, &case_type, version).await?) } else { None };
    let again = Again { lang: visit.lang, case_type: &case_type, draft: &draft, typed: &form, errors: &errors, notice };
    let (page, body) = page(again);
    Ok(visit.show_again(&page.errors(&errors), body))
}
