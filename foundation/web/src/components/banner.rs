//! The person that a page is about, always above its heading.

use maud::{Markup, Render, html};

use super::{Icon, Words, account_mark, icon};
use crate::Lang;

/// Name, number and what must not be overlooked about a person.
pub struct PersonBanner<'a> {
    lang: Lang,
    name: Words<'a>,
    facts: Vec<(Words<'a>, Words<'a>)>,
    tags: Vec<Markup>,
    protected: bool,
}

impl<'a> PersonBanner<'a> {
    /// A banner about the person with this name.
    pub fn new(lang: Lang, name: impl Into<Words<'a>>) -> Self {
        Self { lang, name: name.into(), facts: Vec::new(), tags: Vec::new(), protected: false }
    }

    /// A fact with its label: *Personnummer*, *Ålder*, *Enhet*.
    #[must_use]
    pub fn fact(mut self, label: impl Into<Words<'a>>, value: impl Into<Words<'a>>) -> Self {
        self.facts.push((label.into(), value.into()));
        self
    }

    /// A tag after the name: *Spärrad*, *Avliden*.
    #[must_use]
    pub fn tag(mut self, tag: Markup) -> Self {
        self.tags.push(tag);
        self
    }

    /// The person has protected identity: said in words, with a shield.
    #[must_use]
    pub const fn protected(mut self, protected: bool) -> Self {
        self.protected = protected;
        self
    }
}

impl Render for PersonBanner<'_> {
    fn render(&self) -> Markup {
        html! {
            section.person.protected[self.protected] aria-label=(self.lang.t("web-person")) {
                (account_mark(&self.name))
                div {
                    p.person-name { strong { (self.name) } @for tag in &self.tags { " " (tag) } }
                    dl {
                        @for (label, value) in &self.facts { div { dt { (label) } dd { (value) } } }
                    }
                }
                @if self.protected {
                    p.person-protected {
                        (icon(Icon::Shield)) strong { (self.lang.t("web-protected")) }
                        span { (self.lang.t("web-protected-text")) }
                    }
                }
            }
        }
    }
}
