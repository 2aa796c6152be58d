//! What a list says when there is nothing in it: why, and what to do.

use maud::{Markup, Render, html};

use super::{Button, Icon, Words, icon};

/// An empty list, explained.
pub struct EmptyState<'a> {
    icon: Icon,
    title: Words<'a>,
    text: Words<'a>,
    action: Option<Button<'a>>,
}

impl<'a> EmptyState<'a> {
    /// Says what is not there, and why that is so or what would be.
    pub fn new(icon: Icon, title: impl Into<Words<'a>>, text: impl Into<Words<'a>>) -> Self {
        Self { icon, title: title.into(), text: text.into(), action: None }
    }

    /// What one can do about it.
    #[must_use]
    pub fn action(mut self, action: Button<'a>) -> Self {
        self.action = Some(action);
        self
    }
}

impl Render for EmptyState<'_> {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                (icon(self.icon))
                h2 { (self.title) }
                p { (self.text) }
                @if let Some(action) = &self.action { (action) }
            }
        }
    }
}
