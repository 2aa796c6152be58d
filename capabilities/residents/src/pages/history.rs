//! What has happened to a resident at the clinic, as a part of the resident's page.

use behorig_access::Instant;
use behorig_visit::door_name;
use behorig_web::components::{Change, Event, Timeline};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use crate::records::Changed;
use crate::records::change::UNTIL_FURTHER_NOTICE;

/// The changes, newest first.
pub(super) fn shown(lang: Lang, now: Instant, changes: &[Changed]) -> Markup {
    let events: Vec<Event<'static>> =
        changes.chunk_by(|a, b| a.event == b.event).filter_map(|of_one| event(lang, of_one)).collect();
    html! {
        @if events.is_empty() { p { (lang.t("residents-no-history")) } }
        @else { (Timeline::new(lang, now.0, events)) }
    }
}

fn event(lang: Lang, changes: &[Changed]) -> Option<Event<'static>> {
    let first = changes.first()?;
    let what = match changes {
        [one] => happened(one),
        _ => "residents-happened-removed",
    };
    Some(Event {
        at: first.at.0,
        what: lang.t(what),
        who: first.who.clone().into(),
        door: Some(door_name(lang, &first.door)),
        changes: changes.iter().rev().map(|changed| change(lang, changed)).collect(),
    })
}

fn happened(changed: &Changed) -> &'static str {
    let (old, new) = (changed.change.old.is_some(), changed.change.new.is_some());
    match (changed.change.field.as_str(), old, new) {
        ("approval", false, _) => "residents-happened-approved",
        ("approval", true, false) => "residents-happened-unapproved",
        ("case-type", false, _) => "residents-happened-handed-out",
        ("case-type", true, false) => "residents-happened-taken-back",
        // What a resident takes by the catchment area is told by the clinic's settings.
        ("grant", false, _) => "residents-happened-added",
        ("grant", true, false) => "residents-happened-out-of-area",
        _ => "residents-happened-changed",
    }
}

fn change(lang: Lang, changed: &Changed) -> Change<'static> {
    let field = match changed.change.field.as_str() {
        "approval" => "residents-approval",
        "case-type" => "residents-type",
        "grant" => "residents-basis-catchment-area",
        _ => "residents-role",
    };
    let told = |value: &Option<String>| in_words(lang, value.as_deref().unwrap_or_default()).into();
    Change { field: lang.t(field), from: told(&changed.change.old), to: told(&changed.change.new) }
}

/// What history stores, in the reader's words.
fn in_words(lang: Lang, stored: &str) -> String {
    match stored.strip_suffix(UNTIL_FURTHER_NOTICE) {
        Some(before) => format!("{before}{}", format::until(lang, None)),
        None => stored.to_owned(),
    }
}
