//! The pages, one file each, and what they have in common.

pub(crate) mod acts;
pub(crate) mod list;
pub(crate) mod matter;
pub(crate) mod new;
pub(crate) mod receipt;

use std::borrow::Cow;

use behorig_visit::PageError;
use behorig_web::components::{Tone, tag};
use behorig_web::{FieldName, Lang, field};
use maud::Markup;

use crate::records::MatterId;
use crate::rules::{Priority, State, Subject};

/// What waits for whoever answers.
pub(crate) const QUEUE: &str = "/support";
/// What the reader has sent.
pub(crate) const OWN: &str = "/support/mina";
/// *Vad gäller ditt ärende?*
pub(crate) const NEW: &str = "/support/nytt";
/// Nobody needs to know how many more wait.
pub(crate) const MOST_COUNTED: i64 = 99;

pub(crate) static SERVICE: FieldName = field("tjanst", "support-service");
pub(crate) static SUBJECT: FieldName = field("arende", "support-subject");
pub(crate) static HEADING: FieldName = field("rubrik", "support-heading");
pub(crate) static WORDS: FieldName = field("text", "support-words");
pub(crate) static WHAT: FieldName = field("slag", "support-what");
pub(crate) static PRIORITY: FieldName = field("prioritet", "support-priority");
/// As long as a heading may be, in letters.
pub(crate) const LONGEST_HEADING: usize = 120;
/// As long as a text may be, in letters.
pub(crate) const LONGEST: usize = 10_000;

/// The path of a matter.
pub(crate) fn path_of(matter: MatterId, below: &str) -> String {
    format!("{QUEUE}/{matter}{below}")
}

/// The id in a path; what is none leads nowhere.
pub(crate) fn id(text: &str) -> Result<MatterId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

pub(crate) fn numbered(lang: Lang, number: i64) -> Cow<'static, str> {
    lang.tr("support-number", &[("number", number.to_string().into())])
}

/// A subject in the manual's words.
pub(crate) fn subject_word(lang: Lang, subject: Subject) -> Cow<'static, str> {
    lang.t(match subject {
        Subject::Order => "support-subject-order",
        Subject::Medical => "support-subject-medical",
        Subject::Platform => "support-subject-platform",
        Subject::OtherComment => "support-subject-other-comment",
        Subject::Deviation => "support-subject-deviation",
        Subject::Other => "support-subject-other",
    })
}

pub(crate) fn priority_word(lang: Lang, priority: Priority) -> Cow<'static, str> {
    lang.t(match priority {
        Priority::AtOnce => "support-priority-1",
        Priority::Soon => "support-priority-2",
        Priority::Normal => "support-priority-3",
        Priority::CanWait => "support-priority-4",
        Priority::LaterOn => "support-priority-5",
    })
}

pub(crate) fn state_word(lang: Lang, state: State) -> Cow<'static, str> {
    lang.t(match state {
        State::Received => "support-state-received",
        State::InHand => "support-state-in-hand",
        State::Waiting => "support-state-waiting",
        State::Closed => "support-state-closed",
    })
}

pub(crate) fn state_tag(lang: Lang, state: State) -> Markup {
    let tone = match state {
        State::Received => Tone::Info,
        State::InHand => Tone::Neutral,
        State::Waiting => Tone::Warning,
        State::Closed => Tone::Good,
    };
    tag(tone, &state_word(lang, state))
}
