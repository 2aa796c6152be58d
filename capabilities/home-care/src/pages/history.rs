//! What has changed for a customer, as a part of a page.

use behorig_access::Instant;
use behorig_store::FieldChange;
use behorig_store::history::Changed;
use behorig_visit::HistoryWords;
use behorig_web::Lang;
use behorig_web::components::Change;
use maud::{Markup, html};

/// Each kind of change, with the ids of what happened and of what was changed.
const KINDS: [(&str, &str, &str); 8] = [
    ("customer", "home-care-happened-customer", "home-care-customer"),
    ("intervention", "home-care-happened-intervention", "home-care-intervention"),
    ("assignment", "home-care-happened-assignment", "home-care-assignment"),
    ("pause", "home-care-happened-pause", "home-care-pause"),
    ("visit", "home-care-happened-visit", "home-care-visit"),
    ("extra-visit", "home-care-happened-extra", "home-care-visit"),
    ("ended", "home-care-happened-ended", "home-care-last-day"),
    ("columns", "home-care-happened-columns", "home-care-columns"),
];

const WORDS: HistoryWords = HistoryWords { what, change };

/// The changes, newest first.
pub(super) fn shown(lang: Lang, now: Instant, changes: &[Changed]) -> Markup {
    html! {
        @if changes.is_empty() { p { (lang.t("home-care-no-history")) } }
        @else { (WORDS.timeline(lang, now, changes)) }
    }
}

fn of(field: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    KINDS.iter().find(|kind| kind.0 == field)
}

fn what(changes: &[FieldChange]) -> &'static str {
    changes.first().and_then(|change| of(&change.field)).map_or("home-care-happened-change", |kind| kind.1)
}

fn change(lang: Lang, change: &FieldChange) -> Change<'static> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default().into();
    let field = of(&change.field).map_or("home-care-customer", |kind| kind.2);
    Change { field: lang.t(field), from: text(&change.old), to: text(&change.new) }
}

/// A change of one thing as history stores it.
pub(super) fn changed(field: &str, old: Option<String>, new: Option<String>) -> FieldChange {
    FieldChange { field: field.to_owned(), old, new }
}
