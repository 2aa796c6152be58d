//! Buttons: one primary a page, the rest quiet.

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};
use crate::Lang;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Primary,
    Secondary,
    Danger,
}

/// A button, or a link that looks like one. It is never disabled: pressed too early, it says what is missing.
#[derive(Clone, Debug)]
pub struct Button<'a> {
    label: Words<'a>,
    look: Look,
    icon: Option<Icon>,
    path: Option<Words<'a>>,
    name_value: Option<(&'a str, Words<'a>)>,
    about: Option<Words<'a>>,
}

impl<'a> Button<'a> {
    /// The one thing that the page is for; sends its form.
    pub fn primary(label: impl Into<Words<'a>>) -> Self {
        Self { label: label.into(), look: Look::Primary, icon: None, path: None, name_value: None, about: None }
    }

    /// Something else that one may want; sends its form.
    pub fn secondary(label: impl Into<Words<'a>>) -> Self {
        Self { look: Look::Secondary, ..Self::primary(label) }
    }

    /// Something that ends or removes; sends its form.
    pub fn danger(label: impl Into<Words<'a>>) -> Self {
        Self { look: Look::Danger, ..Self::primary(label) }
    }

    /// A link that looks like a secondary button.
    pub fn link(path: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        Self { path: Some(path.into()), ..Self::secondary(label) }
    }

    /// A link that looks like the primary button: *+ Användare*.
    pub fn primary_link(path: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        Self { path: Some(path.into()), ..Self::primary(label) }
    }

    /// A drawing before the words.
    #[must_use]
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// What the form is told when this button sends it.
    #[must_use]
    pub fn sends(mut self, name: &'a str, value: impl Into<Words<'a>>) -> Self {
        self.name_value = Some((name, value.into()));
        self
    }

    /// What the button is about, added for screen readers where several buttons say the same: *Ändra* **Internpost**.
    #[must_use]
    pub fn about(mut self, what: impl Into<Words<'a>>) -> Self {
        self.about = Some(what.into());
        self
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let look = match self.look {
            Look::Primary => "primary",
            Look::Secondary => "secondary",
            Look::Danger => "danger",
        };
        let words = html! {
            @if let Some(which) = self.icon { (icon(which)) }
            span { (self.label) @if let Some(about) = &self.about { span.reader-only { " " (about) } } }
        };
        let (name, value) = self.name_value.as_ref().map(|(name, value)| (*name, value)).unzip();
        html! {
            @if let Some(path) = &self.path { a.button.(look) href=(path) { (words) } }
            @else { button.button.(look) type="submit" name=[name] value=[value] { (words) } }
        }
    }
}

/// A secondary button that is a link.
#[must_use]
pub fn link_button(path: &str, label: &str) -> Markup {
    Button::link(path, label).render()
}

/// A button that prints the page. It is there only where it works; the browser's own menu is always there.
#[must_use]
pub fn print_button(lang: Lang) -> Markup {
    html! {
        button.button.secondary type="button" hidden data-print { (icon(Icon::Print)) span { (lang.t("web-print")) } }
    }
}
