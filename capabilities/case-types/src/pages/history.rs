//! The history of a case type or a template, and what someone else changed while a form lay open.

use std::borrow::Cow;

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Instant;
use behorig_store::FieldChange;
use behorig_store::history::{Changed, changes_of, since};
use behorig_visit::{HistoryWords, PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Change, EmptyState, Icon, Notice, Tone};
use maud::{Markup, Render, html};
use uuid::Uuid;

use super::changes::CASE_TYPE;
use super::{Part, id, page_of};
use crate::records::types::CaseType;

/// Who changed what in a case type, when. Service 407 at its unit.
pub(crate) async fn history(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let case_type = super::shown(&mut visit, id(&case_type)?).await?;
    let lang = visit.lang;
    let changes = changes_of(visit.snapshot.get().await?, CASE_TYPE, case_type.id.uuid()).await?;
    let body = if changes.is_empty() {
        EmptyState::new(Icon::History, lang.t("case-types-history-none"), lang.t("case-types-history-none-text"))
            .render()
    } else {
        timeline(lang, visit.now, &changes)
    };
    Ok(visit.show(&page_of(lang, &case_type, Part::History), body))
}

/// What was changed in a case type since the version that a form was filled in on: shown above what was typed.
pub(crate) async fn meanwhile(visit: &mut Visit, case_type: &CaseType, seen: i64) -> Result<Markup, PageError> {
    meanwhile_in(visit, CASE_TYPE, case_type.id.uuid(), seen, case_type.version).await
}

/// As [`meanwhile`], of any record.
pub(crate) async fn meanwhile_in(
    visit: &mut Visit,
    kind: &str,
    id: Uuid,
    seen: i64,
    current: i64,
) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let changes = changes_of(visit.snapshot.get().await?, kind, id).await?;
    let changes = since(changes, seen, current);
    Ok(html! {
        (Notice::new(Tone::Warning, lang.t("case-types-stale")).text(lang.t("case-types-stale-text")))
        (timeline(lang, now, &changes))
    })
}

pub(crate) fn timeline(lang: Lang, now: Instant, changes: &[Changed]) -> Markup {
    HistoryWords { what, change }.timeline(lang, now, changes)
}

fn what(fields: &[FieldChange]) -> &'static str {
    let first = fields.first().map(|change| change.field.as_str()).unwrap_or_default();
    match first {
        "created" => "case-types-event-created",
        "ended" => "case-types-event-ended",
        "published" => "case-types-event-published",
        "discarded" => "case-types-event-discarded",
        "moved" => "case-types-event-moved",
        "active" => "case-types-event-switched",
        "restricted" => "case-types-event-restricted",
        "intro" | "intro-english" => "case-types-event-form",
        field if field.starts_with("field") => "case-types-event-form",
        field if field.starts_with("alternative") => "case-types-event-alternatives",
        _ => "case-types-event-changed",
    }
}

fn change(lang: Lang, change: &FieldChange) -> Change<'static> {
    let field = lang.t(match change.field.as_str() {
        "active" => "case-types-active",
        "restricted" => "case-types-restricted",
        "reply-days" => "case-types-reply-days",
        "moved" => "case-types-h-moved",
        "published" => "case-types-h-published",
        "discarded" => "case-types-h-discarded",
        "ended" => "case-types-h-ended",
        "intro" => "case-types-intro",
        "intro-english" => "case-types-intro-en",
        "field-added" => "case-types-h-field-added",
        "field-removed" => "case-types-h-field-removed",
        "field-moved" => "case-types-h-field-moved",
        "field" => "case-types-h-field",
        "field-help" => "case-types-field-help",
        "field-required" => "case-types-required",
        "field-choices" => "case-types-field-answers",
        "field-condition" => "case-types-field-condition",
        "field-english" | "alternative-english" => "case-types-field-english",
        "alternative-added" => "case-types-h-alternative-added",
        "alternative-removed" => "case-types-h-alternative-removed",
        "alternative-moved" => "case-types-h-alternative-moved",
        "alternative" => "case-types-alternative",
        "alternative-text" => "case-types-alternative-reply",
        "kind" => "case-types-template-kind",
        "subject" => "case-types-template-subject",
        "body" => "case-types-template-body",
        _ => "case-types-name",
    });
    let value = |value: &Option<String>| match value {
        Some(value) => in_words(lang, &change.field, value),
        None => Cow::Borrowed(""),
    };
    Change { field, from: value(&change.old), to: value(&change.new) }
}

fn in_words(lang: Lang, field: &str, value: &str) -> Cow<'static, str> {
    match (field, value) {
        ("active" | "restricted" | "field-required", "yes") => lang.t("web-yes"),
        ("active" | "restricted" | "field-required", _) => lang.t("web-no"),
        ("ended", count) => match count.parse::<i64>() {
            Ok(count) => lang.tr("case-types-h-ended-grants", &[("count", count.into())]),
            Err(_) => Cow::Owned(value.to_owned()),
        },
        ("moved", "up") => lang.t("case-types-up"),
        ("moved", _) => lang.t("case-types-down"),
        ("kind", "question") => lang.t("case-types-template-question"),
        ("kind", _) => lang.t("case-types-template-information"),
        _ => Cow::Owned(value.to_owned()),
    }
}
