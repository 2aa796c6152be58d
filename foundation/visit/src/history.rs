//! A record's history as pages tell it: who changed what, when, through which door.

use std::borrow::Cow;

use behorig_access::Instant;
use behorig_store::FieldChange;
use behorig_store::history::Changed;
use behorig_web::Lang;
use behorig_web::components::{Change, Event, Timeline};
use maud::{Markup, Render};

/// How a kind of record names what has changed in it.
#[derive(Debug, Clone, Copy)]
pub struct HistoryWords {
    /// The text id of what happened, by the fields that one event changed.
    pub what: fn(&[FieldChange]) -> &'static str,
    /// A field with what it was and what it became.
    pub change: fn(Lang, &FieldChange) -> Change<'static>,
}

impl HistoryWords {
    /// Changes as a timeline, in their own order, as seen at `now`.
    #[must_use]
    pub fn timeline(&self, lang: Lang, now: Instant, changes: &[Changed]) -> Markup {
        let events = changes.iter().map(|changed| Event {
            at: changed.at.as_millis(),
            what: lang.t((self.what)(&changed.fields)),
            who: Cow::Borrowed(&changed.who),
            door: Some(door_name(lang, &changed.door)),
            changes: changed.fields.iter().map(|field| (self.change)(lang, field)).collect(),
        });
        Timeline::new(lang, now.as_millis(), events.collect()).render()
    }
}

/// The door that a change came through, in words that go on from who made it: *på webben*, *genom beställning 17*.
#[must_use]
pub fn door_name(lang: Lang, stored: &str) -> Cow<'static, str> {
    match (stored, stored.split_once(' ')) {
        ("page", _) => lang.t("visit-door-page"),
        ("import", _) => lang.t("visit-door-import"),
        ("command-line", _) => lang.t("visit-door-command-line"),
        ("system", _) => lang.t("visit-door-system"),
        (_, Some(("order", number))) => lang.tr("visit-door-order", &[("number", number.to_owned().into())]),
        (other, _) => Cow::Owned(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_door_has_a_name_in_both_languages() {
        behorig_web::texts::install(&[behorig_web::TEXTS, crate::TEXTS]).unwrap();
        assert_eq!(door_name(Lang::Sv, "page"), "på webben");
        assert_eq!(door_name(Lang::En, "command-line"), "from the command line");
        assert_eq!(door_name(Lang::Sv, "order 17"), "genom beställning 17");
        assert_eq!(door_name(Lang::En, "a door of later days"), "a door of later days");
    }
}
