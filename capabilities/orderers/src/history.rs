//! The history of appointments, of services and of what a region has chosen, and what someone else changed while a form lay open.

use std::borrow::Cow;

use behorig_access::Instant;
use behorig_store::history::{Changed, changes_of, since};
use behorig_store::{FieldChange, StoreError, Tx};
use behorig_visit::HistoryWords;
use behorig_web::Lang;
use behorig_web::components::{Change, Notice, Tone};
use maud::{Markup, html};
use uuid::Uuid;

/// The kind of an appointment's history: that of its grant.
pub(crate) const GRANT: &str = "grant";
/// The kind of a service's history.
pub(crate) const SERVICE: &str = "orderable";
/// The kind of the history of a region's choice.
pub(crate) const CHOICE: &str = "ordering-choice";

const WORDS: HistoryWords = HistoryWords { what, change };

fn what(fields: &[FieldChange]) -> &'static str {
    let has = |field: &str| fields.iter().find(|change| change.field == field);
    if let Some(grant) = has("grant") {
        return match (&grant.old, &grant.new) {
            (None, _) => "orderers-event-named",
            (_, None) => "orderers-event-ended",
            _ => "orderers-event-end-changed",
        };
    }
    match (has("created"), has("ended")) {
        (Some(_), _) => "orderers-event-service-made",
        (_, Some(_)) => "orderers-event-service-ended",
        _ if has("name").is_some() || has("roles").is_some() => "orderers-event-service-changed",
        _ => "orderers-event-chosen",
    }
}

fn change(lang: Lang, change: &FieldChange) -> Change<'static> {
    let field = lang.t(match change.field.as_str() {
        "grant" => "orderers-permission",
        "proof" => "orderers-proof",
        "created" | "ended" | "name" => "orderers-service-name",
        "roles" => "orderers-service-roles",
        "heads-may-order" => "orderers-heads",
        "certification-months" => "orderers-months",
        "certification-days" => "orderers-days",
        _ => "orderers-grace",
    });
    let value = |value: &Option<String>| value.as_deref().map(|value| in_words(lang, &change.field, value));
    Change { field, from: value(&change.old).unwrap_or_default(), to: value(&change.new).unwrap_or_default() }
}

fn in_words(lang: Lang, field: &str, value: &str) -> Cow<'static, str> {
    match (field, value) {
        ("heads-may-order", "yes") => lang.t("web-yes"),
        ("heads-may-order", _) => lang.t("web-no"),
        ("certification-months", "none") => lang.t("orderers-months-none"),
        ("grace-days", "none") => lang.t("orderers-grace-none"),
        _ => Cow::Owned(value.to_owned()),
    }
}

/// The changes of a record, newest first.
pub(crate) async fn of(tx: &mut Tx, kind: &str, id: Uuid) -> Result<Vec<Changed>, StoreError> {
    changes_of(tx, kind, id).await
}

/// Changes as a timeline under its heading; nothing where there are none.
pub(crate) fn section(lang: Lang, now: Instant, changes: &[Changed]) -> Markup {
    html! {
        @if !changes.is_empty() {
            section {
                h2 { (lang.t("orderers-history")) }
                (WORDS.timeline(lang, now, changes))
            }
        }
    }
}

/// What was changed since the version that a form was filled in on: shown above what was typed.
pub(crate) fn meanwhile(lang: Lang, now: Instant, changes: Vec<Changed>, seen: i64, current: i64) -> Markup {
    html! {
        (Notice::new(Tone::Warning, lang.t("orderers-stale")).text(lang.t("orderers-stale-text")))
        (WORDS.timeline(lang, now, &since(changes, seen, current)))
    }
}

/// A changed field.
pub(crate) fn field(name: &str, old: Option<String>, new: Option<String>) -> FieldChange {
    FieldChange { field: name.to_owned(), old, new }
}
