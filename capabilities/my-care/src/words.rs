//! States and times of cases in the resident's words.

use behorig_access::Instant;
use behorig_cases::records::Case;
use behorig_cases::rules::{Kind, State};
use behorig_web::components::{Tag, Tone};
use behorig_web::{Lang, format};
use maud::{Markup, html};

/// How far a case has come, as its resident meets it. Who at the clinic has it is the clinic's own.
pub(crate) fn state(lang: Lang, case: &Case) -> Tag<'static> {
    let (tone, word) = match (case.state, case.kind) {
        (State::Received | State::Assigned, _) => (Tone::Info, "my-care-state-sent"),
        (State::Partial | State::Answered, _) => (Tone::Info, "my-care-state-working"),
        (State::Waiting, _) if case.replies_open => (Tone::Warning, "my-care-state-waiting"),
        (State::Sent | State::Read, Kind::Question) if case.replies_open => (Tone::Warning, "my-care-state-waiting"),
        (State::Waiting | State::Sent | State::Read, _) => (Tone::Info, "my-care-state-told"),
        (State::Closed, Kind::Information) => (Tone::Neutral, "my-care-state-told"),
        (State::Closed, _) => (Tone::Good, "my-care-state-answered"),
        (State::Withdrawn, _) => (Tone::Neutral, "my-care-state-withdrawn"),
    };
    Tag::new(tone, lang.t(word))
}

/// The day until which the clinic promises to answer.
pub(crate) fn promised(lang: Lang, due: Instant) -> String {
    format::long_date(lang, format::local(due.0).date())
}

/// A time as people say it, and as machines read it.
pub(crate) fn when(lang: Lang, at: Instant, now: Instant) -> Markup {
    html! { time datetime=(format::machine_time(at.0)) { (format::near_time(lang, at.0, now.0)) } }
}

/// Words that somebody wrote: as text, whatever they look like, in their own lines.
pub(crate) fn as_written(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p { @for (n, line) in paragraph.trim_matches('\n').lines().enumerate() { @if n > 0 { br; } (line) } }
        }
    }
}
