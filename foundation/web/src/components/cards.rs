//! Cards of a start page, and figures at a glance.

use maud::{Markup, html};

use super::{Icon, Words, icon};

/// A way into a part of the program: the whole card can be pressed.
pub struct Card<'a> {
    icon: Icon,
    path: Words<'a>,
    title: Words<'a>,
    text: Words<'a>,
    waiting: Option<Words<'a>>,
}

impl<'a> Card<'a> {
    /// A card with a title and a sentence about what is done there.
    pub fn new(
        icon: Icon,
        path: impl Into<Words<'a>>,
        title: impl Into<Words<'a>>,
        text: impl Into<Words<'a>>,
    ) -> Self {
        Self { icon, path: path.into(), title: title.into(), text: text.into(), waiting: None }
    }

    /// What waits there, in words: *3 nya beställningar*.
    #[must_use]
    pub fn waiting(mut self, waiting: impl Into<Words<'a>>) -> Self {
        self.waiting = Some(waiting.into());
        self
    }
}

/// Cards side by side, as many as there is room for.
#[must_use]
pub fn card_grid(cards: &[Card<'_>]) -> Markup {
    html! {
        ul.cards {
            @for card in cards {
                li.card {
                    (icon(card.icon))
                    h2 { a href=(card.path) { (card.title) } }
                    p { (card.text) }
                    @if let Some(waiting) = &card.waiting { p.waiting { (waiting) } }
                }
            }
        }
    }
}

/// A number at a glance.
pub struct Figure<'a> {
    /// What is counted.
    pub label: Words<'a>,
    /// The number, formatted.
    pub value: Words<'a>,
    /// What it means or how it has moved.
    pub note: Option<Words<'a>>,
    /// Where the things counted are listed.
    pub path: Option<Words<'a>>,
}

/// Figures in a row.
#[must_use]
pub fn figures(figures: &[Figure<'_>]) -> Markup {
    html! {
        dl.figures {
            @for figure in figures {
                div.figure {
                    dt { @if let Some(path) = &figure.path { a href=(path) { (figure.label) } } @else { (figure.label) } }
                    dd.figure-value { (figure.value) }
                    @if let Some(note) = &figure.note { dd.figure-note { (note) } }
                }
            }
        }
    }
}
