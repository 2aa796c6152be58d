//! Pages of a long list, by key: forward and back, never to "page 417".

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};
use crate::Lang;

/// The way on from one page of a list.
#[derive(Clone, Debug)]
pub struct Pager<'a> {
    lang: Lang,
    previous: Option<Words<'a>>,
    next: Option<Words<'a>>,
    shown: Words<'a>,
}

impl<'a> Pager<'a> {
    /// The addresses of the page before and the page after, and what is shown now: *1–50 av 20 312*.
    pub fn new(lang: Lang, previous: Option<Words<'a>>, next: Option<Words<'a>>, shown: impl Into<Words<'a>>) -> Self {
        Self { lang, previous, next, shown: shown.into() }
    }
}

impl Render for Pager<'_> {
    fn render(&self) -> Markup {
        html! {
            @if self.previous.is_some() || self.next.is_some() {
                nav.pager aria-label=(self.lang.t("web-pages")) {
                    @if let Some(path) = &self.previous {
                        a.button.secondary href=(path) rel="prev" { (icon(Icon::Back)) (self.lang.t("web-previous")) }
                    }
                    p { (self.shown) }
                    @if let Some(path) = &self.next {
                        a.button.secondary href=(path) rel="next" {
                            (self.lang.t("web-next")) span.turned { (icon(Icon::Back)) }
                        }
                    }
                }
            }
        }
    }
}
