//! History: what happened, newest first, by whom and through which door.

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};
use crate::{Lang, format};

/// A field that went from one value to another.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The field's label.
    pub field: Words<'a>,
    /// What it was; empty when there was nothing.
    pub from: Words<'a>,
    /// What it became; empty when it was cleared.
    pub to: Words<'a>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What, in a few words: *Kontaktuppgifter ändrade*.
    pub what: Words<'a>,
    /// Who, with which hat.
    pub who: Words<'a>,
    /// Through which door: the page, SCIM, order 17, an import.
    pub door: Option<Words<'a>>,
    /// What changed.
    pub changes: Vec<Change<'a>>,
}

/// Events in the order given, under the day on which they happened.
pub struct Timeline<'a> {
    lang: Lang,
    now: i64,
    events: Vec<Event<'a>>,
}

impl<'a> Timeline<'a> {
    /// A timeline as seen at `now`.
    #[must_use]
    pub const fn new(lang: Lang, now: i64, events: Vec<Event<'a>>) -> Self {
        Self { lang, now, events }
    }

    fn event(&self, event: &Event<'_>) -> Markup {
        html! {
            li.event {
                p.event-what { strong { (event.what) } }
                p.event-who {
                    time datetime=(format::machine_time(event.at)) { (format::near_time(self.lang, event.at, self.now)) }
                    " · " (event.who)
                    @if let Some(door) = &event.door { " · " (door) }
                }
                @if !event.changes.is_empty() {
                    dl.event-changes { @for change in &event.changes { (self.change(change)) } }
                }
            }
        }
    }

    fn change(&self, change: &Change<'_>) -> Markup {
        let nothing = html! { span.muted { (self.lang.t("web-empty-value")) } };
        html! {
            div {
                dt { (change.field) }
                dd {
                    // Where there was nothing before, what came says it all.
                    @if !change.from.is_empty() {
                        span.reader-only { (self.lang.t("web-changed-from")) " " }
                        del { (change.from) }
                        (icon(Icon::Forward))
                        span.reader-only { " " (self.lang.t("web-changed-to")) " " }
                    }
                    @if change.to.is_empty() { (nothing) } @else { ins { (change.to) } }
                }
            }
        }
    }
}

impl Render for Timeline<'_> {
    fn render(&self) -> Markup {
        html! {
            div.timeline {
                @for day in self.events.chunk_by(|a, b| format::local(a.at).date() == format::local(b.at).date()) {
                    @if let Some(first) = day.first() {
                        h2.timeline-day { (format::long_date(self.lang, format::local(first.at).date())) }
                    }
                    ol { @for event in day { (self.event(event)) } }
                }
            }
        }
    }
}
