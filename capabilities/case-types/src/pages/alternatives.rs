//! *Svarsalternativ*: what staff may answer, in order.

use axum::extract::Path;
use axum::response::Response;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, EmptyState, Icon, Page};
use maud::{Markup, html};

use super::piece::{self, Again, Line, Piece};
use super::{Part, editor, id, page_of, path_of};
use crate::records::types::CaseType;
use crate::rules::Draft;

/// The answer alternatives. Service 407 at the type's unit.
pub(crate) async fn list(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let (case_type, draft) = editor::read(&mut visit, id(&case_type)?).await?;
    let (page, body) = page(visit.lang, &case_type, &draft, None);
    Ok(visit.show(&page, body))
}

/// The list after an alternative could not be moved or removed.
pub(super) fn listed_again(again: Again<'_>) -> (Page<'static>, Markup) {
    page(again.lang, again.case_type, again.draft, again.notice)
}

fn page(lang: Lang, case_type: &CaseType, draft: &Draft, notice: Option<Markup>) -> (Page<'static>, Markup) {
    let add =
        Button::primary_link(path_of(case_type.id, "/svar/ny"), lang.t("case-types-alternative-new")).icon(Icon::Plus);
    let body = html! {
        @if let Some(notice) = &notice { (notice) } @else { (editor::unpublished(lang, case_type)) }
        section aria-labelledby="alternativ" {
            div.part-heading { h2 #alternativ { (lang.t("case-types-alternatives")) } (add) }
            p.hint { (lang.t("case-types-alternatives-text")) }
            @if draft.alternatives.is_empty() {
                (EmptyState::new(Icon::Case, lang.t("case-types-no-alternatives"),
                    lang.t("case-types-no-alternatives-text")))
            } @else { (alternatives(lang, case_type, draft)) }
        }
    };
    (page_of(lang, case_type, Part::Alternatives), body)
}

fn alternatives(lang: Lang, case_type: &CaseType, draft: &Draft) -> Markup {
    // The first line that says something of its own: a greeting does not.
    let begins =
        |text: &str| text.lines().find(|line| !line.trim().is_empty() && !line.contains('{')).map(str::to_owned);
    let lines: Vec<Line<'_>> = draft
        .alternatives
        .iter()
        .map(|one| Line {
            key: &one.key,
            name: one.label.of(lang),
            about: begins(one.text.of(lang)).unwrap_or_default(),
        })
        .collect();
    piece::list(Piece::Alternative, lang, case_type, &lines)
}
