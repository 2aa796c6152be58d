//! The state of a thing in one word, with its icon.

use maud::{Markup, Render, html};

use super::{Icon, Tone, Words, icon};

/// A tag with an icon of its own choice.
pub struct Tag<'a> {
    tone: Tone,
    icon: Option<Icon>,
    word: Words<'a>,
}

impl<'a> Tag<'a> {
    /// A tag with the icon of its tone.
    pub fn new(tone: Tone, word: impl Into<Words<'a>>) -> Self {
        Self { tone, icon: (tone != Tone::Neutral).then(|| tone.icon()), word: word.into() }
    }

    /// Another icon.
    #[must_use]
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Render for Tag<'_> {
    fn render(&self) -> Markup {
        html! {
            span.tag.(self.tone.class()) { @if let Some(which) = self.icon { (icon(which)) } (self.word) }
        }
    }
}

/// A tag with the icon of its tone.
#[must_use]
pub fn tag(tone: Tone, word: &str) -> Markup {
    Tag::new(tone, word).render()
}
