//! A list of tasks and how far one has come with each.

use maud::{Markup, html};

use super::{Icon, Tag, Tone, Words};
use crate::Lang;

/// How far one has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Nothing is done.
    NotStarted,
    /// Something is done.
    Started,
    /// Everything is done.
    Done,
    /// Something else must be done first.
    NotYet,
}

/// A task of several.
pub struct Step<'a> {
    /// What is to be done.
    pub title: Words<'a>,
    /// What it takes or what it gives.
    pub text: Option<Words<'a>>,
    /// Where it is done; nothing while it cannot be started.
    pub path: Option<Words<'a>>,
    /// How far one has come.
    pub state: StepState,
}

/// Tasks with their states in words.
#[must_use]
pub fn task_list(lang: Lang, steps: &[Step<'_>]) -> Markup {
    html! {
        ol.tasks {
            @for step in steps {
                @let state = match step.state {
                    StepState::NotStarted => Tag::new(Tone::Neutral, lang.t("web-task-not-started")),
                    StepState::Started => Tag::new(Tone::Info, lang.t("web-task-started")).icon(Icon::Clock),
                    StepState::Done => Tag::new(Tone::Good, lang.t("web-task-done")),
                    StepState::NotYet => Tag::new(Tone::Neutral, lang.t("web-task-not-yet")).icon(Icon::Lock),
                };
                li {
                    div {
                        @if let Some(path) = &step.path { a href=(path) { (step.title) } } @else { span { (step.title) } }
                        @if let Some(text) = &step.text { p.hint { (text) } }
                    }
                    (state)
                }
            }
        }
    }
}
