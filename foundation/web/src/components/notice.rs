//! Notices: what just happened, or what one should know before going on.

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};
use crate::Lang;

/// What a notice or a tag is about. Each tone has a colour, an icon and a word: never the colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Neutral,
    /// Good to know.
    Info,
    /// It went well.
    Good,
    /// Look out.
    Warning,
    /// It failed, or is shut.
    Danger,
}

impl Tone {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Neutral | Self::Info => Icon::Info,
            Self::Good => Icon::Done,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::Stop,
        }
    }
}

/// A notice on a page.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    tone: Tone,
    title: Words<'a>,
    text: Option<Words<'a>>,
    links: Vec<(Words<'a>, Words<'a>)>,
}

impl<'a> Notice<'a> {
    /// A notice with one line.
    pub fn new(tone: Tone, title: impl Into<Words<'a>>) -> Self {
        Self { tone, title: title.into(), text: None, links: Vec::new() }
    }

    /// A sentence or two more.
    #[must_use]
    pub fn text(mut self, text: impl Into<Words<'a>>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Where to go about it; once more for one more place.
    #[must_use]
    pub fn link(mut self, path: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        self.links.push((path.into(), label.into()));
        self
    }

    /// The notice as what just happened: read out when the page has loaded.
    pub(super) fn as_flash(&self, lang: Lang) -> Markup {
        html! {
            div.flash role="status" aria-label=(lang.t("web-notice")) data-flash { (self) }
        }
    }
}

impl Render for Notice<'_> {
    fn render(&self) -> Markup {
        html! {
            div.notice.(self.tone.class()) {
                (icon(self.tone.icon()))
                div {
                    p { strong { (self.title) } }
                    @if let Some(text) = &self.text { p { (text) } }
                    @for (path, label) in &self.links { p { a href=(path) { (label) } } }
                }
            }
        }
    }
}
